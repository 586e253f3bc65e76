/** Which part of the canvas is seen: all of it when it fits, and otherwise what the step is about. Pure. */
import { bottom, type Box, right } from './box';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** So much smaller everything may become before panning is better. */
export const LEAST_AT_REST = 0.9;
/** "Show all" goes as far as this. */
export const LEAST = 0.25;

/** The view to begin with. `top`: what stands above it need not be seen at first, when not everything can be. */
export function restingView(content: Size, panel: Size, top: number): View {
  const whole = Math.min(1, panel.width / content.width, panel.height / content.height);
  if (whole >= LEAST_AT_REST) return { x: (panel.width - content.width * whole) / 2, y: 0, zoom: whole };
  const zoom = Math.min(1, panel.width / content.width);
  return { x: (panel.width - content.width * zoom) / 2, y: -top * zoom, zoom };
}

/** All of it, however small. */
export function wholeView(content: Size, panel: Size): View {
  const zoom = Math.max(LEAST, Math.min(1.25, panel.width / content.width, panel.height / content.height));
  return { x: (panel.width - content.width * zoom) / 2, y: 0, zoom };
}

const MARGIN = 14;
/** What is nearer to the panel's edge has its ring cut off. */
const NEAR = 2;

/** One box as large as it may be. */
export function viewOf(box: Box, panel: Size): View {
  const zoom = Math.max(0.5, Math.min(1.25, (panel.width - 2 * MARGIN) / box.width, (panel.height - 2 * MARGIN) / box.height));
  const middle = panel.height / 2 - (box.y + box.height / 2) * zoom;
  return { x: panel.width / 2 - (box.x + box.width / 2) * zoom, y: box.height * zoom > panel.height ? MARGIN - box.y * zoom : middle, zoom };
}

/** How far to shift so that `low`..`high` lies within `from`..`to`; what is longer shows its beginning. */
function shift(low: number, high: number, from: number, to: number): number {
  if (high - low > to - from) return low <= from && high >= to ? 0 : from - low;
  if (low < from) return from - low;
  return high > to ? to - high : 0;
}

/**
 * Moves the view as little as needed to bring `box` into it; null when it is in sight already. `header`: what the title
 * takes of the panel's height, once the view has moved from where the title has its own room.
 */
export function followed(view: View, panel: Size, box: Box, header = 0): View | null {
  const { zoom } = view;
  const dx = shift(box.x * zoom + view.x, right(box) * zoom + view.x, NEAR, panel.width - NEAR);
  const moved = view.y < 0;
  const dy = shift(box.y * zoom + view.y, bottom(box) * zoom + view.y, moved ? Math.max(NEAR, header) : NEAR, panel.height - NEAR);
  if (dx === 0 && dy === 0) return null;
  return { x: view.x + dx, y: moved ? Math.min(0, view.y + dy) : view.y + dy, zoom };
}
