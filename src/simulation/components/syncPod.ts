/**
 * SyncPod, what a pod worker does with a pod that shall run:
 *
 *   1  compute the status and hand it to the status manager     4  (static pods) make the mirror what it should be
 *   2  a terminal phase: nothing more to set up                 5  wait for the volumes
 *   3  no network yet: only pods on the host's network go on    6  probes, then the runtime manager's SyncPod
 *
 * 4 and 5 take time: the worker waits for the message 'goOn'. Stands for pkg/kubelet/kubelet.go:SyncPod and
 * pkg/kubelet/volumemanager (WaitForAttachAndMount). Left out: cgroups, data directories, pull secrets.
 */
import { isHostNetworkPod } from '../../kubernetes/criNamespaces';
import { isPodPhaseTerminal } from '../../kubernetes/podStatus';
import { parseRfc3339 } from '../../lib/time';
import { LATENCY } from '../latencies';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { failedMount } from './containerConfig';
import { aboutPod, emitPodEvent, kubeletMemory, newSync, podNote, podTimer, setWorker, untilTick } from './kubeletState';
import { createMirrorPod, deleteMirrorPod, mirrorDecision } from './mirrorPods';
import { networkErrors } from './nodeNetwork';
import { RELIST_PERIOD } from './pleg';
import { completeWork, goOn } from './podWorkers';
import { followContainers, triggerReadiness } from './prober';
import { startNext, syncPodInRuntime } from './runtimeManager';
import { generateStatus, setPodStatus } from './statusManager';

/** volume_manager.go:podAttachAndMountTimeout. */
const MOUNT_TIMEOUT = 123_000;
/** goroutinemap/exponentialbackoff: initialDurationBeforeRetry and maxDurationBeforeRetry. */
const MOUNT_RETRY = 500;
const MAX_MOUNT_RETRY = 122_000;

/** Begins a sync (kubelet.go:SyncPod). */
export function syncPod(tx: Tx, row: PodWorkerRow): void {
  const status = generateStatus(tx, row, false);
  const { mirrorGone, pending } = row.memory;
  // One look at what was told; what came in meanwhile is the next sync's.
  let worker = setPodStatus(tx, mirrorGone && !pending ? setWorker(tx, row, { mirrorGone: false }) : row, status);
  if (isPodPhaseTerminal(status.phase)) {
    completeSync(tx, worker);
    return;
  }
  setDeadline(tx, worker);
  const network = networkErrors(tx, worker.node);
  if (network && !isHostNetworkPod(worker.pod)) {
    emitPodEvent(tx, worker, 'Warning', 'NetworkNotReady', `network is not ready: ${network}`);
    tx.because('kubelet.networkNotReady', aboutPod(worker));
    completeWork(tx, worker, { error: 'network' });
    return;
  }
  worker = triggerReadiness(tx, worker, status);
  if (mirrorGone) waitForVolumes(tx, worker);
  else reconcileMirror(tx, worker);
}

/** The pod is over by itself: it is taken down next, after a look that is newer than this sync (pod_workers.go:completeSync). */
function completeSync(tx: Tx, row: PodWorkerRow): void {
  tx.because('kubelet.podIsOver', aboutPod(row, { phase: row.memory.status?.phase ?? '' }));
  const worker = setWorker(tx, row, { terminatingAt: row.memory.terminatingAt ?? tx.now }, { state: 'terminating' });
  goOn(tx, worker, untilTick(tx, row.node, RELIST_PERIOD));
}

/** activeDeadlineSeconds counts from startTime (active_deadline.go). */
function setDeadline(tx: Tx, row: PodWorkerRow): void {
  const seconds = row.pod.spec?.activeDeadlineSeconds;
  const startTime = row.memory.status?.startTime;
  const timer = podTimer('deadline', row.node, row.uid);
  if (seconds === undefined || !startTime || row.memory.evict || tx.pending(timer)) return;
  const { clock, origin } = tx.cluster;
  const due = (parseRfc3339(startTime) ?? clock) - clock + origin + seconds * 1000;
  tx.send(podNote(row, 'deadline'), Math.max(0, due - tx.now), timer);
}

