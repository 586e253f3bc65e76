/** Lines of straight pieces: their length, points along them, and the path with rounded corners. Pure. */
import type { Point } from './box';

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

export const lengthOf = (points: readonly Point[]): number => points.slice(1).reduce((sum, point, i) => sum + distance(points[i] as Point, point), 0);

/** The point at `at` px from the beginning, and whether the piece there lies flat. */
export function pointAt(points: readonly Point[], at: number): Point & { readonly flat: boolean } {
  let left = at;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point;
    const b = points[i] as Point;
    const length = distance(a, b);
    const isLast = i === points.length - 1;
    if (left <= length || isLast) {
      const share = length === 0 ? 0 : Math.min(1, left / length);
      return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share, flat: Math.abs(b.x - a.x) >= Math.abs(b.y - a.y) };
    }
    left -= length;
  }
  const [only = { x: 0, y: 0 }] = points;
  return { ...only, flat: true };
}

/** Without points that lie on the way between their neighbours. */
export function simplified(points: readonly Point[]): Point[] {
  return points.filter((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before && point.x === before.x && point.y === before.y) return false;
    if (!before || !after) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });
}

/** The line, `by` px shorter at its end: the head stops before a ring. */
export function shortened(points: readonly Point[], by: number): Point[] {
  const last = points.at(-1);
  const before = points.at(-2);
  if (!last || !before) return [...points];
  const length = distance(before, last);
  const share = length <= by ? 0 : (length - by) / length;
  return [...points.slice(0, -1), { x: before.x + (last.x - before.x) * share, y: before.y + (last.y - before.y) * share }];
}

const RADIUS = 8;
const round = (value: number): number => Math.round(value * 10) / 10;

/** As the `d` of an SVG path. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let d = `M${round(first.x)} ${round(first.y)}`;
  rest.forEach((point, i) => {
    const next = rest[i + 1];
    if (!next) {
      d += `L${round(point.x)} ${round(point.y)}`;
      return;
    }
    const before = points[i] as Point;
    const radius = Math.min(RADIUS, distance(before, point) / 2, distance(point, next) / 2);
    const towards = (to: Point): string => {
      const length = distance(point, to) || 1;
      return `${round(point.x + ((to.x - point.x) / length) * radius)} ${round(point.y + ((to.y - point.y) / length) * radius)}`;
    };
    d += `L${towards(before)}Q${round(point.x)} ${round(point.y)} ${towards(next)}`;
  });
  return d;
}
