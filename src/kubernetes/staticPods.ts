/**
 * What a kubelet makes of a manifest object that it reads from a file or a URL: decode, default, validate, refuse
 * references, name after the node. Stands for pkg/kubelet/config/common.go (tryDecodeSinglePod, tryDecodePodList,
 * applyDefaults) and the last words of file.go and http.go. Left out: parsing of the text (the manifest layer does it;
 * of several YAML documents a kubelet reads the first) and types of fields, which the decoder refuses.
 */
import { hasAPIObjectReference } from './apiObjectReferences';
import { fieldErrorsText, type FieldError } from './fieldErrors';
import type { ApiObject, Pod, Toleration } from './objects';
import { canonicalText, fnv128a } from './podHash';
import { podDefaults } from './podSpecDefaults';
import {
  configHashAnnotation, configSeenAnnotation, configSourceAnnotation, systemClusterCritical, systemCriticalPriority,
  systemNodeCritical, systemNodeCriticalPriority,
} from './podOrigin';
import { fieldsOf, isFields, listOf, textOf } from './reading';
import { validatePodCreate, type PodValidationOptions } from './validation';

/** Where the kubelet read the manifest: a file of its folder, or its URL. */
export interface ManifestOrigin {
  readonly source: 'file' | 'http';
  /** The file's full path, or the URL. It is part of the UID. */
  readonly location: string;
  readonly nodeName: string;
}

/** `<name>-<node in lower case>` (pkg/kubelet/config/common.go:generatePodName). */
export const generatePodName = (name: string, nodeName: string): string => `${name}-${nodeName.toLowerCase()}`;

/** The toleration that keeps static pods from files on a node that is tainted NoExecute. */
export const staticPodToleration: Toleration = { operator: 'Exists', effect: 'NoExecute' };

/**
 * The UID of a static pod without one of its own: 32 hexadecimal digits over the defaulted object, the node and the
 * path, or the URL alone. Comments and layout do not change it, a renamed file does. See podHash.ts on how it differs
 * from upstream's.
 */
export const staticPodUid = (pod: Pod, origin: ManifestOrigin): string =>
  fnv128a(canonicalText(pod) +
    (origin.source === 'file' ? `host:${origin.nodeName}file:${origin.location}` : `url:${origin.location}`));

/** Adds the toleration, or puts it in place of one for the same taints (apis/core/helper:AddOrUpdateTolerationInPod). */
function withToleration(tolerations: readonly Toleration[], added: Toleration): readonly Toleration[] {
  const same = (each: Toleration): boolean =>
    (each.key ?? '') === (added.key ?? '') && (each.effect ?? '') === (added.effect ?? '') &&
    (each.operator ?? '') === (added.operator ?? '') && (each.value ?? '') === (added.value ?? '');
  return [...tolerations.filter((each) => !same(each)), added];
}

/**
 * The kubelet's changes to a defaulted pod: UID, name, namespace, node, hash annotation, toleration, phase. An explicit
 * UID is kept (pkg/kubelet/config/common.go:applyDefaults).
 */
export function applyDefaults(pod: Pod, origin: ManifestOrigin): Pod {
  const uid = textOf(pod.metadata?.uid) || staticPodUid(pod, origin);
  const tolerations: readonly Toleration[] = Array.isArray(pod.spec?.tolerations) ? pod.spec.tolerations : [];
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      name: generatePodName(textOf(pod.metadata?.name) ?? '', origin.nodeName),
      namespace: textOf(pod.metadata?.namespace) || 'default',
      uid,
      annotations: { ...pod.metadata?.annotations, [configHashAnnotation]: uid },
    },
    spec: {
      ...pod.spec,
      nodeName: origin.nodeName,
      ...(origin.source === 'file' ? { tolerations: withToleration(tolerations, staticPodToleration) } : {}),
    },
    status: { ...pod.status, phase: 'Pending' },
  };
}

/** Why a kubelet does not run a manifest. */
export type StaticPodRefusal =
  /** No object, or an object of no known kind. */
  | 'Undecodable'
  /** A known kind that is no Pod. */
  | 'NotAPod'
  | 'NoName'
  | 'Invalid'
  /** It refers to an object of the API. */
  | 'ApiReference';

export type StaticPodResult =
  | { readonly accepted: true; readonly parsed: true; readonly pod: Pod; readonly warning?: string }
  | {
      readonly accepted: false;
      /** Was it a Pod at all? Only then is the text not offered to the decoder of lists. */
      readonly parsed: boolean;
      readonly reason: StaticPodRefusal;
      /** The kubelet's words. */
      readonly message: string;
      /** The API's objections, for reason Invalid. */
      readonly errors?: readonly FieldError[];
      /** The field that refers, for reason ApiReference. */
      readonly field?: string;
    };

export interface DecodeOptions extends PodValidationOptions {
  /** Gate PreventStaticPodAPIReferences, on since 1.34. */
  readonly preventApiReferences?: boolean;
}

/** Kinds of the API that a file may hold by mistake, with their Go types, as the kubelet prints them. */
const goPackages: Readonly<Record<string, string>> = {
  'apps/v1': 'apps', 'batch/v1': 'batch', v1: 'core', 'rbac.authorization.k8s.io/v1': 'rbac',
  'networking.k8s.io/v1': 'networking', 'policy/v1': 'policy', 'storage.k8s.io/v1': 'storage',
};

