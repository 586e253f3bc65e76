/**
 * The scheduling queue: pods to be tried (active), pods that back off after a failure, pods that nothing has changed for
 * since they failed (unschedulable), and pods behind gates. A row a pod; its key puts each queue in order.
 *
 * Stands for: pkg/scheduler/backend/queue/{scheduling_queue,active_queue,backoff_queue}.go.
 */
import type { Pod } from '../../kubernetes/objects';
import { alignToWindow, backoffExpiration, isBackingOff } from '../../kubernetes/scheduling/queue';
import { preEnqueueSchedulingGates } from '../../kubernetes/scheduling/schedulingGates';
import type { QueuedPodMemory, QueueName } from '../controlPlaneMemory';
import { LATENCY } from '../latencies';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { uidOf } from './controllerUtils';
import { isWorthRequeuing, ownUpdate, type SchedulingEvent } from './schedulingHints';

export const SCHEDULER: Address = 'scheduler/default-scheduler';
/** A pod that nothing helped for so long is tried again all the same; looked at every 30 s. */
const MAX_IN_UNSCHEDULABLE = 5 * 60_000;
const FLUSH_PERIOD = 30_000;

// ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const digits = (value: number, width: number): string => String(Math.max(0, Math.trunc(value))).padStart(width, '0');

/**
 * Higher priority first, then the longer waiting (PrioritySort), then the one that came first; in the back-off queue the
 * end of the back-off before all.
 */
function keyOf(tx: Tx, row: QueuedPodMemory): string {
  const order = `${digits(2 ** 31 - row.priority, 10)}/${digits(row.timestamp, 14)}/${digits(tx.nextId(), 12)}`;
  const first = row.queue === 'backoff' || row.queue === 'errorBackoff' ? `${digits(row.backoffUntil, 14)}/` : '';
  return `queue/${row.queue}/${first}${order}`;
}

/** The row of a pod, wherever it waits. */
export function queued(tx: Tx, uid: string): QueuedPodMemory | undefined {
  const [key] = tx.keys('queuedPods', uid);
  const row = key === undefined ? undefined : tx.get('memory', key);
  return row?.kind === 'queuedPod' ? row : undefined;
}

function rowsOf(tx: Tx, queue: QueueName): QueuedPodMemory[] {
  return tx.rows('memory', 'schedulingQueue', queue).filter((row) => row.kind === 'queuedPod');
}

/** Puts a pod into a queue, out of any other, and sees to it that its turn comes. */
function put(tx: Tx, row: QueuedPodMemory): void {
  dequeue(tx, uidOf(row.pod));
  tx.put('memory', keyOf(tx, row), row);
  if (row.queue === 'active' || row.queue === 'backoff') scheduleSoon(tx);
  if (row.queue === 'backoff' || row.queue === 'errorBackoff') {
    tx.sendSoonest({ type: 'note', to: SCHEDULER, kind: 'flushBackoff' }, Math.max(0, row.backoffUntil - tx.now), 'scheduler/flushBackoff');
  }
  if (row.queue === 'unschedulable') planFlush(tx, row.timestamp + MAX_IN_UNSCHEDULABLE);
}

/** Takes a pod out of the queue; true if it was there. */
export function dequeue(tx: Tx, uid: string): boolean {
  const [key] = tx.keys('queuedPods', uid);
  if (key === undefined) return false;
  tx.delete('memory', key);
  return true;
}

/** The next scheduling cycle, if none is planned. */
export const scheduleSoon = (tx: Tx): void => tx.sendSoonest({ type: 'note', to: SCHEDULER, kind: 'schedule' }, LATENCY.schedulingCycle, 'scheduler/cycle');

// ── In and out ───────────────────────────────────────────────────────────────────────────────────────────────────────

const priorityOf = (pod: Pod): number => pod.spec?.priority ?? 0;

/** May a pod be tried at all (PreEnqueue: SchedulingGates, and DefaultPreemption while its victims are being deleted)? */
const mayEnter = (tx: Tx, pod: Pod): boolean =>
  preEnqueueSchedulingGates(pod) === undefined && tx.get('memory', `preemption/${uidOf(pod)}`) === undefined;

/** A pod without a node, new or changed (PriorityQueue.Add, Update). */
export function addOrUpdate(tx: Tx, pod: Pod): void {
  const before = queued(tx, uidOf(pod));
  const fresh = {
    kind: 'queuedPod', queue: 'active', pod, priority: priorityOf(pod), timestamp: tx.now,
    unschedulableCount: 0, consecutiveErrors: 0, rejectors: [], backoffUntil: 0,
  } as const;
  if (!mayEnter(tx, pod)) {
    put(tx, { ...(before ?? fresh), pod, queue: 'gated', rejectors: ['SchedulingGates'] });
  } else if (!before || before.queue === 'gated') {
    put(tx, fresh);
  } else if (before.queue !== 'unschedulable') {
    put(tx, { ...before, pod, priority: priorityOf(pod) });
  } else {
    const row = { ...before, pod, priority: priorityOf(pod) };
    if (isWorthRequeuing(row, ownUpdate(before.pod, pod))) requeue(tx, row);
    else put(tx, row);
  }
}

