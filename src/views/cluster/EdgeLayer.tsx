/**
 * The lines between things, as one drawing below the cards, and the message of the step above them. A message is a blue
 * line with a token; a bead travels along it once when the step was made forward. A refusal ends in a red cross.
 */
import { ViewportPortal } from '@xyflow/react';
import { memo, useEffect, useMemo, useRef } from 'react';
import { usePage, usePageStore } from '../../state/usePage';
import { MessageToken, RefusedMark } from '../shared/Edge';
import type { Box, Point } from './box';
import { besideMessage, type StandingEdge } from './edges';
import { placeLabel } from './labelPlace';
import type { DrawnMotion } from './motion';
import { lengthOf, pathOf, pointAt, shortened } from './polyline';
import type { Routes } from './routes';
import { tokenWidth } from './sizes';
import { drawnPlace } from './things';
import { travelTime } from './timing';
import { isStill } from './useArrival';

interface EdgeLayerProps {
  readonly routes: Routes;
  readonly places: ReadonlyMap<string, Box>;
  readonly standing: readonly StandingEdge[];
  readonly motion: DrawnMotion | null;
  /** Boxes of what is there now: tokens do not cover them. */
  readonly things: readonly Box[];
  readonly words: readonly Box[];
  readonly bounds: Box;
}

/** Clear of the cross on a refused call. */
const BESIDE_CROSS = 16;
/** A shorter way has no room for a head; things that stand so near need no line. */
const LEAST_WAY = 11;

/** The head stops so far before what it points at: clear of the ring of now. */
const BEFORE_RING = 6;

const DASHES: Readonly<Record<DrawnMotion['via'], string | undefined>> = { call: undefined, signal: undefined, watch: '7 5', file: '1.5 4.5' };

export const EdgeLayer = memo(function EdgeLayer({ routes, places, standing, motion, things, words, bounds }: EdgeLayerProps) {
  const way = useMemo(() => {
    const from = motion && drawnPlace(motion.from, places);
    const to = motion && drawnPlace(motion.to, places);
    if (!from || !to) return null;
    if (from !== to) return routes.forMessage(from, to);
    // Both ends are in one tile: the token stands at it.
    const tile = places.get(from);
    return tile ? [{ x: tile.x + tile.width / 2, y: tile.y }] : null;
  }, [motion, places, routes]);
  return (
    <ViewportPortal>
      <svg className="pointer-events-none absolute top-0 left-0 overflow-visible" width={1} height={1} style={{ zIndex: 1 }} aria-hidden="true">
        {besideMessage(standing, motion).map((edge) => (
          <Standing key={`${edge.from}>${edge.to}`} edge={edge} way={routes.between(edge.from, edge.to)} />
        ))}
      </svg>
      {motion && way && <Message motion={motion} way={way} things={things} words={words} bounds={bounds} />}
    </ViewportPortal>
  );
});

const Standing = memo(function Standing({ edge, way }: { readonly edge: StandingEdge; readonly way: readonly Point[] | null }) {
  if (!way || lengthOf(way) < LEAST_WAY) return null;
  const kind = edge.via === 'watch' ? 'edge edge-watch' : edge.via === 'file' ? 'edge edge-file' : 'edge';
  return <path d={pathOf(shortened(way, 1))} className={kind} markerEnd="url(#scene-head)" data-edge={`${edge.from}>${edge.to}`} />;
});

/** Most letters of a refusal on its edge, px of the canvas being few; the sentence below has all of them. */
const MOST_LETTERS = 36;

const beginning = (text: string): string => (text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS).replace(/\s+\S*$/, '')} …`);

interface MessageProps {
  readonly motion: DrawnMotion;
  readonly way: readonly Point[];
  readonly things: readonly Box[];
  readonly words: readonly Box[];
  readonly bounds: Box;
}

function Message({ motion, way, things, words, bounds }: MessageProps) {
  const { via, label } = motion;
  const refused = motion.refused === null ? null : beginning(motion.refused);
  const place = (width: number, height: number) => placeLabel({ way, width, height, things, words, bounds, ...(refused === null ? {} : { beside: BESIDE_CROSS }) });
  const twoLines = refused === null ? null : place(Math.max(tokenWidth(label), tokenWidth(refused)), 42);
  // A refusal is told on two lines where there is the height for them.
  const onOneLine = refused !== null && twoLines?.free === false;
  const { at } = twoLines && !onOneLine ? twoLines : place(tokenWidth(refused === null ? label : `${label}: ${refused}`), 26);
  const path = pathOf(shortened(way, BEFORE_RING));
  const dash = DASHES[via];
  const length = lengthOf(way);
  const cross = pointAt(way, length > 40 ? length / 2 : length);
  return (
    <>
      {way.length > 1 && <svg className="pointer-events-none absolute top-0 left-0 overflow-visible" width={1} height={1} style={{ zIndex: 3 }} aria-hidden="true">
        <path
          d={path}
          className={refused === null ? 'edge edge-now' : 'edge'}
          markerEnd={`url(#${refused === null ? 'edge-head-now' : 'scene-head'})`}
          data-edge-now={`${motion.from}>${motion.to}`}
          {...(dash ? { strokeDasharray: dash } : {})}
        />
        {refused !== null && <RefusedMark {...cross} />}
      </svg>}
      {refused === null && way.length > 1 && <Bead path={path} />}
      <div className="pointer-events-none absolute" style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)`, zIndex: 4 }}>
        {refused === null ? (
          <MessageToken>{label}</MessageToken>
        ) : (
          <p className="rounded-chip bg-surface/90 px-2 py-1 text-xs whitespace-nowrap text-ink-2">
            {label}{onOneLine ? ': ' : ''}
            <b className={`text-failed ${onOneLine ? '' : 'block'}`}>{refused}</b>
          </p>
        )}
      </div>
    </>
  );
}

/** What travels: it is seen only on its way. */
function Bead({ path }: { readonly path: string }) {
  const store = usePageStore();
  const version = usePage((page) => page.version);
  const bead = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const duration = travelTime(store.getState(), isStill());
    if (duration === 0 || !bead.current) return;
    const animation = bead.current.animate([{ offsetDistance: '0%', opacity: 1 }, { offsetDistance: '100%', opacity: 1 }], { duration, easing: 'cubic-bezier(.45,0,.2,1)' });
    return () => animation.cancel();
  }, [store, path, version]);
  return <div ref={bead} aria-hidden="true" className="pointer-events-none absolute top-0 left-0 size-3.5 rounded-full bg-now opacity-0 ring-2 ring-surface" style={{ offsetPath: `path("${path}")`, offsetRotate: '0deg', zIndex: 4 }} />;
}

/** The head of a standing edge: smaller than a message's, for the narrow gaps between cards. */
export function SceneMarkers() {
  return (
    <svg width="0" height="0" aria-hidden className="absolute">
      <defs>
        <marker id="scene-head" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" orient="auto">
          <path d="M0 .8 9.4 5 0 9.2z" fill="var(--color-line-strong)" />
        </marker>
      </defs>
    </svg>
  );
}
