/**
 * Filter InterPodAffinity (plugins/interpodaffinity/filtering.go): required affinity and anti-affinity of the incoming
 * pod towards the pods that run, and required anti-affinity of those towards it. PreFilter counts matches by topology
 * key and value over all nodes once; dry runs shift the counts pod by pod.
 */
import { NOTHING, isEmptySelector, selectorMatches } from '../labelSelectors';
import type { Labels } from '../objects';
import type { FilterStatus, Rejection, Skip } from './framework';
import { SKIP, unresolvable, unschedulable } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { allNodes } from './nodeInfoLister';
import type { AffinityTerm, PodInfo } from './podInfo';

const AFFINITY_NOT_MATCHED = unresolvable('InterPodAffinity', "node(s) didn't match pod affinity rules");
const ANTI_AFFINITY_NOT_MATCHED = unschedulable('InterPodAffinity', "node(s) didn't match pod anti-affinity rules");
const EXISTING_ANTI_AFFINITY = unschedulable('InterPodAffinity', "node(s) didn't satisfy existing pods anti-affinity rules");

/** The apiNamespaces of the cluster: their labels decide what a namespaceSelector selects. */
export interface ApiNamespaces {
  names(): Iterable<string>;
  labelsOf(name: string): Labels | undefined;
}

export const NO_NAMESPACES: ApiNamespaces = { names: () => [], labelsOf: () => undefined };

/** Topology key -> topology value -> matches. Entries that fall to zero are dropped. */
type TopologyCounts = Map<string, Map<string, number>>;

export interface InterPodAffinityState {
  readonly podInfo: PodInfo;
  readonly requiredAffinityTerms: readonly AffinityTerm[];
  readonly requiredAntiAffinityTerms: readonly AffinityTerm[];
  readonly namespaceLabels: Labels | undefined;
  /** Running pods whose anti-affinity the incoming pod meets. */
  readonly existingAntiAffinity: TopologyCounts;
  readonly affinity: TopologyCounts;
  readonly antiAffinity: TopologyCounts;
}

/**
 * Whether a pod is one that the term speaks of (AffinityTerm.Matches). `namespaceLabels` are those of the pod's
 * apiNamespace, or undefined where the term's namespaceSelector is resolved already.
 */
export function termMatches(term: AffinityTerm, podInfo: PodInfo, namespaceLabels: Labels | undefined): boolean {
  const inNamespace = term.apiNamespaces.has(podInfo.apiNamespace) || selectorMatches(term.namespaceSelector, namespaceLabels);
  return inNamespace && selectorMatches(term.selector, podInfo.labels);
}

/** The term with the apiNamespaces that its selector selects now written out (mergeAffinityTermNamespacesIfNotEmpty). */
export function resolveNamespaces(term: AffinityTerm, namespaces: ApiNamespaces): AffinityTerm {
  if (term.namespaceSelector.nothing || isEmptySelector(term.namespaceSelector)) return term;
  const selected = new Set(term.apiNamespaces);
  for (const name of namespaces.names()) {
    if (selectorMatches(term.namespaceSelector, namespaces.labelsOf(name))) selected.add(name);
  }
  return { ...term, apiNamespaces: selected, namespaceSelector: NOTHING };
}

/** filtering.go:PreFilter. */
export function preFilterInterPodAffinity(
  podInfo: PodInfo,
  nodes: NodeInfoLister,
  namespaces: ApiNamespaces,
): InterPodAffinityState | Rejection | Skip {
  if (podInfo.parseError !== '') return unresolvable('InterPodAffinity', `parsing pod: ${podInfo.parseError}`);
  const state: InterPodAffinityState = {
    podInfo,
    requiredAffinityTerms: podInfo.requiredAffinityTerms.map((term) => resolveNamespaces(term, namespaces)),
    requiredAntiAffinityTerms: podInfo.requiredAntiAffinityTerms.map((term) => resolveNamespaces(term, namespaces)),
    namespaceLabels: namespaces.labelsOf(podInfo.apiNamespace),
    existingAntiAffinity: new Map(),
    affinity: new Map(),
    antiAffinity: new Map(),
  };
  for (const node of nodes.withRequiredAntiAffinityPods()) {
    for (const existing of node.podsWithRequiredAntiAffinity.values()) countExistingAntiAffinity(state, existing, node, 1);
  }
  const termless = state.requiredAffinityTerms.length + state.requiredAntiAffinityTerms.length === 0;
  if (termless) return state.existingAntiAffinity.size === 0 ? SKIP : state;
  for (const node of allNodes(nodes)) {
    for (const existing of node.pods.values()) countIncoming(state, existing, node, 1);
  }
  return state;
}

