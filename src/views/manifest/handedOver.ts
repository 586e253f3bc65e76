/** Files that were dropped outside the paste panel, until the panel takes them. */
import type { PageStore } from '../../state/store';
import type { DumpSource } from './dumpProtocol';

type Dropped = Promise<readonly DumpSource[]>;

const waiting = new WeakMap<PageStore, Dropped>();

/** Opens the panel with these files. */
export function handOver(store: PageStore, dropped: Dropped): void {
  waiting.set(store, dropped);
  store.getState().setPaste({ open: true, file: null });
}

/** Takes what waits; it is given once. */
export function handedOver(store: PageStore): Dropped | null {
  const dropped = waiting.get(store) ?? null;
  waiting.delete(store);
  return dropped;
}
