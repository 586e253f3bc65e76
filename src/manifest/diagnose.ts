/**
 * Everything that a person should know about a pasted text before its pods: what it really is, what is broken and
 * where, what Kubernetes would refuse, ignore or warn of. Causes come before symptoms: when a cause is known, the
 * syntax error that it led to is told as that cause, and what only follows from it is left out.
 */
import { judgeManifestPath } from '../kubernetes/manifestPaths';
import { causeOf } from './brokenParts';
import { languageOf } from './foreignLanguage';
import { foreignList, kubectlOutput } from './foreignText';
import { maxProblemsOfAKind } from './limits';
import { textLines, type TextLines } from './lookalikes';
import { hidesObjections, objectProblems } from './objectProblems';
import type { ManifestDocument, ParsedManifest } from './parse';
import type { PodInDocument } from './podTemplates';
import { byPlace, type Problem } from './problem';
import { apiRefusals, kubeletRefusals, severalDocumentsNote } from './refusals';

/** Where the text comes from or would be put. */
export interface Destination {
  /** The path of the file. */
  readonly path?: string;
  /** The folder or file that the user's kubelet watches, besides the usual ones. */
  readonly staticPodPath?: string;
  /** What the user says: into a manifests folder, served at a URL, applied to the API server. */
  readonly origin?: 'file' | 'http' | 'api';
  readonly nodeName?: string;
}

/** Is the text, or would it be, a file that a kubelet reads? */
const inManifestsFolder = ({ origin, path, staticPodPath }: Destination): boolean =>
  origin === 'file' || (origin === undefined && path !== undefined && judgeManifestPath(path, staticPodPath).kind === 'static');

/** Problems of the parts that could not be read, with their causes; other problems of reading stay as they are. */
function readingProblems(parsed: ParsedManifest, text: TextLines): readonly Problem[] {
  const causes = new Map<Problem, Problem>();
  for (const part of parsed.parts) {
    const problem = part.problem === undefined ? undefined : parsed.problems[part.problem];
    if (problem) causes.set(problem, causeOf(problem, part, text));
  }
  return parsed.problems.map((problem) => causes.get(problem) ?? problem);
}

/** A report of kubectl that happens to be readable YAML. */
function outputProblem(doc: ManifestDocument, { lines }: TextLines): Problem | undefined {
  // A program in Jsonnet may read as a flow mapping of YAML, with a kind.
  const flow = doc.format === 'yaml' && (lines[doc.startLine - 1] ?? '').startsWith('{');
  if (doc.kindFrom !== 'none' && !flow) return undefined;
  const own = lines.slice(doc.startLine - 1, doc.endLine).join('\n');
  const output = (doc.kindFrom === 'none' ? kubectlOutput(own) : undefined) ?? (doc.format === 'yaml' ? languageOf(own) : undefined);
  return output && { line: doc.startLine, column: 1, ...output, document: doc.index };
}

/** What decoding leaves in the place of bytes that are no UTF-8 (see decode.ts): goyaml's reader refuses such a file. */
const unreadable = '\uFFFD';

function unreadableProblem({ lines }: TextLines): readonly Problem[] {
  const at = lines.findIndex((line) => line.includes(unreadable));
  if (at === -1 || lines.some((line) => line.includes('\0'))) return [];
  const column = (lines[at] ?? '').indexOf(unreadable) + 1;
  return [{
    line: at + 1, column, endLine: at + 1, endColumn: column + 1, severity: 'warning', code: 'controlCharacter', message: 'There are bytes here that are no UTF-8',
    detail: 'Each of them is shown as \uFFFD. kubectl and the kubelet refuse a YAML file that has any.', hint: 'Save the file as UTF-8.',
  }];
}

