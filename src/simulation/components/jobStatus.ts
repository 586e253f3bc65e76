/**
 * The status of a Job: which ended pods are about to be counted, the counts, and at last how it ended.
 * Stands for: pkg/controller/job/job_controller.go:trackJobStatusAndRemoveFinalizers, enactJobFinished.
 */
import type { Condition, Job } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import { update } from './apiServer';
import { deepEqual, isPodReady, keyOf, nameOf, uidOf } from './controllerUtils';
import { emit, regarding } from './events';
import { hasCondition, hasFinalizer, isActive, isIndexed, isTerminating, type JobStatus, printIndexes, uncounted } from './jobUtil';
import { ADDRESS, COMPONENT, doneIndexes, podsOf, verdict } from './jobVerdict';

type Written = 'written' | 'nothing' | 'refused';
type StatusRule = 'job.updateStatus' | 'job.noteFailure' | 'job.noteSuccess' | 'job.complete' | 'job.fail';

function writeStatus(tx: Tx, job: Job, status: JobStatus, rule: StatusRule, more = {}): Written {
  if (deepEqual(status, job.status ?? {})) return 'nothing';
  const answer = update(tx, ADDRESS, 'jobs', keyOf(job), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because(rule, { job: nameOf(job), namespace: job.metadata?.namespace ?? '', ...more });
  return 'written';
}

const condition = (tx: Tx, type: string, reason: string, message: string): Condition => ({
  type, status: 'True', lastProbeTime: tx.timestamp, lastTransitionTime: tx.timestamp, reason, message,
});

/** Which ended pods are about to be counted, and the verdict if there is one (flushUncountedAndRemoveFinalizers, first part). */
export function noteTerminated(tx: Tx, job: Job): Written {
  const pods = podsOf(tx, job);
  const open = uncounted(job, pods);
  const noted = job.status?.uncountedTerminatedPods ?? {};
  const failed = [...(noted.failed ?? []), ...open.failed.map(uidOf)];
  const succeeded = [...(noted.succeeded ?? []), ...open.succeeded.map(uidOf)];
  const ended = verdict(tx, job, pods);
  const interim = ended?.type === 'Failed' ? 'FailureTarget' : 'SuccessCriteriaMet';
  const conditions = job.status?.conditions ?? [];
  const isNew = ended && !hasCondition(job, interim);
  const status: JobStatus = {
    ...job.status,
    uncountedTerminatedPods: { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) },
    ...(isNew ? { conditions: [...conditions, condition(tx, interim, ended.reason ?? '', ended.message ?? '')] } : {}),
  };
  const rule = !isNew ? 'job.updateStatus' : ended.type === 'Failed' ? 'job.noteFailure' : 'job.noteSuccess';
  return writeStatus(tx, job, status, rule, { message: ended?.message ?? '' });
}

/** Pods without their finalizer are counted for good; the other numbers are brought up to date. */
export function count(tx: Tx, job: Job): Written {
  const pods = podsOf(tx, job);
  const held = new Set(pods.filter(hasFinalizer).map(uidOf));
  const { failed = [], succeeded = [] } = job.status?.uncountedTerminatedPods ?? {};
  const stillFailed = failed.filter((uid) => held.has(uid));
  const stillSucceeded = succeeded.filter((uid) => held.has(uid));
  const nowFailed = (job.status?.failed ?? 0) + failed.length - stillFailed.length;
  const done = doneIndexes(job, pods);
  const nowSucceeded = isIndexed(job) ? done.size : (job.status?.succeeded ?? 0) + succeeded.length - stillSucceeded.length;
  const active = pods.filter(isActive);
  const { active: _a, succeeded: _s, failed: _f, completedIndexes: _i, ...rest } = job.status ?? {};
  const status: JobStatus = {
    ...rest,
    ...(job.status?.startTime || job.spec?.suspend ? {} : { startTime: tx.timestamp }),
    ...(active.length > 0 ? { active: active.length } : {}),
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isTerminating).length,
    ...(nowSucceeded > 0 ? { succeeded: nowSucceeded } : {}),
    ...(nowFailed > 0 ? { failed: nowFailed } : {}),
    ...(isIndexed(job) && done.size > 0 ? { completedIndexes: printIndexes(done) } : {}),
    uncountedTerminatedPods: {
      ...(stillSucceeded.length > 0 ? { succeeded: stillSucceeded } : {}),
      ...(stillFailed.length > 0 ? { failed: stillFailed } : {}),
    },
  };
  return writeStatus(tx, job, status, 'job.updateStatus');
}

/** The end, when every pod has stopped and was counted (enactJobFinished), and the event after it. */
export function finish(tx: Tx, job: Job): Written {
  const pods = podsOf(tx, job);
  const noted = job.status?.uncountedTerminatedPods ?? {};
  const ended = hasCondition(job, 'FailureTarget') || hasCondition(job, 'SuccessCriteriaMet') ? verdict(tx, job, pods) : undefined;
  if (!ended || (noted.failed?.length ?? 0) + (noted.succeeded?.length ?? 0) > 0 || pods.some((pod) => isActive(pod) || isTerminating(pod))) return 'nothing';
  const { reason = '', message = '' } = ended;
  const complete = ended.type === 'Complete';
  const status: JobStatus = {
    ...job.status,
    conditions: [...(job.status?.conditions ?? []), condition(tx, ended.type, reason, message)],
    ...(complete ? { completionTime: tx.timestamp } : {}),
  };
  const outcome = writeStatus(tx, job, status, complete ? 'job.complete' : 'job.fail', { message });
  if (outcome !== 'written') return outcome;
  if (complete) emit(tx, COMPONENT, 'Normal', 'Completed', 'Job completed', regarding(job));
  else emit(tx, COMPONENT, 'Warning', reason, message, regarding(job));
  return 'written';
}

export function setSuspended(tx: Tx, job: Job, on: boolean): Written {
  const others = (job.status?.conditions ?? []).filter(({ type }) => type !== 'Suspended');
  const said: Condition = on
    ? condition(tx, 'Suspended', 'JobSuspended', 'Job suspended')
    : { ...condition(tx, 'Suspended', 'JobResumed', 'Job resumed'), status: 'False' };
  const { startTime: _, ...rest } = job.status ?? {};
  const outcome = writeStatus(tx, job, { ...rest, ...(on ? {} : { startTime: tx.timestamp }), conditions: [...others, said] }, 'job.updateStatus');
  if (outcome === 'written') emit(tx, COMPONENT, 'Normal', on ? 'Suspended' : 'Resumed', on ? 'Job suspended' : 'Job resumed', regarding(job));
  return outcome;
}
