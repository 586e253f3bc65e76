/**
 * The lines along which ways may run, and what each piece of them costs. A piece through a wall cannot be used; over
 * words, or on top of another way, it costs more than its length. Prices are worked out when they are first asked for.
 */
import { bottom, type Box, type Point, right } from './box';

export interface Piece {
  readonly a: Point;
  readonly b: Point;
}

export interface Ground {
  /** Nothing leads through the inside of these. */
  readonly walls: readonly Box[];
  /** Leading over these costs so much more a px. */
  readonly costly: readonly { readonly box: Box; readonly rate: number }[];
  /** Ways that are there already, and what it costs to run on top of one, a px. */
  readonly ways: readonly Piece[];
  readonly onWay: number;
}

/** A stretch of one line. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Infinity for a wall. */
  readonly rate: number;
}

/** Nearer to each other than this, two lines are one. */
const SAME_LINE = 4;

const inside = (at: number, low: number, high: number): boolean => at > low && at < high;

export class Grid {
  /** By line and index of the piece; NaN: not asked for yet. */
  private readonly flatPrices: Float64Array;
  private readonly uprightPrices: Float64Array;
  private readonly flatStretches = new Map<number, readonly Stretch[]>();
  private readonly uprightStretches = new Map<number, readonly Stretch[]>();

  constructor(
    readonly xs: readonly number[],
    readonly ys: readonly number[],
    private readonly ground: Ground,
  ) {
    this.flatPrices = new Float64Array(xs.length * ys.length).fill(NaN);
    this.uprightPrices = new Float64Array(xs.length * ys.length).fill(NaN);
  }

  /** From (ix, iy) to (ix + 1, iy). */
  flat(ix: number, iy: number): number {
    return this.priced(this.flatPrices, iy * this.xs.length + ix, this.xs, ix, () => this.flatLine(iy));
  }

  /** From (ix, iy) to (ix, iy + 1). */
  upright(ix: number, iy: number): number {
    return this.priced(this.uprightPrices, ix * this.ys.length + iy, this.ys, iy, () => this.uprightLine(ix));
  }

  private priced(prices: Float64Array, at: number, lines: readonly number[], i: number, stretches: () => readonly Stretch[]): number {
    const known = prices[at] ?? NaN;
    if (!Number.isNaN(known)) return known;
    const low = lines[i] ?? 0;
    const high = lines[i + 1] ?? Infinity;
    let price = high - low;
    for (const { from, to, rate } of stretches()) {
      const shared = Math.min(high, to) - Math.max(low, from);
      if (shared > 0) price += shared * rate;
    }
    prices[at] = price;
    return price;
  }

  private flatLine(iy: number): readonly Stretch[] {
    let found = this.flatStretches.get(iy);
    if (!found) {
      const y = this.ys[iy] ?? 0;
      const across = (box: Box, rate: number): Stretch[] => (inside(y, box.y, bottom(box)) ? [{ from: box.x, to: right(box), rate }] : []);
      const on = ({ a, b }: Piece): Stretch[] => (a.y === b.y && Math.abs(a.y - y) < SAME_LINE ? [{ from: Math.min(a.x, b.x), to: Math.max(a.x, b.x), rate: this.ground.onWay }] : []);
      this.flatStretches.set(iy, (found = this.stretches(across, on)));
    }
    return found;
  }

  private uprightLine(ix: number): readonly Stretch[] {
    let found = this.uprightStretches.get(ix);
    if (!found) {
      const x = this.xs[ix] ?? 0;
      const across = (box: Box, rate: number): Stretch[] => (inside(x, box.x, right(box)) ? [{ from: box.y, to: bottom(box), rate }] : []);
      const on = ({ a, b }: Piece): Stretch[] => (a.x === b.x && Math.abs(a.x - x) < SAME_LINE ? [{ from: Math.min(a.y, b.y), to: Math.max(a.y, b.y), rate: this.ground.onWay }] : []);
      this.uprightStretches.set(ix, (found = this.stretches(across, on)));
    }
    return found;
  }

  private stretches(across: (box: Box, rate: number) => Stretch[], on: (piece: Piece) => Stretch[]): readonly Stretch[] {
    const { walls, costly, ways } = this.ground;
    return [...walls.flatMap((box) => across(box, Infinity)), ...costly.flatMap(({ box, rate }) => across(box, rate)), ...ways.flatMap(on)];
  }
}