/** What decoding finds before it knows of pods (runtime.Decode): missing kind, missing version, unknown kind. */
function decodeFailure(object: unknown): Extract<StaticPodResult, { accepted: false }> | undefined {
  const refuse = (message: string, reason: StaticPodRefusal = 'Undecodable') =>
    ({ accepted: false, parsed: false, reason, message }) as const;
  if (!isFields(object)) return refuse("couldn't get version/kind; json parse error");
  const kind = textOf(object['kind']) ?? '';
  const version = textOf(object['apiVersion']) ?? '';
  const text = JSON.stringify(object);
  if (kind === '') return refuse(`Object 'Kind' is missing in '${text}'`);
  if (version === '') return refuse(`Object 'apiVersion' is missing in '${text}'`);
  if (kind === 'Pod' && version === 'v1') return undefined;
  const known = goPackages[version];
  return known && kind !== 'Pod'
    ? refuse(`invalid pod: &${known}.${kind}{...}`, 'NotAPod')
    : refuse(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme "pkg/api/legacyscheme/scheme.go:30"`);
}

/**
 * One Pod from one manifest object: the kubelet's pod, or the reason why there is none, in upstream's order and words
 * (pkg/kubelet/config/common.go:tryDecodeSinglePod). A Deployment or a List in a file ends here.
 */
export function tryDecodeSinglePod(object: ApiObject | null | undefined, origin: ManifestOrigin, options: DecodeOptions = {}): StaticPodResult {
  const failure = decodeFailure(object);
  if (failure) return failure;
  return decodePod({ ...fieldsOf(object) }, origin, options);
}

function decodePod(object: Pod, origin: ManifestOrigin, options: DecodeOptions): StaticPodResult {
  const refuse = (reason: StaticPodRefusal, message: string, more: { errors?: readonly FieldError[]; field?: string } = {}) =>
    ({ accepted: false, parsed: true, reason, message, ...more }) as const;
  if (!textOf(object.metadata?.name)) return refuse('NoName', 'invalid pod: name is needed for the pod');
  const pod = applyDefaults(podDefaults(object), origin);
  const errors = validatePodCreate(pod, options);
  if (errors.length > 0) return refuse('Invalid', `invalid pod: ${fieldErrorsText(errors)}`, { errors });
  if (options.preventApiReferences ?? true) {
    const reference = hasAPIObjectReference(pod);
    if (reference.error !== undefined) return refuse('Invalid', reference.error);
    if (reference.found) {
      return refuse('ApiReference', `static pods may not reference ${reference.resource}`,
        reference.field === undefined ? {} : { field: reference.field });
    }
  }
  const warning = staticPodPriorityWarning(pod);
  return { accepted: true, parsed: true, pod, ...(warning === undefined ? {} : { warning }) };
}

/**
 * The pods of a PodList, which only a URL may deliver: one bad pod refuses the whole list
 * (pkg/kubelet/config/common.go:tryDecodePodList, http.go:extractFromURL).
 */
export function tryDecodePodList(object: ApiObject | null | undefined, origin: ManifestOrigin, options: DecodeOptions = {}): readonly StaticPodResult[] {
  const list = fieldsOf(object);
  if (list['kind'] !== 'PodList') {
    return [{ accepted: false, parsed: false, reason: 'NotAPod', message: `invalid pods list: ${textOf(list['kind']) ?? ''}` }];
  }
  const results = listOf(list['items']).map((item) => decodePod(item, origin, options));
  const refused = results.find((result) => !result.accepted);
  return refused ? [refused] : results;
}

/** What the kubelet logs about a manifest file that holds no pod it can run (pkg/kubelet/config/file.go:extractFromFile). */
export const fileRefusalText = (path: string, result: Extract<StaticPodResult, { accepted: false }>): string =>
  result.parsed ? result.message : `${path}: couldn't parse as pod(${result.message}), please check config file`;

/**
 * The pod as the kubelet keeps it: with its source and the time at which this kubelet first saw it, RFC 3339
 * (pkg/kubelet/config/config.go:podStorage.merge). API pods get it too, on the kubelet's copy only.
 */
export const withConfigSource = (pod: Pod, source: 'file' | 'http' | 'api', seenAt: string): Pod => ({
  ...pod,
  metadata: {
    ...pod.metadata,
    annotations: { ...pod.metadata?.annotations, [configSourceAnnotation]: source, [configSeenAnnotation]: seenAt },
  },
});

/** The kubelet's warning about a priority that the API server may refuse (config/common.go:getStaticPodPriorityWarning). */
export function staticPodPriorityWarning(pod: Pod): string | undefined {
  const { priority, priorityClassName } = pod.spec ?? {};
  if (priorityClassName && priority === undefined) {
    return 'Static Pod has non-nil PriorityClassName and nil Priority. Kubelet will not make use of the priority. Mirror pod creation may fail.';
  }
  if (priority !== undefined && !priorityClassName) {
    return "Static Pod has Priority set without PriorityClassName. Mirror Pod creation may fail if the default priority class doesn't match the given priority";
  }
  const standard = priority === undefined ||
    (priority === systemNodeCriticalPriority && priorityClassName === systemNodeCritical) ||
    (priority === systemCriticalPriority && priorityClassName === systemClusterCritical);
  return standard
    ? undefined
    : 'Static Pod has non-standard values for Priority and PriorityClassName. Mirror Pod may be attempted to be evicted from the node ineffectively';
}
