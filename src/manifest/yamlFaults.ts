/**
 * The `yaml` package's syntax errors in plain words: the fact, and what usually helps. The package goes on after an
 * error and reports what follows from it; only its first one is a cause, as Kubernetes too stops at the first.
 */
import type { Fault } from './problem';

/** One error of the package: a code, a sentence, and the offsets in the document. */
export interface SyntaxError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

interface Words {
  readonly code?: Fault['code'];
  readonly message: string;
  readonly hint?: string;
}

const unclosedBracket = /end with a [}\]]$/;

/** What to say, by the code and, where one code has several meanings, by the package's sentence. */
function wordsFor(code: string, message: string): Words {
  if (code === 'TAB_AS_INDENT') return tabWords;
  if (code === 'BAD_SCALAR_START') {
    const mark = /character (.)$/.exec(message)?.[1] ?? message.at(-1) ?? '';
    return { message: `A value cannot start with ${mark}`, hint: 'Put the value in quotes.' };
  }
  if (/closing .quote/i.test(message)) return { message: 'The quote is not closed', hint: 'Close the quote on this line, or double a quote that belongs to the text.' };
  if (unclosedBracket.test(message)) {
    const open = message.endsWith('}') ? '{' : '[';
    return { message: `The ${open} is not closed`, hint: `Add the missing ${message.at(-1) ?? ''}, or put the value in quotes when ${open} belongs to the text.` };
  }
  if (/must be followed by map values|need to be followed by map values/.test(message)) return { message: 'This line has no colon', hint: 'A line inside a map is key: value.' };
  if (/Nested mappings are not allowed/.test(message)) return { message: 'A second colon in one value', hint: 'Put the value in quotes, or start the nested map on its own line.' };
  if (/same column/.test(message)) return { message: 'The indentation does not fit the lines above', hint: 'Give this line the same indentation as its neighbours.' };
  if (code === 'BAD_DQ_ESCAPE') return { message: `Unknown escape in double quotes${message.replace(/^Invalid escape sequence/, '')}`, hint: 'Double the backslash, or use single quotes.' };
  if (code === 'BAD_ALIAS') return { message: 'A value that starts with & or * is read as an anchor or alias', hint: 'Put the value in quotes.' };
  if (code === 'MULTILINE_IMPLICIT_KEY') return { message: 'This line has no colon before the next one', hint: 'A line inside a map is key: value.' };
  if (code === 'BLOCK_IN_FLOW') return { message: 'A block cannot stand inside { } or [ ]', hint: 'Close the bracket before the block, or use commas and braces inside.' };
  if (/Unexpected ,/.test(message)) return { message: 'A comma with nothing before it' };
  if (/Missing , (or : )?between/.test(message)) return { message: 'A comma is missing between two items', hint: 'Check the quotes and commas of this list.' };
  if (/Block scalar/.test(message)) return { message: 'The text after | or > is not indented', hint: 'Indent every line of the text deeper than its key.' };
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return { message: 'This dash does not line up with the lines above', hint: 'Give it the indentation of the other dashes.' };
  return { message: message.replace(/^Plain value/, 'A value'), hint: undefined };
}

const tabWords: Words = {
  code: 'tab',
  message: 'A tab cannot indent YAML',
  hint: 'Replace the tab by spaces.',
};

/** The fault for a tab where goyaml takes none, with what Kubernetes prints of it. */
export const tabFault = (at: number, printed: string): Fault => ({
  start: at, end: at + 1, severity: 'error', code: 'tab', message: tabWords.message,
  detail: `Kubernetes: ${printed.replace(/^yaml: (?:line \d+: )?/, '')}.`, hint: tabWords.hint,
});

/** Where a bracket or quote was opened that the error at `at` misses. */
function openedAt(text: string, at: number, open: string): number {
  const opened = text.lastIndexOf(open, Math.max(0, at - 1));
  return opened === -1 ? at : opened;
}

/**
 * The fault for the package's first error. `text` is the document, `base` its offset in the whole text. Two errors at
 * one place, a second colon and a key over two lines, mean a line that is indented under a value.
 */
export function faultOfYamlError(errors: readonly SyntaxError[], text: string, base: number): Fault {
  const first = errors[0];
  const [from = 0, to = from + 1] = first?.pos ?? [];
  const message = first?.message ?? 'This is not YAML';
  const words = wordsFor(first?.code ?? '', message);
  let start = from;
  let end = to;
  const multiline = errors.find((error) => error.code === 'MULTILINE_IMPLICIT_KEY' && error.pos[0] === from);
  if (first?.code === 'BLOCK_AS_IMPLICIT_KEY' && multiline) {
    start = text.lastIndexOf('\n', multiline.pos[1] - 1) + 1;
    end = multiline.pos[1];
    return {
      start: base + start, end: base + end, severity: 'error', code: 'yamlSyntax',
      message: 'This line is indented as if it belonged to the value above', detail: kubernetesRefuses,
      hint: 'Give it the indentation of the key above, or remove the value there.',
    };
  }
  if (unclosedBracket.test(message)) start = openedAt(text, from, message.endsWith('}') ? '{' : '[');
  else if (/closing .quote/i.test(message)) start = openedAt(text, from, message.includes('"') ? '"' : "'");
  return {
    start: base + Math.min(start, Math.max(0, text.length - 1)),
    end: base + Math.max(Math.min(end, text.length), start + 1),
    severity: 'error',
    code: words.code ?? 'yamlSyntax',
    message: words.message,
    detail: kubernetesRefuses,
    ...(words.hint === undefined ? {} : { hint: words.hint }),
  };
}

export const kubernetesRefuses = 'Kubernetes refuses the whole document.';
