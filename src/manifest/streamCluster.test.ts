import { describe, expect, it } from 'vitest';
import { Dump, DumpFile } from './stream';
import { cellOf, clusterOf, type ClusterColumns } from './streamCluster';

function dumpOf(items: readonly unknown[]): Dump {
  const dump = new Dump();
  const file = new DumpFile(dump, 0);
  file.push(new TextEncoder().encode(JSON.stringify({ apiVersion: 'v1', kind: 'List', items })));
  file.end();
  return dump;
}

const pod = (name: string, nodeName: string | undefined, more: object = {}) => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: name, creationTimestamp: '2026-01-01T00:00:00Z', ...more },
  spec: { ...(nodeName ? { nodeName } : {}), containers: [{ name: 'a', image: 'b' }] }, status: { phase: nodeName ? 'Running' : 'Pending' },
});
const mirror = (name: string, node: string) => pod(`${name}-${node}`, node, {
  namespace: 'kube-system', annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h', 'kubernetes.io/config.source': 'file' },
  ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node, controller: true, uid: 'n' }],
});
const node = (name: string, ready: string, more: object = {}, zone = '') => ({
  apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}), ...more } }, spec: {},
  status: { allocatable: { pods: '110' }, conditions: [{ type: 'Ready', status: ready }] },
});

const clusterFor = (items: readonly unknown[]): ClusterColumns | null => {
  const dump = dumpOf(items);
  return clusterOf(dump.table, dump.nodes);
};
const namesOf = (cluster: ClusterColumns | null) => cluster?.nodes.map(({ name }) => name);

describe('a dump as a cluster', () => {
  it('takes nodes from Node objects, with zone, readiness and room', () => {
    const cluster = clusterFor([
      node('worker-10', 'True', {}, 'b'), node('worker-9', 'Unknown', {}, 'b'), node('cp', 'True', { 'node-role.kubernetes.io/control-plane': '' }, 'z'), node('far', 'False', {}, 'a'),
    ]);
    expect(namesOf(cluster)).toEqual(['cp', 'far', 'worker-9', 'worker-10']);
    expect(cluster?.nodes.map(({ status, controlPlane, mostPods, zone }) => [status, controlPlane, mostPods, zone])).toEqual([
      ['Ready', true, 110, 'z'], ['NotReady', false, 110, 'a'], ['NotReady', false, 110, 'b'], ['Ready', false, 110, 'b'],
    ]);
    expect(cluster?.described).toBe(true);
  });

  it('takes nodes from the pods where there is no object, and sees a control plane by its API server', () => {
    const cluster = clusterFor([pod('web', 'w-1'), mirror('kube-apiserver', 'm-1'), mirror('edge', 'w-1'), pod('waits', undefined)]);
    expect(namesOf(cluster)).toEqual(['m-1', 'w-1']);
    expect(cluster?.nodes.map(({ controlPlane, status }) => [controlPlane, status])).toEqual([[true, ''], [false, '']]);
    expect(cluster?.unplaced).toBe(1);
    expect(cluster?.described).toBe(false);
  });

  it('puts system pods first, and keeps each pod’s row', () => {
    const dump = dumpOf([pod('web', 'cp'), mirror('kube-apiserver', 'cp'), pod('shop', 'cp'), pod('odd', 'cp', { namespace: 'kube-system' })]);
    const cluster = clusterOf(dump.table, dump.nodes);
    const cells = [...(cluster?.cells ?? [])].map(cellOf);
    expect(cells.map(({ origin, role }) => `${origin} ${role}`)).toEqual(['static system', 'workload open', 'workload nonSystem', 'workload nonSystem']);
    expect([...(cluster?.rows ?? [])].map((row) => dump.table.textOf('name', row))).toEqual(['kube-apiserver-cp', 'odd', 'web', 'shop']);
    expect(cluster?.counts).toMatchObject({ staticSystem: 1, undecided: 1, workloadNonSystem: 2 });
  });

  it('is none where nothing names a node', () => {
    expect(clusterFor([pod('waits', undefined)])).toBeNull();
    expect(clusterFor([])).toBeNull();
  });

  it('reads hostile nodes', () => {
    const cluster = clusterFor([{ kind: 'Node', apiVersion: 'v1', metadata: { name: 'x', labels: 7 }, spec: [], status: { conditions: 'no', allocatable: { pods: {} } } }, { kind: 'Node', apiVersion: 'v1', metadata: 3 }]);
    expect(cluster?.nodes).toEqual([{ name: 'x', zone: '', status: 'Unknown', controlPlane: false, mostPods: 0 }]);
  });
});
