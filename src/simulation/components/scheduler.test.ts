import { expect, test } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { ControlPlane } from './testControlPlane';

const pod = (name: string, spec: Pod['spec'] = {}, cpu?: string): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app: name } },
  spec: { containers: [{ name: 'c', image: 'app', ...(cpu ? { resources: { requests: { cpu } } } : {}) }], ...spec },
});
const priorityClass = (name: string, value: number, more = {}) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...more });
const condition = (cluster: ControlPlane, name: string) => cluster.get('pods', `default/${name}`)?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
const nodeOf = (cluster: ControlPlane, name: string) => cluster.get('pods', `default/${name}`)?.spec?.nodeName;

test('a pod is bound: node and condition in one write, then the event', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(pod('p'));
  cluster.run(1100);
  // The first row is the test's own creation of the pod.
  const [step] = cluster.steps('scheduler.bind');
  expect(step?.changes.map(({ table }) => table).filter((table) => table === 'pods' || table === 'events')).toEqual(['pods', 'pods', 'events']);
  expect(step?.motion).toMatchObject({ from: 'scheduler/default-scheduler', to: 'apiserver/cp1', label: 'binding' });
  expect(step?.about).toMatchObject({ pod: 'p', namespace: 'default', feasible: '2', evaluated: '2' });
  expect(cluster.events('p')).toEqual([`Scheduled: Successfully assigned default/p to ${nodeOf(cluster, 'p')}`]);
  cluster.checkUndo();
});

test('the same seed gives the same nodes, another one may not', () => {
  const places = (seed: number) => {
    const cluster = new ControlPlane({ seed, nodes: { a: {}, b: {}, c: {}, d: {} } });
    for (let i = 0; i < 12; i++) cluster.apply(pod(`p${i}`));
    cluster.run(10_000);
    return cluster.pods().map((each) => each.spec?.nodeName).join(' ');
  };
  expect(places(7)).toBe(places(7));
  expect(new Set([1, 2, 3, 4, 5].map(places)).size).toBeGreaterThan(1);
});

test('tainted nodes: the reasons are counted; removing the taint wakes the pod', () => {
  const taints = [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }];
  const cluster = new ControlPlane({ nodes: { w1: { taints }, w2: { taints } } });
  cluster.run(1000).apply(pod('p'));
  cluster.run(30_000);
  expect(cluster.events('p')).toEqual([
    'FailedScheduling: 0/2 nodes are available: 2 node(s) had untolerated taint(s). preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
  ]);
  expect(condition(cluster, 'p')).toMatchObject({ status: 'False', reason: 'Unschedulable' });
  const [step] = cluster.steps('scheduler.failed');
  expect(step?.changes.map(({ table }) => table).filter((table) => table === 'pods' || table === 'events')).toEqual(['pods', 'events', 'pods']);
  // A change that does not concern the pod's reason leaves it where it is.
  cluster.change('nodes', 'w2', (node) => ({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata?.labels, x: 'y' } } }));
  cluster.run(31_000);
  expect(cluster.steps('scheduler.failed')).toHaveLength(1);
  cluster.change('nodes', 'w1', (node) => ({ ...node, spec: {} }));
  cluster.run(32_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
  expect(condition(cluster, 'p')).toMatchObject({ status: 'True' });
  cluster.checkUndo();
});

test('not enough CPU until another pod has finished: its deletion alone frees nothing', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(pod('big', {}, '3'));
  cluster.run(10_000).apply(pod('p', {}, '3'));
  cluster.run(20_000);
  expect(cluster.events('p')[0]).toMatch(/^FailedScheduling: 0\/1 nodes are available: 1 Insufficient cpu\. preemption: /);
  cluster.remove('pods', 'default/big');
  cluster.run(20_500);
  expect(nodeOf(cluster, 'p')).toBeUndefined();
  cluster.run(21_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
});

