/** Which rows of a long list of equal height are near the eye: the rest is room, as high as they would be. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows beyond both edges, and the step in which the window moves. */
const MARGIN = 24;

export interface RowWindow {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onScroll: () => void;
  /** Brings a row into view. */
  readonly reveal: (row: number) => void;
  /** Rows that fit. */
  readonly page: number;
}

/** Asks for the window that is needed whenever it changes. `head`: the height of what sticks above the rows. */
export function useWindow(rowHeight: number, head: number, from: number, count: number, ask: (window: { readonly from: number; readonly count: number }) => void): RowWindow {
  const scroller = useRef<HTMLElement>(null);
  const [page, setPage] = useState(20);
  const want = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const rows = Math.max(1, Math.floor((element.clientHeight - head) / rowHeight));
    setPage(rows);
    const first = Math.max(0, (Math.floor(element.scrollTop / rowHeight / MARGIN) - 1) * MARGIN);
    const most = (Math.ceil(rows / MARGIN) + 3) * MARGIN;
    if (first !== from || most !== count) ask({ from: first, count: most });
  }, [rowHeight, head, from, count, ask]);
  useLayoutEffect(() => {
    want();
  }, [want]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(want);
    observer.observe(element);
    return () => observer.disconnect();
  }, [want]);
  const reveal = useCallback((row: number) => {
    const element = scroller.current;
    if (!element) return;
    const top = row * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight - head) element.scrollTop = top + rowHeight + head - element.clientHeight;
  }, [rowHeight, head]);
  return { scroller, onScroll: want, reveal, page };
}
