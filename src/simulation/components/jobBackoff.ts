/**
 * How long a Job waits after failures: 10 s, doubled with each failure since the last success, at most 10 minutes, from
 * the end of the last failed pod. With a limit for each index, each index waits for itself.
 * Stands for: pkg/controller/job/backoff_utils.go.
 */
import type { Job, Pod } from '../../kubernetes/objects';
import type { JobBackoffMemory } from '../controlPlaneMemory';
import type { Tx } from '../tx';
import { uidOf } from './controllerUtils';
import { allFailuresBefore } from './jobIndexes';
import { finishedAt } from './jobUtil';

const FIRST_BACKOFF = 10_000;
const MAX_BACKOFF = 600_000;

/** Failures since the last success, and when the last of them was (ms of the wall clock). */
export type BackoffRecord = Pick<JobBackoffMemory, 'failures' | 'lastFailure'>;

const NONE: BackoffRecord = { failures: 0, lastFailure: 0 };

const keyOf = (job: Job): string => `jobBackoff/${uidOf(job)}`;

/** What is known, with the pods that have just ended; ignored failures are failures here (newBackoffRecord). */
export function backoffRecord(tx: Tx, job: Job, newSucceeded: readonly Pod[], newFailed: readonly Pod[]): BackoffRecord {
  const memory = tx.get('memory', keyOf(job));
  const before: BackoffRecord = memory?.kind === 'jobBackoff' ? memory : NONE;
  const lastSuccess = newSucceeded.length > 0 ? Math.max(...newSucceeded.map(finishedAt)) : undefined;
  const failures = newFailed.map(finishedAt).filter((time) => lastSuccess === undefined || time > lastSuccess);
  const start = lastSuccess === undefined ? before : NONE;
  if (failures.length === 0) return start;
  return { failures: start.failures + failures.length, lastFailure: Math.max(...failures) };
}

/** Remembered once the pods that it counts are noted in the Job's status (updateBackoffRecord). */
export function rememberBackoff(tx: Tx, job: Job, { failures, lastFailure }: BackoffRecord): void {
  const memory = tx.get('memory', keyOf(job));
  if (memory?.kind === 'jobBackoff' ? memory.failures === failures && memory.lastFailure === lastFailure : failures === 0) return;
  tx.put('memory', keyOf(job), { kind: 'jobBackoff', failures, lastFailure });
}

/** The Job is over (removeBackoffRecord). */
export function forgetBackoff(tx: Tx, job: Job): void {
  if (tx.get('memory', keyOf(job))) tx.delete('memory', keyOf(job));
}

/** How long the next pod has to wait, in ms. */
export function remainingTime({ failures, lastFailure }: BackoffRecord, now: number): number {
  if (failures === 0) return 0;
  return Math.max(0, lastFailure + Math.min(FIRST_BACKOFF * 2 ** (failures - 1), MAX_BACKOFF) - now);
}

/** The same for one index, whose last failed pod remembers how many failed before it (getRemainingTimePerIndex). */
export const remainingTimeOfIndex = (lastFailed: Pod | undefined, now: number): number =>
  lastFailed ? remainingTime({ failures: allFailuresBefore(lastFailed) + 1, lastFailure: finishedAt(lastFailed) }, now) : 0;
