import { describe, expect, it } from 'vitest';
import { fieldErrorText } from './fieldErrors';
import { podSpecDefaults } from './podSpecDefaults';
import { nameRuleOf, validateWorkload, validateWorkloadItself } from './workloadValidation';

const template = { metadata: { labels: { app: 'a' } }, spec: podSpecDefaults({ containers: [{ name: 'c', image: 'i' }] }, false) };
const texts = (kind: string, spec: unknown): readonly string[] => validateWorkloadItself({ kind, spec } as never).map(fieldErrorText);

describe('validateWorkloadItself', () => {
  it.each<[string, string, unknown, readonly string[]]>([
    ['nothing wrong', 'Deployment', { selector: { matchLabels: { app: 'a' } }, template }, []],
    ['no selector', 'DaemonSet', { template }, ['spec.selector: Required value']],
    ['another label', 'ReplicaSet', { selector: { matchLabels: { app: 'b' } }, template }, ['spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`']],
    ['a negative number and no pod', 'StatefulSet', { replicas: -1, selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'a' } } } }, ['spec.replicas: Invalid value: -1: must be greater than or equal to 0', 'spec.template.spec: Required value']],
    ['a Job that is to run for ever', 'Job', { template }, ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"']],
    ['a CronJob without a schedule', 'CronJob', { jobTemplate: { spec: { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } } } }, ['spec.schedule: Required value']],
    ['another kind', 'Service', {}, []],
  ])('%s', (_name, kind, spec, expected) => {
    expect(texts(kind, spec)).toEqual(expected);
  });
  const cronJob = (name: string, spec: object): readonly string[] => validateWorkloadItself({
    kind: 'CronJob', metadata: { name }, spec: { jobTemplate: { spec: { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } } }, ...spec },
  } as never).map(fieldErrorText);
  it('reads a CronJob’s schedule, and leaves room for what its Jobs’ names append', () => {
    expect(cronJob('nightly', { schedule: '0 3 * * *' })).toEqual([]);
    expect(cronJob('nightly', { schedule: 'nightly' })).toEqual(['spec.schedule: Invalid value: "nightly": expected exactly 5 fields, found 1: [nightly]']);
    expect(cronJob('nightly', { schedule: 'TZ=UTC 0 3 * * *' })).toEqual(['spec.schedule: Invalid value: "TZ=UTC 0 3 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead']);
    expect(cronJob('n'.repeat(53), { schedule: '@daily' })).toEqual([`metadata.name: Invalid value: "${'n'.repeat(53)}": must be no more than 52 characters`]);
    expect(cronJob('nightly', { schedule: '@daily', concurrencyPolicy: 'Never', failedJobsHistoryLimit: -1 })).toEqual([
      'spec.concurrencyPolicy: Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"',
      'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
    ]);
  });
  it('takes names that become host names', () => {
    const job = { completionMode: 'Indexed', completions: 10, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
    const errors = validateWorkloadItself({ kind: 'Job', metadata: { name: 'a.b' }, spec: job } as never).map(fieldErrorText);
    expect(errors).toEqual(['metadata.name: Invalid value: "a.b": will not able to create pod with invalid DNS label: a.b-9']);
    expect(nameRuleOf('StatefulSet')('a.b')).toEqual(['must not contain dots']);
    expect(nameRuleOf('Deployment')('a.b')).toEqual([]);
  });
  it('leaves the template’s pod to validateWorkload', () => {
    const broken = { kind: 'Deployment', spec: { selector: { matchLabels: { app: 'a' } }, template: { ...template, spec: { ...template.spec, containers: [] } } } } as never;
    expect(validateWorkloadItself(broken)).toEqual([]);
    expect(validateWorkload(broken).map(fieldErrorText)).toEqual(['spec.template.spec.containers: Required value']);
  });
});
