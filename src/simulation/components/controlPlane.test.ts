import { expect, test } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { startCluster } from '../cluster';
import type { Simulation } from '../simulation';
import type { UserAction } from '../actions';

const checked = { check: true };
const one = startCluster({ controlPlanes: ['cp1'], workers: ['w1'], ready: true }, 1, checked);
const two = startCluster({ controlPlanes: ['cp1', 'cp2'], workers: [], ready: true }, 1, checked);

const manifests = '/etc/kubernetes/manifests';
const removeFile = (node: string, component: string): UserAction => ({ do: 'removeFile', node, path: `${manifests}/${component}.yaml` });

/** Ends of main processes: time, container, exit code. */
const exits = (run: Simulation, from = 0) => run.history.steps.filter((step) => step.time >= from).flatMap((step) => step.facts.flatMap((fact) =>
  fact.type === 'runtime' && fact.op === 'exit' ? [{ at: step.time - run.cluster.origin, node: fact.node, container: fact.container, exitCode: fact.exitCode }] : []));
const rules = (run: Simulation) => run.history.steps.map(({ rule }) => rule as string);
const times = (run: Simulation, rule: string) => run.history.steps.filter((step) => step.rule === rule).map(({ time }) => time - run.cluster.origin);
const leads = (run: Simulation, name: string) => {
  const memory = run.world.tables.memory.get(`leader/${name}`);
  return memory?.kind === 'leader' ? memory.node : undefined;
};
const serves = (run: Simulation, node: string) => {
  const memory = run.world.tables.memory.get(`apiserver/${node}`);
  return memory?.kind === 'apiserver' && memory.serving;
};
const lease = (run: Simulation, name: string) => run.world.tables.leases.get(`kube-system/${name}`)?.spec;

test('an API server without etcd waits 20 s and exits with 1, again and again', () => {
  const run = startCluster({ controlPlanes: [], workers: [], machines: ['m'], ready: false }, 1, checked);
  run.input('w', { do: 'writeFile', node: 'm', path: `${manifests}/kube-apiserver.yaml`, manifest: { $kubeadm: 'kube-apiserver' } });
  run.input('k', { do: 'startKubelet', node: 'm' });
  run.run(60_000);
  const started = times(run, 'containerd.startContainer');
  const ended = exits(run);
  expect(ended.length).toBeGreaterThan(1);
  expect(ended.every(({ exitCode }, index) => exitCode === 1 && (ended[index]?.at ?? 0) - (started[index] ?? 0) === 20_000)).toBe(true);
  expect(run.world.tables.machines.get('m')?.role).toBe('control-plane');
  const unhealthy = [...run.world.tables.events.values()].find(({ reason }) => reason === 'Unhealthy')?.message;
  expect(unhealthy).toMatch(/^Startup probe failed: Get "https:\/\/10\.0\.\d+\.\d+:6443\/livez": dial tcp 10\.0\.\d+\.\d+:6443: connect: connection refused$/);
});

test('etcd dies: its API server answers nobody, and comes back with everything that was stored', () => {
  const run = one.fork();
  const before = run.world.tables.pods.size;
  run.input('kill', { do: 'killContainer', node: 'cp1', pod: 'kube-system/etcd-cp1', container: 'etcd' });
  run.run(500);
  expect(serves(run, 'cp1')).toBe(false);
  const refused = run.input('get', { do: 'scale', kind: 'Deployment', namespace: 'kube-system', name: 'coredns', replicas: 3 });
  expect(refused?.facts[0]).toMatchObject({ ok: false, message: 'The connection to the server 10.0.0.11:6443 was refused - did you specify the right host or port?' });
  expect(refused?.motion?.refused).toBe('connection refused');
  run.run(30_000);
  expect(serves(run, 'cp1')).toBe(true);
  expect(rules(run).filter((rule) => /^(etcd\.|apiServer\.)/.test(rule))).toEqual(['apiServer.loseEtcd', 'etcd.serve', 'apiServer.serve']);
  expect(run.world.tables.pods.size).toBe(before);
});

test('the API server is taken away: leaders end themselves after 12 s, and lead again when it is back', () => {
  const run = one.fork();
  run.input('down', removeFile('cp1', 'kube-apiserver'));
  run.run(60_000);
  const down = exits(run).find(({ container }) => container === 'kube-apiserver')?.at ?? 0;
  const lost = times(run, 'process.loseLease').slice(0, 2);
  expect(lost.length).toBe(2);
  for (const at of lost) expect(at - down).toBeGreaterThan(10_000 - 2_000);
  for (const at of lost) expect(at - down).toBeLessThanOrEqual(12_000);
  expect(exits(run).filter(({ exitCode }) => exitCode === 1).map(({ container }) => container ?? '').sort()).toEqual(['kube-controller-manager', 'kube-scheduler']);
  expect([leads(run, 'kube-controller-manager'), leads(run, 'kube-scheduler')]).toEqual([undefined, undefined]);
  run.input('up', { do: 'writeFile', node: 'cp1', path: `${manifests}/kube-apiserver.yaml`, manifest: { $kubeadm: 'kube-apiserver' } });
  run.run(150_000);
  expect([leads(run, 'kube-controller-manager'), leads(run, 'kube-scheduler')]).toEqual(['cp1', 'cp1']);
});

