/**
 * Why not node X: for a pod, each node with the first filter that refuses it, or with its scores where the pod fits; and
 * where it fits nowhere, what preemption would find there. The scheduler's own functions run once more on the World as it
 * is, with every node looked at; nothing changes. Stands for pkg/scheduler/schedule_one.go:findNodesThatFitPod,
 * prioritizeNodes, and pkg/scheduler/framework/preemption.
 */
import type { ClusterView, CycleState } from '../kubernetes/scheduling/filterPlugins';
import { notInNodeNames, runFilterPluginsWithNominatedPods, runPreFilterPlugins } from '../kubernetes/scheduling/filterPlugins';
import { DEFAULT_ABSENT_NODES, type FitError } from '../kubernetes/scheduling/fitError';
import type { PluginName, Rejection } from '../kubernetes/scheduling/framework';
import type { NodeInfo } from '../kubernetes/scheduling/nodeInfo';
import { podInfoOf } from '../kubernetes/scheduling/podInfo';
import { type Candidate, surveyPreemption } from '../kubernetes/scheduling/preemption';
import { runScorePlugins, type ScoreTable } from '../kubernetes/scheduling/scorePlugins';
import type { Pod } from '../kubernetes/objects';
import { leaderNode } from './leaders';
import { spreadSelector } from './spreadSelector';
import { storageView } from './storageView';
import type { World } from './worldState';

/** One plugin's points for a node: what it counted, the same brought into 0 to 100, and how much that weighs. */
export interface PluginPoints {
  readonly plugin: PluginName;
  readonly raw: number;
  readonly score: number;
  readonly weight: number;
}

/** What the deletion of pods of lower priority would give on a node. */
export type PreemptionAnswer =
  | { readonly helps: true; readonly victims: readonly string[]; readonly budgetsViolated: number; readonly chosen: boolean }
  | { readonly helps: false; readonly because: string };

export type NodeAnswer =
  | { readonly node: string; readonly fits: true; readonly total: number; readonly best: boolean; readonly points: readonly PluginPoints[] }
  | { readonly node: string; readonly fits: false; readonly plugin: PluginName; readonly reasons: readonly string[]; readonly preemption: PreemptionAnswer | null };

