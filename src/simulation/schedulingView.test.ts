import { expect, test } from 'vitest';
import type { Pod, PodSpec } from '../kubernetes/objects';
import { startCluster } from './cluster';
import { whyNotNode } from './schedulingView';

const started = () => startCluster({ controlPlanes: ['cp1'], workers: ['w1', 'w2'], ready: true });
const pod = (spec: PodSpec): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } });
const TOO_LARGE: PodSpec = { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '999' } } }] };

test('each node has its first failing filter, in the order in which filters run', () => {
  const run = started();
  run.input('cordon', { do: 'cordon', node: 'w1' });
  const { before, nodes } = whyNotNode(run.world, pod(TOO_LARGE));
  expect(before).toBeNull();
  expect(nodes.map((answer) => (answer.fits ? [answer.node] : [answer.node, answer.plugin, ...answer.reasons]))).toEqual([
    ['cp1', 'TaintToleration', 'node(s) had untolerated taint(s)'],
    ['w1', 'NodeUnschedulable', 'node(s) were unschedulable'],
    ['w2', 'NodeResourcesFit', 'Insufficient cpu'],
  ]);
});

test('a node that fits has its scores; the total is their weighted sum', () => {
  const { nodes } = whyNotNode(started().world, pod({}));
  const fitting = nodes.flatMap((answer) => (answer.fits ? [answer] : []));
  expect(fitting.map(({ node }) => node)).toEqual(['w1', 'w2']);
  expect(fitting.some(({ best }) => best)).toBe(true);
  for (const { points, total } of fitting) expect(points.reduce((sum, { score, weight }) => sum + score * weight, 0)).toBe(total);
});

test('it agrees with the FailedScheduling event of the run', () => {
  const run = started();
  run.input('a', { do: 'apply', objects: [pod(TOO_LARGE)] });
  run.run(5000);
  const stored = run.world.tables.pods.get('default/p');
  const event = [...run.world.tables.events.values()].find(({ reason, regarding }) => reason === 'FailedScheduling' && regarding.name === 'p');
  const reasons = whyNotNode(run.world, stored ?? {}).nodes.flatMap((answer) => (answer.fits ? [] : answer.reasons));
  expect(reasons).toHaveLength(3);
  for (const reason of reasons) expect(event?.message).toContain(reason);
});

test('what keeps a pod from being tried at all', () => {
  const run = started();
  expect(whyNotNode(run.world, pod({ schedulerName: 'mine' })).before).toContain('mine');
  expect(whyNotNode(run.world, pod({ schedulingGates: [{ name: 'x.io/wait' }] })).before).toContain('x.io/wait');
  run.input('s', { do: 'removeFile', node: 'cp1', path: '/etc/kubernetes/manifests/kube-scheduler.yaml' });
  run.run(60_000);
  expect(whyNotNode(run.world, pod({})).before).toContain('No kube-scheduler leads');
});

test('a pod that names a node it has by affinity is refused elsewhere, and nothing of the World changes', () => {
  const run = started();
  const sizes = () => Object.values(run.world.tables).map((table) => table.size);
  const before = sizes();
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w2'] }] }] } } };
  const { nodes } = whyNotNode(run.world, pod({ affinity }));
  expect(nodes.filter(({ fits }) => fits).map(({ node }) => node)).toEqual(['w2']);
  expect(sizes()).toEqual(before);
});