test('the scheduler gives its Lease back on SIGTERM: another leads within seconds', () => {
  const run = two.fork();
  expect(leads(run, 'kube-scheduler')).toBe('cp1');
  run.input('down', removeFile('cp1', 'kube-scheduler'));
  while (times(run, 'process.releaseLease').length === 0) run.forward();
  expect(lease(run, 'kube-scheduler')).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
  const [released = 0] = times(run, 'process.releaseLease');
  run.run(30_000);
  const [taken = 0] = times(run, 'process.takeLead');
  expect(taken - released).toBeGreaterThan(0);
  expect(taken - released).toBeLessThanOrEqual(4_400);
  expect(lease(run, 'kube-scheduler')?.holderIdentity).toMatch(/^cp2_/);
  expect(exits(run)).toMatchObject([{ node: 'cp1', container: 'kube-scheduler', exitCode: 0 }]);
});

test('the controller manager keeps its Lease: another waits until it has not changed for 15 s', () => {
  const run = two.fork();
  const transitions = lease(run, 'kube-controller-manager')?.leaseTransitions ?? 0;
  run.input('down', removeFile('cp1', 'kube-controller-manager'));
  run.run(60_000);
  const [ended] = exits(run);
  const [taken = 0] = times(run, 'process.takeLead');
  expect(ended).toMatchObject({ node: 'cp1', container: 'kube-controller-manager', exitCode: 0 });
  expect(rules(run)).not.toContain('process.releaseLease');
  expect(taken - (ended?.at ?? 0)).toBeGreaterThan(11_000);
  expect(taken - (ended?.at ?? 0)).toBeLessThan(15_000 + 2 * 4_400);
  expect(lease(run, 'kube-controller-manager')).toMatchObject({ leaseTransitions: transitions + 1 });
});

test('renewing is quiet, and every 2 s', () => {
  const run = one.fork();
  run.run(20_000);
  const renewals = run.history.steps.filter(({ rule, about }) => rule === 'process.renewLease' && about['lease'] === 'kube-scheduler');
  expect(renewals.every(({ quiet }) => quiet)).toBe(true);
  expect(new Set(renewals.slice(1).map(({ time }, index) => time - (renewals[index]?.time ?? 0)))).toEqual(new Set([2000]));
});

test('a machine without power: its leaders lead no more, and after the boot everything comes back', () => {
  const run = one.fork();
  run.input('off', { do: 'stopNode', node: 'cp1' });
  expect([leads(run, 'kube-controller-manager'), serves(run, 'cp1')]).toEqual([undefined, false]);
  expect(exits(run)).toEqual([]);
  run.run(20_000);
  expect(run.input('again', { do: 'stopNode', node: 'cp1' })?.facts[0]).toMatchObject({ ok: false });
  run.input('on', { do: 'startNode', node: 'cp1' });
  run.run(120_000);
  expect([leads(run, 'kube-controller-manager'), leads(run, 'kube-scheduler'), serves(run, 'cp1')]).toEqual(['cp1', 'cp1', true]);
});

test('the API server of one of two control planes goes: its own node falls silent and its leaders end, the other works on', () => {
  const run = two.fork();
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { nodeName: 'cp1', containers: [{ name: 'c', image: 'app' }] } };
  run.input('pod', { do: 'apply', objects: [pod] });
  run.run(10_000);
  run.input('down', removeFile('cp1', 'kube-apiserver'));
  run.run(40_000);
  expect(exits(run).filter(({ exitCode }) => exitCode === 1).map(({ node, container }) => `${container} on ${node}`).sort())
    .toEqual(['kube-controller-manager on cp1', 'kube-scheduler on cp1']);
  expect([leads(run, 'kube-controller-manager'), leads(run, 'kube-scheduler')]).toEqual(['cp2', 'cp2']);
  const ready = (name: string) => run.world.tables.nodes.get(name)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  expect(run.input('delete', { do: 'delete', kind: 'Pod', namespace: 'default', name: 'p' })?.facts[0]).toMatchObject({ ok: true });
  run.run(100_000);
  expect([ready('cp1'), ready('cp2')]).toEqual(['Unknown', 'True']);
  expect(run.world.tables.pods.get('default/p')?.metadata?.deletionTimestamp).toBeDefined();
  run.input('up', { do: 'writeFile', node: 'cp1', path: `${manifests}/kube-apiserver.yaml`, manifest: { $kubeadm: 'kube-apiserver' } });
  run.run(160_000);
  expect(ready('cp1')).toBe('True');
  expect(run.world.tables.pods.has('default/p')).toBe(false);
});
