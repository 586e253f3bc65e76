/**
 * Which pods of a ReplicaSet go first when it shrinks: those that work least, then those with many siblings on their
 * node, then the youngest.
 * Stands for: pkg/controller/controller_utils.go:ActivePodsWithRanks, replica_set.go:getPodsToDelete.
 */
import type { Pod, ReplicaSet } from '../../kubernetes/objects';
import { parseRfc3339 } from '../../lib/time';
import type { Tx } from '../tx';
import { isPodActive, isPodReady, podCondition, uidOf, wallClock } from './controllerUtils';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

interface Ranked {
  readonly pod: Pod;
  /** Active pods on the same node that belong to ReplicaSets of the same owner. */
  readonly siblings: number;
}

/** The `count` pods to delete. */
export function podsToDelete(tx: Tx, set: ReplicaSet, active: readonly Pod[], count: number): readonly Pod[] {
  if (count >= active.length) return active;
  const perNode = new Map<string, number>();
  for (const pod of relatedPods(tx, set)) {
    const node = pod.spec?.nodeName;
    if (node !== undefined && isPodActive(pod)) perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  const now = wallClock(tx);
  return active
    .map((pod): Ranked => ({ pod, siblings: perNode.get(pod.spec?.nodeName ?? '') ?? 0 }))
    .sort((a, b) => compareForDeletion(a, b, now))
    .slice(0, count)
    .map(({ pod }) => pod);
}

/** The pods of all ReplicaSets with the same owner (replica_set.go:getIndirectlyRelatedPods). */
function relatedPods(tx: Tx, set: ReplicaSet): readonly Pod[] {
  const owner = set.metadata?.ownerReferences?.find((reference) => reference.controller)?.uid;
  const sets = owner === undefined ? [set] : tx.rows('replicaSets', 'replicaSetsByOwner', owner);
  return sets.flatMap((each) => tx.rows('pods', 'podsByOwner', uidOf(each)));
}

const assigned = (pod: Pod): number => (pod.spec?.nodeName ? 1 : 0);
const phase = (pod: Pod): number => PHASE_ORDER[pod.status?.phase ?? 'Pending'] ?? 0;
const ready = (pod: Pod): number => (isPodReady(pod) ? 1 : 0);

/** Negative: `a` goes first. */
export function compareForDeletion(a: Ranked, b: Ranked, now: number): number {
  return (
    assigned(a.pod) - assigned(b.pod) || phase(a.pod) - phase(b.pod) || ready(a.pod) - ready(b.pod) ||
    deletionCost(a.pod) - deletionCost(b.pod) || b.siblings - a.siblings ||
    (ready(a.pod) && ready(b.pod) ? compareAges(readySince(a.pod), readySince(b.pod), a.pod, b.pod, now) : 0) ||
    restarts(b.pod, false) - restarts(a.pod, false) || restarts(b.pod, true) - restarts(a.pod, true) ||
    compareAges(a.pod.metadata?.creationTimestamp, b.pod.metadata?.creationTimestamp, a.pod, b.pod, now)
  );
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata?.annotations?.[DELETION_COST] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

const readySince = (pod: Pod): string | null | undefined => podCondition(pod, 'Ready')?.lastTransitionTime;

/** Most restarts of one container: of the sidecars, or of the others. */
function restarts(pod: Pod, sidecars: boolean): number {
  const isSidecar = new Set((pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').map(({ name }) => name));
  const statuses = sidecars ? (pod.status?.initContainerStatuses ?? []).filter(({ name }) => isSidecar.has(name)) : (pod.status?.containerStatuses ?? []);
  return Math.max(0, ...statuses.map((status) => status.restartCount ?? 0));
}

/** The younger first, in logarithmic steps; in the same step the uid decides (logarithmicRankDiff). */
function compareAges(a: string | null | undefined, b: string | null | undefined, podA: Pod, podB: Pod, now: number): number {
  if (a === b) return 0;
  const difference = ageRank(a, now) - ageRank(b, now);
  return difference !== 0 ? difference : uidOf(podA) < uidOf(podB) ? -1 : 1;
}

function ageRank(time: string | null | undefined, now: number): number {
  const age = now - (parseRfc3339(time ?? '') ?? now);
  return age > 0 ? Math.floor(Math.log2(age * 1e6)) : -1;
}
