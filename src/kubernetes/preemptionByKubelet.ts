/**
 * A critical pod that does not fit: the kubelet kills other pods for it. Stands for pkg/kubelet/preemption/preemption.go.
 * The scheduler's preemption is another thing (scheduling/preemption.ts). Left out: the kill itself, with its event
 * `Preempting` and its grace period.
 */
import type { Answer } from './criNamespaces';
import type { Pod, PodQOSClass } from './objects';
import { isCriticalPod, preemptable } from './podOrigin';
import { getPodQOS } from './qos';
import { quantityMilliValue, quantityValue } from './quantities';
import { podRequests } from './resources';

/** How much of a resource is missing: cpu in thousandths, memory in bytes, pods by number. */
export interface AdmissionRequirement {
  readonly resource: string;
  readonly quantity: number;
}

/** What the pod asks for of one resource (pkg/api/v1/resource:GetResourceRequest). */
function requestOf(pod: Pod, resource: string): number {
  if (resource === 'pods') return 1;
  const amount = podRequests(pod)[resource];
  return resource === 'cpu' ? quantityMilliValue(amount) : quantityValue(amount);
}

/** What is still missing once these pods are gone. */
const subtract = (requirements: readonly AdmissionRequirement[], pods: readonly Pod[]): readonly AdmissionRequirement[] =>
  requirements
    .map(({ resource, quantity }) => ({ resource, quantity: pods.reduce((left, pod) => left - requestOf(pod, resource), quantity) }))
    .filter(({ quantity }) => quantity > 0);

/** How far a pod is from covering what is missing: 0 when it covers all, up to 1 for each resource. */
const distance = (requirements: readonly AdmissionRequirement[], pod: Pod): number =>
  requirements.reduce((sum, { resource, quantity }) => {
    const left = quantity - requestOf(pod, resource);
    return left > 0 ? sum + (left / quantity) ** 2 : sum;
  }, 0);

/** Memory first, then cpu; of equals the earlier argument (preemption.go:smallerResourceRequest). */
function hasSmallerRequest(pod: Pod, other: Pod): boolean {
  for (const resource of ['memory', 'cpu']) {
    const difference = requestOf(pod, resource) - requestOf(other, resource);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

const requirementsText = (requirements: readonly AdmissionRequirement[]): string =>
  `[${requirements.map(({ resource, quantity }) => `(res: ${resource}, q: ${quantity}), `).join('')}]`;
const noneFound = (requirements: readonly AdmissionRequirement[]): Answer<readonly Pod[]> =>
  ({ ok: false, error: `no set of running pods found to reclaim resources: ${requirementsText(requirements)}` });

/** Takes the nearest pod again and again until nothing is missing (preemption.go:getPodsToPreemptByDistance). */
function byDistance(candidates: readonly Pod[], requirements: readonly AdmissionRequirement[]): Answer<readonly Pod[]> {
  const pods = [...candidates];
  const chosen: Pod[] = [];
  let missing = requirements;
  while (missing.length > 0) {
    const [first, ...others] = pods;
    if (first === undefined) return noneFound(missing);
    let best = first;
    for (const pod of others) {
      const difference = distance(missing, pod) - distance(missing, best);
      if (difference < 0 || (difference === 0 && hasSmallerRequest(pod, best))) best = pod;
    }
    missing = subtract(missing, [best]);
    chosen.push(best);
    // As upstream, the last pod takes the place of the chosen one: the order decides between equals.
    const last = pods.pop();
    const index = pods.indexOf(best);
    if (index >= 0 && last !== undefined) pods[index] = last;
  }
  return { ok: true, value: chosen };
}

/**
 * Which running pods to kill so that `preemptor` fits: as few as possible of the better classes, BestEffort pods before
 * Burstable before Guaranteed (pkg/kubelet/preemption/preemption.go:getPodsToPreempt).
 */
export function getPodsToPreempt(preemptor: Pod, running: readonly Pod[], requirements: readonly AdmissionRequirement[]): Answer<readonly Pod[]> {
  const victims = running.filter((pod) => preemptable(preemptor, pod));
  const ofClass = (qos: PodQOSClass): readonly Pod[] => victims.filter((pod) => getPodQOS(pod) === qos);
  const bestEffort = ofClass('BestEffort');
  const burstable = ofClass('Burstable');
  const guaranteed = ofClass('Guaranteed');
  const unmet = subtract(requirements, victims);
  if (unmet.length > 0) return noneFound(unmet);

  const fromGuaranteed = byDistance(guaranteed, subtract(requirements, [...bestEffort, ...burstable]));
  if (!fromGuaranteed.ok) return fromGuaranteed;
  const fromBurstable = byDistance(burstable, subtract(requirements, [...bestEffort, ...fromGuaranteed.value]));
  if (!fromBurstable.ok) return fromBurstable;
  const fromBestEffort = byDistance(bestEffort, subtract(requirements, [...fromBurstable.value, ...fromGuaranteed.value]));
  if (!fromBestEffort.ok) return fromBestEffort;
  return { ok: true, value: [...fromBestEffort.value, ...fromBurstable.value, ...fromGuaranteed.value] };
}

/** Why kubelet admission failed: a resource, or anything else, by its predicate's name. */
export type AdmissionFailure =
  | ({ readonly kind: 'resource' } & AdmissionRequirement)
  | { readonly kind: 'other'; readonly predicate: string };

export interface AdmissionFailureAnswer {
  /** Pods to kill. */
  readonly killed: readonly Pod[];
  /** Reasons that stand: with any, the pod is rejected. */
  readonly remaining: readonly AdmissionFailure[];
  readonly error?: string;
}

/**
 * What to do about failed admission: for a pod that is not critical, nothing; for a critical one only reasons that are
 * no resources stand, and for resources others are killed (preemption.go:HandleAdmissionFailure).
 */
export function handleAdmissionFailure(pod: Pod, running: readonly Pod[], reasons: readonly AdmissionFailure[]): AdmissionFailureAnswer {
  if (!isCriticalPod(pod)) return { killed: [], remaining: reasons };
  const remaining = reasons.filter((reason) => reason.kind === 'other');
  if (remaining.length > 0) return { killed: [], remaining };
  const victims = getPodsToPreempt(pod, running, reasons.filter((reason) => reason.kind === 'resource'));
  return victims.ok
    ? { killed: victims.value, remaining: [] }
    : { killed: [], remaining: [], error: `preemption: error finding a set of pods to preempt: ${victims.error}` };
}
