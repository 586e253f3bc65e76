/** What a whole run needs of the canvas: its nodes, a place for every pod, and when each machine joins. Pure. */
import type { Branch } from '../../state/session';
import { joinSteps } from './joins';
import type { LayoutNode } from './layout';
import { type Room, roomFor } from './slots';

export interface RunNeeds {
  readonly room: Room;
  readonly nodes: readonly LayoutNode[];
  readonly joins: ReadonlyMap<string, number>;
}

const known = new WeakMap<Branch, RunNeeds>();

/** Reads the run from its start; the cursor stays where it is. */
export function needsOf(branch: Branch): RunNeeds {
  const before = known.get(branch);
  if (before) return before;
  const { simulation } = branch;
  const here = simulation.cursor;
  simulation.seek(0);
  const { world, history } = simulation;
  const room = roomFor(world, history.steps);
  // A machine that becomes a control-plane node during the run stands with them from the beginning.
  const isControlPlane = (name: string): boolean => world.tables.machines.get(name)?.role === 'control-plane' || room.cards.get(name)?.some(({ part }) => part === 'kube-apiserver') === true;
  const nodes = world.indexes
    .get('allMachines', '')
    .map((name) => ({ name, role: isControlPlane(name) ? ('control-plane' as const) : ('worker' as const) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const needs = { room, nodes, joins: joinSteps(history.steps) };
  simulation.seek(here);
  known.set(branch, needs);
  return needs;
}
