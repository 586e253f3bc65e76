/**
 * The status of a pod as the kubelet computes it at every sync. Stands for pkg/kubelet/kubelet_pods.go:generateAPIPodStatus
 * and convertStatusToAPIStatus (v1.36). Left out: the conditions of in-place resize. Transition times and startTime are
 * the status manager's (podStatus.ts).
 */
import { formatRfc3339 } from '../lib/time';
import { convertToAPIContainerStatuses, type ContainerStatusOptions, type WaitingReason } from './containerStatuses';
import type { Condition, ContainerStatus, Pod, PodPhase, PodSpec, PodStatus, ResourceList } from './objects';
import {
  findCondition, generateAllContainersRestartingCondition, generateContainersReadyCondition, generatePodInitializedCondition, generatePodReadyCondition,
  generatePodReadyToStartContainersCondition, generatePodScheduledCondition, KUBELET_CONDITIONS,
} from './podConditions';
import { getPhase, hasAnyActiveRegularContainerStarted } from './podPhase';
import { updatePodStatus, type ProbeStatusOptions } from './probeStatus';
import { getPodQOS } from './qos';
import { isPodLevelResourcesSet, podRequests } from './resources';
import { allContainersCouldRestart, shouldAllContainersRestart } from './restartPolicy';
import type { RuntimeView } from './runtimeView';

export interface ApiPodStatusOptions {
  /** The status that the kubelet computed before. Absent: the one in the pod object is the last. */
  readonly previousStatus?: PodStatus;
  /** Nothing will be restarted any more: the pod's end is being written. */
  readonly podIsTerminal: boolean;
  /** The node's addresses, the first one of the node's preferred family. Empty: not known. */
  readonly hostIPs: readonly string[];
  /** Fills in started and ready: {@link proberUpdate} of the kubelet's prober. */
  readonly updatePodStatus: (pod: Pod, status: PodStatus) => PodStatus;
  /** The reason cache, by container name. */
  readonly waitingReason?: (containerName: string) => WaitingReason | undefined;
  /** A handler wants the pod ended: an eviction, or activeDeadlineSeconds. */
  readonly evict?: { readonly reason: string; readonly message: string };
  /** Default: the runtime's times are milliseconds since 1970. */
  readonly formatTime?: (time: number) => string;
  /** Default containerd. */
  readonly runtimeName?: string;
}

/** How the kubelet's own prober fills in started and ready. */
export const proberUpdate = (options: ProbeStatusOptions) => (pod: Pod, status: PodStatus): PodStatus =>
  updatePodStatus(pod, status, options);

const isTerminal = (phase: PodPhase | undefined): phase is 'Failed' | 'Succeeded' => phase === 'Failed' || phase === 'Succeeded';

const isIPv6 = (ip: string): boolean => ip.includes(':');

/** One address of each family, that of the node first. kubelet_pods.go:sortPodIPs. */
function sortPodIPs(ips: readonly string[], hostIPs: readonly string[]): readonly string[] {
  const prefersIPv6 = isIPv6(hostIPs[0] ?? '');
  const first = ips.find((ip) => isIPv6(ip) === prefersIPv6);
  const second = ips.find((ip) => isIPv6(ip) !== prefersIPv6);
  return [first, second].filter((ip) => ip !== undefined);
}

/**
 * Being filled in field by field: spreading a dozen optional parts costs more than all the rest. It has a place for every
 * field from the start, so that all statuses have one shape and their copies are cheap.
 */
type StatusDraft = { -readonly [Key in keyof PodStatus]: PodStatus[Key] };

const emptyStatus = (): StatusDraft => ({
  phase: undefined, reason: undefined, message: undefined, conditions: undefined, hostIP: undefined, hostIPs: undefined, podIP: undefined, podIPs: undefined,
  startTime: undefined, qosClass: undefined, initContainerStatuses: undefined, containerStatuses: undefined, ephemeralContainerStatuses: undefined,
  observedGeneration: undefined, resources: undefined, allocatedResources: undefined,
});

/** podIPs, hostIPs: a pod on the host's network has the node's addresses, and keeps the first it was given. */
function fillAddresses(status: StatusDraft, pod: Pod, view: RuntimeView, hostIPs: readonly string[]): void {
  let podIPs = view.ips && view.ips.length > 1 ? sortPodIPs(view.ips, hostIPs) : (view.ips ?? []);
  if (pod.spec?.hostNetwork) {
    if (podIPs.length === 0) podIPs = hostIPs.slice(0, 1);
    if (podIPs.length === 1 && hostIPs.length === 2 && isIPv6(podIPs[0] ?? '') !== isIPv6(hostIPs[1] ?? '')) podIPs = [...podIPs, ...hostIPs.slice(1)];
  }
  const [hostIP] = hostIPs;
  if (hostIP !== undefined) {
    status.hostIP = hostIP;
    status.hostIPs = hostIPs.map((ip) => ({ ip }));
  }
  const [podIP] = podIPs;
  if (podIP !== undefined) {
    status.podIP = podIP;
    status.podIPs = podIPs.map((ip) => ({ ip }));
  }
}

/** Requests depend on the spec alone, and a spec object is never edited: computed once for each. */
const requestsOfSpec = new WeakMap<PodSpec, ResourceList | null>();

function allocatedResources(pod: Pod): ResourceList | null {
  const { spec } = pod;
  if (!spec) return null;
  const known = requestsOfSpec.get(spec);
  if (known !== undefined) return known;
  const requests = podRequests({ spec }, { excludeOverhead: true });
  const result = Object.keys(requests).length > 0 ? requests : null;
  requestsOfSpec.set(spec, result);
  return result;
}

