import { expect, test } from 'vitest';
import type { Step } from '../simulation/step';
import { findStep, resolveStory } from './resolve';
import type { Story } from './story';

const step = (rule: Step['rule'], about: Step['about'] = {}): Step =>
  ({ index: 0, time: 0, actor: 'user/you', rule, about, cause: null, quiet: false, changes: [], facts: [], factPositions: [] }) as unknown as Step;

const steps = [
  step('user.writeFile', { file: 'a.yaml', node: 'w' }),
  step('kubelet.addPod', { pod: 'a' }),
  step('user.writeFile', { file: 'b.yaml', node: 'w' }),
  step('kubelet.addPod', { pod: 'b' }),
  step('kubelet.addPod', { pod: 'a' }),
];

test('a step is found by its rule, by what it is about, by its number, and behind another', () => {
  expect(findStep(steps, { rule: 'kubelet.addPod' })).toBe(2);
  expect(findStep(steps, { rule: 'kubelet.addPod', nth: 3 })).toBe(5);
  expect(findStep(steps, { rule: 'kubelet.addPod', about: { pod: 'a' }, nth: 2 })).toBe(5);
  const second = { rule: 'user.writeFile', nth: 2 } as const;
  expect(findStep(steps, { rule: 'kubelet.addPod', after: second })).toBe(4);
  expect(findStep(steps, { rule: 'kubelet.addPod', about: { pod: 'a' }, after: second })).toBe(5);
  // The step that is named by `after` does not count itself.
  expect(findStep(steps, { rule: 'user.writeFile', after: second })).toBe(0);
});

test('what is not there is 0, also behind a step that is not there', () => {
  expect(findStep(steps, { rule: 'kubelet.addPod', nth: 4 })).toBe(0);
  expect(findStep(steps, { rule: 'kubelet.addPod', about: { pod: 'c' } })).toBe(0);
  expect(findStep(steps, { rule: 'kubelet.addPod', after: { rule: 'user.apply' } })).toBe(0);
});

test('beats are captions, questions, chapters and turning points; what finds no step is told', () => {
  const lost = { rule: 'user.apply' } as const;
  const story: Pick<Story, 'chapters' | 'captions' | 'questions'> = {
    chapters: [{ title: 'first' }, { title: 'second', at: { rule: 'user.writeFile', nth: 2 } }, { title: 'never', at: lost }],
    captions: [{ at: { rule: 'kubelet.addPod' }, text: 'one.' }, { at: lost, text: 'never.' }],
    questions: [{ at: { rule: 'kubelet.addPod', nth: 3 }, text: '?', choices: ['a', 'b'], answer: 0, because: '.' }],
  };
  const resolved = resolveStory(story, steps);
  expect(resolved.chapters).toEqual([{ title: 'first', from: 0 }, { title: 'second', from: 3 }]);
  expect([...resolved.captions.keys()]).toEqual([2]);
  expect([...resolved.questions.keys()]).toEqual([5]);
  // Steps 1 and 3 are turning points by their rule.
  expect(resolved.beats).toEqual([1, 2, 3, 5]);
  expect(resolved.missing).toEqual([lost, lost]);
});
