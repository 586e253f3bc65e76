/**
 * Filter PodTopologySpread (plugins/podtopologyspread/filtering.go): a node is refused if the pod would make its
 * topology exceed the emptiest one by more than maxSkew. PreFilter counts matching pods by topology value once; dry runs
 * shift the counts pod by pod. Upstream keeps the two smallest counts instead of looking for the smallest again.
 */
import { selectorMatches } from '../labelSelectors';
import type { FilterStatus, SchedulingGatesConfig, Skip } from './framework';
import { SKIP, unresolvable, unschedulable } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { allNodes } from './nodeInfoLister';
import type { RequiredNodeAffinity } from './nodeSelector';
import { requiredNodeAffinityOf } from './nodeSelector';
import type { PodInfo } from './podInfo';
import type { SpreadConstraint } from './podTopologySpread';
import { hasTopologyKeys, includesNode, spreadConstraintsOf } from './podTopologySpread';

const REASON = "node(s) didn't match pod topology spread constraints";
const CONSTRAINTS_NOT_MATCHED = unschedulable('PodTopologySpread', REASON);
const LABEL_MISSING = unresolvable('PodTopologySpread', `${REASON} (missing required label)`);

interface CountedConstraint {
  readonly constraint: SpreadConstraint;
  /** Whether the incoming pod counts towards itself. */
  readonly self: 0 | 1;
  /** Matching pods by topology value, for every value of a node that counts. */
  readonly counts: Map<string, number>;
  /** The smallest of the counts, or undefined when it has to be looked for again. */
  smallest: number | undefined;
}

export interface SpreadState {
  readonly podInfo: PodInfo;
  readonly required: RequiredNodeAffinity;
  readonly constraints: readonly SpreadConstraint[];
  readonly counted: readonly CountedConstraint[];
  readonly gates: SchedulingGatesConfig;
}

/** filtering.go:PreFilter, calPreFilterState. */
export function preFilterTopologySpread(podInfo: PodInfo, nodes: NodeInfoLister, gates: SchedulingGatesConfig): SpreadState | Skip {
  const constraints = spreadConstraintsOf(podInfo.pod, 'DoNotSchedule', undefined);
  if (constraints.length === 0) return SKIP;
  const required = requiredNodeAffinityOf(podInfo.pod);
  const counted = constraints.map((constraint) => ({
    constraint,
    self: selectorMatches(constraint.selector, podInfo.labels) ? (1 as const) : (0 as const),
    counts: new Map<string, number>(),
    smallest: undefined,
    perNode: nodes.podCounts(podInfo.apiNamespace, constraint.selector),
  }));
  for (const node of allNodes(nodes)) {
    if (!hasTopologyKeys(node, constraints)) continue;
    for (const { constraint, counts, perNode } of counted) {
      if (!includesNode(constraint, podInfo, required, node, gates)) continue;
      const value = node.labels[constraint.topologyKey] ?? '';
      counts.set(value, (counts.get(value) ?? 0) + (perNode.get(node.name) ?? 0));
    }
  }
  return { podInfo, required, constraints, counted, gates };
}

/** A copy whose counts may be changed; for dry runs. */
export function cloneTopologySpread(state: SpreadState): SpreadState {
  return { ...state, counted: state.counted.map((counted) => ({ ...counted, counts: new Map(counted.counts) })) };
}

/** Counts one pod on a node in (+1) or out (−1) (filtering.go:updateWithPod). */
export function updateTopologySpread(state: SpreadState, existing: PodInfo, node: NodeInfo, sign: 1 | -1): void {
  if (existing.apiNamespace !== state.podInfo.apiNamespace || !hasTopologyKeys(node, state.constraints)) return;
  for (const counted of state.counted) {
    const { constraint, counts } = counted;
    if (!selectorMatches(constraint.selector, existing.labels)) continue;
    if (!includesNode(constraint, state.podInfo, state.required, node, state.gates)) continue;
    const value = node.labels[constraint.topologyKey] ?? '';
    counts.set(value, (counts.get(value) ?? 0) + sign);
    counted.smallest = undefined;
  }
}

/** filtering.go:Filter. */
export function filterTopologySpread(state: SpreadState, { labels }: NodeInfo): FilterStatus {
  for (const counted of state.counted) {
    const value = labels[counted.constraint.topologyKey];
    if (value === undefined) return LABEL_MISSING;
    const skew = (counted.counts.get(value) ?? 0) + counted.self - globalMinimum(counted);
    if (skew > counted.constraint.maxSkew) return CONSTRAINTS_NOT_MATCHED;
  }
  return undefined;
}

/** The count of the emptiest topology; 0 while there are fewer of them than minDomains (filtering.go:minMatchNum). */
function globalMinimum(counted: CountedConstraint): number {
  if (counted.counts.size < counted.constraint.minDomains) return 0;
  counted.smallest ??= Math.min(...counted.counts.values());
  return counted.smallest;
}
