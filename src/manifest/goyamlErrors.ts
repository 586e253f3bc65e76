/**
 * What Kubernetes prints for broken YAML. Its reader, sigs.k8s.io/yaml with goyaml v2, stops at the first error with a
 * sentence of libyaml and a line that counts from the document's start: the scanner's errors name the line, the parser's
 * the line before, and an error in the first line has no number (goyaml decode.go:parser.fail). The `yaml` package finds
 * the same errors with other words; where its error has no sure counterpart there is no text.
 */
import type { SyntaxError } from './yamlFaults';

const badStart = 'found character that cannot start any token';
const noMapping = 'mapping values are not allowed in this context';
const noColon = "could not find expected ':'";

/** The sentence with its line. `at` is the line of the error itself: in the first line it has no number. */
export const goyamlLine = (sentence: string, line: number, at = line): string => (at <= 1 ? `yaml: ${sentence}` : `yaml: line ${line}: ${sentence}`);
const scannerError = (sentence: string, line: number): string => goyamlLine(sentence, line);
const parserError = (sentence: string, line: number): string => goyamlLine(sentence, line - 1, line);

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The line of the next token at or after an offset. Kubernetes ends every text with a line break: its end is a line more. */
function nextTokenLine(text: string, offset: number): number {
  const next = /^(?:\s|(?<=\s)#[^\n]*)*/.exec(text.slice(offset, offset + 10_000))?.[0].length ?? 0;
  const at = offset + next;
  return lineAt(text, at) + (at >= text.length && !text.endsWith('\n') ? 1 : 0);
}

/** The bracket that is open at an offset, by counting brackets backwards; quotes are not looked into. */
function openBracket(text: string, at: number): string {
  let depth = 0;
  for (let index = Math.min(at, text.length) - 1; index >= Math.max(0, at - 5000); index--) {
    const char = text[index] ?? '';
    if ('}]'.includes(char)) depth += 1;
    else if ('{['.includes(char)) {
      if (depth === 0) return char;
      depth -= 1;
    }
  }
  return '{';
}

interface Level {
  readonly column: number;
  readonly kind: 'seq' | 'map';
}

/** The columns at which a line opens or goes on with lists and a map: `  - name: x` has 2 and 4. */
function levelsOf(line: string): readonly Level[] {
  const levels: Level[] = [];
  let column = Math.max(0, line.search(/\S/));
  for (let dash = /^-\s+/.exec(line.slice(column)); dash; dash = /^-\s+/.exec(line.slice(column))) {
    levels.push({ column, kind: 'seq' });
    column += dash[0].length;
  }
  return [...levels, { column, kind: 'map' }];
}

const linesBefore = (text: string, at: number): readonly string[] =>
  text.slice(Math.max(0, at - 20_000), text.lastIndexOf('\n', at - 1) + 1).split('\n').toReversed().filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
const columnAt = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** What the parser waits for at a token whose indentation does not fit: the next item of a list, or the next key. */
function expectedAt(text: string, at: number): string {
  const column = columnAt(text, at);
  const lines = linesBefore(text, at);
  const index = lines.findIndex((line) => (levelsOf(line)[0]?.column ?? 0) <= column);
  const level = levelsOf(lines[index] ?? '').findLast((each) => each.column <= column);
  if (level?.kind !== 'seq') return 'did not find expected key';
  // A list may stand at the column of its own key: then it ends where the map goes on.
  const above = lines.slice(index + 1).map(levelsOf).find((levels) => levels.some((each) => each.column <= level.column && !(each.kind === 'seq' && each.column === level.column)));
  const indentless = above?.some((each) => each.kind === 'map' && each.column === level.column) ?? false;
  return indentless ? 'did not find expected key' : "did not find expected '-' indicator";
}

/** Does the text at an offset stand where the next key of a block mapping must stand, under an earlier one? */
function isNextKey(text: string, at: number): boolean {
  const column = columnAt(text, at);
  const above = linesBefore(text, at).map(levelsOf).find((levels) => (levels[0]?.column ?? 0) <= column);
  return above?.some((level) => level.kind === 'map' && level.column === column) ?? false;
}

/** A plain text over two lines with a colon behind it: the error is noticed at the colon. */
function multilineText(text: string, [at, to]: readonly [number, number], isValue: boolean): string | undefined {
  if (to - at <= 1 || '|>[{"\''.includes(text[at] ?? '')) return undefined;
  return scannerError(!isValue && isNextKey(text, at) ? noColon : noMapping, lineAt(text, to));
}

/**
 * `yaml: line 16: found character that cannot start any token`, undefined where the error has no counterpart. Tabs that
 * goyaml refuses were found before (yamlTokens.ts): the package's other objections to tabs do not count.
 */
export function goyamlText(errors: readonly SyntaxError[], text: string): string | undefined {
  const first = errors.find(({ code }) => code !== 'TAB_AS_INDENT');
  if (!first) return undefined;
  const { code, message, pos: [at, to] } = first;
  const atSamePlace = (other: string): SyntaxError | undefined => errors.find((error) => error.code === other && error.pos[0] === at);
  if (atSamePlace('BAD_SCALAR_START')) return text[at] === ',' ? undefined : scannerError(badStart, lineAt(text, at));
  const token = at + Math.max(0, text.slice(at).search(/\S/));
  if (message.startsWith('A block sequence may not be used')) return parserError('did not find expected key', lineAt(text, token));
  const multiline = atSamePlace('MULTILINE_IMPLICIT_KEY');
  if (multiline) return multilineText(text, multiline.pos, atSamePlace('BLOCK_AS_IMPLICIT_KEY') !== undefined);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return scannerError(noMapping, lineAt(text, at));
  if (/map keys need to be followed by map values|must be followed by map values/.test(message)) return scannerError(noColon, nextTokenLine(text, to));
  if (/Missing , (or : )?between|end with a [}\]]$/.test(message) || code === 'BLOCK_IN_FLOW') {
    return parserError(`did not find expected ',' or '${openBracket(text, at) === '[' ? ']' : '}'}'`, nextTokenLine(text, at));
  }
  if (/^Unexpected flow-(seq|map)-end token/.test(message)) {
    const isValue = /[:\-?]\s+$/.test(text.slice(Math.max(0, at - 200), at));
    return parserError(isValue ? 'did not find expected node content' : expectedAt(text, at), lineAt(text, at));
  }
  if (/closing .quote/i.test(message)) return scannerError('found unexpected end of stream', nextTokenLine(text, text.length));
  if (code === 'BAD_DQ_ESCAPE') return scannerError('found unknown escape character', lineAt(text, at));
  if (/same column|Sequence item without|Unexpected [\w-]+ at node end/.test(message)) return parserError(expectedAt(text, token), lineAt(text, token));
  return undefined;
}
