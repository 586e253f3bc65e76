/**
 * Where a lifecycle's segments stand on their track: by the number of steps, over the whole branch or over the pod's own
 * life, or by simulated time between the request to delete and the end. Pure; positions are parts of one.
 */
import type { Lifecycle, Segment, Span } from './lifecycle';
import { terminationAt } from './lifecycle';

export type Zoom = 'run' | 'pod' | 'termination';

export interface Placed {
  readonly left: number;
  readonly width: number;
}

export interface Scale {
  readonly span: Span;
  /** By simulated time, not by steps. */
  readonly byTime: boolean;
}

/** What a zoom shows; null when there is no such part. A termination needs a pod that is deleted. */
export function scaleOf(zoom: Zoom, life: Lifecycle, columns: number, end: number, cursor: number): Scale | null {
  const whole: Span = { from: 0, to: columns, fromTime: 0, toTime: end };
  if (zoom === 'run') return { span: whole, byTime: false };
  if (zoom === 'pod') return life.life && { span: life.life.to > life.life.from ? life.life : whole, byTime: false };
  const span = terminationAt(life, cursor);
  return span && { span, byTime: true };
}

const ends = ({ span, byTime }: Scale): readonly [number, number] => (byTime ? [span.fromTime, span.toTime] : [span.from, span.to]);

/** Where a point of the run stands, 0 to 1; outside of it when it is not in the part. */
export function positionOf(scale: Scale, at: { readonly column: number; readonly time: number }): number {
  const [from, to] = ends(scale);
  return ((scale.byTime ? at.time : at.column) - from) / Math.max(to - from, Number.EPSILON);
}

/** Where a segment stands, cut at the ends of the part; null when it lies outside. */
export function place(scale: Scale, segment: Segment): Placed | null {
  const left = positionOf(scale, { column: segment.from, time: segment.fromTime });
  const right = positionOf(scale, { column: segment.to, time: segment.toTime });
  if (right < 0 || left > 1 || (right === 0 && left < 0)) return null;
  const start = Math.max(0, left);
  return { left: start, width: Math.min(1, right) - start };
}
