import { expect, test } from 'vitest';
import type { NodeAnswer, PreemptionAnswer, SchedulingAnswer } from '../../simulation/schedulingView';
import { answersInOrder, listed, preemptionLine, verdictOf } from './schedulingWords';

const fits = (node: string, total: number, best: boolean): NodeAnswer => ({ node, fits: true, total, best, points: [] });
const refused = (node: string, preemption: PreemptionAnswer | null = null): NodeAnswer => ({ node, fits: false, plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'], preemption });
const answer = (nodes: readonly NodeAnswer[], more: Partial<SchedulingAnswer> = {}): SchedulingAnswer => ({ before: null, nominated: null, mayNotPreempt: null, nodes, ...more });
const room = (chosen: boolean, budgetsViolated = 0): PreemptionAnswer => ({ helps: true, victims: ['low', 'lower'], budgetsViolated, chosen });

test('lists', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('nodes that fit come first, the best before the others', () => {
  expect(answersInOrder([refused('a'), fits('b', 10, false), fits('c', 20, true), refused('d')]).map(({ node }) => node)).toEqual(['c', 'b', 'a', 'd']);
});

test('the verdict', () => {
  expect(verdictOf(answer([], { before: 'No node is registered.' }))).toBe('No node is registered.');
  expect(verdictOf(answer([fits('a', 5, true), refused('b')]))).toBe('Now it fits on a alone: its turn comes, and no points are needed.');
  expect(verdictOf(answer([fits('a', 5, true), fits('b', 4, false), refused('c')]))).toBe('Now it fits on 2 of the 3 nodes, best on a: its turn comes.');
  expect(verdictOf(answer([fits('a', 5, true), fits('b', 5, true)]))).toBe('Now it fits on 2 of the 2 nodes. a and b have the most points: the lot decides.');
  expect(verdictOf(answer([refused('a')]))).toBe('It does not fit on the one node. Making others go would not help.');
  expect(verdictOf(answer([refused('a'), refused('b', room(true))]))).toBe('It fits on none of the 2 nodes. On b there would be room without low and lower, of lower priority.');
  expect(verdictOf(answer([refused('a'), refused('b')], { nominated: 'a' }))).toContain('a is nominated: there it waits');
  expect(verdictOf(answer([refused('a'), refused('b')], { mayNotPreempt: 'not eligible due to preemptionPolicy=Never.' }))).toBe(
    'It fits on none of the 2 nodes. It may not make others go either: not eligible due to preemptionPolicy=Never.',
  );
});

test('preemption, node by node', () => {
  expect(preemptionLine({ helps: false, because: 'Preemption is not helpful for scheduling' })).toBe('Preemption is not helpful for scheduling');
  expect(preemptionLine({ helps: false, because: 'Insufficient cpu' })).toBe('Even without all pods of lower priority: Insufficient cpu');
  expect(preemptionLine(room(true))).toBe('Preemption: room without low and lower. The best choice');
  expect(preemptionLine(room(false, 1))).toBe('Preemption: room without low and lower, against the disruption budget of one of them');
});
