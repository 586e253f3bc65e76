/** How long the step's motion takes: once along the edge, then the receiver's ring. Nothing moves that cannot be seen. */
import type { PageState } from '../../state/store';

const TRAVEL = 420;
export const RING = 160;
/** Below this a movement cannot be seen, and the state is shown at once. */
const LEAST = 80;
/** Above this speed, playing cuts from state to state. */
const FASTEST = 4;

/** Milliseconds that the token travels; 0: it does not. */
export function travelTime({ movement, speed }: Pick<PageState, 'movement' | 'speed'>, still: boolean): number {
  const time = TRAVEL / speed;
  return still || movement !== 'forward' || speed > FASTEST || time < LEAST ? 0 : time;
}
