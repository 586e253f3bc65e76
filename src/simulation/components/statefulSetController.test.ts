import { expect, test } from 'vitest';
import type { StatefulSet } from '../../kubernetes/objects';
import { patchPodStatus } from './apiServer';
import { ControlPlane, template } from './testControlPlane';

const statefulSet = (replicas: number, spec: StatefulSet['spec'] = {}): StatefulSet => ({
  apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template: template('web'), ...spec },
});
const setImage = (cluster: ControlPlane, image: string) =>
  cluster.change('statefulSets', 'default/web', (object) => {
    const before = object.spec?.template;
    const containers = (before?.spec?.containers ?? []).map((container) => ({ ...container, image }));
    return { ...object, spec: { ...object.spec, template: { ...before, spec: { ...before?.spec, containers } } } };
  });
const scale = (cluster: ControlPlane, replicas: number) => cluster.change('statefulSets', 'default/web', (object) => ({ ...object, spec: { ...object.spec, replicas } }));
const told = (cluster: ControlPlane, from = 0) =>
  cluster.history.steps.filter((step) => step.rule.startsWith('statefulSet.') && !step.quiet && step.time >= from).map((step) => `${step.rule.slice('statefulSet.'.length)} ${step.about['pod']}`);
const images = (cluster: ControlPlane) => cluster.pods().map((pod) => `${pod.metadata?.name} ${pod.spec?.containers?.[0]?.image}`).toSorted((a, b) => (a < b ? -1 : 1));

test('in order: a pod is made when the one before it is Ready', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(3));
  cluster.run(20_000);
  expect(told(cluster)).toEqual(['createPod web-0', 'createPod web-1', 'createPod web-2']);
  const [first = 0, second = 0] = cluster.steps('statefulSet.createPod').map((step) => step.time);
  expect(second - first).toBeGreaterThan(300);
  const pod = cluster.get('pods', 'default/web-1');
  expect(pod?.metadata?.labels).toMatchObject({ 'statefulset.kubernetes.io/pod-name': 'web-1', 'apps.kubernetes.io/pod-index': '1' });
  expect(pod?.spec).toMatchObject({ hostname: 'web-1', subdomain: 'web' });
  expect(cluster.events('web').filter((line) => line.startsWith('SuccessfulCreate'))[0]).toBe('SuccessfulCreate: Create Pod web-0 in StatefulSet web successful');
  expect(cluster.get('statefulSets', 'default/web')?.status).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3, currentReplicas: 3, updatedReplicas: 3 });
  cluster.checkUndo();
});

test('Parallel: all at once', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(3, { podManagementPolicy: 'Parallel' }));
  cluster.run(1200);
  expect(told(cluster)).toEqual(['createPod web-0', 'createPod web-1', 'createPod web-2']);
});

test('a deleted pod comes again under its name, when the old one is gone', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(2));
  cluster.run(20_000).remove('pods', 'default/web-0');
  cluster.run(20_500);
  expect(told(cluster, 20_000)).toEqual([]);
  cluster.run(30_000);
  expect(told(cluster, 20_000)).toEqual(['createPod web-0']);
});

test('scaled down: the highest goes first, and must be gone before the next', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(3));
  cluster.run(20_000);
  scale(cluster, 1);
  cluster.run(40_000);
  expect(told(cluster, 20_000)).toEqual(['deletePod web-2', 'deletePod web-1']);
  const [first = 0, second = 0] = cluster.steps('statefulSet.deletePod').map((step) => step.time);
  expect(second - first).toBeGreaterThan(600);
});

test('rolling update from the highest; a partition keeps the lower ones', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }));
  cluster.run(20_000);
  setImage(cluster, 'app2');
  cluster.run(60_000);
  expect(told(cluster, 20_000)).toEqual(['deletePod web-2', 'createPod web-2', 'deletePod web-1', 'createPod web-1']);
  expect(images(cluster)).toEqual(['web-0 app', 'web-1 app2', 'web-2 app2']);
  cluster.remove('pods', 'default/web-0');
  cluster.run(70_000);
  expect(images(cluster)[0]).toBe('web-0 app');
  const { currentRevision, updateRevision } = cluster.get('statefulSets', 'default/web')?.status ?? {};
  expect(currentRevision).not.toBe(updateRevision);
  cluster.checkUndo();
});

test('a failed pod is deleted and made again', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(1));
  cluster.run(10_000);
  const pod = cluster.get('pods', 'default/web-0');
  cluster.act((tx) => patchPodStatus(tx, 'kubelet/w1', 'default/web-0', pod?.metadata?.uid ?? '', { ...pod?.status, phase: 'Failed' }));
  cluster.run(20_000);
  expect(told(cluster, 10_000)).toEqual(['recreatePod web-0', 'createPod web-0']);
  expect(cluster.events('web').filter((text) => text.startsWith('Recreating'))).toEqual([]);
});

test('claims are made once and stay', () => {
  const cluster = new ControlPlane();
  cluster.run(1000).apply(statefulSet(2, { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }] }));
  cluster.run(20_000);
  expect(told(cluster)).toEqual(['createClaim web-0', 'createPod web-0', 'createClaim web-1', 'createPod web-1']);
  expect(cluster.get('pods', 'default/web-1')?.spec?.volumes?.find(({ name }) => name === 'data')?.persistentVolumeClaim).toEqual({ claimName: 'data-web-1' });
  cluster.remove('pods', 'default/web-1');
  cluster.run(30_000);
  expect(told(cluster, 20_000)).toEqual(['createPod web-1']);
});
