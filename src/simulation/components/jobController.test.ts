import { expect, test } from 'vitest';
import type { CronJob, Job, Pod } from '../../kubernetes/objects';
import { remainingTime } from './jobBackoff';
import { matchFailurePolicy } from './jobFailurePolicy';
import { parseIndexes, printIndexes } from './jobIndexes';
import { pastBackoffLimitOnFailure } from './jobUtil';
import { CLOCK, ControlPlane } from './testControlPlane';

const podTemplate = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'app' }] } } as const;
const job = (spec: Job['spec'] = {}): Job => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j', namespace: 'default' }, spec: { template: podTemplate, ...spec } });
const cronJob = (spec: CronJob['spec'] = {}): CronJob => ({
  apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tick', namespace: 'default' }, spec: { schedule: '* * * * *', jobTemplate: { spec: { template: podTemplate } }, ...spec },
});
const conditions = (cluster: ControlPlane, name = 'j') => cluster.get('jobs', `default/${name}`)?.status?.conditions?.map(({ type, reason }) => `${type} ${reason}`);
const created = (cluster: ControlPlane) => cluster.steps('job.createPod').map((step) => Math.round(step.time / 1000));

test('completions and parallelism; the finalizer goes before the count, the condition before the event', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 2000, phase: 'Succeeded' });
  cluster.run(1000).apply(job({ completions: 3, parallelism: 2 }));
  cluster.run(3000);
  expect(cluster.pods()).toHaveLength(2);
  cluster.run(20_000);
  expect(cluster.get('jobs', 'default/j')?.status).toMatchObject({ succeeded: 3, ready: 0, uncountedTerminatedPods: {} });
  expect(conditions(cluster)).toEqual(['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached']);
  const { metadata, spec } = cluster.get('jobs', 'default/j') ?? {};
  expect(spec?.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': metadata?.uid } });
  expect(cluster.pods().every((pod) => pod.metadata?.finalizers === undefined && pod.metadata?.labels?.['job-name'] === 'j')).toBe(true);
  const last = cluster.steps('job.complete')[0];
  expect(last?.changes.map(({ table }) => table).filter((table) => table === 'jobs' || table === 'events')).toEqual(['jobs', 'events']);
  expect(cluster.events('j').at(-1)).toBe('Completed: Job completed');
  cluster.checkUndo();
});

test('failures: 10 s, 20 s, then the limit', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Failed' });
  cluster.run(1000).apply(job({ backoffLimit: 2 }));
  cluster.run(100_000);
  expect(created(cluster)).toEqual([1, 12, 33]);
  expect(conditions(cluster)).toEqual(['FailureTarget BackoffLimitExceeded', 'Failed BackoffLimitExceeded']);
  expect(cluster.get('jobs', 'default/j')?.status).toMatchObject({ failed: 3 });
  expect(cluster.events('j').at(-1)).toBe('BackoffLimitExceeded: Job has reached the specified backoff limit');
  expect(cluster.pods().filter((pod) => pod.status?.phase === 'Failed')).toHaveLength(3);
});

test('too long: active pods are deleted, then it has failed', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(job({ activeDeadlineSeconds: 10 }));
  cluster.run(60_000);
  expect(conditions(cluster)).toEqual(['FailureTarget DeadlineExceeded', 'Failed DeadlineExceeded']);
  const [deleted] = cluster.steps('job.deletePod');
  expect(Math.floor((deleted?.time ?? 0) / 1000)).toBe(11);
  expect(cluster.steps('job.fail')[0]?.time).toBeGreaterThan((deleted?.time ?? 0) + 600);
});

test('suspended, then resumed', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Succeeded' });
  cluster.run(1000).apply(job({ suspend: true }));
  cluster.run(10_000);
  expect(cluster.pods()).toHaveLength(0);
  cluster.change('jobs', 'default/j', (object) => ({ ...object, spec: { ...object.spec, suspend: false } }));
  cluster.run(30_000);
  expect(cluster.events('j').map((line) => line.split(':')[0])).toEqual(['Suspended', 'SuccessfulCreate', 'Resumed', 'Completed']);
});

