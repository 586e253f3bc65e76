/**
 * What the sources of a kubelet want, merged into its pods: new UIDs are added, vanished ones removed, the rest updated.
 * A new pod must pass admission, else it fails for good. Stands for pkg/kubelet/config/config.go (merge) and
 * pkg/kubelet/kubelet.go (HandlePodAdditions, HandlePodUpdates, HandlePodRemoves, rejectPod). Left out: status-only
 * changes (RECONCILE), which no rule here needs to hear of.
 */
import type { Pod } from '../../kubernetes/objects';
import { configSeenAnnotation } from '../../kubernetes/podOrigin';
import { mergeSet } from '../../kubernetes/podConfig';
import { isPodPhaseTerminal } from '../../kubernetes/podStatus';
import { getPodQOS } from '../../kubernetes/qos';
import { withConfigSource } from '../../kubernetes/staticPods';
import type { FilePod } from '../kubeletMemory';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { admitTimer } from './admitLater';
import { scheduleHousekeeping } from './housekeepingTimer';
import { canAdmitPod, forgetAllocated } from './kubeletAdmission';
import { aboutPod, emitPodEvent, kubeletAddress, kubeletMemory, podNote, setWorker, workerOf } from './kubeletState';
import { newWorker, updatePod } from './podWorkers';
import { setPodStatus } from './statusManager';

// ── The file source ──────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Brings the static pods to what the store of the file source holds now. Order: removed, added, updated. One pod a
 * message: the rest follows at once.
 */
export function mergeFilePods(tx: Tx, node: string): void {
  const store = Object.values(kubeletMemory(tx, node)?.filePods ?? {}).sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries = new Map(store.map((entry) => [entry.pod.metadata?.uid ?? '', entry]));
  const known = tx.rows('podWorkers', 'workersByNode', node).filter((row) => row.origin === 'file' && row.memory.configured);
  const { updates } = mergeSet({ pods: known.map(({ pod }) => pod), seen: true }, store.map(({ pod }) => pod));
  for (const { op, pods } of updates) {
    for (const pod of pods) {
      const uid = pod.metadata?.uid ?? '';
      const row = workerOf(tx, node, uid);
      const entry = entries.get(uid);
      if (op === 'REMOVE' && row) removeStaticPod(tx, row);
      else if (op === 'ADD' && row && entry) readdStaticPod(tx, row, entry);
      else if (op === 'ADD' && entry && !isWaitingForRoom(tx, node, pod)) addStaticPod(tx, node, entry);
      else if (op === 'UPDATE' && row && entry) updateStaticPod(tx, row, entry);
      else continue;
      tx.send({ type: 'note', to: kubeletAddress(node), kind: 'mergeFiles' }, 0, `kubelet/${node}/mergeFiles`);
      return;
    }
  }
}

function removeStaticPod(tx: Tx, row: PodWorkerRow): void {
  tx.because('kubelet.removeStaticPod', aboutPod(row, { file: fileName(row.file ?? '') }));
  handlePodRemove(tx, row);
}

/** Its next look is planned (admitLater.ts). */
const isWaitingForRoom = (tx: Tx, node: string, { metadata }: Pod): boolean =>
  tx.pending(admitTimer(node, `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`)) !== undefined;

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function addStaticPod(tx: Tx, node: string, { pod, path }: FilePod): void {
  const row = newWorker(tx, node, withConfigSource(pod, 'file', tx.timestamp), 'file', path);
  tx.because('kubelet.addStaticPod', aboutPod(row, { file: fileName(path) }));
  handlePodAddition(tx, row);
}

/** The same pod comes back while it is stopping: it stops first, then it starts anew. */
function readdStaticPod(tx: Tx, row: PodWorkerRow, { pod, path }: FilePod): void {
  tx.because('kubelet.readdStaticPod', aboutPod(row, { file: fileName(path) }));
  const worker = setWorker(tx, row, { configured: true }, { pod: withConfigSource(pod, 'file', tx.timestamp), file: path });
  updatePod(tx, worker, { type: 'create' });
}

/** A pod with a UID of its own is changed in place (config.go:checkAndUpdatePod). */
function updateStaticPod(tx: Tx, row: PodWorkerRow, { pod, path }: FilePod): void {
  const seen = row.pod.metadata?.annotations?.[configSeenAnnotation] ?? tx.timestamp;
  tx.because('kubelet.updateStaticPod', aboutPod(row, { file: fileName(path) }));
  forgetAllocated(tx, row.node);
  updatePod(tx, setWorker(tx, row, {}, { pod: withConfigSource(pod, 'file', seen), file: path }), { type: 'update' });
}

// ── What is done with one pod ────────────────────────────────────────────────────────────────────────────────────────

/** A pod that is new to this kubelet: admitted and given a worker, or rejected (kubelet.go:HandlePodAdditions). */
export function handlePodAddition(tx: Tx, row: PodWorkerRow): void {
  const isOver = row.pod.metadata?.deletionTimestamp !== undefined || isPodPhaseTerminal(row.pod.status?.phase);
  const refusal = isOver ? undefined : canAdmitPod(tx, row);
  if (refusal === 'later') return;
  if (refusal) {
    rejectPod(tx, row, refusal.reason, refusal.message);
    return;
  }
  if (isOver) forgetAllocated(tx, row.node);
  if (row.origin === 'api') tx.because('kubelet.addPod', aboutPod(row));
  updatePod(tx, row, { type: 'create' });
}

/** kubelet.go:rejectPod. Such a pod has no worker upstream; here its row only remembers the verdict. */
function rejectPod(tx: Tx, row: PodWorkerRow, reason: string, message: string): void {
  const worker = setWorker(tx, row, { rejected: true, finished: true }, { state: 'terminated' });
  // That its file was read is a sentence of its own.
  if (tx.told) tx.send(podNote(worker, 'reject', { reason, message }), 0);
  else tellRejection(tx, worker, reason, message);
}

/** The event and the status of a pod that was refused. */
export function tellRejection(tx: Tx, row: PodWorkerRow, reason: string, message: string): void {
  emitPodEvent(tx, row, 'Warning', reason, message);
  tx.because('kubelet.rejectPod', aboutPod(row, { reason, message }));
  setPodStatus(tx, row, { qosClass: getPodQOS(row.pod), phase: 'Failed', reason, message: `Pod was rejected: ${message}` });
}

/** A pod that its source no longer has is taken down (kubelet.go:HandlePodRemoves). */
export function handlePodRemove(tx: Tx, row: PodWorkerRow): void {
  const worker = setWorker(tx, row, { configured: false, restartRequested: false });
  scheduleHousekeeping(tx, row.node);
  // Before all sources have reported, nothing may be taken down: housekeeping does it then.
  if (!worker.memory.rejected && kubeletMemory(tx, row.node)?.apiSeen) updatePod(tx, worker, { type: 'kill' });
}

/** A pod of the API server as the kubelet keeps it. */
export const fromApi = (tx: Tx, pod: Pod, seen?: string): Pod => withConfigSource(pod, 'api', seen ?? tx.timestamp);
