/**
 * A list that changes on the screen a slice at a time: many new rows in one frame would hold the page up while they are
 * laid out. Rows that stay cost nothing; a row that has another at its place keeps it until its turn comes.
 */
import { useEffect, useState } from 'react';

/** A row and its place in the whole list. */
export interface Placed<T> {
  readonly at: number;
  readonly row: T;
}

/** What may stand there next: like `wanted`, but with at most `most` rows that `drawn` does not have at their place. */
export function towards<T>(drawn: readonly Placed<T>[], wanted: readonly Placed<T>[], isSame: (a: T, b: T) => boolean, most: number): readonly Placed<T>[] {
  const known = new Map(drawn.map((one) => [one.at, one]));
  const next: Placed<T>[] = [];
  let left = most;
  for (const one of wanted) {
    const before = known.get(one.at);
    if (before && isSame(before.row, one.row)) next.push(before);
    else if (left > 0) {
      left -= 1;
      next.push(one);
    } else if (before) next.push(before);
    // Without a row before it the list would close up: it ends here for now.
    else break;
  }
  return next;
}

/** The rows to draw now. */
export function useSlices<T>(wanted: readonly Placed<T>[], isSame: (a: T, b: T) => boolean, most: number): readonly Placed<T>[] {
  const [drawn, draw] = useState<readonly Placed<T>[]>([]);
  useEffect(() => {
    const next = towards(drawn, wanted, isSame, most);
    if (next.length === drawn.length && next.every((one, i) => one === drawn[i])) return;
    const frame = requestAnimationFrame(() => draw(next));
    return () => cancelAnimationFrame(frame);
  }, [drawn, wanted, isSame, most]);
  return drawn;
}
