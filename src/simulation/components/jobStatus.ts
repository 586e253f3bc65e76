/**
 * The status of a Job: which ended pods are about to be counted, the counts, and at last how it ended.
 * Stands for: pkg/controller/job/job_controller.go:trackJobStatusAndRemoveFinalizers, enactJobFinished.
 */
import type { Condition, Job, Pod } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import { update } from './apiServer';
import { deepEqual, isPodReady, keyOf, nameOf, uidOf } from './controllerUtils';
import { emit, regarding } from './events';
import { type BackoffRecord, forgetBackoff, rememberBackoff } from './jobBackoff';
import { countsAsFailure } from './jobFailurePolicy';
import { hasValidIndex, printIndexes } from './jobIndexes';
import { hasCondition, hasFinalizer, isActive, isFailed, isIndexed, isSucceeded, isTerminating, type JobStatus, limitsEachIndex } from './jobUtil';
import { ADDRESS, COMPONENT, type Ending, type JobLook, podsOf, writtenEnding } from './jobVerdict';

type Written = 'written' | 'nothing' | 'refused';
type StatusRule = 'job.updateStatus' | 'job.noteFailure' | 'job.noteSuccess' | 'job.complete' | 'job.fail';

function writeStatus(tx: Tx, job: Job, status: JobStatus, rule: StatusRule, more = {}): Written {
  const tidy = withoutZeros(status);
  if (deepEqual(tidy, job.status ?? {})) return 'nothing';
  const answer = update(tx, ADDRESS, 'jobs', keyOf(job), (object) => ({ ...object, status: tidy }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because(rule, { job: nameOf(job), namespace: job.metadata?.namespace ?? '', ...more });
  return 'written';
}

/** Counts of 0 are not written (omitempty); `ready`, `terminating` and `failedIndexes` are pointers, so they are. */
function withoutZeros({ active, succeeded, failed, completedIndexes, ...rest }: JobStatus): JobStatus {
  return { ...rest, ...(active ? { active } : {}), ...(succeeded ? { succeeded } : {}), ...(failed ? { failed } : {}), ...(completedIndexes ? { completedIndexes } : {}) };
}

const condition = (tx: Tx, type: string, reason: string, message: string, status: Condition['status'] = 'True'): Condition => ({
  type, status, lastProbeTime: tx.timestamp, lastTransitionTime: tx.timestamp, reason, message,
});

// ── Ended pods are noted ─────────────────────────────────────────────────────────────────────────────────────────────

/** What one look decided to write before finalizers go. */
export interface Noted {
  readonly failed: readonly string[];
  readonly succeeded: readonly string[];
  /** Of an Indexed Job. */
  readonly completedIndexes?: string;
  readonly completedCount?: number;
  readonly failedIndexes?: string;
  readonly ending?: Ending;
  /** The Job is, or is no longer, suspended; undefined while it is coming to its end. */
  readonly suspended?: boolean;
  readonly backoff: BackoffRecord;
}

/** Whose finalizer goes, and what is noted of them (trackJobStatusAndRemoveFinalizers). */
export function decide(look: JobLook, ending: Ending | undefined): { readonly noted: Noted; readonly release: readonly Pod[] } {
  const { job, pods, doneIndexes, failedIndexes, backoff } = look;
  const known = job.status?.uncountedTerminatedPods ?? {};
  const failed: string[] = [];
  const succeeded: string[] = [];
  const release = pods.filter((pod) => hasFinalizer(pod) && mayRelease(look, pod, ending));
  for (const pod of release) {
    const uid = uidOf(pod);
    if (isSucceeded(pod) && !known.failed?.includes(uid)) {
      if (!isIndexed(job) && !known.succeeded?.includes(uid)) succeeded.push(uid);
    } else if (isFailed(job, pod) || ending?.interim === 'FailureTarget') {
      // Once the Job fails, every pod that has not succeeded has failed.
      const counts = (!isIndexed(job) || hasValidIndex(job, pod)) && countsAsFailure(job, pod);
      if (counts && !known.failed?.includes(uid)) failed.push(uid);
    }
  }
  const indexes = isIndexed(job) ? { completedIndexes: printIndexes(doneIndexes), completedCount: doneIndexes.size } : {};
  const failures = isIndexed(job) && limitsEachIndex(job) ? { failedIndexes: printIndexes(failedIndexes) } : {};
  return { noted: { failed, succeeded, ...indexes, ...failures, backoff, ...(ending ? { ending } : {}) }, release };
}

/** job_controller.go:canRemoveFinalizer. */
function mayRelease({ job, lastFailed }: JobLook, pod: Pod, ending: Ending | undefined): boolean {
  if (job.metadata?.deletionTimestamp || ending || isSucceeded(pod)) return true;
  if (!isFailed(job, pod)) return false;
  return ![...lastFailed.values()].some((kept) => uidOf(kept) === uidOf(pod));
}

/** The first write: what is about to be counted, the interim verdict, the counts of pods that run (flushUncountedAndRemoveFinalizers). */
export function note(tx: Tx, job: Job, noted: Noted): Written {
  const before = job.status?.uncountedTerminatedPods ?? {};
  const failed = [...(before.failed ?? []), ...noted.failed];
  const succeeded = [...(before.succeeded ?? []), ...noted.succeeded];
  const { ending } = noted;
  const isNew = ending !== undefined && !hasCondition(job, ending.interim);
  let status: JobStatus = {
    ...job.status,
    ...(job.status?.startTime || job.spec?.suspend ? {} : { startTime: tx.timestamp }),
    ...podCounts(tx, job),
    ...(noted.completedCount === undefined ? {} : { succeeded: noted.completedCount }),
    ...(noted.completedIndexes === undefined ? {} : { completedIndexes: noted.completedIndexes }),
    ...(noted.failedIndexes === undefined ? {} : { failedIndexes: noted.failedIndexes }),
    uncountedTerminatedPods: { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) },
  };
  if (noted.suspended !== undefined) status = withSuspension(tx, job, status, noted.suspended);
  if (isNew) status = { ...status, conditions: [...(status.conditions ?? []), condition(tx, ending.interim, ending.reason, ending.message)] };
  rememberBackoff(tx, job, noted.backoff);
  const rule = !isNew ? 'job.updateStatus' : ending.interim === 'FailureTarget' ? 'job.noteFailure' : 'job.noteSuccess';
  return writeStatus(tx, job, status, rule, { message: ending?.message ?? '' });
}

function podCounts(tx: Tx, job: Job): Pick<JobStatus, 'active' | 'ready' | 'terminating'> {
  const pods = podsOf(tx, job);
  const active = pods.filter(isActive);
  return { active: active.length, ready: active.filter(isPodReady).length, terminating: pods.filter(isTerminating).length };
}

/**
 * The condition Suspended, and the event that tells of it. A Job that was never suspended gets none; one that is
 * suspended has no start time, one that goes on begins anew.
 */
function withSuspension(tx: Tx, job: Job, { startTime, ...rest }: JobStatus, on: boolean): JobStatus {
  const kept = startTime === undefined ? {} : { startTime };
  const before = rest.conditions?.find(({ type }) => type === 'Suspended');
  if (on === (before?.status === 'True')) return { ...rest, ...kept };
  emit(tx, COMPONENT, 'Normal', on ? 'Suspended' : 'Resumed', on ? 'Job suspended' : 'Job resumed', regarding(job));
  const said = on ? condition(tx, 'Suspended', 'JobSuspended', 'Job suspended') : condition(tx, 'Suspended', 'JobResumed', 'Job resumed', 'False');
  const others = rest.conditions ?? [];
  return {
    ...rest,
    ...(on ? {} : { startTime: tx.timestamp }),
    conditions: before ? others.map((each) => (each === before ? said : each)) : [...others, said],
  };
}

// ── Pods are counted ─────────────────────────────────────────────────────────────────────────────────────────────────

/** The second write: pods without their finalizer are counted for good (cleanUncountedPodsWithoutFinalizers). */
export function count(tx: Tx, job: Job): Written {
  const held = new Set(podsOf(tx, job).filter(hasFinalizer).map(uidOf));
  const { failed = [], succeeded = [] } = job.status?.uncountedTerminatedPods ?? {};
  const stillFailed = failed.filter((uid) => held.has(uid));
  const stillSucceeded = succeeded.filter((uid) => held.has(uid));
  return writeStatus(tx, job, {
    ...job.status,
    succeeded: (job.status?.succeeded ?? 0) + succeeded.length - stillSucceeded.length,
    failed: (job.status?.failed ?? 0) + failed.length - stillFailed.length,
    uncountedTerminatedPods: {
      ...(stillSucceeded.length > 0 ? { succeeded: stillSucceeded } : {}),
      ...(stillFailed.length > 0 ? { failed: stillFailed } : {}),
    },
  }, 'job.updateStatus');
}

/** The end, when every pod has stopped and was counted (enactJobFinished), and the event after it (recordJobFinished). */
export function finish(tx: Tx, job: Job): Written {
  const ending = writtenEnding(job);
  const { failed = [], succeeded = [] } = job.status?.uncountedTerminatedPods ?? {};
  if (!ending || failed.length + succeeded.length > 0 || podsOf(tx, job).some((pod) => isActive(pod) || isTerminating(pod))) return 'nothing';
  const { reason, message } = ending;
  const isComplete = ending.interim === 'SuccessCriteriaMet';
  const status: JobStatus = {
    ...job.status,
    ...podCounts(tx, job),
    conditions: [...(job.status?.conditions ?? []), condition(tx, isComplete ? 'Complete' : 'Failed', reason, message)],
    ...(isComplete ? { completionTime: tx.timestamp } : {}),
  };
  const outcome = writeStatus(tx, job, status, isComplete ? 'job.complete' : 'job.fail', { message });
  if (outcome !== 'written') return outcome;
  forgetBackoff(tx, job);
  if (!isComplete) emit(tx, COMPONENT, 'Warning', reason, message, regarding(job));
  else {
    const { completions } = job.spec ?? {};
    if (completions !== undefined && (job.status?.succeeded ?? 0) > completions) {
      emit(tx, COMPONENT, 'Warning', 'TooManySucceededPods', 'Too many succeeded pods running after completion count reached', regarding(job));
    }
    emit(tx, COMPONENT, 'Normal', 'Completed', 'Job completed', regarding(job));
  }
  return 'written';
}
