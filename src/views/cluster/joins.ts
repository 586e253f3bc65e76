/** At which step each machine becomes a node of the cluster, as far as the run tells. Pure. */
import type { Step } from '../../simulation/step';

/** By node: the number of the loud step (from 1) with which it registers. */
export function joinSteps(steps: readonly Step[]): ReadonlyMap<string, number> {
  const joins = new Map<string, number>();
  let loud = 0;
  for (const { quiet, changes } of steps) {
    if (!quiet) loud++;
    for (const { table, key, before, after } of changes) {
      // What a quiet step does is seen with the loud one behind it.
      if (table === 'nodes' && before === undefined && after !== undefined && !joins.has(key)) joins.set(key, quiet ? loud + 1 : loud);
    }
  }
  return joins;
}
