/**
 * The order and the back-off of the scheduling queue (plugins/queuesort/priority_sort.go,
 * pkg/scheduler/backend/queue/backoff_queue.go). Times in simulated milliseconds. The queues themselves belong to the
 * simulated scheduler.
 */
export interface QueuedPod {
  readonly priority: number;
  /** When the pod came into the queue. */
  readonly timestamp: number;
}

const INITIAL_BACKOFF = 1000;
const MAX_BACKOFF = 10_000;
/** Back-offs end together in windows of this length, so that priority decides within one. */
const ORDERING_WINDOW = 1000;

/** For sorting: higher priority first, then the one that has waited longer (PrioritySort.Less). */
export function compareQueuedPods(a: QueuedPod, b: QueuedPod): number {
  return a.priority === b.priority ? a.timestamp - b.timestamp : b.priority - a.priority;
}

/** How long a pod backs off after its n-th failure: 1 s, doubled each time, at most 10 s; 0 for none (calculateBackoffDuration). */
export function backoffDuration(failures: number): number {
  if (failures <= 0) return 0;
  return Math.min(INITIAL_BACKOFF * 2 ** Math.min(failures - 1, 30), MAX_BACKOFF);
}

/** The start of the window that a time lies in (backoffQueue.alignToWindow). */
export const alignToWindow = (time: number): number => Math.floor(time / ORDERING_WINDOW) * ORDERING_WINDOW;

/**
 * When a pod's back-off ends, aligned to the window (getBackoffTime). Errors in a row count instead of the failed
 * attempts while there are any. A pod that has not failed yet does not back off: 0.
 */
export function backoffExpiration(timestamp: number, unschedulableCount: number, consecutiveErrors: number): number {
  const duration = backoffDuration(consecutiveErrors > 0 ? consecutiveErrors : unschedulableCount);
  return duration === 0 ? 0 : alignToWindow(timestamp + duration);
}

/** Whether a back-off still runs (isPodBackingoff). */
export const isBackingOff = (expiration: number, now: number): boolean => expiration > alignToWindow(now);
