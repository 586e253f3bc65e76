/**
 * The kubelet's own look at a pod before it runs it: whoever bound the pod may have been wrong, or nobody looked at all
 * (static pods, spec.nodeName set by hand). What is refused stands in src/kubernetes (kubeletAdmission.ts,
 * evictionAdmission.ts, preemptionByKubelet.ts); here is whom it is asked about, and the end of the pods that must make
 * room. Stands for pkg/kubelet/kubelet.go:canAdmitPod and lifecycle/predicate.go:Admit. Upstream the kubelet waits until
 * a preempted pod has ended; here the critical pod is looked at again every second.
 */
import { admitUnderPressure } from '../../kubernetes/evictionAdmission';
import { type AdmissionReason, generalFilter, operatingSystemRejection, rejectionStatus, sysctlRejection } from '../../kubernetes/kubeletAdmission';
import type { Node, Pod, PodSpec } from '../../kubernetes/objects';
import { isCriticalPod } from '../../kubernetes/podOrigin';
import { isPodPhaseTerminal } from '../../kubernetes/podStatus';
import { handleAdmissionFailure, type AdmissionFailure } from '../../kubernetes/preemptionByKubelet';
import { podRequests } from '../../kubernetes/resources';
import { hostPortsOf } from '../../kubernetes/scheduling/hostPorts';
import { NodeInfo } from '../../kubernetes/scheduling/nodeInfo';
import { podInfoOf } from '../../kubernetes/scheduling/podInfo';
import { addResource, amountsOf, emptyResource, type Resource, resourceOf } from '../../kubernetes/scheduling/resource';
import type { Allocated } from '../kubeletMemory';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { admitLater } from './admitLater';
import { isUnderMemoryPressure } from './evictionManager';
import { aboutPod, emitPodEvent, kubeletMemory, nodeObject, podNote, setKubelet } from './kubeletState';
import { initialNode } from './nodeObject';
import { isTerminationRequested, updatePod } from './podWorkers';

export interface PodRejection {
  readonly reason: string;
  /** In the kubelet's words, without "Pod was rejected: ". */
  readonly message: string;
}

/** The other pods of the node that count: not rejected, not over (kubelet_pods.go:filterOutInactivePods). */
function activePods(tx: Tx, { node, uid }: PodWorkerRow): PodWorkerRow[] {
  const active: PodWorkerRow[] = [];
  for (const key of tx.keys('workersByNode', node)) {
    const other = tx.get('podWorkers', key);
    if (!other || other.uid === uid || other.memory.rejected || !other.memory.configured || other.memory.terminatedAt !== undefined) continue;
    if (!isPodPhaseTerminal(other.pod.status?.phase)) active.push(other);
  }
  return active;
}

/**
 * Why the pod may not run here; undefined when it may. 'later': room is being made for a critical pod, which is looked
 * at again then.
 */
export function canAdmitPod(tx: Tx, row: PodWorkerRow): PodRejection | 'later' | undefined {
  const pressure = admitUnderPressure(row.pod, isUnderMemoryPressure(tx, row.node) ? ['MemoryPressure'] : []);
  if (!pressure.admit) return pressure;
  const foreign = sysctlRejection(row.pod) ?? operatingSystemRejection(row.pod);
  if (foreign) return foreign;
  const node = nodeObject(tx, row.node) ?? initialNode(tx, row.node);
  if (isSimple(node, row.pod) && fits(tx, node, row)) return undefined;
  const others = activePods(tx, row);
  const reasons = generalFilter(row.pod, nodeInfoOf(node, others));
  countAnew(tx, row, others);
  return reasons.length === 0 ? undefined : handleFailure(tx, row, others, reasons);
}

function nodeInfoOf(node: Node, others: readonly PodWorkerRow[]): NodeInfo {
  const info = new NodeInfo(node);
  for (const { pod } of others) info.addPod(podInfoOf(pod));
  return info;
}

// ── Most pods ────────────────────────────────────────────────────────────────────────────────────────────────────────

const NOTHING: Readonly<Resource> = emptyResource();
/** Requests depend on the spec alone, and a spec object is never edited: computed once for each. */
const requestsOfSpec = new WeakMap<PodSpec, Resource>();

function requestsOf({ spec }: Pod): Readonly<Resource> {
  if (!spec) return NOTHING;
  const known = requestsOfSpec.get(spec);
  if (known) return known;
  const requests = resourceOf(amountsOf(podRequests({ spec })));
  requestsOfSpec.set(spec, requests);
  return requests;
}

/** Is nothing but cpu, memory and a place at stake? Then there is no need for the long way, which is asked of every pod. */
function isSimple(node: Node, pod: Pod): boolean {
  const { nodeSelector, affinity, nodeName } = pod.spec ?? {};
  if (nodeSelector || affinity?.nodeAffinity || nodeName !== node.metadata?.name || node.spec?.taints?.length) return false;
  return !requestsOf(pod).scalar && hostPortsOf(pod).length === 0;
}

