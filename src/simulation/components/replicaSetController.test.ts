import { expect, test } from 'vitest';
import type { Pod, ReplicaSet } from '../../kubernetes/objects';
import { compareForDeletion } from './replicaSetRanks';
import { CLOCK, ControlPlane, template } from './testControlPlane';

const replicaSet = (replicas: number, spec: ReplicaSet['spec'] = {}): ReplicaSet => ({
  apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web'), ...spec },
});

const barePod = (name: string, app: string): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app } }, spec: { containers: [{ name: 'c', image: 'app' }] },
});

test('pods are created in batches of 1, 2, 4, …', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(replicaSet(9));
  cluster.run(2000);
  expect(cluster.steps('replicaSet.createPod').map((step) => step.time)).toEqual([1015, 1016, 1016, 1017, 1017, 1017, 1017, 1018, 1018]);
  const [pod] = cluster.pods();
  expect(pod?.metadata).toMatchObject({ generateName: 'web-', ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true, blockOwnerDeletion: true }] });
  expect(cluster.events('web')[0]).toBe(`SuccessfulCreate: Created pod: ${cluster.steps('replicaSet.createPod')[0]?.about['pod']}`);
  cluster.checkUndo();
});

test('a pod that is being deleted no longer counts: its successor comes at once', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(replicaSet(1));
  cluster.run(10_000);
  const [pod] = cluster.pods();
  cluster.remove('pods', `default/${pod?.metadata?.name}`);
  cluster.run(10_100);
  expect(cluster.pods()).toHaveLength(2);
  expect(cluster.get('replicaSets', 'default/web')?.status).toMatchObject({ replicas: 1, terminatingReplicas: 1 });
  cluster.run(20_000);
  expect(cluster.pods()).toHaveLength(1);
});

test('a refused pod: the batch ends, the condition says why, and it is tried again', () => {
  const cluster = new ControlPlane();
  cluster.run(500).apply({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q', namespace: 'default' }, spec: { hard: { pods: '2' } } } as never);
  cluster.run(1000).apply(replicaSet(3));
  cluster.run(1100);
  expect(cluster.pods()).toHaveLength(2);
  expect(cluster.events('web').filter((line) => line.startsWith('FailedCreate'))[0]).toMatch(/^FailedCreate: Error creating: pods "web-.*" is forbidden: exceeded quota: q/);
  expect(cluster.get('replicaSets', 'default/web')?.status?.conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }]);
  const waits = cluster.steps('controllers.podRefused').map((step) => step.time);
  expect(waits.length).toBeGreaterThan(2);
  cluster.remove('others', 'ResourceQuota/default/q');
  cluster.run(120_000);
  expect(cluster.pods()).toHaveLength(3);
  expect(cluster.get('replicaSets', 'default/web')?.status?.conditions).toBeUndefined();
  cluster.checkUndo();
});

test('a pod whose labels change is let go, an ownerless one that matches is taken in', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(replicaSet(2));
  cluster.run(10_000);
  const [first] = cluster.pods();
  cluster.change('pods', `default/${first?.metadata?.name}`, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'debug' } } }));
  cluster.run(20_000);
  expect(cluster.rules(10_000)).toEqual(['controllers.releasePod', 'replicaSet.createPod', 'scheduler.bind']);
  cluster.apply(barePod('stray', 'web'));
  cluster.run(30_000);
  expect(cluster.rules(20_000)).toMatchInlineSnapshot(`
    [
      "controllers.adoptPod",
      "scheduler.bind",
      "replicaSet.deletePod",
    ]
  `);
  expect(cluster.pods().filter((pod) => pod.metadata?.labels?.['app'] === 'web')).toHaveLength(2);
  expect(cluster.pods()).toHaveLength(3);
  cluster.checkUndo();
});

test('without a leader nothing happens; a new one catches up', () => {
  const cluster = new ControlPlane({ leaders: ['kube-scheduler'] });
  cluster.run(1000).apply(replicaSet(2));
  cluster.run(10_000);
  expect(cluster.pods()).toHaveLength(0);
  cluster.startLeading('kube-controller-manager');
  cluster.run(20_000);
  expect(cluster.pods()).toHaveLength(2);
});

test('a thousand replicas cost no walk over all of them for each pod', () => {
  const cluster = new ControlPlane({ nodes: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`w${i}`, { allocatable: { cpu: '64', memory: '64Gi', pods: '500' } }])) });
  cluster.run(1000).apply(replicaSet(1000));
  cluster.run(60_000);
  expect(cluster.get('replicaSets', 'default/web')?.status).toMatchObject({ replicas: 1000, readyReplicas: 1000, fullyLabeledReplicas: 1000 });
  const labelSets = new Set(cluster.pods().map((pod) => pod.metadata?.labels));
  expect(labelSets.size).toBe(1);
});

test('which pod goes first', () => {
  const at = (seconds: number) => new Date(CLOCK + seconds * 1000).toISOString().replace('.000', '');
  const pod = (name: string, more: Partial<Pod> = {}, ready = at(0)): Pod => ({
    metadata: { name, uid: name, creationTimestamp: at(0), ...more.metadata },
    spec: { nodeName: 'w1', ...more.spec },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ready }], ...more.status },
  });
  const notReady = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } as const;
  const ordered = [
    { pod: { ...pod('unassigned'), spec: {} }, siblings: 0 },
    { pod: pod('pending', { status: { phase: 'Pending' } }), siblings: 0 },
    { pod: pod('notReady', { status: notReady }), siblings: 0 },
    { pod: pod('cheap', { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-5' } } }), siblings: 0 },
    { pod: pod('crowded'), siblings: 3 },
    { pod: pod('young', {}, at(99)), siblings: 1 },
    { pod: pod('restarted', { status: { containerStatuses: [{ name: 'c', restartCount: 2 }], phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(0) }] } }), siblings: 1 },
    { pod: pod('newer', { metadata: { creationTimestamp: at(98) } }), siblings: 1 },
    { pod: pod('old'), siblings: 1 },
  ];
  const shuffled = ordered.toReversed().sort((a, b) => compareForDeletion(a, b, CLOCK + 100_000));
  expect(shuffled.map((each) => each.pod.metadata?.uid ?? each.pod.metadata?.name)).toEqual(ordered.map((each) => each.pod.metadata?.uid ?? each.pod.metadata?.name));
});
