import { describe, expect, it } from 'vitest';
import type { Pod } from '../objects';
import { fitErrorMessage } from './fitError';
import type { ScheduleOptions, ScheduleResult } from './schedule';
import { numFeasibleNodesToFind, schedulePod } from './schedule';
import type { NodeInfoLister } from './nodeInfoLister';
import { lister, nodeWithPods, testNode, testPod } from './testObjects';

const schedule = (pod: Pod, nodes: NodeInfoLister, options: Partial<ScheduleOptions> = {}): ScheduleResult =>
  schedulePod(pod, nodes, { startIndex: 0, seed: 1, ...options });

const hostOf = (result: ScheduleResult): string => (result.outcome === 'scheduled' ? result.host : result.outcome);
const messageOf = (result: ScheduleResult): string => (result.outcome === 'unschedulable' ? fitErrorMessage(result.fitError) : result.outcome);

describe('a cycle that finds a node', () => {
  it('takes the only one that fits without scoring', () => {
    const result = schedule(testPod('p', { requests: { cpu: '3' } }), lister(testNode('small', { allocatable: { cpu: '2' } }), testNode('large')));
    expect(result).toMatchObject({ outcome: 'scheduled', host: 'large', evaluatedNodes: 2, feasibleNodes: 1 });
    expect(result).not.toHaveProperty('scores');
  });

  it('takes the emptier of two, and shows the scores', () => {
    const busy = nodeWithPods(testNode('busy'), testPod('other', { requests: { cpu: '2', memory: '4Gi' } }));
    const result = schedule(testPod('p', { requests: { cpu: '1', memory: '2Gi' } }), lister(busy, testNode('idle')));
    expect(hostOf(result)).toBe('idle');
    const scores = result.outcome === 'scheduled' ? result.scores : undefined;
    expect(scores?.nodeNames).toEqual(['busy', 'idle']);
    expect(scores?.plugins.map(({ plugin, weight, scores: each }) => [plugin, weight, each])).toEqual([
      ['TaintToleration', 3, [100, 100]],
      ['NodeResourcesFit', 1, [25, 75]],
      ['NodeResourcesBalancedAllocation', 1, [75, 75]],
      ['ImageLocality', 1, [0, 0]],
    ]);
    expect(scores?.totals).toEqual([400, 450]);
  });

  it('draws among equals by the seed, and hands on the next', () => {
    const nodes = lister(testNode('a'), testNode('b'), testNode('c'));
    const hosts = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const result = schedule(testPod('p'), nodes, { seed });
      expect(schedule(testPod('p'), nodes, { seed })).toEqual(result);
      expect(result.nextSeed).not.toBe(seed);
      hosts.add(hostOf(result));
    }
    expect([...hosts].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('prefers nodes by preferred affinity and images', () => {
    const preferred = { weight: 10, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } };
    const pod = testPod('p', { spec: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [preferred] } } } });
    expect(hostOf(schedule(pod, lister(testNode('a'), testNode('b', { labels: { disk: 'ssd' } }))))).toBe('b');
    const withImage = testNode('c');
    const images = [{ names: ['app:latest'], sizeBytes: 900 * 1024 * 1024 }];
    const holder = { ...withImage, status: { ...withImage.status, images } };
    expect(hostOf(schedule(testPod('q'), lister(testNode('a'), holder)))).toBe('c');
  });

  it('spreads the pods of a ReplicaSet by default', () => {
    const labels = { app: 'web' };
    const crowded = nodeWithPods(testNode('a'), ...[1, 2, 3].map((n) => testPod(`web-${n}`, { labels })));
    const other = nodeWithPods(testNode('b'), ...[1, 2, 3].map((n) => testPod(`db-${n}`, { labels: { app: 'db' } })));
    const defaultSelector = { nothing: false, requirements: [{ key: 'app', operator: 'In' as const, values: ['web'] }] };
    const result = schedule(testPod('web-4', { labels }), lister(crowded, other), { defaultSelector });
    expect(hostOf(result)).toBe('b');
  });

  it('tries the nominated node first and leaves the start where it is', () => {
    const nodes = lister(testNode('a'), testNode('b'), testNode('c'));
    const result = schedule(testPod('p', { status: { nominatedNodeName: 'c' } }), nodes, { startIndex: 1 });
    expect(result).toMatchObject({ outcome: 'scheduled', host: 'c', feasibleNodes: 1, nextStartIndex: 1 });
  });

  it('leaves room for pods of the same priority that are nominated to a node', () => {
    const rival = testPod('rival', { requests: { cpu: '3' }, status: { nominatedNodeName: 'a' } });
    const nominatedPods = (nodeName: string): readonly Pod[] => (nodeName === 'a' ? [rival] : []);
    const pod = testPod('p', { requests: { cpu: '2' } });
    expect(messageOf(schedule(pod, lister(testNode('a')), { nominatedPods }))).toBe('0/1 nodes are available: 1 Insufficient cpu.');
    const important = testPod('p', { requests: { cpu: '2' }, spec: { priority: 5 } });
    expect(hostOf(schedule({ ...pod, spec: { ...pod.spec, ...important.spec } }, lister(testNode('a')), { nominatedPods }))).toBe('a');
    expect(hostOf(schedule(rival, lister(testNode('a')), { nominatedPods }))).toBe('a');
  });
});

