/**
 * What the kubelet's status manager does to a computed status before it is written: transition times, start time, the
 * merge with what others wrote, and the end of a pod. Stands for pkg/kubelet/status/status_manager.go (v1.36).
 * Times are RFC 3339 texts.
 */
import { lostContainerState } from './containerStatuses';
import type { Condition, ContainerStatus, Pod, PodPhase, PodStatus } from './objects';
import { exitCodeOf, isSidecar } from './objects';
import { findCondition, KUBELET_CONDITIONS } from './podConditions';
import { isStaticPod } from './podOrigin';

/** Succeeded or Failed: never left again. pkg/api/v1/pod/util.go:IsPodPhaseTerminal. */
export const isPodPhaseTerminal = (phase: PodPhase | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';

/** Is the condition Ready True? pkg/api/v1/pod/util.go:IsPodReadyConditionTrue. */
export const isPodReady = (status: PodStatus | undefined): boolean => findCondition(status?.conditions, 'Ready')?.status === 'True';

/** The kubelet and others write it. pkg/kubelet/types/pod_status.go:PodConditionSharedByKubelet. */
const isShared = (type: string): boolean => type === 'DisruptionTarget';

/** A condition keeps its time as long as its status does. status_manager.go:updateLastTransitionTime. */
function withTransitionTime(condition: Condition, old: PodStatus | undefined, now: string): Condition {
  const before = findCondition(old?.conditions, condition.type);
  if (before?.status !== condition.status || !before.lastTransitionTime) return { ...condition, lastTransitionTime: now };
  const isSame = before.reason === condition.reason && before.message === condition.message && before.observedGeneration === condition.observedGeneration;
  return isSame ? before : { ...condition, lastTransitionTime: before.lastTransitionTime };
}

/**
 * The status with start time and transition times, as the status manager keeps it. `old`: the one it kept before.
 * status_manager.go:updateStatusInternal.
 */
export function withTimes(status: PodStatus, old: PodStatus | undefined, now: string): PodStatus {
  const startTime = old?.startTime ?? status.startTime ?? now;
  if (!status.conditions) return { ...status, startTime };
  const conditions = status.conditions.map((each) => (KUBELET_CONDITIONS.has(each.type) ? withTransitionTime(each, old, now) : each));
  return { ...status, startTime, conditions };
}

const isReadiness = ({ type }: Condition): boolean => type === 'Ready' || type === 'ContainersReady';

/** A pod that is over is not ready, whatever its containers said last. generate.go:generatePodReadyConditionForTerminalPhase. */
function withoutReadiness(status: PodStatus, now: string): PodStatus {
  if (!status.conditions?.some((each) => isReadiness(each) && each.status === 'True')) return status;
  const reason = status.phase === 'Failed' ? 'PodFailed' : 'PodCompleted';
  const conditions = status.conditions.map((each): Condition => {
    if (!isReadiness(each)) return each;
    const { message: _message, ...rest } = each;
    return { ...rest, status: 'False', reason, lastTransitionTime: each.status === 'False' ? (each.lastTransitionTime ?? now) : now };
  });
  return { ...status, conditions };
}

/**
 * What is written to the API: the kubelet's own part over what others wrote. The step into a terminal phase, and
 * DisruptionTarget with it, waits until no container can run any more. status_manager.go:mergePodStatus.
 * @param old the status in the API server.
 * @param status the kubelet's, from {@link withTimes}.
 */
export function mergePodStatus(old: PodStatus, status: PodStatus, couldHaveRunningContainers: boolean, now: string): PodStatus {
  const becomesTerminal = !isPodPhaseTerminal(old.phase) && isPodPhaseTerminal(status.phase);
  const conditions = (old.conditions ?? []).filter((each) => !KUBELET_CONDITIONS.has(each.type));
  for (const condition of status.conditions ?? []) {
    if (KUBELET_CONDITIONS.has(condition.type)) {
      conditions.push(condition);
    } else if (isShared(condition.type) && becomesTerminal && !couldHaveRunningContainers) {
      const timed = withTransitionTime(condition, old, now);
      const index = conditions.findIndex((each) => each.type === condition.type);
      if (index < 0) conditions.push(timed);
      else conditions[index] = timed;
    }
  }
  const merged: PodStatus = { ...status, conditions };
  if (becomesTerminal && couldHaveRunningContainers) {
    const { reason: _reason, message: _message, ...rest } = merged;
    return { ...rest, phase: old.phase, ...(old.reason ? { reason: old.reason } : {}), ...(old.message ? { message: old.message } : {}) };
  }
  return isPodPhaseTerminal(merged.phase) ? withoutReadiness(merged, now) : merged;
}

const hasEverRun = (status: ContainerStatus): boolean =>
  status.lastState?.terminated !== undefined || status.state?.running !== undefined || status.state?.terminated !== undefined;

/** Did the pod get beyond its init containers, as far as its status tells? status_manager.go:hasPodInitialized. */
function hasPodInitialized(pod: Pod, status: PodStatus): boolean {
  const initContainers = pod.spec?.initContainers ?? [];
  if (initContainers.length === 0) return true;
  if (status.containerStatuses?.some(hasEverRun)) return true;
  const last = status.initContainerStatuses?.at(-1);
  const container = initContainers.find((each) => each.name === last?.name);
  if (!last || !container) return false;
  if (isSidecar(container)) return last.state?.running !== undefined && last.started === true;
  return last.state?.terminated !== undefined && exitCodeOf(last.state.terminated) === 0;
}

/** All but the init containers at the end that still wait; the first one in any case. status_manager.go:initializedContainers. */
function countBegun(statuses: readonly ContainerStatus[]): number {
  for (let index = statuses.length - 1; index >= 0; index--) if (!statuses[index]?.state?.waiting) return index + 1;
  return Math.min(statuses.length, 1);
}

const asLost = (status: ContainerStatus): ContainerStatus =>
  status.state?.terminated ? status : { ...status, state: lostContainerState() };

/**
 * The last status of a pod whose containers are all gone: one that was not seen to end counts as lost, and a pod that
 * has not reached a terminal phase has failed, unless it is static. status_manager.go:TerminatePod.
 */
export function terminatePodStatus(pod: Pod, status: PodStatus): PodStatus {
  const { containerStatuses, initContainerStatuses } = status;
  const begun = countBegun(initContainerStatuses ?? []);
  return {
    ...status,
    ...(isPodPhaseTerminal(status.phase) || isStaticPod(pod) ? {} : { phase: 'Failed' as const }),
    ...(initContainerStatuses ? { initContainerStatuses: initContainerStatuses.map((each, index) => (index < begun ? asLost(each) : each)) } : {}),
    ...(containerStatuses && hasPodInitialized(pod, status) ? { containerStatuses: containerStatuses.map(asLost) } : {}),
  };
}

/**
 * Would writing `b` over `a` change nothing? Absent and undefined are the same, the order of keys is not looked at.
 * status_manager.go:isPodStatusByKubeletEqual, for statuses that are already merged.
 */
export function isEqualStatus(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!isEqualStatus(a[index], b[index])) return false;
    return true;
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key in left) if (!isEqualStatus(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}
