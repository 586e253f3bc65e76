/**
 * The lines of the editor that are pointed at, and the one to go to: by a row of the verdict, by a problem, or by a thing
 * in the picture of the pod (`revealLines` of the page).
 */
import { useCallback, useMemo, useState } from 'react';
import type { LineRange } from '../../manifest/causes';
import { usePage, usePageStore } from '../../state/usePage';

export interface GoTo {
  readonly line: number;
  readonly column: number;
  readonly nonce: number;
}

export interface Lines {
  readonly pointed: readonly LineRange[];
  /** Points at lines while the pointer or the focus is on what speaks of them. */
  readonly point: (lines: LineRange | null) => void;
  /** Where the cursor and the focus go. */
  readonly goTo: GoTo | null;
  readonly goToLine: (line: number, column?: number) => void;
  /** Lines that come into view without the focus. */
  readonly revealed: { readonly lines: readonly LineRange[] } | null;
}

const NONE: readonly LineRange[] = [];

export function useLines(): Lines {
  const asked = usePage((page) => page.revealed);
  // What was asked for before the panel opened concerns another text.
  const [before] = useState(asked);
  const revealed = asked === before ? null : asked;
  const store = usePageStore();
  const [own, setOwn] = useState<LineRange | null>(null);
  // The pictures ring what these lines cause.
  const point = useCallback((lines: LineRange | null) => {
    setOwn(lines);
    store.getState().setPointedLine(lines?.[0] ?? null);
  }, [store]);
  const [goTo, go] = useState<GoTo | null>(null);
  const goToLine = useCallback((line: number, column = 1) => go((last) => ({ line, column, nonce: (last?.nonce ?? 0) + 1 })), []);
  const pointed = useMemo(() => (own ? [own] : (revealed?.lines ?? NONE)), [own, revealed]);
  return { pointed, point, goTo, goToLine, revealed };
}