test('gates keep a pod out of the queue', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(pod('p', { schedulingGates: [{ name: 'example.com/quota' }] }));
  cluster.run(20_000);
  expect(cluster.rules(1000)).toEqual([]);
  cluster.change('pods', 'default/p', (object) => ({ ...object, spec: { ...object.spec, schedulingGates: [] } }));
  cluster.run(21_000);
  expect(cluster.rules(1000)).toEqual(['scheduler.bind']);
});

test('the queue: higher priority first, then the longer waiting', () => {
  const cluster = new ControlPlane({ leaders: [] });
  cluster.apply(priorityClass('high', 1000));
  for (const name of ['a', 'b']) cluster.run(cluster.world.tables.cluster.get('cluster')?.now ?? 0).apply(pod(name));
  cluster.run(1000).apply(pod('c', { priorityClassName: 'high' }));
  cluster.run(2000);
  expect(cluster.rules()).toEqual([]);
  cluster.startLeading('kube-scheduler');
  cluster.run(3000);
  expect(cluster.steps('scheduler.bind').map((step) => step.about['pod'])).toEqual(['c', 'a', 'b']);
});

test('what nothing helps is tried again after five minutes', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(pod('p', {}, '64'));
  cluster.run(640_000);
  expect(cluster.steps('scheduler.failed').map((step) => step.time)).toEqual([1018, 330_008]);
});

test('no nodes at all: tried again after the back-off', () => {
  const cluster = new ControlPlane({ nodes: {} });
  cluster.run(1000).apply(pod('p'));
  cluster.run(8500);
  expect(cluster.events('p')[0]).toBe('FailedScheduling: no nodes available to schedule pods');
  expect(cluster.steps('scheduler.failed').map((step) => Math.floor(step.time / 1000))).toEqual([1, 2, 4, 8]);
});

test('preemption: nominated at once, the victim told why and deleted, the place taken when it has stopped', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.apply(priorityClass('high', 1000));
  cluster.run(1000).apply(pod('low', {}, '3'));
  cluster.run(10_000).apply(pod('p', { priorityClassName: 'high' }, '3'));
  cluster.run(10_100);
  expect(cluster.transcript(10_000)).toMatchInlineSnapshot(`
    [
      "10.02 scheduler.nominate pod=p message=0/1 nodes are available: 1 Insufficient cpu. node=w1 victims=low",
      "10.02 scheduler.markVictim pod=low node=w1",
      "10.03 scheduler.deleteVictim pod=low node=w1",
    ]
  `);
  expect(cluster.events('p')).toEqual(['FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu.']);
  expect(cluster.get('pods', 'default/p')?.status).toMatchObject({ nominatedNodeName: 'w1' });
  expect(cluster.get('pods', 'default/low')?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
    status: 'True', reason: 'PreemptionByScheduler', message: 'default-scheduler: preempting to accommodate a higher priority pod',
  });
  expect(cluster.events('low').at(-1)).toBe(`Preempted: Preempted by pod ${cluster.get('pods', 'default/p')?.metadata?.uid} on node w1`);
  cluster.run(15_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
  expect(cluster.get('pods', 'default/p')?.status?.nominatedNodeName).toBeUndefined();
  cluster.checkUndo();
});

test('preemptionPolicy Never waits', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.apply(priorityClass('polite', 1000, { preemptionPolicy: 'Never' }));
  cluster.run(1000).apply(pod('low', {}, '3'));
  cluster.run(10_000).apply(pod('p', { priorityClassName: 'polite' }, '3'));
  cluster.run(20_000);
  expect(cluster.events('p')).toEqual(['FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.']);
  expect(cluster.get('pods', 'default/low')?.metadata?.deletionTimestamp).toBeUndefined();
});

test('anti-affinity: the second of two pods waits until the first has gone', () => {
  const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { tier: 'a' } }, topologyKey: 'kubernetes.io/hostname' }] } } };
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  for (const name of ['a', 'b']) cluster.apply({ ...pod(name, apart), metadata: { name, namespace: 'default', labels: { tier: 'a' } } });
  cluster.run(10_000);
  const waiting = nodeOf(cluster, 'a') ? 'b' : 'a';
  expect(cluster.events(waiting)[0]).toContain("1 node(s) didn't match pod anti-affinity rules");
  cluster.remove('pods', `default/${waiting === 'a' ? 'b' : 'a'}`);
  cluster.run(20_000);
  expect(nodeOf(cluster, waiting)).toBe('w1');
});

