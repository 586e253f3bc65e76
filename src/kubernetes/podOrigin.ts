/**
 * Where a pod comes from, as the kubelet's annotations tell: a file, a URL or the API server, and whether it is a
 * mirror. Stands for pkg/kubelet/types (pod_update.go, constants.go). What such a pod is made of stands in
 * staticPods.ts and mirrorPod.ts.
 */
import type { Pod } from './objects';

/** Written by the kubelet on its own copy of every pod, and thereby on mirrors: file, http or api. */
export const configSourceAnnotation = 'kubernetes.io/config.source';
/** When this kubelet process first saw the pod. */
export const configSeenAnnotation = 'kubernetes.io/config.seen';
/** The UID of the static pod. */
export const configHashAnnotation = 'kubernetes.io/config.hash';
/** On mirrors only: the config.hash of the static pod that was copied. */
export const configMirrorAnnotation = 'kubernetes.io/config.mirror';

/** What a kubelet can read pods from. */
export type PodSource = 'file' | 'http' | 'api';
const allSources: readonly PodSource[] = ['file', 'http', 'api'];
const isPodSource = (text: string): text is PodSource => allSources.some((source) => source === text);

/** The annotation's value, or undefined when the pod does not have it. An empty value counts as present. */
export const annotationOf = (pod: Pod, key: string): string | undefined => pod.metadata?.annotations?.[key];

/** The text in config.source, undefined when the pod has none (pkg/kubelet/types/pod_update.go:GetPodSource). */
export const getPodSource = (pod: Pod): string | undefined => annotationOf(pod, configSourceAnnotation);

/** Is it a mirror? Any value of config.mirror counts, the empty one too (pkg/kubelet/types/pod_update.go:IsMirrorPod). */
export const isMirrorPod = (pod: Pod): boolean => annotationOf(pod, configMirrorAnnotation) !== undefined;

/**
 * Is it a static pod, in the kubelet's own view: does it have a source other than the API server? A mirror as the API
 * server shows it says so too (pkg/kubelet/types/pod_update.go:IsStaticPod).
 */
export function isStaticPod(pod: Pod): boolean {
  const source = getPodSource(pod);
  return source !== undefined && source !== 'api';
}

/**
 * The sources that a list of names stands for: `*` is all of them, the empty name is skipped. An unknown name is an
 * error (pkg/kubelet/types/pod_update.go:GetValidatedSources).
 */
export function getValidatedSources(
  names: readonly string[],
): { readonly sources: readonly PodSource[]; readonly error?: string } {
  const validated: PodSource[] = [];
  for (const name of names) {
    if (name === '*') return { sources: allSources };
    if (isPodSource(name)) validated.push(name);
    else if (name !== '') return { sources: [], error: `unknown pod source ${JSON.stringify(name)}` };
  }
  return { sources: validated };
}

/** system-cluster-critical; pods from here up are critical by priority (pkg/apis/scheduling/types.go). */
export const systemCriticalPriority = 2_000_000_000;
/** system-node-critical (pkg/apis/scheduling/types.go). */
export const systemNodeCriticalPriority = 2_000_001_000;
export const systemClusterCritical = 'system-cluster-critical';
export const systemNodeCritical = 'system-node-critical';

/** pkg/kubelet/types/pod_update.go:IsCriticalPodBasedOnPriority. */
export const isCriticalPodBasedOnPriority = (priority: number): boolean => priority >= systemCriticalPriority;

/**
 * Does the kubelet protect this pod? Every static pod and every mirror, whatever its priority, and every pod of a
 * system priority (pkg/kubelet/types/pod_update.go:IsCriticalPod).
 */
export const isCriticalPod = (pod: Pod): boolean =>
  isStaticPod(pod) || isMirrorPod(pod) ||
  (pod.spec?.priority !== undefined && isCriticalPodBasedOnPriority(pod.spec.priority));

/** Critical, and of the class system-node-critical (pkg/kubelet/types/pod_update.go:IsNodeCriticalPod). */
export const isNodeCriticalPod = (pod: Pod): boolean =>
  isCriticalPod(pod) && pod.spec?.priorityClassName === systemNodeCritical;

/**
 * May the kubelet kill `preemptee` to make room for `preemptor`? When one is critical and the other is not, or when
 * the preemptor's priority is higher (pkg/kubelet/types/pod_update.go:Preemptable).
 */
export function preemptable(preemptor: Pod, preemptee: Pod): boolean {
  if (isCriticalPod(preemptor) && !isCriticalPod(preemptee)) return true;
  const ours = preemptor.spec?.priority;
  const theirs = preemptee.spec?.priority;
  return ours !== undefined && theirs !== undefined && ours > theirs;
}

/** The kubelet's full name of a pod: `<name>_<namespace>` (pkg/kubelet/container/helpers.go:GetPodFullName). */
export const podFullName = (pod: Pod): string => `${pod.metadata?.name ?? ''}_${pod.metadata?.namespace ?? ''}`;

/** The two parts of a full name, or undefined when it is not one (pkg/kubelet/container/runtime.go:ParsePodFullName). */
export function parsePodFullName(fullName: string): { readonly name: string; readonly namespace: string } | undefined {
  const [name, namespace, ...rest] = fullName.split('_');
  return name && namespace && rest.length === 0 ? { name, namespace } : undefined;
}