test('an indexed Job gives each pod its number', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Succeeded' });
  cluster.run(1000).apply(job({ completionMode: 'Indexed', completions: 3, parallelism: 3 }));
  cluster.run(20_000);
  expect(cluster.pods().map((pod) => pod.metadata?.name?.slice(0, 4)).toSorted((a = '', b = '') => (a < b ? -1 : 1))).toEqual(['j-0-', 'j-1-', 'j-2-']);
  expect(cluster.get('jobs', 'default/j')?.status).toMatchObject({ succeeded: 3, completedIndexes: '0-2' });
});

test('a failure policy can fail the Job at once', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Failed' });
  cluster.run(1000).apply(job({ podFailurePolicy: { rules: [{ action: 'FailJob', onPodConditions: [{ type: 'PodScheduled' }] }] } }));
  cluster.run(20_000);
  expect(created(cluster)).toEqual([1]);
  expect(conditions(cluster)?.at(-1)).toBe('Failed PodFailurePolicy');
});

test('a finished Job goes after its time; its pods follow', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Succeeded' });
  cluster.run(1000).apply(job({ ttlSecondsAfterFinished: 30 }));
  cluster.run(60_000);
  expect(cluster.get('jobs', 'default/j')).toBeUndefined();
  expect(cluster.pods()).toHaveLength(0);
  cluster.checkUndo();
});

test('a Job deleted while its pods run: they stop, and are not kept back', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(job());
  cluster.run(10_000).remove('jobs', 'default/j');
  cluster.run(20_000);
  expect(cluster.pods()).toHaveLength(0);
});

test('a CronJob: a Job each minute, named after it; the history is kept short', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: 'tick-', after: 3000, phase: 'Succeeded' });
  cluster.run(1000).apply(cronJob({ successfulJobsHistoryLimit: 1 }));
  cluster.run(200_000);
  const minute = CLOCK / 60_000;
  expect(cluster.steps('cronJob.createJob').map((step) => [step.time, step.about['job']])).toEqual([1, 2, 3].map((n) => [n * 60_000 + 100, `tick-${minute + n}`]));
  expect(cluster.events('tick').slice(0, 3)).toEqual([`SuccessfulCreate: Created job tick-${minute + 1}`, `SawCompletedJob: Saw completed job: tick-${minute + 1}, condition: Complete`, `SuccessfulCreate: Created job tick-${minute + 2}`]);
  expect(cluster.world.tables.jobs.size).toBe(1);
  expect(cluster.get('cronJobs', 'default/tick')?.status).toMatchObject({ lastScheduleTime: '2026-01-01T00:03:00Z', lastSuccessfulTime: '2026-01-01T00:03:04Z' });
  cluster.checkUndo();
});

test('Forbid waits for the Job that runs, Replace deletes it', () => {
  for (const concurrencyPolicy of ['Forbid', 'Replace'] as const) {
    const cluster = new ControlPlane();
    cluster.run(1000).apply(cronJob({ concurrencyPolicy }));
    cluster.run(130_000);
    expect(cluster.steps('cronJob.createJob')).toHaveLength(concurrencyPolicy === 'Forbid' ? 1 : 2);
    expect(cluster.world.tables.jobs.size).toBe(1);
    const said = concurrencyPolicy === 'Forbid' ? 'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid' : 'SuccessfulDelete: Deleted job tick-29453761';
    expect(cluster.events('tick')).toContain(said);
  }
});

