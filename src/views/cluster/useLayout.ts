/** The places of the whole run: what it needs once a branch, where it stands once a size of the panel. */
import { useEffect, useMemo, useRef } from 'react';
import type { Branch } from '../../state/session';
import { useBranch } from '../../state/usePage';
import type { Size } from './camera';
import { joinSteps } from './joins';
import { layoutCluster, type LayoutNode, type SceneLayout } from './layout';
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
  const nodes = world.indexes
    .get('allMachines', '')
    .flatMap((name) => {
      const machine = world.tables.machines.get(name);
      return machine ? [{ name, role: machine.role }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const needs = { room: roomFor(world, history.steps), nodes, joins: joinSteps(history.steps) };
  simulation.seek(here);
  known.set(branch, needs);
  return needs;
}

interface Wanted extends Size {
  readonly header: number;
  readonly opened: string | null;
}

/** Null while the panel has no size yet. */
export function useLayout({ width, height, header, opened }: Wanted): { readonly needs: RunNeeds; readonly layout: SceneLayout | null } {
  const branch = useBranch();
  const needs = useMemo(() => needsOf(branch), [branch]);
  const before = useRef<{ readonly width: number; readonly plan: number } | null>(null);
  const layout = useMemo(() => {
    if (width === 0 || height === 0) return null;
    const keep = before.current?.width === width ? before.current.plan : null;
    return layoutCluster({ ...needs, width: Math.min(width, 1500), height, header, opened, keep });
  }, [needs, width, height, header, opened]);
  useEffect(() => {
    if (layout) before.current = { width, plan: layout.plan };
  }, [layout, width]);
  return { needs, layout };
}
