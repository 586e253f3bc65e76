/**
 * PreFilter and Filter of the default profile, in its order (pkg/scheduler/framework/runtime/framework.go). PreFilter
 * computes once what the filters of a cycle need and leaves out the plugins that have nothing to do with the pod; the
 * first filter that refuses a node decides.
 */
import type { Pod } from '../objects';
import type { FilterStatus, PluginName, Rejection, SchedulingGatesConfig } from './framework';
import { DEFAULT_GATES, SKIP, unresolvable } from './framework';
import type { HostPort } from './hostPorts';
import type { ApiNamespaces, InterPodAffinityState } from './interPodAffinity';
import {
  NO_NAMESPACES,
  cloneInterPodAffinity,
  filterInterPodAffinity,
  preFilterInterPodAffinity,
  updateInterPodAffinity,
} from './interPodAffinity';
import type { NodeAffinityState } from './nodeAffinity';
import { filterNodeAffinity, preFilterNodeAffinity } from './nodeAffinity';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { filterNodeName } from './nodeName';
import { filterNodePorts, preFilterNodePorts } from './nodePorts';
import { filterNodeResourcesFit, preFilterNodeResourcesFit } from './nodeResourcesFit';
import { filterNodeUnschedulable } from './nodeUnschedulable';
import type { PodInfo } from './podInfo';
import { podInfoOf } from './podInfo';
import type { SpreadState } from './podTopologySpreadFilter';
import { cloneTopologySpread, filterTopologySpread, preFilterTopologySpread, updateTopologySpread } from './podTopologySpreadFilter';
import { filterTaintToleration } from './taintToleration';
import type { StorageObjects, VolumesState } from './volumes';
import { filterVolumeBinding, filterVolumeZone, preFilterVolumes } from './volumes';

/** Everything besides the pod and the nodes that filters and scores look at. All of it may be left out. */
export interface ClusterView {
  readonly namespaces?: ApiNamespaces;
  /** Without it, claims of volumes are not looked at. */
  readonly storage?: StorageObjects;
  /** Pods that are nominated to run on a node but not bound yet (PodNominator.NominatedPodsForNode). */
  readonly nominatedPods?: (nodeName: string) => readonly Pod[];
  readonly gates?: SchedulingGatesConfig;
}

/** What PreFilter left for the filters of one cycle (CycleState). An absent state is a plugin that is skipped. */
export interface CycleState {
  readonly podInfo: PodInfo;
  readonly gates: SchedulingGatesConfig;
  readonly nodeAffinity: NodeAffinityState | undefined;
  readonly ports: readonly HostPort[] | undefined;
  readonly volumes: VolumesState | undefined;
  readonly topologySpread: SpreadState | undefined;
  readonly interPodAffinity: InterPodAffinityState | undefined;
}

export type PreFilterResult =
  | { readonly state: CycleState; readonly nodeNames: ReadonlySet<string> | undefined; readonly nodeNamesFrom: readonly PluginName[] }
  | { readonly rejected: Rejection };

const isRejection = (result: object): result is Rejection => 'reasons' in result;

/** framework.go:RunPreFilterPlugins. */
export function runPreFilterPlugins(podInfo: PodInfo, nodes: NodeInfoLister, view: ClusterView): PreFilterResult {
  const { pod } = podInfo;
  const gates = view.gates ?? DEFAULT_GATES;
  const nodeAffinity = preFilterNodeAffinity(pod);
  if (nodeAffinity !== SKIP && isRejection(nodeAffinity)) return { rejected: nodeAffinity };
  const nodeNames = nodeAffinity === SKIP ? undefined : nodeAffinity.nodeNames;
  const ports = preFilterNodePorts(podInfo);
  const noSidecars = preFilterNodeResourcesFit(pod, gates);
  if (noSidecars !== undefined) return { rejected: noSidecars };
  const volumes = preFilterVolumes(pod, view.storage);
  if (volumes !== SKIP && isRejection(volumes)) return { rejected: volumes };
  const topologySpread = preFilterTopologySpread(podInfo, nodes, gates);
  const interPodAffinity = preFilterInterPodAffinity(podInfo, nodes, view.namespaces ?? NO_NAMESPACES);
  if (interPodAffinity !== SKIP && isRejection(interPodAffinity)) return { rejected: interPodAffinity };
  const state: CycleState = {
    podInfo,
    gates,
    nodeAffinity: nodeAffinity === SKIP ? undefined : nodeAffinity,
    ports: ports === SKIP ? undefined : ports,
    volumes: volumes === SKIP ? undefined : volumes,
    topologySpread: topologySpread === SKIP ? undefined : topologySpread,
    interPodAffinity: interPodAffinity === SKIP ? undefined : interPodAffinity,
  };
  return { state, nodeNames, nodeNamesFrom: nodeNames === undefined ? [] : ['NodeAffinity'] };
}

