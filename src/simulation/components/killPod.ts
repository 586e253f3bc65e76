/**
 * How containers of a pod are stopped: preStop hook, the turn of sidecars, SIGTERM and SIGKILL by the runtime, then the
 * sandboxes. Stands for pkg/kubelet/kuberuntime: kuberuntime_container.go (killContainer, executePreStopHook),
 * kuberuntime_termination_order.go and kuberuntime_manager.go (killPodWithSyncResult). When all is done, the pod's
 * worker gets the message 'killed'.
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
  let worker = setWorker(tx, row, { killing });
  for (const kill of kills) {
    if (!containers[kill.container.id]) worker = beginKill(tx, worker, kill, options.gracePeriodOverride);
  }
  return advance(tx, worker);
}

const setKill = (tx: Tx, row: PodWorkerRow, id: string, kill: ContainerKill): PodWorkerRow => {
  const { killing } = row.memory;
  return killing ? setWorker(tx, row, { killing: { ...killing, containers: { ...killing.containers, [id]: kill } } }) : row;
};

/** Event Killing, then the preStop hook if there is one and time for it (kuberuntime_container.go:killContainer). */
function beginKill(tx: Tx, row: PodWorkerRow, { container, message, reason = '' }: KillContainer, override: number | undefined): PodWorkerRow {
  const spec: Container = container.spec;
  const grace = override ?? terminationGracePeriod(row.pod, spec, reason);
  const text = message ?? `Stopping container ${container.name}`;
  emitPodEvent(tx, row, 'Normal', 'Killing', text, killedPath(row, container));
  const hook = spec.lifecycle?.preStop;
  const kill = { name: container.name, kind: container.kind, grace, since: tx.now } as const;
  if (!hook || grace <= 0) return setKill(tx, row, container.id, { ...kill, at: 'turn' });
  runPreStop(tx, row, container, hook, grace);
  return setKill(tx, row, container.id, { ...kill, at: 'preStop' });
}

/** Of an orphan only labels tell: the pod that is made of them lists no containers (container/ref.go:GenerateContainerRef). */
const killedPath = (row: PodWorkerRow, { kind, name }: ContainerRow): string =>
  row.memory.orphan ? `implicitly required container ${name}` : fieldPath(kind, name);

/** Runs the hook, for no longer than the grace period (kuberuntime_container.go:executePreStopHook). */
function runPreStop(tx: Tx, row: PodWorkerRow, container: ContainerRow, hook: LifecycleHandler, grace: number): void {
  tx.because('kubelet.preStop', aboutPod(row, { container: container.name, seconds: String(grace) }));
  let wait = grace * 1000;
  if (hook.exec) {
    callRuntime(tx, row, { op: 'ExecSync', container: container.id, containerName: container.name, hook: 'preStop' });
  } else {
    const takes = hook.sleep ? hook.sleep.seconds * 1000 : hookOf(tx, container, 'preStop').takes;
    wait = Math.min(wait, takes);
  }
  tx.send(podNote(row, 'killOn', { container: container.id }), wait, podTimer(`kill/${container.id}`, row.node, row.uid));
}

/** The hook has ended, or the time is up: the grace shrinks by whole seconds and the container's turn may come. */
function afterWait(tx: Tx, row: PodWorkerRow, id: string): void {
  const kill = row.memory.killing?.containers[id];
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

/** Stops the containers whose turn it is; when none is left, the sandboxes. */
function advance(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  let worker = row;
  for (const [id, kill] of Object.entries(row.memory.killing?.containers ?? {})) {
    const { killing } = worker.memory;
    if (!killing || kill.at !== 'turn') continue;
    const timer = podTimer(`kill/${id}`, worker.node, worker.uid);
    const left = kill.grace * 1000 - (tx.now - kill.since);
    if (left > 0 && mustWait(worker, killing, id)) {
      tx.sendSoonest(podNote(worker, 'killOn', { container: id }), left, timer);
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
function stopSandboxes(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  const { killing } = row.memory;
  if (!killing || killing.stoppingSandbox || Object.values(killing.containers).some(({ at }) => at !== 'stopped')) return row;
  const next = killing.sandboxes?.[0];
  if (next === undefined) {
    tx.send(podNote(row, 'killed', { purpose: killing.purpose }), 0);
    return setWorker(tx, row, { killing: undefined });
  }
  tx.because('kubelet.stopPodSandbox', aboutPod(row));
  callRuntime(tx, row, { op: 'StopPodSandbox', sandbox: next });
  return setWorker(tx, row, { killing: { ...killing, stoppingSandbox: true } });
}

/** The runtime's answers to what is called here: StopContainer, StopPodSandbox, and ExecSync of a preStop hook. */
export function afterKillCall(tx: Tx, row: PodWorkerRow, answer: CriReturn): void {
  const { killing } = row.memory;
  const id = answer.container ?? '';
  const kill = killing?.containers[id];
  if (!killing) return;
  if (answer.op === 'StopPodSandbox') {
    const [first, ...rest] = killing.sandboxes ?? [];
    if (killing.stoppingSandbox && first === answer.sandbox) stopSandboxes(tx, setWorker(tx, row, { killing: { ...killing, sandboxes: rest, stoppingSandbox: false } }));
  } else if (answer.op === 'StopContainer' && kill) {
    advance(tx, setKill(tx, row, id, { ...kill, at: 'stopped' }));
  } else if (answer.op === 'ExecSync' && kill?.at === 'preStop') {
    if (!answer.ok) emitPodEvent(tx, row, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPath(kill.kind, kill.name));
    afterWait(tx, row, id);
  }
}
