import { describe, expect, it } from 'vitest';
import type { Pod, PodDisruptionBudget } from '../objects';
import { fitErrorMessage } from './fitError';
import type { NodeInfoLister } from './nodeInfoLister';
import { podInfoOf } from './podInfo';
import type { Candidate, PreemptionInput, PreemptionResult } from './preemption';
import { moreImportantFirst, numCandidates, preempt, selectCandidate } from './preemption';
import { schedulePod } from './schedule';
import { lister, nodeWithPods, testNode, testPod } from './testObjects';

const pod = (name: string, priority: number, cpu: string, more: { startTime?: string; labels?: Record<string, string>; spec?: Pod['spec'] } = {}): Pod =>
  testPod(name, {
    requests: { cpu },
    labels: more.labels ?? {},
    spec: { containers: [{ name: 'c', resources: { requests: { cpu } } }], priority, ...more.spec },
    status: more.startTime === undefined ? {} : { startTime: more.startTime },
  });

interface Tried {
  readonly result: PreemptionResult;
  readonly message: string;
  readonly victims: readonly (string | undefined)[];
}

function tryPreemption(preemptor: Pod, nodes: NodeInfoLister, more: Partial<PreemptionInput> = {}): Tried {
  const cycle = schedulePod(preemptor, nodes, { startIndex: 0, seed: 1, ...more });
  if (cycle.outcome !== 'unschedulable') throw new Error(`the pod is ${cycle.outcome}`);
  const { fitError, cycleState } = cycle;
  const result = preempt({ pod: preemptor, nodes, fitError, cycleState, seed: 1, ...more });
  const message = fitErrorMessage(fitError, result.outcome === 'nominated' ? '' : result.message);
  const victims = result.outcome === 'nominated' ? result.victims.map(({ metadata }) => metadata?.name) : [];
  return { result, message, victims };
}

describe('preemption', () => {
  it('removes the fewest pods of lower priority, and says nothing', () => {
    const node = nodeWithPods(testNode('a'), pod('low', 1, '1'), pod('lower', 0, '2'), pod('equal', 10, '1'));
    const { result, message, victims } = tryPreemption(pod('high', 10, '2'), lister(node));
    expect(result).toMatchObject({ outcome: 'nominated', nodeName: 'a', nominationsToClear: [] });
    expect(victims).toEqual(['lower']);
    expect(message).toBe('0/1 nodes are available: 1 Insufficient cpu.');
    expect(node.pods.size).toBe(3);
  });

  it('keeps the longer running of two equals', () => {
    const node = nodeWithPods(testNode('a'), pod('young', 0, '2', { startTime: '2026-01-01T12:00:00Z' }), pod('old', 0, '2', { startTime: '2026-01-01T10:00:00Z' }));
    expect(tryPreemption(pod('high', 10, '2'), lister(node)).victims).toEqual(['young']);
  });

  it('says that nobody may go', () => {
    const nodes = lister(nodeWithPods(testNode('a'), pod('equal', 10, '3')), testNode('b', { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } }), testNode('c', { allocatable: { cpu: '1' } }));
    const { result, message } = tryPreemption(pod('p', 10, '2'), nodes);
    expect(result.outcome).toBe('notHelpful');
    expect(message).toBe(
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.',
    );
  });

  it('says why a node would still not do without its victims', () => {
    const node = nodeWithPods(testNode('a'), pod('low', 0, '1'), pod('equal', 10, '2'));
    const { message } = tryPreemption(pod('p', 10, '3'), lister(node));
    expect(message).toBe('0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Insufficient cpu.');
  });

  it('is not for pods that must never preempt', () => {
    const node = nodeWithPods(testNode('a'), pod('low', 0, '4'));
    const { result, message } = tryPreemption(pod('p', 10, '2', { spec: { preemptionPolicy: 'Never' } }), lister(node));
    expect(result.outcome).toBe('notEligible');
    expect(message).toBe('0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.');
  });

  it('waits for victims that are on their way out', () => {
    const leaving = pod('low', 0, '4');
    const terminating: Pod = {
      ...leaving,
      metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T12:00:30Z' },
      status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] },
    };
    const preemptor = pod('p', 10, '2');
    const nominated: Pod = { ...preemptor, status: { nominatedNodeName: 'a' } };
    const { result, message } = tryPreemption(nominated, lister(nodeWithPods(testNode('a'), terminating)));
    expect(result.outcome).toBe('notEligible');
    expect(message).toBe('0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to a terminating pod on the nominated node.');
  });

  it('spares pods that a disruption budget protects, if it can', () => {
    const budget: PodDisruptionBudget = {
      metadata: { name: 'b', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'db' } } },
      status: { disruptionsAllowed: 0 },
    };
    const node = nodeWithPods(testNode('a'), pod('db', 0, '2', { labels: { app: 'db' } }), pod('web', 5, '2', { labels: { app: 'web' } }));
    expect(tryPreemption(pod('high', 10, '2'), lister(node)).victims).toEqual(['db']);
    expect(tryPreemption(pod('high', 10, '2'), lister(node), { budgets: [budget] }).victims).toEqual(['web']);
    expect(tryPreemption(pod('high', 10, '4'), lister(node), { budgets: [budget] }).victims).toEqual(['web', 'db']);
  });

  it('frees host ports and anti-affinity, not only resources', () => {
    const ports = { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] };
    const holder = pod('holder', 0, '0', { spec: ports });
    expect(tryPreemption(pod('high', 10, '0', { spec: ports }), lister(nodeWithPods(testNode('a'), holder))).victims).toEqual(['holder']);
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { app: 'db' } }, topologyKey: 'kubernetes.io/hostname' }] };
    const repelled = pod('high', 10, '1', { spec: { affinity: { podAntiAffinity } } });
    const other = nodeWithPods(testNode('a'), pod('db', 0, '1', { labels: { app: 'db' } }), pod('web', 0, '1', { labels: { app: 'web' } }));
    expect(tryPreemption(repelled, lister(other)).victims).toEqual(['db']);
  });

  it('clears the nominations of lesser pods to the node', () => {
    const lesser: Pod = { ...pod('lesser', 3, '1'), status: { nominatedNodeName: 'a' } };
    const greater: Pod = { ...pod('greater', 20, '1'), status: { nominatedNodeName: 'a' } };
    const nominatedPods = () => [lesser, greater];
    const { result } = tryPreemption(pod('high', 10, '2'), lister(nodeWithPods(testNode('a'), pod('low', 0, '3'))), { nominatedPods });
    expect(result).toMatchObject({ outcome: 'nominated', nominationsToClear: [lesser] });
  });

  it('looks at a tenth of the nodes, but at a hundred at least', () => {
    expect([1, 100, 500, 2000].map(numCandidates)).toEqual([1, 100, 100, 200]);
  });
});

