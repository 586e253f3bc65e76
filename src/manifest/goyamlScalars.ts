/**
 * What goyaml's scanner skips in one go: texts, anchors, tags, directives. Only where they end and what is wrong with
 * them matters here (yaml/scannerc.go:yaml_parser_scan_*).
 */
import type { Reader } from './goyamlCursor';

const isWord = (char: string): boolean => /^[0-9A-Za-z_-]$/.test(char);
const scanWord = (reader: Reader): string => {
  const from = reader.at;
  while (isWord(reader.peek())) reader.skip();
  return reader.text.slice(from, reader.at);
};

/** An anchor or an alias, from its & or *. Answers its name. */
export function scanAnchor(reader: Reader): string {
  reader.skip();
  const name = scanWord(reader);
  if (name === '' || !(reader.isGap() || '?:,]}%@`'.includes(reader.peek()))) reader.fail('did not find expected alphabetic or numeric character');
  return name;
}

function scanUri(reader: Reader, hasHead: boolean): void {
  const from = reader.at;
  while (isWord(reader.peek()) || (reader.peek() !== '' && ";/?:@&=+$,.%!~*'()[]".includes(reader.peek()))) {
    if (reader.peek() === '%' && !/^%[0-9A-Fa-f]{2}/.test(reader.text.slice(reader.at, reader.at + 3))) reader.fail('did not find URI escaped octet');
    reader.skip();
  }
  if (reader.at === from && !hasHead) reader.fail('did not find expected tag URI');
}

/** A tag, from its exclamation mark. Answers its handle when that has a name. */
export function scanTag(reader: Reader): string {
  let handle = '';
  reader.skip();
  if (reader.peek() === '<') {
    reader.skip();
    scanUri(reader, false);
    if (reader.peek() !== '>') reader.fail("did not find the expected '>'");
    reader.skip();
  } else {
    const name = scanWord(reader);
    const named = reader.peek() === '!';
    if (named) {
      reader.skip();
      handle = `!${name}!`;
    }
    scanUri(reader, !named);
  }
  if (!reader.isGap()) reader.fail('did not find expected whitespace or line break');
  return handle;
}

/** A directive, from its percent sign. Answers the version that it asks for, or TAG. */
export function scanDirective(reader: Reader): string {
  reader.skip();
  const name = scanWord(reader);
  if (name === '') reader.fail('could not find expected directive name');
  if (!reader.isGap()) reader.fail('found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') reader.fail('found unknown directive name');
  reader.skipBlanks();
  const from = reader.at;
  let version = 'TAG';
  if (name === 'YAML') {
    const digits = (): void => {
      if (!/^\d$/.test(reader.peek())) reader.fail('did not find expected version number');
      while (/^\d$/.test(reader.peek())) reader.skip();
    };
    digits();
    if (reader.peek() !== '.') reader.fail("did not find expected digit or '.' character");
    reader.skip();
    digits();
    version = reader.text.slice(from, reader.at);
  } else while (!reader.isBreak() && !reader.isEnd() && reader.peek() !== '#') reader.skip();
  endOfLine(reader);
  return version;
}

/** Blanks and a comment up to the end of the line. */
function endOfLine(reader: Reader): void {
  reader.skipBlanks();
  if (reader.peek() === '#') while (!reader.isBreak() && !reader.isEnd()) reader.skip();
  if (!reader.isBreak() && !reader.isEnd()) reader.fail('did not find expected comment or line break');
  if (reader.isBreak()) reader.skipLine();
}

/** The lines of a text after | or >. `parentIndent` is the column of the map or list that it stands in. */
export function scanBlockScalar(reader: Reader, parentIndent: number): void {
  reader.skip();
  let increment = 0;
  const digit = (): void => {
    if (reader.peek() === '0') reader.fail('found an indentation indicator equal to 0');
    increment = Number(reader.peek());
    reader.skip();
  };
  if ('+-'.includes(reader.peek() || 'x')) {
    reader.skip();
    if (/^\d$/.test(reader.peek())) digit();
  } else if (/^\d$/.test(reader.peek())) {
    digit();
    if ('+-'.includes(reader.peek() || 'x')) reader.skip();
  }
  endOfLine(reader);
  let indent = increment > 0 ? Math.max(parentIndent, 0) + increment : 0;
  indent = blockBreaks(reader, indent, parentIndent);
  while (reader.column === indent && !reader.isEnd()) {
    while (!reader.isBreak() && !reader.isEnd()) reader.skip();
    if (reader.isBreak()) reader.skipLine();
    indent = blockBreaks(reader, indent, parentIndent);
  }
}

/** Indentation and empty lines inside such a text. Finds the indentation when it is not known (0). */
function blockBreaks(reader: Reader, indent: number, parentIndent: number): number {
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || reader.column < indent) && reader.peek() === ' ') reader.skip();
    deepest = Math.max(deepest, reader.column);
    if ((indent === 0 || reader.column < indent) && reader.peek() === '\t') reader.fail('found a tab character where an indentation space is expected');
    if (!reader.isBreak()) break;
    reader.skipLine();
  }
  return indent === 0 ? Math.max(deepest, parentIndent + 1, 1) : indent;
}

const escapes = '0abt\tnvfre "\'\\/N_LPxuU';

/** A text in quotes, from the first to behind the last. */
export function scanQuoted(reader: Reader): void {
  const quote = reader.peek();
  reader.skip();
  for (;;) {
    if (reader.isDocumentMark()) reader.fail('found unexpected document indicator');
    if (reader.isEnd()) reader.fail('found unexpected end of stream');
    while (!reader.isGap()) {
      if (reader.peek() === quote && !(quote === "'" && reader.peek(1) === "'")) break;
      if (reader.peek() === quote) reader.skip(2);
      else if (quote === '"' && reader.peek() === '\\') {
        if (reader.isBreak(1)) {
          reader.skip();
          reader.skipLine();
          break;
        }
        escape(reader);
      } else reader.skip();
    }
    if (reader.peek() === quote) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBreak()) reader.skipLine();
      else reader.skip();
    }
  }
  reader.skip();
}

function escape(reader: Reader): void {
  const char = reader.peek(1);
  if (char === '' || !escapes.includes(char)) reader.fail('found unknown escape character');
  reader.skip(2);
  const length = char === 'x' ? 2 : char === 'u' ? 4 : char === 'U' ? 8 : 0;
  if (length === 0) return;
  const digits = reader.text.slice(reader.at, reader.at + length);
  if (digits.length < length || !/^[0-9A-Fa-f]+$/.test(digits)) reader.fail('did not find expected hexdecimal number');
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) reader.fail('found invalid Unicode character escape code');
  reader.skip(length);
}

/** A text without quotes. Answers whether it ended behind a line break. */
export function scanPlain(reader: Reader, indent: number, inFlow: boolean): boolean {
  let overLines = false;
  for (;;) {
    if (reader.isDocumentMark() || reader.peek() === '#') break;
    const from = reader.at;
    while (!reader.isGap()) {
      const char = reader.peek();
      if ((char === ':' && reader.isGap(1)) || (inFlow && ',?[]{}'.includes(char))) break;
      reader.skip();
    }
    if (reader.at > from) overLines = false;
    if (!reader.isBlank() && !reader.isBreak()) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBreak()) {
        reader.skipLine();
        overLines = true;
        continue;
      }
      if (overLines && reader.column < indent && reader.peek() === '\t') reader.fail('found a tab character that violates indentation');
      reader.skip();
    }
    if (!inFlow && reader.column < indent) break;
  }
  return overLines;
}
