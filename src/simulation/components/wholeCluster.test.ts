/** The controllers and the scheduler with real kubelets: a few stories from beginning to end, checked after every step. */
import { expect, test } from 'vitest';
import type { ApiObject } from '../../kubernetes/objects';
import type { TimedAction, UserAction } from '../actions';
import { startCluster } from '../cluster';
import type { ClusterSpec } from '../clusterSpec';
import type { Simulation } from '../simulation';

const ALWAYS = { sizeMB: 20, exists: true, present: true, program: { sequence: [{ run: 'forever' }], sigterm: { after: 500, exit: 0 } } } as const;
const SPEC: ClusterSpec = { controlPlanes: ['cp1'], workers: ['w1', 'w2'], ready: true, images: { app: ALWAYS, app2: ALWAYS } };

const container = (cpu?: string) => ({ containers: [{ name: 'c', image: 'app', imagePullPolicy: 'IfNotPresent', ...(cpu ? { resources: { requests: { cpu } } } : {}) }] });
const deployment = (replicas: number, cpu?: string, spec: object = {}): ApiObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: container(cpu) }, ...spec },
} as ApiObject);

function run(until: number, actions: Readonly<Record<number, UserAction>>, spec: ClusterSpec = SPEC): Simulation {
  const simulation = startCluster(spec, 1, { check: true });
  simulation.plan(Object.entries(actions).map(([at, action]): TimedAction => ({ id: `at ${at}`, at: Number(at), action })));
  simulation.run(until);
  return simulation;
}

/** Loud steps of controllers and scheduler about what is in the API namespace default, runs of the same one counted. */
function told(simulation: Simulation, from = 0): string[] {
  const found: { rule: string; count: number }[] = [];
  for (const { rule, about, quiet, time, actor } of simulation.history.steps) {
    if (quiet || time - simulation.cluster.origin < from || !/^(controllers|scheduler)\//.test(actor) || about['namespace'] === 'kube-system') continue;
    const last = found.at(-1);
    if (last?.rule === rule) last.count++;
    else found.push({ rule, count: 1 });
  }
  return found.map(({ rule, count }) => (count === 1 ? rule : `${rule} ×${count}`));
}

const pods = (simulation: Simulation) =>
  [...simulation.world.tables.pods.values()].filter(({ metadata }) => metadata?.namespace === 'default').map(({ metadata, spec, status }) => ({ name: metadata?.name, node: spec?.nodeName, phase: status?.phase, image: spec?.containers?.[0]?.image }));

/** Back to the beginning and forward again: the same World. */
function checkUndo(simulation: Simulation): void {
  simulation.history.dropTail();
  const before = pods(simulation);
  const requested = () => [simulation.world.indexes.nodeInfos.nodes.get('w1')?.requested, simulation.world.indexes.nodeInfos.nodes.get('w2')?.requested];
  const sums = structuredClone(requested());
  simulation.seek(0);
  expect(pods(simulation)).toEqual([]);
  simulation.seek(simulation.history.length);
  expect(pods(simulation)).toEqual(before);
  expect(requested()).toEqual(sums);
}

test('a Deployment, a rollout, the end', () => {
  const simulation = run(60_000, {
    0: { do: 'apply', objects: [deployment(3)] },
    20_000: { do: 'setImage', kind: 'Deployment', namespace: 'default', name: 'web', container: 'c', image: 'app2' },
    40_000: { do: 'delete', kind: 'Deployment', namespace: 'default', name: 'web' },
  });
  expect(told(simulation)).toEqual([
    'deployment.createReplicaSet', 'replicaSet.createPod ×3', 'scheduler.bind ×3', 'deployment.complete',
    'deployment.createReplicaSet', 'replicaSet.createPod', 'scheduler.bind',
    'deployment.scaleDown', 'replicaSet.deletePod', 'deployment.scaleUp', 'replicaSet.createPod', 'scheduler.bind',
    'deployment.scaleDown', 'replicaSet.deletePod', 'deployment.scaleUp', 'replicaSet.createPod', 'scheduler.bind',
    'deployment.scaleDown', 'replicaSet.deletePod', 'deployment.complete',
    'garbageCollector.deleteDependant ×5',
  ]);
  expect(pods(simulation)).toEqual([]);
  checkUndo(simulation);
});

test('a node that is deleted: its pods are given up, and replaced elsewhere', () => {
  const simulation = run(120_000, {
    0: { do: 'apply', objects: [deployment(2)] },
    10_000: { do: 'stopNode', node: 'w1' },
    11_000: { do: 'delete', kind: 'Node', name: 'w1' },
  });
  expect(told(simulation, 10_000)).toEqual(['garbageCollector.deleteDependant', 'nodeLifecycle.forgetNode', 'podGarbageCollector.fail', 'podGarbageCollector.delete', 'replicaSet.createPod', 'scheduler.bindOnly']);
  expect(pods(simulation).map(({ node, phase }) => `${node} ${phase}`)).toEqual(['w2 Running', 'w2 Running']);
  checkUndo(simulation);
});

test('a pod of high priority takes the place of one of low priority; its successor waits', () => {
  const high = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 } as ApiObject;
  const vip = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'vip', namespace: 'default' }, spec: { priorityClassName: 'high', ...container('3') } } as ApiObject;
  const simulation = run(30_000, { 0: { do: 'apply', objects: [high, deployment(1, '3')] }, 10_000: { do: 'apply', objects: [vip] } }, { ...SPEC, workers: ['w1'] });
  expect(told(simulation, 10_000).slice(0, 6)).toEqual([
    'scheduler.nominate', 'scheduler.markVictim', 'scheduler.deleteVictim', 'replicaSet.createPod', 'scheduler.failed', 'scheduler.bindOnly',
  ]);
  expect(pods(simulation).map(({ name, phase }) => `${name?.slice(0, 3)} ${phase}`)).toEqual(['vip Running', 'web Pending']);
  checkUndo(simulation);
});
