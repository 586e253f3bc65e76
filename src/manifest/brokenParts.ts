/**
 * Why a part of the text is not readable, cause before symptom: a syntax error that stands at an unrendered template, at
 * no-break spaces, at curly quotes or at the end of the text is told as that.
 */
import { languageOf } from './foreignLanguage';
import { kubectlOutput } from './foreignText';
import type { ManifestPart } from './parse';
import { firstTemplateLine, placeholderIn } from './placeholders';
import type { Problem } from './problem';

/** Spaces that look like the plain one and are not: no-break, en, em, thin, ideographic, zero width. */
export const oddSpaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/;
const oddIndentation = /^[ \t]*[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/;

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

/** What the problem of a broken part becomes when its cause is known. */
export function causeOf(problem: Problem, part: ManifestPart, text: TextLines): Problem {
  const { lines } = text;
  const partText = lines.slice(part.startLine - 1, part.endLine).join('\n');
  const output = kubectlOutput(partText) ?? languageOf(partText);
  if (output) return { line: part.startLine, column: 1, endLine: part.startLine, endColumn: (lines[part.startLine - 1] ?? '').length + 1, ...output, ...kubernetesOf(problem) };
  return conflictCause(problem, part, lines) ?? templateCause(problem, part, lines) ?? spaceCause(problem, part, text) ?? quoteCause(problem, lines) ?? endCause(problem, part, text) ?? problem;
}

/** What Kubernetes prints stays, whatever the cause is. */
const kubernetesOf = ({ kubernetes }: Problem): Pick<Problem, 'kubernetes'> => (kubernetes === undefined ? {} : { kubernetes });

/** The marks that a version control system leaves where two versions did not fit together. */
function conflictCause(problem: Problem, part: ManifestPart, lines: readonly string[]): Problem | undefined {
  const within = lines.slice(part.startLine - 1, part.endLine);
  const first = within.findIndex((line) => /^<{7}(?: |$)/.test(line));
  if (first === -1 || !within.some((line) => /^>{7}(?: |$)/.test(line))) return undefined;
  const line = part.startLine + first;
  return {
    line, column: 1, endLine: line, endColumn: (lines[line - 1] ?? '').length + 1, severity: 'error', code: 'mergeConflict', message: 'Two versions were merged and their conflict is still in the text',
    detail: 'Between <<<<<<< and ======= stands one version, up to >>>>>>> the other.', hint: 'Keep one of the two and remove the three marked lines.', ...kubernetesOf(problem),
  };
}

function templateCause(problem: Problem, part: ManifestPart, lines: readonly string[]): Problem | undefined {
  if (problem.code === 'tab' || problem.code === 'tooDeep') return undefined;
  const nearby = [problem.line, problem.line - 1, problem.line + 1].filter((line) => line >= part.startLine && line <= part.endLine);
  const markIn = (line: number): string | undefined => placeholderIn(lines[line - 1] ?? '', line === problem.line ? problem.column : 1);
  const at = nearby.find((line) => markIn(line) !== undefined);
  const first = firstTemplateLine(lines, part.startLine, part.endLine);
  if (at === undefined && first === undefined) return undefined;
  const mark = markIn(at ?? first ?? 1) ?? '{{ … }}';
  const begins = first !== undefined && first < problem.line ? ` The first template mark stands in line ${first}.` : '';
  return {
    ...problem,
    code: 'template',
    message: `This is a template that was not rendered: ${mark}`,
    detail: `Kubernetes ${problem.code === 'jsonSyntax' ? '' : 'reads it as YAML and '}stops here: ${lowerFirst(problem.message)}.${begins}`,
    hint: templateHint(mark),
  };
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

export function templateHint(mark: string): string {
  if (mark === '{{ … }}') return 'Render it first: helm template prints the finished objects of a chart.';
  if (mark === '${ … }') return 'Put in the values first, for example with envsubst.';
  return 'Put in the values first.';
}

function spaceCause(problem: Problem, part: ManifestPart, text: TextLines): Problem | undefined {
  const { lines } = text;
  const near = [problem.line - 1, problem.line, problem.line + 1];
  const at = near.find((line) => line >= part.startLine && oddIndentation.test(lines[line - 1] ?? ''))
    ?? (problem.code === 'jsonSyntax' && oddSpaces.test(lines[problem.line - 1] ?? '') ? problem.line : undefined);
  return at === undefined ? undefined : { ...noBreakSpaceProblem(at, text, problem.document), ...kubernetesOf(problem) };
}

/** The problem for a line whose indentation is not made of plain spaces, with the number of such lines. */
export function noBreakSpaceProblem(line: number, { lines, oddlyIndented }: TextLines, document?: number): Problem {
  const count = Math.max(1, oddlyIndented);
  return {
    line,
    column: (lines[line - 1] ?? '').search(oddSpaces) + 1,
    severity: 'error',
    code: 'noBreakSpace',
    message: 'No-break spaces stand where plain spaces belong',
    detail: `They look like spaces, YAML takes them for text. ${count === 1 ? 'One line is' : `${count} lines are`} indented with them.`,
    hint: 'Replace them by plain spaces. They come from web pages and word processors.',
    ...(document === undefined ? {} : { document }),
  };
}

export const curlyQuoteWords = {
  message: 'Curly quotes stand where straight ones belong', detail: 'They are ordinary characters to YAML and JSON.',
  hint: 'Replace them by " or \'. They come from word processors.',
} as const;

function quoteCause(problem: Problem, lines: readonly string[]): Problem | undefined {
  const column = (lines[problem.line - 1] ?? '').search(/[“”„‘’]/);
  return column === -1 ? undefined : { ...problem, column: column + 1, code: 'curlyQuotes', ...curlyQuoteWords };
}

/** A text that stops in the middle: an open bracket or quote, or a key cut short, on its last line. */
function endCause(problem: Problem, part: ManifestPart, { lines, last }: TextLines): Problem | undefined {
  const lastLine = (lines[last - 1] ?? '').trim();
  if (part.endLine < last) return undefined;
  const cutKey = problem.line === last && /^(?:- )?["']?[\w./:-]*[\w./-]$/.test(lastLine) && problem.message === 'This line has no colon';
  const cutWord = problem.code === 'notAnObject' && part.startLine === last && ['apiVersion', 'kind', 'metadata'].some((key) => key.startsWith(lastLine));
  // Copied texts end with a line break; one that ends within a line was cut there.
  const midLine = last === lines.length && lastLine !== '';
  const open = problem.code === 'yamlSyntax' && problem.message.endsWith('is not closed') && (midLine || /[{["',:]/.test(lastLine.at(-1) ?? ''));
  if (!cutKey && !cutWord && !open) return undefined;
  return { ...problem, code: 'truncated', message: 'The text ends in the middle', detail: `${problem.message}. ${problem.detail ?? ''}`.trim(), hint: 'Copy it to its end.' };
}
