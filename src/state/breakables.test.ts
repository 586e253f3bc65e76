import { beforeEach, describe, expect, it } from 'vitest';
import type { UserAction } from '../simulation/actions';
import { narrate } from '../simulation/narrate';
import { powerOn } from '../stories/powerOn';
import { breakables } from './breakables';
import type { Selection } from './selection';
import { createPage, type PageStore, simulationOf, stepOf } from './store';

let store: PageStore;
const page = () => store.getState();
const offered = (selection: Selection | null = null) => breakables(simulationOf(page()).world, selection);
const titles = (group: string, selection: Selection | null = null): string[] => offered(selection).find(({ title }) => title === group)?.items.map(({ title }) => title) ?? [];
const find = (title: string, selection: Selection | null = null): UserAction => {
  const found = offered(selection).flatMap(({ items }) => items).find((item) => item.title === title);
  if (!found) throw new Error(`nobody offers "${title}"`);
  return found.action;
};

beforeEach(() => {
  store = createPage(powerOn);
  page().last();
});

describe('breakables', () => {
  it('offers no group that is empty, and no title twice', () => {
    for (const cursor of [0, 10, page().length]) {
      page().seek(cursor);
      for (const { items } of offered()) {
        expect(items.length).toBeGreaterThan(0);
        expect(new Set(items.map(({ title }) => title)).size).toBe(items.length);
        for (const { consequence } of items) expect(consequence).not.toBe('');
      }
    }
  });

  it('offers what fits the instant: at the start the kubelet can only be started', () => {
    page().first();
    expect(titles('Nodes')).toContain('Start the kubelet on cp-1');
    expect(titles('Nodes')).not.toContain('Stop the kubelet on cp-1');
    expect(titles('Nodes').filter((title) => title.startsWith('Drain'))).toEqual([]);
    page().last();
    expect(titles('Nodes')).toContain('Stop the kubelet on cp-1');
    expect(titles('Nodes')).toContain('Drain worker-1');
  });

  it('offers the way back of what was done', () => {
    for (const [away, back] of [
      ['Move kube-scheduler.yaml away on cp-1', 'Put kube-scheduler.yaml back on cp-1'],
      ['Power off worker-1', 'Power on worker-1'],
      ['Stop the kubelet on worker-1', 'Start the kubelet on worker-1'],
      ['Drain worker-1', 'Uncordon worker-1'],
    ] as const) {
      page().act(find(away));
      expect(offered().flatMap(({ items }) => items).map(({ title }) => title)).toContain(back);
      page().undo();
    }
  });

  it('puts a component back as kubeadm made it', () => {
    const before = simulationOf(page()).world.tables.files.get('cp-1:/etc/kubernetes/manifests/etcd.yaml')?.text;
    page().act(find('Move etcd.yaml away on cp-1'));
    page().act(find('Put etcd.yaml back on cp-1'));
    expect(simulationOf(page()).world.tables.files.get('cp-1:/etc/kubernetes/manifests/etcd.yaml')?.text).toBe(before);
  });

  it('of a selected static pod: its mirror, its file, its containers, its sandbox', () => {
    const etcd: Selection = { kind: 'pod', id: 'kube-system/etcd-cp-1' };
    expect(titles('The selected pod', etcd)).toEqual(['kubectl delete pod etcd-cp-1', 'Remove etcd.yaml on cp-1', 'Kill container etcd', 'Kill the sandbox (pause)']);
    expect(find('Kill container etcd', etcd)).toEqual({ do: 'killContainer', node: 'cp-1', pod: 'kube-system/etcd-cp-1', container: 'etcd' });
    expect(titles('The selected pod', { kind: 'pod', id: 'default/nobody' })).toEqual([]);
  });

  it('of a selected node: that node alone', () => {
    for (const title of titles('Nodes', { kind: 'node', id: 'worker-2' })) expect(title).toContain('worker-2');
  });

  it('of Deployments: more, fewer, none', () => {
    expect(titles('Workloads')).toEqual(expect.arrayContaining(['Scale coredns to 3', 'Scale coredns to 1', 'Delete Deployment coredns']));
  });

  it('makes only actions that the simulation takes', () => {
    const etcd: Selection = { kind: 'pod', id: 'kube-system/etcd-cp-1' };
    for (const { title, action } of offered(etcd).flatMap(({ items }) => items)) {
      page().act(action);
      const step = stepOf(page());
      const told = step ? narrate(step).plain : '';
      expect(told, title).toMatch(/^you: /);
      expect(told, title).not.toMatch(/refused|\{/);
      page().undo();
    }
  });
});
