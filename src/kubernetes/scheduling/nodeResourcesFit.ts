/**
 * Filter NodeResourcesFit (plugins/noderesources/fit.go): a pod fits a node if everything that it requests is free
 * there, and a place for one more pod. More than the whole node has is a refusal that preemption cannot lift.
 * Left out: resources that a device plugin leaves to dynamic resource allocation, and in-place resize.
 */
import type { Pod } from '../objects';
import { isSidecar } from '../objects';
import type { FilterStatus, SchedulingGatesConfig } from './framework';
import { unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { Resource } from './resource';
import { isExtendedResourceName } from './resource';

/** One resource that a node has too little of (fit.go:InsufficientResource); milli-cores, bytes or pieces. */
export interface InsufficientResource {
  readonly resourceName: string;
  readonly reason: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
  readonly unresolvable: boolean;
}

/** Extended resources that the filter passes over, by name or by the part before the slash; no default cluster has any. */
export interface IgnoredResources {
  readonly names?: ReadonlySet<string>;
  readonly groups?: ReadonlySet<string>;
}

const FITS: readonly InsufficientResource[] = [];

const SIDECARS_OFF = unresolvable('NodeResourcesFit', 'Pod has a restartable init container and the SidecarContainers feature is disabled');

/** fit.go:PreFilter: without the gate SidecarContainers, a pod with a sidecar is refused. */
export function preFilterNodeResourcesFit(pod: Pod, { sidecarContainers = true }: SchedulingGatesConfig): FilterStatus {
  return !sidecarContainers && (pod.spec?.initContainers ?? []).some(isSidecar) ? SIDECARS_OFF : undefined;
}

/** fit.go:Filter. */
export function filterNodeResourcesFit(request: Readonly<Resource>, nodeInfo: NodeInfo, ignored?: IgnoredResources): FilterStatus {
  if (fits(request, nodeInfo)) return undefined;
  const insufficient = fitsRequest(request, nodeInfo, ignored);
  if (insufficient.length === 0) return undefined;
  return {
    plugin: 'NodeResourcesFit',
    code: insufficient.some((resource) => resource.unresolvable) ? 'UnschedulableAndUnresolvable' : 'Unschedulable',
    reasons: insufficient.map(({ reason }) => reason),
  };
}

/** Whether nothing is lacking: the same question as {@link fitsRequest}, without the account. Asked of every node. */
function fits(request: Readonly<Resource>, { allocatable, requested, pods }: NodeInfo): boolean {
  const enough =
    pods.size + 1 <= allocatable.allowedPodNumber &&
    (request.milliCPU <= 0 || request.milliCPU <= allocatable.milliCPU - requested.milliCPU) &&
    (request.memory <= 0 || request.memory <= allocatable.memory - requested.memory) &&
    (request.ephemeralStorage <= 0 || request.ephemeralStorage <= allocatable.ephemeralStorage - requested.ephemeralStorage);
  if (!enough || request.scalar === undefined) return enough;
  for (const [name, wanted] of request.scalar) {
    if (wanted > 0 && wanted > (allocatable.scalar?.get(name) ?? 0) - (requested.scalar?.get(name) ?? 0)) return false;
  }
  return true;
}

/** Everything that the node has too little of; empty if the pod fits (fit.go:fitsRequest). */
export function fitsRequest(
  request: Readonly<Resource>,
  nodeInfo: NodeInfo,
  ignored?: IgnoredResources,
): readonly InsufficientResource[] {
  const { allocatable, requested } = nodeInfo;
  let lacking: InsufficientResource[] | undefined;
  if (nodeInfo.pods.size + 1 > allocatable.allowedPodNumber) {
    lacking = [tooManyPods(nodeInfo)];
  }
  const check = (resourceName: string, wanted: number, used: number, capacity: number): void => {
    if (wanted <= 0 || wanted <= capacity - used) return;
    lacking ??= [];
    const reason = `Insufficient ${resourceName}`;
    lacking.push({ resourceName, reason, requested: wanted, used, capacity, unresolvable: wanted > capacity });
  };
  check('cpu', request.milliCPU, requested.milliCPU, allocatable.milliCPU);
  check('memory', request.memory, requested.memory, allocatable.memory);
  check('ephemeral-storage', request.ephemeralStorage, requested.ephemeralStorage, allocatable.ephemeralStorage);
  if (request.scalar !== undefined) {
    for (const [name, wanted] of request.scalar) {
      if (ignored === undefined || !isIgnored(name, ignored)) check(name, wanted, requested.scalar?.get(name) ?? 0, allocatable.scalar?.get(name) ?? 0);
    }
  }
  return lacking ?? FITS;
}

function isIgnored(name: string, { names, groups }: IgnoredResources): boolean {
  if (!isExtendedResourceName(name)) return false;
  return names?.has(name) === true || groups?.has(name.split('/')[0] ?? '') === true;
}

function tooManyPods({ pods, allocatable }: NodeInfo): InsufficientResource {
  return {
    resourceName: 'pods',
    reason: 'Too many pods',
    requested: 1,
    used: pods.size,
    capacity: allocatable.allowedPodNumber,
    unresolvable: false,
  };
}
