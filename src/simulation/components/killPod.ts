/**
 * How containers of a pod are stopped: preStop hook, the turn of sidecars, SIGTERM and SIGKILL by the runtime, then the
 * sandboxes. Stands for pkg/kubelet/kuberuntime: kuberuntime_container.go (killContainer, executePreStopHook),
 * kuberuntime_termination_order.go and kuberuntime_manager.go (killPodWithSyncResult). When all is done, the pod's
 * worker gets the message 'killed'. Upstream the containers of a pod are killed side by side; here each is a message of
 * its own, at the same instant, so that each is a sentence.
 */
import { isSidecar, type Container, type LifecycleHandler, type Pod } from '../../kubernetes/objects';
import type { ContainerKillReason } from '../../kubernetes/podActionTypes';
import type { ContainerKill, Killing } from '../kubeletMemory';
import type { CriReturn } from '../messages';
import type { Tx } from '../tx';
import type { ContainerRow, PodWorkerRow } from '../world';
import { aboutPod, callRuntime, emitPodEvent, fieldPath, podNote, podTimer, setWorker, workerOf } from './kubeletState';
import { containersOf, sandboxesOf } from './podRuntimeView';
import { hookOf } from './programOf';

/** kuberuntime_manager.go:minimumGracePeriodInSeconds. */
const MINIMUM_GRACE_PERIOD = 2;

export interface KillContainer {
  readonly container: ContainerRow;
  /** The text of the event Killing; absent: "Stopping container c". */
  readonly message?: string;
  readonly reason?: ContainerKillReason;
}

/** The container's grace period in seconds (kuberuntime_container.go:setTerminationGracePeriod). */
function terminationGracePeriod(pod: Pod, spec: Container, reason: ContainerKillReason): number {
  const deletion = pod.metadata?.deletionGracePeriodSeconds;
  if (deletion !== undefined) return deletion;
  const wished = pod.spec?.terminationGracePeriodSeconds;
  if (wished === undefined) return MINIMUM_GRACE_PERIOD;
  const probe = reason === 'StartupProbe' ? spec.startupProbe : reason === 'LivenessProbe' ? spec.livenessProbe : undefined;
  return probe?.terminationGracePeriodSeconds ?? wished;
}

/** Begins to kill containers of which none waits for another. */
export const killContainers = (tx: Tx, row: PodWorkerRow, kills: readonly KillContainer[]): PodWorkerRow =>
  beginKilling(tx, row, kills, { ordered: false, purpose: 'sync' });

/** Begins to kill all that runs of the pod, then its sandboxes (kuberuntime_manager.go:killPodWithSyncResult). */
export function killPod(tx: Tx, row: PodWorkerRow, purpose: Killing['purpose'], gracePeriodOverride?: number): PodWorkerRow {
  const running = containersOf(tx, row.uid).filter((container) => container.state === 'running').reverse();
  const sandboxes = sandboxesOf(tx, row.uid).map((sandbox) => sandbox.id);
  const ordered = row.pod.spec?.initContainers?.some(isSidecar) ?? false;
  return beginKilling(tx, row, running.map((container) => ({ container })), {
    ordered, sandboxes, purpose, ...(gracePeriodOverride === undefined ? {} : { gracePeriodOverride }),
  });
}

interface KillOptions {
  readonly ordered: boolean;
  readonly purpose: Killing['purpose'];
  readonly sandboxes?: readonly string[];
  readonly gracePeriodOverride?: number;
}

function beginKilling(tx: Tx, row: PodWorkerRow, kills: readonly KillContainer[], options: KillOptions): PodWorkerRow {
  // What a cancelled sync had begun to kill goes on as it began.
  const containers: Record<string, ContainerKill> = {};
  for (const [id, kill] of Object.entries(row.memory.killing?.containers ?? {})) {
    if (kill.at !== 'stopped') containers[id] = kill;
  }
  const killing: Killing = {
    containers,
    ordered: options.ordered,
    ...(options.sandboxes ? { sandboxes: options.sandboxes } : {}),
    stoppingSandbox: false,
    purpose: options.purpose,
  };
  for (const { container, message, reason = '' } of kills) {
    if (containers[container.id]) continue;
    containers[container.id] = {
      name: container.name, kind: container.kind, at: 'begin', since: tx.now,
      message: message ?? `Stopping container ${container.name}`,
      grace: options.gracePeriodOverride ?? terminationGracePeriod(row.pod, container.spec, reason),
    };
  }
  return advance(tx, setWorker(tx, row, { killing }));
}

