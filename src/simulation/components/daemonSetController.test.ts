import { expect, test } from 'vitest';
import type { DaemonSet } from '../../kubernetes/objects';
import { patchPodStatus } from './apiServer';
import { ControlPlane, template } from './testControlPlane';

const daemonSet = (spec: DaemonSet['spec'] = {}): DaemonSet => ({
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent'), ...spec },
});

const NODES = { cp1: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }, w1: {}, w2: {} };
const placed = (cluster: ControlPlane) => cluster.pods().map((pod) => `${pod.spec?.nodeName}: ${pod.spec?.containers?.[0]?.image}`).sort();

const setImage = (cluster: ControlPlane, image: string) =>
  cluster.change('daemonSets', 'default/agent', (object) => {
    const before = object.spec?.template;
    const containers = (before?.spec?.containers ?? []).map((container) => ({ ...container, image }));
    return { ...object, spec: { ...object.spec, template: { ...before, spec: { ...before?.spec, containers } } } };
  });

test('one pod for each eligible node, bound there by the scheduler', () => {
  const cluster = new ControlPlane({ nodes: NODES });
  cluster.run(1000).apply(daemonSet());
  cluster.run(10_000);
  expect(cluster.transcript(1000)).toMatchInlineSnapshot(`
    [
      "1.02 daemonSet.createPod node=w1 pod=agent-… owner=agent",
      "1.02 daemonSet.createPod node=w2 pod=agent-… owner=agent",
      "1.04 scheduler.bindOnly pod=agent-… node=w1 feasible=1 evaluated=1",
      "1.05 scheduler.bindOnly pod=agent-… node=w2 feasible=1 evaluated=1",
    ]
  `);
  expect(placed(cluster)).toEqual(['w1: app', 'w2: app']);
  expect(cluster.get('daemonSets', 'default/agent')?.status).toMatchInlineSnapshot(`
    {
      "currentNumberScheduled": 2,
      "desiredNumberScheduled": 2,
      "numberAvailable": 2,
      "numberMisscheduled": 0,
      "numberReady": 2,
      "observedGeneration": 1,
      "updatedNumberScheduled": 2,
    }
  `);
  const [pod] = cluster.pods();
  expect(Object.keys(pod?.metadata?.labels ?? {})).toEqual(['app', 'controller-revision-hash', 'pod-template-generation']);
  expect(pod?.spec?.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toContain('node.kubernetes.io/unschedulable:NoSchedule');
  cluster.checkUndo();
});

test('a node that comes gets its pod, a taint that comes lets the pod stay', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(daemonSet());
  cluster.run(10_000);
  cluster.change('nodes', 'w1', (node) => ({ ...node, spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }));
  cluster.run(20_000);
  expect(placed(cluster)).toEqual(['w1: app']);
  expect(cluster.get('daemonSets', 'default/agent')?.status).toMatchObject({ desiredNumberScheduled: 0, numberMisscheduled: 1 });
  cluster.change('nodes', 'w1', (node) => ({ ...node, spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } }));
  cluster.run(30_000);
  expect(placed(cluster)).toEqual([]);
});

test('a failed pod is deleted with a word about it, then made again; the next one waits', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(daemonSet());
  const fail = () => {
    const [pod] = cluster.pods();
    cluster.act((tx) => patchPodStatus(tx, 'kubelet/w1', `default/${pod?.metadata?.name}`, pod?.metadata?.uid ?? '', { ...pod?.status, phase: 'Failed', reason: 'Evicted' }));
  };
  cluster.run(10_000);
  fail();
  cluster.run(10_500);
  expect(cluster.rules(10_000)).toEqual(['daemonSet.deleteFailedPod', 'daemonSet.createPod', 'scheduler.bindOnly']);
  expect(cluster.events('agent').at(-3)).toMatch(/^FailedDaemonPod: Found failed daemon pod default\/agent-.{5} on node w1, will try to kill it$/);
  fail();
  cluster.run(10_900);
  expect(cluster.steps('daemonSet.deleteFailedPod')).toHaveLength(1);
  cluster.run(12_000);
  expect(cluster.steps('daemonSet.deleteFailedPod')).toHaveLength(2);
  cluster.checkUndo();
});

