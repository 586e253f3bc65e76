/**
 * Whether a Job has come to its end, and how: failed too often, too long, or complete.
 * Stands for: pkg/controller/job/job_controller.go:syncJob (its middle).
 */
import type { Condition, Job, Pod } from '../../kubernetes/objects';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { keyOf, uidOf, untilTime } from './controllerUtils';
import { failureAction, indexOf, isActive, isFailed, isIndexed, isSucceeded, parseIndexes, pastBackoffLimitOnFailure, uncounted } from './jobUtil';
import { enqueueAfter } from './workQueue';

export const ADDRESS: Address = 'controllers/job';
export const COMPONENT = 'job-controller';

export const podsOf = (tx: Tx, job: Job): Pod[] => tx.rows('pods', 'podsByOwner', uidOf(job));

/** Failed and succeeded so far, with the pods that are about to be counted. */
export function totals(job: Job, pods: readonly Pod[]): { readonly failed: number; readonly succeeded: number } {
  const open = uncounted(job, pods);
  const noted = job.status?.uncountedTerminatedPods ?? {};
  return {
    failed: (job.status?.failed ?? 0) + (noted.failed?.length ?? 0) + open.failed.length,
    succeeded: isIndexed(job) ? doneIndexes(job, pods).size : (job.status?.succeeded ?? 0) + (noted.succeeded?.length ?? 0) + open.succeeded.length,
  };
}

/** Indexes of an Indexed Job that have succeeded. */
export const doneIndexes = (job: Job, pods: readonly Pod[]): Set<number> =>
  new Set([...parseIndexes(job.status?.completedIndexes), ...pods.filter(isSucceeded).map(indexOf)]);

type Verdict = Pick<Condition, 'reason' | 'message'> & { readonly type: 'Failed' | 'Complete' };

/** Has the Job come to its end, and how? A verdict once written stays. */
export function verdict(tx: Tx, job: Job, pods: readonly Pod[]): Verdict | undefined {
  for (const { type, status, reason, message } of job.status?.conditions ?? []) {
    if (status !== 'True' || (type !== 'FailureTarget' && type !== 'SuccessCriteriaMet')) continue;
    return { type: type === 'FailureTarget' ? 'Failed' : 'Complete', ...(reason ? { reason } : {}), ...(message ? { message } : {}) };
  }
  const { failed, succeeded } = totals(job, pods);
  const failing = pods.find((pod) => isFailed(pod) && job.spec?.podFailurePolicy && failureAction(job, pod) === 'FailJob');
  if (failing) return { type: 'Failed', reason: 'PodFailurePolicy', message: `Pod ${keyOf(failing)} failed as the failure policy of the Job names it` };
  if (failed > (job.spec?.backoffLimit ?? 6) || pastBackoffLimitOnFailure(job, pods)) {
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  }
  if (pastActiveDeadline(tx, job)) return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  const { completions } = job.spec ?? {};
  const complete = completions === undefined ? succeeded > 0 && !pods.some(isActive) : succeeded >= completions;
  return complete && !job.spec?.suspend ? { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } : undefined;
}

/** Also sees to it that the deadline is not missed. */
function pastActiveDeadline(tx: Tx, job: Job): boolean {
  const { activeDeadlineSeconds, suspend } = job.spec ?? {};
  if (activeDeadlineSeconds === undefined || suspend || !job.status?.startTime) return false;
  const left = untilTime(tx, job.status.startTime, activeDeadlineSeconds);
  if (left > 0) enqueueAfter(tx, ADDRESS, keyOf(job), left);
  return left === 0;
}
