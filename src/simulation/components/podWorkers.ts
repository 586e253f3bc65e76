/**
 * The pod workers: one for each pod of the kubelet, with one pending slot. A worker goes from sync to terminating to
 * terminated and never back; upstream each is a goroutine, here a row and the message 'work' that stands for its channel.
 *
 *   updatePod      → a change of the pod or a wish to end it; wakes the worker
 *   startPodSync   → is it the worker's turn? (static pods of one name go one after the other)
 *   completeWork   → plans the next look and takes up what came in between
 *
 * What a worker then does stands in syncPod.ts and terminatePod.ts. Stands for pkg/kubelet/pod_workers.go.
 */
import type { Pod } from '../../kubernetes/objects';
import { isPodPhaseTerminal } from '../../kubernetes/podStatus';
import { allowPodStart, openGate, type StaticPodGate } from '../../kubernetes/staticPodGate';
import type { PodWorkerMemory } from '../kubeletMemory';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { hookName } from './containerd/answers';
import { cancelPull } from './images';
import {
  aboutPod, kubeletMemory, NEW_WORKER_MEMORY, podNote, podTimer, setKubelet, setWorker, untilTick, workerOf,
} from './kubeletState';
import { containersOf, sandboxesOf } from './podRuntimeView';

/** The work queue is looked at this often (kubelet.go:syncLoop, syncTicker). */
const SYNC_TICK = 1000;
/** pod_workers.go: backOffPeriod and workerBackOffPeriodJitterFactor. */
const BACK_OFF_PERIOD = 10_000;
const BACK_OFF_ON_TRANSIENT_ERROR = 1000;
const MAX_BACK_OFF_WAIT = 60_000;
/** kubelet.go: syncFrequency of the default configuration. */
const RESYNC_INTERVAL = 60_000;

export interface KillPodOptions {
  /** Seconds. */
  readonly gracePeriodOverride?: number;
  readonly evict?: PodWorkerMemory['evict'];
}

export interface UpdatePodOptions {
  readonly type: 'create' | 'update' | 'sync' | 'kill';
  readonly kill?: KillPodOptions;
}

/** A worker for a pod that no worker is known for. */
export function newWorker(tx: Tx, node: string, pod: Pod, origin: 'file' | 'api', file?: string): PodWorkerRow {
  const arrival = (kubeletMemory(tx, node)?.arrivals ?? 0) + 1;
  setKubelet(tx, node, { arrivals: arrival });
  const { uid = '', namespace = '', name = '' } = pod.metadata ?? {};
  return {
    node,
    uid,
    fullName: `${namespace}/${name}`,
    origin,
    ...(file === undefined ? {} : { file }),
    pod,
    state: 'waiting',
    memory: { ...NEW_WORKER_MEMORY, arrival },
  };
}

export const isTerminationRequested = ({ memory }: PodWorkerRow): boolean => memory.terminatingAt !== undefined;

/** Could containers of the pod run? Not once it is terminated (pod_workers.go:CouldHaveRunningContainers). */
export const couldHaveRunningContainers = ({ memory }: PodWorkerRow): boolean =>
  memory.terminatedAt === undefined && !memory.rejected;

/** Does nothing of the pod run, by the runtime's report? (pod_workers.go:isPodStatusCacheTerminal) */
const isRuntimeOver = (tx: Tx, uid: string): boolean =>
  !containersOf(tx, uid).some((container) => container.state === 'running') &&
  !sandboxesOf(tx, uid).some((sandbox) => sandbox.state === 'ready');

/**
 * The grace period that holds now, in seconds: the API server's word, the kubelet's own shorter one, or the pod's wish,
 * at least 1; never longer than before (pod_workers.go:calculateEffectiveGracePeriod).
 */
export function calculateEffectiveGracePeriod(before: number | undefined, pod: Pod, override?: number): number {
  let period = before ?? 0;
  let overridden = false;
  for (const wish of [pod.metadata?.deletionGracePeriodSeconds, override]) {
    if (wish === undefined || (period !== 0 && wish >= period)) continue;
    period = wish;
    overridden = true;
  }
  if (!overridden && period === 0) period = pod.spec?.terminationGracePeriodSeconds ?? 30;
  return Math.max(period, 1);
}