/** Marks of ytt are comments to YAML: the values behind them are missing, and nothing breaks. */
const yttMark = /^\s*(?:- )?(?:[\w"./-]+:\s+)?#@(?:\s|[a-z]+\/|$)/;

function yttProblem(doc: ManifestDocument, { lines }: TextLines): readonly Problem[] {
  if (doc.format !== 'yaml' || doc.kind === undefined) return [];
  const at = lines.slice(doc.startLine - 1, doc.endLine).findIndex((line) => yttMark.test(line));
  if (at === -1) return [];
  const line = doc.startLine + at;
  return [{
    line, column: (lines[line - 1] ?? '').indexOf('#@') + 1, severity: 'warning', code: 'template', document: doc.index, message: 'A ytt template was not rendered',
    detail: 'Its marks are comments to YAML: what stands behind them is missing.', hint: 'Render it first, for example with ytt -f, and paste the result.',
  }];
}

/** The parts that are bare lists of things without a kind, with these: one sentence tells of them all. */
function foreignLists(documents: readonly ManifestDocument[]): ReadonlyMap<number, readonly ManifestDocument[]> {
  const lists = new Map<number, ManifestDocument[]>();
  for (const doc of documents) {
    if (!doc.path.startsWith('[')) continue;
    const items = lists.get(doc.part);
    if (items) items.push(doc);
    else lists.set(doc.part, [doc]);
  }
  return new Map([...lists].filter(([, items]) => items.every(({ kindFrom, apiVersion }) => kindFrom === 'none' && apiVersion === undefined)));
}

function asForeignList(problem: Problem, { parts }: ParsedManifest, lists: ReadonlyMap<number, readonly ManifestDocument[]>): Problem {
  if (problem.code !== 'notAnObject') return problem;
  const items = [...lists].find(([part]) => parts[part]?.startLine === problem.line && parts[part].broken === false)?.[1];
  return items ? { ...problem, ...foreignList(items.map(({ value }) => value)) } : problem;
}

/** All problems, in the order of the text. `pods` are those of all documents. */
export function diagnose(parsed: ParsedManifest, pods: readonly PodInDocument[], destination: Destination = {}): readonly Problem[] {
  const text = textLines(parsed.text);
  const podsOf = new Map<number, PodInDocument[]>();
  for (const pod of pods) {
    const own = podsOf.get(pod.document);
    if (own) own.push(pod);
    else podsOf.set(pod.document, [pod]);
  }
  const lists = foreignLists(parsed.documents);
  const found: Problem[] = [...readingProblems(parsed, text).map((problem) => asForeignList(problem, parsed, lists)), ...(parsed.text.includes(unreadable) ? unreadableProblem(text) : [])];
  for (const doc of parsed.documents) {
    if (lists.has(doc.part)) continue;
    const output = outputProblem(doc, text);
    if (output) {
      found.push(output);
      continue;
    }
    const own = podsOf.get(doc.index) ?? [];
    const problems = [...yttProblem(doc, text), ...objectProblems(doc, own, text)];
    found.push(...problems);
    if (!problems.some(hidesObjections)) found.push(...apiRefusals(doc, own));
  }
  found.push(...(inManifestsFolder(destination)
    ? kubeletRefusals(parsed.documents, parsed.parts, destination)
    : destination.origin === undefined ? severalDocumentsNote(parsed.documents, parsed.parts) : []));
  if (parsed.parts.length === 0 && parsed.problems.length === 0) found.push(emptyProblem);
  return capped(withoutRepeats(found).toSorted(byPlace));
}

const emptyProblem: Problem = {
  line: 1, column: 1, severity: 'info', code: 'empty', message: 'There is nothing in it', detail: 'No document has any content besides comments.',
};

function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.line} ${problem.column} ${problem.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** At most so many problems of one kind; the last one that is kept says how many more there are. */
function capped(problems: readonly Problem[]): readonly Problem[] {
  const total = new Map<string, number>();
  for (const { code } of problems) total.set(code, (total.get(code) ?? 0) + 1);
  const shown = new Map<string, number>();
  return problems.flatMap((problem) => {
    const number = (shown.get(problem.code) ?? 0) + 1;
    shown.set(problem.code, number);
    const more = (total.get(problem.code) ?? 0) - maxProblemsOfAKind;
    if (number > maxProblemsOfAKind) return [];
    if (number < maxProblemsOfAKind || more <= 0) return [problem];
    return [{ ...problem, detail: `${problem.detail ?? ''} There are ${more} more of this kind.`.trim() }];
  });
}
