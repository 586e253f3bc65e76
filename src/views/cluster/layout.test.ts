import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, contains, sharedArea } from './box';
import { layoutCluster, type LayoutInput, type LayoutNode, type SceneLayout } from './layout';
import { PAD } from './sizes';
import { CONTROL_PLANE_PARTS, type CardRoom, type Room } from './slots';

const partRooms: readonly CardRoom[] = CONTROL_PLANE_PARTS.map((part) => ({ containers: [part.length], letters: part.length + 5, part }));

const cardRoom = fc.record({ containers: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 7 }), letters: fc.integer({ min: 1, max: 60 }), part: fc.constant(null) });

const nodeRoom = fc.record({
  role: fc.constantFrom('control-plane' as const, 'worker' as const),
  cards: fc.array(cardRoom, { maxLength: 6 }),
  minis: fc.nat(12),
  files: fc.nat(7),
});

const input = fc
  .record({
    nodes: fc.array(nodeRoom, { minLength: 1, maxLength: 56 }),
    stored: fc.nat(9),
    storesOwners: fc.boolean(),
    width: fc.integer({ min: 300, max: 1500 }),
    height: fc.integer({ min: 180, max: 1200 }),
    header: fc.constantFrom(0, 42),
    opened: fc.option(fc.nat(55)),
  })
  .map(({ nodes, stored, storesOwners, width, height, header, opened }): LayoutInput => {
    const named = nodes.map((node, i) => ({ ...node, name: `${node.role === 'control-plane' ? 'cp' : 'worker'}-${i + 1}` }));
    const room: Room = {
      slots: new Map(),
      cards: new Map(named.map(({ name, role, cards }) => [name, role === 'control-plane' ? [...partRooms, ...cards] : cards])),
      minis: new Map(named.map(({ name, minis }) => [name, minis])),
      files: new Map(named.map(({ name, files }) => [name, files])),
      stored,
      storesOwners,
    };
    return { nodes: named.map(({ name, role }): LayoutNode => ({ name, role })), room, width, height, header, opened: opened === null ? null : (named[opened]?.name ?? null) };
  });

const insides = ({ frames }: SceneLayout): { readonly frame: Box; readonly boxes: readonly Box[] }[] =>
  frames.map(({ frame, inside, cards, minis }) => ({ frame, boxes: [...(inside ? [inside.folder, inside.kubelet, inside.containerd] : []), ...cards, ...minis] }));

function expectApart(boxes: readonly Box[]): void {
  boxes.forEach((a, i) => {
    expect(a.width).toBeGreaterThan(0);
    expect(a.height).toBeGreaterThan(0);
    for (const b of boxes.slice(i + 1)) expect(sharedArea(a, b)).toBeLessThan(0.5);
  });
}

describe('layoutCluster', () => {
  it('lets nothing overlap, whatever the cluster and the panel', () => {
    fc.assert(
      fc.property(input, (given) => {
        const layout = layoutCluster(given);
        expectApart([layout.user, ...(layout.store ? [layout.store] : []), ...layout.frames.map(({ frame }) => frame)]);
        for (const { frame, boxes } of insides(layout)) {
          expectApart(boxes);
          for (const box of boxes) expect(contains(frame, box)).toBe(true);
        }
        for (const { inside } of layout.frames) if (inside?.network) expect(contains(inside.containerd, inside.network)).toBe(true);
        for (const { frame } of layout.frames) expect(contains({ x: 0, y: 0, width: layout.width, height: layout.height }, frame)).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  it('gives every node its frame and every slot its place, and knows no step', () => {
    fc.assert(
      fc.property(input, (given) => {
        const layout = layoutCluster(given);
        expect(layout.frames.map(({ node }) => node).sort()).toEqual(given.nodes.map(({ name }) => name).sort());
        for (const { node, cards, minis } of layout.frames) {
          expect(cards).toHaveLength(given.room.cards.get(node)?.length ?? 0);
          expect(minis).toHaveLength(given.room.minis.get(node) ?? 0);
        }
        expect(layoutCluster(given)).toEqual(layout);
      }),
      { numRuns: 60 },
    );
  });

  it('is as wide as the panel, or as what is seen from a little further away', () => {
    fc.assert(
      fc.property(input, (given) => {
        expect(layoutCluster(given).width).toBeLessThanOrEqual(Math.max(304, given.width / 0.9 + 1));
      }),
      { numRuns: 60 },
    );
  });
});

const three = (height: number, keep: number | null = null): LayoutInput => ({
  nodes: [{ name: 'cp-1', role: 'control-plane' }, { name: 'worker-1', role: 'worker' }, { name: 'worker-2', role: 'worker' }],
  room: {
    slots: new Map(), cards: new Map([['cp-1', partRooms]]), minis: new Map([['cp-1', 4], ['worker-1', 2], ['worker-2', 2]]),
    files: new Map([['cp-1', 4]]), stored: 3, storesOwners: false,
  },
  width: 718,
  height,
  header: 42,
  keep,
});

describe('the forms', () => {
  it('of power-on are cards with all files in a window of 1600 × 1000, at 0.94 of their size or more', () => {
    const layout = layoutCluster(three(618));
    expect(layout.frames.map(({ form }) => form)).toEqual(['card', 'card', 'card']);
    expect(618 / layout.height).toBeGreaterThanOrEqual(0.94);
    expect(layout.store).toBeNull();
    expect(layout.storedRows).toBe(3);
  });

  it('stay when the panel loses a line, and change when it loses half', () => {
    const { plan } = layoutCluster(three(618));
    expect(layoutCluster(three(598, plan)).plan).toBe(plan);
    expect(layoutCluster(three(598)).plan).not.toBe(plan);
    expect(layoutCluster(three(320, plan)).plan).not.toBe(plan);
  });

  it('are tiles for fifty nodes, and cards for the one that is opened', () => {
    const nodes = Array.from({ length: 50 }, (_, i): LayoutNode => ({ name: `n-${i}`, role: i < 3 ? 'control-plane' : 'worker' }));
    const room: Room = { slots: new Map(), cards: new Map([['n-7', [{ containers: [3], letters: 9, part: null }]]]), minis: new Map(nodes.map(({ name }) => [name, 2])), files: new Map(), stored: 0, storesOwners: false };
    const layout = layoutCluster({ nodes, room, width: 718, height: 618, header: 42, opened: 'n-7' });
    expect(layout.frames.filter(({ form }) => form === 'cell')).toHaveLength(49);
    expect(layout.frames.find(({ node }) => node === 'n-7')?.form).toBe('card');
    const first = layout.frames.find(({ node }) => node === 'n-10');
    expect(first?.frame.width).toBeGreaterThan(92);
  });

  it('leave room beside what they hold', () => {
    for (const { frame, boxes } of insides(layoutCluster(three(618)))) for (const box of boxes) expect(box.x - frame.x).toBeGreaterThanOrEqual(PAD);
  });
});
