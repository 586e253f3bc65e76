/**
 * The runtime manager's SyncPod: from what computePodActions decided to what runs.
 *
 *   1  computePodActions                          5  init containers, then
 *   2  kill the pod if its sandbox changed        6  app containers: in the order of the spec, one after the other;
 *   3  or the containers that may not go on          one that cannot be started does not hold back the next, unless it
 *   4  RunPodSandbox if there is none                is an init container; ephemeral containers come first
 *
 * Every call of the runtime is a message; what is left to do stands in the worker's memory. Stands for
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go:SyncPod. Left out: resize, dynamic resources, image volumes.
 */
import { lastEnds } from '../../kubernetes/backoff';
import { computePodActions, type PodActions } from '../../kubernetes/podActions';
import { isSidecar } from '../../kubernetes/objects';
import { allContainersCouldRestart, shouldAllContainersRestart } from '../../kubernetes/restartPolicy';
import type { ContainerKillReason } from '../../kubernetes/podActionTypes';
import type { ContainerToStart, SyncProgress } from '../kubeletMemory';
import type { CriReturn } from '../messages';
import type { Tx } from '../tx';
import type { ContainerRow, PodWorkerRow } from '../world';
import { takePull } from './images';
import { killContainers, killPod } from './killPod';
import { aboutPod, callRuntime, emitPodEvent, newSync, podNote, podTimer, setWorker, specOf, workerOf } from './kubeletState';
import { noticeContainerChange, relistAfterSync } from './pleg';
import { containersOf, podRuntimeView } from './podRuntimeView';
import { completeWork, isTerminationRequested } from './podWorkers';
import { probeResults } from './probeResults';
import { afterPostStart, afterPulled, afterUndo, beginStart, continueStart, type Start, type StartOutcome } from './startContainer';
import { generateStatus, setPodStatus } from './statusManager';

/** Which containers to start, in the order in which SyncPod does. */
function startsOf(row: PodWorkerRow, actions: PodActions): ContainerToStart[] {
  const init = row.pod.spec?.initContainers ?? [];
  return [
    ...actions.ephemeralContainersToStart.map((index) => ({ kind: 'ephemeral' as const, index })),
    ...actions.initContainersToStart.map((index) => ({ kind: init[index] && isSidecar(init[index]) ? ('sidecar' as const) : ('init' as const), index })),
    ...actions.containersToStart.map((index) => ({ kind: 'app' as const, index })),
  ];
}

