/**
 * Events, as client-go's recorder emits them. Stored when an API server answers at that moment.
 * Stands for: client-go/tools/record. Left out: aggregation, the spam filter, and the retries of an unsent event.
 */
import type { ApiObject } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import type { EventRow } from '../world';
import { servingApiServer } from './apiServer';

export type Regarding = EventRow['regarding'];

/** What an event is about: an object, and for a container its field path. */
export const regarding = (object: ApiObject, fieldPath?: string): Regarding => ({
  kind: object.kind ?? '',
  namespace: object.metadata?.namespace || undefined,
  name: object.metadata?.name ?? '',
  uid: object.metadata?.uid || undefined,
  fieldPath,
});

/** Emits one event. `component` is upstream's: kubelet, default-scheduler, replicaset-controller, … */
export function emit(
  tx: Tx,
  component: string,
  type: EventRow['type'],
  reason: string,
  message: string,
  about: Regarding,
  node?: string,
): void {
  const stored = servingApiServer(tx, node) !== undefined;
  tx.event({ type, reason, message, component, node, regarding: about, at: tx.now, stored });
}
