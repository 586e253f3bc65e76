import { describe, expect, it } from 'vitest';
import type { ApiObject } from './objects';
import { isPod, isRecord, isShippedWorkload, podTemplateOf } from './podTemplateOf';

const template = { metadata: { labels: {} }, spec: { containers: [{ name: 'c' }] } };
const object = (fields: Record<string, unknown>): ApiObject => fields as ApiObject;

describe('podTemplateOf', () => {
  it.each([
    ['Pod', object({ kind: 'Pod', spec: template.spec }), ''],
    ['a Pod without its kind', object({ spec: template.spec }), ''],
    ['Deployment', object({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }), 'spec.template'],
    ['CronJob', object({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } }), 'spec.jobTemplate.spec.template'],
    ['PodTemplate', object({ apiVersion: 'v1', kind: 'PodTemplate', template }), 'template'],
    ['a custom kind', object({ apiVersion: 'example.com/v1', kind: 'Web', spec: { template } }), 'spec.template'],
  ])('%s', (_name, of, path) => {
    expect(podTemplateOf(of)).toMatchObject({ path, spec: template.spec });
  });
  it('finds none in anything else', () => {
    expect(podTemplateOf(object({ kind: 'Service', spec: {} }))).toBeUndefined();
    expect(podTemplateOf(object({ kind: 'ControllerRevision', spec: { template } }))).toBeUndefined();
    expect(podTemplateOf(object({ apiVersion: 'example.com/v1', kind: 'Web', spec: { template: 'x' } }))).toBeUndefined();
  });
});

describe('kinds', () => {
  it('are Kubernetes’ own by group', () => {
    expect(isShippedWorkload(object({ apiVersion: 'extensions/v1beta1', kind: 'Deployment' }))).toBe(true);
    expect(isShippedWorkload(object({ apiVersion: 'apps.kruise.io/v1', kind: 'DaemonSet' }))).toBe(false);
  });
  it('may be records or pods', () => {
    expect([isRecord(object({ kind: 'ConfigMap' })), isRecord(object({ kind: 'Job' }))]).toEqual([true, false]);
    expect([isPod(object({ kind: 'Pod' })), isPod(object({ spec: {} })), isPod(object({ kind: 'Job', spec: template.spec }))]).toEqual([true, false, false]);
  });
});
