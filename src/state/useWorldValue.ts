/** A view of the World whose identity changes only when what it says changes: a card redraws only for its own news. */
import { useMemo } from 'react';
import type { World } from '../simulation/worldState';
import { simulationOf } from './store';
import { usePage } from './usePage';

/** `view` must give plain data (it is compared as JSON) and depend on nothing but the World and `inputs`. */
export function useWorldValue<T>(view: (world: World) => T, ...inputs: readonly unknown[]): T {
  const text = usePage((page) => JSON.stringify([view(simulationOf(page).world), inputs.length]));
  return useMemo(() => (JSON.parse(text) as [T])[0], [text]);
}
