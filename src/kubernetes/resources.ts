/**
 * What a pod asks for and may use in all: the sum over its app containers and sidecars, at least what any init container
 * needs with the sidecars before it, pod-level values where they are set, and the runtime's overhead. Stands for
 * k8s.io/component-helpers/resource/helpers.go of v1.36.
 */
import type { Container, ContainerStatus, Pod, Quantity, ResourceList, ResourceRequirements } from './objects';
import { isSidecar } from './objects';
import { addQuantities, compareQuantities, isZeroQuantity } from './quantities';
import { fieldsOf, isFields } from './reading';

/** helpers.go:PodResourcesOptions. All absent: what the spec says, as the scheduler counts a pod that is not placed yet. */
export interface PodResourcesOptions {
  /** Count the greatest of spec, allocation and what the node applied, as in-place resize needs it. */
  readonly useStatusResources?: boolean;
  /** The same for pod-level values. */
  readonly inPlacePodLevelResourcesVerticalScalingEnabled?: boolean;
  readonly excludeOverhead?: boolean;
  /** What a container counts for that asks for nothing of a resource. The scheduler's scoring uses it. */
  readonly nonMissingContainerRequests?: ResourceList;
  readonly skipPodLevelResources?: boolean;
  readonly skipContainerLevelResources?: boolean;
  /** Add what the pod's resource claims take of the node's own resources. */
  readonly useDRANodeAllocatableResourceClaimStatus?: boolean;
}

/** The parts of a container's status that in-place resize reports. */
export interface ContainerStatusWithResources extends ContainerStatus {
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: ResourceList;
}

/** status.nodeAllocatableResourceClaimStatuses: what one claim takes of the node's CPU and memory. */
export interface NodeAllocatableResourceClaimStatus {
  readonly resourceClaimName: string;
  readonly containers?: readonly string[];
  readonly resources?: ResourceList;
}

type MutableResources = Record<string, Quantity>;

/** The entries of a list that are containers: a pasted manifest may hold anything there. */
export const containersIn = (list: readonly Container[] | null | undefined): readonly Container[] =>
  Array.isArray(list) ? (list as readonly Container[]).filter(isFields) : [];

/** Resources that may be set for the pod as a whole. helpers.go:IsSupportedPodLevelResource. */
export const isSupportedPodLevelResource = (name: string): boolean =>
  name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

const hasPodLevelResource = (list: ResourceList | null | undefined): boolean =>
  Object.keys(fieldsOf(list)).some(isSupportedPodLevelResource);

/** helpers.go:IsPodLevelRequestsSet. */
export const isPodLevelRequestsSet = (pod: Pod): boolean => hasPodLevelResource(pod.spec?.resources?.requests);

/** helpers.go:IsPodLevelResourcesSet. */
export const isPodLevelResourcesSet = (pod: Pod): boolean =>
  isPodLevelRequestsSet(pod) || hasPodLevelResource(pod.spec?.resources?.limits);

/** Adds `more` to `into`, resource by resource. */
function addResources(into: MutableResources, more: ResourceList | undefined): void {
  for (const name in more) {
    const amount = more[name];
    if (amount === undefined) continue;
    const present = into[name];
    into[name] = present === undefined ? amount : addQuantities(present, amount);
  }
}

/** Raises `into` to `other`, resource by resource. */
function raiseResources(into: MutableResources, other: ResourceList | undefined): void {
  for (const name in other) {
    const amount = other[name];
    if (amount === undefined) continue;
    const present = into[name];
    if (present === undefined || compareQuantities(amount, present) > 0) into[name] = amount;
  }
}

function greatestResources(...lists: readonly (ResourceList | undefined)[]): ResourceList {
  const greatest: MutableResources = {};
  for (const list of lists) raiseResources(greatest, list);
  return greatest;
}

const withMissing = (list: ResourceList | undefined, missing: ResourceList | undefined): ResourceList | undefined =>
  missing === undefined ? list : { ...missing, ...list };

type ResourcesOf = (container: Container, status: ContainerStatusWithResources | undefined, isInfeasible: boolean) => ResourceList | undefined;

const specRequests: ResourcesOf = (container) => container.resources?.requests;
const specLimits: ResourcesOf = (container) => container.resources?.limits;
const allocatedRequests: ResourcesOf = (container, status, isInfeasible) =>
  status?.allocatedResources ?? (isInfeasible ? undefined : container.resources?.requests);
const actuatedRequests: ResourcesOf = (container, status, isInfeasible) =>
  status?.resources?.requests ?? allocatedRequests(container, status, isInfeasible);
const actuatedLimits: ResourcesOf = (container, status, isInfeasible) =>
  status?.resources?.limits ?? (isInfeasible ? undefined : container.resources?.limits);

/** A resize that does not fit the node is waited for in vain: then the spec does not count. helpers.go:IsPodResizeInfeasible. */
export const isPodResizeInfeasible = (pod: Pod): boolean =>
  pod.status?.conditions?.find((condition) => condition.type === 'PodResizePending')?.reason === 'Infeasible';

const statusOf = (pod: Pod, name: string): ContainerStatusWithResources | undefined =>
  pod.status?.containerStatuses?.find((status) => status.name === name) ??
  pod.status?.initContainerStatuses?.find((status) => status.name === name);

/**
 * The sum by one measure. While the i-th init container runs, the pod uses it and the sidecars before it; the pod needs
 * the greatest of these and of all app containers with all sidecars. helpers.go:aggregateContainerResourcesByFn.
 */
