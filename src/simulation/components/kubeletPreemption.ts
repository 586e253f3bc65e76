/**
 * Room for a critical pod: which pods of the node must go, and their end. Stands for
 * pkg/kubelet/preemption/preemption.go. Upstream the kubelet waits for their end; here the pod is looked at again every
 * second.
 */
import type { Pod } from '../../kubernetes/objects';
import { preemptable } from '../../kubernetes/podOrigin';
import { getPodQOS } from '../../kubernetes/qos';
import { podInfoOf } from '../../kubernetes/scheduling/podInfo';
import { amountOf } from '../../kubernetes/scheduling/resource';
import type { InsufficientResource } from '../../kubernetes/scheduling/nodeResourcesFit';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { aboutPod, emitPodEvent } from './kubeletState';
import { isTerminationRequested, updatePod } from './podWorkers';

/** How much of each resource is missing. */
type Requirements = Readonly<Record<string, number>>;

/** The resource `pods` counts one for each pod. */
const requestOf = (pod: Pod, resource: string): number => (resource === 'pods' ? 1 : amountOf(podInfoOf(pod).requests, resource));

/** What is still missing when these pods are gone (admissionRequirementList.subtract). */
function subtract(requirements: Requirements, pods: readonly PodWorkerRow[]): Requirements {
  const left: Record<string, number> = {};
  for (const [resource, quantity] of Object.entries(requirements)) {
    const rest = quantity - pods.reduce((sum, { pod }) => sum + requestOf(pod, resource), 0);
    if (rest > 0) left[resource] = rest;
  }
  return left;
}

const isMet = (requirements: Requirements): boolean => Object.keys(requirements).length === 0;

/** How far the pod alone is from filling the need: 0 is enough (admissionRequirementList.distance). */
function distance(requirements: Requirements, pod: Pod): number {
  let sum = 0;
  for (const [resource, quantity] of Object.entries(requirements)) {
    const remaining = quantity - requestOf(pod, resource);
    if (remaining > 0) sum += (remaining / quantity) ** 2;
  }
  return sum;
}

/** preemption.go:smallerResourceRequest: memory counts before cpu. */
function isSmaller(a: Pod, b: Pod): boolean {
  for (const resource of ['memory', 'cpu']) {
    const difference = requestOf(a, resource) - requestOf(b, resource);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

/** Takes the pod that fits the need best, again and again (preemption.go:getPodsToPreemptByDistance). */
function byDistance(pods: readonly PodWorkerRow[], requirements: Requirements): PodWorkerRow[] {
  const left = [...pods];
  const chosen: PodWorkerRow[] = [];
  let missing = requirements;
  while (!isMet(missing) && left.length > 0) {
    let best = 0;
    let bestDistance = Infinity;
    left.forEach(({ pod }, index) => {
      const far = distance(missing, pod);
      const bestPod = left[best]?.pod ?? pod;
      if (far < bestDistance || (far === bestDistance && isSmaller(pod, bestPod))) [best, bestDistance] = [index, far];
    });
    const [pod] = left.splice(best, 1);
    if (!pod) break;
    chosen.push(pod);
    missing = subtract(missing, [pod]);
  }
  return chosen;
}

/** The pods to preempt, as few of a higher class as can be; undefined when all together are not enough (getPodsToPreempt). */
export function podsToPreempt(preemptor: Pod, pods: readonly PodWorkerRow[], requirements: Requirements): PodWorkerRow[] | undefined {
  const candidates = pods.filter(({ pod }) => preemptable(preemptor, pod));
  if (!isMet(subtract(requirements, candidates))) return undefined;
  const ofClass = (qos: string) => candidates.filter(({ pod }) => getPodQOS(pod) === qos);
  const [bestEffort, burstable, guaranteed] = [ofClass('BestEffort'), ofClass('Burstable'), ofClass('Guaranteed')];
  const guaranteedToGo = byDistance(guaranteed, subtract(requirements, [...bestEffort, ...burstable]));
  const burstableToGo = byDistance(burstable, subtract(requirements, [...bestEffort, ...guaranteedToGo]));
  const bestEffortToGo = byDistance(bestEffort, subtract(requirements, [...burstableToGo, ...guaranteedToGo]));
  return [...bestEffortToGo, ...burstableToGo, ...guaranteedToGo];
}

/**
 * Ends pods to make room for a critical one; returns whether there will be room. Pods that are on their way out already
 * are only waited for (preemption.go:evictPodsToFreeRequests).
 */
export function evictPodsToFreeRequests(tx: Tx, row: PodWorkerRow, others: readonly PodWorkerRow[], lacking: readonly InsufficientResource[]): boolean {
  const requirements = Object.fromEntries(lacking.map(({ resourceName, requested, used, capacity }) => [resourceName, requested - (capacity - used)]));
  const leaving = others.filter(isTerminationRequested);
  const missing = subtract(requirements, leaving);
  if (isMet(missing)) return true;
  const victims = podsToPreempt(row.pod, others.filter((other) => !isTerminationRequested(other)), missing);
  if (!victims) return false;
  for (const victim of victims) {
    const message = 'Preempted in order to admit critical pod';
    emitPodEvent(tx, victim, 'Warning', 'Preempting', message);
    tx.because('kubelet.preemptPod', aboutPod(victim, { preemptor: row.pod.metadata?.name ?? '' }));
    updatePod(tx, victim, { type: 'kill', kill: { evict: { reason: 'Preempting', message, disruption: true } } });
  }
  return true;
}
