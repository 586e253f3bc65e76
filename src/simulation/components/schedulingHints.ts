/**
 * Queueing hints: which changes of the cluster may help a pod that fits nowhere. Asked for each plugin that refused it;
 * what helps none of them leaves the pod where it waits.
 *
 * Stands for: the EventsToRegister functions in pkg/scheduler/framework/plugins and their QueueingHintFn.
 * Left out: changes of volumes and claims.
 */
import type { Node, Pod } from '../../kubernetes/objects';
import type { PluginName } from '../../kubernetes/scheduling/framework';
import { podMatchesNode } from '../../kubernetes/scheduling/nodeSelector';
import { podInfoOf } from '../../kubernetes/scheduling/podInfo';
import { amountOf, amountsOf, type Resource, resourceOf } from '../../kubernetes/scheduling/resource';
import { findUntoleratedTaint, isDoNotScheduleTaint } from '../../kubernetes/tolerations';
import { selectorMatches } from '../../kubernetes/labelSelectors';
import type { QueuedPodMemory } from '../controlPlaneMemory';

export type SchedulingEvent =
  /** A node came (no `before`) or changed. */
  | { readonly type: 'node'; readonly node: Node; readonly before: Node | undefined }
  /** A pod now takes up room on a node. */
  | { readonly type: 'podAssigned'; readonly pod: Pod }
  /** A pod no longer does: it finished or is gone. */
  | { readonly type: 'podFreed' };

type Hint = (pod: Pod, event: SchedulingEvent) => boolean;

/** May the event make the pod schedulable (isPodWorthRequeuing)? */
export const isWorthRequeuing = (row: QueuedPodMemory, event: SchedulingEvent): boolean =>
  row.rejectors.length === 0 || row.rejectors.some((plugin) => HINTS[plugin]?.(row.pod, event) ?? false);

/** The node fulfils something now that it did not before. */
const becomes = (holds: (pod: Pod, node: Node) => boolean): Hint => (pod, event) =>
  event.type === 'node' && holds(pod, event.node) && (event.before === undefined || !holds(pod, event.before));

const toleratesNode = (pod: Pod, node: Node): boolean => findUntoleratedTaint(node.spec?.taints, pod.spec?.tolerations, isDoNotScheduleTaint) === undefined;
const roomOf = (node: Node): Resource => resourceOf(amountsOf(node.status?.allocatable));

/** The names of what a pod asks for. */
function asksFor({ milliCPU, memory, ephemeralStorage, scalar }: Readonly<Resource>): readonly string[] {
  const named = [['cpu', milliCPU], ['memory', memory], ['ephemeral-storage', ephemeralStorage], ...(scalar ?? [])] as const;
  return named.filter(([, amount]) => amount > 0).map(([name]) => name);
}

function fitsEmptyNode(pod: Pod, node: Node): boolean {
  const { requests } = podInfoOf(pod);
  const room = roomOf(node);
  return asksFor(requests).every((name) => amountOf(requests, name) <= amountOf(room, name));
}

/** More of something that the pod asks for (noderesources/fit.go:haveAnyRequestedResourcesIncreased). */
function hasMoreRoom(pod: Pod, node: Node, before: Node): boolean {
  const [now, then] = [roomOf(node), roomOf(before)];
  return now.allowedPodNumber > then.allowedPodNumber || asksFor(podInfoOf(pod).requests).some((name) => amountOf(now, name) > amountOf(then, name));
}

const labelsChanged = (event: SchedulingEvent): boolean => event.type === 'node' && event.node.metadata?.labels !== event.before?.metadata?.labels;

/** Would the pod that came satisfy one of the pod's own affinity terms? */
function isWantedNeighbour(pod: Pod, other: Pod): boolean {
  const { apiNamespace, labels } = podInfoOf(other);
  return podInfoOf(pod).requiredAffinityTerms.some((term) => term.apiNamespaces.has(apiNamespace) && selectorMatches(term.selector, labels));
}

const HINTS: Readonly<Partial<Record<PluginName, Hint>>> = {
  NodeUnschedulable: becomes((pod, node) => node.spec?.unschedulable !== true || toleratesNode(pod, node)),
  NodeName: (pod, event) => event.type === 'node' && !event.before && event.node.metadata?.name === pod.spec?.nodeName,
  TaintToleration: becomes(toleratesNode),
  NodeAffinity: becomes(podMatchesNode),
  NodePorts: (_, event) => event.type === 'podFreed' || (event.type === 'node' && !event.before),
  NodeResourcesFit: (pod, event) => {
    if (event.type === 'podFreed') return true;
    return event.type === 'node' && fitsEmptyNode(pod, event.node) && (!event.before || hasMoreRoom(pod, event.node, event.before));
  },
  PodTopologySpread: (_, event) => event.type !== 'node' || labelsChanged(event) || event.node.spec?.taints !== event.before?.spec?.taints,
  InterPodAffinity: (pod, event) => {
    if (event.type === 'podAssigned') return isWantedNeighbour(pod, event.pod);
    return event.type === 'podFreed' || labelsChanged(event);
  },
  VolumeZone: becomes(() => true),
  VolumeBinding: (_, event) => event.type === 'node',
};