describe('the choice among candidates', () => {
  const candidate = (nodeName: string, numPDBViolations: number, ...victims: readonly [number, string?][]): Candidate => ({
    nodeName,
    numPDBViolations,
    victims: victims.map(([priority, startTime], index) => podInfoOf(pod(`${nodeName}-${index}`, priority, '1', startTime === undefined ? {} : { startTime }))),
  });
  const chosen = (...candidates: readonly Candidate[]): string | undefined => selectCandidate(candidates)?.nodeName;

  it('goes by budgets, priority, sum, number and start, in this order', () => {
    expect(chosen(candidate('a', 1, [0]), candidate('b', 0, [100]))).toBe('b');
    expect(chosen(candidate('a', 0, [5]), candidate('b', 0, [4], [4], [4]))).toBe('b');
    expect(chosen(candidate('a', 0, [5], [5]), candidate('b', 0, [5], [2]))).toBe('b');
    expect(chosen(candidate('a', 0, [-5], [-5]), candidate('b', 0, [-5]))).toBe('b');
    expect(chosen(candidate('a', 0, [5, '2026-01-01T10:00:00Z']), candidate('b', 0, [5, '2026-01-01T11:00:00Z']))).toBe('b');
    expect(chosen(candidate('a', 0, [5]), candidate('b', 0, [5, '2026-01-01T11:00:00Z']))).toBe('a');
    expect(chosen(candidate('a', 0, [5]), candidate('b', 0, [5]))).toBe('a');
    expect(chosen()).toBeUndefined();
  });

  it('looks only at the start of the most important victims', () => {
    const early: [number, string] = [1, '2026-01-01T01:00:00Z'];
    expect(chosen(candidate('a', 0, [5, '2026-01-01T10:00:00Z'], [1, '2026-01-01T09:00:00Z']), candidate('b', 0, [5, '2026-01-01T11:00:00Z'], early))).toBe('b');
  });

  it('has an order of importance', () => {
    const [old, young, fresh] = [pod('old', 1, '1', { startTime: '2026-01-01T10:00:00Z' }), pod('young', 1, '1', { startTime: '2026-01-01T11:00:00Z' }), pod('fresh', 1, '1')].map(podInfoOf);
    const high = podInfoOf(pod('high', 2, '1'));
    const sorted = [fresh, young, high, old].flatMap((info) => info ?? []).toSorted(moreImportantFirst);
    expect(sorted.map((info) => info.pod.metadata?.name)).toEqual(['high', 'old', 'young', 'fresh']);
  });
});
