/**
 * Two futures side by side: one is the page's own, the other is a page of its own that follows it. Both stand at the same
 * simulated time; what is selected in one is selected in both; what is done in the other is done there for good.
 */
import type { Step } from '../simulation/step';
import type { Branch } from './session';
import { loudStepsOf } from './loudSteps';
import { branchOf, createPage, type PageStore } from './store';

/** A future's letter: A for the first, in the order in which they came. */
export const letterOf = (branches: readonly Branch[], id: number): string => String.fromCharCode(65 + (Math.max(0, branches.findIndex((one) => one.id === id)) % 26));

/** How many loud steps two branches share from their start. */
export function sharedSteps(a: Branch, b: Branch): number {
  const most = Math.min(a.keys.length, b.keys.length);
  let shared = 0;
  while (shared < most && a.keys[shared] === b.keys[shared]) shared++;
  return shared;
}

/** How many of the steps have happened at a time; they are in its order. */
function stepsUntil(steps: readonly Step[], time: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as Step).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the other branch stands while `branch` is at its cursor: in the shared past the same, then at the same time. */
export function cursorBeside(branch: Branch, other: Branch): number {
  const { cursor, history, step } = branch.simulation;
  const shared = sharedSteps(branch, other);
  if (cursor <= shared) return cursor;
  const steps = loudStepsOf(other);
  return cursor === history.length ? steps.length : Math.max(shared, stepsUntil(steps, step?.time ?? 0));
}

/** The other future as a page, and the function that ends its following. Null when it is gone. */
export function followPage(leader: PageStore, id: number): { readonly store: PageStore; readonly stop: () => void } | null {
  const { story, branches } = leader.getState();
  const other = branches.find((branch) => branch.id === id);
  if (!other) return null;
  const store = createPage({ story, branches: [other], branchId: id });
  const follow = () => {
    const before = store.getState();
    const page = leader.getState();
    const to = cursorBeside(branchOf(page), other);
    if (to === before.cursor + 1 && page.movement === 'forward') before.forward();
    else before.seek(to);
    const { selection, hover, classFilter, theme, speed, playing } = page;
    store.setState({ selection, hover, classFilter, theme, speed, playing });
  };
  store.setState({
    select: (selection) => leader.getState().select(selection),
    setHover: (hover) => leader.getState().setHover(hover),
    setClassFilter: (chosen) => leader.getState().setClassFilter(chosen),
    act: (action, after) => {
      leader.getState().switchBranch(id);
      leader.getState().act(action, after);
    },
  });
  follow();
  return { store, stop: leader.subscribe(follow) };
}
