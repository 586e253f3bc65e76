/**
 * The kubelet's own look at a pod before it runs it: whoever bound the pod may have been wrong, or nobody looked at all
 * (static pods, spec.nodeName set by hand). Stands for pkg/kubelet/lifecycle/predicate.go (Admit, generalFilter) and
 * kubelet.go:canAdmitPod. Left out: topology, devices, sysctls, AppArmor, the pod's OS.
 */
import { isCriticalPod, isStaticPod } from '../../kubernetes/podOrigin';
import type { Node, Pod, PodSpec } from '../../kubernetes/objects';
import { hostPortsOf } from '../../kubernetes/scheduling/hostPorts';
import { NodeInfo } from '../../kubernetes/scheduling/nodeInfo';
import { filterNodePorts } from '../../kubernetes/scheduling/nodePorts';
import { podRequests } from '../../kubernetes/resources';
import { fitsRequest, type InsufficientResource } from '../../kubernetes/scheduling/nodeResourcesFit';
import { podMatchesNode } from '../../kubernetes/scheduling/nodeSelector';
import { podInfoOf } from '../../kubernetes/scheduling/podInfo';
import { addResource, amountsOf, emptyResource, type Resource, resourceOf } from '../../kubernetes/scheduling/resource';
import { findUntoleratedTaint, isNoExecuteTaint } from '../../kubernetes/tolerations';
import { isPodPhaseTerminal } from '../../kubernetes/podStatus';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { admitLater } from './admitLater';
import { memoryPressureRefusal } from './evictionManager';
import { evictPodsToFreeRequests } from './kubeletPreemption';
import { nodeObject } from './kubeletState';
import { initialNode } from './nodeObject';

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
    if (!other || other.uid === uid || other.memory.rejected || other.memory.terminatedAt !== undefined) continue;
    if (!isPodPhaseTerminal(other.pod.status?.phase)) active.push(other);
  }
  return active;
}

/**
 * Why the pod may not run here; undefined when it may. 'later': room is being made for a critical pod, which is looked
 * at again then.
 */
export function canAdmitPod(tx: Tx, row: PodWorkerRow): PodRejection | 'later' | undefined {
  const node = nodeObject(tx, row.node) ?? initialNode(tx, row.node);
  const pressure = memoryPressureRefusal(tx, row);
  if (pressure) return pressure;
  const others = activePods(tx, row);
  const lacking = lackingResources(node, row.pod, others);
  const misfit = predicateFailure(node, row.pod, others);
  if (lacking.length > 0 && !misfit && isCriticalPod(row.pod) && evictPodsToFreeRequests(tx, row, others, lacking)) {
    admitLater(tx, row);
    return 'later';
  }
  const [first] = lacking;
  // A critical pod is told what making room would not have cured.
  if (first && !(misfit && isCriticalPod(row.pod))) return outOf(first);
  return misfit;
}

const outOf = ({ resourceName, requested, used, capacity }: InsufficientResource): PodRejection => ({
  reason: `OutOf${resourceName}`,
  message: `Node didn't have enough resource: ${resourceName}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
});

/** A node with these pods on it, as the scheduler's functions want it. */
function nodeInfoOf(node: Node, others: readonly PodWorkerRow[]): NodeInfo {
  const info = new NodeInfo(node);
  for (const { pod } of others) info.addPod(podInfoOf(pod));
  return info;
}

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

const NOTHING: Readonly<Resource> = emptyResource();

/** Is there room without a doubt? The same question as {@link fitsRequest}, for pods without special resources. */
function fits(node: Node, pod: Pod, others: readonly PodWorkerRow[]): boolean {
  const allocatable = resourceOf(amountsOf(node.status?.allocatable));
  const sum = emptyResource();
  addResource(sum, requestsOf(pod), 1);
  for (const other of others) addResource(sum, requestsOf(other.pod), 1);
  return (
    !requestsOf(pod).scalar && others.length < allocatable.allowedPodNumber && sum.milliCPU <= allocatable.milliCPU &&
    sum.memory <= allocatable.memory && sum.ephemeralStorage <= allocatable.ephemeralStorage
  );
}

function lackingResources(node: Node, pod: Pod, others: readonly PodWorkerRow[]): readonly InsufficientResource[] {
  return fits(node, pod, others) ? [] : fitsRequest(requestsOf(pod), nodeInfoOf(node, others));
}

const failure = (predicate: string, text: string): PodRejection => ({ reason: predicate, message: `Predicate ${predicate} failed: ${text}` });

/** lifecycle/predicate.go:AdmissionCheck, in its order: affinity, name, ports, then NoExecute taints unless it is static. */
function predicateFailure(node: Node, pod: Pod, others: readonly PodWorkerRow[]): PodRejection | undefined {
  if (!podMatchesNode(pod, node)) return failure('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  if (pod.spec?.nodeName && pod.spec.nodeName !== node.metadata?.name) return failure('NodeName', "node(s) didn't match the requested node name");
  const ports = hostPortsOf(pod);
  if (ports.length > 0 && filterNodePorts(ports, nodeInfoOf(node, others))) {
    return failure('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  if (!isStaticPod(pod) && findUntoleratedTaint(node.spec?.taints, pod.spec?.tolerations, isNoExecuteTaint)) {
    return failure('TaintToleration', 'node(s) had untolerated taint(s)');
  }
  return undefined;
}
