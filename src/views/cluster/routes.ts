/**
 * Ways between things, along right angles, that pass beside the other things and not over their words. A small search
 * over the lines between boxes (A* with a price for corners). Pure; a way is found once and kept.
 */
import { bottom, type Box, centre, contains, grown, type Point, right } from './box';
import { Grid, type Piece } from './grid';
import { lengthOf } from './polyline';
import { findWay, type Port, type Side, SIDES } from './wayfinder';

export interface Obstacles {
  /** By id: what an edge can end at, and may not cross. */
  readonly things: ReadonlyMap<string, Box>;
  /** Words on the ground: better not crossed. */
  readonly words: readonly Box[];
  /** Cases of nodes: edges run between them and may cross their walls. */
  readonly cases: readonly Box[];
}

/** From a box to the line beside it. */
const BESIDE = 7;
/** Nearer than this no way passes a box. */
const CLEAR = 4;
/** Ports keep away from the corners of their box. */
const CORNER = 12;
/** A shorter way cannot show a message. */
const SHORT = 24;
/** A message passes its ends' edges at this distance where it can: clear of their rings. */
const AIR = 22;
/** Things of this width have ports near their corners too. */
const WIDE = 110;
const SHOULDER = 17;
/** How far around its two ends a way may lead. */
const DETOUR = 150;
const ANYWHERE = 10_000;

const OFF_CENTRE = 0.15;
const TAKEN_PORT = 30;
/** Between neighbours in a row the upper way is the better one: there is more room for words. */
const FROM_BELOW = 6;
const ON_WORDS = 3;
const IN_ANOTHER_CASE = 0.7;
const ON_ANOTHER = 1.2;

/** The ways of one layout. */
export class Routes {
  private readonly found = new Map<string, readonly Point[]>();
  private readonly pieces: Piece[] = [];
  private readonly ports: Point[] = [];

  constructor(private readonly obstacles: Obstacles) {}

  /** Finds a way that later ones avoid. The same ones in the same order, before any other, give the same picture. */
  lay(from: string, to: string): void {
    const way = this.between(from, to);
    if (way) this.remember(way);
  }

  /** The way from one thing to another: from the edge of the one to the edge of the other. Null when one is not drawn. */
  between(from: string, to: string): readonly Point[] | null {
    return this.kept(from, to, '', (start, end) => acrossGap(start, end) ?? this.search(start, end, SIDES, BESIDE) ?? straight(start, end));
  }

  /** A way on which something can be seen to travel: between neighbours it leads over their upper edges, with some air. */
  forMessage(from: string, to: string): readonly Point[] | null {
    const way = this.between(from, to);
    const over = way && (lengthOf(way) < SHORT || leavesUpward(way));
    if (!over) return way;
    return this.kept(from, to, 'over ', (start, end) =>
      this.search(start, end, ['top'], AIR) ?? this.search(start, end, ['top'], BESIDE) ?? this.search(start, end, ['right'], BESIDE) ?? this.search(start, end, ['left'], BESIDE) ?? way);
  }

  /** Found once, in one direction. */
  private kept(from: string, to: string, kind: string, find: (start: Box, end: Box) => readonly Point[]): readonly Point[] | null {
    const [a, b] = from < to ? [from, to] : [to, from];
    const key = `${kind}${a}>${b}`;
    let way = this.found.get(key);
    if (!way) {
      const start = this.obstacles.things.get(a);
      const end = this.obstacles.things.get(b);
      if (!start || !end) return null;
      way = find(start, end);
      this.found.set(key, way);
    }
    return a === from ? way : [...way].reverse();
  }

  private remember(way: readonly Point[]): void {
    for (let i = 1; i < way.length; i++) this.pieces.push({ a: way[i - 1] as Point, b: way[i] as Point });
    const first = way[0];
    const last = way.at(-1);
    if (first && last) this.ports.push(first, last);
  }

  /** Looks near the two first, and everywhere when there is no way. */
  private search(start: Box, end: Box, sides: readonly Side[], beside: number): Point[] | null {
    const near = union(start, end);
    return this.searchIn(grown(near, DETOUR), start, end, sides, beside) ?? (sides === SIDES ? this.searchIn(grown(near, ANYWHERE), start, end, sides, beside) : null);
  }

  private searchIn(region: Box, start: Box, end: Box, sides: readonly Side[], beside: number): Point[] | null {
    const { things, cases, words } = this.obstacles;
    const others = [...things.values()].filter((box) => box !== start && box !== end && touches(box, region)).map((box) => grown(box, CLEAR));
    const foreign = cases.filter((box) => touches(box, region) && !contains(box, start) && !contains(box, end));
    const grid = new Grid(...this.linesIn(region, [start, end], beside), {
      walls: [...others, start, end],
      costly: [...words.map((box) => ({ box, rate: ON_WORDS })), ...foreign.map((box) => ({ box, rate: IN_ANOTHER_CASE }))],
      ways: this.pieces,
      onWay: ON_ANOTHER,
    });
    const ports = (box: Box): Port[] => sides.flatMap((side) => this.portsOn(box, side, grid, beside)).filter(({ at, stub }) => !others.some((wall) => crosses(at, stub, wall)));
    return findWay(grid, ports(start), ports(end));
  }

