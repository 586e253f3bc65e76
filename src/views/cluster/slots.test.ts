import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { ms } from '../../lib/brand';
import type { Step } from '../../simulation/step';
import type { Change, PodWorkerRow } from '../../simulation/world';
import { World } from '../../simulation/worldState';
import { CONTROL_PLANE_PARTS, partOf, roomFor, slotKey } from './slots';

const NODES = ['cp-1', 'worker-1'];

interface Event {
  readonly node: number;
  readonly pod: number;
  /** Who comes to know the pod, or forgets it. */
  readonly who: 'kubelet' | 'api';
  readonly there: boolean;
}

const podOf = (name: string, namespace: string, node: string): Pod => ({
  metadata: { name, namespace },
  spec: { nodeName: node, containers: [{ name: 'a', image: 'a' }, ...(name.length % 2 === 0 ? [{ name: 'second', image: 'b' }] : [])] },
}) as unknown as Pod;

function changeOf({ node: n, pod: p, who, there }: Event): Change {
  const node = NODES[n] as string;
  const name = `pod-${p}`;
  const namespace = p % 3 === 0 ? 'kube-system' : 'default';
  const pod = podOf(name, namespace, node);
  if (who === 'api') return { table: 'pods', key: `${namespace}/${name}`, ...(there ? { before: undefined, after: pod } : { before: pod, after: undefined }) };
  const row = { node, uid: `${p}`, fullName: `${namespace}/${name}`, origin: p % 4 === 0 ? 'file' : 'api', pod } as unknown as PodWorkerRow;
  return { table: 'podWorkers', key: `${node}/${p}`, ...(there ? { before: undefined, after: row } : { before: row, after: undefined }) };
}

const stepOf = (index: number, changes: readonly Change[]): Step => ({ index, time: ms(index), actor: 'user/you', rule: 'user.apply', about: {}, cause: null, quiet: false, changes, facts: [], factPositions: [] });

/** A pod of the API server has one node for life: its number says which. */
const events = fc
  .array(fc.record({ pod: fc.nat(14), who: fc.constantFrom('kubelet' as const, 'api' as const), there: fc.boolean() }), { maxLength: 80 })
  .map((list): Event[] => {
    const known = new Set<string>();
    return list.flatMap(({ pod, who, there }) => {
      const key = `${pod} ${who}`;
      if (known.has(key) === there) return [];
      if (there) known.add(key);
      else known.delete(key);
      return [{ node: pod % 2, pod, who, there }];
    });
  });

describe('roomFor', () => {
  it('never gives one place to two pods that are there at the same time', () => {
    fc.assert(
      fc.property(events, (list) => {
        const room = roomFor(World.empty(), list.map((event, i) => stepOf(i, [changeOf(event)])));
        const known = new Map<string, Set<string>>();
        for (const event of list) {
          const change = changeOf(event);
          const node = NODES[event.node] as string;
          const id = `${event.pod % 3 === 0 ? 'kube-system' : 'default'}/pod-${event.pod}`;
          const sources = known.get(slotKey(node, id)) ?? new Set();
          known.set(slotKey(node, id), sources);
          if (event.there) sources.add(change.table);
          else sources.delete(change.table);
          const taken = new Set<string>();
          for (const [key, who] of known) {
            if (who.size === 0) continue;
            const slot = room.slots.get(key);
            expect(slot).toBeDefined();
            const place = `${slot?.node} ${slot?.form} ${slot?.index}`;
            expect(taken.has(place)).toBe(false);
            taken.add(place);
            const most = slot?.form === 'card' ? room.cards.get(slot.node)?.length : room.minis.get(slot?.node ?? '');
            expect(slot?.index).toBeLessThan(most ?? 0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps a card\'s place while the kubelet runs the pod and only its mirror is deleted', () => {
    const both = [
      { node: 0, pod: 4, who: 'kubelet', there: true }, { node: 0, pod: 4, who: 'api', there: true }, { node: 0, pod: 4, who: 'api', there: false },
      { node: 0, pod: 8, who: 'kubelet', there: true },
    ] as const;
    const room = roomFor(World.empty(), both.map((event, i) => stepOf(i, [changeOf(event)])));
    expect(room.slots.get(slotKey('cp-1', 'default/pod-4'))?.index).toBe(0);
    expect(room.slots.get(slotKey('cp-1', 'default/pod-8'))?.index).toBe(1);
  });

  it('gives a place again when its pod has gone', () => {
    const later = [{ node: 0, pod: 4, who: 'kubelet', there: true }, { node: 0, pod: 4, who: 'kubelet', there: false }, { node: 0, pod: 8, who: 'kubelet', there: true }] as const;
    const room = roomFor(World.empty(), later.map((event, i) => stepOf(i, [changeOf(event)])));
    expect(room.slots.get(slotKey('cp-1', 'default/pod-8'))?.index).toBe(0);
    expect(room.cards.get('cp-1')).toHaveLength(1);
  });

  it('makes room for a file that a step renames: the old name is still shown beside the new one', () => {
    const file = { node: 'cp-1', path: 'a.yaml' } as never;
    const room = roomFor(World.empty(), [
      stepOf(0, [{ table: 'files', key: 'cp-1:/m/a.yaml', before: undefined, after: file }]),
      stepOf(1, [{ table: 'files', key: 'cp-1:/m/a.yaml', before: file, after: undefined }, { table: 'files', key: 'cp-1:/m/b.yaml', before: undefined, after: file }]),
    ]);
    expect(room.files.get('cp-1')).toBe(2);
  });
});

describe('partOf', () => {
  it('knows kubeadm\'s four on their own node only', () => {
    expect(CONTROL_PLANE_PARTS.map((part) => partOf('cp-1', `kube-system/${part}-cp-1`))).toEqual([...CONTROL_PLANE_PARTS]);
    expect(partOf('cp-2', 'kube-system/etcd-cp-1')).toBeNull();
    expect(partOf('cp-1', 'default/etcd-cp-1')).toBeNull();
  });
});
