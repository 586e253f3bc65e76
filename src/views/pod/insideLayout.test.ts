import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { EXAMPLE_POD } from '../../state/examplePod';
import { insideScene, type InsideFacts, type InsideScene } from './inside';
import { chipKey, ghostKey, layoutInside, type Placed } from './insideLayout';

const FACTS: InsideFacts = { node: 'n', nodeHostname: 'n', nodeAddress: '10.0.0.1', podAddress: null, hasSandbox: true, containers: {} };
const sceneOf = (spec: Pod['spec'] = {}): InsideScene => insideScene({ ...EXAMPLE_POD, spec: { ...EXAMPLE_POD.spec, ...spec } }, FACTS);
const WIDTHS = [300, 360, 429, 430, 448, 800];

const inside = (outer: Placed, inner: Placed): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width + 0.01 && inner.y + inner.height <= outer.y + outer.height + 0.01;
const overlap = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01;

describe.each(WIDTHS)('at %i px', (width) => {
  it.each([{}, { hostNetwork: true }, { hostPID: true, hostIPC: true }, { shareProcessNamespace: true }, { hostUsers: false }])('with %j everything has its place, inside what holds it', (spec) => {
    const scene = sceneOf(spec);
    const layout = layoutInside(scene, width);
    expect(layout.node.width).toBe(width);
    expect(inside(layout.node, layout.pod)).toBe(true);
    for (const chip of scene.chips) {
      const place = layout.chips.get(chipKey(chip));
      const box = chip.container === null ? undefined : layout.containers.get(chip.container);
      expect(place).toBeDefined();
      if (place) expect(inside(chip.level === 'node' ? layout.node : (box ?? layout.pod), place)).toBe(true);
    }
    for (const ghost of scene.ghosts) expect(layout.ghosts.has(ghostKey(ghost))).toBe(true);
    for (const { name } of scene.containers) expect(inside(layout.pod, layout.containers.get(name) ?? layout.node)).toBe(true);
    for (const { name } of scene.volumes) expect(inside(layout.pod, layout.volumes.get(name) ?? layout.node)).toBe(true);
  });

  it('nothing lies on anything else', () => {
    const scene = sceneOf();
    const { chips, ghosts, containers, volumes } = layoutInside(scene, width);
    const shelves = [...scene.chips.filter(({ level }) => level !== 'container').map((chip) => chips.get(chipKey(chip))), ...ghosts.values()];
    const own = scene.chips.filter(({ level }) => level === 'container').map((chip) => chips.get(chipKey(chip)));
    for (const group of [[...shelves, ...containers.values(), ...volumes.values()], own]) {
      const places = group.filter((place) => place !== undefined);
      places.forEach((a, i) => {
        for (const b of places.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      });
    }
  });
});

describe('a chip that changes its level', () => {
  it.each([['hostNetwork', 'net'], ['hostPID', 'pid'], ['hostIPC', 'ipc']] as const)('%s slides straight up or down', (field, kind) => {
    for (const width of WIDTHS) {
      const [from, to] = [layoutInside(sceneOf(kind === 'pid' ? { shareProcessNamespace: true } : {}), width), layoutInside(sceneOf({ [field]: true }), width)];
      const [pod, node] = [from.chips.get(`pod/${kind}`), to.chips.get(`node/${kind}`)];
      expect(node?.x).toBe(pod?.x);
      expect(node?.width).toBe(pod?.width);
      expect(node?.y).toBeLessThan(pod?.y ?? 0);
    }
  });

  it('moves nothing else on the shelves', () => {
    const [from, to] = [layoutInside(sceneOf(), 448), layoutInside(sceneOf({ hostIPC: true }), 448)];
    for (const key of ['pod/net', 'pod/uts', 'node/user', 'node/time']) expect(to.chips.get(key)).toEqual(from.chips.get(key));
  });
});

describe('the height', () => {
  it('grows with containers and volumes, and holds them', () => {
    const one = layoutInside(sceneOf({ initContainers: [], volumes: [], containers: [{ name: 'a', image: 'x' }] }), 448);
    const many = layoutInside(sceneOf({ containers: Array.from({ length: 9 }, (_, i) => ({ name: `c${i}`, image: 'x' })) }), 448);
    expect(many.height).toBeGreaterThan(one.height);
    for (const place of [...many.containers.values(), ...many.volumes.values()]) expect(place.y + place.height).toBeLessThanOrEqual(many.height);
  });
});