  /** The lines along which ways run within the region. */
  private linesIn(region: Box, ends: readonly Box[], beside: number): [xs: readonly number[], ys: readonly number[]] {
    const xs = new Set<number>();
    const ys = new Set<number>();
    const add = (box: Box, x: number, y: number, middle: boolean) => {
      for (const at of [box.x - x, right(box) + x, ...(middle ? [centre(box).x] : [])]) if (at >= region.x && at <= right(region)) xs.add(Math.round(at));
      for (const at of [box.y - y, bottom(box) + y, ...(middle ? [centre(box).y] : [])]) if (at >= region.y && at <= bottom(region)) ys.add(Math.round(at));
    };
    for (const box of this.obstacles.things.values()) {
      if (!touches(grown(box, BESIDE), region)) continue;
      add(box, BESIDE, BESIDE, false);
    }
    for (const box of ends) {
      add(box, beside, beside, true);
      // Ports near the corners let things that hardly stand over each other have a straight way.
      if (box.width >= WIDE) add(box, -SHOULDER, beside, false);
    }
    for (const box of this.obstacles.cases) if (touches(grown(box, BESIDE), region)) add(box, 5, 7, false);
    return [ascending(xs), ascending(ys)];
  }

  private portsOn(box: Box, side: Side, grid: Grid, beside: number): Port[] {
    const flat = side === 'top' || side === 'bottom';
    const middle = flat ? centre(box).x : centre(box).y;
    const [least, most] = flat ? [box.x + CORNER, right(box) - CORNER] : [box.y + CORNER, bottom(box) - CORNER];
    const edge = { top: box.y, bottom: bottom(box), left: box.x, right: right(box) }[side];
    const line = Math.round(edge + (side === 'top' || side === 'left' ? -beside : beside));
    const along = (flat ? grid.xs : grid.ys).filter((at) => at === Math.round(middle) || (at >= least && at <= most));
    return along.map((at) => {
      const port = flat ? { x: at, y: edge } : { x: edge, y: at };
      const taken = this.ports.some((other) => Math.abs(other.x - port.x) + Math.abs(other.y - port.y) < 9);
      return { at: port, stub: flat ? { x: at, y: line } : { x: line, y: at }, side, price: Math.abs(at - middle) * OFF_CENTRE + (taken ? TAKEN_PORT : 0) + (side === 'bottom' ? FROM_BELOW : 0) };
    });
  }
}

/** Straight across, when the two stand so near to each other that nothing has room between them. */
function acrossGap(start: Box, end: Box): Point[] | null {
  const near = (gap: number): boolean => gap > 0 && gap <= 2 * BESIDE + 1;
  /** The middle of what two stretches share, as near as may be to the middle of the shorter one. */
  const shared = (a: number, b: number, c: number, d: number): number | null => {
    const [low, high] = [Math.max(a, c) + CORNER, Math.min(b, d) - CORNER];
    if (low > high) return null;
    return Math.min(high, Math.max(low, b - a < d - c ? (a + b) / 2 : (c + d) / 2));
  };
  const x = shared(start.x, right(start), end.x, right(end));
  if (x !== null && near(end.y - bottom(start))) return [{ x, y: bottom(start) }, { x, y: end.y }];
  if (x !== null && near(start.y - bottom(end))) return [{ x, y: start.y }, { x, y: bottom(end) }];
  const y = shared(start.y, bottom(start), end.y, bottom(end));
  if (y !== null && near(end.x - right(start))) return [{ x: right(start), y }, { x: end.x, y }];
  if (y !== null && near(start.x - right(end))) return [{ x: start.x, y }, { x: right(end), y }];
  return null;
}

/** When there is no way around: from edge to edge between the middles. */
function straight(start: Box, end: Box): Point[] {
  const a = centre(start);
  const b = centre(end);
  const cut = (box: Box, from: Point, to: Point): Point => {
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const share = Math.min(dx === 0 ? Infinity : box.width / 2 / Math.abs(dx), dy === 0 ? Infinity : box.height / 2 / Math.abs(dy));
    return Number.isFinite(share) ? { x: from.x + dx * share, y: from.y + dy * share } : from;
  };
  return [cut(start, a, b), cut(end, b, a)];
}

/** Does the way begin and end at upper edges? */
function leavesUpward(way: readonly Point[]): boolean {
  const [a, b] = way;
  const [y, z] = way.slice(-2);
  return way.length > 2 && a !== undefined && b !== undefined && y !== undefined && z !== undefined && b.y < a.y && y.y < z.y;
}

const ascending = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(right(a), right(b)) - x, height: Math.max(bottom(a), bottom(b)) - y };
}

const touches = (a: Box, b: Box): boolean => a.x <= right(b) && b.x <= right(a) && a.y <= bottom(b) && b.y <= bottom(a);
/** Does a flat or upright piece lead through the inside of a box? */
const crosses = (a: Point, b: Point, box: Box): boolean =>
  Math.max(a.x, b.x) > box.x && Math.min(a.x, b.x) < right(box) && Math.max(a.y, b.y) > box.y && Math.min(a.y, b.y) < bottom(box);
