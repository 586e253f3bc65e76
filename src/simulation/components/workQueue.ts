/**
 * The work queue of a controller, and the loop around it. A key (`namespace/name`) is synced: one look at the World
 * that gives the list of what to write. Each write is one message, so one Step. While a list is being worked off, the
 * key is not synced again; a moment after its end it is looked at once more. So many changes of pods make few syncs.
 *
 * Stands for: client-go/util/workqueue and the loop processNextWorkItem of every controller.
 * Left out: several workers; of the client's limit of 20 requests a second only the rest of a key that was written.
 */
import { LATENCY } from '../latencies';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';

/**
 * What came of one deed: it wrote, it had nothing to write, it goes on as another deed; or it was refused, which ends
 * the list at once (`refused`) or after its other deeds (`failed`). After a refusal the key is tried again later.
 */
export type Outcome<D> = 'written' | 'nothing' | 'refused' | 'failed' | { readonly next: D; readonly delay: number };

export interface Controller<D> {
  readonly address: Address;
  /** One pass over a key: what there is to write, in order. It writes nothing itself. */
  sync(tx: Tx, key: string): readonly D[];
  /** Writes one thing, and names its rule. */
  perform(tx: Tx, key: string, deed: D): Outcome<D>;
  /** Requests of this kind are sent together, without waiting for each other's answers. */
  isParallel?(deed: D): boolean;
  /** A key that has failed so often is dropped, until something changes; never without it. */
  readonly maxRetries?: number;
  /** How much longer than usual a key rests, in ms: for a sync that costs much. */
  extraRest?(tx: Tx): number;
}

/** A key that was written rests so long: the controller manager sends 20 requests a second. */
const REST = 50;
const MAX_DELAY = 1_000_000;
const BASE_DELAY = 5;

const workName = (address: Address, key: string): string => `work/${address}/${key}`;
const retryKey = (address: Address, key: string): string => `retries/${address}/${key}`;

/** Puts a key into a controller's queue. */
export function enqueue(tx: Tx, to: Address, key: string, delay: number = LATENCY.controller): void {
  tx.sendSoonest({ type: 'note', to, kind: 'sync', about: key }, delay, `sync/${to}/${key}`);
}

/** Puts a key into the queue at a later time, in ms (workqueue.AddAfter). */
export function enqueueAfter(tx: Tx, to: Address, key: string, delay: number): void {
  tx.sendSoonest({ type: 'note', to, kind: 'sync', about: key }, Math.max(0, delay), `later/${to}/${key}`);
}

/** Puts a key into the queue after a failure: 5 ms, doubled with each one, at most 1000 s (workqueue.AddRateLimited). */
export function enqueueRateLimited(tx: Tx, to: Address, key: string): void {
  const memory = tx.get('memory', retryKey(to, key));
  const failures = memory?.kind === 'retries' ? memory.failures : 0;
  tx.put('memory', retryKey(to, key), { kind: 'retries', failures: failures + 1 });
  enqueueAfter(tx, to, key, Math.min(BASE_DELAY * 2 ** failures, MAX_DELAY));
}

/** After a failed sync: again later, or no more (handleErr). */
function retry<D>(tx: Tx, { address, maxRetries = Infinity }: Controller<D>, key: string): void {
  const memory = tx.get('memory', retryKey(address, key));
  if (memory?.kind === 'retries' && memory.failures >= maxRetries) forget(tx, address, key);
  else enqueueRateLimited(tx, address, key);
}

/** Forgets the failures of a key (workqueue.Forget). */
function forget(tx: Tx, to: Address, key: string): void {
  if (tx.get('memory', retryKey(to, key))) tx.delete('memory', retryKey(to, key));
}

/** The deeds of a key that are still to do. */
interface Rest<D> {
  readonly deeds: readonly D[];
  readonly at: number;
  /** One of those before failed. */
  readonly failed?: true;
}

/** Handles a message to a controller: a watch event or note about a key, or the next deed of a list. */
export function work<D>(tx: Tx, message: Message, controller: Controller<D>): void {
  if (message.type === 'note' && message.kind === 'deed') return performFrom(tx, controller, message.about ?? '', message.data as unknown as Rest<D>);
  const key = keyOf(message);
  if (key === undefined || tx.pending(workName(controller.address, key))) return;
  performAll(tx, controller, key, controller.sync(tx, key));
}

/** Works off a list of deeds of a key, in messages of their own. */
export const performSoon = <D>(tx: Tx, to: Address, key: string, deeds: readonly D[]): void => {
  if (deeds.length > 0) proceed(tx, to, key, { deeds, at: 0 }, 0);
};

/** Works off a list of deeds of a key. */
export function performAll<D>(tx: Tx, controller: Controller<D>, key: string, deeds: readonly D[]): void {
  if (deeds.length === 0) return forget(tx, controller.address, key);
  performFrom(tx, controller, key, { deeds, at: 0 });
}

function keyOf(message: Message): string | undefined {
  if (message.type === 'watch') return message.key;
  return message.type === 'note' ? message.about : undefined;
}

/** Performs deeds up to the first that writes; the rest follows in further messages. An empty list ends the key's rest. */
function performFrom<D>(tx: Tx, controller: Controller<D>, key: string, { deeds, at: from, failed: before }: Rest<D>): void {
  const { address } = controller;
  if (deeds.length === 0) return performAll(tx, controller, key, controller.sync(tx, key));
  let failed = before;
  for (let at = from; at < deeds.length; at++) {
    const outcome = controller.perform(tx, key, deeds[at] as D);
    if (outcome === 'nothing') continue;
    if (outcome === 'refused') return retry(tx, controller, key);
    if (outcome === 'failed') failed = true;
    const carried = failed ? { failed } : {};
    if (typeof outcome === 'object') {
      const rest = at + 1 < deeds.length ? deeds.slice(at + 1) : [];
      return proceed(tx, address, key, { deeds: [outcome.next, ...rest], at: 0, ...carried }, outcome.delay);
    }
    if (at + 1 < deeds.length) {
      return proceed(tx, address, key, { deeds, at: at + 1, ...carried }, controller.isParallel?.(deeds[at] as D) ? 0 : LATENCY.apiRequest);
    }
    if (failed) break;
    forget(tx, address, key);
    return proceed(tx, address, key, { deeds: [], at: 0 }, REST + (controller.extraRest?.(tx) ?? 0));
  }
  if (failed) retry(tx, controller, key);
  else forget(tx, address, key);
}

function proceed<D>(tx: Tx, to: Address, key: string, { deeds, at, failed }: Rest<D>, delay: number): void {
  tx.send({ type: 'note', to, kind: 'deed', about: key, data: { deeds, at, ...(failed ? { failed } : {}) } }, delay, workName(to, key));
}
