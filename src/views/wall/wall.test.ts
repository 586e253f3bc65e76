import { describe, expect, it } from 'vitest';
import type { ClusterColumns } from '../../manifest/streamCluster';
import { cameraOnNode, cameraWith, cellAt, fitWall, layoutWall, NEAREST, nodeBeside, paintWall, podBeside, podsOn, spotAt, tileAt, toWall, zoomAt } from './wall';

/** A cluster with so many pods on each node; every pod a workload of no system, the first of each node a static system pod. */
function cluster(pods: readonly number[], zones: readonly string[] = []): ClusterColumns {
  const starts = new Uint32Array(pods.length + 1);
  pods.forEach((n, i) => (starts[i + 1] = (starts[i] ?? 0) + n));
  const total = starts[pods.length] ?? 0;
  const cells = new Uint8Array(total).fill(5);
  pods.forEach((n, i) => n > 0 && (cells[starts[i] ?? 0] = 0));
  return {
    nodes: pods.map((_, i) => ({ name: `n-${i}`, zone: zones[i] ?? '', status: 'Ready', controlPlane: i === 0, mostPods: 110 })),
    starts, rows: Uint32Array.from({ length: total }, (_, i) => i), cells,
    counts: { staticSystem: 0, staticNonSystem: 0, workloadSystem: 0, workloadNonSystem: 0, undecided: 0 }, unplaced: 0, described: true,
  };
}

const five = cluster([4, 3, 0, 4, 2], ['a', 'a', 'b', 'b', 'b']);

describe('the wall', () => {
  it('gives each node a tile of its own, inside its bounds', () => {
    for (const aspect of [0.4, 1, 2.5]) {
      const wall = layoutWall(five, aspect);
      const tiles = five.nodes.map((_, node) => tileAt(wall, node));
      expect(new Set(tiles.map(({ x, y }) => `${x} ${y}`)).size).toBe(5);
      for (const { x, y } of tiles) {
        expect(x + wall.columns).toBeLessThanOrEqual(wall.width);
        expect(y + wall.rows).toBeLessThanOrEqual(wall.height);
      }
      expect(wall.columns * wall.rows).toBeGreaterThanOrEqual(4);
    }
  });

  it('sets zones side by side, and many zones together', () => {
    expect(layoutWall(five, 1).zones.map(({ name, nodes }) => [name, nodes])).toEqual([['a', [0, 1]], ['b', [2, 3, 4]]]);
    const many = cluster(Array.from({ length: 20 }, () => 1), Array.from({ length: 20 }, (_, i) => `z${i}`));
    expect(layoutWall(many, 1).zones).toHaveLength(1);
  });

  it('finds at each cell the pod that is drawn there, and nobody in the gaps', () => {
    const wall = layoutWall(five, 1.6);
    for (let node = 0; node < 5; node++) {
      for (let pod = 0; pod < podsOn(five, node); pod++) {
        const { x, y } = cellAt(wall, { node, pod });
        expect(spotAt(wall, five, { x: x + 0.5, y: y + 0.5 })).toEqual({ node, pod });
      }
      const { x, y } = tileAt(wall, node);
      expect(spotAt(wall, five, { x: x + wall.columns + 0.5, y: y + 0.5 })?.node).not.toBe(node);
    }
    expect(spotAt(wall, five, { ...tileAt(wall, 2), x: tileAt(wall, 2).x + 0.1 })).toEqual({ node: 2, pod: null });
    expect(spotAt(wall, five, { x: -1, y: 0 })).toBeNull();
    expect(spotAt(wall, five, { x: 1e9, y: 1e9 })).toBeNull();
  });

  it('leads from node to node, from zone to zone, and stops at the edges', () => {
    const wall = layoutWall(cluster([1, 1, 1, 1], ['a', 'a', 'b', 'b']), 100);
    const walk = (from: number, ...ways: readonly Parameters<typeof nodeBeside>[2][]) => ways.reduce((node, way) => nodeBeside(wall, node, way), from);
    expect(walk(0, 'right')).toBe(1);
    expect(walk(0, 'right', 'right')).toBe(2);
    expect(walk(2, 'left')).toBe(1);
    expect(walk(0, 'left')).toBe(0);
    expect(walk(3, 'right', 'down', 'up')).toBe(3);
  });

  it('leads from pod to pod inside a node', () => {
    const wall = layoutWall(cluster([9]), 1);
    expect(podBeside(wall, 9, 0, 'down')).toBe(wall.columns);
    expect(podBeside(wall, 9, 8, 'right')).toBe(8);
    expect(podBeside(wall, 9, 0, 'up')).toBe(0);
  });

  it('paints one pixel a pod', () => {
    const wall = layoutWall(five, 1);
    const pixels = paintWall(wall, five, { tile: 1, static: 2, system: 3, nonSystem: 4, open: 5 });
    const tally = (value: number) => pixels.filter((pixel) => pixel === value).length;
    expect(tally(2)).toBe(4);
    expect(tally(4)).toBe(9);
    expect(tally(1)).toBe(5 * wall.columns * wall.rows - 13);
    const { x, y } = cellAt(wall, { node: 3, pod: 0 });
    expect(pixels[y * wall.width + x]).toBe(2);
  });

  it('lays out five thousand nodes with thirty pods each', () => {
    const large = cluster(Array.from({ length: 5000 }, () => 30), Array.from({ length: 5000 }, (_, i) => `zone-${i % 3}`));
    const wall = layoutWall(large, 1.6);
    expect(wall.zones).toHaveLength(3);
    expect(wall.width / wall.height).toBeGreaterThan(1.2);
    expect(wall.width / wall.height).toBeLessThan(2.1);
    expect(paintWall(wall, large, { tile: 1, static: 2, system: 3, nonSystem: 4, open: 5 }).filter((pixel) => pixel === 4)).toHaveLength(145_000);
  });
});

describe('the camera', () => {
  const frame = { width: 800, height: 600 };
  const wall = layoutWall(five, frame.width / frame.height);
  const fit = fitWall(wall, frame);

  it('shows all of it at first', () => {
    for (const corner of [{ x: 0, y: 0 }, { x: wall.width, y: wall.height }]) {
      const [x, y] = [corner.x * fit.scale + fit.x, corner.y * fit.scale + fit.y];
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(frame.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(frame.height);
    }
  });

  it('keeps what is under the pointer, and its limits', () => {
    const point = { x: 300, y: 200 };
    const near = zoomAt(fit, fit, 2, point);
    const [before, after] = [toWall(fit, point), toWall(near, point)];
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(zoomAt(near, fit, 0.001, point)).toEqual(fit);
    expect(zoomAt(near, fit, 1000, point).scale).toBe(NEAREST);
  });

  it('fills the frame with a node, and brings one into it', () => {
    const close = cameraOnNode(wall, 4, frame);
    const { x, y } = tileAt(wall, 4);
    expect(toWall(close, { x: 400, y: 310 }).x).toBeCloseTo(x + wall.columns / 2);
    expect(toWall(close, { x: 400, y: 310 }).y).toBeCloseTo(y + wall.rows / 2);
    const moved = cameraWith(wall, { scale: 100, x: -5000, y: -5000 }, 0, frame);
    expect(tileAt(wall, 0).x * 100 + moved.x).toBeGreaterThanOrEqual(0);
    expect(cameraWith(wall, fit, 0, frame)).toEqual(cameraWith(wall, cameraWith(wall, fit, 0, frame), 0, frame));
  });
});
