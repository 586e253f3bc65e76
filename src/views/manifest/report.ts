/**
 * What the paste panel shows of a text: plain data without functions, so that a worker can make it and hand it over.
 * Every piece of evidence carries its lines.
 */
import type { Classification, Confidence, Evidence, StartedBy } from '../../kubernetes/classification';
import type { ApiObject, Pod } from '../../kubernetes/objects';
import { analyseManifest, objectOf, type AnalysedPod, type ManifestAnalysis } from '../../manifest/analyse';
import { allCauses, type Causes } from '../../manifest/causes';
import type { Destination } from '../../manifest/diagnose';
import type { Problem } from '../../manifest/problem';

export interface ReportedEvidence extends Evidence {
  /** a, b, c … as it stands in the gutter. */
  readonly letter: string;
  /** Lines in the text, from 1; null when it is not in the text. */
  readonly lines: readonly [from: number, to: number] | null;
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
  /** Where the pod stands in its document: '' for a Pod, 'spec.template' for most templates. */
  readonly templatePath: string;
  /** The lines that cause what its picture shows. */
  readonly causes: Causes;
  readonly pod: Pod;
}

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
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export function reportOn(text: string, destination: Destination = {}): Report {
  const analysis = analyseManifest(text, destination);
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
    pods: analysis.pods.map((pod) => reportPod(pod, analysis)),
  };
}

function reportPod(analysed: AnalysedPod, { documents }: ManifestAnalysis): ReportedPod {
  const { classification, ownerKind, ownerName, pod } = analysed;
  const document = documents[analysed.document];
  return {
    document: analysed.document,
    title: `${ownerKind} ${ownerName ?? pod.metadata?.name ?? document?.name ?? ''}`.trim(),
    startedBy: classification.startedBy,
    system: classification.system,
    confidence: classification.confidence,
    classification,
    settle: classification.settle ?? [],
    templatePath: analysed.templatePath,
    causes: document ? allCauses(analysed, document) : {},
    pod,
    evidence: classification.evidence.map((evidence, i) => {
      const found = document && evidence.field !== '' ? document.positionOf(evidence.field) : null;
      return { ...evidence, letter: LETTERS[i % LETTERS.length] ?? 'z', lines: found ? ([found.line, found.endLine] as const) : null };
    }),
  };
}

