/**
 * The kubelet of a node: what reaches it, and who of its parts takes it up.
 *
 *   sources        fileSource.ts (manifests folder), apiSource.ts (pods bound to the node) → podConfig.ts → kubeletAdmission.ts
 *   pod workers    podWorkers.ts → syncPod.ts → runtimeManager.ts → startContainer.ts, images.ts, killPod.ts
 *                                → terminatePod.ts
 *   what it sees   pleg.ts (runtime), prober.ts (probes)
 *   what it tells  statusManager.ts, mirrorPods.ts, nodeRegistration.ts, nodeLease.ts, nodeStatus.ts
 *   what it tidies housekeeping.ts; what it defends: evictionManager.ts, kubeletPreemption.ts
 *
 * Stands for pkg/kubelet/kubelet.go (Run, syncLoop). All that it knows is rows (kubeletMemory.ts): a kubelet that stops
 * forgets them, and what runs goes on.
 */
import { assertNever } from '../../lib/assert';
import type { CriReturn, Message, NoteMessage } from '../messages';
import { instanceOf } from '../messages';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { addListed, listPods, watchPod } from './apiSource';
import { machineBooted } from './containerRuntime';
import { synchronize } from './evictionManager';
import { fileChanged, listFiles } from './fileSource';
import { deleteOrphanedMirror, handlePodCleanups } from './housekeeping';
import { housekeepingTimer } from './housekeepingTimer';
import { preemptPod } from './kubeletAdmission';
import { afterKillCall, afterPreStop, killOn, stopSandboxes } from './killPod';
import { cancelPodTimers, emitNodeEvent, kubeletAddress, kubeletMemory, workerKey, workerOf } from './kubeletState';
import { startNextPull } from './images';
import { createMirrorPod, mirrorDecision } from './mirrorPods';
import { renewLease } from './nodeLease';
import { registerWithAPIServer, sendRegistration } from './nodeRegistration';
import { checkNodeStatus, updateRuntimeUp, writeNodeStatus } from './nodeStatus';
import { relist } from './pleg';
import { mergeFilePods, tellRejection } from './podConfig';
import { startPodSync, updatePod } from './podWorkers';
import { afterProbeResult, probeTick } from './prober';
import { afterHook, afterKilled, afterPullImage, afterSyncCall } from './runtimeManager';
import { syncStatus } from './statusManager';
import { continueSync, deadlineExceeded, syncPod } from './syncPod';
import { afterTerminating, afterUnmount, syncTerminatedPod, syncTerminatingPod } from './terminatePod';

export { noticeContainerChange } from './pleg';

/** Takes up one message. */
export function kubelet(tx: Tx, message: Message): void {
  const node = instanceOf(message.to);
  if (message.type === 'note' && message.kind === 'start') {
    start(tx, node);
    return;
  }
  if (!kubeletMemory(tx, node)) return;
  switch (message.type) {
    case 'watch':
      if (message.table === 'pods') watchPod(tx, node, message);
      return;
    case 'criReturn':
      afterCall(tx, node, message);
      return;
    case 'note':
      if (!takeNodeNote(tx, node, message)) takePodNote(tx, node, message);
      return;
    case 'input':
    case 'cri':
      return;
    default:
      return assertNever(message, 'message');
  }
}

