/**
 * Mends what is safe to mend: for a problem the changes of the text that remove it, each with a label that says what is
 * done. A fix keeps everything that Kubernetes would read otherwise the same; where that cannot be told there is none.
 */
import { invisible, oddSpaces } from './lookalikes';
import { withoutNoise } from './noise';
import { chainAt, documentAround, longestOutlined, outline, type OutlineNode } from './outline';
import { excerpt, type Problem } from './problem';

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface Fix {
  readonly label: string;
  /** In the order of the text, none over another. */
  readonly edits: readonly Edit[];
}

export const applyFix = (text: string, { edits }: Fix): string =>
  edits.reduceRight((out, { from, to, insert }) => out.slice(0, from) + insert + out.slice(to), text);

/** Where lines begin; found once for all problems of a text. */
export interface FixText {
  readonly text: string;
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

export function fixText(text: string): FixText {
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map(({ length }) => {
    const own = at;
    at += length + 1;
    return own;
  });
  return { text, lines, starts };
}

const offsetOf = ({ starts }: FixText, { line, column }: Problem): number => (starts[line - 1] ?? 0) + column - 1;

/** The nodes at a problem's place, from the document down; none in a text that is too long to be outlined. */
function chainOf(source: FixText, problem: Problem): readonly OutlineNode[] {
  const at = offsetOf(source, problem);
  const { from, to } = documentAround(source.text, at);
  return to - from > longestOutlined ? [] : chainAt(outline(source.text, from, to), at);
}

const one = (label: string, from: number, to: number, insert: string): readonly Fix[] => [{ label, edits: [{ from, to, insert }] }];

/** The word at an offset, with its quotes. */
const wordAt = (text: string, at: number): string => /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s:,{}[\]#]+)/.exec(text.slice(at, at + 300))?.[0] ?? '';

/** As the word was written: in the same quotes. */
const likeWord = (word: string, text: string): string => (/^["']/.test(word) ? `${word[0] ?? ''}${text}${word[0] ?? ''}` : text);

function renameField(source: FixText, problem: Problem): readonly Fix[] {
  const { suggestion } = problem;
  const node = chainOf(source, problem).at(-1);
  if (suggestion === undefined || typeof node?.step !== 'string' || node.parent?.children.some(({ step }) => step === suggestion)) return [];
  const word = source.text.slice(node.start, node.keyEnd);
  return one(`Rename ${excerpt(node.step)} to ${suggestion}`, node.start, node.keyEnd, likeWord(word, suggestion));
}

/** `apiVersion/Kind` → the successor has the same fields. Others need more than a new version. */
const sameShape = new RegExp(`^(?:${[
  'batch/v1beta1/CronJob', 'policy/v1beta1/PodDisruptionBudget', 'rbac\\.authorization\\.k8s\\.io/v1(?:beta1|alpha1)/\\w+',
  'scheduling\\.k8s\\.io/v1(?:beta1|alpha1)/PriorityClass', 'storage\\.k8s\\.io/v1beta1/\\w+', 'coordination\\.k8s\\.io/v1beta1/Lease',
  'node\\.k8s\\.io/v1beta1/RuntimeClass', 'apiregistration\\.k8s\\.io/v1beta1/APIService', 'autoscaling/v2beta2/HorizontalPodAutoscaler',
  'networking\\.k8s\\.io/v1beta1/IngressClass', 'extensions/v1beta1/NetworkPolicy',
].join('|')})$`);
/** These too, if the selector is written, which older versions filled in. */
const sameWithSelector = /^(?:extensions\/v1beta1|apps\/v1beta[12])\/(?:Deployment|DaemonSet|ReplicaSet|StatefulSet)$/;

function replaceVersion(source: FixText, problem: Problem): readonly Fix[] {
  const { suggestion } = problem;
  const node = chainOf(source, problem).at(-1);
  const kind = node?.parent?.children.find(({ step }) => step === 'kind')?.value;
  if (suggestion === undefined || node?.step !== 'apiVersion' || kind === undefined) return [];
  const key = `${node.value}/${kind}`;
  const selector = node.parent?.children.find(({ step }) => step === 'spec')?.children.some(({ step }) => step === 'selector') === true;
  const neverServed = problem.message.startsWith('no matches');
  if (!neverServed && !sameShape.test(key) && !(sameWithSelector.test(key) && selector)) return [];
  return replaceValue(source, node, `Write apiVersion: ${suggestion}`, suggestion);
}

/** The value behind a key on its line. */
function replaceValue({ text }: FixText, node: OutlineNode, label: string, value: string): readonly Fix[] {
  const gap = /^\s*:[ \t]*/.exec(text.slice(node.keyEnd, node.keyEnd + 100))?.[0];
  if (gap === undefined) return [];
  const from = node.keyEnd + gap.length;
  const word = wordAt(text, from);
  return word === '' ? [] : one(label, from, from + word.length, likeWord(word, value));
}

function replaceKind(source: FixText, problem: Problem): readonly Fix[] {
  const node = chainOf(source, problem).at(-1);
  if (problem.suggestion === undefined || node?.step !== 'kind') return [];
  return replaceValue(source, node, `Write kind: ${problem.suggestion}`, problem.suggestion);
}

function addVersion(source: FixText, problem: Problem): readonly Fix[] {
  const node = chainOf(source, problem).at(-1);
  if (problem.suggestion === undefined || node?.step !== 'kind' || node.column === undefined) return [];
  return one(`Add apiVersion: ${problem.suggestion}`, node.start, node.start, `apiVersion: ${problem.suggestion}\n${' '.repeat(node.column)}`);
}

/** Spaces for tabs, in every line that begins with one: no line of a text block can. */
function replaceTabs({ lines, starts, text }: FixText, problem: Problem): readonly Fix[] {
  const edits = lines.flatMap((line, index): readonly Edit[] => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (!indent.includes('\t') || !(indent.startsWith('\t') || index === problem.line - 1)) return [];
    const from = starts[index] ?? 0;
    return [{ from, to: from + indent.length, insert: indent.replaceAll('\t', '  ') }];
  });
  const at = (starts[problem.line - 1] ?? 0) + problem.column - 1;
  if (edits.length === 0 && text[at] === '\t') return one('Replace the tab by a space', at, at + 1, ' ');
  return edits.length === 0 ? [] : [{ label: edits.length === 1 ? 'Replace the tab by two spaces' : `Replace the tabs in ${edits.length} lines by two spaces each`, edits }];
}

const anyInvisible = new RegExp(invisible, 'g');
const anyOdd = new RegExp(oddSpaces, 'g');

/** Plain spaces for those that only look like one, where lines are indented and behind dashes. */
function replaceOddSpaces({ lines, starts }: FixText): readonly Fix[] {
  const edits = lines.flatMap((line, index): readonly Edit[] => {
    const indent = /^[\s\u200b-\u200d\u2060]*(?:-[\s\u200b-\u200d\u2060]+)*/.exec(line)?.[0] ?? '';
    if (!oddSpaces.test(indent)) return [];
    const from = starts[index] ?? 0;
    return [{ from, to: from + indent.length, insert: indent.replaceAll(anyInvisible, '').replaceAll(anyOdd, ' ') }];
  });
  return edits.length === 0 ? [] : [{ label: `Replace the no-break spaces in ${edits.length === 1 ? 'one line' : `${edits.length} lines`} by plain ones`, edits }];
}

const curlyAtStart = /(?:^\s*|[:,[{]\s*|-\s+)[“”„‘’]/;

/** Straight quotes in the lines where a curly one opens a key or a value. */
function straightenQuotes({ lines, starts }: FixText): readonly Fix[] {
  const edits = lines.flatMap((line, index): readonly Edit[] => {
    if (!curlyAtStart.test(line)) return [];
    const from = starts[index] ?? 0;
    return [{ from, to: from + line.length, insert: line.replaceAll(/[“”„]/g, '"').replaceAll(/[‘’]/g, "'") }];
  });
  return edits.length === 0 ? [] : [{ label: 'Write straight quotes', edits }];
}

const isSeparator = (line: string | undefined): boolean => line === undefined || /^---\s*$/.test(line);

/** Only the manifest, without what was copied along with it. */
function removeNoise({ text, lines }: FixText, problem: Problem): readonly Fix[] {
  const cleaned = withoutNoise(text).text.split('\n');
  const kept: string[] = [];
  cleaned.forEach((line, index) => {
    const changed = line !== lines[index];
    if (changed && line.trim() === '') return;
    const empty = kept.findLast((own) => own.trim() !== '');
    if (changed && isSeparator(line) && isSeparator(empty)) return;
    if (kept.length === 0 && line.trim() === '') return;
    kept.push(changed ? line.trimEnd() : line);
  });
  while (kept.length > 0 && (kept.at(-1)?.trim() === '' || (isSeparator(kept.at(-1)) && !isSeparator(lines.findLast((line) => line.trim() !== ''))))) kept.pop();
  const label = problem.message.startsWith('Markdown') ? 'Keep only what stands between the fences'
    : problem.message.startsWith('A shell') ? 'Remove the here-document around it' : 'Remove the command';
  return one(label, 0, text.length, kept.length === 0 ? '' : `${kept.join('\n')}\n`);
}

/** The entry that does not count, up to the next one of its map. */
function removeDuplicate(source: FixText, problem: Problem): readonly Fix[] {
  const chain = chainOf(source, problem);
  const node = chain.at(-1);
  const all = node?.parent?.children ?? [];
  const earlier = all.find(({ step }) => step === node?.step);
  const next = earlier && all[all.indexOf(earlier) + 1];
  if (!node || !earlier || earlier === node || !next || typeof node.step !== 'string') return [];
  const merged = newDocument(source, chain);
  if (merged) return merged;
  const line = source.text.slice(0, earlier.start).split('\n').length;
  return one(`Remove ${excerpt(node.step)} in line ${line}, which does not count`, earlier.start, next.start, '');
}

/** A second apiVersion and kind at the top begin another object: the line that parts the two is missing. */
function newDocument({ text }: FixText, chain: readonly OutlineNode[]): readonly Fix[] | undefined {
  const [root] = chain;
  if (!root || chain.length !== 2) return undefined;
  const seen = new Set<string>();
  const second = root.children.find(({ step }) => {
    if (typeof step !== 'string') return false;
    const again = seen.has(step);
    seen.add(step);
    return again;
  });
  const rest = second ? root.children.slice(root.children.indexOf(second)) : [];
  const whole = (['apiVersion', 'kind'] as const).every((name) => rest.some(({ step }) => step === name));
  if (!second || !whole || second.column !== 0 || text[second.start - 1] !== '\n') return undefined;
  return one('Begin a new document here with ---', second.start, second.start, '---\n');
}

/** Quotes around a number or truth value where a text belongs, or none around a text where a number belongs. */
function changeQuotes(source: FixText, problem: Problem): readonly Fix[] {
  const { text } = source;
  const node = chainOf(source, problem).at(-1);
  const at = offsetOf(source, problem);
  if (!node) return [];
  const gap = typeof node.step === 'string' && node.start === at ? /^\s*:[ \t]*/.exec(text.slice(node.keyEnd, node.keyEnd + 100))?.[0] : undefined;
  const from = gap === undefined ? at : node.keyEnd + gap.length;
  const word = wordAt(text, from);
  const end = text.slice(from + word.length, from + word.length + 50);
  if (word === '' || !/^[ \t]*(?:[,}\]\n]|#|$)/.test(end)) return [];
  const quoted = /^(["'])(.*)\1$/.exec(word)?.[2];
  if (problem.hint?.startsWith('Put it in quotes') && quoted === undefined) return one(`Put ${excerpt(word, 30)} in quotes`, from, from + word.length, `"${word}"`);
  if (problem.hint?.startsWith('Write it without quotes') && quoted !== undefined && /^(?:-?(?:0|[1-9]\d*)|true|false)$/.test(quoted)) {
    return one(`Write ${quoted} without quotes`, from, from + word.length, quoted);
  }
  return [];
}

/** What stands behind `---` goes to a line of its own. */
function partSeparator({ lines, starts }: FixText, { line }: Problem): readonly Fix[] {
  const match = /^---([ \t]+)\S/.exec(lines[line - 1] ?? '');
  const from = (starts[line - 1] ?? 0) + 3;
  return match?.[1] === undefined ? [] : one('Begin the document on the next line', from, from + match[1].length, '\n');
}

/** The fixes for a problem, the likeliest first; most problems have none. */
export function fixesFor(source: FixText, problem: Problem): readonly Fix[] {
  switch (problem.code) {
    case 'unknownField':
      return renameField(source, problem);
    case 'apiVersion':
      return replaceVersion(source, problem);
    case 'kindCase':
      return replaceKind(source, problem);
    case 'noApiVersion':
      return addVersion(source, problem);
    case 'tab':
      return replaceTabs(source, problem);
    case 'noBreakSpace':
      return replaceOddSpaces(source);
    case 'curlyQuotes':
      return straightenQuotes(source);
    case 'pasteNoise':
      return removeNoise(source, problem);
    case 'duplicateKey':
      return removeDuplicate(source, problem);
    case 'wrongType':
      return changeQuotes(source, problem);
    case 'separator':
      return partSeparator(source, problem);
    default:
      return [];
  }
}
