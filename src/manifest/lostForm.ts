/**
 * Texts that lost their form on the way: the indentation, the line breaks, or the text itself, being kept in quotes or
 * in an encoding that nobody reads.
 */
import type { ManifestPart } from './parse';
import type { Problem } from './problem';

type Words = Pick<Problem, 'message' | 'detail' | 'hint'>;

const lostIndentation: Words = {
  message: 'The indentation was lost: every line begins in the first column', detail: 'It tells YAML what belongs to what.',
  hint: 'Copy the text again, with the spaces before its lines.',
};

/** Keys that are empty in a manifest without indentation, and keys that stand in them. */
const holdsOthers = /^(?:- )?(?:metadata|spec|template|containers):\s*$/;
const standsInside = /^(?:- )?(?:name|image|containers|labels|selector|ports|replicas|template)\s*:/;

/** Has a document lost all its indentation? */
export function hasLostIndentation(lines: readonly string[]): boolean {
  const content = lines.filter((line) => !/^\s*(?:#|$)/.test(line));
  return content.length >= 5 && content.every((line) => !/^\s/.test(line)) && content.some((line) => holdsOthers.test(line)) && content.some((line) => standsInside.test(line));
}

export const lostIndentationProblem = (line: number): Problem => ({ line, column: 1, severity: 'error', code: 'yamlSyntax', ...lostIndentation });

/** Has a line the keys of a whole object? The first 10,000 characters decide. */
const holdsObject = (line: string): boolean => {
  const head = line.slice(0, 10_000);
  return /apiVersion["']?\s*:/.test(head) && /kind["']?\s*:/.test(head);
};

function lineWords(line: string): Words | undefined {
  if (/^\s*[{[]/.test(line) || !holdsObject(line)) return undefined;
  if (/^\s*["'](?!apiVersion|kind)/.test(line) || /\\n/.test(line)) {
    return { message: 'The line breaks stand in it as \\n', detail: 'The whole text is one value to YAML, not an object.', hint: 'Paste it with real line breaks, and without quotes around it.' };
  }
  return { message: 'The line breaks were lost: everything stands on one line', detail: 'Only JSON may stand on one line.', hint: 'Copy the text again, with its line breaks.' };
}

/** What a text is whose characters are not those of a text. */
function encodingWords(text: string): Words | undefined {
  const head = text.slice(0, 400);
  const zeros = head.split('\0').length - 1;
  if (zeros === 0) return undefined;
  if (zeros * 3 > head.length) return { message: 'This text is in an encoding that Kubernetes does not read, perhaps UTF-32', detail: 'Kubernetes: control characters are not allowed.', hint: 'Save the file as UTF-8.' };
  return { message: 'This is not text: there are zero bytes in it', detail: 'Kubernetes: control characters are not allowed.', hint: 'Choose a file with YAML or JSON in it.' };
}

/** The form that a broken part lost, as its problem. */
export function formCause(problem: Problem, part: ManifestPart, lines: readonly string[]): Problem | undefined {
  const own = lines.slice(part.startLine - 1, part.endLine);
  if (problem.code === 'controlCharacter') {
    const words = encodingWords(own.join('\n'));
    return words && { ...problem, ...words };
  }
  if (problem.code !== 'yamlSyntax' && problem.code !== 'notAnObject') return undefined;
  if (hasLostIndentation(own)) return { ...problem, ...lostIndentationProblem(part.startLine), endLine: part.startLine, endColumn: (own[0] ?? '').length + 1 };
  const words = part.startLine === part.endLine ? lineWords(own[0] ?? '') : undefined;
  return words && { ...problem, code: 'yamlSyntax', ...words };
}
