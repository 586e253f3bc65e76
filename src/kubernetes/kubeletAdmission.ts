/**
 * What a kubelet checks before it takes a pod in, also one that the scheduler never saw: resources, node affinity,
 * node name, host ports, and NoExecute taints, the last not for static pods; before these, sysctls and the operating
 * system. Stands for pkg/kubelet/lifecycle/predicate.go, pkg/scheduler/scheduler.go:AdmissionCheck and
 * pkg/kubelet/sysctl/allowlist.go. Left out: topology, devices, AppArmor.
 */
import { isStaticPod } from './podOrigin';
import type { Node, Pod } from './objects';
import { filterNodeName } from './scheduling/nodeName';
import { filterNodePorts, preFilterNodePorts } from './scheduling/nodePorts';
import { NodeInfo } from './scheduling/nodeInfo';
import { fitsRequest } from './scheduling/nodeResourcesFit';
import { podMatchesNode } from './scheduling/nodeSelector';
import { podInfoOf } from './scheduling/podInfo';
import { SKIP } from './scheduling/framework';
import { findUntoleratedTaint, isNoExecuteTaint } from './tolerations';

/** One reason why a pod is not taken in. */
export type AdmissionReason =
  | {
      readonly kind: 'resource';
      readonly resource: string;
      /** Thousandths of a cpu, bytes, or pieces. */
      readonly requested: number;
      readonly used: number;
      readonly capacity: number;
    }
  | { readonly kind: 'predicate'; readonly predicate: string; readonly because: string };

/** pkg/scheduler/scheduler.go:AdmissionCheck, with all failures. */
function admissionCheck(pod: Pod, nodeInfo: NodeInfo, freshNode: Node): readonly AdmissionReason[] {
  const podInfo = podInfoOf(pod);
  const ports = preFilterNodePorts(podInfo);
  // The kubelet's copy of the node may be old: before it refuses, it asks the API server for the node's labels.
  const matches = podMatchesNode(pod, nodeInfo.node) || podMatchesNode(pod, freshNode);
  return [
    ...fitsRequest(podInfo.requests, nodeInfo).map(
      ({ resourceName, requested, used, capacity }): AdmissionReason => ({ kind: 'resource', resource: resourceName, requested, used, capacity }),
    ),
    ...(matches ? [] : [{ kind: 'predicate', predicate: 'NodeAffinity', because: "node(s) didn't match Pod's node affinity/selector" } as const]),
    ...[filterNodeName(pod, nodeInfo), ports === SKIP ? undefined : filterNodePorts(ports, nodeInfo)].flatMap((rejection) =>
      rejection ? [{ kind: 'predicate', predicate: rejection.plugin, because: rejection.reasons[0] ?? '' } as const] : []),
  ];
}

/**
 * Why this node's kubelet does not take the pod in; none when it does. `podsOnNode` are those that it already runs;
 * `freshNode` is the Node as the API server has it now (pkg/kubelet/lifecycle/predicate.go:generalFilter).
 */
export function generalFilter(pod: Pod, nodeInfo: NodeInfo, freshNode: Node = nodeInfo.node): readonly AdmissionReason[] {
  const reasons = admissionCheck(pod, nodeInfo, freshNode);
  if (isStaticPod(pod)) return reasons;
  const untolerated = findUntoleratedTaint(nodeInfo.node.spec?.taints, pod.spec?.tolerations, isNoExecuteTaint);
  return untolerated
    ? [...reasons, { kind: 'predicate', predicate: 'TaintToleration', because: 'node(s) had untolerated taint(s)' }]
    : reasons;
}

/** generalFilter for a node and the pods on it. */
export function admissionReasons(pod: Pod, node: Node, podsOnNode: readonly Pod[], freshNode: Node = node): readonly AdmissionReason[] {
  const nodeInfo = new NodeInfo(node);
  podsOnNode.forEach((each, index) => nodeInfo.addPod(podInfoOf({ ...each, metadata: { uid: `pod-${index}`, ...each.metadata } })));
  return generalFilter(pod, nodeInfo, freshNode);
}

const OS_LABEL = 'kubernetes.io/os';

/**
 * A pod for another operating system; the scheduler looks at the node's label only, not at spec.os. predicate.go:Admit
 * (rejectPodAdmissionBasedOnOSSelector, rejectPodAdmissionBasedOnOSField).
 */
export function operatingSystemRejection({ spec }: Pod, os = 'linux'): RejectionStatus | undefined {
  const wanted = spec?.nodeSelector?.[OS_LABEL];
  if (wanted !== undefined && wanted !== os) {
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label" };
  }
  if (spec?.os === undefined || spec.os.name === os) return undefined;
  return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
}

/** Sysctls that a kubelet allows without being told to (pkg/kubelet/sysctl/safe_sysctls.go). */
const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
]);

/**
 * A pod with a sysctl that this kubelet does not allow: the scheduler does not know which those are. A slash in a name is
 * a dot. allowlist.go:Admit; that host namespaces rule some out, validation has seen to.
 */
export function sysctlRejection({ spec }: Pod): RejectionStatus | undefined {
  const names = spec?.securityContext?.sysctls?.map(({ name }) => name.replaceAll('/', '.'));
  const forbidden = names?.find((name) => !SAFE_SYSCTLS.has(name));
  return forbidden === undefined ? undefined : { reason: 'SysctlForbidden', message: `forbidden sysctl: ${JSON.stringify(forbidden)} not allowlisted` };
}

/** The status of a pod that was not taken in: its phase is Failed. */
export interface RejectionStatus {
  readonly reason: string;
  readonly message: string;
}

/** status.reason and status.message from the first reason (predicate.go:Admit, kubelet.go:rejectPod). */
export function rejectionStatus(reason: AdmissionReason): RejectionStatus {
  return reason.kind === 'resource'
    ? {
        reason: `OutOf${reason.resource}`,
        message: `Pod was rejected: Node didn't have enough resource: ${reason.resource}, requested: ${reason.requested}, used: ${reason.used}, capacity: ${reason.capacity}`,
      }
    : { reason: reason.predicate, message: `Pod was rejected: Predicate ${reason.predicate} failed: ${reason.because}` };
}
