/**
 * What one look at a Job sees: its pods, what has just ended, how much is done; and whether the Job has come to its end.
 * Stands for: pkg/controller/job/job_controller.go:syncJob (its first half).
 */
import type { Job, Pod } from '../../kubernetes/objects';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { keyOf, uidOf, untilTime } from './controllerUtils';
import { backoffRecord, type BackoffRecord } from './jobBackoff';
import { countsAsFailure, matchFailurePolicy } from './jobFailurePolicy';
import { failedIndexes, hasValidIndex, lastFailedPods, matchSuccessPolicy, succeededIndexes } from './jobIndexes';
import { hasFinalizer, isActive, isFailed, isIndexed, isSucceeded, limitsEachIndex, pastBackoffLimitOnFailure } from './jobUtil';
import { enqueueAfter } from './workQueue';

export const ADDRESS: Address = 'controllers/job';
export const COMPONENT = 'job-controller';

export const podsOf = (tx: Tx, job: Job): Pod[] => tx.rows('pods', 'podsByOwner', uidOf(job));

/** What one look sees (job_controller.go:syncJobCtx). */
export interface JobLook {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  /** Pods that ended and are in no count yet. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  /** With those that are about to be counted. */
  readonly succeeded: number;
  readonly failed: number;
  /** Of an Indexed Job. */
  readonly doneIndexes: ReadonlySet<number>;
  readonly failedIndexes: ReadonlySet<number>;
  /** Failed pods that keep their finalizer until their index has its next pod. */
  readonly lastFailed: ReadonlyMap<number, Pod>;
  readonly backoff: BackoffRecord;
}

const NO_INDEXES: ReadonlySet<number> = new Set();

export function lookAt(tx: Tx, job: Job): JobLook {
  const pods = podsOf(tx, job);
  const noted = job.status?.uncountedTerminatedPods ?? {};
  const isNew = (pod: Pod, known: readonly string[] = []): boolean =>
    hasFinalizer(pod) && !known.includes(uidOf(pod)) && (!isIndexed(job) || hasValidIndex(job, pod));
  const newSucceeded = pods.filter((pod) => isSucceeded(pod) && isNew(pod, noted.succeeded));
  const newFailed = pods.filter((pod) => isFailed(job, pod) && isNew(pod, noted.failed));
  const done = isIndexed(job) ? succeededIndexes(job, pods) : NO_INDEXES;
  const failed = isIndexed(job) && limitsEachIndex(job) ? failedIndexes(job, pods) : NO_INDEXES;
  return {
    job, pods, newSucceeded, newFailed,
    active: pods.filter(isActive),
    succeeded: isIndexed(job) ? done.size : (job.status?.succeeded ?? 0) + (noted.succeeded?.length ?? 0) + newSucceeded.length,
    failed: (job.status?.failed ?? 0) + (noted.failed?.length ?? 0) + newFailed.filter((pod) => countsAsFailure(job, pod)).length,
    doneIndexes: done,
    failedIndexes: failed,
    lastFailed: isIndexed(job) && limitsEachIndex(job) ? lastFailedPods(job, pods, done, failed) : new Map(),
    backoff: backoffRecord(tx, job, newSucceeded, newFailed),
  };
}

// ── The end ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How a Job comes to its end: first the interim condition, and when no pod is left the final one. */
export interface Ending {
  readonly interim: 'FailureTarget' | 'SuccessCriteriaMet';
  readonly reason: string;
  readonly message: string;
}

const failing = (reason: string, message: string): Ending => ({ interim: 'FailureTarget', reason, message });

/** The verdict that was written once; it stays. */
export function writtenEnding(job: Job): Ending | undefined {
  for (const interim of ['SuccessCriteriaMet', 'FailureTarget'] as const) {
    const found = job.status?.conditions?.find(({ type, status }) => type === interim && status === 'True');
    if (found) return { interim, reason: found.reason ?? '', message: found.message ?? '' };
  }
  return undefined;
}

/** Has the Job failed, or met its success policy? Its completions are looked at once its pods were managed. */
export function endingOf(tx: Tx, look: JobLook): Ending | undefined {
  const { job, pods, failed } = look;
  const written = writtenEnding(job);
  if (written) return written;
  const culprit = pods.find((pod) => isFailed(job, pod) && matchFailurePolicy(job, pod).action === 'FailJob');
  if (culprit) return failing('PodFailurePolicy', matchFailurePolicy(job, culprit).message);
  if (failed > (job.spec?.backoffLimit ?? 6) || pastBackoffLimitOnFailure(job, pods)) {
    return failing('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  if (pastActiveDeadline(tx, job)) return failing('DeadlineExceeded', 'Job was active longer than specified deadline');
  return isIndexed(job) ? endingOfIndexes(look) : undefined;
}

function endingOfIndexes({ job, doneIndexes, failedIndexes: failed }: JobLook): Ending | undefined {
  const { maxFailedIndexes, completions = 0 } = job.spec ?? {};
  if (maxFailedIndexes !== undefined && failed.size > maxFailedIndexes) {
    return failing('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  }
  if (failed.size > 0 && failed.size + doneIndexes.size >= completions) return failing('FailedIndexes', 'Job has failed indexes');
  const met = matchSuccessPolicy(job, doneIndexes);
  return met === undefined ? undefined : { interim: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message: met };
}

/** Also sees to it that the deadline is not missed. */
function pastActiveDeadline(tx: Tx, job: Job): boolean {
  const { activeDeadlineSeconds, suspend } = job.spec ?? {};
  if (activeDeadlineSeconds === undefined || suspend) return false;
  const left = untilTime(tx, job.status?.startTime ?? tx.timestamp, activeDeadlineSeconds);
  if (left > 0) enqueueAfter(tx, ADDRESS, keyOf(job), left);
  return job.status?.startTime !== undefined && left === 0;
}

/** Enough pods have succeeded and none is active; `active` counts those that were just made too. */
export function completion({ job, succeeded }: JobLook, active: number): Ending | undefined {
  const { completions } = job.spec ?? {};
  const enough = completions === undefined ? succeeded > 0 : succeeded >= completions;
  if (!enough || active > 0) return undefined;
  return { interim: 'SuccessCriteriaMet', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}
