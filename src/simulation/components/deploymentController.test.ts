import { expect, test } from 'vitest';
import type { Deployment } from '../../kubernetes/objects';
import { ControlPlane, template } from './testControlPlane';

const deployment = (replicas: number, spec: Deployment['spec'] = {}): Deployment => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web'), ...spec },
});

const setImage = (cluster: ControlPlane, image: string) =>
  cluster.change('deployments', 'default/web', (object) => withImage(object, image));

function withImage(object: Deployment, image: string): Deployment {
  const { template: before } = object.spec ?? {};
  const containers = (before?.spec?.containers ?? []).map((container) => ({ ...container, image }));
  return { ...object, spec: { ...object.spec, template: { ...before, spec: { ...before?.spec, containers } } } };
}

const scaling = (cluster: ControlPlane) =>
  cluster.events('web').filter((line) => line.startsWith('Scaling')).map((line) => line.replace(/web-[a-z0-9]+/, (name) => (name === nameOfFirst(cluster) ? 'old' : 'new')));
const nameOfFirst = (cluster: ControlPlane) => cluster.steps('deployment.createReplicaSet')[0]?.about['replicaSet'];

test('apply: a ReplicaSet, pods in batches of 1 and 2, each bound, then complete', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(3));
  cluster.run(10_000);
  expect(cluster.rules(1000)).toMatchInlineSnapshot(`
    [
      "deployment.createReplicaSet",
      "replicaSet.createPod ×3",
      "scheduler.bind ×3",
      "deployment.complete",
    ]
  `);
  expect(cluster.transcript(1000).slice(0, 3)).toMatchInlineSnapshot(`
    [
      "1.01 deployment.createReplicaSet deployment=web replicaSet=web-… replicas=3",
      "1.03 replicaSet.createPod replicas=3 pod=web-… owner=web-…",
      "1.03 replicaSet.createPod replicas=3 pod=web-… owner=web-…",
    ]
  `);
  expect(cluster.get('deployments', 'default/web')?.status).toMatchInlineSnapshot(`
    {
      "availableReplicas": 3,
      "conditions": [
        {
          "lastTransitionTime": "2026-01-01T00:00:01Z",
          "lastUpdateTime": "2026-01-01T00:00:01Z",
          "message": "Deployment has minimum availability.",
          "reason": "MinimumReplicasAvailable",
          "status": "True",
          "type": "Available",
        },
        {
          "lastTransitionTime": "2026-01-01T00:00:01Z",
          "lastUpdateTime": "2026-01-01T00:00:01Z",
          "message": "ReplicaSet "web-66fffd9bff" has successfully progressed.",
          "reason": "NewReplicaSetAvailable",
          "status": "True",
          "type": "Progressing",
        },
      ],
      "observedGeneration": 1,
      "readyReplicas": 3,
      "replicas": 3,
      "terminatingReplicas": 0,
      "updatedReplicas": 3,
    }
  `);
  cluster.checkUndo();
});

test('rolling update, 25 % of 3: six changes of size in upstream order', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(3));
  cluster.run(10_000);
  setImage(cluster, 'app2');
  cluster.run(30_000);
  expect(scaling(cluster)).toMatchInlineSnapshot(`
    [
      "ScalingReplicaSet: Scaled up replica set old from 0 to 3",
      "ScalingReplicaSet: Scaled up replica set new from 0 to 1",
      "ScalingReplicaSet: Scaled down replica set old from 3 to 2",
      "ScalingReplicaSet: Scaled up replica set new from 1 to 2",
      "ScalingReplicaSet: Scaled down replica set old from 2 to 1",
      "ScalingReplicaSet: Scaled up replica set new from 2 to 3",
      "ScalingReplicaSet: Scaled down replica set old from 1 to 0",
    ]
  `);
  expect(cluster.pods().map((pod) => pod.spec?.containers?.[0]?.image)).toEqual(['app2', 'app2', 'app2']);
  cluster.checkUndo();
});

test('maxSurge 0, maxUnavailable 2: the new set is born empty, the old one shrinks first', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(4, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } } }));
  cluster.run(10_000);
  setImage(cluster, 'app2');
  cluster.run(30_000);
  expect(scaling(cluster)).toMatchInlineSnapshot(`
    [
      "ScalingReplicaSet: Scaled up replica set old from 0 to 4",
      "ScalingReplicaSet: Scaled down replica set old from 4 to 2",
      "ScalingReplicaSet: Scaled up replica set new from 0 to 2",
      "ScalingReplicaSet: Scaled down replica set old from 2 to 0",
      "ScalingReplicaSet: Scaled up replica set new from 2 to 4",
    ]
  `);
  expect(cluster.rules(10_000)).toMatchInlineSnapshot(`
    [
      "deployment.createReplicaSet",
      "deployment.scaleDown",
      "replicaSet.deletePod ×2",
      "deployment.scaleUp",
      "replicaSet.createPod ×2",
      "scheduler.bind ×2",
      "deployment.scaleDown",
      "replicaSet.deletePod ×2",
      "deployment.scaleUp",
      "replicaSet.createPod ×2",
      "scheduler.bind ×2",
      "deployment.complete",
    ]
  `);
  cluster.checkUndo();
});