test('arithmetic', () => {
  expect(printIndexes(new Set([0, 1, 2, 5, 7, 8]))).toBe('0-2,5,7,8');
  expect([...parseIndexes('0-2,5')]).toEqual([0, 1, 2, 5]);
  const now = CLOCK + 60_000;
  expect(remainingTime({ failures: 0, lastFailure: 0 }, now)).toBe(0);
  expect(remainingTime({ failures: 1, lastFailure: now - 5000 }, now)).toBe(5000);
  expect(remainingTime({ failures: 2, lastFailure: now - 5000 }, now)).toBe(15_000);
  expect(remainingTime({ failures: 20, lastFailure: now }, now)).toBe(600_000);
  const restarting = (restartCount: number) => [{ status: { phase: 'Running', containerStatuses: [{ name: 'c', restartCount }] } }] as const;
  const onFailure = job({ backoffLimit: 3, template: { spec: { restartPolicy: 'OnFailure' } } });
  expect([2, 3].map((count) => pastBackoffLimitOnFailure(onFailure, restarting(count)))).toEqual([false, true]);
});

test('a Job deleted while no controller manager leads: the next one lets its pods go', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(job());
  cluster.run(5000);
  cluster.stopLeading('kube-controller-manager');
  cluster.remove('jobs', 'default/j');
  cluster.run(10_000);
  expect(cluster.pods()).toHaveLength(1);
  cluster.startLeading('kube-controller-manager');
  cluster.run(20_000);
  expect(cluster.pods()).toHaveLength(0);
  cluster.checkUndo();
});

const indexed = (more: NonNullable<Job['spec']>): Job => job({ completionMode: 'Indexed', completions: 2, parallelism: 2, ...more });
const status = (cluster: ControlPlane) => cluster.get('jobs', 'default/j')?.status;
const [index, failures] = ['batch.kubernetes.io/job-completion-index', 'batch.kubernetes.io/job-index-failure-count'];

test('a limit for each index: each retries for itself and remembers its failures', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-0', after: 1000, phase: 'Failed' }, { part: '/j-1', after: 1000, phase: 'Succeeded' });
  cluster.run(1000).apply(indexed({ backoffLimitPerIndex: 1 }));
  cluster.run(60_000);
  const pods = cluster.pods().map(({ metadata }) => `${metadata?.annotations?.[index] ?? ''}: ${metadata?.annotations?.[failures] ?? ''}`).sort();
  expect(pods).toEqual(['0: 0', '0: 1', '1: 0']);
  expect(status(cluster)).toMatchObject({ failedIndexes: '0', completedIndexes: '1', failed: 2, succeeded: 1 });
  expect(conditions(cluster)).toEqual(['FailureTarget FailedIndexes', 'Failed FailedIndexes']);
  expect(cluster.events('j').at(-1)).toBe('FailedIndexes: Job has failed indexes');
  cluster.checkUndo();
});

test('too many failed indexes end the Job at once', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-0', after: 1000, phase: 'Failed' });
  cluster.run(1000).apply(indexed({ backoffLimitPerIndex: 0, maxFailedIndexes: 0 }));
  cluster.run(30_000);
  expect(conditions(cluster)?.at(-1)).toBe('Failed MaxFailedIndexesExceeded');
  expect(status(cluster)).toMatchObject({ failed: 2, terminating: 0 });
});

test('a success policy: enough is done, the others are stopped and count for nothing', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-0', after: 1000, phase: 'Succeeded' });
  cluster.run(1000).apply(indexed({ successPolicy: { rules: [{ succeededIndexes: '0' }] } }));
  cluster.run(30_000);
  expect(conditions(cluster)).toEqual(['SuccessCriteriaMet SuccessPolicy', 'Complete SuccessPolicy']);
  expect(status(cluster)).toMatchObject({ succeeded: 1, completedIndexes: '0' });
  expect(status(cluster)?.failed).toBeUndefined();
});

test('a pod that somebody deletes is a failure at once; the next one comes after the back-off', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(job());
  cluster.run(5000);
  for (const node of ['w1', 'w2']) cluster.dead.add(node);
  cluster.remove('pods', `default/${cluster.pods()[0]?.metadata?.name ?? ''}`);
  cluster.run(6200);
  expect(status(cluster)).toMatchObject({ failed: 1 });
  cluster.run(30_000);
  expect(created(cluster)).toEqual([1, 15]);
});