const setKill = (tx: Tx, row: PodWorkerRow, id: string, kill: ContainerKill): PodWorkerRow => {
  const { killing } = row.memory;
  return killing ? setWorker(tx, row, { killing: { ...killing, containers: { ...killing.containers, [id]: kill } } }) : row;
};

/** Event Killing, then the preStop hook if there is one and time for it (kuberuntime_container.go:killContainer). */
function beginKill(tx: Tx, row: PodWorkerRow, id: string, kill: ContainerKill): PodWorkerRow {
  emitPodEvent(tx, row, 'Normal', 'Killing', kill.message, killedPath(row, kill));
  const container = tx.get('containers', id);
  const hook = container?.spec.lifecycle?.preStop;
  if (!container || !hook || kill.grace <= 0) return setKill(tx, row, id, { ...kill, at: 'turn' });
  runPreStop(tx, row, container, hook, kill.grace);
  return setKill(tx, row, id, { ...kill, at: 'preStop' });
}

/** Of an orphan only labels tell: the pod that is made of them lists no containers (container/ref.go:GenerateContainerRef). */
const killedPath = (row: PodWorkerRow, { kind, name }: Pick<ContainerKill, 'kind' | 'name'>): string =>
  row.memory.orphan ? `implicitly required container ${name}` : fieldPath(kind, name);

const hookTimer = (row: PodWorkerRow, id: string): string => podTimer(`hook/${id}`, row.node, row.uid);

/**
 * Runs the hook, and waits for it no longer than the grace period (kuberuntime_container.go:executePreStopHook). The
 * runtime runs exec hooks; the others are the kubelet's own.
 */
function runPreStop(tx: Tx, row: PodWorkerRow, container: ContainerRow, hook: LifecycleHandler, grace: number): void {
  tx.because('kubelet.preStop', aboutPod(row, { container: container.name, seconds: String(grace) }));
  if (hook.exec) {
    callRuntime(tx, row, { op: 'ExecSync', container: container.id, containerName: container.name, hook: 'preStop' });
  } else {
    const { takes, ok } = hook.sleep ? { takes: hook.sleep.seconds * 1000, ok: true } : hookOf(tx, container, 'preStop');
    tx.send(podNote(row, 'preStopDone', { container: container.id, ok }), takes, hookTimer(row, container.id));
  }
  tx.send(podNote(row, 'killOn', { container: container.id }), grace * 1000, podTimer(`kill/${container.id}`, row.node, row.uid));
}

/** A hook has ended. It may have failed, and it may come too late for anybody to wait for it. */
export function afterPreStop(tx: Tx, row: PodWorkerRow, id: string, ok: boolean): void {
  const container = tx.get('containers', id);
  if (!ok && container) {
    emitPodEvent(tx, row, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPath(container.kind, container.name));
    tx.because('kubelet.preStopFailed', aboutPod(row, { container: container.name }));
  }
  if (row.memory.killing?.containers[id]?.at === 'preStop') afterWait(tx, row, id);
}

/** The container has ended: a request of the kubelet's own to it fails, a sleep tells nobody anything. */
function endHook(tx: Tx, row: PodWorkerRow, id: string): void {
  if (!tx.pending(hookTimer(row, id))) return;
  const isRequest = tx.get('containers', id)?.spec.lifecycle?.preStop?.sleep === undefined;
  if (isRequest) tx.send(podNote(row, 'preStopDone', { container: id, ok: false }), 0, hookTimer(row, id));
  else tx.cancel(hookTimer(row, id));
}

/** The hook has ended, or the time is up: the grace shrinks by whole seconds and the container's turn may come. */
function afterWait(tx: Tx, row: PodWorkerRow, id: string): void {
  const kill = row.memory.killing?.containers[id];
  if (kill?.at === 'begin') advance(tx, row);
  if (kill?.at !== 'preStop' && kill?.at !== 'turn') return;
  tx.cancel(podTimer(`kill/${id}`, row.node, row.uid));
  const grace = kill.grace - Math.floor((tx.now - kill.since) / 1000);
  advance(tx, setKill(tx, row, id, { ...kill, at: 'turn', grace, since: tx.now }));
}

/** The time of a hook, or of a sidecar that waits for its turn, is over. */
export function killOn(tx: Tx, node: string, uid: string, container: string): void {
  const row = workerOf(tx, node, uid);
  if (row) afterWait(tx, row, container);
}

