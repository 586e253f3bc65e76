/**
 * Who would refuse the pods of a document, and with which words: the API server when it is applied, the kubelet when
 * the file is put into its manifests folder. The rules are in kubernetes/; here they get their lines.
 */
import { isLive } from '../kubernetes/classifyLive';
import { podSpecDefaults } from '../kubernetes/defaults';
import { fieldErrorText, type FieldError } from '../kubernetes/fieldErrors';
import { validateObjectMeta } from '../kubernetes/metadataValidation';
import type { ApiObject, Volume } from '../kubernetes/objects';
import { fieldsOf, listOf, textOf } from '../kubernetes/reading';
import { validatePodManifest, validatePodSpec } from '../kubernetes/validation';
import { nameRuleOf, validateWorkloadItself } from '../kubernetes/workloadValidation';
import { tryDecodeSinglePod } from '../kubernetes/staticPods';
import { problemAt } from './objectProblems';
import type { ManifestDocument, ManifestPart } from './parse';
import type { PodInDocument } from './podTemplates';
import type { Problem } from './problem';
import { conform, typeOfKind } from './schema';

/** An objection of the API server in its own words, and the line that causes it. */
export interface Objection {
  readonly text: string;
  /** The field of the document that it names, or the nearest one that stands in the text. */
  readonly field: string;
  readonly line: number;
}

/**
 * What the API server would object to if this pod were made as it stands in the text: also for a template of a custom
 * kind, which only its operator would find out, and for a live object, which was let in by an older server.
 */
export function podObjections(doc: ManifestDocument, pod: PodInDocument): readonly Objection[] {
  return objections(pod, claimVolumes(doc, pod)).map((error) => {
    const field = error.at ?? error.field;
    return { text: fieldErrorText(error), field, line: doc.positionOf(field).line };
  });
}

/** The API server's objections to the pods of one document. A live object was let in once: it is not judged again. */
export function apiRefusals(doc: ManifestDocument, pods: readonly PodInDocument[]): readonly Problem[] {
  if (isLive(doc.value)) return [];
  const refusal = (message: string, field: string, detail: string): Problem => problemAt(doc, field, { severity: 'error', code: 'apiRefuses', message, detail });
  return [
    ...workloadErrors(doc).map((error) => refusal(fieldErrorText(error), error.at ?? error.field, `The API server refuses the ${doc.kind ?? 'object'}.`)),
    ...pods.filter((pod) => pod.builtIn).flatMap((pod) => podObjections(doc, pod).map(({ text, field }) => refusal(text, field, refusalDetail(pod)))),
  ];
}

/** The versions whose rules these are: older ones filled in a selector, and are served no more. */
const currentVersions = ['apps/v1', 'batch/v1'];

/**
 * The objections to a Deployment, Job and so on itself: its name, its selector, its numbers, its restart policy. That it
 * has no name is told for every kind (objectProblems.ts); without a namespace it goes into the default one.
 */
function workloadErrors({ value, apiVersion, kind }: ManifestDocument): readonly FieldError[] {
  const type = typeOfKind(apiVersion, kind);
  if (kind === undefined || type === undefined || !currentVersions.includes(apiVersion ?? '')) return [];
  const object: ApiObject = { ...fieldsOf(conform(value, type)), kind };
  const { metadata } = object;
  const named = validateObjectMeta({ ...metadata, namespace: metadata?.namespace || 'default' }, 'metadata', nameRuleOf(kind));
  return [...named.filter(({ type: error, field }) => error !== 'Required' || field !== 'metadata.name'), ...validateWorkloadItself(object)];
}

/**
 * A StatefulSet's template is not validated with it, because its claims are no volumes yet: only its pods are refused
 * (pkg/apis/apps/validation/validation.go:ValidatePodTemplateSpecForStatefulSet).
 */
function refusalDetail(pod: PodInDocument): string {
  if (pod.templatePath === '') return 'The API server refuses the pod.';
  if (pod.ownerKind === 'StatefulSet') return 'The API server takes the StatefulSet and refuses its pods.';
  return `The API server refuses the ${pod.ownerKind}.`;
}

/** The volumes that a StatefulSet's claims become in its pods. */
const claimVolumes = ({ value }: ManifestDocument, { ownerKind }: PodInDocument): readonly Volume[] =>
  ownerKind !== 'StatefulSet' ? [] : listOf(fieldsOf(value['spec'])['volumeClaimTemplates']).flatMap((claim) => {
    const name = textOf(fieldsOf(claim['metadata'])['name']);
    return name === undefined ? [] : [{ name, persistentVolumeClaim: { claimName: name } }];
  });

function objections(pod: PodInDocument, claims: readonly Volume[]): readonly FieldError[] {
  const spec = pod.pod.spec ?? {};
  const withClaims = claims.length === 0 ? spec : { ...spec, volumes: [...(spec.volumes ?? []), ...claims] };
  const found = pod.templatePath === ''
    ? validatePodManifest(pod.pod)
    : validatePodSpec(podSpecDefaults(withClaims, false), pod.pod.metadata, pod.path, { resourceIsPod: false });
  const seen = new Set<string>();
  return found.filter((error) => {
    const text = fieldErrorText(error);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

export interface ManifestsFolder {
  /** The file's full path on the node; it is part of the pod's UID. */
  readonly path?: string;
  readonly nodeName?: string;
}

/**
 * What a kubelet would leave out or refuse if the whole text were one file of its manifests folder: it reads the first
 * document only, and runs it only when it is a Pod without references to the API (pkg/kubelet/config/file.go:extractFromFile).
 */
export function kubeletRefusals(documents: readonly ManifestDocument[], parts: readonly ManifestPart[], folder: ManifestsFolder): readonly Problem[] {
  const first = documents.find((doc) => doc.part === 0 && doc.path === '');
  const rest = parts.slice(1).filter(({ trailing }) => !trailing).map((part): Problem => ({
    line: part.startLine, column: 1, severity: 'warning', code: 'kubeletIgnores',
    message: 'The kubelet ignores this document', detail: 'Of several documents in one file it reads the first, silently.',
    hint: 'Put each pod into a file of its own.',
  }));
  if (!first || isLive(first.value)) return rest;
  const origin = { source: 'file', location: folder.path ?? '/etc/kubernetes/manifests/pod.yaml', nodeName: folder.nodeName ?? 'node' } as const;
  const result = tryDecodeSinglePod(first.value, origin);
  // The API server's objections stand as problems of their own.
  if (result.accepted || result.reason === 'Invalid') return rest;
  const field = result.field ?? (result.reason === 'NoName' ? 'metadata.name' : 'kind');
  return [problemAt(first, field, {
    severity: 'warning', code: 'kubeletRefuses', message: result.reason === 'NotAPod' ? `A kubelet runs only Pods, not a ${first.kind ?? 'thing without kind'}` : result.message,
    detail: 'Put into a manifests folder, the file is logged and skipped.',
  }), ...rest];
}

/** The note on several documents when nobody has said where the text goes. */
export function severalDocumentsNote(documents: readonly ManifestDocument[], parts: readonly ManifestPart[]): readonly Problem[] {
  const second = parts.filter(({ trailing }) => !trailing)[1];
  const first = documents.find((doc) => doc.part === 0);
  if (!second || first?.kind !== 'Pod' || first.list !== undefined || isLive(first.value)) return [];
  return [{
    line: second.startLine, column: 1, severity: 'info', code: 'kubeletIgnores',
    message: 'In a manifests folder only the first document would count',
    detail: 'A kubelet reads one Pod from a file and ignores what follows. Applied to the API server, every document counts.',
  }];
}
