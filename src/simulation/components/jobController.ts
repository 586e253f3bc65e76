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
import type { Job, Pod } from '../../kubernetes/objects';
import type { Message } from '../messages';
import type { Tx } from '../tx';
import { remove, update } from './apiServer';
import {
  createPod, deletePod, isNamespaceTerminating, isPodReady, keyOf, nameOf, nextBatch, type PodControl, siblingKey, uidOf, untilTime, wallClock,
} from './controllerUtils';
import { count, finish, noteTerminated, setSuspended } from './jobStatus';
import {
  backoffLeft, FINALIZER, freeIndexes, hasCondition, hasFinalizer, indexedTemplate, isActive, isFailed, isFinished, isIndexed, isSucceeded,
  isTerminating, jobTemplate, uncounted, wantedActive,
} from './jobUtil';
import { ADDRESS, COMPONENT, doneIndexes, podsOf, totals, verdict } from './jobVerdict';
import { type Controller, enqueueAfter, type Outcome, performSoon, work } from './workQueue';

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

/** Pods whose Job was deleted while nobody led. */
export function startJobs(tx: Tx): void {
  const orphaned = tx.rows('pods', 'allPods').filter((pod) => {
    const owner = pod.metadata?.ownerReferences?.find((reference) => reference.controller && reference.kind === 'Job');
    return hasFinalizer(pod) && owner !== undefined && uidOf(tx.get('jobs', siblingKey(keyOf(pod), owner.name)) ?? {}) !== owner.uid;
  });
  releaseAll(tx, orphaned);
}

/** A deleted Job's pods may go (job_controller.go:syncOrphanPod). */
const releaseOrphans = (tx: Tx, uid: string): void => releaseAll(tx, tx.rows('pods', 'podsByOwner', uid));

function releaseAll(tx: Tx, pods: readonly Pod[]): void {
  for (const pod of pods) {
    if (hasFinalizer(pod)) performSoon<Deed>(tx, ADDRESS, `orphans/${nameOf(pod)}`, [{ do: 'release', pod: keyOf(pod) }]);
  }
}