describe('the search among many nodes', () => {
  it.each([
    [10, 0, 10],
    [99, 0, 99],
    [100, 0, 100],
    [1000, 0, 420],
    [5000, 0, 500],
    [6000, 0, 300],
    [1000, 40, 400],
    [1000, 100, 1000],
    [200, 10, 100],
  ])('of %i at %i percent stops after %i', (nodes, percentage, expected) => {
    expect(numFeasibleNodesToFind(nodes, percentage)).toBe(expected);
  });

  it('goes on where the last cycle stopped and does not touch the rest', () => {
    const all = Array.from({ length: 250 }, (_, n) => testNode(`n${n}`));
    const inner = lister(...all);
    const touched = new Set<number>();
    const nodes: NodeInfoLister = { ...inner, at: (position) => (touched.add(position), inner.at(position)) };
    const first = schedule(testPod('p'), nodes, { startIndex: 200 });
    expect(first).toMatchObject({ outcome: 'scheduled', feasibleNodes: 120, nextStartIndex: (200 + 120) % 250 });
    expect([touched.size, touched.has(200), touched.has(249), touched.has(69), touched.has(70)]).toEqual([120, true, true, true, false]);
  });
});

describe('a cycle that finds none', () => {
  it('has no nodes to look at', () => {
    expect(schedule(testPod('p'), lister())).toEqual({ outcome: 'noNodes', nextStartIndex: 0, nextSeed: 1 });
  });

  it('counts the reasons as texts in order', () => {
    const tainted = { spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] } };
    const nodes = lister(testNode('a', tainted), testNode('b', tainted), testNode('c', { allocatable: { cpu: '1', memory: '1Gi' } }), testNode('d', { spec: { unschedulable: true } }));
    const result = schedule(testPod('p', { requests: { cpu: '2', memory: '2Gi' } }), nodes);
    expect(messageOf(result)).toBe(
      '0/4 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) were unschedulable, 2 node(s) had untolerated taint(s).',
    );
    const diagnosis = result.outcome === 'unschedulable' ? result.fitError.diagnosis : undefined;
    expect(diagnosis?.nodeToStatus.get('c')).toEqual({ plugin: 'NodeResourcesFit', code: 'UnschedulableAndUnresolvable', reasons: ['Insufficient cpu', 'Insufficient memory'] });
    expect([...(diagnosis?.unschedulablePlugins ?? [])].toSorted()).toEqual(['NodeResourcesFit', 'NodeUnschedulable', 'TaintToleration']);
  });

  it('names the first filter that refuses, in the order of the profile', () => {
    const spec = { unschedulable: true, taints: [{ key: 'a', effect: 'NoSchedule' }] };
    const pod = testPod('p', { requests: { cpu: '100' }, spec: { nodeSelector: { disk: 'ssd' } } });
    expect(messageOf(schedule(pod, lister(testNode('a', { spec }))))).toBe('0/1 nodes are available: 1 node(s) were unschedulable.');
    expect(messageOf(schedule(pod, lister(testNode('a', { spec: { taints: spec.taints } }))))).toContain('1 node(s) had untolerated taint(s).');
    expect(messageOf(schedule(pod, lister(testNode('a'))))).toContain("1 node(s) didn't match Pod's node affinity/selector.");
  });

  it('counts other nodes apart when a daemon pod names its own', () => {
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['b'] }];
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } };
    const pod = testPod('proxy-b', { requests: { cpu: '9' }, spec: { affinity: { nodeAffinity } } });
    const result = schedule(pod, lister(testNode('a'), testNode('b'), testNode('c')));
    expect(messageOf(result)).toBe("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].");
    const gone = testPod('proxy-x', { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['x'] }] }] } } } } });
    expect(messageOf(schedule(gone, lister(testNode('a'))))).toBe("0/1 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity].");
    expect(hostOf(schedule(testPod('proxy-b', { spec: { affinity: { nodeAffinity } } }), lister(testNode('a'), testNode('b'))))).toBe('b');
  });

  it('says once what PreFilter objects to', () => {
    const matchFields = ['a', 'b'].map((name) => ({ key: 'metadata.name', operator: 'In', values: [name] }));
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } };
    const result = schedule(testPod('p', { spec: { affinity: { nodeAffinity } } }), lister(testNode('a'), testNode('b')));
    expect(messageOf(result)).toBe('0/2 nodes are available: pod affinity terms conflict.');
    expect(result).toMatchObject({ cycleState: undefined });
  });

  it('refuses a pod whose affinity does not parse', () => {
    const labelSelector = { matchExpressions: [{ key: 'a', operator: 'In', values: ['{}'] }] };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'zone' }] };
    const result = schedule(testPod('p', { spec: { affinity: { podAntiAffinity } } }), lister(testNode('a')));
    expect(messageOf(result)).toMatch(/^0\/1 nodes are available: parsing pod: requiredAntiAffinityTerms: values\[0]\[a]: Invalid value: "\{\}": /);
  });
});
