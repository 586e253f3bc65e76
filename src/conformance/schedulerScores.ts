/** Adapter of the table scheduler-scores.json: one pod, several candidate nodes, one score plugin, normalised scores. */
import type { Namespace, Node, NodeAffinity, Pod } from '../kubernetes/objects';
import { DEFAULT_GATES, SKIP } from '../kubernetes/scheduling/framework';
import { imageLocalityState, scoreImageLocality } from '../kubernetes/scheduling/imageLocality';
import { normalizeInterPodAffinity, preScoreInterPodAffinity, scoreInterPodAffinity } from '../kubernetes/scheduling/interPodAffinityScore';
import { preScoreNodeAffinity, scoreNodeAffinity } from '../kubernetes/scheduling/nodeAffinity';
import type { NodeInfo } from '../kubernetes/scheduling/nodeInfo';
import type { NodeInfoLister } from '../kubernetes/scheduling/nodeInfoLister';
import { listNodeInfos } from '../kubernetes/scheduling/nodeInfoLister';
import { normalizeScores } from '../kubernetes/scheduling/normalizeScore';
import { podInfoOf } from '../kubernetes/scheduling/podInfo';
import { normalizeTopologySpread, preScoreTopologySpread, scoreTopologySpread } from '../kubernetes/scheduling/podTopologySpreadScore';
import type { ResourceSpec } from '../kubernetes/scheduling/resourceAllocation';
import {
  DEFAULT_RESOURCES,
  preScoreBalancedAllocation,
  preScoreFit,
  scoreBalancedAllocation,
  scoreLeastAllocated,
  scoreMostAllocated,
} from '../kubernetes/scheduling/resourceAllocation';
import { preferNoScheduleTolerations, scoreTaintToleration } from '../kubernetes/scheduling/taintToleration';
import { apiNamespacesOf, nodeInfosOf, sameValue, withoutInclusionPolicies, withoutMatchLabelKeys } from './schedulerCases';
import type { CaseResult, TableCase } from './table';

type WrittenResources = readonly { readonly Name: string; readonly Weight?: number }[];

interface ScoreCase {
  readonly plugin: string;
  readonly pod: Pod;
  readonly nodes: readonly Node[];
  /** Nodes that did not pass the filters: not scored, but their pods count. No case of the table has any. */
  readonly failedNodes?: readonly Node[];
  readonly existingPods: readonly Pod[];
  readonly input?: {
    readonly resources?: WrittenResources;
    readonly args?: { readonly Resources?: WrittenResources; readonly AddedAffinity?: NodeAffinity };
    readonly namespaces?: readonly Namespace[];
    readonly enableTaintTolerationComparisonOps?: boolean;
    readonly enableNodeInclusionPolicy?: boolean;
    readonly enableMatchLabelKeys?: boolean;
    readonly ignorePreferredTermsOfExistingPods?: boolean;
  };
  readonly expected: { readonly scores: Readonly<Record<string, number>> };
}

/** Answers one case of scheduler-scores.json. */
export function check(testCase: TableCase): CaseResult {
  const scoreCase = testCase as unknown as ScoreCase;
  const candidates = nodeInfosOf(scoreCase.nodes, scoreCase.existingPods);
  const failed = nodeInfosOf(scoreCase.failedNodes ?? [], scoreCase.existingPods);
  const scores = scoresFor(scoreCase, candidates, listNodeInfos([...candidates, ...failed]));
  const found = { scores: Object.fromEntries(candidates.map(({ name }, index) => [name, scores?.[index]])) };
  return { expected: scoreCase.expected, found, pass: sameValue(scoreCase.expected.scores, found.scores) };
}

/** A plugin that skips the pod adds nothing to any node. */
function scoresFor(scoreCase: ScoreCase, candidates: readonly NodeInfo[], nodes: NodeInfoLister): readonly number[] | undefined {
  const { plugin, pod, input = {} } = scoreCase;
  const nothing = candidates.map(() => 0);
  switch (plugin) {
    case 'TaintToleration': {
      const gates = { taintTolerationComparisonOperators: input.enableTaintTolerationComparisonOps === true };
      const tolerations = preferNoScheduleTolerations(pod);
      return normalized(candidates.map((node) => scoreTaintToleration(tolerations, node, gates)), true);
    }
    case 'NodeAffinity': {
      const terms = preScoreNodeAffinity(pod, input.args?.AddedAffinity);
      return terms === SKIP ? nothing : normalized(candidates.map((node) => scoreNodeAffinity(terms, node)), false);
    }
    case 'NodeResourcesFit/LeastAllocated':
    case 'NodeResourcesFit/MostAllocated': {
      const state = preScoreFit(podInfoOf(pod), resourcesOf(input.resources));
      const score = plugin === 'NodeResourcesFit/LeastAllocated' ? scoreLeastAllocated : scoreMostAllocated;
      return candidates.map((node) => score(state, node));
    }
    case 'NodeResourcesBalancedAllocation': {
      const state = preScoreBalancedAllocation(podInfoOf(pod), resourcesOf(input.args?.Resources));
      return state === SKIP ? nothing : candidates.map((node) => scoreBalancedAllocation(state, node));
    }
    default:
      return scoresOverAllNodes(scoreCase, candidates, nodes);
  }
}

/** The plugins that look at other nodes than the one they score. */
function scoresOverAllNodes(
  { plugin, pod, input = {} }: ScoreCase,
  candidates: readonly NodeInfo[],
  nodes: NodeInfoLister,
): readonly number[] | undefined {
  switch (plugin) {
    case 'ImageLocality': {
      const state = imageLocalityState(pod);
      return candidates.map((node) => scoreImageLocality(state, node, nodes));
    }
    case 'InterPodAffinity': {
      const podInfo = podInfoOf(pod);
      const prefers = podInfo.preferredAffinityTerms.length + podInfo.preferredAntiAffinityTerms.length > 0;
      if (input.ignorePreferredTermsOfExistingPods === true && !prefers) return candidates.map(() => 0);
      const topologyScores = preScoreInterPodAffinity(podInfo, nodes, apiNamespacesOf(input.namespaces));
      if (topologyScores === SKIP) return candidates.map(() => 0);
      const scores = candidates.map((node) => scoreInterPodAffinity(topologyScores, node));
      normalizeInterPodAffinity(scores);
      return scores;
    }
    case 'PodTopologySpread': {
      const state = preScoreTopologySpread(podInfoOf(asAdmitted(pod, input)), candidates, nodes, undefined, DEFAULT_GATES);
      if (state === SKIP) return candidates.map(() => 0);
      const scores = candidates.map((node) => scoreTopologySpread(state, node));
      normalizeTopologySpread(state, candidates, scores);
      return scores;
    }
    default:
      return undefined;
  }
}

/** Without a gate the API server drops the fields that it brought. */
function asAdmitted(pod: Pod, { enableNodeInclusionPolicy, enableMatchLabelKeys }: NonNullable<ScoreCase['input']>): Pod {
  const withPolicies = enableNodeInclusionPolicy === false ? withoutInclusionPolicies(pod) : pod;
  return enableMatchLabelKeys === false ? withoutMatchLabelKeys(withPolicies) : withPolicies;
}

function normalized(scores: number[], reverse: boolean): readonly number[] {
  normalizeScores(scores, reverse);
  return scores;
}

/** Without any the default profile's: cpu and memory, one as much as the other. */
const resourcesOf = (written: WrittenResources | undefined): readonly ResourceSpec[] =>
  written?.map(({ Name, Weight }) => ({ name: Name, weight: Weight ?? 1 })) ?? DEFAULT_RESOURCES;