const waitFor = (tx: Tx, row: PodWorkerRow, stage: 'mirror' | 'volumes', delay: number): void => {
  setWorker(tx, row, { sync: newSync(stage) });
  tx.send(podNote(row, 'goOn'), delay, podTimer('sync', row.node, row.uid));
};

/** A wait of the sync is over. */
export function continueSync(tx: Tx, row: PodWorkerRow): void {
  const stage = row.memory.sync?.stage;
  if (stage === 'mirror') writeMirror(tx, row);
  else if (stage === 'volumes') mountVolumes(tx, row);
  else if (stage === 'containers') startNext(tx, row);
}

// ── The mirror ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** kubelet.go:tryReconcileMirrorPods. Each request is a message of its own. */
function reconcileMirror(tx: Tx, row: PodWorkerRow): void {
  const decision = row.origin === 'file' ? mirrorDecision(tx, row) : undefined;
  if (decision && (decision.deletes || decision.creates)) waitFor(tx, row, 'mirror', LATENCY.apiRequest);
  else waitForVolumes(tx, row);
}

function writeMirror(tx: Tx, row: PodWorkerRow): void {
  const decision = mirrorDecision(tx, row);
  if (decision.deletes && deleteMirrorPod(tx, row)) {
    waitFor(tx, row, 'mirror', LATENCY.apiRequest);
    return;
  }
  if (decision.creates && !decision.deletes) createMirrorPod(tx, row);
  waitForVolumes(tx, row);
}

// ── Volumes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function waitForVolumes(tx: Tx, row: PodWorkerRow): void {
  const now = tx.get('podWorkers', `${row.node}/${row.uid}`) ?? row;
  if (now.memory.mounted) runtimeSync(tx, now);
  else waitFor(tx, setWorker(tx, now, { mounting: { since: tx.now, failures: 0 } }), 'volumes', LATENCY.mountVolumes);
}

/** Mounting is tried again and again; after 2 min 3 s the sync gives up, to be repeated (volume_manager.go:WaitForAttachAndMount). */
function mountVolumes(tx: Tx, row: PodWorkerRow): void {
  const error = failedMount(tx, row.pod);
  if (!error) {
    runtimeSync(tx, setWorker(tx, row, { mounted: true, mounting: undefined, sync: undefined }));
    return;
  }
  emitPodEvent(tx, row, 'Warning', 'FailedMount', error);
  tx.because('kubelet.mountFailed', aboutPod(row, { error }));
  const { since, failures } = row.memory.mounting ?? { since: tx.now, failures: 0 };
  if (tx.now - since >= MOUNT_TIMEOUT) {
    completeWork(tx, setWorker(tx, row, { sync: undefined, mounting: undefined }), { error: true });
    return;
  }
  const wait = Math.min(MOUNT_RETRY * 2 ** failures, MAX_MOUNT_RETRY, since + MOUNT_TIMEOUT - tx.now);
  waitFor(tx, setWorker(tx, row, { mounting: { since, failures: failures + 1 } }), 'volumes', wait);
}

function runtimeSync(tx: Tx, row: PodWorkerRow): void {
  syncPodInRuntime(tx, followContainers(tx, row));
}

/** The pod has been active for longer than it may: the next sync ends it (active_deadline.go:ShouldEvict). */
export function deadlineExceeded(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  if (row.memory.terminatingAt !== undefined || !kubeletMemory(tx, row.node)) return row;
  const message = 'Pod was active on the node longer than the specified deadline';
  emitPodEvent(tx, row, 'Normal', 'DeadlineExceeded', message);
  tx.because('kubelet.deadlineExceeded', aboutPod(row));
  return setWorker(tx, row, { evict: { reason: 'DeadlineExceeded', message } });
}
