/** Which rows of a long list of equal height are near the eye: the rest is room, as high as they would be. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows beyond both edges, and the step in which the window moves. */
const MARGIN = 4;
/** Least time between two questions while one scrolls, ms. */
const PAUSE = 60;

export interface RowWindow {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Marks it with `data-sideways` too, while it is moved to the right. */
  readonly onScroll: () => void;
  /** Brings a row into view. */
  readonly reveal: (row: number) => void;
  /** Rows that fit. */
  readonly page: number;
}

/**
 * Asks for the window that is needed whenever it changes. `head`: the height of what sticks above the rows. Where it
 * stands is remembered from the last scroll and the last change of size: to ask the element would lay the table out.
 */
export function useWindow(rowHeight: number, head: number, from: number, count: number, ask: (window: { readonly from: number; readonly count: number }) => void): RowWindow {
  const scroller = useRef<HTMLElement>(null);
  const stand = useRef({ top: 0, height: 0 });
  const [page, setPage] = useState(20);
  const want = useCallback(() => {
    const { top, height } = stand.current;
    if (height === 0) return;
    const rows = Math.max(1, Math.floor((height - head) / rowHeight));
    setPage(rows);
    const first = Math.max(0, (Math.floor(top / rowHeight / MARGIN) - 1) * MARGIN);
    const most = (Math.ceil(rows / MARGIN) + 3) * MARGIN;
    if (first !== from || most !== count) ask({ from: first, count: most });
  }, [rowHeight, head, from, count, ask]);
  const latest = useRef(want);
  useLayoutEffect(() => {
    latest.current = want;
    want();
  }, [want]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      stand.current = { ...stand.current, height: entry?.contentRect.height ?? 0 };
      latest.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const onScroll = useCallback(() => {
    const { scrollTop = 0, scrollLeft = 0 } = scroller.current ?? {};
    scroller.current?.toggleAttribute('data-sideways', scrollLeft > 0);
    stand.current = { ...stand.current, top: scrollTop };
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      latest.current();
    }, PAUSE);
  }, []);
  const reveal = useCallback((row: number) => {
    const element = scroller.current;
    if (!element) return;
    const { top, height } = stand.current;
    const own = row * rowHeight;
    const next = own < top ? own : own + rowHeight > top + height - head ? own + rowHeight + head - height : top;
    if (next === top || height === 0) return;
    element.scrollTop = next;
    stand.current = { top: next, height };
  }, [rowHeight, head]);
  return { scroller, onScroll, reveal, page };
}