/**
 * Carries a change of the pod to its worker, and wakes it. The row holds the pod as its source now has it. Returns the
 * row as it stands now (pod_workers.go:UpdatePod).
 */
export function updatePod(tx: Tx, row: PodWorkerRow, options: UpdatePodOptions): PodWorkerRow {
  const isFirst = workerOf(tx, row.node, row.uid) === undefined;
  let worker = isFirst ? admitFirst(tx, row) : row;

  if (!isFirst && isTerminationRequested(worker) && options.type === 'create') {
    return setWorker(tx, worker, { restartRequested: true });
  }
  if (worker.memory.finished) return worker;

  const becomesTerminating = !isTerminationRequested(worker) && shallEnd(worker.pod, options);
  if (becomesTerminating) {
    const evict = options.kill?.evict;
    const state = worker.memory.startedAt === undefined ? {} : { state: 'terminating' as const };
    worker = setWorker(tx, worker, { terminatingAt: tx.now, ...(evict ? { evict } : {}) }, state);
  }
  if (isTerminationRequested(worker) && worker.memory.terminatedAt === undefined) {
    const gracePeriod = calculateEffectiveGracePeriod(worker.memory.gracePeriod, worker.pod, options.kill?.gracePeriodOverride);
    if (gracePeriod !== worker.memory.gracePeriod) worker = setWorker(tx, worker, { gracePeriod });
  }
  worker = wake(tx, worker);
  return becomesTerminating ? cancelSync(tx, worker) : worker;
}

/**
 * The end of a pod cancels the context of its SyncPod (pod_workers.go:UpdatePod, cancelFn). Waits for volumes and for
 * containers to stop are over (what stops goes on stopping); an image, and a hook that heeds the context, fail at once. A
 * request to a container does not heed it, and a short call of the runtime is waited for, so that nothing is left behind.
 */
function cancelSync(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  const { sync } = row.memory;
  const step = sync?.start;
  if (!sync || sync.stage === 'sandbox' || step?.at === 'create' || step?.at === 'start') return row;
  if (step?.at === 'image') {
    cancelPull(tx, row);
    return row;
  }
  if (step?.at === 'postStart') {
    cancelPostStart(tx, row, step.container);
    return row;
  }
  tx.cancel(podTimer('sync', row.node, row.uid));
  return goOn(tx, setWorker(tx, row, { sync: undefined }));
}

/** kubelet/lifecycle/handlers.go: an exec hook and a sleep heed the context, an HTTP request does not. */
function cancelPostStart(tx: Tx, row: PodWorkerRow, container: string): void {
  const hook = tx.get('containers', container)?.spec.lifecycle?.postStart;
  if (hook?.exec) tx.send({ type: 'note', to: `containerd/${row.node}`, kind: 'cancel', about: hookName(container, 'postStart') }, 0);
  else if (hook?.sleep) tx.send(podNote(row, 'hookDone', { ok: false }), 0, podTimer('sync', row.node, row.uid));
}

/** A pod that is over, by the API and by the runtime, starts as terminated: a kubelet that restarts finds such. */
function admitFirst(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  if (!isPodPhaseTerminal(row.pod.status?.phase) || !isRuntimeOver(tx, row.uid)) return setWorker(tx, row, {});
  return setWorker(tx, row, { startedAt: tx.now, terminatingAt: tx.now, terminatedAt: tx.now }, { state: 'terminated' });
}

const shallEnd = (pod: Pod, { type }: UpdatePodOptions): boolean =>
  pod.metadata?.deletionTimestamp !== undefined || isPodPhaseTerminal(pod.status?.phase) || type === 'kill';

/** Tells the worker that there is work; while it is busy, that stays in its one pending slot. */
function wake(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  if (row.memory.working) return row.memory.pending ? row : setWorker(tx, row, { pending: true });
  const worker = setWorker(tx, row, { working: true, pending: false });
  tx.cancel(podTimer('requeue', row.node, row.uid));
  tx.send(podNote(worker, 'work'), 0, podTimer('work', row.node, row.uid));
  return worker;
}

export type PodWork = 'SyncPod' | 'SyncTerminatingPod' | 'SyncTerminatedPod';

/**
 * The worker takes up its work: which one, or undefined when it may not start yet or never will
 * (pod_workers.go:startPodSync).
 */
