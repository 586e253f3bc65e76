/**
 * One scheduling cycle for one pod as a pure function (pkg/scheduler/schedule_one.go:schedulePod): PreFilter, the
 * nominated node first, filters over the nodes from where the last cycle stopped until enough are found, scores, and a
 * draw among the best. Upstream filters sixteen nodes at a time and may look at a few more than it needs; here nodes are
 * looked at one by one. Left out: extenders, other profiles, batching, pod groups.
 */
import { draw } from '../../lib/prng';
import type { Selector } from '../labelSelectors';
import type { Pod } from '../objects';
import type { ClusterView, CycleState } from './filterPlugins';
import { notInNodeNames, runFilterPluginsWithNominatedPods, runPreFilterPlugins } from './filterPlugins';
import type { Diagnosis, FitError } from './fitError';
import { DEFAULT_ABSENT_NODES } from './fitError';
import type { PluginName, Rejection } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { podInfoOf } from './podInfo';
import type { ScoreTable } from './scorePlugins';
import { runScorePlugins } from './scorePlugins';

export interface ScheduleOptions extends ClusterView {
  /** The position at which the last cycle stopped (nextStartNodeIndex). */
  readonly startIndex: number;
  /** Decides among nodes with the same score. */
  readonly seed: number;
  /** 0 or absent: adaptive (percentageOfNodesToScore). */
  readonly percentageOfNodesToScore?: number;
  /** What a pod without spread constraints is spread against: see podTopologySpread.defaultSelector. */
  readonly defaultSelector?: Selector;
}

export type ScheduleResult = {
  /** To be handed to the next cycle. */
  readonly nextStartIndex: number;
  readonly nextSeed: number;
} & (
  | {
      readonly outcome: 'scheduled';
      readonly host: string;
      readonly evaluatedNodes: number;
      readonly feasibleNodes: number;
      /** Absent when only one node was feasible: then nothing is scored. */
      readonly scores?: ScoreTable;
      readonly diagnosis: Diagnosis;
    }
  /** `cycleState` is what preemption starts from; absent when PreFilter refused the pod. */
  | { readonly outcome: 'unschedulable'; readonly fitError: FitError; readonly cycleState: CycleState | undefined }
  /** The cluster has no node: the message is {@link NO_NODES_AVAILABLE}; preemption is not tried. */
  | { readonly outcome: 'noNodes' }
);

const MIN_FEASIBLE_NODES_TO_FIND = 100;
const MIN_FEASIBLE_NODES_PERCENTAGE = 5;

/** After how many feasible nodes the search stops (schedule_one.go:numFeasibleNodesToFind). */
export function numFeasibleNodesToFind(numAllNodes: number, percentageOfNodesToScore = 0): number {
  if (numAllNodes < MIN_FEASIBLE_NODES_TO_FIND) return numAllNodes;
  const adaptive = Math.max(50 - Math.trunc(numAllNodes / 125), MIN_FEASIBLE_NODES_PERCENTAGE);
  const percentage = percentageOfNodesToScore === 0 ? adaptive : percentageOfNodesToScore;
  return Math.max(Math.trunc((numAllNodes * percentage) / 100), MIN_FEASIBLE_NODES_TO_FIND);
}

