/**
 * Characters that only look like the ones YAML and JSON are made of: spaces that are none, curly quotes, wide colons,
 * bullets for dashes. Nobody sees them; so they are told as the cause of the error that stands at them or behind them.
 */
import type { ManifestPart } from './parse';
import { lowerFirst, type Problem } from './problem';

/** Spaces that look like the plain one and are not: no-break, en, em, thin, ideographic, zero width, byte order mark. */
export const oddSpaces = /[\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]/;
const oddIndentation = new RegExp(`^[ \\t]*${oddSpaces.source}`);
/** Those of them that have no width. */
export const invisible = /[\u200b-\u200d\u2060\ufeff]/;

/** The lines of a whole text, with what is asked of them again and again. */
export interface TextLines {
  readonly lines: readonly string[];
  /** The last line with something in it, from 1. */
  readonly last: number;
  /** How many lines are indented with spaces that are none. */
  readonly oddlyIndented: number;
}

export function textLines(text: string): TextLines {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.trim() !== '') + 1;
  return { lines, last, oddlyIndented: lines.filter((line) => oddIndentation.test(line)).length };
}

/** The problem for a line whose indentation is not made of plain spaces, with the number of such lines. */
export function noBreakSpaceProblem(line: number, { lines, oddlyIndented }: TextLines, document?: number): Problem {
  const text = lines[line - 1] ?? '';
  const at = text.search(oddSpaces);
  const count = Math.max(1, oddlyIndented);
  const indented = `${count === 1 ? 'One line is' : `${count} lines are`} indented with them.`;
  return {
    line, column: at + 1, severity: 'error', code: 'noBreakSpace',
    ...(invisible.test(text[at] ?? '')
      ? { message: 'An invisible character stands before this line', detail: 'It has no width, and YAML takes it for text.', hint: 'Remove it. It comes from web pages, or from the beginning of a file that was joined to another.' }
      : {
        message: 'No-break spaces stand where plain spaces belong', detail: `They look like spaces, YAML takes them for text. ${indented}`,
        hint: 'Replace them by plain spaces. They come from web pages and word processors.',
      }),
    ...(document === undefined ? {} : { document }),
  };
}

export const curlyQuoteWords = {
  message: 'Curly quotes stand where straight ones belong', detail: 'They are ordinary characters to YAML and JSON.',
  hint: 'Replace them by " or \'. They come from word processors.',
} as const;

/** The line of a problem and those above it, up to and with the last one that is no comment: what they hold led to the error. */
function linesThatLead({ line }: Problem, part: ManifestPart, lines: readonly string[]): readonly number[] {
  const leading = [line];
  for (let above = line - 1; above >= part.startLine; above--) {
    leading.push(above);
    if (!/^\s*(?:#|$)/.test(lines[above - 1] ?? '')) break;
  }
  return [...leading.toReversed(), line + 1];
}

/** Spaces that are none, in the indentation at a problem or, in JSON, anywhere in its line. */
export function spaceCause(problem: Problem, part: ManifestPart, text: TextLines): Problem | undefined {
  const { lines } = text;
  const at = linesThatLead(problem, part, lines).find((line) => oddIndentation.test(lines[line - 1] ?? ''))
    ?? (problem.code === 'jsonSyntax' && oddSpaces.test(lines[problem.line - 1] ?? '') ? problem.line : undefined);
  return at === undefined ? undefined : noBreakSpaceProblem(at, text, problem.document);
}

interface Lookalike {
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: string;
  /** Can it lead to an error many lines below? */
  readonly far?: boolean;
  /** Only for a line that YAML takes for one without a colon. */
  readonly noColon?: boolean;
}

const missesDash = 'The list, and so what stands in it, is not seen without it.';
const lookalikes: readonly Lookalike[] = [
  { pattern: /^\s*(?:- +)?["']?[\w./-]+["']?\s*[：﹕]/, message: 'A wide colon stands where a plain one belongs', hint: 'Replace it by : and a space.' },
  { pattern: /^\s*[–—‒−‑•·▪◦‣]\s*[\w"'/-]+/, message: 'A character that looks like a dash begins this line', hint: `Replace it by - and a space. ${missesDash}`, far: true },
  { pattern: /^\s*-[A-Za-z]\w*:(?:\s|$)/, message: 'A space is missing behind the dash', hint: `Write - and a space. ${missesDash}`, far: true },
  { pattern: /^\s*(?:\.{3,}|…)\s*$/, message: 'The dots stand for something that was left out', hint: 'Paste the whole text.' },
  { pattern: /^\s*(?:- +)?["']?[\w./-]+["']?:[^\s:/$]/, message: 'A space is missing behind the colon', hint: 'Write key: value, with a space.', noColon: true },
  { pattern: /^\s*[A-Za-z]\w*\s*=\s*\S/, message: 'An equals sign stands where a colon belongs', hint: 'Write key: value.', noColon: true },
];

/** So far up a dash that is none is looked for. */
const reach = 200;

/** Is a line the rest of the one above, which a window wrapped: at the margin, below a line that is not? */
const isWrapped = (line: number, lines: readonly string[]): boolean => /^\S/.test(lines[line - 1] ?? '') && /^\s+\S/.test(lines[line - 2] ?? '');

const indentOf = (line: string): number => line.search(/\S/);

/** Does a line stand in a text behind | or >, where every character is welcome? */
function isInText(line: number, from: number, lines: readonly string[]): boolean {
  let indent = indentOf(lines[line - 1] ?? '');
  for (let above = line - 1; above >= from && indent > 0; above--) {
    const text = lines[above - 1] ?? '';
    const own = indentOf(text);
    if (own === -1 || own >= indent) continue;
    if (/[:-] +[|>][-+\d]*\s*(?:#.*)?$/.test(text.slice(-200))) return true;
    indent = own;
  }
  return false;
}

/** A character that only looks like the one that belongs there. */
export function lookalikeCause(problem: Problem, part: ManifestPart, lines: readonly string[]): Problem | undefined {
  if (problem.code !== 'yamlSyntax' && problem.code !== 'notAnObject') return undefined;
  const near = linesThatLead(problem, part, lines);
  const tells = (line: number, far: boolean): Lookalike | undefined => lookalikes.find((each) =>
    (!far || each.far) && (!each.noColon || (problem.message.startsWith('This line has no colon') && !isWrapped(line, lines))) && each.pattern.test((lines[line - 1] ?? '').slice(0, 500)));
  const above = Array.from({ length: Math.max(0, Math.min(reach, problem.line - part.startLine)) }, (_, index) => problem.line - 1 - index);
  const line = near.find((each) => tells(each, false)) ?? above.findLast((each) => tells(each, true) && !isInText(each, part.startLine, lines));
  const found = line === undefined ? undefined : tells(line, !near.includes(line));
  if (line === undefined || !found) return undefined;
  const text = lines[line - 1] ?? '';
  const { message, hint } = found;
  return {
    line, column: text.search(/\S/) + 1, endLine: line, endColumn: text.length + 1, severity: 'error', code: 'yamlSyntax', message,
    detail: `Kubernetes refuses the document: ${lowerFirst(problem.message)}${line === problem.line ? '' : `, line ${problem.line}`}.`, hint,
    ...(problem.document === undefined ? {} : { document: problem.document }),
  };
}

/** Curly quotes in the line of a problem. */
export function quoteCause(problem: Problem, lines: readonly string[]): Problem | undefined {
  const column = (lines[problem.line - 1] ?? '').search(/[“”„‘’]/);
  return column === -1 ? undefined : { ...problem, column: column + 1, code: 'curlyQuotes', ...curlyQuoteWords };
}