test('Recreate: nothing new before the last old pod is gone', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(2, { strategy: { type: 'Recreate' } }));
  cluster.run(10_000);
  setImage(cluster, 'app2');
  cluster.run(30_000);
  expect(cluster.rules(10_000)).toMatchInlineSnapshot(`
    [
      "deployment.scaleDown",
      "replicaSet.deletePod ×2",
      "deployment.createReplicaSet",
      "replicaSet.createPod ×2",
      "scheduler.bind ×2",
      "deployment.complete",
    ]
  `);
});

test('a rollout that cannot work stops, says so at its deadline, and is undone', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(3, { progressDeadlineSeconds: 60 }));
  cluster.run(10_000);
  setImage(cluster, 'nope');
  cluster.run(10_100);
  cluster.broken.push(cluster.steps('deployment.createReplicaSet')[1]?.about['replicaSet'] ?? '');
  cluster.run(100_000);
  expect(cluster.get('deployments', 'default/web')?.status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toMatchInlineSnapshot(`
    [
      "Available=True MinimumReplicasAvailable",
      "Progressing=False ProgressDeadlineExceeded",
    ]
  `);
  setImage(cluster, 'app');
  cluster.run(120_000);
  expect(cluster.transcript(10_000)).toMatchInlineSnapshot(`
    [
      "10.02 deployment.createReplicaSet deployment=web replicaSet=web-… replicas=1",
      "10.03 replicaSet.createPod replicas=1 pod=web-… owner=web-…",
      "10.05 scheduler.bind pod=web-… node=w1 feasible=2 evaluated=2 scores=w1 595, w2 592",
      "71.00 deployment.deadlineExceeded deployment=web replicas=3",
      "100.02 deployment.scaleDown deployment=web replicaSet=web-… from=1 to=0",
      "100.03 replicaSet.deletePod replicas=0 pod=web-… owner=web-… node=w1",
      "100.08 deployment.complete deployment=web replicas=3",
    ]
  `);
  expect(cluster.get('deployments', 'default/web')?.metadata?.annotations).toMatchInlineSnapshot(`
    {
      "deployment.kubernetes.io/revision": "3",
    }
  `);
});

test('scaled in the middle of a rollout: the change is shared out in proportion', () => {
  const cluster = new ControlPlane({ nodes: { w1: { allocatable: { cpu: '64', memory: '64Gi', pods: '500' } } } });
  cluster.run(1000).apply(deployment(10));
  cluster.run(10_000);
  setImage(cluster, 'nope');
  cluster.run(10_100);
  cluster.broken.push(cluster.steps('deployment.createReplicaSet')[1]?.about['replicaSet'] ?? '');
  cluster.run(12_000);
  cluster.change('deployments', 'default/web', (object) => ({ ...object, spec: { ...object.spec, replicas: 20 } }));
  cluster.run(20_000);
  expect(scaling(cluster)).toMatchInlineSnapshot(`
    [
      "ScalingReplicaSet: Scaled up replica set old from 0 to 10",
      "ScalingReplicaSet: Scaled up replica set new from 0 to 3",
      "ScalingReplicaSet: Scaled down replica set old from 10 to 8",
      "ScalingReplicaSet: Scaled up replica set new from 3 to 5",
      "ScalingReplicaSet: Scaled up replica set old from 8 to 15",
      "ScalingReplicaSet: Scaled up replica set new from 5 to 10",
    ]
  `);
});

test('minReadySeconds: Ready is not yet available', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(1, { minReadySeconds: 10 }));
  cluster.run(8000);
  expect(cluster.get('deployments', 'default/web')?.status).toMatchObject({ readyReplicas: 1, unavailableReplicas: 1 });
  cluster.run(13_000);
  expect(cluster.get('deployments', 'default/web')?.status).toMatchObject({ readyReplicas: 1, availableReplicas: 1 });
});

test('old revisions beyond the limit are deleted', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(1, { revisionHistoryLimit: 1 }));
  for (const [i, image] of ['b', 'c', 'd'].entries()) {
    cluster.run(10_000 * (i + 1));
    setImage(cluster, image);
  }
  cluster.run(60_000);
  const revisions = [...cluster.world.tables.replicaSets.values()].map((set) => set.metadata?.annotations?.['deployment.kubernetes.io/revision']);
  expect(new Set(revisions)).toEqual(new Set(['3', '4']));
});

test('deleting a Deployment takes its ReplicaSet and the pods with it', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(deployment(2));
  cluster.run(10_000).remove('deployments', 'default/web');
  cluster.run(15_000);
  expect(cluster.rules(10_000)).toEqual(['garbageCollector.deleteDependant ×3']);
  expect(cluster.world.tables.replicaSets.size + cluster.pods().length).toBe(0);
  cluster.checkUndo();
});