function aggregate(pod: Pod, options: PodResourcesOptions, resourcesOf: ResourcesOf): MutableResources {
  const useStatus = options.useStatusResources ?? false;
  const isInfeasible = useStatus && isPodResizeInfeasible(pod);
  const counted = (container: Container): ResourceList | undefined =>
    withMissing(
      resourcesOf(container, useStatus ? statusOf(pod, container.name) : undefined, isInfeasible),
      options.nonMissingContainerRequests,
    );

  const total: MutableResources = {};
  for (const container of containersIn(pod.spec?.containers)) addResources(total, counted(container));

  const sidecars: MutableResources = {};
  const whileInitializing: MutableResources = {};
  for (const container of containersIn(pod.spec?.initContainers)) {
    const resources = counted(container);
    if (isSidecar(container)) {
      addResources(total, resources);
      addResources(sidecars, resources);
      raiseResources(whileInitializing, sidecars);
    } else {
      const withSidecars: MutableResources = { ...resources };
      addResources(withSidecars, sidecars);
      raiseResources(whileInitializing, withSidecars);
    }
  }
  raiseResources(total, whileInitializing);
  return total;
}

/** What the pod's resource claims take of the node's own CPU and memory. */
function addClaims(into: MutableResources, pod: Pod): void {
  const status = pod.status as { readonly nodeAllocatableResourceClaimStatuses?: readonly NodeAllocatableResourceClaimStatus[] } | undefined;
  for (const claim of status?.nodeAllocatableResourceClaimStatuses ?? []) addResources(into, claim.resources);
}

/** The requests of all containers together, without pod-level values and overhead. helpers.go:AggregateContainerRequests. */
export function aggregateContainerRequests(pod: Pod, options: PodResourcesOptions = {}): ResourceList {
  const requests = aggregate(pod, options, specRequests);
  if (options.useStatusResources) {
    const { status } = pod;
    const hasPodTotals =
      options.inPlacePodLevelResourcesVerticalScalingEnabled && status?.allocatedResources && status.resources?.requests;
    const allocated = hasPodTotals ? status.allocatedResources : aggregate(pod, options, allocatedRequests);
    const actuated = hasPodTotals ? status.resources?.requests : aggregate(pod, options, actuatedRequests);
    if (isPodResizeInfeasible(pod)) for (const name of Object.keys(requests)) delete requests[name];
    raiseResources(requests, actuated);
    raiseResources(requests, allocated);
  }
  if (options.useDRANodeAllocatableResourceClaimStatus) addClaims(requests, pod);
  return requests;
}

/** The limits of all containers together. helpers.go:AggregateContainerLimits. */
export function aggregateContainerLimits(pod: Pod, options: PodResourcesOptions = {}): ResourceList {
  const { nonMissingContainerRequests: _requestsOnly, ...limitOptions } = options;
  const fromSpec = aggregate(pod, limitOptions, specLimits);
  if (!options.useStatusResources) return fromSpec;
  const podTotals = options.inPlacePodLevelResourcesVerticalScalingEnabled ? pod.status?.resources?.limits : undefined;
  const actuated = podTotals ?? aggregate(pod, limitOptions, actuatedLimits);
  return isPodResizeInfeasible(pod) ? actuated : greatestResources(fromSpec, actuated);
}

const applyPodLevel = (into: MutableResources, podLevel: ResourceList | undefined): void => {
  for (const name in podLevel) {
    const amount = podLevel[name];
    if (amount !== undefined && isSupportedPodLevelResource(name)) into[name] = amount;
  }
};

/** Pod-level values of spec and status together, where in-place resize counts. */
function podLevelValues(pod: Pod, options: PodResourcesOptions, spec: ResourceList | undefined, ...statuses: readonly (ResourceList | undefined)[]): ResourceList | undefined {
  const useStatus = options.inPlacePodLevelResourcesVerticalScalingEnabled && options.useStatusResources && pod.status?.resources;
  if (!useStatus) return spec;
  return greatestResources(isPodResizeInfeasible(pod) ? undefined : spec, ...statuses);
}

/** All that the pod asks for. helpers.go:PodRequests. */
export function podRequests(pod: Pod, options: PodResourcesOptions = {}): ResourceList {
  const requests: MutableResources = options.skipContainerLevelResources ? {} : { ...aggregateContainerRequests(pod, options) };
  if (!options.skipPodLevelResources && isPodLevelRequestsSet(pod)) {
    applyPodLevel(requests, podLevelValues(pod, options, pod.spec?.resources?.requests, pod.status?.resources?.requests, pod.status?.allocatedResources));
  }
  if (!options.excludeOverhead) addResources(requests, pod.spec?.overhead);
  return requests;
}

/** All that the pod may use. Overhead raises only limits that exist. helpers.go:PodLimits. */
export function podLimits(pod: Pod, options: PodResourcesOptions = {}): ResourceList {
  const limits: MutableResources = { ...aggregateContainerLimits(pod, options) };
  if (!options.skipPodLevelResources && isPodLevelResourcesSet(pod)) {
    applyPodLevel(limits, podLevelValues(pod, options, pod.spec?.resources?.limits, pod.status?.resources?.limits));
  }
  const overhead = options.excludeOverhead ? undefined : pod.spec?.overhead;
  for (const name in overhead) {
    const limit = limits[name];
    if (limit !== undefined && !isZeroQuantity(limit)) limits[name] = addQuantities(limit, overhead[name] ?? 0);
  }
  return limits;
}
