/**
 * Housekeeping: pods that are through and wanted by nobody are forgotten, pods that were asked for again start anew,
 * mirrors without a static pod are deleted, and what runs without being wanted is stopped. Stands for
 * pkg/kubelet/kubelet_pods.go:HandlePodCleanups, pod_workers.go:SyncKnownPods and the garbage collection of containers.
 * Upstream it comes every 2 s, here at such a tick when there is something to do.
 */
import type { Pod } from '../../kubernetes/objects';
import { LATENCY } from '../latencies';
import type { Tx } from '../tx';
import type { PodWorkerRow, SandboxRow } from '../world';
import { housekeepingTimer, scheduleHousekeeping } from './housekeepingTimer';
import { forgetAllocated } from './kubeletAdmission';
import { aboutPod, callRuntime, cancelPodTimers, kubeletAddress, kubeletMemory, setWorker, workerKey } from './kubeletState';
import { deleteOrphanedMirrorPod, mirrorsOf } from './mirrorPods';
import { containersOf, sandboxesOf } from './podRuntimeView';
import { newWorker, updatePod } from './podWorkers';

/** Cleans up, once all sources have reported; before that nothing may go. */
export function handlePodCleanups(tx: Tx, node: string): void {
  if (!kubeletMemory(tx, node)?.apiSeen) return;
  // First: what a worker leaves when it goes is being removed already.
  collectLeftovers(tx, node);
  syncKnownPods(tx, node);
  killOrphans(tx, node);
  deleteOrphanedMirrors(tx, node);
}

/** pod_workers.go:SyncKnownPods, removeTerminatedWorker. */
function syncKnownPods(tx: Tx, node: string): void {
  for (const row of tx.rows('podWorkers', 'workersByNode', node)) {
    const { configured, finished, restartRequested, startedAt, terminatingAt, orphan } = row.memory;
    if (configured && !restartRequested) continue;
    if (finished || (!configured && startedAt === undefined && !orphan)) removeWorker(tx, row);
    else if (!configured && terminatingAt === undefined) updatePod(tx, row, { type: 'kill' });
  }
}

/** Forgets a pod. If it was asked for again meanwhile, it begins anew with the same UID. */
function removeWorker(tx: Tx, row: PodWorkerRow): void {
  cancelPodTimers(tx, row);
  const restarts = row.memory.configured && row.memory.restartRequested;
  tx.because(restarts ? 'kubelet.restartPod' : 'kubelet.forgetPod', aboutPod(row));
  if (!restarts) collectGarbage(tx, row);
  tx.delete('podWorkers', workerKey(row.node, row.uid));
  if (!restarts) return;
  forgetAllocated(tx, row.node);
  updatePod(tx, newWorker(tx, row.node, row.pod, row.origin, row.file), { type: 'create' });
}

/** What the runtime still holds of a pod that is through (kuberuntime_gc.go). */
function collectGarbage(tx: Tx, row: PodWorkerRow): void {
  for (const { id, name } of containersOf(tx, row.uid)) callRuntime(tx, row, { op: 'RemoveContainer', container: id, containerName: name });
  for (const { id } of sandboxesOf(tx, row.uid)) callRuntime(tx, row, { op: 'RemovePodSandbox', sandbox: id }, LATENCY.removeContainer);
}

/** What runs without a worker is stopped, with one second of grace: a kubelet that restarts may find such. */
function killOrphans(tx: Tx, node: string): void {
  for (const sandbox of tx.rows('sandboxes', 'sandboxesByNode', node)) {
    if (sandbox.state !== 'ready' || tx.get('podWorkers', workerKey(node, sandbox.podUid))) continue;
    const row = newWorker(tx, node, runtimePod(tx, sandbox), 'api');
    const orphan = setWorker(tx, row, { configured: false, orphan: true, startedAt: tx.now }, { state: 'terminating' });
    tx.because('kubelet.killOrphan', aboutPod(orphan));
    updatePod(tx, orphan, { type: 'kill', kill: { gracePeriodOverride: 1 } });
  }
}

/** What ended while no kubelet looked, of pods that are wanted no more: upstream it goes with the next garbage collection (kuberuntime_gc.go:evictContainers, evictSandboxes). */
function collectLeftovers(tx: Tx, node: string): void {
  const seen = new Set<string>();
  for (const sandbox of tx.rows('sandboxes', 'sandboxesByNode', node)) {
    if (sandbox.state === 'ready' || seen.has(sandbox.podUid) || tx.get('podWorkers', workerKey(node, sandbox.podUid))) continue;
    seen.add(sandbox.podUid);
    const row = newWorker(tx, node, runtimePod(tx, sandbox), 'api');
    tx.because('kubelet.collectGarbage', aboutPod(row));
    collectGarbage(tx, row);
  }
}

/** A pod of which only the runtime knows (container/runtime.go:ToAPIPod). */
function runtimePod(tx: Tx, sandbox: SandboxRow): Pod {
  const slash = sandbox.pod.indexOf('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: sandbox.pod.slice(0, slash), name: sandbox.pod.slice(slash + 1), uid: sandbox.podUid },
    spec: { containers: tx.rows('containers', 'containersBySandbox', sandbox.id).map(({ spec }) => spec) },
  };
}

/** Mirrors that no static pod stands behind; not while the static pod of that name is still stopping. */
function deleteOrphanedMirrors(tx: Tx, node: string): void {
  for (const key of mirrorsOf(tx, node)) {
    const rows = tx.rows('podWorkers', 'workersByFullName', `${node}/${key}`).filter((row) => row.origin === 'file');
    if (rows.some(({ memory }) => memory.configured || (memory.startedAt !== undefined && memory.terminatedAt === undefined))) continue;
    tx.send({ type: 'note', to: kubeletAddress(node), kind: 'deleteMirror', about: key }, LATENCY.apiRequest, `${housekeepingTimer(node)}/${key}`);
  }
}

/** Deletes one orphaned mirror; without an answer, housekeeping tries again. */
export function deleteOrphanedMirror(tx: Tx, node: string, key: string): void {
  const isWanted = tx.rows('podWorkers', 'workersByFullName', `${node}/${key}`).some((row) => row.origin === 'file' && row.memory.configured);
  if (!isWanted && !deleteOrphanedMirrorPod(tx, node, key)) scheduleHousekeeping(tx, node);
}
