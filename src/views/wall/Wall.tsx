/**
 * WHERE, for a pasted cluster: every node as a tile, every pod as a cell of its kind. Come closer by wheel, buttons or
 * keys: from the cluster to a node, from a node to its pods, from a pod to its verdict and its inside.
 */
import { useCallback, useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { dumpClasses } from '../../manifest/streamQuery';
import type { PastedCluster } from '../../state/pasted';
import { IconButton } from '../shared/Button';
import { ClassBadge } from '../shared/ClassBadge';
import { count } from '../shared/format';
import { PanelHeader } from '../shared/PanelHeader';
import { bitmapOf, bitmapScale, coloursOf, drawWall, isReady, NAMES, nodesInFrame, type Colours, type WallBitmap } from './drawWall';
import { NodeCard } from './NodeCard';
import { useFrame, useNodeRows, useWallStand } from './useWall';
import { cameraOnNode, cameraWith, nodeBeside, podBeside, podsOn, spotAt, tileAt, toWall, zoomAt, type Direction, type Point, type WallSpot } from './wall';

/** A press that moved less is a click, px. */
const STILL = 5;
const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

export function Wall({ columns: cluster, title, rowsAt, selected, onOpen, onTable, controls, actions }: PastedCluster) {
  const size = `${count(cluster.nodes.length, 'node')}, ${count(cluster.rows.length, 'pod')} of ${title}`;
  const lost = cluster.nodes.filter(({ status }) => !isReady(status)).length;
  return (
    <section className="@container flex h-full min-h-0 flex-col bg-surface" aria-label="Where, the pasted cluster" data-panel="where" data-pasted="" tabIndex={-1}>
      <PanelHeader title="Where" detail={<span className="@max-[519px]:hidden">{size}</span>}>{controls}</PanelHeader>
      {/* Beside the buttons there is no room for it on a phone. */}
      <p className="px-4 pb-1 text-sm text-muted @min-[520px]:hidden">{size}</p>
      <Picture cluster={cluster} rowsAt={rowsAt} selected={selected} onOpen={onOpen} onTable={onTable}>
        {lost > 0 && <span className="font-semibold text-failed">{count(lost, 'node')} not ready</span>}
        {cluster.unplaced > 0 && <span className="text-muted">{count(cluster.unplaced, 'pod')} on no node</span>}
        {!cluster.described && <span className="text-muted">Nodes as their pods name them: the dump has no Node objects.</span>}
        <span className="ml-auto flex flex-wrap items-center justify-end gap-x-3 gap-y-1.5">{actions}</span>
      </Picture>
    </section>
  );
}

/** The badge's `role` is a pod's, not ARIA's. */
const SYSTEM = { role: 'system' } as const;
const NON_SYSTEM = { role: 'nonSystem' } as const;
const BADGES = {
  staticSystem: <ClassBadge origin="static" {...SYSTEM} />, staticNonSystem: <ClassBadge origin="static" {...NON_SYSTEM} />,
  workloadSystem: <ClassBadge origin="workload" {...SYSTEM} />, workloadNonSystem: <ClassBadge origin="workload" {...NON_SYSTEM} />,
  undecided: <span>undecided in part</span>,
};

function Legend({ cluster: { counts } }: { readonly cluster: PastedCluster['columns'] }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1.5" aria-label="Kinds of pods on nodes">
      {dumpClasses.filter((one) => counts[one] > 0).map((one) => (
        <li key={one} className="flex items-center gap-1.5">{BADGES[one]} <b className="tabular-nums">{counts[one].toLocaleString('en')}</b></li>
      ))}
    </ul>
  );
}

type PictureProps = Pick<PastedCluster, 'rowsAt' | 'selected' | 'onOpen' | 'onTable'> & { readonly cluster: PastedCluster['columns']; readonly children: ReactNode };