export interface SchedulingAnswer {
  /** Why no node is asked about at all: gates, no scheduler, another scheduler, no nodes. Then `nodes` is empty. */
  readonly before: string | null;
  /** The node that a preemption has promised to the pod. */
  readonly nominated: string | null;
  /** Why the pod may not preempt others, if it fits nowhere and may not. */
  readonly mayNotPreempt: string | null;
  /** Sorted by name. */
  readonly nodes: readonly NodeAnswer[];
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

/** The answer for a stored pod, as if it were its turn now. Costs time in proportion to the nodes, and to their pods where it fits nowhere. */
export function whyNotNode(world: World, pod: Pod): SchedulingAnswer {
  const before = notAsked(world, pod);
  const nominated = pod.status?.nominatedNodeName || null;
  if (before !== null) return { before, nominated, mayNotPreempt: null, nodes: [] };
  const nodes = world.indexes.nodeInfos.nodes;
  const infos = Array.from({ length: nodes.size }, (_, position) => nodes.at(position)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const view = clusterView(world);
  const preFilter = runPreFilterPlugins(podInfoOf(pod), nodes, view);
  const refuse = refusalOf(view, preFilter);
  const verdicts = infos.map((info) => ({ info, refusal: refuse(info) }));
  const feasible = verdicts.flatMap(({ info, refusal }) => (refusal ? [] : [info]));
  if (feasible.length > 0) {
    const scores = scoreLines(runScorePlugins(podInfoOf(pod), feasible, nodes, view, selectorFor(world, pod)));
    return { before: null, nominated, mayNotPreempt: null, nodes: verdicts.map(({ info, refusal }) => (refusal ? refused(info.name, refusal, null) : scores(info.name))) };
  }
  const refusals = new Map(verdicts.flatMap(({ info, refusal }) => (refusal ? [[info.name, refusal] as const] : [])));
  const { mayNotPreempt, answer } = preemptionAnswers(world, pod, view, refusals, 'rejected' in preFilter ? undefined : preFilter.state);
  return { before: null, nominated, mayNotPreempt, nodes: [...refusals].map(([name, refusal]) => refused(name, refusal, answer(name))) };
}

const refused = (node: string, { plugin, reasons }: Rejection, preemption: PreemptionAnswer | null): NodeAnswer =>
  ({ node, fits: false, plugin, reasons, preemption });

/** What a node is refused for, if it is: by PreFilter for the pod as a whole, else by the first filter. */
function refusalOf(view: ClusterView, preFilter: ReturnType<typeof runPreFilterPlugins>): (info: NodeInfo) => Rejection | undefined {
  if ('rejected' in preFilter) return () => preFilter.rejected;
  const { state, nodeNames, nodeNamesFrom } = preFilter;
  return (info) => (nodeNames && !nodeNames.has(info.name) ? notInNodeNames(nodeNamesFrom) : runFilterPluginsWithNominatedPods(state, info, view));
}

/** How each node that fits is scored. */
function scoreLines({ nodeNames, plugins, totals }: ScoreTable): (node: string) => NodeAnswer {
  const highest = Math.max(...totals);
  return (node) => {
    const i = nodeNames.indexOf(node);
    const total = totals[i] ?? 0;
    const points = plugins.map(({ plugin, weight, raw, scores }) => ({ plugin, weight, raw: raw[i] ?? 0, score: scores[i] ?? 0 }));
    return { node, fits: true, total, best: total === highest, points };
  };
}

/** What PostFilter would say of each node that was refused. */
function preemptionAnswers(world: World, pod: Pod, view: ClusterView, refusals: ReadonlyMap<string, Rejection>, cycleState: CycleState | undefined) {
  const nodes = world.indexes.nodeInfos.nodes;
  const diagnosis = { nodeToStatus: refusals, absentNodes: DEFAULT_ABSENT_NODES, unschedulablePlugins: new Set<PluginName>(), preFilterMessage: '' };
  const fitError: FitError = { numAllNodes: nodes.size, diagnosis };
  const budgets = [...world.tables.podDisruptionBudgets.values()];
  const { notEligible, byNode, best } = surveyPreemption({ pod, nodes, fitError, cycleState, budgets, ...view });
  const answer = (name: string): PreemptionAnswer | null => {
    if (notEligible !== undefined) return null;
    const found = byNode.get(name);
    if (found === undefined) return { helps: false, because: NOT_HELPFUL };
    return 'reasons' in found ? { helps: false, because: found.reasons.join(', ') } : makesRoom(found, best);
  };
  return { mayNotPreempt: notEligible ?? null, answer };
}

const makesRoom = ({ nodeName, victims, numPDBViolations }: Candidate, best: Candidate | undefined): PreemptionAnswer =>
  ({ helps: true, victims: victims.map(({ pod }) => pod.metadata?.name ?? ''), budgetsViolated: numPDBViolations, chosen: nodeName === best?.nodeName });

/** What keeps the pod from being tried at all. */
function notAsked(world: World, { metadata, spec }: Pod): string | null {
  if (metadata?.deletionTimestamp) return 'The pod is being deleted: the scheduler passes it over.';
  const scheduler = spec?.schedulerName ?? 'default-scheduler';
  if (scheduler !== 'default-scheduler') return `The pod asks for the scheduler ${scheduler}, which does not exist here.`;
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length > 0) return `Scheduling gates hold it back: ${gates.join(', ')}.`;
  if (leaderNode(world, 'kube-scheduler') === undefined) return 'No kube-scheduler leads: nobody looks for a node.';
  return world.indexes.nodeInfos.nodes.size === 0 ? 'No node is registered.' : null;
}

const selectorFor = (world: World, pod: Pod) =>
  spreadSelector(
    pod,
    world.indexes.get('servicesByNamespace', pod.metadata?.namespace ?? '').flatMap((key) => world.tables.others.get(key) ?? []),
    (table, key) => world.tables[table].get(key),
  );

function clusterView(world: World): ClusterView {
  return {
    namespaces: { names: () => world.indexes.get('allNamespaces', ''), labelsOf: (name) => world.tables.namespaces.get(name)?.metadata?.labels },
    nominatedPods: (node) => world.indexes.get('podsByNomination', node).flatMap((key) => world.tables.pods.get(key) ?? []),
    storage: storageView((key) => world.tables.others.get(key)),
  };
}