/** framework.go:RunFilterPlugins: undefined if the pod fits, else the first refusal. */
export function runFilterPlugins(state: CycleState, nodeInfo: NodeInfo): FilterStatus {
  const { podInfo, gates } = state;
  const { pod } = podInfo;
  return (
    filterNodeUnschedulable(pod, nodeInfo, gates) ??
    filterNodeName(pod, nodeInfo) ??
    filterTaintToleration(pod, nodeInfo, gates) ??
    (state.nodeAffinity && filterNodeAffinity(state.nodeAffinity, nodeInfo)) ??
    (state.ports && filterNodePorts(state.ports, nodeInfo)) ??
    filterNodeResourcesFit(podInfo.requests, nodeInfo) ??
    (state.volumes && filterVolumeBinding(state.volumes, nodeInfo)) ??
    (state.volumes && filterVolumeZone(state.volumes, nodeInfo)) ??
    (state.topologySpread && filterTopologySpread(state.topologySpread, nodeInfo)) ??
    (state.interPodAffinity && filterInterPodAffinity(state.interPodAffinity, nodeInfo))
  );
}

/** A copy for a dry run, whose counts {@link shiftPod} may change (CycleState.Clone). */
export function cloneCycleState(state: CycleState): CycleState {
  return {
    ...state,
    topologySpread: state.topologySpread && cloneTopologySpread(state.topologySpread),
    interPodAffinity: state.interPodAffinity && cloneInterPodAffinity(state.interPodAffinity),
  };
}

/** Lets the counts of a cycle know of a pod that comes (+1) or goes (−1) (RunPreFilterExtensionAddPod, …RemovePod). */
export function shiftPod(state: CycleState, existing: PodInfo, nodeInfo: NodeInfo, sign: 1 | -1): void {
  if (state.topologySpread) updateTopologySpread(state.topologySpread, existing, nodeInfo, sign);
  if (state.interPodAffinity) updateInterPodAffinity(state.interPodAffinity, existing, nodeInfo, sign);
}

/**
 * Filters a node as if the pods nominated to it, of the same or a higher priority, ran there; and if that passes, once
 * more without them, since affinity may lean on pods that never come (framework.go:RunFilterPluginsWithNominatedPods).
 */
export function runFilterPluginsWithNominatedPods(state: CycleState, nodeInfo: NodeInfo, view: ClusterView): FilterStatus {
  const nominated = view.nominatedPods?.(nodeInfo.name);
  if (nominated === undefined || nominated.length === 0) return runFilterPlugins(state, nodeInfo);
  const rivals = nominated
    .map(podInfoOf)
    .filter((rival) => rival.priority >= state.podInfo.priority && rival.key !== state.podInfo.key && !nodeInfo.pods.has(rival.key));
  if (rivals.length === 0) return runFilterPlugins(state, nodeInfo);
  const crowdedNode = nodeInfo.clone();
  const crowdedState = cloneCycleState(state);
  for (const rival of rivals) {
    crowdedNode.addPod(rival);
    shiftPod(crowdedState, rival, crowdedNode, 1);
  }
  return runFilterPlugins(crowdedState, crowdedNode) ?? runFilterPlugins(state, nodeInfo);
}

/** What the nodes outside of {@link PreFilterResult.nodeNames} are refused for. */
export const notInNodeNames = (from: readonly PluginName[]): Rejection =>
  unresolvable(from[0] ?? 'NodeAffinity', `node(s) didn't satisfy plugin(s) [${from.join(' ')}]`);
