/**
 * Ways between things, along right angles, that pass beside the other things and not over their words. A small search
 * over the lines between boxes (A* with a price for corners). Pure; a way is found once and kept.
 */
import { Heap } from '../../lib/heap';
import { bottom, type Box, centre, grown, type Point, right } from './box';
import { lengthOf, simplified } from './polyline';

export interface Obstacles {
  /** By id: what an edge can end at, and may not cross. */
  readonly things: ReadonlyMap<string, Box>;
  /** Words on the ground: better not crossed. */
  readonly words: readonly Box[];
  /** Cases of nodes: edges run between them and may cross their walls. */
  readonly cases: readonly Box[];
}

type Side = 'top' | 'right' | 'bottom' | 'left';
const SIDES: readonly Side[] = ['top', 'right', 'bottom', 'left'];
const OUTWARD: Readonly<Record<Side, Point>> = { top: { x: 0, y: -1 }, right: { x: 1, y: 0 }, bottom: { x: 0, y: 1 }, left: { x: -1, y: 0 } };

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

const BEND = 26;
const OFF_CENTRE = 0.15;
const TAKEN_PORT = 30;
const ON_WORDS = 3;
const ON_ANOTHER = 1.2;

interface Piece {
  readonly a: Point;
  readonly b: Point;
}

interface Port {
  readonly at: Point;
  /** The grid point before it. */
  readonly stub: Point;
  readonly side: Side;
  readonly price: number;
}

/** The ways of one layout. */
export class Routes {
  private readonly found = new Map<string, readonly Point[]>();
  private readonly pieces: Piece[] = [];
  private readonly ports: Point[] = [];

  constructor(private readonly obstacles: Obstacles) {}

  /** The way from one thing to another: from the edge of the one to the edge of the other. Null when one is not drawn. */
  between(from: string, to: string): readonly Point[] | null {
    return this.kept(from, to, '', (start, end) => {
      const way = acrossGap(start, end) ?? this.search(start, end, SIDES, BESIDE) ?? straight(start, end);
      this.remember(way);
      return way;
    });
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

  private search(start: Box, end: Box, sides: readonly Side[], beside: number): Point[] | null {
    const region = grown(union(start, end), DETOUR);
    const walls = [...this.obstacles.things.values()].filter((box) => box !== start && box !== end && touches(box, region)).map((box) => grown(box, CLEAR));
    const own = [start, end];
    const grid = this.gridIn(region, own, beside);
    const ports = (box: Box): Port[] => sides.flatMap((side) => this.portsOn(box, side, grid, beside)).filter(({ at, stub }) => !walls.some((wall) => inside(stub, wall) || crosses(at, stub, wall)));
    return new Search(grid, ports(start), ports(end), (a, b) => this.priceOf(a, b, walls, own)).run();
  }

  /** The lines along which ways run within the region. */
  private gridIn(region: Box, ends: readonly Box[], beside: number): Grid {
    const xs = new Set<number>();
    const ys = new Set<number>();
    const add = (box: Box, x: number, y: number, middle: boolean) => {
      for (const at of [box.x - x, right(box) + x, ...(middle ? [centre(box).x] : [])]) if (at >= region.x && at <= right(region)) xs.add(Math.round(at));
      for (const at of [box.y - y, bottom(box) + y, ...(middle ? [centre(box).y] : [])]) if (at >= region.y && at <= bottom(region)) ys.add(Math.round(at));
    };
    for (const box of this.obstacles.things.values()) {
      if (!touches(grown(box, BESIDE), region)) continue;
      add(box, BESIDE, BESIDE, true);
      // Ports near the corners let things that hardly stand over each other have a straight way.
      if (box.width >= WIDE) add(box, -SHOULDER, BESIDE, false);
    }
    for (const box of ends) add(box, beside, beside, true);
    for (const box of this.obstacles.cases) if (touches(grown(box, BESIDE), region)) add(box, 5, 7, false);
    return { xs: ascending(xs), ys: ascending(ys) };
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
      return { at: port, stub: flat ? { x: at, y: line } : { x: line, y: at }, side, price: Math.abs(at - middle) * OFF_CENTRE + (taken ? TAKEN_PORT : 0) };
    });
  }

  /** What a piece costs: its length, more over words or along another way; nothing is paid for what is impossible. */
  private priceOf(a: Point, b: Point, walls: readonly Box[], own: readonly Box[]): number {
    if (walls.some((wall) => crosses(a, b, wall)) || own.some((box) => crosses(a, b, box))) return Infinity;
    let price = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    for (const box of this.obstacles.words) price += overlapWithBox(a, b, box) * ON_WORDS;
    for (const piece of this.pieces) price += overlapOf(a, b, piece) * ON_ANOTHER;
    return price;
  }
}

interface Grid {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

interface State {
  readonly x: number;
  readonly y: number;
  /** Index of the side towards which it moves. */
  readonly heading: number;
  readonly price: number;
  readonly from: State | null;
  readonly port: Port;
}

/** One search, from any port of one box to any port of the other. */
class Search {
  private readonly best = new Map<number, number>();
  private readonly open = new Heap<{ readonly estimate: number; readonly state: State }>((a, b) => a.estimate < b.estimate);

