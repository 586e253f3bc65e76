/** The loud steps of a branch, kept as long as the branch lives: several parts of the panel read the same list. */
import type { Step } from '../simulation/step';
import { type Branch, loudSteps } from './session';

const known = new WeakMap<Branch, Step[]>();

export function loudStepsOf(branch: Branch): readonly Step[] {
  let steps = known.get(branch);
  if (!steps) known.set(branch, (steps = loudSteps(branch.simulation)));
  return steps;
}
