/**
 * What a DaemonSet does to its pods: one on each node that it wants, and when the template changes, the old ones out a
 * few at a time. Each function gives the changes; none of them writes.
 * Stands for: pkg/controller/daemon/daemon_controller.go:manage, podsShouldBeOnNode, update.go:rollingUpdate.
 */
import type { DaemonSet, Node, Pod } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { REVISION_LABEL } from './controllerRevisions';
import { isPodAvailable, isPodReady, nameOf, uidOf } from './controllerUtils';
import { allowsSurge, nodeShouldRunDaemonPod, oldestFirst, targetNode, updateLimits } from './daemonSetUtil';

export interface Changes {
  /** Names of nodes that get a pod. */
  readonly create: readonly string[];
  readonly delete: readonly Pod[];
  /** Failed or Succeeded pods, which are deleted with a word about it. */
  readonly deleteFinished: readonly Pod[];
}

type BacksOff = (pod: Pod, node: string) => boolean;
export type PodsByNode = ReadonlyMap<string, readonly Pod[]>;

/** daemon_controller.go:getNodesToDaemonPods: finished pods that are being deleted are nobody's concern any more. */
export function podsByNode(tx: Tx, set: DaemonSet): PodsByNode {
  const byNode = new Map<string, Pod[]>();
  for (const pod of tx.rows('pods', 'podsByOwner', uidOf(set))) {
    if (isTerminal(pod) && pod.metadata?.deletionTimestamp) continue;
    const node = targetNode(pod);
    if (node === undefined) continue;
    const pods = byNode.get(node);
    if (pods) pods.push(pod);
    else byNode.set(node, [pod]);
  }
  return byNode;
}

/** daemon_controller.go:manage. `backsOff` tells of a failed pod that its node must wait. */
export function manage(tx: Tx, set: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string, backsOff: BacksOff): Changes {
  const changes = { create: [] as string[], delete: [] as Pod[], deleteFinished: [] as Pod[] };
  const names = new Set<string>();
  for (const node of nodes) {
    const name = nameOf(node);
    names.add(name);
    const { shouldRun, shouldContinueRunning } = nodeShouldRunDaemonPod(node, set);
    const here = pods.get(name);
    if (shouldRun && !here) changes.create.push(name);
    else if (shouldContinueRunning && here) podsOnNode(tx, set, name, here, hash, shouldRun, changes, backsOff);
    else if (!shouldContinueRunning && here) changes.delete.push(...here.filter((pod) => !pod.metadata?.deletionTimestamp));
  }
  // Pods meant for a node that is gone would never be scheduled.
  for (const [node, stray] of pods) {
    if (!names.has(node)) changes.delete.push(...stray.filter((pod) => !pod.spec?.nodeName && !pod.metadata?.deletionTimestamp));
  }
  return changes;
}

interface Lists {
  readonly create: string[];
  readonly delete: Pod[];
  readonly deleteFinished: Pod[];
}

/** daemon_controller.go:podsShouldBeOnNode, for a node where daemon pods are and may stay. */
function podsOnNode(
  tx: Tx, set: DaemonSet, node: string, here: readonly Pod[], hash: string, shouldRun: boolean, changes: Lists, backsOff: BacksOff,
): void {
  const running: Pod[] = [];
  for (const pod of here) {
    if (pod.metadata?.deletionTimestamp) continue;
    if (pod.status?.phase === 'Succeeded' || (pod.status?.phase === 'Failed' && !backsOff(pod, node))) changes.deleteFinished.push(pod);
    else if (pod.status?.phase !== 'Failed') running.push(pod);
  }
  if (!allowsSurge(set)) {
    changes.delete.push(...oldestFirst(running).slice(1));
    return;
  }
  if (running.length === 0 && shouldRun) changes.create.push(node);
  if (running.length > 1) changes.delete.push(...surplusUnderSurge(tx, set, running, hash));
}

/** Under surge a node may hold one new and one old pod, while the old is Ready and the new not yet available. */
function surplusUnderSurge(tx: Tx, set: DaemonSet, running: readonly Pod[], hash: string): readonly Pod[] {
  const surplus: Pod[] = [];
  let newest: Pod | undefined;
  let old: Pod | undefined;
  for (const pod of oldestFirst(running)) {
    if (isUpdated(pod, hash) && !newest) newest = pod;
    else if (!isUpdated(pod, hash) && !old) old = pod;
    else surplus.push(pod);
  }
  if (newest && old && (!isPodReady(old) || isPodAvailable(tx, newest, set.spec?.minReadySeconds))) surplus.push(old);
  return surplus;
}