test('suspended: pods lose their finalizer, then they are deleted, and none counts as failed', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(job());
  cluster.run(5000);
  cluster.change('jobs', 'default/j', (object) => ({ ...object, spec: { ...object.spec, suspend: true } }));
  cluster.run(8000);
  const rules = cluster.steps().filter(({ time }) => time > 5000).map(({ rule }) => rule).filter((rule) => rule === 'job.removeFinalizer' || rule === 'job.deletePod');
  expect(rules).toEqual(['job.removeFinalizer', 'job.deletePod']);
  expect(status(cluster)).toMatchObject({ ready: 0, conditions: [{ type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' }] });
  expect(status(cluster)).not.toHaveProperty('failed');
  expect(status(cluster)).not.toHaveProperty('startTime');
});

test('an ignored failure breaks no limit, but the back-off runs', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Failed' });
  cluster.run(1000).apply(job({ backoffLimit: 0, podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'PodScheduled' }] }] } }));
  cluster.run(20_000);
  expect(status(cluster)).not.toHaveProperty('failed');
  expect(created(cluster)).toEqual([1, 12]);
});

test('what a failure policy says of a pod', () => {
  const pod: Pod = {
    metadata: { name: 'p', namespace: 'n' },
    status: {
      conditions: [{ type: 'DisruptionTarget', status: 'True' }],
      containerStatuses: [{ name: 'ok', state: { terminated: { exitCode: 0 } } }, { name: 'main', state: { terminated: { exitCode: 42 } } }],
    },
  };
  const policy = (rules: NonNullable<NonNullable<NonNullable<Job['spec']>['podFailurePolicy']>['rules']>) => matchFailurePolicy(job({ podFailurePolicy: { rules } }), pod);
  expect(policy([{ action: 'Count', onExitCodes: { operator: 'In', values: [1] } }, { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'NotIn', values: [1] } }])).toEqual({
    action: 'FailJob', message: 'Container main for pod n/p failed with exit code 42 matching FailJob rule at index 1',
  });
  expect(policy([{ action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget' }] }]).message).toBe('Pod n/p has condition DisruptionTarget matching FailJob rule at index 0');
  expect(policy([{ action: 'Ignore', onExitCodes: { containerName: 'ok', operator: 'NotIn', values: [1] } }]).action).toBeUndefined();
});

test('ttlSecondsAfterFinished: the Job waits until its pods are gone', () => {
  const cluster = new ControlPlane();
  cluster.ending.push({ part: '/j-', after: 1000, phase: 'Succeeded' });
  cluster.run(1000).apply(job({ ttlSecondsAfterFinished: 5 }));
  cluster.run(20_000);
  expect(cluster.rules(5000).slice(-3)).toEqual(['job.deleteAfterTime', 'garbageCollector.deleteDependant', 'garbageCollector.removeFinalizer']);
  expect(cluster.get('jobs', 'default/j')).toBeUndefined();
  cluster.checkUndo();
});

test('a CronJob: a time zone, a Job that is missing, a starting deadline', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(cronJob({ schedule: '1 9 * * *', timeZone: 'Asia/Tokyo' }));
  cluster.run(62_000);
  const [made] = [...cluster.world.tables.jobs.values()];
  expect(made?.metadata?.annotations).toEqual({ 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T09:01:00+09:00' });
  cluster.remove('jobs', `default/${made?.metadata?.name ?? ''}`);
  cluster.run(64_000);
  expect(cluster.events('tick')).toContain(`MissingJob: Active job went missing: ${made?.metadata?.name ?? ''}`);
  expect(cluster.get('cronJobs', 'default/tick')?.status).not.toHaveProperty('active');

  const late = new ControlPlane();
  late.run(1000).apply(cronJob({ suspend: true, startingDeadlineSeconds: 10 }));
  late.run(80_000);
  late.change('cronJobs', 'default/tick', (object) => ({ ...object, spec: { ...object.spec, suspend: false } }));
  late.run(119_000);
  expect(late.world.tables.jobs.size).toBe(0);
});
