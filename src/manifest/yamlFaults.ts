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

const noColon = 'A line inside a map is key: value.';

/** What to say, by the package's code or by its sentence, in the order in which they are tried. */
const words: readonly (readonly [RegExp, string, string?])[] = [
  [/closing .quote/i, 'The quote is not closed', 'Close the quote on this line, or double a quote that belongs to the text.'],
  [/must be followed by map values|need to be followed by map values/, 'This line has no colon', noColon],
  [/Nested mappings are not allowed/, 'A second colon in one value', 'Put the value in quotes, or start the nested map on its own line.'],
  [/same column/, 'The indentation does not fit the lines above', 'Give this line the same indentation as its neighbours.'],
  [/^BAD_ALIAS|^Tags and anchors must be separated|^An alias node must not/, 'A value that starts with &, * or ! is read as an anchor, an alias or a tag', 'Put the value in quotes.'],
  [/^MULTILINE_IMPLICIT_KEY/, 'This line has no colon before the next one', noColon],
  [/^BLOCK_IN_FLOW/, 'A block cannot stand inside { } or [ ]', 'Close the bracket before the block, or use commas and braces inside.'],
  [/Unexpected ,/, 'A comma with nothing before it', 'Remove it, or put in what is missing.'],
  [/^Unexpected [}\]]/, 'A bracket is closed here that was not opened', 'Remove it, or put the value in quotes.'],
  [/Missing , (?:or : )?between/, 'A comma is missing between two items', 'Check the quotes and commas of this list.'],
  [/Missing space after :/, 'A space is missing behind the colon', 'Write key: value.'],
  [/Block scalar|Not a YAML token|Unexpected token in block scalar header/i, 'The text after | or > is not indented', 'Indent every line of the text deeper than its key.'],
  [/^BLOCK_AS_IMPLICIT_KEY/, 'This dash does not line up with the lines above', 'Give it the indentation of the other dashes.'],
  [/Sequence item without - indicator/, 'A dash is missing here, or the indentation is not that of the list', 'Begin each item of a list with a dash, all in one column.'],
  [/block-seq-ind on same line/, 'A list cannot begin on the line of its key', 'Begin the first dash on a line of its own.'],
  [/Unexpected .*(?:at node end|token)/, 'Text stands behind a value that is already complete', 'Put the whole value in quotes, or start a new line.'],
  [/^Comments must be separated/, 'A comment begins without a space before it', 'Put a space before the #, or the value in quotes.'],
  [/at most 1024 chars/, 'A key is longer than 1024 characters', 'Begin it with a question mark, or make it shorter.'],
  [/Missing directives-end/, 'A line --- is missing behind the line that begins with %', 'Put a line --- below it, or the value in quotes.'],
  [/cannot start on same line with directives-end/, 'A map or a list cannot begin behind ---', 'Start the document on the next line.'],
];

function wordsFor(code: string, message: string): Words {
  if (code === 'TAB_AS_INDENT') return tabWords;
  if (code === 'BAD_SCALAR_START') {
    const mark = /character (.)$/.exec(message)?.[1] ?? message.at(-1) ?? '';
    return { message: `A value cannot start with ${mark}`, hint: 'Put the value in quotes.' };
  }
  if (unclosedBracket.test(message)) {
    const open = message.endsWith('}') ? '{' : '[';
    return { message: `The ${open} is not closed`, hint: `Add the missing ${message.at(-1) ?? ''}, or put the value in quotes when ${open} belongs to the text.` };
  }
  if (code === 'BAD_DQ_ESCAPE') return { message: `Unknown escape in double quotes${message.replace(/^Invalid escape sequence/, '')}`, hint: 'Double the backslash, or use single quotes.' };
  const found = words.find(([pattern]) => pattern.test(code) || pattern.test(message));
  return found ? { message: found[1], hint: found[2] } : { message: message.replace(/^Plain value/, 'A value'), hint: undefined };
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
  const said = wordsFor(first?.code ?? '', message);
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
    code: said.code ?? 'yamlSyntax',
    message: said.message,
    detail: kubernetesRefuses,
    ...(said.hint === undefined ? {} : { hint: said.hint }),
  };
}

export const kubernetesRefuses = 'Kubernetes refuses the whole document.';
