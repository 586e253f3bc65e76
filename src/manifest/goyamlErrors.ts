/**
 * What Kubernetes prints for broken YAML. Its reader, sigs.k8s.io/yaml with goyaml v2, stops at the first error with a
 * sentence of libyaml and a line that counts from the document's start: the scanner's errors name the line, the parser's
 * the line before, and an error in the first line has no number (goyaml yaml.go, decode.go:parser.fail). The `yaml`
 * package finds the same errors with other words; where its error has no counterpart there is no text.
 */
import type { SyntaxError } from './yamlFaults';

interface Counterpart {
  readonly text: string;
  /** Which line goyaml names, beside that of the error: 0 its own, −1 the one before, 1 the one after. */
  readonly shift: -1 | 0 | 1;
}

const scanner = (text: string, shift: 0 | 1 = 0): Counterpart => ({ text, shift });
const parser = (text: string): Counterpart => ({ text, shift: -1 });

/** The bracket that is open at an offset, by counting brackets backwards; quotes are not looked into. */
function openBracket(text: string, at: number): '{' | '[' | undefined {
  let depth = 0;
  for (let index = Math.min(at, text.length) - 1; index >= Math.max(0, at - 5000); index--) {
    const char = text[index];
    if (char === '}' || char === ']') depth += 1;
    else if (char === '{' || char === '[') {
      if (depth === 0) return char;
      depth -= 1;
    }
  }
  return undefined;
}

const inBracket = (text: string, at: number): Counterpart =>
  parser(`did not find expected ',' or '${openBracket(text, at) === '[' ? ']' : '}'}'`);

function counterpartOf({ code, message, pos: [at] }: SyntaxError, text: string): Counterpart | undefined {
  if (code === 'BAD_SCALAR_START') return scanner(badStart);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return scanner(noMapping);
  if (/must be followed by map values|need to be followed by map values/.test(message)) return scanner(noColon, 1);
  if (/Missing , (or : )?between/.test(message) || /end with a [}\]]$/.test(message) || code === 'BLOCK_IN_FLOW') return inBracket(text, at);
  if (/closing .quote/i.test(message)) return scanner('found unexpected end of stream');
  if (code === 'UNEXPECTED_TOKEN' || /same column/.test(message)) return parser('did not find expected key');
  if (code === 'BAD_DQ_ESCAPE') return scanner('found unknown escape character');
  return undefined;
}

const badStart = 'found character that cannot start any token';
const noMapping = 'mapping values are not allowed in this context';
const noColon = "could not find expected ':'";

/** Does the text at an offset stand where the next key of a block mapping must stand, under an earlier one? */
function isNextKey(text: string, at: number): boolean {
  const column = at - (text.lastIndexOf('\n', at - 1) + 1);
  const before = text.slice(Math.max(0, at - 20_000), at - column).split('\n').toReversed();
  const sibling = before.find((line) => line.trim() !== '' && !/^\s*#/.test(line) && line.search(/\S/) <= column);
  return sibling !== undefined && sibling.search(/\S/) === column;
}

/**
 * `yaml: line 16: found character that cannot start any token`, undefined where the error has no counterpart. Tabs that
 * goyaml refuses were found before (yamlTokens.ts): the package's other objections to tabs do not count.
 */
export function goyamlText(errors: readonly SyntaxError[], text: string): string | undefined {
  const first = errors.find(({ code }) => code !== 'TAB_AS_INDENT');
  if (!first) return undefined;
  const [at] = first.pos;
  const atSamePlace = (code: string): SyntaxError | undefined => errors.find((error) => error.code === code && error.pos[0] === at);
  const line = lineAt(text, at);
  if (atSamePlace('BAD_SCALAR_START')) return goyamlLine(badStart, line);
  // A plain text over two lines with a colon behind it: the error is noticed at the colon.
  const multiline = atSamePlace('MULTILINE_IMPLICIT_KEY');
  if (multiline) return goyamlLine(!atSamePlace('BLOCK_AS_IMPLICIT_KEY') && isNextKey(text, at) ? noColon : noMapping, lineAt(text, multiline.pos[1]));
  const found = counterpartOf(first, text);
  return found && goyamlLine(found.text, line + found.shift, line);
}

/** The sentence with its line. An error in the first line has no number. */
export const goyamlLine = (sentence: string, line: number, at = line): string => (at <= 1 ? `yaml: ${sentence}` : `yaml: line ${line}: ${sentence}`);

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
