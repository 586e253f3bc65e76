/** How components read the page's state: a slice of it, or a view of the World at the cursor. */
import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { assert } from '../lib/assert';
import type { Step } from '../simulation/step';
import type { World } from '../simulation/worldState';
import { branchOf, type Page, type PageStore, simulationOf, stepOf } from './store';

export const PageContext = createContext<PageStore | null>(null);

/** The store itself, for actions in event handlers: `usePageStore().getState().forward()`. */
export function usePageStore(): PageStore {
  const store = useContext(PageContext);
  assert(store, 'no page around this component');
  return store;
}

/** A slice of the state. Select values or stable objects, not fresh ones. */
export function usePage<T>(select: (page: Page) => T): T {
  return useStore(usePageStore(), select);
}

/** A view of the World at the cursor, computed again when the cursor or one of `inputs` changes. */
export function useWorld<T>(view: (world: World) => T, ...inputs: readonly unknown[]): T {
  const store = usePageStore();
  const version = useStore(store, (page) => page.version);
  // `view` is a fresh closure each time; what it depends on stands in `inputs`.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => view(simulationOf(store.getState()).world), [store, version, ...inputs]);
}

/** The step that led to what is seen; null at the start. */
export function useStep(): Step | null {
  const store = usePageStore();
  const version = useStore(store, (page) => page.version);
  // The step is a property of the cursor, which `version` stands for.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => stepOf(store.getState()), [store, version]);
}

export const useBranch = () => usePage(branchOf);
