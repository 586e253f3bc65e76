/** Which of some boxes on the screen an arrow key leads to. Pure. */

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isDirection = (key: string): key is Direction => key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Index of the nearest of `others` in the direction, or -1. What lies in the same row or column comes first. */
export function nearest(from: Rect, others: readonly Rect[], direction: Direction): number {
  const flat = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowRight' || direction === 'ArrowDown' ? 1 : -1;
  const middle = (rect: Rect, across: boolean): number => (across ? (rect.left + rect.right) / 2 : (rect.top + rect.bottom) / 2);
  let best = -1;
  let least = Infinity;
  others.forEach((rect, i) => {
    const along = (middle(rect, flat) - middle(from, flat)) * sign;
    const inside = flat ? rect.left <= from.left && rect.right >= from.right : rect.top <= from.top && rect.bottom >= from.bottom;
    if (along < 4 || (inside && along < 12)) return;
    const [low, high, fromLow, fromHigh] = flat ? [rect.top, rect.bottom, from.top, from.bottom] : [rect.left, rect.right, from.left, from.right];
    const gap = Math.max(0, low - fromHigh, fromLow - high);
    // What lies more aside than ahead is for another arrow.
    if (gap > along * 1.5) return;
    const aside = Math.abs(middle(rect, !flat) - middle(from, !flat));
    const price = along + gap * 3 + aside * 0.3;
    if (price < least) {
      least = price;
      best = i;
    }
  });
  return best;
}
