/**
 * Why not node X: for a pod, each node with the first filter that refuses it, or with its scores where the pod fits. The
 * scheduler's own functions run once more on the World as it is, with every node looked at; nothing changes.
 * Stands for pkg/scheduler/schedule_one.go:findNodesThatFitPod, prioritizeNodes. Left out: what default spreading would
 * score for a pod of a Service, and the nodes that preemption would choose.
 */
import type { ClusterView } from '../kubernetes/scheduling/filterPlugins';
import { notInNodeNames, runFilterPluginsWithNominatedPods, runPreFilterPlugins } from '../kubernetes/scheduling/filterPlugins';
import type { PluginName, Rejection } from '../kubernetes/scheduling/framework';
import type { NodeInfo } from '../kubernetes/scheduling/nodeInfo';
import { podInfoOf } from '../kubernetes/scheduling/podInfo';
import { runScorePlugins } from '../kubernetes/scheduling/scorePlugins';
import type { Pod } from '../kubernetes/objects';
import { leaderNode } from './leaders';
import type { World } from './worldState';

/** One plugin's points for a node: 0 to 100, times its weight. */
export interface PluginPoints {
  readonly plugin: PluginName;
  readonly score: number;
  readonly weight: number;
}

export type NodeAnswer =
  | { readonly node: string; readonly fits: true; readonly total: number; readonly best: boolean; readonly points: readonly PluginPoints[] }
  | { readonly node: string; readonly fits: false; readonly plugin: PluginName; readonly reasons: readonly string[]; readonly evictionHelps: boolean };

export interface SchedulingAnswer {
  /** Why no node is asked about at all: gates, no scheduler, another scheduler, no nodes. Then `nodes` is empty. */
  readonly before: string | null;
  /** Sorted by name. */
  readonly nodes: readonly NodeAnswer[];
}

const refused = (node: string, { plugin, reasons, code }: Rejection): NodeAnswer => ({ node, fits: false, plugin, reasons, evictionHelps: code === 'Unschedulable' });
const nothing = (before: string): SchedulingAnswer => ({ before, nodes: [] });

/** The answer for a stored pod, as if it were its turn now. Costs time in proportion to the nodes. */
export function whyNotNode(world: World, pod: Pod): SchedulingAnswer {
  const before = notAsked(world, pod);
  if (before !== null) return nothing(before);
  const nodes = world.indexes.nodeInfos.nodes;
  const infos = Array.from({ length: nodes.size }, (_, position) => nodes.at(position)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const view = clusterView(world);
  const podInfo = podInfoOf(pod);
  const preFilter = runPreFilterPlugins(podInfo, nodes, view);
  if ('rejected' in preFilter) return { before: null, nodes: infos.map(({ name }) => refused(name, preFilter.rejected)) };
  const { state, nodeNames, nodeNamesFrom } = preFilter;
  const verdicts = infos.map((info) => ({
    info,
    refusal: nodeNames && !nodeNames.has(info.name) ? notInNodeNames(nodeNamesFrom) : runFilterPluginsWithNominatedPods(state, info, view),
  }));
  const feasible = verdicts.flatMap(({ info, refusal }) => (refusal ? [] : [info]));
  const scores = scoresOf(feasible);
  return { before: null, nodes: verdicts.map(({ info, refusal }) => (refusal ? refused(info.name, refusal) : scores(info.name))) };

  /** How each node that fits is scored. */
  function scoresOf(candidates: readonly NodeInfo[]): (name: string) => NodeAnswer {
    const table = runScorePlugins(podInfo, candidates, nodes, view, undefined);
    const highest = Math.max(...table.totals);
    return (node) => {
      const i = table.nodeNames.indexOf(node);
      const total = table.totals[i] ?? 0;
      const points = table.plugins.map(({ plugin, weight, scores: list }) => ({ plugin, weight, score: list[i] ?? 0 }));
      return { node, fits: true, total, best: total === highest, points };
    };
  }
}

/** What keeps the pod from being tried at all. */
function notAsked(world: World, { spec }: Pod): string | null {
  const scheduler = spec?.schedulerName ?? 'default-scheduler';
  if (scheduler !== 'default-scheduler') return `The pod asks for the scheduler ${scheduler}, which does not exist here.`;
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length > 0) return `Scheduling gates hold it back: ${gates.join(', ')}.`;
  if (leaderNode(world, 'kube-scheduler') === undefined) return 'No kube-scheduler leads: nobody looks for a node.';
  return world.indexes.nodeInfos.nodes.size === 0 ? 'No node is registered.' : null;
}

function clusterView(world: World): ClusterView {
  return {
    namespaces: { names: () => world.indexes.get('allNamespaces', ''), labelsOf: (name) => world.tables.namespaces.get(name)?.metadata?.labels },
    nominatedPods: (node) => world.indexes.get('podsByNomination', node).flatMap((key) => world.tables.pods.get(key) ?? []),
  };
}
