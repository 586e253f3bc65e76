/**
 * The conditions of a pod that the kubelet writes. Stands for pkg/kubelet/status/generate.go (v1.36). Transition times
 * are not set here: the status manager does that when it compares with the status before (podStatus.ts).
 */
import type { Condition, ConditionStatus, Container, ContainerStatus, Pod, PodPhase, PodStatus } from './objects';
import { isSidecar } from './objects';
import { allContainersRestartCleanedUp, shouldAllContainersRestart } from './restartPolicy';
import type { RuntimeView } from './runtimeView';
import { podSandboxChanged } from './sandboxChanged';

/** pkg/kubelet/types/pod_status.go:PodConditionByKubelet: all others are left as they are. */
export const KUBELET_CONDITIONS: ReadonlySet<string> = new Set([
  'PodScheduled', 'Ready', 'Initialized', 'ContainersReady', 'PodReadyToStartContainers', 'PodResizePending', 'PodResizeInProgress',
  'AllContainersRestarting',
]);

/** The condition of that type. pkg/api/v1/pod/util.go:GetPodCondition. */
export const findCondition = (conditions: readonly Condition[] | undefined, type: string): Condition | undefined => {
  for (const condition of conditions ?? []) if (condition.type === type) return condition;
  return undefined;
};

/** The statuses of containers. Null: not known at all. */
type Statuses = readonly ContainerStatus[] | null | undefined;

const findStatus = (statuses: Statuses, name: string): ContainerStatus | undefined => {
  for (const status of statuses ?? []) if (status.name === name) return status;
  return undefined;
};

/** With a place for every field, also for the time that is set later: adding one to a copy is slow. */
const condition = (pod: Pod, type: string, status: ConditionStatus, reason = '', message = ''): Condition => ({
  type,
  status,
  observedGeneration: pod.metadata?.generation || undefined,
  lastTransitionTime: undefined,
  reason: reason || undefined,
  message: message || undefined,
});

/** Names as Go prints a list: [a b]. */
const nameList = (names: readonly string[]): string => `[${names.join(' ')}]`;

/** "containers with unknown status: [a], containers with unready status: [b]", or nothing. */
function complaint(unknown: readonly string[], others: readonly string[], what: string): string {
  const parts: string[] = [];
  if (unknown.length > 0) parts.push(`containers with unknown status: ${nameList(unknown)}`);
  if (others.length > 0) parts.push(`containers with ${what} status: ${nameList(others)}`);
  return parts.join(', ');
}

/** Are all app containers and sidecars ready? generate.go:GenerateContainersReadyCondition. */
export function generateContainersReadyCondition(pod: Pod, statuses: Statuses, phase: PodPhase | undefined): Condition {
  const type = 'ContainersReady';
  if (!statuses) return condition(pod, type, 'False', 'UnknownContainerStatuses');
  const unknown: string[] = [];
  const unready: string[] = [];
  const check = (container: Container): void => {
    const status = findStatus(statuses, container.name);
    if (!status) unknown.push(container.name);
    else if (!status.ready) unready.push(container.name);
  };
  for (const container of pod.spec?.initContainers ?? []) if (isSidecar(container)) check(container);
  pod.spec?.containers?.forEach(check);

  if (phase === 'Succeeded' && unknown.length === 0) return condition(pod, type, 'False', 'PodCompleted');
  if (phase === 'Failed') return condition(pod, type, 'False', 'PodFailed');
  const message = complaint(unknown, unready, 'unready');
  return message ? condition(pod, type, 'False', 'ContainersNotReady', message) : condition(pod, type, 'True');
}

/** ContainersReady, and every readiness gate is True. generate.go:GeneratePodReadyCondition. */
export function generatePodReadyCondition(pod: Pod, conditions: readonly Condition[] | undefined, statuses: Statuses, phase: PodPhase | undefined): Condition {
  const type = 'Ready';
  const containersReady = generateContainersReadyCondition(pod, statuses, phase);
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const complaints: string[] = [];
  for (const { conditionType } of pod.spec?.readinessGates ?? []) {
    const gate = findCondition(conditions, conditionType);
    if (!gate) complaints.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True') complaints.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  return complaints.length > 0 ? condition(pod, type, 'False', 'ReadinessGatesNotReady', complaints.join(', ')) : condition(pod, type, 'True');
}

const isInitContainerInitialized = (container: Container, status: ContainerStatus): boolean =>
  (isSidecar(container) ? status.started : status.ready) === true;

/** Has an app container run, ever? pkg/kubelet/container/helpers.go:HasAnyRegularContainerStarted. */
const hasAnyRegularContainerStarted = (pod: Pod, statuses: Statuses): boolean =>
  statuses?.some(
    (status) =>
      (status.state?.running !== undefined || status.state?.terminated !== undefined) &&
      pod.spec?.containers?.some((container) => container.name === status.name),
  ) ?? false;

/** Have the init containers done their work? Once True, always True. generate.go:GeneratePodInitializedCondition. */
export function generatePodInitializedCondition(pod: Pod, oldStatus: PodStatus | undefined, statuses: Statuses, phase: PodPhase | undefined): Condition {
  const type = 'Initialized';
  const initContainers = pod.spec?.initContainers ?? [];
  if (!statuses && initContainers.length > 0) return condition(pod, type, 'False', 'UnknownContainerStatuses');
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of initContainers) {
    const status = findStatus(statuses, container.name);
    if (!status) unknown.push(container.name);
    else if (!isInitContainerInitialized(container, status)) incomplete.push(container.name);
  }

  if (phase === 'Succeeded' && unknown.length === 0) return condition(pod, type, 'True', 'PodCompleted');
  const message = complaint(unknown, incomplete, 'incomplete');
  const wasInitialized = findCondition(oldStatus?.conditions, type)?.status === 'True';
  if (!message || wasInitialized || hasAnyRegularContainerStarted(pod, statuses)) return condition(pod, type, 'True');
  return condition(pod, type, 'False', 'ContainersNotInitialized', message);
}

/** Is there a sandbox with a network that can be kept? generate.go:GeneratePodReadyToStartContainersCondition. */
export const generatePodReadyToStartContainersCondition = (pod: Pod, view: RuntimeView): Condition =>
  condition(pod, 'PodReadyToStartContainers', podSandboxChanged(pod, view.sandboxes).changed ? 'False' : 'True');

/** Is the pod restarting in place just now? Written only for pods with such a rule. generate.go:GenerateAllContainersRestartingCondition. */
export function generateAllContainersRestartingCondition(pod: Pod, view: RuntimeView, oldStatus: PodStatus | undefined, phase: PodPhase | undefined): Condition {
  const type = 'AllContainersRestarting';
  if (phase === 'Succeeded') return condition(pod, type, 'False', 'PodCompleted');
  if (phase === 'Failed') return condition(pod, type, 'False', 'PodFailed');
  const isRestarting = shouldAllContainersRestart(pod, view, oldStatus) && !allContainersRestartCleanedUp(pod, view);
  return isRestarting
    ? condition(pod, type, 'True', 'RestartAllContainersStarted', 'container exited with restart policy rule')
    : condition(pod, type, 'False');
}

/** The kubelet has the pod, so it is scheduled. pkg/kubelet/kubelet_pods.go:generateAPIPodStatus. */
export const generatePodScheduledCondition = (pod: Pod): Condition => condition(pod, 'PodScheduled', 'True');
