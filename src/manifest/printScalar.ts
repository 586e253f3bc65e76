/**
 * One scalar as goyaml writes it: plain where that reads back as the same text, else in single quotes, in double quotes
 * when a character needs an escape, as a `|` block when it has line breaks. Stands for emitterc.go's
 * yaml_emitter_analyze_scalar, yaml_emitter_select_scalar_style and the three writers.
 */
import { formatGoFloat, isTimestamp, resolvePlain } from './scalars';

/** Columns after which a line is folded at the next space. */
const bestWidth = 80;
/** Bytes up to which a key stands before its colon; a longer one gets a `?`. */
const maxSimpleKey = 128;

export interface ScalarPlace {
  /** The column at which the scalar begins. */
  readonly column: number;
  /** The indentation of its further lines. */
  readonly indent: number;
  readonly key: boolean;
}

interface Analysis {
  readonly multiline: boolean;
  readonly plain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

/** Characters that goyaml writes as they are: not control characters, nothing beyond the basic plane, no byte order mark. */
const isPrintable = (code: number): boolean =>
  code === 0x0a || (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff);
const isBreak = (char: string | undefined): boolean => char !== undefined && /[\r\n\u0085\u2028\u2029]/.test(char);
const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';
const isBlankOrEnd = (char: string | undefined): boolean => char === undefined || isBlank(char) || isBreak(char);

function analyse(text: string): Analysis {
  const chars = Array.from(text);
  let blockIndicators = /^(?:---|\.\.\.)/.test(text);
  let special = false;
  let breaks = false;
  let spaceBreak = false;
  let breakSpace = false;
  let precededByWhitespace = true;
  let previous = '';
  chars.forEach((char, index) => {
    const next = chars[index + 1];
    const followed = isBlankOrEnd(next);
    if (index === 0) {
      if ('#,[]{}&*!|>\'"%@`'.includes(char)) blockIndicators = true;
      else if ('?:'.includes(char) && followed) blockIndicators = true;
      else if (char === '-' && followed) blockIndicators = true;
    } else if (char === ':' && followed) blockIndicators = true;
    else if (char === '#' && precededByWhitespace) blockIndicators = true;
    if (!isPrintable(char.codePointAt(0) ?? 0)) special = true;
    if (isBreak(char)) breaks = true;
    if (char === ' ' && isBreak(previous)) breakSpace = true;
    if (isBreak(char) && previous === ' ') spaceBreak = true;
    precededByWhitespace = isBlankOrEnd(char);
    previous = char;
  });
  const first = chars[0];
  const last = chars.at(-1);
  const edges = first === ' ' || isBreak(first) || last === ' ' || isBreak(last);
  const broken = spaceBreak || special;
  return {
    multiline: breaks,
    plain: text !== '' && !edges && !breakSpace && !broken && !breaks && !blockIndicators,
    singleQuoted: !breakSpace && !broken,
    block: last !== ' ' && !broken,
  };
}

/** Base 60 is no number to Kubernetes, and is quoted for the sake of other readers (encode.go:isBase60Float). */
const isBase60 = (text: string): boolean => /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);

/** Does the text, written plainly, read back as the same text? */
const readsAsText = (text: string): boolean =>
  typeof resolvePlain(text) === 'string' && !isTimestamp(text) && text !== '<<' && !isBase60(text); // goyaml forgets <<

const escapes: Readonly<Record<number, string>> = {
  0x00: '0', 0x07: 'a', 0x08: 'b', 0x09: 't', 0x0a: 'n', 0x0b: 'v', 0x0c: 'f', 0x0d: 'r', 0x1b: 'e', 0x22: '"', 0x5c: '\\',
  0x85: 'N', 0xa0: '_', 0x2028: 'L', 0x2029: 'P',
};

function escaped(code: number): string {
  const short = escapes[code];
  if (short !== undefined) return `\\${short}`;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Collects the lines of one scalar and knows the column. */
class Folder {
  readonly lines: string[] = [];
  private line = '';

  constructor(private readonly start: number, private readonly indent: number) {}

  get column(): number {
    return (this.lines.length === 0 ? this.start : 0) + this.line.length;
  }

  write(text: string): void {
    this.line += text;
  }

  breakLine(): void {
    this.lines.push(this.line);
    this.line = ' '.repeat(this.indent);
  }

  done(): readonly string[] {
    return [...this.lines, this.line];
  }
}

/** A plain or single-quoted scalar: a single space becomes a line break once the line is long. */
function folded(text: string, place: ScalarPlace, quoted: boolean): readonly string[] {
  const folder = new Folder(place.column, place.indent);
  if (quoted) folder.write("'");
  const chars = Array.from(text);
  let spaces = false;
  chars.forEach((char, index) => {
    if (char === ' ') {
      const inside = !quoted || (index > 0 && index < chars.length - 1);
      if (!place.key && !spaces && folder.column > bestWidth && inside && chars[index + 1] !== ' ') folder.breakLine();
      else folder.write(' ');
      spaces = true;
    } else {
      folder.write(quoted && char === "'" ? "''" : char);
      spaces = false;
    }
  });
  if (quoted) folder.write("'");
  return folder.done();
}

function doubleQuoted(text: string, place: ScalarPlace): readonly string[] {
  const folder = new Folder(place.column, place.indent);
  folder.write('"');
  const chars = Array.from(text);
  let spaces = false;
  chars.forEach((char, index) => {
    const code = char.codePointAt(0) ?? 0;
    if (!isPrintable(code) || isBreak(char) || char === '"' || char === '\\') {
      folder.write(escaped(code));
      spaces = false;
    } else if (char === ' ') {
      if (!place.key && !spaces && folder.column > bestWidth && index > 0 && index < chars.length - 1) {
        folder.breakLine();
        if (chars[index + 1] === ' ') folder.write('\\');
      } else folder.write(' ');
      spaces = true;
    } else {
      folder.write(char);
      spaces = false;
    }
  });
  folder.write('"');
  return folder.done();
}

/** A `|` block: an indentation hint when the text begins with white space, and how its end is cut. */
function literal(text: string, indent: number): readonly string[] {
  const hint = /^[ \n\r\u0085\u2028\u2029]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
  return [`|${hint}${chomp}`, ...lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`))];
}

function printedText(text: string, place: ScalarPlace): readonly string[] {
  const analysis = analyse(text);
  if (text.includes('\n') && analysis.block && !place.key) return literal(text, place.indent);
  if (text.includes('\n') || (analysis.multiline && place.key)) return doubleQuoted(text, place);
  if (!readsAsText(text)) return doubleQuoted(text, place);
  if (analysis.plain) return folded(text, place, false);
  return analysis.singleQuoted ? folded(text, place, true) : doubleQuoted(text, place);
}

/** The lines of a scalar: the first continues the line that it stands on, the others carry their own indentation. */
export function printedScalar(value: unknown, place: ScalarPlace): readonly string[] {
  if (typeof value === 'string') return printedText(value, place);
  if (typeof value === 'boolean') return [String(value)];
  if (typeof value === 'number') return [Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? String(value) : formatGoFloat(value, 64)];
  return ['null'];
}

const byteLength = (text: string): number => {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
};

/** Does the key stand before its colon on one line (yaml_emitter_check_simple_key)? */
export const writesAsSimpleKey = (key: string): boolean => byteLength(key) <= maxSimpleKey && !analyse(key).multiline;
