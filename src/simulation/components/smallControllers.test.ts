/** The controllers that need only a few lines of test each. */
import { expect, test } from 'vitest';
import type { ApiObject, Deployment, OtherObject, Pod, PodDisruptionBudget } from '../../kubernetes/objects';
import { update } from './apiServer';
import { ControlPlane, template } from './testControlPlane';

const web = (replicas: number): Deployment => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' }, spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web') },
});
const pod = (name: string, spec: Pod['spec'] = {}, namespace = 'default'): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { containers: [{ name: 'c', image: 'app' }], ...spec } });

test('a new API namespace gets its ServiceAccount', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  cluster.run(1100);
  expect(cluster.get('others', 'ServiceAccount/team/default')).toMatchObject({ kind: 'ServiceAccount' });
  cluster.apply(pod('p', {}, 'team'));
  cluster.run(2000);
  expect(cluster.get('pods', 'team/p')?.spec?.nodeName).toBeDefined();
});

test('a deleted API namespace: its pods go first, then the rest, then itself', () => {
  const cluster = new ControlPlane();
  cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  cluster.run(1000).apply({ ...web(2), metadata: { name: 'web', namespace: 'team' } });
  cluster.run(10_000).remove('namespaces', 'team');
  cluster.run(14_900);
  expect(cluster.get('namespaces', 'team')?.status?.phase).toBe('Terminating');
  expect(cluster.steps('namespace.deleteContent')).toEqual([]);
  cluster.run(30_000);
  const deleted = cluster.steps('namespace.deleteContent').map((step) => step.about['kind']);
  expect(deleted.slice(0, 2)).toEqual(['Pod', 'Pod']);
  expect(deleted.slice(2)).toContain('Deployment');
  expect(cluster.get('namespaces', 'team')).toBeUndefined();
  expect(cluster.pods()).toHaveLength(0);
  expect(cluster.world.tables.deployments.size + cluster.world.tables.replicaSets.size).toBe(0);
  cluster.checkUndo();
});

test('what is written while pods hold a deleted namespace, and when it is looked at again', () => {
  const cluster = new ControlPlane();
  cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  cluster.dead.add('w1').add('w2');
  cluster.run(1000).apply(pod('stuck', {}, 'team'));
  cluster.run(10_000).remove('namespaces', 'team');
  cluster.run(16_000);
  const remaining = () => cluster.get('namespaces', 'team')?.status?.conditions?.find(({ type }) => type === 'NamespaceContentRemaining');
  expect(remaining()).toMatchObject({ status: 'True', reason: 'SomeResourcesRemain', message: 'Some resources are remaining: pods. has 1 resource instances' });
  // The last change of the namespace was 15 s ago plus 5; from then on half of the pod's 30 s and one more.
  cluster.run(21_000).remove('pods', 'team/stuck', { gracePeriodSeconds: 0 });
  cluster.run(35_900);
  expect(cluster.get('namespaces', 'team')).toBeDefined();
  cluster.run(37_000);
  expect(cluster.get('namespaces', 'team')).toBeUndefined();
  cluster.checkUndo();
});

test('what finalizers hold in a deleted namespace is named, and the namespace goes after it', () => {
  const cluster = new ControlPlane();
  cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  const held = (): OtherObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', namespace: 'team', finalizers: ['example.com/hold'] } });
  cluster.run(1000).apply(held());
  cluster.apply({ ...web(0), metadata: { name: 'web', namespace: 'team' } });
  cluster.run(10_000).remove('namespaces', 'team');
  cluster.run(40_000);
  const says = (type: string) => cluster.get('namespaces', 'team')?.status?.conditions?.find((condition) => condition.type === type);
  expect(says('NamespaceContentRemaining')).toMatchObject({ status: 'True', message: 'Some resources are remaining: configmaps. has 1 resource instances' });
  expect(says('NamespaceFinalizersRemaining')).toMatchObject({
    status: 'True', reason: 'SomeFinalizersRemain', message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
  });
  cluster.change('others', 'ConfigMap/team/held', ({ metadata, ...rest }) => ({ ...rest, metadata: { ...metadata, finalizers: [] } }));
  cluster.run(50_000);
  expect(cluster.get('namespaces', 'team')).toBeUndefined();
  cluster.checkUndo();
});

test('a pod of a node that does not exist is given up after 40 to 80 s', () => {
  const cluster = new ControlPlane();
  cluster.run(5000).apply(pod('p', { nodeName: 'ghost' }));
  cluster.run(120_000);
  const [fail] = cluster.steps('podGarbageCollector.fail');
  expect((fail?.time ?? 0) / 1000).toBeGreaterThanOrEqual(45);
  expect((fail?.time ?? 0) / 1000).toBeLessThanOrEqual(85);
  expect(cluster.rules()).toEqual(['podGarbageCollector.fail', 'podGarbageCollector.delete']);
  expect(cluster.pods()).toHaveLength(0);
  cluster.checkUndo();
});

