/**
 * Moves the view: all of it to begin with, then after what happens, when that is out of sight. Whoever pans or zooms is
 * left alone until a step happens elsewhere.
 */
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { usePageStore } from '../../state/usePage';
import type { Box } from './box';
import { followed, restingView, type Size, type View, viewOf, wholeView } from './camera';
import { isStill } from './useArrival';

interface CameraInput {
  readonly content: Size;
  readonly panel: Size;
  /** What stands above need not be seen at first when not everything can be. */
  readonly top: number;
  /** Height of the title over the panel. */
  readonly header: number;
  /** What the step is about; null: nothing on the canvas. */
  readonly wanted: Box | null;
  /** A node that is looked at from near. */
  readonly near: Box | null;
  readonly version: number;
}

const MOVE = 240;

export function useCamera({ content, panel, top, header, wanted, near, version }: CameraInput) {
  const { setViewport, getViewport } = useReactFlow();
  const store = usePageStore();
  const go = useCallback((view: View, smooth: boolean) => void setViewport(view, smooth && !isStill() ? { duration: MOVE } : {}), [setViewport]);
  const { width, height } = content;
  const { width: panelWidth, height: panelHeight } = panel;

  const follow = useRef<(smooth: boolean) => void>(() => undefined);
  useEffect(() => {
    follow.current = (smooth) => {
      const view = wanted && followed(getViewport(), panel, wanted, header);
      if (view) go(view, smooth);
    };
  });

  // A new layout, or a panel of another width: from the beginning.
  const size = useRef(panel);
  useEffect(() => {
    size.current = panel;
  });
  useEffect(() => {
    void setViewport(near ? viewOf(near, size.current) : restingView({ width, height }, size.current, top));
    follow.current(false);
  }, [setViewport, near, width, height, panelWidth, top]);
  // Another height: all of it again when that can be seen, and else only what happens.
  useEffect(() => {
    const resting = restingView({ width, height }, size.current, top);
    if (!near && resting.y === 0) void setViewport(resting);
    else follow.current(false);
  }, [setViewport, near, width, height, top, panelHeight]);

  useEffect(() => follow.current(store.getState().movement === 'forward'), [store, version]);

  const showAll = () => go(wholeView(content, panel), true);
  /** Brings what has the focus into the panel. */
  const reveal = (element: HTMLElement, root: HTMLElement) => {
    const inner = element.getBoundingClientRect();
    const outer = root.getBoundingClientRect();
    const box = { x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height };
    const view = followed({ x: 0, y: 0, zoom: 1 }, panel, box, header);
    const now = getViewport();
    if (view) go({ ...now, x: now.x + view.x, y: now.y + view.y }, true);
  };
  return { showAll, reveal };
}
