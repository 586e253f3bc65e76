/**
 * What gets copied along with a manifest: Markdown fences, a shell here-document around it, a prompt with the command
 * that printed it. Kubernetes would refuse such a text; people paste it all the time. The lines are blanked, so that
 * every other character keeps its place, and one problem tells of it. Only lines without indentation count: an indented
 * one may be text in a ConfigMap, unless the text has no key at its margin.
 */
import { escapeCharacter, withoutColours, withoutMarks, type Unmarked } from './noiseMarks';
import type { Fault } from './problem';

export interface Cleaned {
  readonly text: string;
  readonly faults: readonly Fault[];
}

interface Line {
  readonly start: number;
  readonly text: string;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const here = { start, text: line };
    start += line.length + 1;
    return here;
  });
}

const fenceAtMargin = /^(?:```|~~~)/;
const fenceAnywhere = /^ {0,12}(?:```|~~~)/;
/** A key of a manifest at the margin: what is indented below it may be anything. */
const keyAtMargin = /^(?:apiVersion|kind|metadata|data|spec):/;
const hereDocument = /^(?:\$ |# |> )?(?:sudo\s+)?(?:cat|kubectl|oc|k|tee|echo)\b.*<<-?\s*(['"]?)([A-Za-z_]\w*)\1/;
/** What root's prompt begins with is a comment to YAML: by itself it breaks nothing. */
const isComment = ({ text }: Line): boolean => text.startsWith('#');
/** A prompt is whatever ends with one of these; a key of YAML is none. That of the Windows command line needs no space behind it. */
const command = /^(?:(?:(?:(?!: ).)*?[$#%>➜❯»λ✗](?: +~?)? +)|(?:PS )?[A-Za-z]:\\[^>]*>)?(?:sudo\s+)?(?:kubectl|oc|k3s|microk8s|crictl|helm|cat|type|docker|ssh)\s+[a-z/.~-][^:]*$/;
const looksLikeManifest = /^[ \t]*(?:apiVersion|kind)[ \t]*:|^[ \t]*[{[]/m;

const blank = (line: string): string => ' '.repeat(line.length);

/** A fence as a document separator of the same length. */
const separator = (line: string): string => `---${' '.repeat(Math.max(0, line.length - 3))}`;

function noiseFault(line: Line, message: string, hint: string): Fault {
  return {
    start: line.start, end: line.start + line.text.length, severity: 'error', code: 'pasteNoise', message,
    detail: 'Kubernetes would refuse the text as it stands; here it was read without that.', hint,
  };
}

/** Are these lines a page of Markdown: a heading, and words that are no keys? */
const isPage = (lines: readonly string[]): boolean =>
  lines.some((line) => /^#{1,6} \S/.test(line)) && lines.some((line) => /^\S[^:]{0,60} [^:]{0,60} \S/.test(line) && !line.startsWith('#')) && !lines.some((line) => /^(?:apiVersion|kind):/.test(line));

/** Keeps the fenced blocks that look like manifests and blanks the rest. */
function withoutFences(lines: readonly Line[]): { lines: string[]; fault?: Fault } {
  const fence = lines.some((line) => keyAtMargin.test(line.text)) ? fenceAtMargin : fenceAnywhere;
  const first = lines.find((line) => fence.test(line.text));
  if (!first) return { lines: lines.map((line) => line.text) };
  const blocks: { from: number; to: number }[] = [];
  let open: number | undefined;
  lines.forEach((line, index) => {
    if (!fence.test(line.text)) return;
    if (open === undefined) open = index;
    else {
      blocks.push({ from: open, to: index });
      open = undefined;
    }
  });
  if (open !== undefined) blocks.push({ from: open, to: lines.length });
  const kept = blocks.filter(({ from, to }) => looksLikeManifest.test(lines.slice(from + 1, to).map((line) => line.text).join('\n')));
  const outside = lines.filter((_line, index) => !blocks.some(({ from, to }) => index >= from && index <= to)).map(({ text }) => text);
  if (kept.length === 0 && open === undefined && isPage(outside)) {
    return {
      lines: lines.map(({ text }) => blank(text)),
      fault: { ...noiseFault(first, 'This is a page of Markdown, and there is no manifest in it', 'Paste the manifest that it is about.'), detail: 'Kubernetes reads YAML and JSON.' },
    };
  }
  // A closing fence alone: what stands before it is the manifest.
  const whole = kept.length === 0;
  const out = lines.map((line, index) => {
    if (fence.test(line.text) || (fence === fenceAnywhere && /^ +---\s*$/.test(line.text))) return separator(line.text);
    return whole || kept.some(({ from, to }) => index > from && index < to) ? line.text : blank(line.text);
  });
  return {
    lines: out,
    fault: noiseFault(first, 'Markdown fences around the manifest', 'Paste only the lines between the fences.'),
  };
}

/** Makes separators of the first and the last line of shell here-documents. */
function withoutHereDocuments(lines: readonly Line[]): { lines: string[]; fault?: Fault } {
  const out = lines.map((line) => line.text);
  let fault: Fault | undefined;
  let word: string | undefined;
  lines.forEach((line, index) => {
    if (word !== undefined && line.text.trim() === word) {
      out[index] = separator(line.text);
      word = undefined;
      return;
    }
    const match = word === undefined ? hereDocument.exec(line.text) : null;
    if (!match || (isComment(line) && !lines.some(({ text }, below) => below > index && text.trim() === match[2]))) return;
    word = match[2];
    // What stands above it, as in a script, is no part of the manifest.
    out[index] = separator(line.text);
    fault ??= noiseFault(line, 'A shell here-document around the manifest', `Paste only the lines between this one and ${word ?? 'its end'}.`);
  });
  return { lines: out, ...(fault ? { fault } : {}) };
}

const prompt = /^(?:(?:\[?[\w.-]+@[\w.-]+[^\n]*[$#%>]|(?:ba|z|a)?sh-[\d.]+[$#]|[$➜❯»λ%])(?:\s|$)|(?:PS )?[A-Za-z]:\\[^\n>]*>)/;
const warning = /^(?:[IWEF]\d{4} \d\d:\d\d:|Warning: |Defaulted container |Flag --|error: )/;

/** What stands below a manifest that was copied from a window: a prompt, a command, its answer, the edge of an editor or a pager. */
const below = /^(?:~|\(END\)|:|-- (?:INSERT|VISUAL|REPLACE) --.*|".*" (?:\[.*\] ?)?\d+L, ?\d+[BC].*|[a-z][a-z0-9.-]*\/\S+ (?:created|configured|unchanged|deleted)(?: .*)?|(?:Error from server|error: (?:error|unable|the|no|resource|failed|timed|you) |The \w+ ".*" is invalid: ).*)$/;

/** A longer line is no prompt and no command. */
const maxNoise = 500;

/** Blanks what stands before the first manifest line, commands and warnings, and what stands behind the last one. */
function withoutCommand(lines: readonly Line[]): { lines: string[]; fault?: Fault } {
  const out = lines.map((line) => line.text);
  const isCommand = ({ text }: Line): boolean => text.trim() === '' || (text.length < maxNoise && command.test(text.trimEnd()));
  const isNoise = (line: Line): boolean => isCommand(line) || warning.test(line.text);
  const isBelow = (line: Line): boolean => isCommand(line) || (line.text.length < maxNoise && (prompt.test(line.text) || below.test(line.text.trimEnd())));
  const before = lines.findIndex((line) => !isNoise(line) && !isComment(line));
  const last = lines.findLastIndex((line) => !isBelow(line) && !isComment(line));
  if (before === -1 || last < before) return { lines: out };
  const isTold = (line: Line): boolean => line.text.trim() !== '' && !isComment(line);
  const above = lines.slice(0, before).filter(isTold);
  const trailing = lines.slice(last + 1).filter(isTold);
  const [first] = [...above, ...trailing];
  if (!first || !looksLikeManifest.test(lines.slice(before, last + 1).map(({ text }) => text).join('\n'))) return { lines: out };
  for (let index = 0; index < lines.length; index++) {
    if (index < before || index > last) out[index] = blank(out[index] ?? '');
  }
  if (above.length === 0) {
    const message = prompt.test(first.text) ? 'The last line is a prompt of the shell' : 'The last lines were copied along: they are no part of the manifest';
    return { lines: out, fault: noiseFault(first, message, 'Paste only what stands above it.') };
  }
  const message = warning.test(first.text) ? 'The first line is a message of the tool that printed the rest' : 'The first line is a shell command';
  return { lines: out, fault: noiseFault(first, message, 'Paste only what the command printed.') };
}

/** A way to read marks off the lines as a step: only where a manifest comes to light. */
const step = (unmark: (lines: readonly string[]) => Unmarked | undefined) => (lines: readonly Line[]): { lines: string[]; fault?: Fault } => {
  const out = lines.map((line) => line.text);
  const line = lines.find(({ text }) => text.trim() !== '');
  const unmarked = unmark(out);
  if (!line || !unmarked || !looksLikeManifest.test(unmarked.lines.join('\n'))) return { lines: out };
  return { lines: [...unmarked.lines], fault: noiseFault(line, unmarked.message, unmarked.hint) };
};

/** Does a line begin as one of the noises does? Most texts have none, and are not cut into lines. */
const noisy = /^(?:~$|\(END\)|:$|-- [A-Z]+ --|"|[a-z][a-z0-9.-]*\/\S+ [a-z]+|Error from server|The \w+ "| {0,12}(?:```|~~~)|\$ |[#%] |[➜❯»λ]|(?:PS )?[A-Za-z]:\\|(?:ba|z|a)?sh-[\d.]+[$#]|[\w.-]+@|sudo |kubectl |oc |k |tee |echo |k3s |microk8s |crictl |helm |cat |type |docker |ssh |diff |index |Index: |From |@@ |\+|>| *\d+[\t :|.)│]|[─│]| +\d+ +│|[IWEF]\d{4} |Warning: |Defaulted |Flag --|error: |\[?[\w.-]+@|[\w./-]+\.(?:ya?ml|json|manifest)[:-]| *(?:- )?\[\d{1,3}(?:;\d{1,3})*m)/m;

const steps = [step(withoutColours), step(withoutMarks), withoutFences, withoutHereDocuments, withoutCommand];

/** The text without what was copied along with it. Lengths and line numbers stay. */
export function withoutNoise(text: string): Cleaned {
  if (!noisy.test(text) && !text.includes(escapeCharacter)) return { text, faults: [] };
  const faults: Fault[] = [];
  let current = text;
  for (const withoutOne of steps) {
    const { lines, fault } = withoutOne(linesOf(current));
    if (!fault) continue;
    faults.push(fault);
    current = lines.join('\n');
  }
  return { text: current, faults };
}