test('a node marked out of service: its pods are driven out, and removed though no kubelet confirms', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(pod('p', { nodeName: 'w1' }));
  cluster.dead.add('w1');
  cluster.run(80_000);
  cluster.act((tx) => update(tx, 'user/you', 'nodes', 'w1', (node) => ({
    ...node, spec: { ...node.spec, taints: [...(node.spec?.taints ?? []), { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] },
  })));
  cluster.run(101_000);
  expect(cluster.pods()).toEqual([]);
  expect(cluster.rules().filter((rule) => /^(taintEviction|podGarb)/.test(rule))).toEqual([
    'taintEviction.bringForward', 'taintEviction.mark', 'taintEviction.deletePod', 'podGarbageCollector.failOutOfService', 'podGarbageCollector.delete',
  ]);
  cluster.checkUndo();
});

test('the pods of a deleted node', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(web(4));
  cluster.run(10_000);
  cluster.dead.add('w1');
  cluster.remove('nodes', 'w1');
  cluster.run(120_000);
  expect(cluster.pods().map((each) => each.spec?.nodeName)).toEqual(['w2', 'w2', 'w2', 'w2']);
  expect(cluster.events('w1').at(-1)).toBe('RemovingNode: Node w1 event: Removing Node w1 from Controller');
  cluster.checkUndo();
});

test('a budget: how many may be disturbed', () => {
  const budget = (spec: PodDisruptionBudget['spec']): PodDisruptionBudget => ({
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  });
  const cases: readonly (readonly [PodDisruptionBudget['spec'], number, number])[] = [
    [{ minAvailable: 1 }, 1, 3],
    [{ minAvailable: '50%' }, 2, 2],
    [{ maxUnavailable: 1 }, 3, 1],
    [{ maxUnavailable: '30%' }, 2, 2],
  ];
  for (const [spec, desiredHealthy, disruptionsAllowed] of cases) {
    const cluster = new ControlPlane();
    cluster.apply(web(4));
    cluster.run(10_000).apply(budget(spec));
    cluster.run(11_000);
    expect(cluster.get('podDisruptionBudgets', 'default/web')?.status, JSON.stringify(spec)).toMatchObject({ currentHealthy: 4, expectedPods: 4, desiredHealthy, disruptionsAllowed, observedGeneration: 1 });
    const [first] = cluster.pods();
    cluster.remove('pods', `default/${first?.metadata?.name}`);
    cluster.run(11_100);
    expect(cluster.get('podDisruptionBudgets', 'default/web')?.status).toMatchObject({ currentHealthy: 3, disruptionsAllowed: disruptionsAllowed - 1 });
  }
});

test('an EndpointSlice follows its pods; deletion takes a pod out at once', () => {
  const cluster = new ControlPlane();
  const service: OtherObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'svc', namespace: 'default' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } };
  cluster.apply(service);
  cluster.run(1000).apply(web(2));
  cluster.run(10_000);
  const slices = () => [...cluster.world.tables.others.values()].filter(({ kind }) => kind === 'EndpointSlice') as (OtherObject & { endpoints: { conditions: object; targetRef: object }[]; ports: object[] })[];
  expect(slices()).toHaveLength(1);
  expect(slices()[0]).toMatchObject({ metadata: { labels: { 'kubernetes.io/service-name': 'svc' } }, addressType: 'IPv4', ports: [{ port: 8080, protocol: 'TCP' }] });
  expect(slices()[0]?.endpoints.map(({ conditions }) => conditions)).toEqual([{ ready: true, serving: true, terminating: false }, { ready: true, serving: true, terminating: false }]);
  const [first] = cluster.pods();
  cluster.remove('pods', `default/${first?.metadata?.name}`);
  cluster.run(10_100);
  const stopping = slices()[0]?.endpoints.find(({ targetRef }) => (targetRef as { name?: string }).name === first?.metadata?.name);
  expect(stopping?.conditions).toEqual({ ready: false, serving: true, terminating: true });
  cluster.remove('others', 'Service/default/svc');
  cluster.run(11_000);
  expect(slices()).toHaveLength(0);
  cluster.checkUndo();
});

test('a hundred endpoints fill a slice', () => {
  const cluster = new ControlPlane({ nodes: { w1: { allocatable: { cpu: '64', memory: '64Gi', pods: '500' } } } });
  cluster.apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'svc', namespace: 'default' }, spec: { selector: { app: 'web' } } } as OtherObject);
  cluster.apply(web(120));
  cluster.run(20_000);
  const sizes = [...cluster.world.tables.others.values()].filter(({ kind }) => kind === 'EndpointSlice').map((slice) => (slice as { endpoints?: readonly object[] }).endpoints?.length);
  expect(sizes.reduce<number>((sum, size = 0) => sum + size, 0)).toBe(120);
  expect(Math.max(...sizes.map((size = 0) => size))).toBe(100);
});