/** The picture, and under it its legend, the ways to come closer, and `children`. */
function Picture({ cluster, rowsAt, selected, onOpen, onTable, children }: PictureProps) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const made = useRef<{ readonly wall: typeof wall; readonly cluster: typeof cluster; readonly colours: Colours; readonly bitmap: WallBitmap } | null>(null);
  const frame = useFrame(place);
  const { wall, fit, camera, setCamera, spot, setSpot } = useWallStand(cluster, frame);
  const { rowsOf, want } = useNodeRows(cluster, rowsAt);
  useEffect(() => {
    if (spot) want(spot.node);
    if (camera.scale < NAMES) return;
    for (const node of nodesInFrame({ wall, camera, frame }).slice(0, 60)) want(node);
  }, [spot, want, wall, camera, frame]);

  useEffect(() => {
    const element = canvas.current;
    if (!element || frame.width === 0) return;
    const ratio = devicePixelRatio || 1;
    // The small picture is made once a wall.
    const across = bitmapScale(wall, fit.scale * ratio);
    if (made.current?.wall !== wall || made.current.cluster !== cluster || made.current.bitmap.across !== across) {
      const colours = coloursOf(element);
      made.current = { wall, cluster, colours, bitmap: bitmapOf(wall, cluster, colours, across) };
    }
    const scene = { ...made.current, camera, frame, spot, selected, namesOf: (node: number) => rowsOf(node)?.map(({ name }) => name) };
    const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
    const request = requestAnimationFrame(() => {
      const g = element.getContext('2d');
      if (!g) return;
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawWall(g, scene);
    });
    return () => cancelAnimationFrame(request);
  });

  const zoom = useCallback((factor: number, point: Point) => setCamera((before) => zoomAt(before, fit, factor, point)), [setCamera, fit]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    // React listens passively, and the page must not scroll meanwhile.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [zoom]);

  const centre = { x: frame.width / 2, y: frame.height / 2 };
  const openSpot = ({ node, pod }: WallSpot) => {
    const row = pod === null ? undefined : cluster.rows[(cluster.starts[node] ?? 0) + pod];
    if (row !== undefined) onOpen(row);
  };
  const closer = (node: number, pod: number | null) => {
    setCamera(cameraOnNode(wall, node, frame));
    setSpot({ node, pod: podsOn(cluster, node) > 0 ? (pod ?? 0) : null });
  };
  const move = (direction: Direction) => {
    if (!spot) return setSpot({ node: 0, pod: null });
    if (spot.pod !== null) return setSpot({ node: spot.node, pod: podBeside(wall, podsOn(cluster, spot.node), spot.pod, direction) });
    const node = nodeBeside(wall, spot.node, direction);
    setSpot({ node, pod: null });
    setCamera((before) => cameraWith(wall, before, node, frame));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction) move(direction);
    else if (event.key === 'Enter' && spot?.pod === null) closer(spot.node, null);
    else if (event.key === 'Enter' && spot) openSpot(spot);
    else if (event.key === 'Escape' && spot && spot.pod !== null) {
      setSpot({ node: spot.node, pod: null });
      setCamera(cameraWith(wall, fit, spot.node, frame));
    } else if (event.key === '+' || event.key === '=') zoom(1.5, focusPoint());
    else if (event.key === '-') zoom(1 / 1.5, focusPoint());
    else if (event.key === '0' || event.key === 'Home') setCamera(fit);
    else if (event.key === 't' || event.key === 'T') onTable();
    else return;
    // Inside the wall these keys are the wall's, not the timeline's.
    event.preventDefault();
    event.stopPropagation();
  };
  const focusPoint = (): Point => {
    if (!spot) return centre;
    const { x, y } = tileAt(wall, spot.node);
    return { x: camera.x + (x + wall.columns / 2) * camera.scale, y: camera.y + (y + wall.rows / 2) * camera.scale };
  };

  const pressed = useRef<{ readonly from: Point; readonly camera: typeof camera; moved: boolean } | null>(null);
  const pointOf = (event: PointerEvent): Point => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onPointerMove = (event: PointerEvent) => {
    const point = pointOf(event);
    const press = pressed.current;
    if (!press) return setSpot(spotAt(wall, cluster, toWall(camera, point)));
    const [dx, dy] = [point.x - press.from.x, point.y - press.from.y];
    if (!press.moved && Math.hypot(dx, dy) < STILL) return;
    press.moved = true;
    if (camera.scale > fit.scale) setCamera({ ...press.camera, x: press.camera.x + dx, y: press.camera.y + dy });
  };
  const onPointerUp = (event: PointerEvent) => {
    const press = pressed.current;
    pressed.current = null;
    const found = spotAt(wall, cluster, toWall(camera, pointOf(event)));
    if (!press || press.moved || !found) return;
    // A cell that is too small to be hit is reached by its node.
    if (found.pod !== null && camera.scale >= 10) {
      setSpot(found);
      openSpot(found);
    } else closer(found.node, found.pod);
  };

  return (
    <>
    <div className="relative min-h-0 flex-1 bg-wall">
      {/* One stop for Tab: arrows, Enter and Escape move inside, and the table says the same. An application takes keys; the rules know only widgets. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={place}
        role="application"
        // The one stop for Tab that the comment above speaks of.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={`Wall of ${count(cluster.nodes.length, 'node')}. Arrows move, Enter comes closer, Escape goes back, T shows a table.`}
        className={`absolute inset-0 overflow-hidden outline-offset-[-3px] ${camera.scale > fit.scale ? 'touch-none' : 'touch-pan-y'}`}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && !spot && setSpot({ node: 0, pod: null })}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          pressed.current = { from: pointOf(event), camera, moved: false };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => (pressed.current = null)}
        onPointerLeave={() => !pressed.current && !place.current?.matches(':focus-visible') && setSpot(null)}
      >
        <canvas ref={canvas} className="block size-full" aria-hidden="true" />
      </div>
      {spot && <Card cluster={cluster} spot={spot} rows={rowsOf(spot.node)} tile={tileOnScreen(spot.node)} frame={frame} />}
      <p className="sr-only" aria-live="polite">{spot ? told() : ''}</p>
    </div>
    <footer className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-4 py-2 text-sm">
      <Legend cluster={cluster} />
      {children}
      {/* Under the picture, not over it: there they would cover pods. */}
      <div className="flex items-center gap-1">
        <IconButton icon="minus" label="Farther" shortcut="−" size="sm" disabled={camera.scale <= fit.scale} onClick={() => zoom(1 / 1.6, centre)} />
        <IconButton icon="plus" label="Closer" shortcut="+" size="sm" onClick={() => zoom(1.6, centre)} />
        <IconButton icon="fit" label="The whole cluster" shortcut="0" size="sm" disabled={camera === fit} onClick={() => setCamera(fit)} />
      </div>
    </footer>
    </>
  );

  function tileOnScreen(node: number) {
    const { x, y } = tileAt(wall, node);
    return { x: camera.x + x * camera.scale, y: camera.y + y * camera.scale, width: wall.columns * camera.scale, height: wall.rows * camera.scale };
  }

  /** What is focused, in words. */
  function told(): string {
    if (!spot) return '';
    const node = cluster.nodes[spot.node];
    const row = spot.pod === null ? undefined : rowsOf(spot.node)?.[spot.pod];
    if (row) return `pod ${row.name} in ${row.namespace}, ${row.origin}, ${row.system}, ${row.status}`;
    return node ? [`node ${node.name}`, node.zone, node.controlPlane ? 'control plane' : '', node.status || 'no Node object', count(podsOn(cluster, spot.node), 'pod')].filter(Boolean).join(', ') : '';
  }
}

const CARD = { width: 300, height: 190 };

/** Beside its tile, inside the frame; where there is no room beside it, in the corner that is farther away. */
function Card({ tile, frame, ...card }: Parameters<typeof NodeCard>[0] & { readonly tile: Point & { readonly width: number; readonly height: number }; readonly frame: { readonly width: number; readonly height: number } }) {
  const right = tile.x + tile.width + 14;
  const beside = right + CARD.width < frame.width ? right : tile.x - CARD.width - 14 > 0 ? tile.x - CARD.width - 14 : null;
  const left = beside ?? (tile.x + tile.width / 2 > frame.width / 2 ? 8 : Math.max(8, frame.width - CARD.width - 8));
  const top = Math.max(8, Math.min(tile.y, frame.height - CARD.height - 8));
  return (
    <div className="pointer-events-none absolute max-w-[calc(100%-16px)] rounded-card bg-surface p-3 shadow-lg" style={{ left, top, width: CARD.width }}>
      <NodeCard {...card} />
    </div>
  );
}