test('equal pods are bound in the order in which they came', () => {
  const cluster = new ControlPlane().run(100);
  for (const name of ['c', 'a', 'b']) cluster.apply(pod(name));
  cluster.run(1000);
  expect(cluster.steps('scheduler.bind').map((step) => step.about['pod'])).toEqual(['c', 'a', 'b']);
});

test('a new leader takes up a preemptor whose victims were being deleted', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.apply(priorityClass('high', 1000));
  cluster.run(1000).apply(pod('low', {}, '3'));
  cluster.run(10_000).apply(pod('p', { priorityClassName: 'high' }, '3'));
  cluster.run(10_019);
  cluster.stopLeading('kube-scheduler');
  cluster.run(12_000);
  cluster.startLeading('kube-scheduler');
  cluster.run(20_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
});

test('a change of the waiting pod itself wakes it only if it concerns what refused it', () => {
  const taints = [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }];
  const cluster = new ControlPlane({ nodes: { w1: { taints } } });
  cluster.run(1000).apply(pod('p'));
  cluster.run(10_000);
  cluster.change('pods', 'default/p', (object) => ({ ...object, metadata: { ...object.metadata, labels: { app: 'p', x: 'y' } } }));
  cluster.run(20_000);
  expect(cluster.events('p')).toHaveLength(1);
  cluster.change('pods', 'default/p', (object) => ({ ...object, spec: { ...object.spec, tolerations: [{ operator: 'Exists' }] } }));
  cluster.run(30_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
});

test('a neighbour that loses the label lets a pod in that wants to be apart from it', () => {
  const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: 'a' } }, topologyKey: 'kubernetes.io/hostname' }] } } };
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(pod('a'));
  cluster.run(10_000).apply(pod('p', apart));
  cluster.run(20_000);
  expect(cluster.events('p')[0]).toContain("1 node(s) didn't match pod anti-affinity rules");
  cluster.change('pods', 'default/a', (object) => ({ ...object, metadata: { ...object.metadata, labels: { app: 'other' } } }));
  cluster.run(30_000);
  expect(nodeOf(cluster, 'p')).toBe('w1');
});

test('a node that goes away lets a spread pod be tried again: there is one topology less', () => {
  const spread = { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' as const, labelSelector: { matchLabels: { app: 's' } } }] };
  const labelled = (name: string) => ({ ...pod(name, spread), metadata: { name, namespace: 'default', labels: { app: 's' } } });
  const cluster = new ControlPlane({ nodes: { w1: {}, w2: { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] } } });
  cluster.run(1000).apply(labelled('a'));
  cluster.run(5000).apply(labelled('b'));
  cluster.run(10_000);
  expect([nodeOf(cluster, 'a'), nodeOf(cluster, 'b')]).toEqual(['w1', undefined]);
  cluster.remove('nodes', 'w2');
  cluster.run(20_000);
  expect(nodeOf(cluster, 'b')).toBe('w1');
});

test('a pod that is being deleted is passed over', () => {
  const cluster = new ControlPlane({ leaders: [] });
  const held = pod('p');
  cluster.apply({ ...held, metadata: { ...held.metadata, finalizers: ['example.com/hold'] } });
  cluster.run(1000).remove('pods', 'default/p');
  cluster.run(10_000);
  cluster.startLeading('kube-scheduler');
  cluster.run(20_000);
  expect(cluster.events('p')).toEqual(['FailedScheduling: skip schedule deleting pod: default/p']);
  expect(cluster.steps('scheduler.skip')).toHaveLength(1);
  expect(nodeOf(cluster, 'p')).toBeUndefined();
});
