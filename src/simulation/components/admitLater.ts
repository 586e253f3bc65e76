/** A pod that must wait until room has been made for it is looked at again, once a second. */
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { kubeletAddress, untilTick } from './kubeletState';

const LOOK_AGAIN = 1000;

export const admitTimer = (node: string, fullName: string): string => `kubelet/${node}/admit/${fullName}`;

export function admitLater(tx: Tx, { node, origin, fullName }: PodWorkerRow): void {
  const data = { origin };
  tx.send({ type: 'note', to: kubeletAddress(node), kind: 'admitAgain', about: fullName, data }, untilTick(tx, node, LOOK_AGAIN), admitTimer(node, fullName));
}
