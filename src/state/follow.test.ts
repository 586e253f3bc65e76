import { expect, test } from 'vitest';
import { jobThatFails } from '../stories/jobThatFails';
import { crashLoop } from '../stories/crashLoop';
import { podOfStep } from '../simulation/step';
import { loudStepsOf } from './loudSteps';
import { branchOf, createPage } from './store';

const selected = (page: ReturnType<typeof createPage>) => page.getState().selection?.id;

test('a story that follows selects the pod that its steps speak of, back and forth', () => {
  const page = createPage(jobThatFails);
  const spoken = loudStepsOf(branchOf(page.getState())).map(podOfStep);
  const pods = [...new Set(spoken.filter((id) => id !== null))];
  expect(pods).toHaveLength(4);
  expect(selected(page)).toBe(pods[0]);
  for (const id of pods) {
    page.getState().seek(spoken.indexOf(id) + 1);
    expect(selected(page)).toBe(id);
  }
  page.getState().first();
  expect(selected(page)).toBe(pods[0]);
});

test('what the reader selects stays, and so does nothing at all', () => {
  const page = createPage(jobThatFails);
  page.getState().select({ kind: 'pod', id: 'kube-system/etcd-cp-1' });
  page.getState().last();
  expect(selected(page)).toBe('kube-system/etcd-cp-1');
  page.getState().select(null);
  page.getState().first();
  expect(selected(page)).toBeUndefined();
});

test('an action that makes another future does not end it', () => {
  const page = createPage(jobThatFails);
  page.getState().seek(30);
  const before = selected(page);
  page.getState().act({ do: 'cordon', node: 'worker-1' });
  expect(selected(page)).toBe(before);
  page.getState().last();
  expect(selected(page)).not.toBe(before);
});

test('a story of one pod keeps it', () => {
  const page = createPage(crashLoop);
  page.getState().last();
  expect(selected(page)).toBe(crashLoop.select);
});
