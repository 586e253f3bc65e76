import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, NOTHING, selectorMatches } from '../labelSelectors';
import type { Pod, TopologySpreadConstraint } from '../objects';
import { DEFAULT_GATES } from './framework';
import { podInfoOf } from './podInfo';
import { defaultSelector, spreadConstraintsOf } from './podTopologySpread';
import { cloneTopologySpread, filterTopologySpread, preFilterTopologySpread, updateTopologySpread } from './podTopologySpreadFilter';
import { normalizeTopologySpread, preScoreTopologySpread, scoreTopologySpread } from './podTopologySpreadScore';
import { lister, nodeWithPods, testNode, testPod } from './testObjects';

const labels = { app: 'web' };
const zoneLabel = 'topology.kubernetes.io/zone';
const constraint = (more: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey: zoneLabel,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: labels },
  ...more,
});
const node = (name: string, zone: string, ...pods: readonly Pod[]) => nodeWithPods(testNode(name, { labels: { [zoneLabel]: zone } }), ...pods);
const webs = (prefix: string, count: number): readonly Pod[] => Array.from({ length: count }, (_, n) => testPod(`${prefix}-${n}`, { labels }));

describe('default spreading', () => {
  it('selects what the Services and the controller select, together', () => {
    expect(defaultSelector([], undefined)).toBe(EVERYTHING);
    const both = defaultSelector([{ app: 'web' }, { tier: 'front' }], { matchLabels: { hash: 'h' } });
    expect(selectorMatches(both, { app: 'web', tier: 'front', hash: 'h' })).toBe(true);
    expect(selectorMatches(both, { app: 'web', tier: 'front' })).toBe(false);
    expect(selectorMatches(defaultSelector([], { matchLabels: { hash: 'h' } }), { hash: 'h' })).toBe(true);
  });

  it('is a preference, over hostnames and zones, and only if something selects the pod', () => {
    const pod = testPod('p', { labels });
    const selector = defaultSelector([labels], undefined);
    expect(spreadConstraintsOf(pod, 'DoNotSchedule', selector)).toEqual([]);
    expect(spreadConstraintsOf(pod, 'ScheduleAnyway', selector).map(({ topologyKey, maxSkew }) => [topologyKey, maxSkew])).toEqual([
      ['kubernetes.io/hostname', 3],
      [zoneLabel, 5],
    ]);
    expect(spreadConstraintsOf(pod, 'ScheduleAnyway', EVERYTHING)).toEqual([]);
    expect(spreadConstraintsOf(pod, 'ScheduleAnyway', undefined)).toEqual([]);
  });

  it('gives way to constraints of the pod, of whatever kind', () => {
    const pod = testPod('p', { labels, spec: { topologySpreadConstraints: [constraint()] } });
    expect(spreadConstraintsOf(pod, 'ScheduleAnyway', defaultSelector([labels], undefined))).toEqual([]);
    expect(spreadConstraintsOf(pod, 'DoNotSchedule', undefined)).toHaveLength(1);
  });

  it('still spreads over hostnames where nodes have no zone', () => {
    const candidates = [nodeWithPods(testNode('a'), ...webs('a', 4)), nodeWithPods(testNode('b'))];
    const podInfo = podInfoOf(testPod('p', { labels }));
    const state = preScoreTopologySpread(podInfo, candidates, lister(...candidates), defaultSelector([labels], undefined), DEFAULT_GATES);
    if (state === 'skip') throw new Error('skipped');
    const scores = candidates.map((each) => scoreTopologySpread(state, each));
    normalizeTopologySpread(state, candidates, scores);
    expect(scores[1]).toBe(100);
    expect(scores[0]).toBeLessThan(50);
  });
});

