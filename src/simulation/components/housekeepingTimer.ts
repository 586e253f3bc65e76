/** When housekeeping looks around next: every 2 s upstream, here only when there is something to clean up. */
import type { Tx } from '../tx';
import { kubeletAddress, untilTick } from './kubeletState';

/** kubelet.go:housekeepingPeriod. */
const HOUSEKEEPING_PERIOD = 2000;

export const housekeepingTimer = (node: string): string => `kubelet/${node}/housekeeping`;

/** Something is left to clean up on that node: done at the next tick. */
export function scheduleHousekeeping(tx: Tx, node: string): void {
  tx.sendSoonest({ type: 'note', to: kubeletAddress(node), kind: 'housekeeping' }, untilTick(tx, node, HOUSEKEEPING_PERIOD), housekeepingTimer(node));
}
