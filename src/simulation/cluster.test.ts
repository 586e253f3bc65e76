import { expect, test } from 'vitest';
import { quantityMilliValue } from '../kubernetes/quantities';
import { parseRfc3339 } from '../lib/time';
import { powerOn } from './bootstrap';
import { startCluster } from './cluster';
import { buildCluster } from './clusterBuild';
import type { ClusterSpec } from './clusterSpec';
import { checkSettled } from './invariants';
import type { Simulation } from './simulation';
import { TABLES } from './world';

const checked = { check: true };
const small: ClusterSpec = { controlPlanes: ['cp1'], workers: ['w1', 'w2'], ready: true };

const pods = (run: Simulation) => [...run.world.tables.pods.values()];
const isReady = (conditions: readonly { readonly type: string; readonly status: string }[] | undefined) =>
  conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
const leaders = (run: Simulation) => ['kube-controller-manager', 'kube-scheduler'].map((name) => {
  const memory = run.world.tables.memory.get(`leader/${name}`);
  return memory?.kind === 'leader' ? memory.node : undefined;
});
/** The whole World as one text. */
const text = (run: Simulation) => JSON.stringify(TABLES.map((table) => [...run.world.tables[table]].sort(([a], [b]) => (a < b ? -1 : 1))));

test('a ready cluster: everything runs at time 0, and nothing of its making is in the history', () => {
  const run = startCluster(small, 1, checked);
  expect([run.time, run.history.steps.length, checkSettled(run.world)]).toEqual([0, 0, []]);
  expect([...run.world.tables.nodes.values()].map((node) => [node.metadata?.name, isReady(node.status?.conditions), node.spec?.taints?.map(({ key }) => key) ?? []])).toEqual([
    ['cp1', true, ['node-role.kubernetes.io/control-plane']], ['w1', true, []], ['w2', true, []],
  ]);
  expect(pods(run).map(({ metadata }) => metadata?.name?.replace(/-[a-z0-9]{5}$/, '') ?? '').sort()).toEqual([
    'cni', 'cni', 'cni', 'coredns-57f8864c47', 'coredns-57f8864c47', 'etcd-cp1', 'kube-apiserver-cp1', 'kube-controller-manager-cp1',
    'kube-proxy', 'kube-proxy', 'kube-proxy', 'kube-scheduler-cp1',
  ]);
  expect(pods(run).every(({ status }) => status?.phase === 'Running' && isReady(status.conditions) && status.containerStatuses?.[0]?.restartCount === 0)).toBe(true);
  expect(leaders(run)).toEqual(['cp1', 'cp1']);
  run.run(120_000);
  expect(checkSettled(run.world)).toEqual([]);
  expect(run.history.length).toBe(0);
});

test('the wall clock stands at the given time when the run begins; what exists is older', () => {
  const run = startCluster({ ...small, clock: '2026-03-01T11:59:30Z' });
  const begin = parseRfc3339('2026-03-01T11:59:30Z') ?? 0;
  const created = pods(run).map(({ metadata }) => parseRfc3339(metadata?.creationTimestamp ?? '') ?? Infinity);
  expect(Math.max(...created)).toBeLessThan(begin);
  expect(Math.min(...created)).toBeGreaterThan(begin - 120_000);
  run.input('p', { do: 'apply', objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }] });
  expect(run.world.tables.others.get('ConfigMap/default/c')?.metadata?.creationTimestamp).toBe('2026-03-01T11:59:30Z');
  expect(() => startCluster({ ...small, clock: 'noon' })).toThrow('a clock that can be read instead of noon');
});

test('the same description and seed give the same cluster, another seed another', () => {
  expect(text(buildCluster(small, 7))).toBe(text(buildCluster(small, 7)));
  expect(text(buildCluster(small, 7))).not.toBe(text(buildCluster(small, 8)));
});

test('a beginning that is used again is as if it were made anew, whatever became of the run before', () => {
  const anew = text(buildCluster(small, 7));
  const run = startCluster(small, 7);
  run.input('p', { do: 'apply', objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }] });
  run.run(30_000);
  const again = startCluster(small, 7);
  expect([text(again), again.time, again.history.nextIndex, again.history.pending]).toEqual([anew, 0, 0, []]);
  again.plan([]);
  again.run(30_000);
  expect(again.world.tables.others.has('ConfigMap/default/c')).toBe(false);
  // Those that were asked for long ago are made anew.
  for (let seed = 10; seed < 20; seed++) startCluster({ controlPlanes: ['cp1'], workers: [], ready: true }, seed);
  expect(text(startCluster(small, 7))).toBe(anew);
});

test.each([1, 2, 3, 4, 5, 6])('three control planes, leaders where they are wanted (seed %i)', (seed) => {
  const run = startCluster({ controlPlanes: ['a', 'b', 'c'], workers: ['w'], ready: true, leaders: { 'kube-controller-manager': 'c', 'kube-scheduler': 'b' } }, seed, checked);
  expect(leaders(run)).toEqual(['c', 'b']);
  expect(pods(run).filter(({ spec }) => spec?.hostNetwork && spec.priority === 2_000_001_000).length).toBe(12 + 8);
  expect([...run.world.tables.leases.keys()].sort()).toEqual([
    'kube-node-lease/a', 'kube-node-lease/b', 'kube-node-lease/c', 'kube-node-lease/w', 'kube-system/kube-controller-manager', 'kube-system/kube-scheduler',
  ]);
});

