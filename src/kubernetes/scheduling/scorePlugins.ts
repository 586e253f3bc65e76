/**
 * PreScore, Score and NormalizeScore of the default profile (pkg/scheduler/framework/runtime/framework.go:
 * RunPreScorePlugins, RunScorePlugins). Plugins that have nothing to say about the pod are left out of the table.
 */
import type { Selector } from '../labelSelectors';
import type { ScorePluginName, Skip } from './framework';
import { DEFAULT_GATES, SCORE_PLUGINS, SCORE_WEIGHTS, SKIP } from './framework';
import type { ClusterView } from './filterPlugins';
import { imageLocalityState, scoreImageLocality } from './imageLocality';
import { NO_NAMESPACES } from './interPodAffinity';
import { normalizeInterPodAffinity, preScoreInterPodAffinity, scoreInterPodAffinity } from './interPodAffinityScore';
import { preScoreNodeAffinity, scoreNodeAffinity } from './nodeAffinity';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { normalizeScores } from './normalizeScore';
import type { PodInfo } from './podInfo';
import { normalizeTopologySpread, preScoreTopologySpread, scoreTopologySpread } from './podTopologySpreadScore';
import { preScoreBalancedAllocation, preScoreFit, scoreBalancedAllocation, scoreLeastAllocated } from './resourceAllocation';
import { preferNoScheduleTolerations, scoreTaintToleration } from './taintToleration';

/** What a plugin says of each candidate: as it counts (Score), and from 0 to 100, before the weight (NormalizeScore). */
interface Verdict {
  readonly raw: readonly number[];
  readonly scores: readonly number[];
}

export interface PluginScores extends Verdict {
  readonly plugin: ScorePluginName;
  readonly weight: number;
}

export interface ScoreTable {
  /** The candidates, in the order of every list of scores. */
  readonly nodeNames: readonly string[];
  readonly plugins: readonly PluginScores[];
  /** The weighted sums. */
  readonly totals: readonly number[];
}

/** Scores the nodes that passed the filters. `selectorForDefaults`: see podTopologySpread.defaultSelector. */
export function runScorePlugins(
  podInfo: PodInfo,
  candidates: readonly NodeInfo[],
  nodes: NodeInfoLister,
  view: ClusterView,
  selectorForDefaults: Selector | undefined,
): ScoreTable {
  const plugins: PluginScores[] = [];
  const totals: number[] = candidates.map(() => 0);
  for (const plugin of SCORE_PLUGINS) {
    const verdict = verdictOf(plugin, podInfo, candidates, nodes, view, selectorForDefaults);
    if (verdict === SKIP) continue;
    const weight = SCORE_WEIGHTS[plugin];
    const { scores } = verdict;
    plugins.push({ plugin, weight, ...verdict });
    for (let index = 0; index < totals.length; index++) totals[index] = (totals[index] ?? 0) + weight * (scores[index] ?? 0);
  }
  return { nodeNames: candidates.map(({ name }) => name), plugins, totals };
}

/** Scores that are brought into their range in place, with what they were before. */
function normalized(counted: number[], normalize: (scores: number[]) => void): Verdict {
  const scores = counted.slice();
  normalize(scores);
  return { raw: counted, scores };
}

/** The plugin's scores are in their range already. */
const asCounted = (scores: readonly number[]): Verdict => ({ raw: scores, scores });

/** PreScore, Score and NormalizeScore of one plugin. */
function verdictOf(
  plugin: ScorePluginName,
  podInfo: PodInfo,
  candidates: readonly NodeInfo[],
  nodes: NodeInfoLister,
  view: ClusterView,
  selectorForDefaults: Selector | undefined,
): Verdict | Skip {
  const gates = view.gates ?? DEFAULT_GATES;
  switch (plugin) {
    case 'TaintToleration': {
      const tolerations = preferNoScheduleTolerations(podInfo.pod);
      return normalized(candidates.map((node) => scoreTaintToleration(tolerations, node, gates)), (scores) => normalizeScores(scores, true));
    }
    case 'NodeAffinity': {
      const terms = preScoreNodeAffinity(podInfo.pod);
      return terms === SKIP ? SKIP : normalized(candidates.map((node) => scoreNodeAffinity(terms, node)), (scores) => normalizeScores(scores, false));
    }
    case 'NodeResourcesFit': {
      const state = preScoreFit(podInfo);
      return asCounted(candidates.map((node) => scoreLeastAllocated(state, node)));
    }
    case 'PodTopologySpread': {
      const state = preScoreTopologySpread(podInfo, candidates, nodes, selectorForDefaults, gates);
      if (state === SKIP) return SKIP;
      return normalized(candidates.map((node) => scoreTopologySpread(state, node)), (scores) => normalizeTopologySpread(state, candidates, scores));
    }
    case 'InterPodAffinity': {
      const topologyScores = preScoreInterPodAffinity(podInfo, nodes, view.namespaces ?? NO_NAMESPACES);
      return topologyScores === SKIP ? SKIP : normalized(candidates.map((node) => scoreInterPodAffinity(topologyScores, node)), normalizeInterPodAffinity);
    }
    case 'NodeResourcesBalancedAllocation': {
      const state = preScoreBalancedAllocation(podInfo);
      return state === SKIP ? SKIP : asCounted(candidates.map((node) => scoreBalancedAllocation(state, node)));
    }
    case 'ImageLocality': {
      const state = imageLocalityState(podInfo.pod);
      return asCounted(candidates.map((node) => scoreImageLocality(state, node, nodes)));
    }
  }
}
