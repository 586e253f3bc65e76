/**
 * Score InterPodAffinity (plugins/interpodaffinity/scoring.go): preferred terms of the incoming pod and of the pods that
 * run add or take away their weight in the topology where they match; required affinity of running pods adds 1.
 */
import type { Labels } from '../objects';
import type { Skip } from './framework';
import { MAX_NODE_SCORE, SKIP } from './framework';
import type { ApiNamespaces } from './interPodAffinity';
import { resolveNamespaces, termMatches } from './interPodAffinity';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { allNodes } from './nodeInfoLister';
import type { AffinityTerm, PodInfo } from './podInfo';

/** The plugin's argument hardPodAffinityWeight in the default profile. */
const HARD_POD_AFFINITY_WEIGHT = 1;

/** Topology key -> topology value -> sum of weights. */
export type TopologyScores = ReadonlyMap<string, ReadonlyMap<string, number>>;

interface PreScore {
  readonly podInfo: PodInfo;
  readonly affinityTerms: readonly AffinityTerm[];
  readonly antiAffinityTerms: readonly AffinityTerm[];
  readonly namespaceLabels: Labels | undefined;
  readonly scores: Map<string, Map<string, number>>;
}

/** scoring.go:PreScore. */
export function preScoreInterPodAffinity(podInfo: PodInfo, nodes: NodeInfoLister, namespaces: ApiNamespaces): TopologyScores | Skip {
  const state: PreScore = {
    podInfo,
    affinityTerms: podInfo.preferredAffinityTerms.map((term) => resolveNamespaces(term, namespaces)),
    antiAffinityTerms: podInfo.preferredAntiAffinityTerms.map((term) => resolveNamespaces(term, namespaces)),
    namespaceLabels: namespaces.labelsOf(podInfo.apiNamespace),
    scores: new Map(),
  };
  if (state.affinityTerms.length + state.antiAffinityTerms.length > 0) {
    for (const node of allNodes(nodes)) for (const existing of node.pods.values()) processExistingPod(state, existing, node);
  } else {
    for (const node of nodes.withAffinityPods()) {
      for (const existing of node.podsWithAffinity.values()) processExistingPod(state, existing, node);
    }
  }
  return state.scores.size === 0 ? SKIP : state.scores;
}

function processExistingPod(state: PreScore, existing: PodInfo, node: NodeInfo): void {
  for (const term of state.affinityTerms) add(state, term, termMatches(term, existing, undefined), node, term.weight);
  for (const term of state.antiAffinityTerms) add(state, term, termMatches(term, existing, undefined), node, -term.weight);
  const meets = (term: AffinityTerm): boolean => termMatches(term, state.podInfo, state.namespaceLabels);
  for (const term of existing.requiredAffinityTerms) add(state, term, meets(term), node, HARD_POD_AFFINITY_WEIGHT);
  for (const term of existing.preferredAffinityTerms) add(state, term, meets(term), node, term.weight);
  for (const term of existing.preferredAntiAffinityTerms) add(state, term, meets(term), node, -term.weight);
}

function add({ scores }: PreScore, { topologyKey }: AffinityTerm, matches: boolean, { labels }: NodeInfo, weight: number): void {
  const value = labels[topologyKey];
  if (!matches || value === undefined) return;
  const values = scores.get(topologyKey) ?? new Map<string, number>();
  values.set(value, (values.get(value) ?? 0) + weight);
  scores.set(topologyKey, values);
}

/** The sum of the weights in the node's topologies; to be normalised (scoring.go:Score). */
export function scoreInterPodAffinity(scores: TopologyScores, { labels }: NodeInfo): number {
  let sum = 0;
  for (const [topologyKey, values] of scores) {
    const value = labels[topologyKey];
    if (value !== undefined) sum += values.get(value) ?? 0;
  }
  return sum;
}

/** Spreads scores, in place, from 0 for the least to 100 for the greatest; all 0 if they are equal (NormalizeScore). */
export function normalizeInterPodAffinity(scores: number[]): void {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    least = Math.min(least, score);
    greatest = Math.max(greatest, score);
  }
  const range = greatest - least;
  for (let index = 0; index < scores.length; index++) {
    scores[index] = range > 0 ? Math.trunc(MAX_NODE_SCORE * (((scores[index] ?? 0) - least) / range)) : 0;
  }
}
