/**
 * The quality-of-service class of a pod, and what the kernel's OOM killer is told of each container. Stands for
 * pkg/apis/core/v1/helper/qos/qos.go and pkg/kubelet/qos/policy.go of v1.36.
 */
import type { Container, Pod, PodQOSClass, ResourceRequirements } from './objects';
import { isSidecar } from './objects';
import { isNodeCriticalPod } from './podOrigin';
import { compareQuantities, isZeroQuantity, quantityValue } from './quantities';
import { aggregateContainerRequests, containersIn, isPodLevelRequestsSet } from './resources';

/** Only these decide; hugepages and extended resources do not. */
const QOS_RESOURCES = ['cpu', 'memory'] as const;

/** The class of one set of requests and limits. qos.go:resourceQOS. */
function resourceQOS(resources: ResourceRequirements | undefined): PodQOSClass {
  const isUnset = QOS_RESOURCES.map((name) => isZeroQuantity(resources?.requests?.[name]) && isZeroQuantity(resources?.limits?.[name]));
  if (isUnset.every(Boolean)) return 'BestEffort';
  if (isUnset.some(Boolean)) return 'Burstable';
  const isEqual = QOS_RESOURCES.every((name) => compareQuantities(resources?.requests?.[name], resources?.limits?.[name]) === 0);
  return isEqual ? 'Guaranteed' : 'Burstable';
}

/** From the spec alone: pod-level resources decide where they are given, else all containers must agree. qos.go:ComputePodQOS. */
export function computePodQOS(pod: Pod): PodQOSClass {
  if (pod.spec?.resources) return resourceQOS(pod.spec.resources);
  let podQOS: PodQOSClass | undefined;
  for (const container of [...containersIn(pod.spec?.initContainers), ...containersIn(pod.spec?.containers)]) {
    const qos = resourceQOS(container.resources);
    if (qos === 'Burstable' || (podQOS !== undefined && podQOS !== qos)) return 'Burstable';
    podQOS = qos;
  }
  return podQOS ?? 'BestEffort';
}

/** The class as the API server stored it, else computed. qos.go:GetPodQOS. */
export const getPodQOS = (pod: Pod): PodQOSClass => pod.status?.qosClass ?? computePodQOS(pod);

const GUARANTEED_OOM_SCORE_ADJ = -997;
const BEST_EFFORT_OOM_SCORE_ADJ = 1000;

const memoryRequest = (container: Container): number => quantityValue(container.resources?.requests?.['memory']);

/** What the pod-level memory request leaves over, shared out to all containers that run together. */
function remainingPodMemoryPerContainer(pod: Pod): number {
  if (!isPodLevelRequestsSet(pod) || isZeroQuantity(pod.spec?.resources?.requests?.['memory'])) return 0;
  const taken = quantityValue(aggregateContainerRequests(pod)['memory']);
  const left = quantityValue(pod.spec?.resources?.requests?.['memory']) - taken;
  const sharers = (pod.spec?.containers?.length ?? 0) + (pod.spec?.initContainers?.length ?? 0);
  return sharers === 0 ? 0 : Math.trunc(left / sharers);
}

/**
 * The oom_score_adj of a container, −997 … 1000: the higher, the sooner the kernel kills it. `memoryCapacity`: bytes of
 * the node. pkg/kubelet/qos/policy.go:GetContainerOOMScoreAdjust.
 */
export function containerOOMScoreAdjust(pod: Pod, container: Container, memoryCapacity: number): number {
  if (isNodeCriticalPod(pod)) return GUARANTEED_OOM_SCORE_ADJ;
  const qos = getPodQOS(pod);
  if (qos === 'Guaranteed') return GUARANTEED_OOM_SCORE_ADJ;
  if (qos === 'BestEffort') return BEST_EFFORT_OOM_SCORE_ADJ;

  const remaining = remainingPodMemoryPerContainer(pod);
  const adjustFor = (memory: number): number => 1000 - Math.trunc((1000 * (memory + remaining)) / memoryCapacity);
  let adjust = adjustFor(memoryRequest(container));
  if (isSidecar(container) && pod.spec?.initContainers?.some((each) => each.name === container.name)) {
    // A sidecar must not die before the app containers that it serves.
    const least = Math.min(...(pod.spec.containers ?? []).map(memoryRequest));
    adjust = Math.min(adjust, adjustFor(Number.isFinite(least) ? least : 0));
  }
  if (adjust < 1000 + GUARANTEED_OOM_SCORE_ADJ) return 1000 + GUARANTEED_OOM_SCORE_ADJ;
  return adjust === BEST_EFFORT_OOM_SCORE_ADJ ? adjust - 1 : adjust;
}
