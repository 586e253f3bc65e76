/**
 * The CronJob controller: at each time of the schedule it makes a Job, named after the minute. Everything else is the
 * Job's; the CronJob only remembers which of its Jobs run, and clears away old ones.
 *
 * syncCronJob: finished Jobs off the list → time missed? → what the concurrency policy says → create → status → old Jobs.
 *
 * Stands for: pkg/controller/cronjob/{cronjob_controllerv2,utils}.go.
 * Left out: time zones (all times are UTC).
 */
import type { CronJob, Job } from '../../kubernetes/objects';
import { formatRfc3339, parseRfc3339 } from '../../lib/time';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { controllerRef, create, remove, update } from './apiServer';
import { deepEqual, keyOf, nameOf, siblingKey, uidOf, wallClock } from './controllerUtils';
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
  | { readonly do: 'skip'; readonly reason: 'MissSchedule' | 'JobAlreadyActive'; readonly message: string }
  | { readonly do: 'status'; readonly at?: number };

export const cronJobController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync, perform };

const jobsOf = (tx: Tx, cron: CronJob): Job[] => tx.rows('jobs', 'jobsByOwner', uidOf(cron));
const activeJobs = (tx: Tx, cron: CronJob): Job[] => jobsOf(tx, cron).filter((job) => !isFinished(job));

/** cronjob_controllerv2.go:syncCronJob. */
function sync(tx: Tx, key: string): readonly Deed[] {
  const cron = tx.get('cronJobs', key);
  if (!cron || cron.metadata?.deletionTimestamp) return [];
  const old = oldJobs(tx, cron);
  const schedule = parseSchedule(cron.spec?.schedule ?? '');
  if (cron.spec?.suspend || !schedule) return [...old, { do: 'status' }];
  const now = wallClock(tx);
  const next = nextTime(schedule, now);
  if (next !== null) enqueueAfter(tx, ADDRESS, key, next - now + DELTA);
  const since = parseRfc3339(cron.status?.lastScheduleTime ?? cron.metadata?.creationTimestamp ?? '') ?? now;
  const due = latestTime(schedule, since, now);
  if (due === null) return [...old, { do: 'status' }];
  return [...startDeeds(tx, cron, due, now), ...old];
}

function startDeeds(tx: Tx, cron: CronJob, due: number, now: number): readonly Deed[] {
  const { startingDeadlineSeconds, concurrencyPolicy = 'Allow' } = cron.spec ?? {};
  if (startingDeadlineSeconds !== undefined && due + startingDeadlineSeconds * 1000 < now) {
    return [{ do: 'skip', reason: 'MissSchedule', message: `Missed scheduled time to start a job: ${formatRfc1123(due)}` }, { do: 'status' }];
  }
  const active = activeJobs(tx, cron);
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    return [{ do: 'skip', reason: 'JobAlreadyActive', message }, { do: 'status' }];
  }
  const replaced = concurrencyPolicy === 'Replace' ? active.map((job): Deed => ({ do: 'delete', job: keyOf(job) })) : [];
  return [...replaced, { do: 'create', at: due }, { do: 'status', at: due }];
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
    case 'skip':
      return skip(tx, cron, deed.reason, deed.message);
    case 'status':
      return writeStatus(tx, cron, deed.at);
  }
}

/** getJobFromTemplate2. */
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
      annotations: { ...jobTemplate?.metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': formatRfc3339(at) },
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
    return 'refused';
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

/** Told once for each time of the schedule. */
function skip(tx: Tx, cron: CronJob, reason: 'MissSchedule' | 'JobAlreadyActive', message: string): Outcome<Deed> {
  tx.because('cronJob.skip', { ...about(cron), message });
  emit(tx, COMPONENT, reason === 'MissSchedule' ? 'Warning' : 'Normal', reason, message, regarding(cron));
  return 'nothing';
}

/** The list of running Jobs, the last times; finished ones leave the list with a word. */
function writeStatus(tx: Tx, cron: CronJob, at: number | undefined): Outcome<Deed> {
  const listed = (cron.status?.active ?? []) as readonly { readonly name: string; readonly uid: string }[];
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
  for (const { name, uid } of listed) {
    const job = tx.get('jobs', siblingKey(keyOf(cron), name));
    const end = job?.status?.conditions?.find((condition) => (condition.type === 'Complete' || condition.type === 'Failed') && condition.status === 'True');
    if (end && job && uidOf(job) === uid) emit(tx, COMPONENT, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end.type}`, regarding(cron));
  }
  return 'written';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** "Thu, 01 Jan 2026 12:00:00 +0000" (Go's time.RFC1123Z). */
function formatRfc1123(time: number): string {
  const text = formatRfc3339(time);
  const weekday = DAYS[(Math.floor(time / 86_400_000) + 4) % 7] ?? '';
  const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? '';
  return `${weekday}, ${text.slice(8, 10)} ${month} ${text.slice(0, 4)} ${text.slice(11, 19)} +0000`;
}
