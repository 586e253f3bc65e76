/** What the words of a search find, and where each hit leads. */
import { expect, it } from 'vitest';
import { powerOn } from '../stories/powerOn';
import { find } from './find';
import { openStory } from './session';

const branch = openStory(powerOn);
const kinds = (query: string) => [...new Set(find(query, branch).map(({ kind }) => kind))];

it('finds nothing without words, and nothing that lacks one of them', () => {
  expect(find('  ', branch)).toEqual([]);
  expect(find('etcd zebra', branch)).toEqual([]);
});

it('finds what is there now: before the kubelet starts files, at the end pods', () => {
  expect(find('ETCD', branch).filter(({ kind }) => kind === 'pod')).toEqual([]);
  expect(find('etcd.yaml', branch)[0]).toMatchObject({ kind: 'file', label: 'etcd.yaml', detail: 'file on cp-1', goTo: { select: { kind: 'file', id: 'cp-1:/etc/kubernetes/manifests/etcd.yaml' } } });
  branch.simulation.seek(branch.simulation.history.length);
  expect(find('static etcd', branch)[0]).toMatchObject({ kind: 'pod', label: 'etcd-cp-1', goTo: { select: { kind: 'pod', id: 'kube-system/etcd-cp-1' } } });
});

it('finds steps by their sentences, each at its own place, and stories', () => {
  const [first] = find('kubelet sandbox etcd', branch).filter(({ kind }) => kind === 'step');
  expect(first?.label).toMatch(/asks containerd to make a sandbox for etcd-cp-1/);
  expect(first?.detail).toBe(first && 'seek' in first.goTo ? `step ${first.goTo.seek}` : '');
  expect(find('crash loop', branch).find(({ kind }) => kind === 'story')?.goTo).toEqual({ story: 'crash-loop' });
  expect(kinds('worker-1')).toEqual(expect.arrayContaining(['node', 'step']));
});
