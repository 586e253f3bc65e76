import { expect, test } from 'vitest';
import type { Pod, PodDisruptionBudget, PodSpec } from '../kubernetes/objects';
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

test('where it fits nowhere, each node says what preemption would find; the budget and the priority decide', () => {
  const run = started();
  const asking = (name: string, cpu: string, more: PodSpec = {}, labels: Record<string, string> = {}): Pod => ({
    ...pod({ containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }], ...more }), metadata: { name, namespace: 'default', labels },
  });
  const budget: PodDisruptionBudget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b', namespace: 'default' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } } };
  run.input('a', {
    do: 'apply',
    objects: [
      asking('guarded', '3', { nodeName: 'w1' }, { app: 'guarded' }), asking('plain', '3', { nodeName: 'w2' }),
      budget,
    ],
  });
  run.run(20_000);
  const preemptionOf = (of: Pod) => whyNotNode(run.world, of).nodes.map((answer) => [answer.node, answer.fits ? null : answer.preemption]);
  expect(preemptionOf(asking('p', '3', { priority: 1000 }))).toEqual([
    ['cp1', { helps: false, because: 'Preemption is not helpful for scheduling' }],
    ['w1', { helps: true, victims: ['guarded'], budgetsViolated: 1, chosen: false }],
    ['w2', { helps: true, victims: ['plain'], budgetsViolated: 0, chosen: true }],
  ]);
  expect(preemptionOf(asking('p', '3')).slice(1)).toEqual([
    ['w1', { helps: false, because: 'No preemption victims found for incoming pod' }],
    ['w2', { helps: false, because: 'No preemption victims found for incoming pod' }],
  ]);
  const polite = whyNotNode(run.world, asking('p', '3', { priority: 1000, preemptionPolicy: 'Never' }));
  expect(polite.mayNotPreempt).toBe('not eligible due to preemptionPolicy=Never.');
  expect(polite.nodes.every((answer) => !answer.fits && answer.preemption === null)).toBe(true);
});

test('what a plugin counted stands beside the points that it became', () => {
  const run = started();
  run.input('t', { do: 'taint', node: 'w1', key: 'old', value: '', effect: 'PreferNoSchedule' });
  const { nodes } = whyNotNode(run.world, pod({}));
  const points = nodes.flatMap((answer) => (answer.fits ? [[answer.node, answer.points.find(({ plugin }) => plugin === 'TaintToleration')]] : []));
  expect(points).toEqual([
    ['w1', { plugin: 'TaintToleration', raw: 1, score: 0, weight: 3 }],
    ['w2', { plugin: 'TaintToleration', raw: 0, score: 100, weight: 3 }],
  ]);
});
