/**
 * The Job controller: it makes pods until enough have succeeded, or too many have failed. Each pod carries a finalizer,
 * so that none goes away before it was counted.
 *
 * syncJob: pods that ended → finished? (failed too often, too long, enough) → else manageJob: too few, too many →
 * trackJobStatusAndRemoveFinalizers: note the ended pods, take off their finalizers, count them, and at last say how it
 * ended.
 *
 * Stands for: pkg/controller/job/job_controller.go.
 * Left out: management by others, orphans that match the selector.
 */
import type { Job, Pod } from '../../kubernetes/objects';
import type { Message } from '../messages';
import type { Tx } from '../tx';
import { remove, update } from './apiServer';
import { createPod, deletePod, isNamespaceTerminating, keyOf, nameOf, nextBatch, type PodControl, siblingKey, uidOf, untilTime, wallClock } from './controllerUtils';
import { remainingTime, remainingTimeOfIndex } from './jobBackoff';
import { failureCounts, freeIndexes, surplusOfIndexes } from './jobIndexes';
import { count, decide, finish, note, type Noted } from './jobStatus';
import { FINALIZER, hasFinalizer, indexedTemplate, isFinished, isIndexed, isTerminating, limitsEachIndex, onlyReplacesFailed, wantedActive } from './jobUtil';
import { ADDRESS, completion, COMPONENT, endingOf, type JobLook, lookAt } from './jobVerdict';
import { compareForDeletion } from './replicaSetRanks';
import { type Controller, enqueueAfter, type Outcome, performSoon, work } from './workQueue';

const CONTROL: PodControl = { caller: ADDRESS, component: COMPONENT };
/** Changes of pods are looked at together, once a second (syncJobBatchPeriod). */
const BATCH = 1000;
/** Pods created or deleted in one sync (MaxPodCreateDeletePerSync). */
const MOST = 500;

interface Creation {
  /** The completion indexes, one for each pod; undefined for a Job without. */
  readonly indexes?: readonly number[];
  readonly count: number;
}

type Deed =
  | ({ readonly do: 'create'; readonly left: number; readonly batch: number; readonly failed?: true } & Creation)
  /** `drop`: without its finalizer, so that the pod is not counted. */
  | { readonly do: 'delete' | 'drop' | 'release'; readonly pod: string }
  | { readonly do: 'note'; readonly noted: Noted }
  | { readonly do: 'count' | 'finish' | 'deleteJob' };

const PARALLEL = new Set<Deed['do']>(['delete', 'drop', 'release']);
const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync: syncJob, perform, isParallel: (deed) => PARALLEL.has(deed.do) };

/** A new Job is looked at at once, as is one whose spec changed; what its pods do, once a second (updateJob, addPod). */
export function jobController(tx: Tx, message: Message): void {
  if (message.type === 'watch' && message.gone) return releaseOrphans(tx, message.uid ?? '');
  const isItself = message.type === 'watch' && message.uid !== undefined;
  if (message.type === 'watch' && !isItself && tx.get('jobs', message.key)?.status?.startTime) return enqueueAfter(tx, ADDRESS, message.key, BATCH);
  work(tx, message, CONTROLLER);
}

// ── One look ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function syncJob(tx: Tx, key: string): readonly Deed[] {
  const job = tx.get('jobs', key);
  if (!job) return [];
  if (isFinished(job)) return afterFinish(tx, job);
  const look = lookAt(tx, job);
  const failing = endingOf(tx, look);
  if (failing) return [...look.active.map((pod): Deed => ({ do: 'delete', pod: keyOf(pod) })), ...track(look, failing)];
  if (job.metadata?.deletionTimestamp) return track(look, completion(look, look.active.length));
  const changes = manageJob(tx, look);
  const ending = completion(look, activeAfter(look, changes));
  return [...changes, ...track(look, ending, ending ? undefined : job.spec?.suspend === true)];
}

/** Note, take off finalizers, count, end (trackJobStatusAndRemoveFinalizers). */
function track(look: JobLook, ending: Parameters<typeof decide>[1], suspended?: boolean): readonly Deed[] {
  const { noted, release } = decide(look, ending);
  const releases = release.map((pod): Deed => ({ do: 'release', pod: keyOf(pod) }));
  return [{ do: 'note', noted: suspended === undefined ? noted : { ...noted, suspended } }, ...releases, { do: 'count' }, { do: 'finish' }];
}

const activeAfter = ({ active }: JobLook, changes: readonly Deed[]): number =>
  changes.reduce((sum, deed) => (deed.do === 'create' ? sum + deed.count : deed.do === 'drop' ? sum - 1 : sum), active.length);

