import { describe, expect, it } from 'vitest';
import type { ApiObject } from '../kubernetes/objects';
import { startCluster } from './cluster';
import { clusterFromDump, mostNodes } from './fromDump';
import { digest as worldHash } from './digest';

const node = (name: string, labels: Record<string, string> = {}, more: object = {}): ApiObject => ({
  apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
  spec: {}, status: { capacity: { cpu: '2', memory: '4Gi', pods: '50' }, conditions: [{ type: 'Ready', status: 'True' }] }, ...more,
} as ApiObject);
const template = (app: string) => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'web', image: `example/${app}:1` }] } });
const owner = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true }];
const running = (name: string, nodeName: string, labels: Record<string, string>, ownerReferences?: ReturnType<typeof owner>, more: object = {}): ApiObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', uid: name, labels, ...(ownerReferences ? { ownerReferences } : {}), ...more },
  spec: {
    nodeName, priority: 0, preemptionPolicy: 'PreemptLowerPriority', serviceAccountName: 'seller',
    containers: [{ name: 'web', image: `example/${labels['app'] ?? 'x'}:1`, volumeMounts: [{ name: 'kube-api-access-abcde', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] }],
    volumes: [{ name: 'kube-api-access-abcde', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
  },
  status: { phase: 'Running' },
} as ApiObject);

const DUMP: readonly ApiObject[] = [
  node('cp', { 'node-role.kubernetes.io/control-plane': '' }), node('a', { disk: 'fast' }), node('b', {}, { spec: { unschedulable: true } }),
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'd' }, spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template('web') }, status: { replicas: 2 } } as ApiObject,
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-77', namespace: 'shop', uid: 'r', labels: { app: 'web', 'pod-template-hash': '77' }, ownerReferences: owner('Deployment', 'web') }, spec: { replicas: 2, selector: { matchLabels: { app: 'web', 'pod-template-hash': '77' } }, template: { ...template('web'), metadata: { labels: { app: 'web', 'pod-template-hash': '77' } } } } } as ApiObject,
  running('web-77-aaaaa', 'a', { app: 'web', 'pod-template-hash': '77' }, owner('ReplicaSet', 'web-77')),
  running('web-77-bbbbb', 'b', { app: 'web', 'pod-template-hash': '77' }, owner('ReplicaSet', 'web-77')),
  running('lonely', 'b', { app: 'lonely' }),
  running('made', 'a', { app: 'made' }, owner('Operator', 'op')),
  running('edge-a', 'a', { app: 'edge' }, undefined, { annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h', 'kubernetes.io/config.source': 'file' } }),
  { ...running('done', 'a', { app: 'done' }), status: { phase: 'Succeeded' } } as ApiObject,
  { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } } },
  { apiVersion: 'example.com/v1', kind: 'Operator', metadata: { name: 'op', namespace: 'shop' } },
];

describe('a cluster from a dump', () => {
  const found = clusterFromDump(DUMP);
  if (!found.ok) throw new Error(found.why);

  it('has its machines with their size, labels and roles', () => {
    expect(found.cluster).toMatchObject({ controlPlanes: ['cp'], workers: ['a', 'b'], nodes: { a: { cpu: '2', memory: '4Gi', pods: '50', labels: { disk: 'fast' } } } });
    expect(found.actions).toEqual([{ id: 'dump-1', at: 1000, action: { do: 'cordon', node: 'b' } }]);
    expect(found.cluster.files?.map(({ node: on, path }) => [on, path])).toEqual([['a', '/etc/kubernetes/manifests/edge.yaml']]);
  });

  it('says what it leaves out', () => {
    const told = found.leftOut.join('\n');
    expect(told).toContain('Operator op');
    expect(told).toContain('1 Operator');
    expect(told).toContain('ended: done');
    expect(told).toContain('kube-proxy');
  });

  it('runs: the pods are there, on their nodes, and their controllers have taken them over', () => {
    const { world } = startCluster(found.cluster, 1);
    const pods = [...world.tables.pods.values()].filter(({ metadata }) => metadata?.namespace === 'shop');
    const told = pods.map(({ metadata, spec, status }) => `${metadata?.name} ${spec?.nodeName} ${status?.phase} ${metadata?.ownerReferences?.[0]?.kind ?? ''}`).toSorted();
    expect(told).toEqual(['edge-a a Running Node', 'lonely b Running ', 'made a Running ', 'web-77-aaaaa a Running ReplicaSet', 'web-77-bbbbb b Running ReplicaSet']);
    const [set] = [...world.tables.replicaSets.values()].filter(({ metadata }) => metadata?.namespace === 'shop');
    expect(set?.metadata?.ownerReferences?.[0]).toMatchObject({ kind: 'Deployment', name: 'web' });
    expect(set?.status?.readyReplicas).toBe(2);
  });

  it('is the same each time', () => {
    expect(worldHash(startCluster(found.cluster, 1).world)).toBe(worldHash(startCluster(found.cluster, 1).world));
  });
});

describe('a dump that does not suffice', () => {
  it('says why', () => {
    expect(clusterFromDump([running('p', 'a', { app: 'p' })])).toMatchObject({ ok: false, why: expect.stringContaining('no Node objects') as string });
    expect(clusterFromDump(Array.from({ length: mostNodes + 1 }, (_, i) => node(`n-${i}`)))).toMatchObject({ ok: false, why: expect.stringContaining('at most') as string });
    expect(clusterFromDump([node('a'), node('a')])).toMatchObject({ ok: false });
  });

  it('has a control plane all the same where the provider hides it', () => {
    const managed = clusterFromDump([node('a'), node('b')]);
    expect(managed).toMatchObject({ ok: true, cluster: { controlPlanes: ['control-plane'], workers: ['a', 'b'] } });
    expect(managed.ok && managed.leftOut.join()).toContain('stands for it');
  });
});
