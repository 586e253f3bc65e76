/**
 * Score PodTopologySpread (plugins/podtopologyspread/scoring.go): nodes whose topologies hold fewer matching pods are
 * better; topologies with many values weigh more, so that few large ones do not drown them.
 */
import type { Selector } from '../labelSelectors';
import type { SchedulingGatesConfig, Skip } from './framework';
import { MAX_NODE_SCORE, SKIP } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import type { RequiredNodeAffinity } from './nodeSelector';
import { requiredNodeAffinityOf, requiresNothing } from './nodeSelector';
import type { PodInfo } from './podInfo';
import type { SpreadConstraint } from './podTopologySpread';
import { HOSTNAME_LABEL, hasTopologyKeys, includesNode, spreadConstraintsOf } from './podTopologySpread';

interface ScoredConstraint {
  readonly constraint: SpreadConstraint;
  /** Matching pods by node name. */
  readonly perNode: ReadonlyMap<string, number>;
  /** Matching pods by topology value; unused for the hostname. */
  readonly perValue: ReadonlyMap<string, number>;
  /** The weight of the topology, from the number of its values. */
  readonly weight: number;
}

export interface SpreadScoreState {
  readonly scored: readonly ScoredConstraint[];
  /** Candidates without all topology keys: they score 0. */
  readonly ignored: ReadonlySet<string>;
}

/** scoring.go:PreScore over the nodes that passed the filters. */
export function preScoreTopologySpread(
  podInfo: PodInfo,
  candidates: readonly NodeInfo[],
  nodes: NodeInfoLister,
  selectorForDefaults: Selector | undefined,
  gates: SchedulingGatesConfig,
): SpreadScoreState | Skip {
  const constraints = spreadConstraintsOf(podInfo.pod, 'ScheduleAnyway', selectorForDefaults);
  if (constraints.length === 0) return SKIP;
  // With the system's defaults a node without a zone is still spread over by its hostname.
  const requireAll = (podInfo.pod.spec?.topologySpreadConstraints ?? []).length > 0;
  const counting = requireAll ? candidates.filter((node) => hasTopologyKeys(node, constraints)) : candidates;
  const ignored = new Set(requireAll ? candidates.filter((node) => !hasTopologyKeys(node, constraints)).map(({ name }) => name) : []);
  const question = { podInfo, nodes, constraints, requireAll, required: requiredNodeAffinityOf(podInfo.pod), gates };
  return { scored: constraints.map((constraint) => scoredConstraint(constraint, counting, question)), ignored };
}

interface Question {
  readonly podInfo: PodInfo;
  readonly nodes: NodeInfoLister;
  readonly constraints: readonly SpreadConstraint[];
  readonly requireAll: boolean;
  readonly required: RequiredNodeAffinity;
  readonly gates: SchedulingGatesConfig;
}

function scoredConstraint(constraint: SpreadConstraint, counting: readonly NodeInfo[], question: Question): ScoredConstraint {
  const { nodes, podInfo } = question;
  const perNode = nodes.podCounts(podInfo.apiNamespace, constraint.selector);
  if (constraint.topologyKey === HOSTNAME_LABEL) {
    return { constraint, perNode, perValue: NO_COUNTS, weight: topologyNormalizingWeight(counting.length) };
  }
  const values = new Set<string>();
  for (const { labels } of counting) values.add(labels[constraint.topologyKey] ?? '');
  return { constraint, perNode, perValue: countsByValue(constraint, perNode, question), weight: topologyNormalizingWeight(values.size) };
}

/** Matching pods by topology value, on the nodes that count for the constraint. */
function countsByValue(
  constraint: SpreadConstraint,
  perNode: ReadonlyMap<string, number>,
  { podInfo, nodes, constraints, requireAll, required, gates }: Question,
): ReadonlyMap<string, number> {
  const everyNodeCounts = requiresNothing(required) && !constraint.honorNodeTaints && (!requireAll || constraints.length === 1);
  if (everyNodeCounts) return nodes.podCountsByLabel(podInfo.apiNamespace, constraint.selector, constraint.topologyKey);
  const counts = new Map<string, number>();
  for (const [name, count] of perNode) {
    const node = nodes.get(name);
    const value = node?.labels[constraint.topologyKey];
    if (node === undefined || value === undefined || (requireAll && !hasTopologyKeys(node, constraints))) continue;
    if (includesNode(constraint, podInfo, required, node, gates)) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return counts;
}

const NO_COUNTS: ReadonlyMap<string, number> = new Map();

/** scoring.go:topologyNormalizingWeight. */
const topologyNormalizingWeight = (size: number): number => Math.log(size + 2);

/** The weighted number of matching pods in the node's topologies; to be normalised (scoring.go:Score). */
export function scoreTopologySpread({ scored, ignored }: SpreadScoreState, { name, labels }: NodeInfo): number {
  if (ignored.size > 0 && ignored.has(name)) return 0;
  let sum = 0;
  for (const { constraint, perNode, perValue, weight } of scored) {
    const value = labels[constraint.topologyKey];
    if (value === undefined) continue;
    const count = (constraint.topologyKey === HOSTNAME_LABEL ? perNode.get(name) : perValue.get(value)) ?? 0;
    sum += count * weight + (constraint.maxSkew - 1);
  }
  return Math.round(sum);
}

/** Turns scores round, in place: the fewest matching pods become 100; ignored nodes 0 (scoring.go:NormalizeScore). */
export function normalizeTopologySpread({ ignored }: SpreadScoreState, candidates: readonly NodeInfo[], scores: number[]): void {
  const isIgnored = (index: number): boolean => ignored.size > 0 && ignored.has(candidates[index]?.name ?? '');
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (let index = 0; index < scores.length; index++) {
    if (isIgnored(index)) continue;
    const score = scores[index] ?? 0;
    if (score < least) least = score;
    if (score > greatest) greatest = score;
  }
  for (let index = 0; index < scores.length; index++) {
    if (isIgnored(index)) scores[index] = 0;
    else if (greatest === 0) scores[index] = MAX_NODE_SCORE;
    else scores[index] = Math.trunc((MAX_NODE_SCORE * (greatest + least - (scores[index] ?? 0))) / greatest);
  }
}
