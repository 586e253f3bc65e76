import { beforeAll, describe, expect, it } from 'vitest';
import { ms } from '../../lib/brand';
import type { RuleId } from '../../kubernetes/rules/catalogue';
import type { Address } from '../../simulation/messages';
import type { Motion, Step } from '../../simulation/step';
import { loudSteps, openStory } from '../../state/session';
import { findStory } from '../../stories/catalogue';
import { componentTimeline, groupSize, MOST_COLUMNS, podTimeline } from './timeline';

const RULE: RuleId = 'user.apply';
const move = (from: Address, to: Address, refused?: string): Motion => ({ from, to, via: 'call', label: 'x', ...(refused === undefined ? {} : { refused }) });

function step(actor: Address, more: Partial<Step> = {}): Step {
  return { index: 0, time: ms(0), actor, rule: RULE, about: {}, cause: null, quiet: false, changes: [], facts: [], factPositions: [], ...more };
}

const names = (steps: readonly Step[]): string[] => componentTimeline(steps).lanes.map(({ label }) => label);

describe('lanes by component', () => {
  it('stand in reading order: who asks, stores, decides; then node by node, control planes first', () => {
    const steps = [
      step('containerd/worker-1'), step('kubelet/worker-1'), step('kubelet/cp-1'), step('scheduler/default-scheduler'), step('controllers/deployment'),
      step('etcd/cp-1'), step('apiserver/cp-1'), step('user/you'),
    ];
    expect(names(steps)).toEqual(['You', 'API server', 'etcd', 'Controllers', 'Scheduler', 'kubelet cp-1', 'kubelet worker-1', 'containerd worker-1']);
    expect(names(steps.toReversed())).toEqual(names(steps));
  });

  it('has one lane for all instances of a control-plane process, and one a node for kubelet and runtime', () => {
    expect(names([step('apiserver/cp-1'), step('apiserver/cp-2')])).toEqual(['API server']);
    expect(names([step('kubelet/a'), step('kubelet/b')])).toEqual(['kubelet a', 'kubelet b']);
  });

  it('draws the network plugin with the runtime of its node, and a process with what it is', () => {
    expect(names([step('network/worker-1'), step('containerd/worker-1')])).toEqual(['containerd worker-1']);
    expect(names([step('process/abc', { about: { container: 'etcd', node: 'cp-1' } })])).toEqual(['etcd']);
    expect(names([step('process/abc', { about: { container: 'web', node: 'worker-1' } })])).toEqual(['containerd worker-1']);
  });

  it('draws a step from sender to receiver, in the column of its number', () => {
    const { lanes, marks, columns } = componentTimeline([step('user/you', { motion: move('user/you', 'apiserver/cp-1') }), step('etcd/cp-1')]);
    expect(columns).toBe(2);
    expect(lanes.map(({ id }) => id)).toEqual(['user', 'apiserver', 'etcd']);
    expect(marks).toEqual([{ column: 1, from: 0, to: 1, kind: 'done' }, { column: 2, from: 2, to: 2, kind: 'done' }]);
  });

  it('marks what was refused and what crashed, and not what ended well', () => {
    const kinds = componentTimeline([
      step('kubelet/cp-1', { motion: move('kubelet/cp-1', 'apiserver/cp-1', 'no answer') }),
      step('process/abc', { about: { container: 'kube-apiserver', node: 'cp-1', exitCode: '1' } }),
      step('process/abc', { about: { container: 'kube-apiserver', node: 'cp-1', exitCode: '0' } }),
    ]).marks.map(({ kind }) => kind);
    expect(kinds).toEqual(['refused', 'crashed', 'done']);
  });

  it('shows a component as up from what it first did to its end, and again after', () => {
    const { lanes, bars } = componentTimeline([
      step('user/you', { motion: move('user/you', 'apiserver/cp-1', 'no answer') }),
      step('apiserver/cp-1'),
      step('process/abc', { about: { container: 'kube-apiserver', node: 'cp-1', exitCode: '1' } }),
      step('user/you'),
      step('apiserver/cp-1'),
      step('user/you'),
    ]);
    const api = lanes.findIndex(({ id }) => id === 'apiserver');
    expect(bars.filter(({ lane }) => lane === api)).toEqual([{ lane: api, from: 2, to: 3, crashed: true }, { lane: api, from: 5, to: 6, crashed: false }]);
  });

  it('of nothing is nothing', () => {
    expect(componentTimeline([])).toEqual({ lanes: [], marks: [], bars: [], columns: 0 });
  });
});

describe('lanes by pod', () => {
  it('are in the order of appearance, keep the columns, and leave out what is about no pod', () => {
    const model = podTimeline([step('user/you'), step('kubelet/a', { about: { pod: 'web' } }), step('kubelet/a', { about: { pod: 'api' } }), step('kubelet/a', { about: { pod: 'web' } })]);
    expect(model.lanes.map(({ label }) => label)).toEqual(['web', 'api']);
    expect(model.marks.map(({ column, to }) => [column, to])).toEqual([[2, 0], [3, 1], [4, 0]]);
    expect(model.bars).toEqual([{ lane: 0, from: 2, to: 4, crashed: false }, { lane: 1, from: 3, to: 3, crashed: false }]);
    expect(model.columns).toBe(4);
  });
});

describe('groupSize', () => {
  it.each([[0, 1], [1, 1], [MOST_COLUMNS, 1], [MOST_COLUMNS + 1, 2], [3 * MOST_COLUMNS, 3], [10_000, 7]])('%i columns share by %i', (columns, group) => {
    expect(groupSize(columns)).toBe(group);
    expect(columns / group).toBeLessThanOrEqual(MOST_COLUMNS);
  });
});

describe('a whole story', () => {
  let steps: Step[];
  beforeAll(() => {
    const story = findStory('power-on');
    if (!story) throw new Error('the story power-on is missing');
    steps = loudSteps(openStory(story).simulation);
  });

  it('puts every step on a lane that is there', () => {
    const { lanes, marks, bars, columns } = componentTimeline(steps);
    expect(marks).toHaveLength(columns);
    for (const { from, to } of marks) {
      expect(lanes[from]).toBeDefined();
      expect(lanes[to]).toBeDefined();
    }
    for (const bar of bars) expect(bar.from).toBeLessThanOrEqual(bar.to);
    expect(new Set(lanes.map(({ id }) => id)).size).toBe(lanes.length);
  });
});
