/**
 * PLEG, the kubelet's look at what the runtime has: once a second, and for one pod at once after a sync that did
 * something. What changed since the last look wakes the pod's worker. Stands for pkg/kubelet/pleg/generic.go. No look is
 * made while nothing has changed: whoever changes a container calls {@link noticeContainerChange}.
 */
import type { Tx } from '../tx';
import type { ContainerRow, PodWorkerRow } from '../world';
import { aboutPod, callRuntime, kubeletMemory, podNote, podTimer, untilTick, workerOf } from './kubeletState';
import { containersOf } from './podRuntimeView';
import { updatePod } from './podWorkers';

/** kubelet.go: genericPlegRelistPeriod. */
export const RELIST_PERIOD = 1000;

/** Something of that pod changed in the runtime: the kubelet of `node` sees it at its next look. */
export function noticeContainerChange(tx: Tx, node: string, podUid: string): void {
  const row = workerOf(tx, node, podUid);
  if (!row || !kubeletMemory(tx, node)) return;
  tx.sendSoonest(podNote(row, 'pleg'), untilTick(tx, node, RELIST_PERIOD), podTimer('pleg', node, podUid));
}

/** The look at one pod: what has ended is told, and the pod is synced (kubelet.go:syncLoopIteration, plegCh). */
export function relist(tx: Tx, node: string, uid: string): void {
  const row = workerOf(tx, node, uid);
  if (!row) return;
  if (row.state === 'sync') {
    for (const dead of newlyDead(tx, row)) {
      tx.because('kubelet.containerDied', aboutPod(row, { container: dead.name, exitCode: String(dead.exitCode ?? 0) }));
    }
  }
  removeOldContainers(tx, row);
  updatePod(tx, row, { type: 'sync' });
}

/** The look that follows a sync at once. Nothing changed: nothing happens (generic.go:UpdateCache). */
export function relistAfterSync(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  const timer = podTimer('pleg', row.node, row.uid);
  if (!tx.pending(timer)) return row;
  tx.cancel(timer);
  return updatePod(tx, row, { type: 'sync' });
}

/** Containers that ended by themselves since the look before. */
function newlyDead(tx: Tx, row: PodWorkerRow): ContainerRow[] {
  const killed = row.memory.killing?.containers ?? {};
  return containersOf(tx, row.uid).filter(
    (container) => container.state === 'exited' && (container.finishedAt ?? 0) > tx.now - RELIST_PERIOD && !(container.id in killed),
  );
}

/** Of each name one dead container is kept (pkg/kubelet/kubelet.go:cleanUpContainersInPod; kubelet_pods.go). */
function removeOldContainers(tx: Tx, row: PodWorkerRow): void {
  const kept = new Set<string>();
  for (const container of containersOf(tx, row.uid)) {
    if (container.state !== 'exited') continue;
    if (kept.has(container.name)) callRuntime(tx, row, { op: 'RemoveContainer', container: container.id, containerName: container.name });
    kept.add(container.name);
  }
}
