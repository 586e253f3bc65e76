/**
 * The CronJob controller: at each time of the schedule it makes a Job, named after the minute. Everything else is the
 * Job's; the CronJob only remembers which of its Jobs run, and clears away old ones.
 *
 * syncCronJob: finished Jobs off the list → is it time? → what the concurrency policy says → create → old Jobs → status.
 *
 * Stands for: pkg/controller/cronjob/{cronjob_controllerv2,utils}.go.
 * Left out: the warning of more than 100 missed times.
 */
import type { CronJob, Job } from '../../kubernetes/objects';
import { formatRfc3339, parseRfc3339 } from '../../lib/time';
import { isTimeZone, offsetOf } from '../../lib/timeZones';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { controllerRef, create, remove, update } from './apiServer';
import { deepEqual, isNamespaceTerminating, keyOf, nameOf, siblingKey, uidOf, wallClock } from './controllerUtils';
import { latestTime, nextTime, parseSchedule } from './cronSchedule';
import { emit, regarding } from './events';
import { isFinished } from './jobUtil';
import { type Controller, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/cronjob';
const COMPONENT = 'cronjob-controller';
/** Looks so much later than the schedule says, so that the time has certainly come (nextScheduleDelta). */
const DELTA = 100;
const MINUTE = 60_000;

type Deed =
  | { readonly do: 'delete'; readonly job: string }
  | { readonly do: 'create'; readonly at: number }
  | { readonly do: 'see'; readonly job: string; readonly reason: 'SawCompletedJob' | 'MissingJob'; readonly message: string }
  | { readonly do: 'skip' }
  | { readonly do: 'status'; readonly at?: number };

export const cronJobController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync, perform };

const jobsOf = (tx: Tx, cron: CronJob): Job[] => tx.rows('jobs', 'jobsByOwner', uidOf(cron));
const activeJobs = (tx: Tx, cron: CronJob): Job[] => jobsOf(tx, cron).filter((job) => !isFinished(job));

/** cronjob_controllerv2.go:syncCronJob. */
function sync(tx: Tx, key: string): readonly Deed[] {
  const cron = tx.get('cronJobs', key);
  if (!cron) return [];
  const seen = endedJobs(tx, cron);
  if (cron.metadata?.deletionTimestamp) return [...seen, { do: 'status' }];
  const { startingDeadlineSeconds, suspend, timeZone } = cron.spec ?? {};
  const rest: readonly Deed[] = [...oldJobs(tx, cron), { do: 'status' }];
  const schedule = parseSchedule(cron.spec?.schedule ?? '');
  if (suspend || !schedule || (timeZone !== undefined && !isTimeZone(timeZone))) return [...seen, ...rest];
  const now = wallClock(tx);
  const next = nextTime(schedule, now, timeZone);
  if (next !== null) enqueueAfter(tx, ADDRESS, key, next - now + DELTA);
  // Times longer ago than the starting deadline are not looked at any more (mostRecentScheduleTime).
  const last = parseRfc3339(cron.status?.lastScheduleTime ?? cron.metadata?.creationTimestamp ?? '') ?? now;
  const since = startingDeadlineSeconds === undefined ? last : Math.max(last, now - startingDeadlineSeconds * 1000);
  const due = latestTime(schedule, since, now, timeZone);
  if (due === null) return [...seen, ...rest];
  const started = startDeeds(tx, cron, due);
  return started ? [...seen, ...started, ...oldJobs(tx, cron), { do: 'status', at: due }] : [...seen, { do: 'skip' }, ...rest];
}

/** Jobs on the list of running ones that are over, or gone. */
function endedJobs(tx: Tx, cron: CronJob): readonly Deed[] {
  return listed(cron).flatMap(({ name, uid }): Deed[] => {
    const job = tx.get('jobs', siblingKey(keyOf(cron), name));
    if (!job || uidOf(job) !== uid) return [{ do: 'see', job: name, reason: 'MissingJob', message: `Active job went missing: ${name}` }];
    const end = job.status?.conditions?.find((condition) => (condition.type === 'Complete' || condition.type === 'Failed') && condition.status === 'True');
    return end ? [{ do: 'see', job: name, reason: 'SawCompletedJob', message: `Saw completed job: ${name}, condition: ${end.type}` }] : [];
  });
}

/** The Job of a time that has come, after those that it replaces; undefined when it may not start beside another. */
function startDeeds(tx: Tx, cron: CronJob, due: number): readonly Deed[] | undefined {
  const { concurrencyPolicy } = cron.spec ?? {};
  const active = activeJobs(tx, cron);
  if (concurrencyPolicy === 'Forbid' && active.length > 0) return undefined;
  const replaced = concurrencyPolicy === 'Replace' ? active.map((job): Deed => ({ do: 'delete', job: keyOf(job) })) : [];
  return [...replaced, { do: 'create', at: due }];
}