/**
 * Must this container wait? A sidecar does while an app container or a later sidecar has not stopped; another init
 * container does not (kuberuntime_termination_order.go:newTerminationOrdering).
 */
function mustWait(row: PodWorkerRow, killing: Killing, id: string): boolean {
  const kill = killing.containers[id];
  if (!killing.ordered || kill?.kind !== 'sidecar') return false;
  const order = row.pod.spec?.initContainers?.map((container) => container.name) ?? [];
  return Object.entries(killing.containers).some(([other, { at, kind, name }]) => {
    if (other === id || at === 'stopped') return false;
    return kind === 'app' || (kind === 'sidecar' && order.indexOf(name) > order.indexOf(kill.name));
  });
}

/**
 * Begins with each container, stops those whose turn it is, and when none is left, the sandboxes. What would be a second
 * sentence of this message is left to another one at once.
 */
function advance(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  let worker = row;
  for (const [id, before] of Object.entries(row.memory.killing?.containers ?? {})) {
    const { killing } = worker.memory;
    if (!killing || (before.at !== 'begin' && before.at !== 'turn')) continue;
    const timer = podTimer(`kill/${id}`, worker.node, worker.uid);
    const again = podNote(worker, 'killOn', { container: id });
    if (tx.told) {
      tx.sendSoonest(again, 0, timer);
      continue;
    }
    if (before.at === 'begin') worker = beginKill(tx, worker, id, before);
    const kill = worker.memory.killing?.containers[id];
    if (kill?.at !== 'turn') continue;
    const left = kill.grace * 1000 - (tx.now - kill.since);
    if (left > 0 && mustWait(worker, killing, id)) {
      tx.sendSoonest(again, left, timer);
      continue;
    }
    tx.cancel(timer);
    worker = stopContainer(tx, worker, id, kill);
  }
  return stopSandboxes(tx, worker);
}

function stopContainer(tx: Tx, row: PodWorkerRow, id: string, kill: ContainerKill): PodWorkerRow {
  const waited = Math.floor((tx.now - kill.since) / 1000);
  const timeout = Math.max(kill.grace - waited, MINIMUM_GRACE_PERIOD);
  tx.because('kubelet.stopContainer', aboutPod(row, { container: kill.name, seconds: String(timeout) }));
  callRuntime(tx, row, { op: 'StopContainer', container: id, containerName: kill.name, timeout });
  return setKill(tx, row, id, { ...kill, at: 'stop', since: tx.now });
}

/** One sandbox after the other; then the worker is told. */
export function stopSandboxes(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  const { killing } = row.memory;
  if (!killing || killing.stoppingSandbox || Object.values(killing.containers).some(({ at }) => at !== 'stopped')) return row;
  const next = killing.sandboxes?.[0];
  if (next === undefined) {
    tx.send(podNote(row, 'killed', { purpose: killing.purpose }), 0);
    return setWorker(tx, row, { killing: undefined });
  }
  if (tx.told) {
    tx.send(podNote(row, 'stopSandbox'), 0, podTimer('stopSandbox', row.node, row.uid));
    return row;
  }
  tx.because('kubelet.stopPodSandbox', aboutPod(row));
  callRuntime(tx, row, { op: 'StopPodSandbox', sandbox: next });
  return setWorker(tx, row, { killing: { ...killing, stoppingSandbox: true } });
}

/** The runtime's answers to what is called here: StopContainer, StopPodSandbox, and ExecSync of a preStop hook. */
export function afterKillCall(tx: Tx, row: PodWorkerRow, answer: CriReturn): void {
  const { killing } = row.memory;
  const id = answer.container ?? '';
  if (answer.op === 'ExecSync') afterPreStop(tx, row, id, answer.ok);
  if (!killing) return;
  const kill = killing.containers[id];
  if (answer.op === 'StopPodSandbox') {
    const [first, ...rest] = killing.sandboxes ?? [];
    if (killing.stoppingSandbox && first === answer.sandbox) stopSandboxes(tx, setWorker(tx, row, { killing: { ...killing, sandboxes: rest, stoppingSandbox: false } }));
  } else if (answer.op === 'StopContainer' && kill) {
    endHook(tx, row, id);
    advance(tx, setKill(tx, row, id, { ...kill, at: 'stopped' }));
  }
}
