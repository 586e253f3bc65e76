/**
 * The answer of the paste panel: a text to its documents, its problems, and its pods with what they are and why. One
 * call over parse, podTemplates, diagnose and kubernetes/classify. Every evidence names a field whose line the document
 * knows (`documents[pod.document].positionOf(evidence.field)`).
 */
import type { Classification } from '../kubernetes/classification';
import { classify } from '../kubernetes/classify';
import type { ApiObject } from '../kubernetes/objects';
import { servedVersion } from './apiVersions';
import { diagnose, type Destination } from './diagnose';
import { parseManifest, type ManifestDocument, type ManifestPart } from './parse';
import { podsOfDocument, type PodInDocument } from './podTemplates';
import type { Problem } from './problem';

export interface AnalysedPod extends PodInDocument {
  readonly classification: Classification;
}

export interface ManifestAnalysis {
  /** The text as it was read, with LF as line break. */
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  readonly parts: readonly ManifestPart[];
  readonly problems: readonly Problem[];
  readonly pods: readonly AnalysedPod[];
}

/** The document's object, with the kind that its list or its shape gives it. */
export function objectOf(doc: ManifestDocument): ApiObject {
  const { value, kind, apiVersion, kindFrom } = doc;
  if (kindFrom === 'text' || kind === undefined) return value;
  return { ...value, kind, apiVersion: apiVersion ?? servedVersion(kind) ?? 'v1' };
}

/**
 * Reads and judges a pasted text. `destination` is what is known besides the text: its path, and where the user would
 * put it. Never throws, whatever the text is.
 */
export function analyseManifest(text: string, destination: Destination = {}): ManifestAnalysis {
  const parsed = parseManifest(text);
  const pods = parsed.documents.flatMap(podsOfDocument);
  // Owners are looked up among the other objects; pods own nothing.
  const related = parsed.documents.filter((doc) => doc.kind !== 'Pod').map(objectOf);
  const analysed = pods.flatMap((pod): readonly AnalysedPod[] => {
    const doc = parsed.documents[pod.document];
    if (!doc) return [];
    const template = pod.builtIn ? {} : { template: pod.template };
    return [{ ...pod, classification: classify(objectOf(doc), { ...destination, related, ...template }) }];
  });
  return {
    text: parsed.text,
    documents: parsed.documents,
    parts: parsed.parts,
    problems: diagnose(parsed, pods, destination),
    pods: analysed,
  };
}
