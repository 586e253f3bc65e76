import { expect, test } from 'vitest';
import type { DaemonSet, Deployment, Pod } from '../../kubernetes/objects';
import { zoneState } from './nodeZones';
import { ControlPlane, template } from './testControlPlane';

const preferW1 = { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['w1'] }] } }] } } } as const;
const web: Deployment = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: template('web', 'app', preferW1) },
};
const agent: DaemonSet = {
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent') },
};

test('a dead node: unknown after 50 s, tainted, emptied after 300 s more; daemon pods stay', () => {
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: {}, w3: {} } });
  cluster.run(1000).apply(web);
  cluster.apply(agent);
  cluster.run(63_000);
  cluster.dead.add('w1');
  cluster.run(480_000);
  expect(cluster.transcript(63_000)).toMatchInlineSnapshot(`
    [
      "110.00 nodeLifecycle.markUnknown node=w1",
      "110.00 nodeLifecycle.markPodNotReady pod=agent-… node=w1",
      "110.01 nodeLifecycle.markPodNotReady pod=web-… node=w1",
      "110.02 nodeLifecycle.taintNoSchedule node=w1 taint=node.kubernetes.io/unreachable:NoSchedule",
      "115.10 nodeLifecycle.taintNoExecute node=w1 taint=node.kubernetes.io/unreachable:NoExecute",
      "415.12 taintEviction.mark pod=web-… node=w1",
      "415.12 taintEviction.deletePod pod=web-… node=w1",
      "415.13 replicaSet.createPod replicas=1 pod=web-… owner=web-…",
      "415.15 scheduler.bind pod=web-… node=w3 feasible=2 evaluated=3 scores=w2 595, w3 595",
    ]
  `);
  expect(cluster.events('w1')).toEqual(['RegisteredNode: Node w1 event: Registered Node w1 in Controller', 'NodeNotReady: Node w1 status is now: NodeNotReady']);
  const old = cluster.pods().find((pod) => pod.metadata?.labels?.['app'] === 'web' && pod.spec?.nodeName === 'w1');
  expect(old?.metadata?.deletionTimestamp).toBeDefined();
  expect(old?.status).toMatchObject({ phase: 'Running' });
  expect(old?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' });
  expect(cluster.get('nodes', 'w1')?.status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toMatchInlineSnapshot(`
    [
      "MemoryPressure=Unknown NodeStatusUnknown",
      "DiskPressure=Unknown NodeStatusUnknown",
      "PIDPressure=Unknown NodeStatusUnknown",
      "Ready=Unknown NodeStatusUnknown",
    ]
  `);
  cluster.checkUndo();
});

test('a node that comes back in time: taints go, the eviction is cancelled', () => {
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: {} } });
  cluster.run(1000).apply(web);
  cluster.run(60_000);
  cluster.dead.add('w1');
  cluster.run(180_000);
  cluster.dead.delete('w1');
  cluster.change('nodes', 'w1', (node) => ({
    ...node, status: { ...node.status, conditions: (node.status?.conditions ?? []).map((condition) => ({ ...condition, lastHeartbeatTime: '2026-01-01T00:03:00Z', status: condition.type === 'Ready' ? 'True' as const : 'False' as const })) },
  }));
  cluster.run(420_000);
  expect(cluster.transcript(180_000)).toMatchInlineSnapshot(`
    [
      "180.01 nodeLifecycle.removeTaint node=w1 taint=node.kubernetes.io/unreachable:NoSchedule",
      "185.00 nodeLifecycle.removeTaint node=w1 taint=node.kubernetes.io/unreachable:NoExecute",
      "185.01 taintEviction.cancel pod=web-… node=w1",
    ]
  `);
  expect(cluster.events().filter((line) => line.startsWith('TaintManagerEviction'))).toHaveLength(1);
  expect(cluster.get('nodes', 'w1')?.spec).toEqual({});
});

test('a living cluster makes no noise', () => {
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: {} } });
  cluster.run(600_000);
  expect(cluster.rules()).toEqual([]);
});

test('when every node is lost nobody is tainted with NoExecute, and nothing is evicted', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(web);
  cluster.run(60_000);
  cluster.dead.add('w1');
  cluster.run(600_000);
  expect(cluster.transcript(60_000)).toMatchInlineSnapshot(`
    [
      "110.00 nodeLifecycle.markUnknown node=w1",
      "110.00 nodeLifecycle.stopEvictions",
      "110.00 nodeLifecycle.markPodNotReady pod=web-… node=w1",
      "110.02 nodeLifecycle.taintNoSchedule node=w1 taint=node.kubernetes.io/unreachable:NoSchedule",
    ]
  `);
});

test('nodes of one zone are tainted one every ten seconds', () => {
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: {}, w3: {}, w4: {}, w5: {} } });
  cluster.run(60_000);
  for (const node of ['w1', 'w2']) cluster.dead.add(node);
  cluster.run(300_000);
  const [first = 0, second = 0] = cluster.steps('nodeLifecycle.taintNoExecute').map((step) => step.time);
  expect(second - first).toBe(10_000);
});

test('a new controller manager gives every node a full grace period', () => {
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: {} } });
  cluster.run(60_000);
  cluster.dead.add('w1');
  cluster.run(90_000);
  cluster.stopLeading('kube-controller-manager');
  cluster.run(150_000);
  expect(cluster.rules(60_000)).toEqual([]);
  cluster.startLeading('kube-controller-manager');
  cluster.run(199_000);
  expect(cluster.rules(60_000)).toEqual([]);
  cluster.run(210_000);
  expect(cluster.steps('nodeLifecycle.markUnknown').map((step) => step.time)).toEqual([200_000]);
});

test('states of a zone', () => {
  expect(zoneState({ ready: 0, notReady: 1 })).toBe('FullDisruption');
  expect(zoneState({ ready: 2, notReady: 3 })).toBe('PartialDisruption');
  expect(zoneState({ ready: 1, notReady: 2 })).toBe('Normal');
  expect(zoneState({ ready: 3, notReady: 3 })).toBe('Normal');
});

test('a pod that goes before its time on a tainted node: the eviction is cancelled; a deleted node cancels none', () => {
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: {} } });
  const tolerations = [{ key: 'repair', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }] as const;
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec: { nodeName: 'w1', tolerations, containers: [{ name: 'c', image: 'app' }] } };
  cluster.run(1000).apply(pod);
  cluster.dead.add('w1');
  cluster.run(5000).change('nodes', 'w1', (node) => ({ ...node, spec: { ...node.spec, taints: [{ key: 'repair', effect: 'NoExecute' }] } }));
  cluster.run(6000);
  const timer = `tainteviction/${cluster.get('pods', 'default/p')?.metadata?.uid ?? ''}`;
  expect(cluster.world.tables.timers.has(timer)).toBe(true);
  cluster.remove('nodes', 'w1');
  cluster.run(7000);
  expect(cluster.world.tables.timers.has(timer)).toBe(true);
  cluster.remove('pods', 'default/p', { gracePeriodSeconds: 0 });
  cluster.run(8000);
  expect(cluster.world.tables.timers.has(timer)).toBe(false);
  expect(cluster.events('p')).toEqual(['TaintManagerEviction: Cancelling deletion of Pod default/p']);
  cluster.checkUndo();
});