test('of several slices one that has become empty is deleted, the last one stays', () => {
  const cluster = new ControlPlane({ nodes: { w1: { allocatable: { cpu: '64', memory: '64Gi', pods: '500' } } } });
  const endpoint = (uid: string) => ({ addresses: ['10.244.1.9'], conditions: { ready: true, serving: true, terminating: false }, targetRef: { kind: 'Pod', namespace: 'default', name: uid, uid } });
  cluster.apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'svc', namespace: 'default' }, spec: { selector: { app: 'web' } } } as OtherObject);
  cluster.run(1000);
  const slices = () => [...cluster.world.tables.others.values()].filter(({ kind }) => kind === 'EndpointSlice') as (OtherObject & { endpoints: readonly unknown[] })[];
  const [first] = slices();
  // Two slices of a busier time, whose pods are gone.
  for (const name of ['svc-old1', 'svc-old2']) cluster.apply({ ...first, metadata: { ...first?.metadata, name, uid: name }, endpoints: [endpoint('gone')] } as OtherObject);
  cluster.apply(web(1));
  cluster.run(20_000);
  expect(slices().map(({ endpoints }) => endpoints.length)).toEqual([1]);
  expect(cluster.steps('endpointSlice.delete')).toHaveLength(2);
  cluster.change('deployments', 'default/web', (object) => ({ ...object, spec: { ...object.spec, replicas: 0 } }));
  cluster.run(30_000);
  expect(slices().map(({ endpoints }) => endpoints.length)).toEqual([0]);
  cluster.checkUndo();
});

test('a ServiceAccount that is deleted comes again', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).remove('others', 'ServiceAccount/default/default');
  expect(cluster.get('others', 'ServiceAccount/default/default')).toBeUndefined();
  cluster.run(2000);
  expect(cluster.get('others', 'ServiceAccount/default/default')).toMatchObject({ kind: 'ServiceAccount' });
});

test('a budget tells whether a pod may be disturbed; of a Job\'s pods nobody knows how many there should be', () => {
  const cluster = new ControlPlane();
  const budget = (name: string, app: string, spec: NonNullable<PodDisruptionBudget['spec']>): PodDisruptionBudget => ({
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, namespace: 'default' }, spec: { selector: { matchLabels: { app } }, ...spec },
  });
  cluster.run(1000).apply(web(4));
  cluster.apply(budget('some', 'web', { maxUnavailable: '25%' }));
  cluster.apply({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j', namespace: 'default' }, spec: { template: { metadata: { labels: { app: 'j' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'app' }] } } } } as ApiObject);
  cluster.apply(budget('unknown', 'j', { maxUnavailable: 1 }));
  cluster.run(10_000);
  expect(cluster.get('podDisruptionBudgets', 'default/some')?.status).toMatchObject({
    expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 1, conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }],
  });
  const { conditions, disruptionsAllowed } = cluster.get('podDisruptionBudgets', 'default/unknown')?.status ?? {};
  expect(disruptionsAllowed).toBe(0);
  expect(conditions?.[0]).toMatchObject({ status: 'False', reason: 'SyncFailed', message: expect.stringMatching(/^found no controllers for pod "j-/) as string });
});

test('a pod that gets other labels leaves the Service', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(web(2));
  cluster.apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } } as ApiObject);
  cluster.run(5000);
  const [first] = cluster.pods();
  const key = `default/${first?.metadata?.name ?? ''}`;
  cluster.change('pods', key, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } }));
  cluster.run(6000);
  const slice = [...cluster.world.tables.others.values()].find(({ kind }) => kind === 'EndpointSlice') as { readonly endpoints?: readonly { readonly targetRef: { readonly name: string } }[] } | undefined;
  expect(slice?.endpoints?.map(({ targetRef }) => targetRef.name)).not.toContain(first?.metadata?.name);
});

test('a node out of service: PodGC ends what nobody else could', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(pod('p', { nodeName: 'w1' }));
  cluster.run(3000);
  cluster.dead.add('w1');
  cluster.run(70_000);
  cluster.change('nodes', 'w1', (node) => ({ ...node, spec: { ...node.spec, taints: [...(node.spec?.taints ?? []), { key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' as const }] } }));
  cluster.run(100_000);
  expect(cluster.steps('podGarbageCollector.failOutOfService')).toHaveLength(1);
  expect(cluster.get('pods', 'default/p')).toBeUndefined();
  cluster.checkUndo();
});

test('a headless Service of a StatefulSet knows its pods by their host names', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'db', namespace: 'default' }, spec: { clusterIP: 'None', selector: { app: 'db' } } } as ApiObject);
  cluster.apply({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'default' }, spec: { serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template('db') } } as ApiObject);
  cluster.run(5000);
  const slice = [...cluster.world.tables.others.values()].find(({ kind }) => kind === 'EndpointSlice');
  expect(slice?.metadata?.labels).toMatchObject({ 'kubernetes.io/service-name': 'db', 'service.kubernetes.io/headless': '' });
  expect((slice as { readonly endpoints?: readonly { readonly hostname?: string }[] } | undefined)?.endpoints?.map(({ hostname }) => hostname)).toEqual(['db-0']);
});
