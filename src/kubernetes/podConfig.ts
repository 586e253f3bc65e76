/**
 * How a kubelet turns the full set of pods that a source sends each time into operations. Stands for
 * pkg/kubelet/config/config.go (podStorage.merge, updatePodsFunc, checkAndUpdatePod). Pods are matched by UID. Left
 * out: sources that send single changes, and the event about a repeated name.
 */
import type { Pod } from './objects';
import { canonicalText } from './podHash';
import { configHashAnnotation, configSeenAnnotation, configSourceAnnotation, podFullName } from './podOrigin';

export type PodOperation = 'REMOVE' | 'ADD' | 'UPDATE' | 'DELETE' | 'RECONCILE';

export interface PodUpdate {
  readonly op: PodOperation;
  readonly pods: readonly Pod[];
}

/** What the kubelet knows of one source. `seen` turns true with its first set, be it empty. */
export interface SourceState {
  readonly pods: readonly Pod[];
  readonly seen: boolean;
}

export const unseenSource: SourceState = { pods: [], seen: false };

/** Annotations that the kubelet itself writes: they are no change (config.go:localAnnotations). */
const localAnnotations = [configSourceAnnotation, configSeenAnnotation, configHashAnnotation];

/** Everything that counts as a change of the pod itself (config.go:podsDifferSemantically). */
function meaning(pod: Pod): string {
  const annotations = { ...pod.metadata?.annotations };
  for (const key of localAnnotations) delete annotations[key];
  return canonicalText({
    spec: pod.spec ?? {}, labels: pod.metadata?.labels ?? {}, annotations,
    deletionTimestamp: pod.metadata?.deletionTimestamp, grace: pod.metadata?.deletionGracePeriodSeconds,
  });
}

/** What a newer version of a pod asks for (config.go:checkAndUpdatePod). */
function operationFor(existing: Pod, pod: Pod): PodOperation | undefined {
  if (meaning(existing) !== meaning(pod)) return pod.metadata?.deletionTimestamp === undefined ? 'UPDATE' : 'DELETE';
  return canonicalText(existing.status ?? {}) === canonicalText(pod.status ?? {}) ? undefined : 'RECONCILE';
}

/** Pods whose full name was not there before in the same set; a second one is ignored (config.go:filterInvalidPods). */
function withoutRepeatedNames(pods: readonly Pod[]): readonly Pod[] {
  const names = new Set<string>();
  return pods.filter((pod) => {
    const name = podFullName(pod);
    if (names.has(name)) return false;
    names.add(name);
    return true;
  });
}

const order: readonly PodOperation[] = ['REMOVE', 'ADD', 'UPDATE', 'DELETE', 'RECONCILE'];

/**
 * The operations for a new set, in upstream's order, and the state after it. The first set of a source is told with an
 * empty ADD when nothing else is: that is how the kubelet learns that the source is ready
 * (pkg/kubelet/config/config.go:Merge).
 */
export function mergeSet(state: SourceState, set: readonly Pod[]): { readonly updates: readonly PodUpdate[]; readonly state: SourceState } {
  const known = new Map(state.pods.map((pod) => [pod.metadata?.uid ?? podFullName(pod), pod]));
  const pods = withoutRepeatedNames(set);
  const kept = new Set(pods.map((pod) => pod.metadata?.uid ?? podFullName(pod)));
  const byOperation = new Map<PodOperation, Pod[]>(order.map((op) => [op, []]));
  for (const pod of pods) {
    const existing = known.get(pod.metadata?.uid ?? podFullName(pod));
    const op = existing === undefined ? 'ADD' : operationFor(existing, pod);
    if (op !== undefined) byOperation.get(op)?.push(pod);
  }
  for (const [uid, pod] of known) if (!kept.has(uid)) byOperation.get('REMOVE')?.push(pod);
  const quiet = (['ADD', 'UPDATE', 'DELETE'] as const).every((op) => byOperation.get(op)?.length === 0);
  const updates = order.flatMap((op): readonly PodUpdate[] => {
    const changed = byOperation.get(op) ?? [];
    const announces = op === 'ADD' && !state.seen && quiet;
    return changed.length > 0 || announces ? [{ op, pods: changed }] : [];
  });
  return { updates, state: { pods, seen: true } };
}
