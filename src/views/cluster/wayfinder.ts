/** The cheapest way over a grid of lines, from any of some ports to any of others: A* with a price for corners. Pure. */
import { Heap } from '../../lib/heap';
import type { Point } from './box';
import type { Grid } from './grid';
import { simplified } from './polyline';

export type Side = 'top' | 'right' | 'bottom' | 'left';
export const SIDES: readonly Side[] = ['top', 'right', 'bottom', 'left'];

/** Where an edge may leave or enter a thing. */
export interface Port {
  /** On the thing's edge. */
  readonly at: Point;
  /** The crossing of two lines before it. */
  readonly stub: Point;
  readonly side: Side;
  readonly price: number;
}

const BEND = 26;

/** Headings are sides; opposite ones differ by two. */
const DX = [0, 1, 0, -1] as const;
const DY = [-1, 0, 1, 0] as const;
const opposite = (heading: number): number => (heading + 2) % 4;

interface Entry {
  readonly state: number;
  readonly estimate: number;
}

export function findWay(grid: Grid, starts: readonly Port[], ends: readonly Port[]): Point[] | null {
  return new Search(grid, starts, ends).run();
}

/** A state is a crossing and a heading. */
class Search {
  private readonly width: number;
  private readonly prices: Float64Array;
  private readonly cameFrom: Int32Array;
  private readonly begunAt = new Map<number, Port>();
  private readonly goals = new Map<number, Port[]>();
  private readonly open = new Heap<Entry>((a, b) => a.estimate < b.estimate);

  constructor(
    private readonly grid: Grid,
    starts: readonly Port[],
    private readonly ends: readonly Port[],
  ) {
    this.width = grid.xs.length;
    const states = this.width * grid.ys.length * 4;
    this.prices = new Float64Array(states).fill(Infinity);
    this.cameFrom = new Int32Array(states).fill(-1);
    for (const port of ends) {
      const cell = this.cellOf(port);
      if (cell >= 0) this.goals.set(cell, [...(this.goals.get(cell) ?? []), port]);
    }
    for (const port of starts) {
      const cell = this.cellOf(port);
      const state = cell * 4 + SIDES.indexOf(port.side);
      if (cell >= 0 && this.offer(state, port.price, -1)) this.begunAt.set(state, port);
    }
  }

  run(): Point[] | null {
    let answer: { readonly state: number; readonly port: Port; readonly price: number } | null = null;
    for (let next = this.open.pop(); next; next = this.open.pop()) {
      const { state, estimate } = next;
      if (answer && estimate >= answer.price) break;
      const price = this.prices[state] ?? Infinity;
      for (const port of this.goals.get(state >> 2) ?? []) {
        const whole = price + port.price + (state % 4 === opposite(SIDES.indexOf(port.side)) ? 0 : BEND);
        if (!answer || whole < answer.price) answer = { state, port, price: whole };
      }
      this.spread(state, price);
    }
    return answer && this.wayTo(answer.state, answer.port);
  }

  private cellOf({ stub }: Port): number {
    const ix = this.grid.xs.indexOf(stub.x);
    const iy = this.grid.ys.indexOf(stub.y);
    return ix < 0 || iy < 0 ? -1 : iy * this.width + ix;
  }

  private spread(state: number, price: number): void {
    const heading = state % 4;
    const cell = state >> 2;
    const ix = cell % this.width;
    const iy = (cell - ix) / this.width;
    for (let to = 0; to < 4; to++) {
      if (to === opposite(heading)) continue;
      const x = ix + (DX[to] ?? 0);
      const y = iy + (DY[to] ?? 0);
      if (x < 0 || y < 0 || x >= this.width || y >= this.grid.ys.length) continue;
      const piece = y === iy ? this.grid.flat(Math.min(ix, x), iy) : this.grid.upright(ix, Math.min(iy, y));
      if (piece < Infinity) this.offer((y * this.width + x) * 4 + to, price + piece + (to === heading ? 0 : BEND), state);
    }
  }

  /** Notes a cheaper way to a state; false when it is none. */
  private offer(state: number, price: number, from: number): boolean {
    if (price >= (this.prices[state] ?? 0)) return false;
    this.prices[state] = price;
    this.cameFrom[state] = from;
    this.open.push({ state, estimate: price + this.atLeast(state >> 2) });
    return true;
  }

  /** What is left, along right angles and through walls. */
  private atLeast(cell: number): number {
    const x = this.grid.xs[cell % this.width] ?? 0;
    const y = this.grid.ys[Math.floor(cell / this.width)] ?? 0;
    let least = Infinity;
    for (const { stub } of this.ends) least = Math.min(least, Math.abs(stub.x - x) + Math.abs(stub.y - y));
    return least;
  }

  private wayTo(last: number, port: Port): Point[] {
    const points: Point[] = [port.at];
    let state = last;
    for (;;) {
      const cell = state >> 2;
      points.push({ x: this.grid.xs[cell % this.width] ?? 0, y: this.grid.ys[Math.floor(cell / this.width)] ?? 0 });
      const before = this.cameFrom[state] ?? -1;
      if (before < 0) break;
      state = before;
    }
    const begun = this.begunAt.get(state);
    if (begun) points.push(begun.at);
    return simplified(points.reverse());
  }
}
