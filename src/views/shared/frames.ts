/**
 * Work that is spread over frames: what comes at once holds the page up while it is made, laid out and painted; in turns
 * the page can answer between them.
 */
import { startTransition, useEffect, useState } from 'react';

/** A page that is not seen gets no frames: then this much later, ms. */
const UNSEEN = 200;

/** Calls when the next frame has been drawn. Answers how to forget it. */
export function afterFrame(call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    timer = setTimeout(call);
  };
  const frame = requestAnimationFrame(soon);
  timer = setTimeout(soon, UNSEEN);
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}

/**
 * How much of what belongs to `key` is to be drawn: all of it at first; when the key changes nothing, and then one thing
 * more after each frame, up to `all`.
 */
export function useTurns(key: unknown, all: number, first = all): number {
  const [state, setState] = useState({ key, turn: first });
  const turn = state.key === key ? state.turn : 0;
  useEffect(() => (turn < all ? afterFrame(() => startTransition(() => setState({ key, turn: turn + 1 }))) : undefined), [key, turn, all]);
  return turn;
}

/** False while something is drawn for the first time, true from the next frame on. */
export const useNextFrame = (): boolean => useTurns(null, 1, 0) === 1;