/** job_controller.go:manageJob. A sync deletes pods or creates some, never both. */
function manageJob(tx: Tx, look: JobLook): readonly Deed[] {
  const { job, active, pods } = look;
  const drop = (pod: Pod): Deed => ({ do: 'drop', pod: keyOf(pod) });
  if (job.spec?.suspend) return podsForRemoval(tx, look, active.length).map(drop);
  const want = wantedActive(job, active.length, look.succeeded);
  const surplus = podsForRemoval(tx, look, Math.max(0, active.length - want));
  if (surplus.length > 0) return surplus.slice(0, MOST).map(drop);
  const stopping = onlyReplacesFailed(job) ? pods.filter(isTerminating).length : 0;
  const creation = creationOf(tx, look, want - stopping - active.length);
  return creation ? [{ do: 'create', left: 1, batch: 1, ...creation }] : [];
}

/** What to create now; undefined while nothing is missing, or the back-off runs. */
function creationOf(tx: Tx, look: JobLook, missing: number): Creation | undefined {
  const { job, pods, doneIndexes, failedIndexes, lastFailed } = look;
  if (missing <= 0) return undefined;
  const now = wallClock(tx);
  const wait = limitsEachIndex(job) ? 0 : remainingTime(look.backoff, now);
  if (wait > 0) return waitFor(tx, job, wait);
  const most = Math.min(missing, MOST);
  if (!isIndexed(job)) return { count: most };
  const free = freeIndexes(job, pods, new Set([...doneIndexes, ...failedIndexes]), most);
  const waits = free.map((index) => (limitsEachIndex(job) ? remainingTimeOfIndex(lastFailed.get(index), now) : 0));
  const indexes = free.filter((_, i) => waits[i] === 0);
  if (indexes.length > 0) return { indexes, count: indexes.length };
  return free.length > 0 ? waitFor(tx, job, Math.min(...waits)) : undefined;
}

function waitFor(tx: Tx, job: Job, wait: number): undefined {
  enqueueAfter(tx, ADDRESS, keyOf(job), wait);
}

/** Pods with a wrong index, then those that have come least far (activePodsForRemoval). */
function podsForRemoval(tx: Tx, { job, active }: JobLook, least: number): readonly Pod[] {
  const now = wallClock(tx);
  const compare = (a: Pod, b: Pod): number => compareForDeletion({ pod: a, siblings: 0 }, { pod: b, siblings: 0 }, now);
  const wrong = isIndexed(job) ? surplusOfIndexes(job, active, compare) : [];
  if (wrong.length >= least) return wrong;
  const left = active.filter((pod) => !wrong.includes(pod)).sort(compare);
  return [...wrong, ...left.slice(0, least - wrong.length)];
}

/** A finished Job goes when its time is up (pkg/controller/ttlafterfinished). */
function afterFinish(tx: Tx, job: Job): readonly Deed[] {
  const { ttlSecondsAfterFinished } = job.spec ?? {};
  const end = job.status?.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True')?.lastTransitionTime;
  if (ttlSecondsAfterFinished === undefined || job.metadata?.deletionTimestamp) return [];
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
    case 'drop':
      return release(tx, deed.pod) === 'refused' ? 'refused' : { next: { do: 'delete', pod: deed.pod }, delay: 0 };
    case 'delete':
      return deletePod(tx, CONTROL, job, deed.pod, 'job.deletePod') ? 'written' : 'nothing';
    case 'note':
      return note(tx, job, deed.noted);
    case 'count':
      return count(tx, job);
    case 'finish':
      return finish(tx, job);
    case 'deleteJob':
      if (!remove(tx, ADDRESS, 'jobs', key, { uid: uidOf(job), propagation: 'Foreground' }).ok) return 'refused';
      tx.because('job.deleteAfterTime', about(job));
      return 'written';
  }
}

/** The pod that this one follows in its index tells how often the index has failed. */
function templateOf(tx: Tx, job: Job, index: number | undefined) {
  if (index === undefined) return job.spec?.template ?? {};
  return indexedTemplate(job, index, limitsEachIndex(job) ? failureCounts(job, lookAt(tx, job).lastFailed.get(index)) : {});
}

function createOne(tx: Tx, job: Job, deed: Deed & { readonly do: 'create' }): Outcome<Deed> {
  const [index, ...indexes] = deed.indexes ?? [];
  const answer = createPod(tx, CONTROL, {
    owner: job,
    template: templateOf(tx, job, index),
    finalizers: [FINALIZER],
    ...(index === undefined ? {} : { generateName: `${nameOf(job)}-${index}-` }),
    rule: 'job.createPod',
    about: {},
  });
  if (!answer.ok && answer.code === 0) return 'refused';
  if (!answer.ok && isNamespaceTerminating(answer)) return 'nothing';
  const rest = { count: deed.count - 1, ...(deed.indexes ? { indexes } : {}), ...(deed.failed || !answer.ok ? { failed: true as const } : {}) };
  if (deed.left > 1) return { next: { ...deed, ...rest, left: deed.left - 1 }, delay: 0 };
  if ('failed' in rest) return 'failed';
  if (rest.count === 0) return 'written';
  const batch = nextBatch(deed.batch, rest.count);
  return { next: { do: 'create', ...rest, left: batch, batch }, delay: 1 };
}

/** The finalizer goes: the pod is noted in the Job's status, so it cannot be lost. */
function release(tx: Tx, key: string): 'written' | 'nothing' | 'refused' {
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