  constructor(
    private readonly grid: Grid,
    private readonly starts: readonly Port[],
    private readonly ends: readonly Port[],
    private readonly priceOf: (a: Point, b: Point) => number,
  ) {}

  run(): Point[] | null {
    const { grid, starts, ends } = this;
    const goals = new Map<number, Port[]>();
    for (const port of ends) {
      const at = this.cell(port.stub);
      if (at !== null) goals.set(at, [...(goals.get(at) ?? []), port]);
    }
    for (const port of starts) {
      const x = grid.xs.indexOf(port.stub.x);
      const y = grid.ys.indexOf(port.stub.y);
      if (x >= 0 && y >= 0) this.offer({ x, y, heading: SIDES.indexOf(port.side), price: port.price, from: null, port });
    }
    let answer: { readonly state: State; readonly port: Port; readonly price: number } | null = null;
    for (let next = this.open.pop(); next; next = this.open.pop()) {
      const { state, estimate } = next;
      if (answer && estimate >= answer.price) break;
      for (const port of goals.get(state.y * grid.xs.length + state.x) ?? []) {
        const out = OUTWARD[port.side];
        const straightIn = OUTWARD[SIDES[state.heading] as Side].x === -out.x && OUTWARD[SIDES[state.heading] as Side].y === -out.y;
        const price = state.price + port.price + (straightIn ? 0 : BEND);
        if (!answer || price < answer.price) answer = { state, port, price };
      }
      this.spread(state);
    }
    return answer ? pathTo(answer.state, answer.port, grid) : null;
  }

  private cell({ x, y }: Point): number | null {
    const ix = this.grid.xs.indexOf(x);
    const iy = this.grid.ys.indexOf(y);
    return ix < 0 || iy < 0 ? null : iy * this.grid.xs.length + ix;
  }

  private spread(state: State): void {
    const { xs, ys } = this.grid;
    SIDES.forEach((side, heading) => {
      const out = OUTWARD[side];
      const now = OUTWARD[SIDES[state.heading] as Side];
      if (out.x === -now.x && out.y === -now.y) return;
      const x = state.x + out.x;
      const y = state.y + out.y;
      if (x < 0 || y < 0 || x >= xs.length || y >= ys.length) return;
      const price = this.priceOf({ x: xs[state.x] as number, y: ys[state.y] as number }, { x: xs[x] as number, y: ys[y] as number });
      if (price === Infinity) return;
      this.offer({ x, y, heading, price: state.price + price + (heading === state.heading ? 0 : BEND), from: state, port: state.port });
    });
  }

  private offer(state: State): void {
    const key = (state.y * this.grid.xs.length + state.x) * SIDES.length + state.heading;
    const known = this.best.get(key);
    if (known !== undefined && known <= state.price) return;
    this.best.set(key, state.price);
    this.open.push({ estimate: state.price + this.atLeast(state), state });
  }

  /** The way that is left, as the crow flies along right angles. */
  private atLeast({ x, y }: State): number {
    const here = { x: this.grid.xs[x] as number, y: this.grid.ys[y] as number };
    return this.ends.reduce((least, { stub }) => Math.min(least, Math.abs(stub.x - here.x) + Math.abs(stub.y - here.y)), Infinity);
  }
}

function pathTo(last: State, port: Port, grid: Grid): Point[] {
  const points: Point[] = [port.at];
  for (let state: State | null = last; state; state = state.from) points.push({ x: grid.xs[state.x] as number, y: grid.ys[state.y] as number });
  points.push(last.port.at);
  return simplified(points.reverse());
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
const inside = ({ x, y }: Point, box: Box): boolean => x > box.x && x < right(box) && y > box.y && y < bottom(box);

/** Does a flat or upright piece lead through the inside of a box? */
const crosses = (a: Point, b: Point, box: Box): boolean =>
  Math.max(a.x, b.x) > box.x && Math.min(a.x, b.x) < right(box) && Math.max(a.y, b.y) > box.y && Math.min(a.y, b.y) < bottom(box);

function overlapWithBox(a: Point, b: Point, box: Box): number {
  if (!crosses(a, b, box)) return 0;
  const width = Math.min(Math.max(a.x, b.x), right(box)) - Math.max(Math.min(a.x, b.x), box.x);
  const height = Math.min(Math.max(a.y, b.y), bottom(box)) - Math.max(Math.min(a.y, b.y), box.y);
  return Math.max(width, height);
}

/** How far a piece runs on top of another. */
function overlapOf(a: Point, b: Point, { a: c, b: d }: Piece): number {
  const shared = (p: number, q: number, r: number, s: number): number => Math.max(0, Math.min(Math.max(p, q), Math.max(r, s)) - Math.max(Math.min(p, q), Math.min(r, s)));
  if (a.x === b.x && c.x === d.x && Math.abs(a.x - c.x) < 4) return shared(a.y, b.y, c.y, d.y);
  if (a.y === b.y && c.y === d.y && Math.abs(a.y - c.y) < 4) return shared(a.x, b.x, c.x, d.x);
  return 0;
}
