/**
 * The Job controller: it makes pods until enough have succeeded, or too many have failed. Each pod carries a finalizer,
 * so that none goes away before it was counted.
 *
 * syncJob: pods that ended → finished? (failed too often, too long, complete) → else manageJob: too few, too many →
 * trackJobStatusAndRemoveFinalizers: note the ended pods, take off their finalizers, count them, and at last say how it
 * ended.
 *
 * Stands for: pkg/controller/job/job_controller.go.
 * Left out: success policies, limits for each index, management by others.
 */
import type { Condition, Job, Pod } from '../../kubernetes/objects';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { remove, update } from './apiServer';
import { createPod, deepEqual, deletePod, isNamespaceTerminating, isPodReady, keyOf, nameOf, nextBatch, type PodControl, uidOf, untilTime, wallClock } from './controllerUtils';
import { emit, regarding } from './events';
import {
  backoffLeft, failureAction, FINALIZER, freeIndexes, hasCondition, hasFinalizer, indexedTemplate, indexOf, isActive, isFailed, isFinished, isIndexed,
  isSucceeded, isTerminating, type JobStatus, jobTemplate, parseIndexes, pastBackoffLimitOnFailure, printIndexes, uncounted, wantedActive,
} from './jobUtil';
import { type Controller, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/job';
const COMPONENT = 'job-controller';
const CONTROL: PodControl = { caller: ADDRESS, component: COMPONENT };
/** Changes of pods are looked at together, once a second (syncJobBatchPeriod). */
const BATCH = 1000;
/** Pods created or deleted in one sync (MaxPodCreateDeletePerSync). */
const MOST = 500;

type Deed =
  | { readonly do: 'create'; readonly count: number; readonly left: number; readonly batch: number; readonly failed?: true }
  | { readonly do: 'delete' | 'release'; readonly pod: string }
  | { readonly do: 'note' }
  | { readonly do: 'count' }
  | { readonly do: 'finish' }
  | { readonly do: 'suspend'; readonly on: boolean }
  | { readonly do: 'deleteJob' };

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync: syncJob, perform, isParallel: (deed) => deed.do === 'delete' || deed.do === 'release' };

/** A new Job is looked at at once, what its pods do once a second. */
export function jobController(tx: Tx, message: Message): void {
  if (message.type === 'watch' && message.gone) return releaseOrphans(tx, message.uid ?? '');
  if (message.type === 'watch' && !message.added && tx.get('jobs', message.key)?.status?.startTime) return enqueueAfter(tx, ADDRESS, message.key, BATCH);
  work(tx, message, CONTROLLER);
}

// ── One look ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const podsOf = (tx: Tx, job: Job): Pod[] => tx.rows('pods', 'podsByOwner', uidOf(job));

function syncJob(tx: Tx, key: string): readonly Deed[] {
  const job = tx.get('jobs', key);
  if (!job) return [];
  if (isFinished(job)) return afterFinish(tx, job);
  const pods = podsOf(tx, job);
  const suspend = job.spec?.suspend === true;
  const active = pods.filter(isActive);
  const ended = verdict(tx, job, pods);
  const deeds: Deed[] = [];
  if (ended) deeds.push(...active.map((pod): Deed => ({ do: 'delete', pod: keyOf(pod) })));
  else if (suspend) deeds.push(...active.map((pod): Deed => ({ do: 'delete', pod: keyOf(pod) })));
  else if (!job.metadata?.deletionTimestamp) deeds.push(...manageJob(tx, job, pods, active));
  if (!ended && suspend !== hasCondition(job, 'Suspended')) deeds.push({ do: 'suspend', on: suspend });
  const open = uncounted(job, pods);
  if (open.failed.length + open.succeeded.length > 0 || ended) deeds.push({ do: 'note' });
  const toRelease = pods.filter((pod) => hasFinalizer(pod) && (isFailed(pod) || isSucceeded(pod)));
  deeds.push(...toRelease.map((pod): Deed => ({ do: 'release', pod: keyOf(pod) })), { do: 'count' }, { do: 'finish' });
  return deeds;
}