/** Finished Jobs beyond the limits, oldest first (cleanupFinishedJobs). */
function oldJobs(tx: Tx, cron: CronJob): readonly Deed[] {
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cron.spec ?? {};
  const ended = (type: string) =>
    jobsOf(tx, cron)
      .filter((job) => job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True'))
      .sort((a, b) => ((a.status?.startTime ?? '') < (b.status?.startTime ?? '') ? -1 : 1));
  const surplus = (jobs: readonly Job[], limit: number): readonly Deed[] =>
    jobs.slice(0, Math.max(0, jobs.length - limit)).map((job) => ({ do: 'delete', job: keyOf(job) }));
  return [...surplus(ended('Complete'), successfulJobsHistoryLimit), ...surplus(ended('Failed'), failedJobsHistoryLimit)];
}

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

const about = (cron: CronJob) => ({ cronJob: nameOf(cron), namespace: cron.metadata?.namespace ?? '' });

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const cron = tx.get('cronJobs', key);
  if (!cron) return 'nothing';
  switch (deed.do) {
    case 'create':
      return createJob(tx, cron, deed.at);
    case 'delete':
      return deleteJob(tx, cron, deed.job);
    case 'see':
      tx.because('cronJob.seeJob', { ...about(cron), job: deed.job });
      emit(tx, COMPONENT, 'Normal', deed.reason, deed.message, regarding(cron));
      return 'written';
    case 'skip':
      return skip(tx, cron);
    case 'status':
      return writeStatus(tx, cron, deed.at);
  }
}

/** "2026-01-01T21:00:00+09:00" (Go's time.RFC3339); the zone UTC is a Z. */
function inZone(time: number, zone = 'UTC'): string {
  const minutes = Math.round(offsetOf(zone, time) / MINUTE);
  if (minutes === 0) return formatRfc3339(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${formatRfc3339(time + minutes * MINUTE).slice(0, -1)}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** utils.go:getJobFromTemplate2. */
function createJob(tx: Tx, cron: CronJob, at: number): Outcome<Deed> {
  const { jobTemplate } = cron.spec ?? {};
  const name = `${nameOf(cron)}-${Math.floor(at / MINUTE)}`;
  const job: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cron.metadata?.namespace ?? 'default',
      ...(jobTemplate?.metadata?.labels ? { labels: jobTemplate.metadata.labels } : {}),
      annotations: { ...jobTemplate?.metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': inZone(at, cron.spec?.timeZone) },
      ownerReferences: [controllerRef(cron)],
    },
    spec: jobTemplate?.spec ?? {},
  };
  const answer = create(tx, ADDRESS, job);
  if (!answer.ok) {
    if (answer.code === 409) return 'nothing';
    if (answer.code !== 0) {
      tx.because('cronJob.jobRefused', { ...about(cron), message: answer.message });
      emit(tx, COMPONENT, 'Warning', 'FailedCreate', `Error creating job: ${answer.message}`, regarding(cron));
    }
    return isNamespaceTerminating(answer) ? 'nothing' : 'refused';
  }
  tx.because('cronJob.createJob', { ...about(cron), job: name });
  emit(tx, COMPONENT, 'Normal', 'SuccessfulCreate', `Created job ${name}`, regarding(cron));
  return 'written';
}

function deleteJob(tx: Tx, cron: CronJob, key: string): Outcome<Deed> {
  const job = tx.get('jobs', key);
  if (!job) return 'nothing';
  if (!remove(tx, ADDRESS, 'jobs', key).ok) return 'refused';
  tx.because('cronJob.deleteJob', { ...about(cron), job: nameOf(job) });
  emit(tx, COMPONENT, 'Normal', 'SuccessfulDelete', `Deleted job ${nameOf(job)}`, regarding(cron));
  return 'written';
}

/** Told at every look while the time has come and the Job of an earlier one still runs. */
function skip(tx: Tx, cron: CronJob): Outcome<Deed> {
  const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  tx.because('cronJob.skip', { ...about(cron), message });
  emit(tx, COMPONENT, 'Normal', 'JobAlreadyActive', message, regarding(cron));
  return 'nothing';
}

/** The Jobs that the status lists as running. */
const listed = (cron: CronJob) => (cron.status?.active ?? []) as readonly { readonly name: string; readonly uid: string }[];

/** The list of running Jobs, the last times. */
function writeStatus(tx: Tx, cron: CronJob, at: number | undefined): Outcome<Deed> {
  const reference = (job: Job) => ({ apiVersion: 'batch/v1', kind: 'Job', name: nameOf(job), namespace: job.metadata?.namespace ?? '', uid: uidOf(job) });
  const active = activeJobs(tx, cron).map(reference);
  const succeeded = jobsOf(tx, cron).map((job) => job.status?.completionTime ?? '').sort().at(-1);
  const status: CronJob['status'] = {
    ...(active.length > 0 ? { active } : {}),
    ...(at !== undefined ? { lastScheduleTime: formatRfc3339(at) } : cron.status?.lastScheduleTime ? { lastScheduleTime: cron.status.lastScheduleTime } : {}),
    ...(succeeded ? { lastSuccessfulTime: succeeded } : cron.status?.lastSuccessfulTime ? { lastSuccessfulTime: cron.status.lastSuccessfulTime } : {}),
  };
  if (deepEqual(status, cron.status ?? {})) return 'nothing';
  const answer = update(tx, ADDRESS, 'cronJobs', keyOf(cron), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because('cronJob.updateStatus', about(cron));
  return 'written';
}
