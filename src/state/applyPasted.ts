/**
 * What somebody pasted goes to the API server. Where none answers at the cursor (a cluster that is only being started),
 * it goes to the last step first, if one answers there: people who paste want to see their pods, and a refused
 * connection shows none.
 */
import type { ApiObject } from '../kubernetes/objects';
import { servingNodes } from '../simulation/leaders';
import type { World } from '../simulation/worldState';
import { simulationOf, type PageStore } from './store';

export const apiServerAnswers = (world: World): boolean => servingNodes(world).length > 0;

/** Namespaces that the objects name and neither they nor the cluster have. A cluster of a lesson has none of yours. */
export function missingNamespaces(world: World, objects: readonly ApiObject[]): readonly string[] {
  const made = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata?.name));
  const named = new Set(objects.map(({ metadata }) => metadata?.namespace ?? 'default'));
  return world.tables.namespaces.size === 0 ? [] : [...named].filter((name) => !made.has(name) && !world.tables.namespaces.has(name));
}

/** Applies them, with the namespaces that they lack before them: else they would be refused for that alone. */
export function applyPasted(store: PageStore, objects: readonly ApiObject[], after: () => void): void {
  const { cursor } = store.getState();
  const world = (): World => simulationOf(store.getState()).world;
  if (!apiServerAnswers(world())) store.getState().last();
  if (!apiServerAnswers(world())) store.getState().seek(cursor);
  const missing = missingNamespaces(world(), objects).map((name): ApiObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  store.getState().act({ do: 'apply', objects: [...missing, ...objects] }, after);
}
