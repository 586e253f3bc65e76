/**
 * What gets copied along with a manifest: Markdown fences, a shell here-document around it, a prompt with the command
 * that printed it. Kubernetes would refuse such a text; people paste it all the time. The lines are blanked, so that
 * every other character keeps its place, and one problem tells of it. Only lines without indentation count: an indented
 * one may be text in a ConfigMap.
 */
import { withoutMarks } from './noiseMarks';
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

const fence = /^(?:```|~~~)/;
/** What root's prompt begins with is a comment to YAML: by itself it breaks nothing. */
const isComment = ({ text }: Line): boolean => text.startsWith('#');
const hereDocument = /^(?:\$ |# |> )?(?:sudo\s+)?(?:cat|kubectl|oc|k|tee|echo)\b.*<<-?\s*(['"]?)([A-Za-z_]\w*)\1/;
/** A prompt is whatever ends with one of these; a key of YAML is none. */
const command = /^(?:(?:(?!: ).)*?[$#%>➜❯»λ✗](?: +~?)? +)?(?:sudo\s+)?(?:kubectl|oc|k3s|microk8s|crictl|helm|cat|docker|ssh)\s+[a-z/.~-][^:]*$/;
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

/** Keeps the fenced blocks that look like manifests and blanks the rest. */
function withoutFences(lines: readonly Line[]): { lines: string[]; fault?: Fault } {
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
  // A closing fence alone: what stands before it is the manifest.
  const whole = kept.length === 0;
  const out = lines.map((line, index) => {
    if (fence.test(line.text)) return separator(line.text);
    return whole || kept.some(({ from, to }) => index > from && index < to) ? line.text : blank(line.text);
  });
  return {
    lines: out,
    fault: noiseFault(first, 'Markdown fences around the manifest', 'Paste only the lines between the fences.'),
  };
}

/** Blanks the first and the last line of shell here-documents. */
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
    out[index] = blank(line.text);
    fault ??= noiseFault(line, 'A shell here-document around the manifest', `Paste only the lines between this one and ${word ?? 'its end'}.`);
  });
  return { lines: out, ...(fault ? { fault } : {}) };
}

const prompt = /^(?:\[?[\w.-]+@[\w.-]+[^\n]*[$#%>]|PS [A-Za-z]:[^\n]*>|[A-Za-z]:\\[^\n]*>|(?:ba|z|a)?sh-[\d.]+[$#]|[$➜❯»λ])(?:\s|$)/;
const warning = /^(?:[IWEF]\d{4} \d\d:\d\d:|Warning: |Defaulted container |Flag --|error: )/;

/** Blanks what stands before the first manifest line, commands and warnings, and a prompt behind the last one. */
function withoutCommand(lines: readonly Line[]): { lines: string[]; fault?: Fault } {
  const out = lines.map((line) => line.text);
  const before = lines.findIndex(({ text }) => text.trim() !== '' && !command.test(text.trimEnd()) && !warning.test(text));
  const noise = lines.slice(0, Math.max(0, before)).filter((line) => line.text.trim() !== '' && !isComment(line));
  const after = lines.findLast(({ text }) => text.trim() !== '');
  const trailing = after && before !== -1 && after !== lines[before] && prompt.test(after.text) ? [after] : [];
  const [first] = [...noise, ...trailing];
  const rest = lines.slice(Math.max(0, before)).filter((line) => !trailing.includes(line)).map(({ text }) => text).join('\n');
  if (!first || !looksLikeManifest.test(rest)) return { lines: out };
  for (const line of [...noise, ...trailing]) out[lines.indexOf(line)] = blank(line.text);
  if (first === after) return { lines: out, fault: noiseFault(first, 'The last line is a prompt of the shell', 'Paste only what stands above it.') };
  const message = warning.test(first.text) ? 'The first line is a message of the tool that printed the rest' : 'The first line is a shell command';
  return { lines: out, fault: noiseFault(first, message, 'Paste only what the command printed.') };
}

/** Blanks the marks of a diff, a quotation or an editor before the lines. */
function withoutLineMarks(lines: readonly Line[]): { lines: string[]; fault?: Fault } {
  const out = lines.map((line) => line.text);
  const line = lines.find(({ text }) => text.trim() !== '');
  const unmarked = withoutMarks(out);
  if (!line || !unmarked || !looksLikeManifest.test(unmarked.lines.join('\n'))) return { lines: out };
  return { lines: [...unmarked.lines], fault: noiseFault(line, unmarked.message, unmarked.hint) };
}

/** The text without what was copied along with it. Lengths and line numbers stay. */
export function withoutNoise(text: string): Cleaned {
  if (!/^(?:```|~~~|\$ |# |[\w.-]+@|sudo |kubectl |oc |k |tee |echo |k3s |microk8s |crictl |helm |cat |docker |ssh |diff |index |Index: |From |@@ |\+|>| *\d+[\t :|]|[IWEF]\d{4} |Warning: |Defaulted |Flag --|error: |\[?[\w.-]+@|[➜❯»λ]|PS [A-Za-z]:|[A-Za-z]:\\|(?:ba|z|a)?sh-[\d.]+[$#])/m.test(text)) return { text, faults: [] };
  const faults: Fault[] = [];
  let current = text;
  for (const step of [withoutLineMarks, withoutFences, withoutHereDocuments, withoutCommand]) {
    const { lines, fault } = step(linesOf(current));
    if (!fault) continue;
    faults.push(fault);
    current = lines.join('\n');
  }
  return { text: current, faults };
}
