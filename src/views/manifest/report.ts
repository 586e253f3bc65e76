/**
 * What the paste panel shows of a text: plain data without functions, so that a worker can make it and hand it over.
 * Every piece of evidence carries its lines.
 */
import { isLive } from '../../kubernetes/classifyLive';
import type { Classification, Confidence, Evidence, StartedBy } from '../../kubernetes/classification';
import type { ApiObject, Pod } from '../../kubernetes/objects';
import { analyseManifest, objectOf, type AnalysedPod, type ManifestAnalysis } from '../../manifest/analyse';
import { asStaticFile, type StaticChange } from '../../manifest/asStaticFile';
import { allCauses, type Causes, type LineRange } from '../../manifest/causes';
import type { Destination } from '../../manifest/diagnose';
import { explainDocument, type ExplainedLine } from '../../manifest/explainDocument';
import type { ManifestDocument } from '../../manifest/parse';
import type { Problem } from '../../manifest/problem';
import { rowOfAnalysed } from '../../manifest/streamItems';
import type { DumpRow } from '../../manifest/streamTable';


export interface ReportedEvidence extends Evidence {
  /** a, b, c … as it stands in the gutter. */
  readonly letter: string;
  /** Lines in the text, from 1; null when it is not in the text. */
  readonly lines: readonly [from: number, to: number] | null;
  /** Where it begins in its line: what tells pieces of evidence apart that stand in one. */
  readonly column: number;
}

export interface ReportedPod {
  readonly document: number;
  readonly title: string;
  readonly startedBy: StartedBy;
  readonly system: 'system' | 'non-system' | 'unsure';
  readonly confidence: { readonly startedBy: Confidence; readonly system: Confidence };
  readonly classification: Classification;
  readonly evidence: readonly ReportedEvidence[];
  readonly settle: readonly string[];
  /** Where the pod's spec stands in its document. */
  readonly path: string;
  /** Where the pod stands in its document: '' for a Pod, 'spec.template' for most templates. */
  readonly templatePath: string;
  /** The lines that cause what its picture shows. */
  readonly causes: Causes;
  /** What a kubelet would make of it as a file; null for a live object. */
  readonly asFile: ReportedFile | null;
  readonly pod: Pod;
  /** Its row in the overview. */
  readonly row: DumpRow;
}

/** The pod as a kubelet's file: what is changed of it and its mirror, or why there is none. */
export type ReportedFile = { readonly node: string; readonly path: string; readonly notes: readonly string[] } & (
  | { readonly verdict: 'runs'; readonly changes: readonly StaticChange[]; readonly mirror: { readonly name: string; readonly refused?: string } }
  | { readonly verdict: 'ignored' | 'refused'; readonly because: string; readonly log?: string; readonly hint?: string; readonly lines: LineRange | null }
);

export interface ReportedDocument {
  readonly index: number;
  readonly kind: string;
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly object: ApiObject;
  readonly makesPods: boolean;
}

export interface Report {
  readonly documents: readonly ReportedDocument[];
  readonly problems: readonly Problem[];
  readonly pods: readonly ReportedPod[];
  /** The lines of one document, when they were asked for. */
  readonly explanation: readonly ExplainedLine[] | null;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** `explained` is the index of the pod whose document is explained line by line; without pods it is the first document. */
export function reportOn(text: string, destination: Destination = {}, explained: number | null = null): Report {
  const analysis = analyseManifest(text, destination);
  const problems = problemsByDocument(analysis);
  const making = new Set(analysis.pods.map(({ document }) => document));
  return {
    documents: analysis.documents.map((document) => ({
      index: document.index,
      kind: document.kind ?? 'no kind',
      name: document.name ?? '',
      startLine: document.startLine,
      endLine: document.endLine,
      object: objectOf(document),
      makesPods: making.has(document.index),
    })),
    problems: analysis.problems,
    pods: analysis.pods.flatMap((pod) => {
      const document = analysis.documents[pod.document];
      return document ? [reportPod(pod, document, destination, problems.get(document.index) ?? 0)] : [];
    }),
    explanation: explained === null ? null : explain(analysis, explained),
  };
}

function explain({ pods, documents }: ManifestAnalysis, index: number): readonly ExplainedLine[] {
  const pod = pods[Math.min(index, pods.length - 1)];
  const doc = documents[pod?.document ?? 0];
  return doc ? explainDocument(doc, { kind: doc.kind ?? '', value: doc.value, pod: pod?.pod, path: pod?.path ?? 'spec', templatePath: pod?.templatePath ?? '' }) : [];
}

/** Where a text is imagined as a file when nobody has said where. */
const EXAMPLE_NODE = 'worker-1';
const FOLDER = '/etc/kubernetes/manifests/';

/** What a kubelet would make of the pod's document; null for a live object, which nobody puts into a folder as it stands. */
function fileOf(document: ManifestDocument, pod: AnalysedPod, { path, nodeName }: Destination): ReportedFile | null {
  if (isLive(document.value)) return null;
  const place = { nodeName: nodeName ?? EXAMPLE_NODE, path: path?.startsWith('/') ? path : `${FOLDER}${(document.name ?? 'pod').replace(/[^a-z0-9.-]/gi, '-')}.yaml` };
  const answer = asStaticFile(document, pod, place);
  const common = { node: place.nodeName, path: place.path };
  if (answer.verdict === 'runs') {
    const { changes, notes, mirror } = answer;
    return { ...common, verdict: 'runs', changes, notes: notes.map(({ text }) => text), mirror: { name: mirror.pod.metadata?.name ?? '', ...(mirror.refused === undefined ? {} : { refused: mirror.refused }) } };
  }
  const { verdict, because, log, hint, field } = answer;
  const at = field !== '' && document.has(field) ? document.positionOf(field) : null;
  return {
    ...common, verdict, because, lines: at && [at.line, at.endLine], notes: answer.verdict === 'refused' ? answer.notes.map(({ text }) => text) : [],
    ...(log === undefined ? {} : { log }), ...(hint === undefined ? {} : { hint }),
  };
}

/** Errors and warnings on the lines of each document; an item of a list has its own. */
function problemsByDocument({ documents, problems }: ManifestAnalysis): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { line, severity } of problems) {
    if (severity !== 'error' && severity !== 'warning') continue;
    const own = documents.findLast(({ startLine, endLine }) => line >= startLine && line <= endLine);
    if (own) counts.set(own.index, (counts.get(own.index) ?? 0) + 1);
  }
  return counts;
}

function reportPod(analysed: AnalysedPod, document: ManifestDocument, destination: Destination, problems: number): ReportedPod {
  const { classification, ownerKind, ownerName, pod } = analysed;
  return {
    document: analysed.document,
    title: `${ownerKind} ${ownerName ?? pod.metadata?.name ?? document.name ?? ''}`.trim(),
    startedBy: classification.startedBy,
    system: classification.system,
    confidence: classification.confidence,
    classification,
    settle: classification.settle ?? [],
    path: analysed.path,
    templatePath: analysed.templatePath,
    causes: allCauses(analysed, document),
    asFile: fileOf(document, analysed, destination),
    pod,
    row: rowOfAnalysed(document, analysed, classification, problems),
    evidence: classification.evidence.map((evidence, i) => {
      const found = evidence.field !== '' ? document.positionOf(evidence.field) : null;
      return { ...evidence, letter: LETTERS[i % LETTERS.length] ?? 'z', lines: found ? ([found.line, found.endLine] as const) : null, column: found?.column ?? 1 };
    }),
  };
}