test('without a network plugin nodes stay NotReady and tainted, and CoreDNS waits', () => {
  const run = startCluster({ ...small, cni: 'missing' }, 1, checked);
  for (const node of run.world.tables.nodes.values()) {
    expect(isReady(node.status?.conditions)).toBe(false);
    expect(node.spec?.taints?.some(({ key, effect }) => key === 'node.kubernetes.io/not-ready' && effect === 'NoSchedule')).toBe(true);
  }
  const waiting = pods(run).filter(({ spec }) => !spec?.nodeName);
  expect(waiting.map(({ metadata }) => metadata?.labels?.['k8s-app'])).toEqual(['kube-dns', 'kube-dns']);
});

test('machines: sizes, labels, files and further ones that are not nodes', () => {
  const run = startCluster({
    controlPlanes: ['cp1'], workers: ['w1'], machines: ['spare'], ready: true,
    nodes: { w1: { cpu: '2500m', memory: '4Gi', pods: '20', labels: { disk: 'ssd' } } },
    files: [{ node: 'w1', path: '/etc/kubernetes/manifests/web.yaml', content: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostNetwork: true, containers: [{name: c, image: app}]}\n' }],
    images: { app: { sizeMB: 10, exists: true } },
  }, 1, checked);
  expect(run.world.tables.machines.get('w1')).toMatchObject({ cpu: 2.5, memory: '4Gi', maxPods: 20 });
  expect(run.world.tables.nodes.get('w1')?.metadata?.labels?.['disk']).toBe('ssd');
  const { capacity } = run.world.tables.nodes.get('w1')?.status ?? {};
  expect([quantityMilliValue(capacity?.['cpu']), capacity?.['memory'], capacity?.['pods']]).toEqual([2500, '4Gi', '20']);
  expect(run.world.tables.pods.get('default/web-w1')?.status?.phase).toBe('Running');
  expect([run.world.tables.nodes.has('spare'), run.world.tables.machines.get('spare')?.kubelet]).toEqual([false, 'stopped']);
});

test('a run that was given no reader of texts takes objects in files, and says so of a text', () => {
  const run = buildCluster({ ...small, ready: false });
  const path = '/etc/kubernetes/manifests/x.yaml';
  run.input('object', { do: 'writeFile', node: 'w1', path, manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } } });
  expect(run.world.tables.files.get(`w1:${path}`)?.text).toContain('name: x');
  const text = { do: 'writeFile', node: 'w1', path, content: 'kind: Pod' } as const;
  expect(() => run.fork().input('text', text)).toThrow('no reader of texts');
  expect(run.fork({ readText: () => ({ object: null, error: 'read' }) }).input('text', text)?.rule).toBe('user.writeFile');
});

test('not ready: machines are on, kubeadm\'s files are there, nothing is under way', () => {
  const run = startCluster({ ...small, ready: false });
  expect([...run.world.tables.files.keys()]).toEqual(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => `cp1:/etc/kubernetes/manifests/${name}.yaml`));
  expect([run.world.tables.timers.size, run.world.tables.nodes.size, run.forward()]).toEqual([0, 0, null]);
  expect([...run.world.tables.machines.values()].map(({ power, kubelet }) => `${power} ${kubelet}`)).toEqual(Array(3).fill('on stopped'));
});

test('power on: the control plane starts from files, then the rest follows from it', () => {
  const spec = { controlPlanes: ['cp-1'], workers: ['worker-1', 'worker-2'], ready: false };
  const run = startCluster(spec, 1, checked);
  run.plan(powerOn(spec));
  run.run(180_000);
  const loud = run.history.steps.filter(({ quiet }) => !quiet);
  expect(loud.length).toBeGreaterThan(150);
  expect(loud.length).toBeLessThan(400);
  expect(loud.at(-1)?.time).toBeGreaterThan(40_000);
  expect(loud.at(-1)?.time).toBeLessThan(120_000);
  const turningPoints = ['containerd.startContainer', 'etcd.serve', 'apiServer.serve', 'apiServer.createSystemNamespaces', 'apiServer.createSystemPriorityClasses', 'process.takeLead', 'process.writeNetworkConfig'];
  const seen = loud.map(({ rule, about }) => (rule === 'containerd.startContainer' ? `${rule} ${about['container']}` : rule as string)).filter((rule) => turningPoints.includes(rule.split(' ')[0] ?? ''));
  expect(seen.slice(0, 4).sort()).toEqual(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => `containerd.startContainer ${name}`));
  expect(seen.slice(4, 10)).toEqual(['etcd.serve', 'apiServer.serve', 'apiServer.createSystemNamespaces', 'apiServer.createSystemPriorityClasses', 'process.takeLead', 'process.takeLead']);
  expect(seen.filter((rule) => rule === 'process.writeNetworkConfig').length).toBe(3);
  expect(pods(run).every(({ status }) => isReady(status?.conditions))).toBe(true);
  expect(checkSettled(run.world)).toEqual([]);
  const end = text(run);
  run.seek(0);
  expect([run.world.tables.nodes.size, run.world.tables.pods.size, run.world.tables.containers.size]).toEqual([0, 0, 0]);
  run.seek(Infinity);
  expect(text(run)).toBe(end);
});

test('a hundred workers are started like one', () => {
  const workers = Array.from({ length: 100 }, (_, index) => `w${index + 1}`);
  const run = startCluster({ controlPlanes: ['cp1'], workers, ready: true });
  expect([...run.world.tables.nodes.values()].filter((node) => isReady(node.status?.conditions)).length).toBe(101);
  expect(new Set([...run.world.tables.machines.values()].flatMap(({ address, podCIDR }) => [address, podCIDR])).size).toBe(202);
});
