import { describe, expect, it } from 'vitest';
import { withLabelKeys } from '../labelKeys';
import type { Labels, Pod, PodAffinityTerm } from '../objects';
import type { ApiNamespaces, InterPodAffinityState } from './interPodAffinity';
import { NO_NAMESPACES, cloneInterPodAffinity, filterInterPodAffinity, preFilterInterPodAffinity, updateInterPodAffinity } from './interPodAffinity';
import { normalizeInterPodAffinity, preScoreInterPodAffinity, scoreInterPodAffinity } from './interPodAffinityScore';
import { podInfoOf } from './podInfo';
import { lister, nodeWithPods, testNode, testPod } from './testObjects';

const hostname = 'kubernetes.io/hostname';
const near = (app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({ labelSelector: { matchLabels: { app } }, topologyKey: hostname, ...more });
const withAffinity = (name: string, app: string, term: PodAffinityTerm): Pod =>
  testPod(name, { labels: { app }, spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } } });
const withAntiAffinity = (name: string, app: string, term: PodAffinityTerm): Pod =>
  testPod(name, { labels: { app }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } } });

function stateOf(pod: Pod, nodes: ReturnType<typeof lister>, namespaces: ApiNamespaces = NO_NAMESPACES): InterPodAffinityState {
  const state = preFilterInterPodAffinity(podInfoOf(pod), nodes, namespaces);
  if (state === 'skip' || 'reasons' in state) throw new Error('no state');
  return state;
}

describe('InterPodAffinity', () => {
  it('skips pods without required terms that nobody repels', () => {
    const repelling = nodeWithPods(testNode('a'), withAntiAffinity('q', 'db', near('db')));
    expect(preFilterInterPodAffinity(podInfoOf(testPod('p', { labels: { app: 'web' } })), lister(repelling), NO_NAMESPACES)).toBe('skip');
    expect(filterInterPodAffinity(stateOf(testPod('p', { labels: { app: 'db' } }), lister(repelling)), repelling)?.reasons).toEqual([
      "node(s) didn't satisfy existing pods anti-affinity rules",
    ]);
  });

  it('lets the first pod of a group in, but not after another of its kind runs elsewhere', () => {
    const [a, b] = [nodeWithPods(testNode('a')), nodeWithPods(testNode('b'))];
    const pod = withAffinity('p', 'web', near('web'));
    expect(filterInterPodAffinity(stateOf(pod, lister(a, b)), a)).toBeUndefined();
    a.addPod(podInfoOf(testPod('first', { labels: { app: 'web' } })));
    const state = stateOf(pod, lister(a, b));
    expect(filterInterPodAffinity(state, a)).toBeUndefined();
    expect(filterInterPodAffinity(state, b)).toMatchObject({ code: 'UnschedulableAndUnresolvable', reasons: ["node(s) didn't match pod affinity rules"] });
  });

  it('selects apiNamespaces by their labels', () => {
    const namespaces: ApiNamespaces = { names: () => ['team-a', 'default'], labelsOf: (name): Labels => (name === 'team-a' ? { team: 'a' } : {}) };
    const stranger = testPod('db', { labels: { app: 'db' } });
    const node = nodeWithPods(testNode('a'), { ...stranger, metadata: { ...stranger.metadata, namespace: 'team-a' } });
    const apart = (term: Partial<PodAffinityTerm>) =>
      filterInterPodAffinity(stateOf(withAntiAffinity('p', 'web', near('db', term)), lister(node), namespaces), node) === undefined;
    expect(apart({})).toBe(true);
    expect(apart({ namespaceSelector: { matchLabels: { team: 'a' } } })).toBe(false);
    expect(apart({ namespaceSelector: {} })).toBe(false);
    expect(apart({ namespaces: ['team-a'] })).toBe(false);
    expect(apart({ namespaceSelector: { matchLabels: { team: 'b' } } })).toBe(true);
  });

  it('narrows a term to pods with the same value of a label, or with another', () => {
    const node = nodeWithPods(testNode('a'), testPod('old', { labels: { app: 'web', hash: '1' } }));
    const fits = (hash: string, term: Partial<PodAffinityTerm>) => {
      const pod = withAntiAffinity('p', 'web', near('web', term));
      const labelled = { ...pod, metadata: { ...pod.metadata, labels: { app: 'web', hash } } };
      return filterInterPodAffinity(stateOf(withLabelKeys(labelled), lister(node)), node) === undefined;
    };
    expect([fits('1', { matchLabelKeys: ['hash'] }), fits('2', { matchLabelKeys: ['hash'] })]).toEqual([false, true]);
    expect([fits('1', { mismatchLabelKeys: ['hash'] }), fits('2', { mismatchLabelKeys: ['hash'] })]).toEqual([true, false]);
  });

  it('returns to where it was when a pod comes and goes', () => {
    const node = nodeWithPods(testNode('a'), testPod('db', { labels: { app: 'db' } }));
    const state = stateOf(withAntiAffinity('p', 'web', near('db')), lister(node));
    const dryRun = cloneInterPodAffinity(state);
    updateInterPodAffinity(dryRun, podInfoOf(testPod('db', { labels: { app: 'db' } })), node, -1);
    expect(filterInterPodAffinity(dryRun, node)).toBeUndefined();
    expect(filterInterPodAffinity(state, node)).toMatchObject({ code: 'Unschedulable' });
    updateInterPodAffinity(dryRun, podInfoOf(testPod('db', { labels: { app: 'db' } })), node, 1);
    expect(dryRun).toEqual(state);
  });
});

describe('the score of InterPodAffinity', () => {
  const scores = (pod: Pod, ...nodes: readonly ReturnType<typeof nodeWithPods>[]): readonly number[] | 'skip' => {
    const state = preScoreInterPodAffinity(podInfoOf(pod), lister(...nodes), NO_NAMESPACES);
    return state === 'skip' ? 'skip' : nodes.map((node) => scoreInterPodAffinity(state, node));
  };
  const preferring = (name: string, app: string, weight: number, term: PodAffinityTerm, kind: 'podAffinity' | 'podAntiAffinity'): Pod =>
    testPod(name, { labels: { app }, spec: { affinity: { [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term }] } } } });

  it('adds up the preferences of both sides, and 1 for what running pods require', () => {
    const nodes = [
      nodeWithPods(testNode('a'), testPod('db', { labels: { app: 'db' } })),
      nodeWithPods(testNode('b'), withAffinity('needs', 'x', near('web'))),
      nodeWithPods(testNode('c'), preferring('likes', 'x', 7, near('web'), 'podAffinity'), preferring('dislikes', 'x', 4, near('web'), 'podAntiAffinity')),
      nodeWithPods(testNode('d')),
    ];
    expect(scores(preferring('p', 'web', 5, near('db'), 'podAffinity'), ...nodes)).toEqual([5, 1, 3, 0]);
    expect(scores(preferring('p', 'web', 5, near('db'), 'podAntiAffinity'), ...nodes)).toEqual([-5, 1, 3, 0]);
    expect(scores(testPod('p', { labels: { app: 'web' } }), ...nodes)).toEqual([0, 1, 3, 0]);
    expect(scores(testPod('p', { labels: { app: 'other' } }), ...nodes)).toBe('skip');
  });

  it('spreads from 0 to 100', () => {
    const normalized = (...raw: number[]): number[] => (normalizeInterPodAffinity(raw), raw);
    expect(normalized(-5, 0, 5)).toEqual([0, 50, 100]);
    expect(normalized(8, 8)).toEqual([0, 0]);
    expect(normalized(0, 1, 3)).toEqual([0, 33, 100]);
  });
});