/** Begins the sync of a pod whose volumes are mounted. */
export function syncPodInRuntime(tx: Tx, row: PodWorkerRow): void {
  const view = podRuntimeView(tx, row);
  const { liveness, startup } = probeResults(row);
  const restartAllContainers = shouldAllContainersRestart(row.pod, view, row.memory.status);
  const actions = computePodActions(row.pod, view, { liveness, startup, restartAllContainers });
  // Whoever is taken down with the whole pod is not killed on its own.
  const kills = actions.killPod ? [] : [
    ...actions.containersToKill.map(({ containerID, message, reason }) => ({ container: containerID, message, reason })),
    ...actions.containersToReset.filter(({ kill }) => kill).map(({ containerID }) => ({ container: containerID, message: '', reason: '' })),
  ];
  const sync: SyncProgress = {
    ...newSync('containers'),
    attempt: actions.attempt,
    sandbox: actions.sandboxID,
    createSandbox: actions.createSandbox,
    starts: startsOf(row, actions),
    kills,
    ended: lastEnds(view, tx.now),
  };
  const worker = setWorker(tx, row, { sync });
  if (actions.createSandbox && actions.sandboxID !== '') {
    emitPodEvent(tx, worker, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
    tx.because('kubelet.sandboxChanged', aboutPod(worker));
  }
  if (actions.killPod && view.sandboxes.length > 0) killPod(tx, setSync(tx, worker, { stage: 'kill', didWork: true }), 'sync');
  else killNext(tx, worker);
}

const setSync = (tx: Tx, row: PodWorkerRow, change: Partial<SyncProgress>): PodWorkerRow =>
  setWorker(tx, row, { sync: { ...(row.memory.sync ?? newSync('containers')), ...change } });

/** Kills the first of the containers that may not go on; when none is left, the sandbox has its turn. */
function killNext(tx: Tx, row: PodWorkerRow): void {
  const [first, ...rest] = row.memory.sync?.kills ?? [];
  if (!first) {
    ensureSandbox(tx, row);
    return;
  }
  const container = tx.get('containers', first.container);
  const worker = setSync(tx, row, { stage: 'kill', kills: rest, didWork: true });
  if (!container) {
    killNext(tx, worker);
    return;
  }
  killContainers(tx, worker, [{ container, ...(first.message ? { message: first.message } : {}), reason: first.reason as ContainerKillReason }]);
}

/** What was to be killed is dead (message 'killed'). */
export function afterKilled(tx: Tx, row: PodWorkerRow): void {
  const { sync } = row.memory;
  if (!sync) return;
  if (sync.stage === 'containers') {
    if (sync.start?.at === 'undo') settle(tx, row, afterUndo());
    return;
  }
  killNext(tx, row);
}

/** Has containers removed, and remembers how often they were started. */
function removeContainers(tx: Tx, row: PodWorkerRow, containers: readonly ContainerRow[]): PodWorkerRow {
  const removed: Record<string, number> = { ...row.memory.removed };
  for (const { id, name, restartCount } of containers) {
    callRuntime(tx, row, { op: 'RemoveContainer', container: id, containerName: name });
    removed[name] = Math.max(removed[name] ?? 0, restartCount);
  }
  return containers.length > 0 ? setWorker(tx, row, { removed }) : row;
}

/** Init containers of a sandbox that is replaced must run again (kuberuntime_container.go:purgeInitContainers). */
const purgeInitContainers = (tx: Tx, row: PodWorkerRow): PodWorkerRow =>
  removeContainers(tx, row, containersOf(tx, row.uid).filter(({ kind }) => kind === 'init' || kind === 'sidecar'));

function ensureSandbox(tx: Tx, row: PodWorkerRow): void {
  const { sync } = row.memory;
  if (!sync?.createSandbox) {
    startNext(tx, setSync(tx, removeReset(tx, row), { stage: 'containers' }));
    return;
  }
  const worker = purgeInitContainers(tx, row);
  tx.because('kubelet.runPodSandbox', aboutPod(worker, { attempt: String(sync.attempt) }));
  callRuntime(tx, worker, { op: 'RunPodSandbox', data: { attempt: sync.attempt } });
  setSync(tx, worker, { stage: 'sandbox', didWork: true });
}

/** Containers that a rule RestartAllContainers takes away, once they are dead. */
function removeReset(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  if (!allContainersCouldRestart(row.pod.spec)) return row;
  const containers = containersOf(tx, row.uid);
  if (containers.length === 0 || !shouldAllContainersRestart(row.pod, podRuntimeView(tx, row), row.memory.status)) return row;
  noticeContainerChange(tx, row.node, row.uid);
  return removeContainers(tx, row, containers);
}

/** The answer to RunPodSandbox. The condition PodReadyToStartContainers is told before any image (OnPodSandboxReady). */
function afterSandbox(tx: Tx, row: PodWorkerRow, answer: CriReturn): void {
  if (!answer.ok) {
    const error = answer.error ?? 'unknown error';
    if (!isTerminationRequested(row)) {
      emitPodEvent(tx, row, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${error}`);
      tx.because('kubelet.sandboxFailed', aboutPod(row, { error }));
    }
    finish(tx, setSync(tx, row, { failed: true, starts: [] }));
    return;
  }
  noticeContainerChange(tx, row.node, row.uid);
  const worker = setSync(tx, row, { stage: 'containers', sandbox: answer.sandbox ?? '' });
  if (isTerminationRequested(worker)) finish(tx, worker);
  else startNext(tx, setPodStatus(tx, worker, generateStatus(tx, worker, false)));
}

/** The container whose turn it is. */
function startOf(tx: Tx, row: PodWorkerRow): Start | undefined {
  const next = row.memory.sync?.starts[0];
  const spec = next && specOf(row.pod, next);
  return spec ? { tx, row, next, spec } : undefined;
}

/**
 * Starts containers until one has to wait for the runtime, or none is left. What was told of one already is a sentence
 * of its own: the next one is another message.
 */
export function startNext(tx: Tx, row: PodWorkerRow): void {
  const start = startOf(tx, row);
  if (start && tx.told) {
    tx.send(podNote(row, 'goOn'), 0, podTimer('sync', row.node, row.uid));
    return;
  }
  if (start) settle(tx, row, beginStart(start));
  else finish(tx, row);
}

/** Notes what became of the container, and goes on to the next one. */
function settle(tx: Tx, before: PodWorkerRow, outcome: StartOutcome): void {
  if (outcome === 'waiting') return;
  const row = workerOf(tx, before.node, before.uid);
  const start = row && startOf(tx, row);
  const sync = row?.memory.sync;
  if (!start || !sync) return;
  const { failure, retryAt } = outcome;
  // A failed init container ends the sync; a sidecar does not.
  const stops = failure !== null && start.next.kind === 'init';
  const worker = setSync(tx, row, {
    starts: stops ? [] : sync.starts.slice(1),
    start: undefined,
    results: { ...sync.results, [start.spec.name]: failure },
    failed: sync.failed || failure !== null,
    ...(retryAt === undefined ? {} : { retryAt: Math.min(sync.retryAt ?? Infinity, retryAt) as NonNullable<SyncProgress['retryAt']> }),
  });
  if (isTerminationRequested(worker)) {
    finish(tx, worker);
    return;
  }
  if (failure === null && worker.memory.sync?.starts.length === 0) tx.because('kubelet.containerStarted', aboutPod(worker, { container: start.spec.name }));
  startNext(tx, worker);
}

/** The runtime has answered a call of the sync that is under way. */
export function afterSyncCall(tx: Tx, row: PodWorkerRow, answer: CriReturn): void {
  const { sync } = row.memory;
  if (!sync) return;
  if (answer.op === 'RunPodSandbox') {
    if (sync.stage === 'sandbox') afterSandbox(tx, row, answer);
    return;
  }
  const start = startOf(tx, row);
  if (start && isAwaited(sync, start, answer)) settle(tx, row, continueStart(start, answer));
}

/** Is this the answer that the container being started waits for, and not one of a cancelled sync? */
function isAwaited({ start: stage }: SyncProgress, start: Start, answer: CriReturn): boolean {
  if (answer.op === 'CreateContainer') return stage?.at === 'create' && answer.containerName === start.spec.name;
  if (answer.op === 'StartContainer') return stage?.at === 'start' && stage.container === answer.container;
  return answer.op === 'ExecSync' && answer.hook === 'postStart' && stage?.at === 'postStart' && stage.container === answer.container;
}

/** A postStart hook of the kubelet's own has ended. */
export function afterHook(tx: Tx, row: PodWorkerRow, ok: boolean): void {
  const start = startOf(tx, row);
  if (start && row.memory.sync?.start?.at === 'postStart') settle(tx, row, afterPostStart(start, ok));
}

/** A pull has ended: the next one begins, and the container that waited goes on. */
export function afterPullImage(tx: Tx, node: string, answer: CriReturn): void {
  const pull = takePull(tx, node, answer);
  const row = pull && workerOf(tx, node, pull.podUid);
  const start = row && startOf(tx, row);
  if (!start || row.memory.sync?.start?.at !== 'image' || start.spec.image !== pull.image) return;
  settle(tx, row, afterPulled(start, pull, answer));
}

/**
 * The end of the sync: reasons go into the reason cache, and a sync that did something is followed by a look at the pod
 * at once (kubelet.go:SyncPod; reason_cache.go:Update).
 */
function finish(tx: Tx, row: PodWorkerRow): void {
  const { sync, waiting: before } = row.memory;
  if (!sync) return;
  const waiting = { ...before };
  for (const [name, result] of Object.entries(sync.results)) {
    if (result) waiting[name] = result;
    else delete waiting[name];
  }
  let worker = setWorker(tx, row, { sync: undefined, waiting });
  if (sync.didWork && !sync.failed) worker = relistAfterSync(tx, worker);
  completeWork(tx, worker, sync.failed ? { error: true, ...(sync.retryAt === undefined ? {} : { retryAt: sync.retryAt }) } : { error: false });
}