/** To the active queue, or to the back-off queue while the back-off runs (requeuePodWithQueueingStrategy). */
function requeue(tx: Tx, row: QueuedPodMemory): void {
  if (!mayEnter(tx, row.pod)) return put(tx, { ...row, queue: 'gated' });
  const backoffUntil = backoffEnd(tx, row);
  put(tx, { ...row, queue: isBackingOff(backoffUntil, clock(tx)) ? 'backoff' : 'active', backoffUntil: toSimulated(tx, backoffUntil) });
}

/** Back-offs end at full seconds of the scheduler's clock; here that clock is the simulation's. */
const clock = (tx: Tx): number => tx.now - tx.cluster.origin;
const toSimulated = (tx: Tx, time: number): number => time + tx.cluster.origin;
const backoffEnd = (tx: Tx, row: QueuedPodMemory): number =>
  backoffExpiration(row.timestamp - tx.cluster.origin, row.unschedulableCount, row.consecutiveErrors);

/** A pod that fits nowhere (AddUnschedulableIfNotPresent). Without a plugin that refused it, it was an error: it backs off. */
export function addUnschedulable(tx: Tx, row: QueuedPodMemory, rejectors: QueuedPodMemory['rejectors']): void {
  const isError = rejectors.length === 0;
  const failed: QueuedPodMemory = {
    ...row,
    timestamp: tx.now,
    rejectors,
    unschedulableCount: row.unschedulableCount + (isError ? 0 : 1),
    consecutiveErrors: isError ? row.consecutiveErrors + 1 : 0,
  };
  if (isError) put(tx, { ...failed, queue: 'errorBackoff', backoffUntil: toSimulated(tx, backoffEnd(tx, failed)) });
  else put(tx, { ...failed, queue: 'unschedulable', backoffUntil: 0 });
}

/** The next pod: from the active queue, or if that is empty from the back-off queue before its time (Pop). */
export function pop(tx: Tx): QueuedPodMemory | undefined {
  for (const queue of ['active', 'backoff'] as const) {
    const [key] = tx.keys('schedulingQueue', queue);
    const row = key === undefined ? undefined : tx.get('memory', key);
    if (key === undefined || row?.kind !== 'queuedPod') continue;
    tx.delete('memory', key);
    return row;
  }
  return undefined;
}

export const isEmpty = (tx: Tx): boolean => tx.keys('schedulingQueue', 'active').length === 0 && tx.keys('schedulingQueue', 'backoff').length === 0;

// ── What moves pods ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Something changed: the unschedulable pods that it may help are tried again (MoveAllToActiveOrBackoffQueue). */
export function moveAll(tx: Tx, event: SchedulingEvent): void {
  if (tx.keys('schedulingQueue', 'unschedulable').length === 0) return;
  for (const row of rowsOf(tx, 'unschedulable')) if (isWorthRequeuing(row, event)) requeue(tx, row);
}

/** Pods whose back-off has ended become active (flushBackoffQCompleted). */
export function flushBackoff(tx: Tx): void {
  for (const queue of ['backoff', 'errorBackoff'] as const) {
    for (const row of rowsOf(tx, queue)) {
      if (alignToWindow(clock(tx)) >= row.backoffUntil - tx.cluster.origin) put(tx, { ...row, queue: 'active' });
      else put(tx, row);
    }
  }
}

/** Pods that have been unschedulable for five minutes are tried again (flushUnschedulablePodsLeftover). */
export function flushUnschedulable(tx: Tx): void {
  for (const row of rowsOf(tx, 'unschedulable')) {
    if (tx.now - row.timestamp > MAX_IN_UNSCHEDULABLE) requeue(tx, row);
    else planFlush(tx, row.timestamp + MAX_IN_UNSCHEDULABLE);
  }
}

function planFlush(tx: Tx, after: number): void {
  const memory = tx.get('memory', 'scheduler');
  const start = memory?.kind === 'scheduler' ? memory.startedAt : 0;
  const at = start + (Math.floor((after - start) / FLUSH_PERIOD) + 1) * FLUSH_PERIOD;
  tx.sendSoonest({ type: 'note', to: SCHEDULER, kind: 'flushUnschedulable' }, at - tx.now, 'scheduler/flushUnschedulable');
}

/** A preemption has deleted its victims: the preemptor may enter the queue again. */
export function endPreemption(tx: Tx, uid: string): void {
  if (tx.get('memory', `preemption/${uid}`)) tx.delete('memory', `preemption/${uid}`);
  const row = queued(tx, uid);
  if (row?.queue === 'gated' && mayEnter(tx, row.pod)) requeue(tx, row);
}

/** Forgets everything (a new leader). */
export function clearQueue(tx: Tx): void {
  for (const key of tx.keys('preemptions').slice()) tx.delete('memory', key);
  for (const queue of ['active', 'backoff', 'errorBackoff', 'unschedulable', 'gated'] as const) {
    for (const key of tx.keys('schedulingQueue', queue).slice()) tx.delete('memory', key);
  }
}