describe('constraints of the pod', () => {
  it('take the values of matchLabelKeys from the pod', () => {
    const pod = testPod('p', { labels: { app: 'web', hash: 'h1' }, spec: { topologySpreadConstraints: [constraint({ matchLabelKeys: ['hash', 'absent'] })] } });
    const [parsed] = spreadConstraintsOf(pod, 'DoNotSchedule', undefined);
    expect(selectorMatches(parsed?.selector ?? NOTHING, { app: 'web', hash: 'h1' })).toBe(true);
    expect(selectorMatches(parsed?.selector ?? NOTHING, { app: 'web', hash: 'h2' })).toBe(false);
  });

  it('shift with pods that come and go, without touching the state they started from', () => {
    const [a, b] = [node('a', 'x', ...webs('a', 1)), node('b', 'y')];
    const podInfo = podInfoOf(testPod('p', { labels, spec: { topologySpreadConstraints: [constraint()] } }));
    const state = preFilterTopologySpread(podInfo, lister(a, b), DEFAULT_GATES);
    if (state === 'skip') throw new Error('skipped');
    const fits = (each: typeof state) => [a, b].map((info) => filterTopologySpread(each, info) === undefined);
    expect(fits(state)).toEqual([false, true]);
    const dryRun = cloneTopologySpread(state);
    updateTopologySpread(dryRun, podInfoOf(testPod('other', { labels })), b, 1);
    expect(fits(dryRun)).toEqual([true, true]);
    updateTopologySpread(dryRun, podInfoOf(testPod('stranger', { labels: { app: 'db' } })), b, 1);
    updateTopologySpread(dryRun, podInfoOf(testPod('a-0', { labels })), a, -1);
    expect(fits(dryRun)).toEqual([true, false]);
    expect(fits(state)).toEqual([false, true]);
  });

  it('treat the minimum as 0 while there are too few topologies', () => {
    const nodes = [node('a', 'x', ...webs('a', 1)), node('b', 'y', ...webs('b', 1))];
    const fits = (minDomains: number) => {
      const podInfo = podInfoOf(testPod('p', { labels, spec: { topologySpreadConstraints: [constraint({ minDomains })] } }));
      const state = preFilterTopologySpread(podInfo, lister(...nodes), DEFAULT_GATES);
      return state !== 'skip' && nodes.every((each) => filterTopologySpread(state, each) === undefined);
    };
    expect([fits(2), fits(3)]).toEqual([true, false]);
  });

  it('count pods of nodes that did not pass the filters, unless the policies leave those nodes out', () => {
    const candidates = [node('a', 'x'), node('b', 'y')];
    const cordoned = nodeWithPods(testNode('c', { labels: { [zoneLabel]: 'x' }, spec: { taints: [{ key: 't', effect: 'NoSchedule' }] } }), ...webs('c', 2));
    const scores = (more: Partial<TopologySpreadConstraint>) => {
      const pod = testPod('p', { labels, spec: { topologySpreadConstraints: [constraint({ whenUnsatisfiable: 'ScheduleAnyway', ...more })] } });
      const state = preScoreTopologySpread(podInfoOf(pod), candidates, lister(...candidates, cordoned), undefined, DEFAULT_GATES);
      if (state === 'skip') throw new Error('skipped');
      const raw = candidates.map((each) => scoreTopologySpread(state, each));
      normalizeTopologySpread(state, candidates, raw);
      return raw;
    };
    expect(scores({})).toEqual([0, 100]);
    expect(scores({ nodeTaintsPolicy: 'Honor' })).toEqual([100, 100]);
  });

  it('count only nodes that have every topology', () => {
    const rack = (name: string, zone: string, ...pods: readonly Pod[]) =>
      nodeWithPods(testNode(name, { labels: { [zoneLabel]: zone, rack: zone } }), ...pods);
    const candidates = [rack('a', 'x'), rack('b', 'y')];
    const rackless = node('c', 'x', ...webs('c', 3));
    const soft = { whenUnsatisfiable: 'ScheduleAnyway' as const };
    const scores = (...constraints: readonly TopologySpreadConstraint[]) => {
      const podInfo = podInfoOf(testPod('p', { labels, spec: { topologySpreadConstraints: constraints } }));
      const state = preScoreTopologySpread(podInfo, candidates, lister(...candidates, rackless), undefined, DEFAULT_GATES);
      return state === 'skip' ? [] : candidates.map((each) => scoreTopologySpread(state, each));
    };
    expect(scores(constraint(soft))).toEqual([Math.round(3 * Math.log(4)), 0]);
    expect(scores(constraint(soft), constraint({ ...soft, topologyKey: 'rack' }))).toEqual([0, 0]);
  });
});

describe('the filter against a count by hand', () => {
  const place = fc.record({ zone: fc.constantFrom('a', 'b', 'c', undefined), matching: fc.integer({ min: 0, max: 3 }), others: fc.integer({ min: 0, max: 2 }), tainted: fc.boolean() });
  const question = fc.record({ maxSkew: fc.integer({ min: 1, max: 2 }), minDomains: fc.constantFrom(undefined, 1, 3, 4), taints: fc.constantFrom('Honor' as const, 'Ignore' as const), selfMatches: fc.boolean() });

  it('agrees on every node', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 5 }), question, (places, { maxSkew, minDomains, taints, selfMatches }) => {
        const infos = places.map(({ zone, matching, others, tainted }, n) =>
          nodeWithPods(
            testNode(`n${n}`, { labels: zone === undefined ? {} : { [zoneLabel]: zone }, spec: tainted ? { taints: [{ key: 'x', effect: 'NoSchedule' }] } : {} }),
            ...webs(`n${n}`, matching),
            ...Array.from({ length: others }, (_, i) => testPod(`other-${n}-${i}`, { labels: { app: 'db' } })),
          ));
        const own = constraint({ maxSkew, nodeTaintsPolicy: taints, ...(minDomains === undefined ? {} : { minDomains }) });
        const pod = podInfoOf(testPod('p', { labels: selfMatches ? labels : {}, spec: { topologySpreadConstraints: [own] } }));
        const state = preFilterTopologySpread(pod, lister(...infos), DEFAULT_GATES);

        const counted = places.filter(({ zone, tainted }) => zone !== undefined && !(taints === 'Honor' && tainted));
        const zones = [...new Set(counted.map(({ zone }) => zone))];
        const inZone = (zone: string | undefined) => counted.filter((each) => each.zone === zone).reduce((sum, { matching }) => sum + matching, 0);
        const least = zones.length < (minDomains ?? 1) ? 0 : Math.min(...zones.map(inZone));
        places.forEach(({ zone }, n) => {
          const info = infos[n];
          if (state === 'skip' || info === undefined) throw new Error('the constraint was passed over');
          const code = filterTopologySpread(state, info)?.code;
          const exceeds = inZone(zone) + (selfMatches ? 1 : 0) - least > maxSkew;
          expect(code).toBe(zone === undefined ? 'UnschedulableAndUnresolvable' : exceeds ? 'Unschedulable' : undefined);
        });
      }),
    );
  });
});
