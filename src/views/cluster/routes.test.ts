import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bottom, type Box, type Point, right } from './box';
import { lengthOf } from './polyline';
import { Routes } from './routes';

/** Boxes in the cells of a grid, with room between them. */
const scene = fc
  .record({ boxes: fc.array(fc.record({ cell: fc.nat(24), dx: fc.nat(30), dy: fc.nat(20), width: fc.integer({ min: 30, max: 130 }), height: fc.integer({ min: 26, max: 80 }) }), { minLength: 2, maxLength: 14 }), from: fc.nat(), to: fc.nat() })
  .map(({ boxes, from, to }) => {
    const byCell = new Map(boxes.map(({ cell, dx, dy, width, height }) => [cell, { x: (cell % 5) * 180 + dx, y: Math.floor(cell / 5) * 120 + dy, width, height }]));
    const things = new Map([...byCell].map(([cell, box]) => [`box:${cell}`, box]));
    const ids = [...things.keys()];
    return { things, from: ids[from % ids.length] as string, to: ids[to % ids.length] as string };
  })
  .filter(({ from, to }) => from !== to);

const onEdge = ({ x, y }: Point, box: Box): boolean =>
  ((Math.abs(x - box.x) < 1 || Math.abs(x - right(box)) < 1) && y >= box.y - 1 && y <= bottom(box) + 1) ||
  ((Math.abs(y - box.y) < 1 || Math.abs(y - bottom(box)) < 1) && x >= box.x - 1 && x <= right(box) + 1);

const leadsThrough = (a: Point, b: Point, box: Box): boolean =>
  Math.max(a.x, b.x) > box.x + 1 && Math.min(a.x, b.x) < right(box) - 1 && Math.max(a.y, b.y) > box.y + 1 && Math.min(a.y, b.y) < bottom(box) - 1;

const pieces = (way: readonly Point[]): (readonly [Point, Point])[] => way.slice(1).map((point, i) => [way[i] as Point, point]);

describe('a way between two things', () => {
  it('runs along right angles from edge to edge and through no other thing', () => {
    fc.assert(
      fc.property(scene, ({ things, from, to }) => {
        const way = new Routes({ things, words: [], cases: [] }).between(from, to);
        expect(way).not.toBeNull();
        expect(onEdge(way?.[0] as Point, things.get(from) as Box)).toBe(true);
        expect(onEdge(way?.at(-1) as Point, things.get(to) as Box)).toBe(true);
        for (const [a, b] of pieces(way ?? [])) {
          expect(a.x === b.x || a.y === b.y).toBe(true);
          for (const box of things.values()) expect(leadsThrough(a, b, box)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is the same backwards, and the same whatever was asked before', () => {
    fc.assert(
      fc.property(scene, ({ things, from, to }) => {
        const routes = new Routes({ things, words: [], cases: [] });
        for (const id of things.keys()) routes.forMessage(from, id);
        const there = routes.between(from, to);
        expect(routes.between(to, from)).toEqual([...(there ?? [])].reverse());
        expect(new Routes({ things, words: [], cases: [] }).between(from, to)).toEqual(there);
      }),
      { numRuns: 60 },
    );
  });

  it('is long enough to show a message, where neighbours stand side by side', () => {
    const things = new Map([['a', { x: 0, y: 60, width: 140, height: 100 }], ['b', { x: 154, y: 60, width: 140, height: 100 }]]);
    const routes = new Routes({ things, words: [], cases: [] });
    expect(lengthOf(routes.between('a', 'b') ?? [])).toBe(14);
    const message = routes.forMessage('a', 'b') ?? [];
    expect(lengthOf(message)).toBeGreaterThan(60);
    expect(Math.min(...message.map(({ y }) => y))).toBeLessThan(60);
  });

  it('keeps off words where it can', () => {
    const things = new Map([['a', { x: 0, y: 0, width: 120, height: 40 }], ['b', { x: 0, y: 200, width: 120, height: 40 }]]);
    const words = [{ x: 0, y: 80, width: 120, height: 40 }];
    const way = new Routes({ things, words, cases: [{ x: -20, y: -20, width: 200, height: 300 }] }).between('a', 'b') ?? [];
    for (const [a, b] of pieces(way)) expect(leadsThrough(a, b, words[0] as Box)).toBe(false);
  });

  it('is nowhere for what is not drawn', () => {
    expect(new Routes({ things: new Map([['a', { x: 0, y: 0, width: 10, height: 10 }]]), words: [], cases: [] }).between('a', 'b')).toBeNull();
  });
});