/** Is there room for one more, by the sum that is at least what the others ask for? Then it is counted in. */
function fits(tx: Tx, node: Node, row: PodWorkerRow): boolean {
  const { milliCPU, memory, ephemeralStorage, allowedPodNumber } = resourceOf(amountsOf(node.status?.allocatable));
  const requests = requestsOf(row.pod);
  const before = kubeletMemory(tx, row.node)?.allocated;
  if (!before) return false;
  const allocated: Allocated = {
    milliCPU: before.milliCPU + requests.milliCPU,
    memory: before.memory + requests.memory,
    ephemeralStorage: before.ephemeralStorage + requests.ephemeralStorage,
    pods: before.pods + 1,
  };
  const enough =
    allocated.milliCPU <= milliCPU && allocated.memory <= memory && allocated.ephemeralStorage <= ephemeralStorage && allocated.pods <= allowedPodNumber;
  if (enough) setKubelet(tx, row.node, { allocated });
  return enough;
}

/** The sum is made exact again. */
function countAnew(tx: Tx, row: PodWorkerRow, others: readonly PodWorkerRow[]): void {
  const sum = emptyResource();
  for (const { pod } of [...others, row]) addResource(sum, requestsOf(pod), 1);
  const { milliCPU, memory, ephemeralStorage } = sum;
  setKubelet(tx, row.node, { allocated: { milliCPU, memory, ephemeralStorage, pods: others.length + 1 } });
}

const MUCH = Number.MAX_SAFE_INTEGER;

/** A pod came without being asked, or was changed in place: the sum must be counted anew. */
export const forgetAllocated = (tx: Tx, node: string): void => {
  setKubelet(tx, node, { allocated: { milliCPU: MUCH, memory: MUCH, ephemeralStorage: MUCH, pods: MUCH } });
};

// ── The others ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a critical pod lacks, with the pods that are leaving already counted as gone. */
const asFailure = (reason: AdmissionReason, leaving: readonly PodWorkerRow[]): AdmissionFailure => {
  if (reason.kind === 'predicate') return { kind: 'other', predicate: reason.predicate };
  const freed = leaving.reduce((total, { pod }) => total + requestedOf(pod, reason.resource), 0);
  return { kind: 'resource', resource: reason.resource, quantity: reason.requested - (reason.capacity - reason.used) - freed };
};

function requestedOf(pod: Pod, resource: string): number {
  if (resource === 'pods') return 1;
  const { milliCPU, memory, ephemeralStorage, scalar } = requestsOf(pod);
  if (resource === 'cpu') return milliCPU;
  return resource === 'memory' ? memory : resource === 'ephemeral-storage' ? ephemeralStorage : (scalar?.get(resource) ?? 0);
}

/** A critical pod makes room for itself, if room is all it lacks; every other one is refused with the first reason. */
function handleFailure(tx: Tx, row: PodWorkerRow, others: readonly PodWorkerRow[], reasons: readonly AdmissionReason[]): PodRejection | 'later' | undefined {
  if (!isCriticalPod(row.pod)) return rejection(reasons[0]);
  const leaving = others.filter(isTerminationRequested);
  const staying = others.filter((other) => !isTerminationRequested(other));
  const failures = reasons.map((reason) => asFailure(reason, leaving)).filter((each) => each.kind === 'other' || each.quantity > 0);
  const answer = handleAdmissionFailure(row.pod, staying.map(({ pod }) => pod), failures);
  if (answer.error !== undefined) {
    return { reason: 'UnexpectedAdmissionError', message: `Unexpected error while attempting to recover from admission failure: ${answer.error}` };
  }
  if (answer.remaining.length > 0) return rejection(reasons.find(({ kind }) => kind === 'predicate'));
  const preemptor = row.pod.metadata?.name ?? '';
  for (const victim of staying) if (answer.killed.includes(victim.pod)) tx.send(podNote(victim, 'preempt', { preemptor }), 0);
  admitLater(tx, row);
  return 'later';
}

/** The first reason, as the status of a rejected pod and the event name it. */
function rejection(reason: AdmissionReason | undefined): PodRejection | undefined {
  const status = reason && rejectionStatus(reason);
  return status && { reason: status.reason, message: status.message.replace(/^Pod was rejected: /, '') };
}

/** One of the pods that make room: each goes in a message of its own (preemption.go:evictPodsToFreeRequests). */
export function preemptPod(tx: Tx, victim: PodWorkerRow, preemptor: string): void {
  if (isTerminationRequested(victim)) return;
  const message = 'Preempted in order to admit critical pod';
  emitPodEvent(tx, victim, 'Warning', 'Preempting', message);
  tx.because('kubelet.preemptPod', aboutPod(victim, { preemptor }));
  const disruption = 'Pod was preempted by Kubelet to accommodate a critical pod.';
  updatePod(tx, victim, { type: 'kill', kill: { evict: { reason: 'Preempting', message, disruption } } });
}