test('rolling update: one old pod out, its successor in, then the next node', () => {
  const cluster = new ControlPlane({ nodes: NODES });
  cluster.run(1000).apply(daemonSet());
  cluster.run(10_000);
  setImage(cluster, 'app2');
  cluster.run(20_000);
  expect(cluster.rules(10_000)).toEqual(['daemonSet.deletePod', 'daemonSet.createPod', 'scheduler.bindOnly', 'daemonSet.deletePod', 'daemonSet.createPod', 'scheduler.bindOnly']);
  expect(placed(cluster)).toEqual(['w1: app2', 'w2: app2']);
  expect([...cluster.world.tables.others.values()].filter(({ kind }) => kind === 'ControllerRevision')).toMatchObject([{ revision: 1 }, { revision: 2 }]);
  cluster.checkUndo();
});

test('with maxSurge the new pod comes first', () => {
  const cluster = new ControlPlane({ nodes: NODES });
  cluster.run(1000).apply(daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }));
  cluster.run(10_000);
  setImage(cluster, 'app2');
  cluster.run(20_000);
  expect(cluster.rules(10_000)).toEqual(['daemonSet.createPod', 'scheduler.bindOnly', 'daemonSet.deletePod', 'daemonSet.createPod', 'scheduler.bindOnly', 'daemonSet.deletePod']);
  expect(placed(cluster)).toEqual(['w1: app2', 'w2: app2']);
});

test('OnDelete: nothing goes by itself', () => {
  const cluster = new ControlPlane({ nodes: { w1: {} } });
  cluster.run(1000).apply(daemonSet({ updateStrategy: { type: 'OnDelete' } }));
  cluster.run(10_000);
  setImage(cluster, 'app2');
  cluster.run(20_000);
  expect(cluster.rules(10_000)).toEqual([]);
});

test('a pod that gets other labels is let go, and replaced; one that fits again is taken in', () => {
  const cluster = new ControlPlane({ nodes: NODES });
  cluster.run(1000).apply(daemonSet());
  cluster.run(5000);
  const key = `default/${cluster.pods()[0]?.metadata?.name ?? ''}`;
  const relabel = (app: string) => cluster.change('pods', key, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata?.labels, app } } }));
  relabel('other');
  cluster.run(10_000);
  expect(cluster.rules(5000)).toEqual(['controllers.releasePod', 'daemonSet.createPod', 'scheduler.bindOnly']);
  relabel('agent');
  cluster.run(20_000);
  expect(cluster.rules(10_000)).toEqual(['controllers.adoptPod', 'daemonSet.deletePod']);
  expect(placed(cluster)).toEqual(['w1: app', 'w2: app']);
});

const revisions = (cluster: ControlPlane): number[] =>
  [...cluster.world.tables.others.values()].filter(({ kind }) => kind === 'ControllerRevision').map((object) => (object as { readonly revision?: number }).revision ?? 0).sort((a, b) => a - b);

test('old revisions beyond the limit are forgotten', () => {
  const cluster = new ControlPlane({ nodes: NODES });
  cluster.run(1000).apply(daemonSet({ revisionHistoryLimit: 1 }));
  for (const [i, image] of ['b', 'c', 'd'].entries()) {
    cluster.run((i + 1) * 20_000);
    setImage(cluster, image);
  }
  cluster.run(80_000);
  expect(revisions(cluster)).toEqual([3, 4]);
  expect(cluster.steps('controllers.forgetRevision').map(({ about }) => about['owner'])).toEqual(['agent', 'agent']);
});

test('with a limit of 0 the old revision goes as soon as no pod has it; pods that are not replaced keep theirs', () => {
  const cluster = new ControlPlane({ nodes: NODES });
  cluster.run(1000).apply(daemonSet({ revisionHistoryLimit: 0, updateStrategy: { type: 'OnDelete' } }));
  cluster.run(20_000);
  setImage(cluster, 'b');
  cluster.run(40_000);
  expect(revisions(cluster)).toEqual([1, 2]);
  // Revision 1 is kept for its pods, but counts: 2, which nobody has any more, is one too many.
  setImage(cluster, 'c');
  cluster.run(60_000);
  expect(revisions(cluster)).toEqual([1, 3]);
  for (const pod of cluster.pods()) cluster.remove('pods', `default/${pod.metadata?.name ?? ''}`);
  cluster.run(80_000);
  expect(revisions(cluster)).toEqual([3]);
  cluster.checkUndo();
});
