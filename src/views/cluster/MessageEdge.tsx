/**
 * An edge of the canvas. The step's own edge is blue and carries a token with the message's name; the token travels once
 * when the step was made forward, and then rests on the edge. A refusal ends in a red cross.
 */
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { usePage, usePageStore } from '../../state/usePage';
import { MessageToken } from '../shared/Edge';
import type { SceneEdge } from './edges';

export type MessageEdgeData = { readonly edge: SceneEdge };
export type MessageFlowEdge = Edge<MessageEdgeData>;

const DASHES: Readonly<Record<SceneEdge['via'], string | undefined>> = { call: undefined, signal: undefined, watch: '7 5', file: '2 4' };
const TRAVEL = 420;
/** Below this a movement cannot be seen: the state is shown at once. */
const LEAST = 80;

export function MessageEdge(props: EdgeProps<MessageFlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data } = props;
  const [path, x, y] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature: 0.3 });
  const edge = data?.edge;
  if (!edge) return null;
  const dash = DASHES[edge.via];
  const style = {
    stroke: edge.now ? (edge.refused ? 'var(--color-failed)' : 'var(--color-now)') : 'var(--color-line-strong)',
    strokeWidth: edge.now ? 3 : 1.5,
    ...(dash ? { strokeDasharray: dash } : {}),
    ...(edge.now ? {} : { opacity: 0.75 }),
  };
  return (
    <>
      <BaseEdge path={path} style={style} markerEnd={edge.now ? (edge.refused ? 'url(#edge-head)' : 'url(#edge-head-now)') : 'url(#edge-head)'} />
      {edge.now && (
        <EdgeLabelRenderer>
          <Token edge={edge} path={path} x={x} y={y} />
        </EdgeLabelRenderer>
      )}
    </>
  );
}

function Token({ edge, path, x, y }: { readonly edge: SceneEdge; readonly path: string; readonly x: number; readonly y: number }) {
  const store = usePageStore();
  const version = usePage((page) => page.version);
  const traveller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { movement, speed } = store.getState();
    const element = traveller.current;
    const duration = TRAVEL / speed;
    if (!element || movement !== 'forward' || duration < LEAST || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    element.style.offsetPath = `path("${path}")`;
    const animation = element.animate([{ offsetDistance: '0%', opacity: 1 }, { offsetDistance: '100%', opacity: 1 }], { duration, easing: 'cubic-bezier(.45,0,.2,1)' });
    return () => animation.cancel();
  }, [store, path, version]);
  return (
    <>
      <div ref={traveller} className="absolute top-0 left-0 size-3 rounded-full bg-now opacity-0 [offset-rotate:0deg]" aria-hidden="true" />
      <div className="pointer-events-none absolute" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`, zIndex: 10 }}>
        {edge.refused === null ? (
          <MessageToken>{edge.label}</MessageToken>
        ) : (
          <span className="flex items-center gap-1.5 rounded-chip border-[1.5px] border-failed bg-surface px-2 py-0.5 text-xs font-semibold whitespace-nowrap text-failed">
            <svg width={10} height={10} viewBox="0 0 10 10" aria-hidden="true">
              <path d="M1.5 1.5L8.5 8.5M8.5 1.5L1.5 8.5" stroke="currentColor" strokeWidth={2.2} strokeLinecap="round" />
            </svg>
            {edge.label}: {edge.refused}
          </span>
        )}
      </div>
    </>
  );
}
