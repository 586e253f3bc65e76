/**
 * What lines between things share: the arrowheads, the classes of the kinds, and the token of the message under way.
 * Heads are measured in px of the page, so that the width of a line never scales them.
 */
import type { ReactNode } from 'react';

export type EdgeKind = 'call' | 'watch' | 'file' | 'now' | 'next' | 'refused';

/** The ids of the heads, for `markerEnd={`url(#${edgeHead(kind)})`}`. */
export const edgeHead = (kind: EdgeKind): string => (kind === 'now' ? 'edge-head-now' : 'edge-head');

/** The classes (styles.css) of a kind of edge. A refused call is drawn as a call, with a RefusedMark on it. */
export function edgeClass(kind: EdgeKind): string {
  return kind === 'call' || kind === 'refused' ? 'edge' : `edge edge-${kind}`;
}

/** The two heads. Render once in the page. */
export function EdgeMarkers(): ReactNode {
  const head = 'M0 .6 9 5 0 9.4z';
  return (
    <svg width="0" height="0" aria-hidden className="absolute">
      <defs>
        <marker id="edge-head" viewBox="0 0 10 10" refX="8.5" refY="5" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12" orient="auto-start-reverse">
          <path d={head} fill="var(--color-line-strong)" />
        </marker>
        <marker id="edge-head-now" viewBox="0 0 10 10" refX="8.5" refY="5" markerUnits="userSpaceOnUse" markerWidth="16" markerHeight="16" orient="auto">
          <path d={head} fill="var(--color-now)" />
        </marker>
      </defs>
    </svg>
  );
}

/** The red cross on a refused call; `x` and `y` are its middle, inside an svg. */
export function RefusedMark({ x, y }: { readonly x: number; readonly y: number }): ReactNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle r="11" fill="var(--color-surface)" />
      <path d="m-6-6 12 12m0-12-12 12" fill="none" stroke="var(--color-failed)" strokeWidth="3.5" />
    </g>
  );
}

/** The message, as a pill of 26 px. */
export function MessageToken({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }): ReactNode {
  return (
    <span className={`inline-flex h-[26px] items-center gap-1.5 rounded-[13px] bg-now px-2.5 font-mono text-xs font-semibold whitespace-nowrap text-on-now ring-3 ring-surface ${className}`}>
      {children}
    </span>
  );
}
