/** Two futures side by side stand at one time, and what is done in the other is done there. */
import { beforeEach, describe, expect, it } from 'vitest';
import { deleteTheMirror } from '../stories/deleteTheMirror';
import { cursorBeside, followPage, letterOf, sharedSteps } from './compare';
import { loudStepsOf } from './loudSteps';
import { branchOf, createPage, type PageStore } from './store';

const FORK = 13;
let page: PageStore;

beforeEach(() => {
  page = createPage(deleteTheMirror);
  page.getState().seek(FORK);
  page.getState().act({ do: 'removeFile', node: 'worker-1', path: '/etc/kubernetes/manifests/hello.yaml' });
  page.getState().compare(0);
});

const other = () => {
  const found = page.getState().branches.find(({ id }) => id === 0);
  if (!found) throw new Error('the story is gone');
  return found;
};

describe('two futures', () => {
  it('share their past, and part at the fork', () => {
    expect(page.getState().comparing).toBe(0);
    expect(sharedSteps(branchOf(page.getState()), other())).toBe(FORK);
    expect(page.getState().branches.map(({ id }) => letterOf(page.getState().branches, id))).toEqual(['A', 'B']);
  });

  it('stand at the same step before the fork, and at the same time after it', () => {
    const following = followPage(page, 0);
    const cursor = () => following?.store.getState().cursor;
    page.getState().seek(5);
    expect(cursor()).toBe(5);
    for (let to = FORK + 1; to < page.getState().length; to++) {
      page.getState().seek(to);
      const time = branchOf(page.getState()).simulation.step?.time ?? 0;
      const steps = loudStepsOf(other());
      const at = cursor() ?? 0;
      expect(at).toBe(cursorBeside(branchOf(page.getState()), other()));
      if (at > FORK) expect(steps[at - 1]?.time).toBeLessThanOrEqual(time);
      expect(steps[at]?.time ?? Infinity).toBeGreaterThan(time);
    }
    page.getState().last();
    expect(cursor()).toBe(loudStepsOf(other()).length);
    following?.stop();
    page.getState().seek(3);
    expect(cursor()).toBe(loudStepsOf(other()).length);
  });

  it('have one selection, and an action in the other goes on from there', () => {
    const following = followPage(page, 0);
    following?.store.getState().select({ kind: 'node', id: 'worker-1' });
    expect(page.getState().selection).toEqual({ kind: 'node', id: 'worker-1' });
    following?.store.getState().act({ do: 'cordon', node: 'worker-1' });
    expect(branchOf(page.getState())).toMatchObject({ parent: 0, name: 'kubectl cordon worker-1' });
    expect(page.getState().comparing).toBeNull();
    following?.stop();
  });

  it('change places when the other is chosen; no comparison outlives one of them', () => {
    const mine = page.getState().branchId;
    page.getState().switchBranch(0);
    expect(page.getState()).toMatchObject({ branchId: 0, comparing: mine });
    page.getState().dismissBranch(mine);
    expect(page.getState().comparing).toBeNull();
    expect(followPage(page, mine)).toBeNull();
  });
});