/** status.allocatedResources and status.resources (InPlacePodLevelResourcesVerticalScaling). */
function fillResources(status: StatusDraft, pod: Pod): void {
  const allocated = allocatedResources(pod);
  if (allocated) status.allocatedResources = allocated;
  if (!pod.spec?.resources || !isPodLevelResourcesSet(pod)) return;
  const { requests, limits } = pod.spec.resources;
  status.resources = { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) };
}

/** Everything that follows from the runtime's report. kubelet_pods.go:convertStatusToAPIStatus. */
function convertStatusToAPIStatus(pod: Pod, view: RuntimeView, previous: PodStatus, options: ApiPodStatusOptions): StatusDraft {
  const converting: ContainerStatusOptions = {
    waitingReason: options.waitingReason,
    formatTime: options.formatTime ?? formatRfc3339,
    runtimeName: options.runtimeName ?? 'containerd',
    podRestarting: shouldAllContainersRestart(pod, view, previous),
  };
  const status = emptyStatus();
  fillAddresses(status, pod, view, options.hostIPs);
  fillResources(status, pod);
  status.qosClass = getPodQOS(pod);

  const { containers = [], initContainers, ephemeralContainers } = pod.spec ?? {};
  if (initContainers?.length) {
    const list = { containers: initContainers, previous: previous.initContainerStatuses, isInit: true };
    status.initContainerStatuses = convertToAPIContainerStatuses(pod, view, list, converting);
  }
  status.containerStatuses = convertToAPIContainerStatuses(pod, view, { containers, previous: previous.containerStatuses, isInit: false }, converting);
  if (ephemeralContainers?.length) {
    const list = { containers: ephemeralContainers, previous: previous.ephemeralContainerStatuses, isInit: false };
    status.ephemeralContainerStatuses = convertToAPIContainerStatuses(pod, view, list, converting);
  }
  return status;
}

const allStatuses = (status: PodStatus): readonly ContainerStatus[] => {
  const { initContainerStatuses = [], containerStatuses = [] } = status;
  return initContainerStatuses.length === 0 ? containerStatuses : [...containerStatuses, ...initContainerStatuses];
};

/** A terminal phase is never left; while the phase stays, so do its reason and message. */
function fillPhase(status: StatusDraft, pod: Pod, phase: PodPhase, previous: PodStatus, evict: ApiPodStatusOptions['evict']): void {
  let settled = phase;
  if (!isTerminal(settled)) {
    if (isTerminal(previous.phase)) settled = previous.phase;
    else if (isTerminal(pod.status?.phase)) settled = pod.status.phase;
  }
  const keepsWords = settled === previous.phase;
  const reason = evict?.reason ?? (keepsWords ? previous.reason || pod.status?.reason : undefined);
  const message = evict?.message ?? (keepsWords ? previous.message || pod.status?.message : undefined);
  if (evict) settled = 'Failed';
  if (isTerminal(pod.status?.phase)) settled = pod.status.phase;
  status.phase = settled;
  if (reason) status.reason = reason;
  if (message) status.message = message;
}

/** Conditions of others are kept in front; a DisruptionTarget that the kubelet set is carried over. */
function foreignConditions(pod: Pod, previous: PodStatus): Condition[] {
  const kept = (pod.status?.conditions ?? []).filter((condition) => !KUBELET_CONDITIONS.has(condition.type));
  const disruption = findCondition(previous.conditions, 'DisruptionTarget');
  if (!disruption) return kept;
  const index = kept.findIndex((condition) => condition.type === disruption.type);
  if (index < 0) kept.push(disruption);
  else kept[index] = disruption;
  return kept;
}

function generateConditions(pod: Pod, view: RuntimeView, status: PodStatus, previous: PodStatus): readonly Condition[] {
  const { phase } = status;
  const all = allStatuses(status);
  // Without any container the lists are nil upstream: nothing is known.
  const statuses = all.length > 0 ? all : null;
  const conditions = foreignConditions(pod, previous);
  conditions.push(generatePodReadyToStartContainersCondition(pod, view));
  conditions.push(generatePodInitializedCondition(pod, previous, statuses, phase));
  conditions.push(generatePodReadyCondition(pod, conditions, statuses, phase));
  conditions.push(generateContainersReadyCondition(pod, statuses, phase));
  conditions.push(generatePodScheduledCondition(pod));
  if (allContainersCouldRestart(pod.spec)) conditions.push(generateAllContainersRestartingCondition(pod, view, previous, phase));
  return conditions;
}

/** The status of the pod by what the runtime reports now and what was known before. kubelet_pods.go:generateAPIPodStatus. */
export function generateAPIPodStatus(pod: Pod, view: RuntimeView, options: ApiPodStatusOptions): PodStatus {
  const previous = options.previousStatus ?? pod.status ?? {};
  const draft = convertStatusToAPIStatus(pod, view, previous, options);
  const phase = getPhase(pod, allStatuses(draft), options.podIsTerminal, hasAnyActiveRegularContainerStarted(pod, view));
  fillPhase(draft, pod, phase, previous, options.evict);
  if (pod.metadata?.generation) draft.observedGeneration = pod.metadata.generation;
  const status = options.updatePodStatus(pod, draft);
  return { ...status, conditions: generateConditions(pod, view, status, previous) };
}