export function startPodSync(tx: Tx, row: PodWorkerRow): PodWork | undefined {
  const { memory } = row;
  if (memory.startedAt === undefined && !memory.orphan) {
    const answer = allowPodStart(gateOf(tx, row), row.pod);
    if (!answer.allowedEver) {
      setWorker(tx, row, { finished: true, working: false, terminatedAt: tx.now }, { state: 'terminated' });
      return undefined;
    }
    if (!answer.allowed) {
      tx.because('kubelet.waitForNamesake', aboutPod(row));
      setWorker(tx, row, { working: false, pending: false });
      requeue(tx, row, tx.jitter(BACK_OFF_PERIOD));
      return undefined;
    }
    setWorker(tx, row, { startedAt: tx.now }, { state: isTerminationRequested(row) ? 'terminating' : 'sync' });
  }
  if (memory.terminatedAt !== undefined) return 'SyncTerminatedPod';
  return memory.terminatingAt === undefined ? 'SyncPod' : 'SyncTerminatingPod';
}

/** What the workers know of the static pods of this pod's full name. API pods are never held back. */
function gateOf(tx: Tx, row: PodWorkerRow): StaticPodGate {
  if (row.origin !== 'file') return openGate;
  const rows = tx.rows('podWorkers', 'workersByFullName', `${row.node}/${row.fullName}`)
    .filter(({ origin, memory }) => origin === 'file' && !memory.finished)
    .sort((a, b) => a.memory.arrival - b.memory.arrival);
  const started = rows.find(({ memory }) => memory.startedAt !== undefined);
  return {
    workers: Object.fromEntries(rows.map((each) => [each.uid, { fullName: each.fullName, terminating: isTerminationRequested(each) }])),
    started: started ? { [row.fullName]: started.uid } : {},
    waiting: { [row.fullName]: rows.filter(({ memory }) => memory.startedAt === undefined).map(({ uid }) => uid) },
  };
}

/** The end of a sync: no error, or why it failed and when a back-off of its containers ends. */
export type SyncOutcome =
  | { readonly error: false }
  | { readonly error: 'network' }
  | { readonly error: true; readonly retryAt?: number };

/**
 * The worker has done its work. Plans the next look, unless something came in meanwhile: then it goes on at once
 * (pod_workers.go:completeWork). Left out: the resync of API pods that lack nothing.
 */
export function completeWork(tx: Tx, row: PodWorkerRow, outcome: SyncOutcome): void {
  if (row.memory.pending) {
    goOn(tx, row);
    return;
  }
  const worker = setWorker(tx, row, { working: false });
  if (outcome.error === 'network') requeue(tx, worker, tx.jitter(BACK_OFF_ON_TRANSIENT_ERROR));
  else if (outcome.error) requeue(tx, worker, retryDelay(tx, outcome.retryAt));
  else if (worker.origin === 'file') requeue(tx, worker, tx.jitter(RESYNC_INTERVAL));
}

function retryDelay(tx: Tx, retryAt: number | undefined): number {
  if (retryAt === undefined) return tx.jitter(BACK_OFF_PERIOD);
  return tx.jitter(Math.min(Math.max(retryAt - tx.now, 0), MAX_BACK_OFF_WAIT));
}

/** The worker goes straight on to its next piece of work, after `delay` ms. */
export function goOn(tx: Tx, row: PodWorkerRow, delay = 0): PodWorkerRow {
  const worker = setWorker(tx, row, { working: true, pending: false });
  tx.cancel(podTimer('requeue', row.node, row.uid));
  tx.send(podNote(worker, 'work'), delay, podTimer('work', row.node, row.uid));
  return worker;
}

/** Puts the pod into the work queue, which is looked at every second. */
function requeue(tx: Tx, row: PodWorkerRow, delay: number): void {
  const due = tx.now + delay;
  const tick = untilTick(tx, row.node, SYNC_TICK);
  const ticks = Math.max(0, Math.ceil((due - tx.now - tick) / SYNC_TICK));
  tx.send(podNote(row, 'sync'), tick + ticks * SYNC_TICK, podTimer('requeue', row.node, row.uid));
}

/** The end of a worker whose pod is through (pod_workers.go:completeTerminated). */
export function completeTerminated(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  return setWorker(tx, row, { finished: true, working: false, pending: false });
}