/** kubelet.go:Run. It reads its files before it asks anybody: the control plane itself may be among them. */
function start(tx: Tx, node: string): void {
  const machine = tx.get('machines', node);
  if (!machine || machine.power === 'off' || kubeletMemory(tx, node)) return;
  tx.put('machines', node, { ...machine, kubelet: 'running' });
  machineBooted(tx, node);
  tx.put('memory', kubeletAddress(node), {
    kind: 'kubelet', node, startedAt: tx.now, registered: false, registerTries: 0, leaseTries: 0, mirrorTries: 0, apiSeen: false,
    networkReady: machine.cniConfigured, nodeStatusAt: null, filePods: {}, fileKeys: {}, arrivals: 0, pulls: [],
    allocated: { milliCPU: 0, memory: 0, ephemeralStorage: 0, pods: 0 },
  });
  tx.because('kubelet.start', { node });
  tx.fact({ type: 'runtime', op: 'kubelet start', node });
  emitNodeEvent(tx, node, 'Normal', 'Starting', 'Starting kubelet.');
  emitNodeEvent(tx, node, 'Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  const note = (kind: string) => ({ type: 'note' as const, to: kubeletAddress(node), kind });
  tx.send(note('listFiles'), 0, `kubelet/${node}/listFiles`);
  tx.send(note('runtimeUp'), 0, `kubelet/${node}/runtimeUp`);
  sendRegistration(tx, node, FIRST_REGISTRATION);
}

/** kubelet_node_status.go:registerWithAPIServer waits one step before its first attempt. */
const FIRST_REGISTRATION = 100;

const NODE_TIMERS = ['listFiles', 'runtimeUp', 'register', 'listPods', 'nodeTick', 'nodeStatus', 'mergeFiles', 'synchronize', 'nextPull'] as const;

/** The kubelet has stopped, or its machine is off: it forgets everything; what runs is not touched. */
export function kubeletStopped(tx: Tx, node: string): void {
  for (const row of tx.rows('podWorkers', 'workersByNode', node)) {
    cancelPodTimers(tx, row);
    tx.delete('podWorkers', workerKey(node, row.uid));
  }
  for (const what of NODE_TIMERS) tx.cancel(`kubelet/${node}/${what}`);
  tx.cancel(housekeepingTimer(node));
  tx.delete('memory', kubeletAddress(node));
}

/** Upstream these loops have phases of their own; here memory is looked at just before the node's status is. */
function nodeTick(tx: Tx, node: string): void {
  renewLease(tx, node);
  if (tx.get('memory', `usage/${node}`)) tx.send({ type: 'note', to: kubeletAddress(node), kind: 'synchronize' }, 0, `kubelet/${node}/synchronize`);
  else checkNodeStatus(tx, node);
}

/** Messages about the node as a whole. Returns whether it was one. */
function takeNodeNote(tx: Tx, node: string, { kind, about = '', data }: NoteMessage): boolean {
  switch (kind) {
    case 'listFiles':
      listFiles(tx, node);
      return true;
    case 'fileChanged':
      fileChanged(tx, node, about);
      return true;
    case 'listPods':
      listPods(tx, node);
      return true;
    case 'mergeFiles':
      mergeFilePods(tx, node);
      return true;
    case 'listed':
      addListed(tx, node, about);
      return true;
    case 'admitAgain':
      if (data?.['origin'] === 'file') mergeFilePods(tx, node);
      else addListed(tx, node, about);
      return true;
    case 'register':
      registerWithAPIServer(tx, node);
      return true;
    case 'runtimeUp':
      updateRuntimeUp(tx, node);
      return true;
    case 'nodeTick':
      nodeTick(tx, node);
      return true;
    case 'synchronize':
      synchronize(tx, node);
      checkNodeStatus(tx, node);
      return true;
    case 'nodeStatus':
      writeNodeStatus(tx, node);
      return true;
    case 'housekeeping':
      handlePodCleanups(tx, node);
      return true;
    case 'deleteMirror':
      deleteOrphanedMirror(tx, node, about);
      return true;
    case 'nextPull':
      startNextPull(tx, node);
      return true;
    default:
      return false;
  }
}

/** Messages about one pod. */
function takePodNote(tx: Tx, node: string, message: NoteMessage): void {
  const { kind, about = '', data } = message;
  const row = workerOf(tx, node, about);
  if (!row) return;
  switch (kind) {
    case 'work':
      work(tx, row);
      return;
    case 'sync':
      updatePod(tx, row, { type: 'sync' });
      return;
    case 'goOn':
      continueSync(tx, row);
      return;
    case 'pleg':
      relist(tx, row, message);
      return;
    case 'status':
      syncStatus(tx, node, about);
      return;
    case 'probe':
      probeTick(tx, node, about, String(data?.['key']));
      return;
    case 'probeResult':
      afterProbeResult(tx, row, String(data?.['key']));
      return;
    case 'hookDone':
      afterHook(tx, row, data?.['ok'] === true);
      return;
    case 'killOn':
      killOn(tx, node, about, String(data?.['container']));
      return;
    case 'preempt':
      preemptPod(tx, row, String(data?.['preemptor']));
      return;
    case 'reject':
      tellRejection(tx, row, String(data?.['reason']), String(data?.['message']));
      return;
    case 'preStopDone':
      afterPreStop(tx, row, String(data?.['container']), data?.['ok'] === true);
      return;
    case 'stopSandbox':
      stopSandboxes(tx, row);
      return;
    case 'killed':
      if (data?.['purpose'] === 'terminate') afterTerminating(tx, row);
      else afterKilled(tx, row);
      return;
    case 'unmounted':
      afterUnmount(tx, row);
      return;
    case 'mirror':
      if (mirrorDecision(tx, row).creates) createMirrorPod(tx, row);
      return;
    case 'deadline':
      updatePod(tx, deadlineExceeded(tx, row), { type: 'sync' });
      return;
  }
}

/** The worker of a pod does its work (pod_workers.go:podWorkerLoop). */
function work(tx: Tx, row: PodWorkerRow): void {
  const what = startPodSync(tx, row);
  const now = workerOf(tx, row.node, row.uid);
  if (!what || !now) return;
  switch (what) {
    case 'SyncPod':
      syncPod(tx, now);
      return;
    case 'SyncTerminatingPod':
      syncTerminatingPod(tx, now);
      return;
    case 'SyncTerminatedPod':
      syncTerminatedPod(tx, now);
      return;
    default:
      return assertNever(what, 'work');
  }
}

/** The runtime has answered: whoever called goes on. */
function afterCall(tx: Tx, node: string, answer: CriReturn): void {
  if (answer.op === 'PullImage') {
    afterPullImage(tx, node, answer);
    return;
  }
  const row = workerOf(tx, node, answer.podUid);
  if (!row) return;
  switch (answer.op) {
    case 'RunPodSandbox':
    case 'CreateContainer':
    case 'StartContainer':
      afterSyncCall(tx, row, answer);
      return;
    case 'StopContainer':
    case 'StopPodSandbox':
      afterKillCall(tx, row, answer);
      return;
    case 'ExecSync':
      if (answer.hook === 'postStart') afterSyncCall(tx, row, answer);
      else afterKillCall(tx, row, answer);
      return;
    case 'RemoveContainer':
    case 'RemovePodSandbox':
      return;
    default:
      return assertNever(answer.op, 'call');
  }
}
