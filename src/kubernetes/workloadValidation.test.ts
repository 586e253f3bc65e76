import { describe, expect, it } from 'vitest';
import { fieldErrorText } from './fieldErrors';
import { podSpecDefaults } from './podSpecDefaults';
import { validateWorkload, validateWorkloadItself } from './workloadValidation';

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
  it('leaves the template’s pod to validateWorkload', () => {
    const broken = { kind: 'Deployment', spec: { selector: { matchLabels: { app: 'a' } }, template: { ...template, spec: { ...template.spec, containers: [] } } } } as never;
    expect(validateWorkloadItself(broken)).toEqual([]);
    expect(validateWorkload(broken).map(fieldErrorText)).toEqual(['spec.template.spec.containers: Required value']);
  });
});