/** Failed and succeeded so far, with the pods that are about to be counted. */
function totals(job: Job, pods: readonly Pod[]): { readonly failed: number; readonly succeeded: number } {
  const open = uncounted(job, pods);
  const noted = job.status?.uncountedTerminatedPods ?? {};
  return {
    failed: (job.status?.failed ?? 0) + (noted.failed?.length ?? 0) + open.failed.length,
    succeeded: isIndexed(job) ? doneIndexes(job, pods).size : (job.status?.succeeded ?? 0) + (noted.succeeded?.length ?? 0) + open.succeeded.length,
  };
}

const doneIndexes = (job: Job, pods: readonly Pod[]): Set<number> =>
  new Set([...parseIndexes(job.status?.completedIndexes), ...pods.filter(isSucceeded).map(indexOf)]);

type Verdict = Pick<Condition, 'reason' | 'message'> & { readonly type: 'Failed' | 'Complete' };

/** Has the Job come to its end, and how? A verdict once written stays. */
function verdict(tx: Tx, job: Job, pods: readonly Pod[]): Verdict | undefined {
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

/** job_controller.go:manageJob. */
function manageJob(tx: Tx, job: Job, pods: readonly Pod[], active: readonly Pod[]): readonly Deed[] {
  const want = wantedActive(job, active.length, totals(job, pods).succeeded);
  const surplus = active.length - want;
  if (surplus > 0) return activePodsForRemoval(active, Math.min(surplus, MOST)).map((pod) => ({ do: 'delete', pod: keyOf(pod) }));
  const stopping = job.spec?.podReplacementPolicy === 'Failed' ? pods.filter(isTerminating).length : 0;
  const count = Math.min(want - active.length - stopping, MOST);
  if (count <= 0) return [];
  const wait = backoffLeft(job, pods, wallClock(tx));
  if (wait > 0) {
    enqueueAfter(tx, ADDRESS, keyOf(job), wait);
    return [];
  }
  return [{ do: 'create', count, left: 1, batch: 1 }];
}

/** Those that have come least far. */
const activePodsForRemoval = (active: readonly Pod[], count: number): readonly Pod[] => {
  const rank = (pod: Pod) => (pod.spec?.nodeName ? 1 : 0) + (pod.status?.phase === 'Running' ? 1 : 0) + (isPodReady(pod) ? 1 : 0);
  return active.toSorted((a, b) => rank(a) - rank(b)).slice(0, count);
};

/** A finished Job goes when its time is up (pkg/controller/ttlafterfinished). */
function afterFinish(tx: Tx, job: Job): readonly Deed[] {
  const { ttlSecondsAfterFinished } = job.spec ?? {};
  const end = job.status?.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True')?.lastTransitionTime;
  if (ttlSecondsAfterFinished === undefined) return [];
  const left = untilTime(tx, end, ttlSecondsAfterFinished);
  if (left === 0) return [{ do: 'deleteJob' }];
  enqueueAfter(tx, ADDRESS, keyOf(job), left);
  return [];
}

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

const about = (job: Job) => ({ job: nameOf(job), namespace: job.metadata?.namespace ?? '' });

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  if (deed.do === 'release') return release(tx, deed.pod);
  const job = tx.get('jobs', key);
  if (!job) return 'nothing';
  switch (deed.do) {
    case 'create':
      return createOne(tx, job, deed);
    case 'delete':
      return deletePod(tx, CONTROL, job, deed.pod, 'job.deletePod') ? 'written' : 'nothing';
    case 'note':
      return noteTerminated(tx, job);
    case 'count':
      return count(tx, job);
    case 'finish':
      return finish(tx, job);
    case 'suspend':
      return setSuspended(tx, job, deed.on);
    case 'deleteJob':
      if (!remove(tx, ADDRESS, 'jobs', key, { uid: uidOf(job) }).ok) return 'refused';
      tx.because('job.deleteAfterTime', about(job));
      return 'written';
  }
}