/** A copy whose counts may be changed; for dry runs. */
export function cloneInterPodAffinity(state: InterPodAffinityState): InterPodAffinityState {
  const copy = (counts: TopologyCounts): TopologyCounts => new Map([...counts].map(([key, values]) => [key, new Map(values)]));
  return {
    ...state,
    existingAntiAffinity: copy(state.existingAntiAffinity),
    affinity: copy(state.affinity),
    antiAffinity: copy(state.antiAffinity),
  };
}

/** Counts one pod on a node in (+1) or out (−1) (filtering.go:AddPod, RemovePod). */
export function updateInterPodAffinity(state: InterPodAffinityState, existing: PodInfo, node: NodeInfo, sign: 1 | -1): void {
  countExistingAntiAffinity(state, existing, node, sign);
  countIncoming(state, existing, node, sign);
}

function countExistingAntiAffinity(state: InterPodAffinityState, existing: PodInfo, node: NodeInfo, sign: 1 | -1): void {
  for (const term of existing.requiredAntiAffinityTerms) {
    if (termMatches(term, state.podInfo, state.namespaceLabels)) count(state.existingAntiAffinity, term.topologyKey, node, sign);
  }
}

function countIncoming(state: InterPodAffinityState, existing: PodInfo, node: NodeInfo, sign: 1 | -1): void {
  if (matchesAllTerms(state.requiredAffinityTerms, existing)) {
    for (const term of state.requiredAffinityTerms) count(state.affinity, term.topologyKey, node, sign);
  }
  for (const term of state.requiredAntiAffinityTerms) {
    if (termMatches(term, existing, undefined)) count(state.antiAffinity, term.topologyKey, node, sign);
  }
}

/** A pod counts for affinity only if it matches every term (podMatchesAllAffinityTerms). */
function matchesAllTerms(terms: readonly AffinityTerm[], podInfo: PodInfo): boolean {
  return terms.length > 0 && terms.every((term) => termMatches(term, podInfo, undefined));
}

function count(counts: TopologyCounts, topologyKey: string, node: NodeInfo, sign: 1 | -1): void {
  const value = node.labels[topologyKey];
  if (value === undefined) return;
  const values = counts.get(topologyKey) ?? new Map<string, number>();
  const now = (values.get(value) ?? 0) + sign;
  if (now === 0) values.delete(value);
  else values.set(value, now);
  if (values.size === 0) counts.delete(topologyKey);
  else counts.set(topologyKey, values);
}

/** filtering.go:Filter. */
export function filterInterPodAffinity(state: InterPodAffinityState, nodeInfo: NodeInfo): FilterStatus {
  if (!satisfiesAffinity(state, nodeInfo)) return AFFINITY_NOT_MATCHED;
  if (!satisfiesAntiAffinity(state, nodeInfo)) return ANTI_AFFINITY_NOT_MATCHED;
  return satisfiesExistingAntiAffinity(state, nodeInfo) ? undefined : EXISTING_ANTI_AFFINITY;
}

/** Matching pods must be in the node's topology for every term; the first of a group may stand alone. */
function satisfiesAffinity(state: InterPodAffinityState, { labels }: NodeInfo): boolean {
  let podsExist = true;
  for (const { topologyKey } of state.requiredAffinityTerms) {
    const value = labels[topologyKey];
    if (value === undefined) return false;
    if ((state.affinity.get(topologyKey)?.get(value) ?? 0) <= 0) podsExist = false;
  }
  return podsExist || (state.affinity.size === 0 && matchesAllTerms(state.requiredAffinityTerms, state.podInfo));
}

function satisfiesAntiAffinity(state: InterPodAffinityState, { labels }: NodeInfo): boolean {
  return !state.requiredAntiAffinityTerms.some(({ topologyKey }) => {
    const value = labels[topologyKey];
    return value !== undefined && (state.antiAffinity.get(topologyKey)?.get(value) ?? 0) > 0;
  });
}

function satisfiesExistingAntiAffinity(state: InterPodAffinityState, { labels }: NodeInfo): boolean {
  for (const [topologyKey, values] of state.existingAntiAffinity) {
    const value = labels[topologyKey];
    if (value !== undefined && (values.get(value) ?? 0) > 0) return false;
  }
  return true;
}
