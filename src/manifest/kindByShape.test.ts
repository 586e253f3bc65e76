import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { givenKind, kindByShape } from './kindByShape';

const spec = { containers: [{ name: 'web', image: 'nginx' }] };
const template = { metadata: { labels: { app: 'web' } }, spec };
const stored = { name: 'web', namespace: 'shop', uid: '1' };
const selector = { matchLabels: { app: 'web' } };

describe('kindByShape', () => {
  it.each([
    ['Pod', { spec }],
    ['Deployment', { spec: { replicas: 1, selector, strategy: { type: 'RollingUpdate' }, template } }],
    ['ReplicaSet', { spec: { replicas: 1, selector, template } }],
    ['ReplicationController', { spec: { replicas: 1, selector: { app: 'web' }, template } }],
    ['StatefulSet', { spec: { replicas: 1, selector, serviceName: 'web', podManagementPolicy: 'OrderedReady', updateStrategy: {}, template } }],
    ['DaemonSet', { spec: { selector, updateStrategy: { type: 'OnDelete' }, template } }],
    ['Job', { spec: { backoffLimit: 6, completions: 1, parallelism: 1, selector, template } }],
    ['CronJob', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } } }],
    // Kinds of others with a template: what their own is cannot be told.
    [undefined, { spec: { replicas: 1, selector, strategy: { canary: {} }, template } }],
    [undefined, { spec: { replicas: 1, selector, updateStrategy: {}, template } }],
    [undefined, { spec: { ports: [] } }],
  ])('tells a stored %s', (kind, rest) => {
    expect(kindByShape({ metadata: stored, ...rest })).toBe(kind);
  });

  it('leaves a workload that a person wrote without its kind', () => {
    expect(kindByShape({ metadata: { name: 'web' }, spec: { replicas: 1, selector, template } })).toBeUndefined();
  });

  it('tells a list by what is in it', () => {
    expect(kindByShape({ metadata: { resourceVersion: '7' }, items: [{ metadata: stored, spec }] })).toBe('List');
    expect(kindByShape({ items: [] })).toBeUndefined();
    expect(kindByShape({ items: [{ metadata: stored }, 'x'] })).toBeUndefined();
    expect(kindByShape({ items: [{ metadata: stored }], total: 1 })).toBeUndefined();
  });

  it('tells what a watch sends', () => {
    expect(kindByShape({ type: 'ADDED', object: { kind: 'Pod' } })).toBe('WatchEvent');
    expect(kindByShape({ type: 'Opaque', object: {} })).toBeUndefined();
    expect(kindByShape({ type: 'ADDED', object: {}, at: 1 })).toBeUndefined();
  });

  it('takes null and an empty text for no kind', () => {
    expect([null, '', undefined, 'Pod'].map((kind) => givenKind({ kind }))).toEqual([undefined, undefined, undefined, 'Pod']);
    expect([null, '', undefined, 5, {}].map((kind) => kindByShape({ kind, metadata: stored, spec }))).toEqual(['Pod', 'Pod', 'Pod', undefined, undefined]);
  });
});

describe('a dump without kinds', () => {
  const replicaSet = {
    metadata: { ...stored, name: 'web-5d8f6c7b9d', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true }] },
    spec: { replicas: 1, selector, template }, status: { replicas: 1 },
  };

  it('gives the pods of its workloads, and says what they were taken for', () => {
    const { pods, problems } = analyseManifest(JSON.stringify([replicaSet]));
    expect(pods).toMatchObject([{ path: 'spec.template.spec', ownerKind: 'ReplicaSet', classification: { startedBy: { controllerChain: [{ kind: 'ReplicaSet' }, { kind: 'Deployment' }] } } }]);
    expect(problems.map(({ message }) => message)).toContain('It has no kind; by its shape it is a ReplicaSet');
  });

  it('gives the pods of a list that has none either', () => {
    const pod = { kind: '', apiVersion: '', metadata: { name: 'a', namespace: 'shop', uid: '2' }, spec, status: { phase: 'Running' } };
    const { documents, pods } = analyseManifest(JSON.stringify({ metadata: {}, items: [pod, replicaSet] }));
    expect(documents.map(({ kind, kindFrom, path }) => [kind, kindFrom, path])).toEqual([
      ['List', 'shape', ''], ['Pod', 'shape', 'items[0]'], ['ReplicaSet', 'shape', 'items[1]'],
    ]);
    expect(pods.map(({ classification }) => classification.startedBy.kind)).toEqual(['bare', 'workload']);
  });

  it('gives the pods that a watch tells of', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec, status: { phase: 'Running' } };
    const { documents, pods } = analyseManifest(['ADDED', 'MODIFIED'].map((type) => JSON.stringify({ type, object: pod })).join('\n'));
    expect(documents.map(({ kind, path, startLine }) => [kind, path, startLine])).toEqual([['WatchEvent', '', 1], ['Pod', 'object', 1], ['WatchEvent', '', 2], ['Pod', 'object', 2]]);
    expect(pods).toHaveLength(2);
  });
});
