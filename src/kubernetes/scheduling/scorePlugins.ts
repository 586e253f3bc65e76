/**
 * PreScore, Score and NormalizeScore of the default profile (pkg/scheduler/framework/runtime/framework.go:
 * RunPreScorePlugins, RunScorePlugins). Plugins that have nothing to say about the pod are left out of the table.
 */
import type { Selector } from '../labelSelectors';
import type { SchedulingGatesConfig, ScorePluginName, Skip } from './framework';
import { DEFAULT_GATES, SCORE_PLUGINS, SCORE_WEIGHTS, SKIP } from './framework';
import type { ClusterView } from './filterPlugins';
import { imageLocalityState, scoreImageLocality } from './imageLocality';
import { NO_NAMESPACES } from './interPodAffinity';
import type { TopologyScores } from './interPodAffinityScore';
import { normalizeInterPodAffinity, preScoreInterPodAffinity, scoreInterPodAffinity } from './interPodAffinityScore';
import { preScoreNodeAffinity, scoreNodeAffinity } from './nodeAffinity';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { normalizeScores } from './normalizeScore';
import type { PodInfo } from './podInfo';
import type { SpreadScoreState } from './podTopologySpreadScore';
import { normalizeTopologySpread, preScoreTopologySpread, scoreTopologySpread } from './podTopologySpreadScore';
import { preScoreBalancedAllocation, preScoreFit, scoreBalancedAllocation, scoreLeastAllocated } from './resourceAllocation';
import { preferNoScheduleTolerations, scoreTaintToleration } from './taintToleration';

/** One plugin's verdict: scores from 0 to 100, one for each candidate, before the weight. */
export interface PluginScores {
  readonly plugin: ScorePluginName;
  readonly weight: number;
  readonly scores: readonly number[];
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
    const scores = pluginScores(plugin, podInfo, candidates, nodes, view, selectorForDefaults);
    if (scores === SKIP) continue;
    const weight = SCORE_WEIGHTS[plugin];
    plugins.push({ plugin, weight, scores });
    for (let index = 0; index < totals.length; index++) totals[index] = (totals[index] ?? 0) + weight * (scores[index] ?? 0);
  }
  return { nodeNames: candidates.map(({ name }) => name), plugins, totals };
}

/** PreScore, Score and NormalizeScore of one plugin. */
function pluginScores(
  plugin: ScorePluginName,
  podInfo: PodInfo,
  candidates: readonly NodeInfo[],
  nodes: NodeInfoLister,
  view: ClusterView,
  selectorForDefaults: Selector | undefined,
): readonly number[] | Skip {
  switch (plugin) {
    case 'TaintToleration':
      return taintTolerationScores(podInfo, candidates, view.gates ?? DEFAULT_GATES);
    case 'NodeAffinity':
      return nodeAffinityScores(podInfo, candidates);
    case 'NodeResourcesFit': {
      const state = preScoreFit(podInfo);
      return candidates.map((node) => scoreLeastAllocated(state, node));
    }
    case 'PodTopologySpread': {
      const state = preScoreTopologySpread(podInfo, candidates, nodes, selectorForDefaults, view.gates ?? DEFAULT_GATES);
      return state === SKIP ? SKIP : topologySpreadScores(state, candidates);
    }
    case 'InterPodAffinity': {
      const topologyScores = preScoreInterPodAffinity(podInfo, nodes, view.namespaces ?? NO_NAMESPACES);
      return topologyScores === SKIP ? SKIP : interPodAffinityScores(topologyScores, candidates);
    }
    case 'NodeResourcesBalancedAllocation': {
      const state = preScoreBalancedAllocation(podInfo);
      return state === SKIP ? SKIP : candidates.map((node) => scoreBalancedAllocation(state, node));
    }
    case 'ImageLocality': {
      const state = imageLocalityState(podInfo.pod);
      return candidates.map((node) => scoreImageLocality(state, node, nodes));
    }
  }
}

function taintTolerationScores({ pod }: PodInfo, candidates: readonly NodeInfo[], gates: SchedulingGatesConfig): readonly number[] {
  const tolerations = preferNoScheduleTolerations(pod);
  const scores = candidates.map((node) => scoreTaintToleration(tolerations, node, gates));
  normalizeScores(scores, true);
  return scores;
}

function nodeAffinityScores({ pod }: PodInfo, candidates: readonly NodeInfo[]): readonly number[] | Skip {
  const terms = preScoreNodeAffinity(pod);
  if (terms === SKIP) return SKIP;
  const scores = candidates.map((node) => scoreNodeAffinity(terms, node));
  normalizeScores(scores, false);
  return scores;
}

function topologySpreadScores(state: SpreadScoreState, candidates: readonly NodeInfo[]): readonly number[] {
  const scores = candidates.map((node) => scoreTopologySpread(state, node));
  normalizeTopologySpread(state, candidates, scores);
  return scores;
}

function interPodAffinityScores(topologyScores: TopologyScores, candidates: readonly NodeInfo[]): readonly number[] {
  const scores = candidates.map((node) => scoreInterPodAffinity(topologyScores, node));
  normalizeInterPodAffinity(scores);
  return scores;
}
