import { expect, test } from 'vitest';
import type { Node, Pod } from '../kubernetes/objects';
import { NodeInfos } from './nodeInfos';
import { PodCounts } from './podCounts';

const node = (name: string): Node => ({ metadata: { name }, status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } } });
const pod = (name: string, nodeName?: string, phase: 'Pending' | 'Running' | 'Succeeded' = 'Running'): Pod => ({
  metadata: { name, uid: name, namespace: 'default', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'owner', controller: true }] },
  spec: { ...(nodeName ? { nodeName } : {}), containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }] },
  status: { phase },
});
const used = (infos: NodeInfos, name: string) => infos.nodes.get(name)?.requested.milliCPU;

test('a pod counts on its node from its binding to its end, and back again', () => {
  const infos = new NodeInfos();
  infos.apply('nodes', undefined, node('w1'));
  const [pending, bound, ended] = [pod('p', undefined, 'Pending'), pod('p', 'w1'), pod('p', 'w1', 'Succeeded')];
  infos.apply('pods', undefined, pending);
  expect(used(infos, 'w1')).toBe(0);
  infos.apply('pods', pending, bound);
  expect(used(infos, 'w1')).toBe(1000);
  infos.apply('pods', bound, ended);
  expect(used(infos, 'w1')).toBe(0);
  infos.apply('pods', ended, bound);
  expect(used(infos, 'w1')).toBe(1000);
  infos.apply('pods', bound, undefined);
  expect(used(infos, 'w1')).toBe(0);
});

test('pods outlive their node: they are counted when it comes back', () => {
  const infos = new NodeInfos();
  infos.apply('pods', undefined, pod('early', 'w1'));
  expect(infos.missing()).toEqual(['w1']);
  infos.apply('nodes', undefined, node('w1'));
  infos.apply('pods', undefined, pod('late', 'w1'));
  expect([used(infos, 'w1'), infos.missing()]).toEqual([2000, []]);
  infos.apply('nodes', node('w1'), undefined);
  expect([infos.nodes.size, infos.missing()]).toEqual([0, ['w1']]);
  infos.apply('pods', pod('late', 'w1'), undefined);
  const copy = infos.clone();
  for (const each of [infos, copy]) {
    each.apply('nodes', undefined, node('w1'));
    expect(used(each, 'w1')).toBe(1000);
  }
  copy.apply('pods', pod('early', 'w1'), undefined);
  expect([used(infos, 'w1'), used(copy, 'w1'), copy.missing()]).toEqual([1000, 0, []]);
});

test('a finished pod keeps the name of its missing node', () => {
  const infos = new NodeInfos();
  infos.apply('pods', undefined, pod('p', 'ghost', 'Succeeded'));
  expect(infos.missing()).toEqual(['ghost']);
});

test('sums over the pods of an owner', () => {
  const counts = new PodCounts();
  const ready: Pod = { ...pod('a', 'w1'), status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };
  const going: Pod = { ...ready, metadata: { ...ready.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
  counts.apply(undefined, pod('a', 'w1'));
  counts.apply(pod('a', 'w1'), ready);
  counts.apply(undefined, pod('b'));
  expect(counts.of('owner')).toMatchObject({ active: 2, ready: 1, terminating: 0 });
  counts.apply(ready, going);
  expect(counts.of('owner')).toMatchObject({ active: 1, ready: 0, terminating: 1 });
  const copy = counts.clone();
  counts.apply(going, ready);
  expect(counts.of('owner')).toMatchObject({ active: 2, ready: 1, terminating: 0 });
  expect(copy.of('owner')).toMatchObject({ active: 1, ready: 0, terminating: 1 });
  expect(counts.of('nobody')).toMatchObject({ active: 0, ready: 0, terminating: 0 });
});
