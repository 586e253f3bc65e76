/**
 * Why a part of the text is not readable, cause before symptom: a syntax error that stands at an unrendered template, at
 * no-break spaces, at curly quotes or at the end of the text is told as that.
 */
import { languageOf } from './foreignLanguage';
import { kubectlOutput } from './foreignText';
import { lookalikeCause, quoteCause, spaceCause, type TextLines } from './lookalikes';
import { formCause } from './lostForm';
import type { ManifestPart } from './parse';
import { firstTemplateLine, placeholderIn, templateHint } from './placeholders';
import { lowerFirst, type Problem } from './problem';

/** What the problem of a broken part becomes when its cause is known. */
export function causeOf(problem: Problem, part: ManifestPart, text: TextLines): Problem {
  const { lines } = text;
  const partText = lines.slice(part.startLine - 1, part.endLine).join('\n');
  const output = kubectlOutput(partText) ?? languageOf([...commentsAbove(part, lines), partText].join('\n'));
  if (output) return { line: part.startLine, column: 1, endLine: part.startLine, endColumn: (lines[part.startLine - 1] ?? '').length + 1, ...output, ...kubernetesOf(problem) };
  const cause = formCause(problem, part, lines) ?? conflictCause(part, lines) ?? templateCause(problem, part, lines) ?? spaceCause(problem, part, text) ??
    lookalikeCause(problem, part, lines) ?? quoteCause(problem, lines) ?? endCause(problem, part, text) ?? proseCause(problem, partText);
  return cause ? { ...cause, ...kubernetesOf(problem) } : problem;
}

/** The comments above a part: a script says in one of them what it is. */
function commentsAbove({ startLine }: ManifestPart, lines: readonly string[]): readonly string[] {
  let from = startLine - 1;
  while (from > 0 && /^\s*(?:#|$)/.test(lines[from - 1] ?? '')) from -= 1;
  return lines.slice(from, startLine - 1);
}

/** Words for people where an object belongs. */
function proseCause(problem: Problem, text: string): Problem | undefined {
  if (problem.code !== 'notAnObject' || !/[\p{L}]{2,}\s+[\p{L}]{2,}\s+[\p{L}]{2,}/u.test(text.slice(0, 2000))) return undefined;
  return { ...problem, message: 'This is text for people, not a manifest', hint: 'A manifest begins with apiVersion and kind.' };
}

/** What Kubernetes prints stays, whatever the cause is. */
const kubernetesOf = ({ kubernetes }: Problem): Pick<Problem, 'kubernetes'> => (kubernetes === undefined ? {} : { kubernetes });

/** The marks that a version control system leaves where two versions did not fit together. */
function conflictCause(part: ManifestPart, lines: readonly string[]): Problem | undefined {
  const within = lines.slice(part.startLine - 1, part.endLine);
  const first = within.findIndex((line) => /^<{7}(?: |$)/.test(line));
  if (first === -1 || !within.some((line) => /^>{7}(?: |$)/.test(line))) return undefined;
  const line = part.startLine + first;
  return {
    line, column: 1, endLine: line, endColumn: (lines[line - 1] ?? '').length + 1, severity: 'error', code: 'mergeConflict', message: 'Two versions were merged and their conflict is still in the text',
    detail: 'Between <<<<<<< and ======= stands one version, up to >>>>>>> the other.', hint: 'Keep one of the two and remove the three marked lines.',
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
    hint: templateHint(mark, lines.slice(part.startLine - 1, part.endLine).join('\n')),
  };
}

/** A text that stops in the middle: an open bracket or quote, or a key cut short, on its last line. */
function endCause(problem: Problem, part: ManifestPart, { lines, last }: TextLines): Problem | undefined {
  const lastLine = (lines[last - 1] ?? '').trim();
  if (part.endLine < last) return undefined;
  const cutKey = problem.line === last && /^(?:- )?["']?[\w./:-]*[\w./-]$/.test(lastLine) && problem.message === 'This line has no colon';
  const cutWord = problem.code === 'notAnObject' && part.startLine === last && ['apiVersion', 'kind', 'metadata'].some((key) => key.startsWith(lastLine));
  // Copied texts end with a line break; one that ends within a line was cut there.
  const midLine = last === lines.length && lastLine !== '';
  // Keys in block form below it: what was opened there was meant to end in its own line.
  const goesOn = lines.slice(problem.line, last).some((line) => /^\s*(?:- )?[\w./-]+:(?: [^,]*)?$/.test(line));
  const open = problem.code === 'yamlSyntax' && problem.message.endsWith('is not closed') && !goesOn && (midLine || /[{["',:]/.test(lastLine.at(-1) ?? ''));
  if (!cutKey && !cutWord && !open) return undefined;
  return { ...problem, code: 'truncated', message: 'The text ends in the middle', detail: `${problem.message}. ${problem.detail ?? ''}`.trim(), hint: 'Copy it to its end.' };
}
