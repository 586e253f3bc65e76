/** Where one stands before the wall: the camera, what is pointed at, and the pods of the nodes that were looked at. */
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { ClusterColumns } from '../../manifest/streamCluster';
import type { ViewedRow } from '../../manifest/streamQuery';
import type { PastedCluster } from '../../state/pasted';
import { fitWall, layoutWall, podsOn, type Frame, type Wall, type WallCamera, type WallSpot } from './wall';

/** The size of an element as it changes. */
export function useFrame(ref: RefObject<HTMLElement | null>): Frame {
  const [frame, setFrame] = useState<Frame>({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setFrame({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return frame;
}

export interface WallStand {
  readonly wall: Wall;
  readonly fit: WallCamera;
  readonly camera: WallCamera;
  readonly setCamera: (next: WallCamera | ((before: WallCamera) => WallCamera)) => void;
  readonly spot: WallSpot | null;
  readonly setSpot: (spot: WallSpot | null) => void;
}

/** The wall in a frame. It is laid out once for a frame's shape; another size of the frame fits it anew. */
export function useWallStand(cluster: ClusterColumns, frame: Frame): WallStand {
  const aspect = frame.height > 0 ? Math.round((frame.width / frame.height) * 10) / 10 : 1;
  const wall = useMemo(() => layoutWall(cluster, aspect), [cluster, aspect]);
  const fit = useMemo(() => fitWall(wall, frame), [wall, frame]);
  // A camera belongs to the fit it was moved from.
  const [moved, setMoved] = useState<{ readonly of: WallCamera; readonly camera: WallCamera } | null>(null);
  const camera = moved?.of === fit ? moved.camera : fit;
  const setCamera = useCallback((next: WallCamera | ((before: WallCamera) => WallCamera)) => setMoved((before) => {
    const now = before?.of === fit ? before.camera : fit;
    return { of: fit, camera: typeof next === 'function' ? next(now) : next };
  }), [fit]);
  const [spot, setSpot] = useState<WallSpot | null>(null);
  return { wall, fit, camera, setCamera, spot, setSpot };
}

/** Nodes whose pods are kept. */
const MOST_KEPT = 200;

/** Asks for the pods of single nodes, and keeps the answers. */
export function useNodeRows(cluster: ClusterColumns, rowsAt: PastedCluster['rowsAt']): { readonly rowsOf: (node: number) => readonly ViewedRow[] | undefined; readonly want: (node: number) => void } {
  const known = useRef(new Map<number, readonly ViewedRow[] | null>());
  const [, redraw] = useState(0);
  useEffect(() => {
    known.current = new Map();
  }, [cluster]);
  const want = useCallback((node: number) => {
    const rows = known.current;
    if (rows.has(node)) return;
    if (rows.size > MOST_KEPT) rows.clear();
    rows.set(node, null);
    const first = cluster.starts[node] ?? 0;
    void rowsAt([...cluster.rows.subarray(first, first + podsOn(cluster, node))]).then((found) => {
      rows.set(node, found);
      redraw((n) => n + 1);
    });
  }, [cluster, rowsAt]);
  const rowsOf = useCallback((node: number) => known.current.get(node) ?? undefined, []);
  return { rowsOf, want };
}