function createOne(tx: Tx, job: Job, deed: Deed & { readonly do: 'create' }): Outcome<Deed> {
  const [index] = isIndexed(job) ? freeIndexes(job, podsOf(tx, job), doneIndexes(job, podsOf(tx, job)), 1) : [];
  if (isIndexed(job) && index === undefined) return 'nothing';
  const answer = createPod(tx, CONTROL, {
    owner: job,
    template: index === undefined ? jobTemplate(job) : indexedTemplate(job, index),
    finalizers: [FINALIZER],
    ...(index === undefined ? {} : { generateName: `${nameOf(job)}-${index}-` }),
    rule: 'job.createPod',
    about: {},
  });
  if (!answer.ok && answer.code === 0) return 'refused';
  if (!answer.ok && isNamespaceTerminating(answer)) return 'nothing';
  const left = deed.count - 1;
  const failed = deed.failed || !answer.ok ? { failed: true as const } : {};
  if (deed.left > 1) return { next: { ...deed, ...failed, count: left, left: deed.left - 1 }, delay: 0 };
  if ('failed' in failed) return 'refused';
  if (left === 0) return 'written';
  const batch = nextBatch(deed.batch, left);
  return { next: { do: 'create', count: left, left: batch, batch }, delay: 1 };
}

/** The finalizer goes: the pod is noted in the Job's status, so it cannot be lost. */
function release(tx: Tx, key: string): Outcome<Deed> {
  const pod = tx.get('pods', key);
  if (!pod || !hasFinalizer(pod)) return 'nothing';
  const finalizers = (pod.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  const { finalizers: _, ...metadata } = pod.metadata ?? {};
  const answer = update(tx, ADDRESS, 'pods', key, (object) => ({ ...object, metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata }));
  if (!answer.ok) return 'refused';
  tx.because('job.removeFinalizer', { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '' });
  return 'written';
}

/** A deleted Job's pods may go (job_controller.go:syncOrphanPod). */
function releaseOrphans(tx: Tx, uid: string): void {
  for (const pod of tx.rows('pods', 'podsByOwner', uid)) {
    if (hasFinalizer(pod)) tx.send({ type: 'note', to: ADDRESS, kind: 'deed', about: `orphans/${nameOf(pod)}`, data: { deeds: [{ do: 'release', pod: keyOf(pod) }], at: 0 } }, 0);
  }
}

function writeStatus(tx: Tx, job: Job, status: JobStatus, rule: 'job.updateStatus' | 'job.noteFailure' | 'job.noteSuccess' | 'job.complete' | 'job.fail', more = {}): Outcome<Deed> {
  if (deepEqual(status, job.status ?? {})) return 'nothing';
  const answer = update(tx, ADDRESS, 'jobs', keyOf(job), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because(rule, { ...about(job), ...more });
  return 'written';
}

const condition = (tx: Tx, type: string, reason: string, message: string): Condition => ({
  type, status: 'True', lastProbeTime: tx.timestamp, lastTransitionTime: tx.timestamp, reason, message,
});

/** Which ended pods are about to be counted, and the verdict if there is one (flushUncountedAndRemoveFinalizers, first part). */
function noteTerminated(tx: Tx, job: Job): Outcome<Deed> {
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
function count(tx: Tx, job: Job): Outcome<Deed> {
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
    uncountedTerminatedPods: { ...(stillSucceeded.length > 0 ? { succeeded: stillSucceeded } : {}), ...(stillFailed.length > 0 ? { failed: stillFailed } : {}) },
  };
  return writeStatus(tx, job, status, 'job.updateStatus');
}

/** The end, when every pod has stopped and was counted (enactJobFinished), and the event after it. */
function finish(tx: Tx, job: Job): Outcome<Deed> {
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

function setSuspended(tx: Tx, job: Job, on: boolean): Outcome<Deed> {
  const others = (job.status?.conditions ?? []).filter(({ type }) => type !== 'Suspended');
  const said: Condition = on
    ? condition(tx, 'Suspended', 'JobSuspended', 'Job suspended')
    : { ...condition(tx, 'Suspended', 'JobResumed', 'Job resumed'), status: 'False' };
  const { startTime: _, ...rest } = job.status ?? {};
  const outcome = writeStatus(tx, job, { ...rest, ...(on ? {} : { startTime: tx.timestamp }), conditions: [...others, said] }, 'job.updateStatus');
  if (outcome === 'written') emit(tx, COMPONENT, 'Normal', on ? 'Suspended' : 'Resumed', on ? 'Job suspended' : 'Job resumed', regarding(job));
  return outcome;
}
