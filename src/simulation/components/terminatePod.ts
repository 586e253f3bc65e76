/**
 * The end of a pod: SyncTerminatingPod stops all that runs, SyncTerminatedPod gives back what it held, so that its
 * object may be deleted. Stands for pkg/kubelet/kubelet.go (SyncTerminatingPod, SyncTerminatedPod,
 * SyncTerminatingRuntimePod). Left out: failures of unmounting.
 */
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { scheduleHousekeeping } from './housekeepingTimer';
import { aboutPod, podNote, podTimer, setWorker, untilTick } from './kubeletState';
import { killPod } from './killPod';
import { RELIST_PERIOD } from './pleg';
import { completeTerminated, goOn } from './podWorkers';
import { removeProbes, stopLivenessAndStartup } from './prober';
import { generateStatus, setPodStatus, terminatePod } from './statusManager';

/** Volumes are unmounted by polling every 100 ms (volume_manager.go:WaitForUnmount). */
const UNMOUNT = 100;

/** Begins to stop everything. Once begun, it is not hurried by a shorter grace period (kubelet.go:SyncTerminatingPod). */
export function syncTerminatingPod(tx: Tx, row: PodWorkerRow): void {
  if (row.memory.killing?.sandboxes) return;
  let worker = setWorker(tx, row, {}, { state: 'terminating' });
  if (!worker.memory.orphan) worker = setPodStatus(tx, worker, generateStatus(tx, worker, false));
  worker = stopLivenessAndStartup(tx, worker);
  killPod(tx, worker, 'terminate', worker.memory.gracePeriod);
}

/** Nothing runs any more (message 'killed'): the last status; then the rest, after a look that is newer than this. */
export function afterTerminating(tx: Tx, row: PodWorkerRow): void {
  let worker = removeProbes(tx, row);
  worker = setWorker(tx, worker, { terminatedAt: tx.now, pending: false }, { state: 'terminated' });
  if (worker.memory.orphan) {
    completeTerminated(tx, worker);
    scheduleHousekeeping(tx, row.node);
    return;
  }
  worker = setPodStatus(tx, worker, generateStatus(tx, worker, true));
  if (!worker.memory.configured) scheduleHousekeeping(tx, row.node);
  goOn(tx, worker, untilTick(tx, row.node, RELIST_PERIOD));
}

/** Waits until the volumes are unmounted (kubelet.go:SyncTerminatedPod). */
export function syncTerminatedPod(tx: Tx, row: PodWorkerRow): void {
  const worker = setPodStatus(tx, row, generateStatus(tx, row, true));
  tx.send(podNote(worker, 'unmounted'), UNMOUNT, podTimer('sync', row.node, row.uid));
}

/** The pod is through; the status manager writes its last word, and deletes it if it shall go. */
export function afterUnmount(tx: Tx, row: PodWorkerRow): void {
  tx.because('kubelet.podIsFinished', aboutPod(row));
  completeTerminated(tx, terminatePod(tx, setWorker(tx, row, { mounted: false })));
  if (!row.memory.configured || row.memory.restartRequested) scheduleHousekeeping(tx, row.node);
}