/** Finds a node for a pod, or says why there is none. Changes nothing. */
export function schedulePod(pod: Pod, nodes: NodeInfoLister, options: ScheduleOptions): ScheduleResult {
  const { startIndex, seed } = options;
  if (nodes.size === 0) return { outcome: 'noNodes', nextStartIndex: startIndex, nextSeed: seed };
  const podInfo = podInfoOf(pod);
  const preFilter = runPreFilterPlugins(podInfo, nodes, options);
  if ('rejected' in preFilter) {
    const fitError = { numAllNodes: nodes.size, diagnosis: rejectedByPreFilter(preFilter.rejected) };
    return { outcome: 'unschedulable', fitError, cycleState: undefined, nextStartIndex: startIndex, nextSeed: seed };
  }
  const search = new Search(preFilter.state, options);
  const nextStartIndex = findFeasibleNodes(search, pod, nodes, preFilter, options);
  const absentNodes = preFilter.nodeNames === undefined ? DEFAULT_ABSENT_NODES : notInNodeNames(preFilter.nodeNamesFrom);
  const unschedulablePlugins = new Set([...search.refusers, ...preFilter.nodeNamesFrom]);
  const diagnosis: Diagnosis = { nodeToStatus: search.refusals, absentNodes, unschedulablePlugins, preFilterMessage: '' };
  const [first] = search.feasible;
  if (first === undefined) {
    const fitError = { numAllNodes: nodes.size, diagnosis };
    return { outcome: 'unschedulable', fitError, cycleState: preFilter.state, nextStartIndex, nextSeed: seed };
  }
  const counts = { evaluatedNodes: search.feasible.length + search.refusals.size, feasibleNodes: search.feasible.length };
  if (search.feasible.length === 1) return { outcome: 'scheduled', host: first.name, ...counts, diagnosis, nextStartIndex, nextSeed: seed };
  const scores = runScorePlugins(podInfo, search.feasible, nodes, options, options.defaultSelector);
  const { host, nextSeed } = selectHost(scores, seed);
  return { outcome: 'scheduled', host, ...counts, scores, diagnosis, nextStartIndex, nextSeed };
}

/** All nodes count as refused for what PreFilter said. */
function rejectedByPreFilter({ plugin, code, reasons }: Rejection): Diagnosis {
  return {
    nodeToStatus: new Map(),
    absentNodes: { code, reasons },
    unschedulablePlugins: new Set([plugin]),
    preFilterMessage: reasons.join(', '),
  };
}

/** What a cycle has found so far. */
class Search {
  feasible: NodeInfo[] = [];
  readonly refusals = new Map<string, Rejection>();
  readonly refusers = new Set<PluginName>();

  constructor(
    private readonly state: CycleState,
    private readonly view: ClusterView,
  ) {}

  /** Filters one node and keeps the answer. */
  visit(nodeInfo: NodeInfo): void {
    const refusal = runFilterPluginsWithNominatedPods(this.state, nodeInfo, this.view);
    if (refusal === undefined) {
      this.feasible.push(nodeInfo);
    } else {
      this.refusals.set(nodeInfo.name, refusal);
      this.refusers.add(refusal.plugin);
    }
  }
}

/** schedule_one.go:findNodesThatFitPod. Returns where the next cycle is to start. */
function findFeasibleNodes(
  search: Search,
  pod: Pod,
  nodes: NodeInfoLister,
  { nodeNames }: { readonly nodeNames: ReadonlySet<string> | undefined },
  { startIndex, percentageOfNodesToScore }: ScheduleOptions,
): number {
  const nominated = nodes.get(pod.status?.nominatedNodeName ?? '');
  if (nominated !== undefined) {
    search.visit(nominated);
    if (search.feasible.length > 0) return startIndex;
  }
  const named = nodeNames && [...nodeNames].flatMap((name) => nodes.get(name) ?? []);
  const size = named === undefined ? nodes.size : named.length;
  const enough = numFeasibleNodesToFind(size, percentageOfNodesToScore);
  for (let step = 0; step < size && search.feasible.length < enough; step++) {
    const position = (startIndex + step) % size;
    const node = named === undefined ? nodes.at(position) : named[position];
    if (node !== undefined) search.visit(node);
  }
  return (startIndex + search.feasible.length + search.refusals.size) % nodes.size;
}

/** One of the nodes with the highest total, by lot (schedule_one.go:selectHost; heap with a random tie-breaker). */
function selectHost({ nodeNames, totals }: ScoreTable, seed: number): { host: string; nextSeed: number } {
  const highest = totals.reduce((best, total) => Math.max(best, total), Number.NEGATIVE_INFINITY);
  const best = nodeNames.filter((_, index) => totals[index] === highest);
  const [first = ''] = best;
  if (best.length === 1) return { host: first, nextSeed: seed };
  const { value, next } = draw(seed);
  return { host: best[Math.floor(value * best.length)] ?? first, nextSeed: next };
}
