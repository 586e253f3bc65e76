/** The places of the whole run: what it needs once a branch, where it stands once a size of the panel. */
import { useMemo, useState } from 'react';
import type { Branch } from '../../state/session';
import { useBranch } from '../../state/usePage';
import type { Size } from './camera';
import { joinSteps } from './joins';
import { layoutCluster, type LayoutInput, type LayoutNode, type SceneLayout } from './layout';
import { type Room, roomFor } from './slots';

interface RunNeeds {
  readonly room: Room;
  readonly nodes: readonly LayoutNode[];
  readonly joins: ReadonlyMap<string, number>;
}

const known = new WeakMap<Branch, RunNeeds>();

/** Reads the run from its start; the cursor stays where it is. */
function needsOf(branch: Branch): RunNeeds {
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

interface Wanted extends Size {
  readonly header: number;
  readonly opened: string | null;
}

/** Wider than this, lines between things get longer than the eye follows. */
const MOST_WIDTH = 1500;

/** A function that keeps to the plan of its call before, while the panel has the same width. */
function layoutKeeper(): (input: LayoutInput) => SceneLayout {
  let width = 0;
  let plan: number | null = null;
  return (input) => {
    const layout = layoutCluster({ ...input, keep: input.width === width ? plan : null });
    ({ width } = input);
    ({ plan } = layout);
    return layout;
  };
}

/** Null while the panel has no size yet. */
export function useLayout({ width, height, header, opened }: Wanted): { readonly needs: RunNeeds; readonly layout: SceneLayout | null } {
  const branch = useBranch();
  const needs = useMemo(() => needsOf(branch), [branch]);
  const [lay] = useState(layoutKeeper);
  const layout = useMemo(() => (width > 0 && height > 0 ? lay({ ...needs, width: Math.min(width, MOST_WIDTH), height, header, opened }) : null), [lay, needs, width, height, header, opened]);
  return { needs, layout };
}
