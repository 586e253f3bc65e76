// Reads every file of a labelled corpus as a user would paste it and compares the answers with its index.json.
// Usage: npm run corpus -- [DIR]   (default: ../shared/corpus beside the project)
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Classification } from '../src/kubernetes/classification';
import { analyseManifest, type AnalysedPod, type ManifestAnalysis } from '../src/manifest/analyse';
import { decodeBytes } from '../src/manifest/decode';
import type { ManifestDocument } from '../src/manifest/parse';
import { podSummary } from '../src/manifest/podSummary';
import { missingRefusals, toldAsUpstream } from './corpusWords';

interface LabelledPod {
  readonly path: string;
  readonly containers: Readonly<Record<'init' | 'sidecar' | 'app' | 'ephemeral', readonly (string | null)[]>>;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly ephemeralPid?: Readonly<Record<string, string>>;
  readonly sharedVolumes: readonly { readonly name: string; readonly type: string; readonly containers: readonly string[] }[];
  /** Null when the quantities are no quantities. */
  readonly qos: string | null;
  readonly windows?: boolean;
  readonly hostProcess?: boolean;
  /** Codes, see corpusWords.ts. */
  readonly apiRefuses?: readonly string[];
}
interface LabelledDocument {
  readonly kind: string | null;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly line: number;
  readonly path?: string;
  readonly pods?: readonly LabelledPod[];
  readonly startedBy?: { readonly label: string; readonly sure: string; readonly hint?: string; readonly accept?: readonly string[] };
  readonly system?: { readonly label: boolean | 'unsure' };
  readonly strictError?: string;
}
interface Entry {
  readonly file: string;
  readonly group: string;
  readonly expects: {
    readonly outcome: 'ok' | 'nothing' | 'warn' | 'error';
    readonly tolerate?: string;
    readonly lines: readonly [number, number] | null;
  };
  readonly kubernetesErrors?: readonly { readonly docLine: number; readonly message: string }[];
  readonly documents: readonly LabelledDocument[];
}

const criteria = [
  'documents', 'pods', 'startedBy', 'certainty', 'system', 'containers', 'namespaces', 'ephemeralPid', 'sharedVolumes', 'qos', 'hostProcess',
  'apiRefuses', 'outcome', 'lines', 'strictError', 'kubernetesErrors',
] as const;
type Criterion = (typeof criteria)[number];
interface Finding {
  readonly criterion: Criterion;
  readonly expected: string;
  readonly found: string;
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
const short = (value: string): string => (value.length > 300 ? `${value.slice(0, 297)}...` : value);

/** Compares and remembers, so that each criterion is counted also where it is right. */
class Comparison {
  readonly findings: Finding[] = [];
  readonly checked = new Set<Criterion>();

