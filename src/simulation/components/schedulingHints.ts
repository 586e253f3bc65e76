/**
 * Queueing hints: which changes of the cluster may help a pod that fits nowhere. Asked for each plugin that refused it;
 * what helps none of them leaves the pod where it waits.
 *
 * Stands for: the EventsToRegister functions in pkg/scheduler/framework/plugins and their QueueingHintFn.
 * Left out: changes of volumes and storage classes.
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
  /** A node went away: topologies may be fewer now. */
  | { readonly type: 'nodeGone' }
  /** A pod now takes up room on a node, or (relabelled) one that did already has other labels. */
  | { readonly type: 'podAssigned'; readonly pod: Pod; readonly relabelled: boolean }
  /** A pod no longer does: it finished or is gone. */
  | { readonly type: 'podFreed' }
  /** A claim came or was changed. */
  | { readonly type: 'claim'; readonly apiNamespace: string; readonly name: string }
  /** The waiting pod itself was changed. */
  | { readonly type: 'podUpdated'; readonly labels: boolean; readonly tolerations: boolean };

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

/** What changed of a pod that waits, as far as a plugin asks for it (kube-scheduler/framework:PodSchedulingPropertiesChange). */
export function ownUpdate(before: Pod, after: Pod): SchedulingEvent {
  const differ = (a: unknown, b: unknown): boolean => a !== b && JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);
  return {
    type: 'podUpdated',
    labels: differ(before.metadata?.labels, after.metadata?.labels),
    tolerations: differ(before.spec?.tolerations, after.spec?.tolerations),
  };
}

const isToleratedNow = (event: SchedulingEvent): boolean => event.type === 'podUpdated' && event.tolerations;
const hasOtherLabels = (event: SchedulingEvent): boolean => event.type === 'podUpdated' && event.labels;

/** A node that came, or one whose label by that key has another value now. */
const topologyChanged = (event: SchedulingEvent, keys: readonly string[]): boolean =>
  event.type === 'node' && (event.before === undefined || keys.some((key) => event.node.metadata?.labels?.[key] !== event.before?.metadata?.labels?.[key]));

const spreadKeys = (pod: Pod): string[] => (pod.spec?.topologySpreadConstraints ?? []).map(({ topologyKey }) => topologyKey);

/** podtopologyspread/plugin.go:isSchedulableAfterPodChange, …NodeChange. */
function mayBeSpread(pod: Pod, event: SchedulingEvent): boolean {
  if (event.type === 'podAssigned') return event.pod.metadata?.namespace === pod.metadata?.namespace;
  if (event.type === 'node') return topologyChanged(event, spreadKeys(pod));
  return event.type === 'podUpdated' ? event.labels : true;
}

const speaksOf = (pod: Pod, other: Pod, terms: 'requiredAffinityTerms' | 'requiredAntiAffinityTerms'): boolean => {
  const { apiNamespace, labels } = podInfoOf(other);
  return podInfoOf(pod)[terms].some((term) => term.apiNamespaces.has(apiNamespace) && selectorMatches(term.selector, labels));
};

/**
 * interpodaffinity/plugin.go:isSchedulableAfterPodChange, …NodeChange. A pod with new labels may have been one that the
 * anti-affinity kept away from; the old labels are not known here, so that its term need only not match any more.
 */
function mayHaveNeighbours(pod: Pod, event: SchedulingEvent): boolean {
  if (event.type === 'podAssigned') {
    const keepsAway = podInfoOf(pod).requiredAntiAffinityTerms.length > 0 || podInfoOf(event.pod).requiredAntiAffinityTerms.length > 0;
    return speaksOf(pod, event.pod, 'requiredAffinityTerms') || (keepsAway && !speaksOf(pod, event.pod, 'requiredAntiAffinityTerms') && event.relabelled);
  }
  const { requiredAffinityTerms, requiredAntiAffinityTerms } = podInfoOf(pod);
  if (event.type === 'node') return topologyChanged(event, [...requiredAffinityTerms, ...requiredAntiAffinityTerms].map(({ topologyKey }) => topologyKey));
  return event.type === 'podFreed' || hasOtherLabels(event);
}

const nodeFits: Hint = (pod, event) =>
  event.type === 'node' && fitsEmptyNode(pod, event.node) && (!event.before || hasMoreRoom(pod, event.node, event.before));
const nodeTolerated = becomes(toleratesNode);
const nodeOpens = becomes((pod, node) => node.spec?.unschedulable !== true || toleratesNode(pod, node));

/** volume_binding.go:isSchedulableAfterPersistentVolumeClaimChange. */
const claims = (pod: Pod, event: SchedulingEvent): boolean =>
  event.type === 'claim' && pod.metadata?.namespace === event.apiNamespace &&
  (pod.spec?.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === event.name);

const HINTS: Readonly<Partial<Record<PluginName, Hint>>> = {
  NodeUnschedulable: (pod, event) => nodeOpens(pod, event) || isToleratedNow(event),
  NodeName: (pod, event) => event.type === 'node' && !event.before && event.node.metadata?.name === pod.spec?.nodeName,
  TaintToleration: (pod, event) => nodeTolerated(pod, event) || isToleratedNow(event),
  NodeAffinity: becomes(podMatchesNode),
  NodePorts: (_, event) => event.type === 'podFreed' || (event.type === 'node' && !event.before),
  NodeResourcesFit: (pod, event) => event.type === 'podFreed' || nodeFits(pod, event),
  PodTopologySpread: mayBeSpread,
  InterPodAffinity: mayHaveNeighbours,
  VolumeZone: becomes(() => true),
  VolumeBinding: (pod, event) => event.type === 'node' || claims(pod, event),
};
