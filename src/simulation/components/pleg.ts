/**
 * PLEG, the kubelet's look at what the runtime has: once a second, and for one pod at once after a sync that did
 * something. What changed since the last look wakes the pod's worker. Stands for pkg/kubelet/pleg/generic.go. No look is
 * made while nothing has changed: whoever changes a container calls {@link noticeContainerChange}.
 */
import type { Message } from '../messages';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { aboutPod, callRuntime, kubeletMemory, podNote, podTimer, untilTick, workerOf } from './kubeletState';
import { containersOf } from './podRuntimeView';
import { updatePod } from './podWorkers';

/** kubelet.go: genericPlegRelistPeriod. */
export const RELIST_PERIOD = 1000;

/** Something of that pod changed in the runtime: the kubelet of `node` sees it at its next look. */
export function noticeContainerChange(tx: Tx, node: string, podUid: string): void {
  const row = workerOf(tx, node, podUid);
  if (!row || !kubeletMemory(tx, node)) return;
  const timer = podTimer('pleg', node, podUid);
  const pending = tx.pending(timer);
  const died = [...diedOf(pending?.message), ...justDied(tx, row)];
  tx.send(podNote(row, 'pleg', { died }), pending ? pending.at - tx.now : untilTick(tx, node, RELIST_PERIOD), timer);
}

/** The containers that a look will find ended, by id. */
function diedOf(message: Message | undefined): readonly string[] {
  const died = message?.type === 'note' ? message.data?.['died'] : undefined;
  return Array.isArray(died) ? (died as readonly string[]) : [];
}

/** Those that have ended in this very message, and that the kubelet has not stopped itself. */
const justDied = (tx: Tx, row: PodWorkerRow): string[] =>
  containersOf(tx, row.uid)
    .filter(({ id, state, finishedAt }) => state === 'exited' && finishedAt === tx.now && !row.memory.killing?.containers[id])
    .map(({ id }) => id);

/** The look at one pod: what has ended is told, and the pod is synced (kubelet.go:syncLoopIteration, plegCh). */
export function relist(tx: Tx, row: PodWorkerRow, message: Message): void {
  for (const id of new Set(diedOf(message))) {
    const dead = tx.get('containers', id);
    if (dead && row.state === 'sync') tx.because('kubelet.containerDied', aboutPod(row, { container: dead.name, exitCode: String(dead.exitCode ?? 0) }));
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

/** Of each name one dead container is kept (pkg/kubelet/kubelet.go:cleanUpContainersInPod; kubelet_pods.go). */
function removeOldContainers(tx: Tx, row: PodWorkerRow): void {
  const kept = new Set<string>();
  for (const container of containersOf(tx, row.uid)) {
    if (container.state !== 'exited') continue;
    if (kept.has(container.name)) callRuntime(tx, row, { op: 'RemoveContainer', container: container.id, containerName: container.name });
    kept.add(container.name);
  }
}