  check(criterion: Criterion, expected: unknown, found: unknown, right = text(expected) === text(found)): void {
    this.checked.add(criterion);
    if (!right) this.findings.push({ criterion, expected: short(text(expected)), found: short(text(found)) });
  }
}

function startedByLabel({ startedBy }: Classification): string {
  return startedBy.kind === 'workload' ? `workload:${startedBy.controllerChain[0]?.kind ?? ''}` : startedBy.kind;
}

/** An open answer is right where the label says that only the context can tell. */
function startedByRight(label: NonNullable<LabelledDocument['startedBy']>, found: string): boolean {
  if (label.sure === 'context' && found === 'undecided') return true;
  return found === label.label || (label.accept ?? []).includes(found);
}

/**
 * Does the answer sound as sure as the label is? Where only the context can tell, it must stay open, say what it could
 * be and what to paste; where the text proves it, it must not waver.
 */
function certaintyRight({ sure, hint }: NonNullable<LabelledDocument['startedBy']>, { confidence, startedBy, evidence, settle }: Classification): boolean {
  const told = evidence.some(({ about, because }) => about === 'origin' && because !== '');
  switch (sure) {
    case 'context':
      return told && confidence.startedBy !== 'certain' && (startedBy.kind !== 'undecided' || (settle ?? []).length > 0) &&
        (hint !== 'strong' || startedBy.kind !== 'undecided' || startedBy.lean === 'static');
    case 'certain':
      return told && (confidence.startedBy === 'certain' || confidence.startedBy === 'probable');
    default:
      return told && confidence.startedBy !== 'certain';
  }
}

function comparePod(comparison: Comparison, label: LabelledPod, pod: AnalysedPod): void {
  const summary = podSummary(pod.pod);
  // A missing name is null in the labels and empty in Go.
  const named = Object.fromEntries(Object.entries(label.containers).map(([kind, names]) => [kind, names.map((name) => name ?? '')]));
  comparison.check('containers', named, summary.containers);
  const kinds = ['net', 'ipc', 'uts', 'pid', 'user'] as const;
  const levels = Object.fromEntries(kinds.map((kind) => [kind,
    summary.windows ? (kind === 'net' ? (pod.pod.spec?.hostNetwork ? 'node' : 'pod') : 'n/a') : summary.namespaces[kind]]));
  comparison.check('namespaces', label.namespaces, levels);
  if (label.ephemeralPid) comparison.check('ephemeralPid', label.ephemeralPid, summary.ephemeralPid);
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
  const volumes = summary.sharedVolumes.map(({ name, type, containers }) => ({ name, type, containers }));
  comparison.check('sharedVolumes', label.sharedVolumes.toSorted(byName), volumes.toSorted(byName));
  if (label.qos !== null) comparison.check('qos', label.qos, summary.qos);
  if (label.windows !== undefined || label.hostProcess !== undefined) {
    comparison.check('hostProcess', [label.windows ?? false, label.hostProcess ?? false], [summary.windows, summary.hostProcess]);
  }
}

function compareDocuments(comparison: Comparison, entry: Entry, analysis: ManifestAnalysis): readonly (readonly [LabelledDocument, ManifestDocument])[] {
  const expected = entry.documents.map(({ kind, name, namespace, path: item, line }) => [kind, name, namespace, item ?? '', item ? 0 : line]);
  const found = analysis.documents.map((document) => [
    document.kindFrom === 'shape' ? null : document.kind ?? null, document.name ?? null, document.apiNamespace ?? null,
    document.path, document.path ? 0 : document.startLine,
  ]);
  // Where an error was expected and a second outcome is tolerated, documents that were read all the same are no fault.
  const readAnyway = entry.expects.outcome === 'error' && expected.length === 0 && entry.expects.tolerate !== undefined;
  const firstWrong = expected.findIndex((each, index) => text(each) !== text(found[index]));
  const at = firstWrong === -1 ? expected.length : firstWrong;
  comparison.check('documents', [expected.length, expected[at]], [found.length, found[at]], readAnyway || text(expected) === text(found));
  return entry.documents.flatMap((label, index) => {
    const document = analysis.documents[index];
    return document ? [[label, document] as const] : [];
  });
}

/** error: a part is not readable. warn: all is readable and something is wrong. nothing: there is no pod. */
function outcomeOf(analysis: ManifestAnalysis): Entry['expects']['outcome'] {
  if (analysis.parts.some((part) => part.broken) || analysis.problems.some(({ code }) => code === 'pasteNoise' || code === 'tooLarge')) return 'error';
  if (analysis.pods.length === 0) return 'nothing';
  return analysis.problems.some(({ severity }) => severity !== 'info') ? 'warn' : 'ok';
}

function compareOutcome(comparison: Comparison, entry: Entry, analysis: ManifestAnalysis): void {
  const { outcome, tolerate, lines } = entry.expects;
  const found = outcomeOf(analysis);
  // A warning more than expected is not a wrong reading: old versions and objections of the API are told too.
  const same = (label: string | undefined): boolean => label === found || (label === 'ok' && found === 'warn');
  comparison.check('outcome', [outcome, tolerate], [found, analysis.problems[0]?.message], same(outcome) || same(tolerate));
  if (lines === null || !(found === outcome || found === 'error' || found === 'warn')) return;
  const told = analysis.problems.filter(({ severity }) => severity !== 'info');
  comparison.check('lines', lines, told.slice(0, 4).map((problem) => [problem.line, problem.code]),
    told.some(({ line }) => line >= lines[0] - 1 && line <= lines[1] + 1));
}

function compareFile(entry: Entry, analysis: ManifestAnalysis): Comparison {
  const comparison = new Comparison();
  for (const { message } of entry.kubernetesErrors ?? []) {
    comparison.check('kubernetesErrors', message, analysis.problems.map(({ kubernetes }) => kubernetes).slice(0, 3), toldAsUpstream(analysis, message));
  }
  for (const [label, document] of compareDocuments(comparison, entry, analysis)) {
    const pods = analysis.pods.filter((pod) => pod.document === document.index);
    if (label.strictError !== undefined) comparison.check('strictError', label.strictError, analysis.problems.map(({ line, kubernetes }) => [line, kubernetes]), toldAsUpstream(analysis, label.strictError));
    const labelled = label.startedBy?.label === 'none' || entry.expects.tolerate === 'nothing' && pods.length === 0 ? [] : label.pods ?? [];
    comparison.check('pods', labelled.map((pod) => pod.path), pods.map((pod) => pod.path));
    labelled.forEach((podLabel, index) => {
      const pod = pods[index];
      if (!pod) return;
      comparePod(comparison, podLabel, pod);
      if (podLabel.apiRefuses) {
        const missing = missingRefusals(podLabel.apiRefuses, document, pod);
        comparison.check('apiRefuses', podLabel.apiRefuses, `not told: ${missing.join()}`, missing.length === 0);
      }
    });
    const [pod] = pods;
    if (!pod || labelled.length === 0) continue;
    const { classification } = pod;
    if (label.startedBy) {
      const found = startedByLabel(classification);
      comparison.check('certainty', [label.startedBy.label, label.startedBy.sure, label.startedBy.hint],
        [found, classification.confidence.startedBy, classification.startedBy.lean], certaintyRight(label.startedBy, classification));
      comparison.check('startedBy', [label.startedBy.label, label.startedBy.sure, label.startedBy.accept], found, startedByRight(label.startedBy, found));
    }
    if (label.system) {
      const expected = label.system.label === 'unsure' ? 'unsure' : label.system.label ? 'system' : 'non-system';
      comparison.check('system', [expected, document.kind, document.name, document.apiNamespace], [classification.system], expected === classification.system);
    }
  }
  compareOutcome(comparison, entry, analysis);
  return comparison;
}

const directory = path.resolve(process.argv[2] ?? '../shared/corpus');
const index = JSON.parse(readFileSync(path.join(directory, 'index.json'), 'utf8')) as readonly Entry[];
const groups = [...new Set(index.map(({ group }) => group))];
const compared = index.map((entry) => ({
  entry,
  comparison: compareFile(entry, analyseManifest(decodeBytes(readFileSync(path.join(directory, entry.file))))),
}));
for (const group of groups) {
  for (const criterion of criteria) {
    const files = compared.filter(({ entry, comparison }) => entry.group === group && comparison.checked.has(criterion));
    const right = files.filter(({ comparison }) => comparison.findings.every((finding) => finding.criterion !== criterion));
    if (files.length > 0) console.log(`${group} ${criterion} ${right.length}/${files.length}`);
  }
}
const wrong = compared.filter(({ comparison }) => comparison.findings.length > 0);
for (const { entry, comparison } of wrong) {
  console.log(`\n${entry.file}`);
  for (const { criterion, expected, found } of comparison.findings.slice(0, 8)) {
    console.log(`  ${criterion}\n    expected ${expected}\n    found    ${found}`);
  }
}
console.log(`\ncorpus: ${wrong.length} wrong of ${index.length}`);