export const isUpdated = (pod: Pod, hash: string): boolean => pod.metadata?.labels?.[REVISION_LABEL] === hash;

/** update.go:rollingUpdate. */
export function rollingUpdate(tx: Tx, set: DaemonSet, nodes: readonly Node[], pods: PodsByNode, hash: string): Changes {
  const desired = nodes.filter((node) => nodeShouldRunDaemonPod(node, set).shouldRun).length;
  const { maxSurge, maxUnavailable } = updateLimits(set, desired);
  const available = (pod: Pod | undefined): boolean => pod !== undefined && isPodAvailable(tx, pod, set.spec?.minReadySeconds);
  const situations = [...pods.keys()].toSorted().map((node) => ({ node, ...pairOnNode(pods.get(node) ?? [], hash) }));
  return maxSurge === 0 ? replaceInPlace(situations, available, maxUnavailable) : replaceBySurge(tx, set, situations, available, maxSurge, desired);
}

type Available = (pod: Pod | undefined) => boolean;

interface Situation {
  readonly node: string;
  /** More pods than one old and one new: manage has to clear up first. */
  readonly excess: boolean;
  readonly newPod?: Pod;
  readonly oldPod?: Pod;
}

/** update.go:findUpdatedPodsOnNode. */
function pairOnNode(here: readonly Pod[], hash: string): Omit<Situation, 'node'> {
  const live = here.filter((pod) => !pod.metadata?.deletionTimestamp);
  const [newPod, ...moreNew] = live.filter((pod) => isUpdated(pod, hash));
  const [oldPod, ...moreOld] = live.filter((pod) => !isUpdated(pod, hash));
  if (moreNew.length > 0 || moreOld.length > 0) return { excess: true };
  return { excess: false, ...(newPod ? { newPod } : {}), ...(oldPod ? { oldPod } : {}) };
}

/** Without surge: the old pod goes, and the main loop makes its successor when it has ended. */
function replaceInPlace(situations: readonly Situation[], available: Available, maxUnavailable: number): Changes {
  let unavailable = 0;
  const replaceable: Pod[] = [];
  const candidates: Pod[] = [];
  for (const { excess, newPod, oldPod } of situations) {
    if (excess || (newPod === undefined) === (oldPod === undefined)) {
      unavailable++;
    } else if (!oldPod) {
      if (!available(newPod)) unavailable++;
    } else if (!available(oldPod)) {
      replaceable.push(oldPod);
      unavailable++;
    } else if (unavailable < maxUnavailable) {
      candidates.push(oldPod);
    }
  }
  return { create: [], delete: [...replaceable, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))], deleteFinished: [] };
}

/** With surge: the new pod comes beside the old one, which goes when the new one is available. */
function replaceBySurge(tx: Tx, set: DaemonSet, situations: readonly Situation[], available: Available, maxSurge: number, desired: number): Changes {
  let surging = 0;
  let numAvailable = 0;
  const toDelete: Pod[] = [];
  const sunset: Pod[] = [];
  const allowed: string[] = [];
  const candidates: string[] = [];
  for (const { node, excess, newPod, oldPod } of situations) {
    if (excess) {
      surging++;
      continue;
    }
    if (available(oldPod ?? newPod)) numAvailable++;
    if (!oldPod) continue;
    if (newPod) {
      if (available(newPod)) toDelete.push(oldPod);
      else surging++;
      continue;
    }
    const row = tx.get('nodes', node);
    const wanted = row !== undefined && nodeShouldRunDaemonPod(row, set).shouldRun;
    if (!available(oldPod)) {
      if (wanted) allowed.push(node);
      else toDelete.push(oldPod);
    } else if (!wanted) {
      sunset.push(oldPod);
    } else if (surging < maxSurge) {
      candidates.push(node);
    }
  }
  toDelete.push(...sunset.slice(0, Math.max(0, numAvailable - desired)));
  return { create: [...allowed, ...candidates.slice(0, Math.max(0, maxSurge - surging))], delete: toDelete, deleteFinished: [] };
}
