/**
 * The phase of a pod, from the statuses of its containers. Stands for pkg/kubelet/kubelet_pods.go:getPhase (v1.36) and
 * pkg/kubelet/container/helpers.go:HasAnyActiveRegularContainerStarted.
 */
import type { Container, ContainerStatus, Pod, PodPhase } from './objects';
import { exitCodeOf, isSidecar } from './objects';
import { isStaticPod } from './podOrigin';
import { containerShouldRestart, RESTARTING_ALL_CONTAINERS } from './restartPolicy';
import { activeSandboxID, type RuntimeView } from './runtimeView';

const findStatus = (statuses: readonly ContainerStatus[], name: string): ContainerStatus | undefined => {
  for (const status of statuses) if (status.name === name) return status;
  return undefined;
};

type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** How the container ended, if it does not run now: by its state, or by the one before while it waits. */
const endOf = (status: ContainerStatus): Terminated | undefined =>
  status.state?.terminated ?? (status.state?.waiting ? status.lastState?.terminated : undefined);

const mayComeBack = (pod: Pod, container: Container, end: Terminated): boolean =>
  end.reason === RESTARTING_ALL_CONTAINERS || containerShouldRestart(container, pod.spec, exitCodeOf(end));

interface Counts {
  pendingInit: number;
  failedInit: number;
  pendingSidecar: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

function countInit(pod: Pod, container: Container, status: ContainerStatus | undefined, counts: Counts): void {
  const end = status && !status.state?.running ? endOf(status) : undefined;
  if (!end) counts.pendingInit++;
  else if (exitCodeOf(end) !== 0 && !mayComeBack(pod, container, end)) counts.failedInit++;
}

/** A sidecar that ended does not count for the phase; it comes back, or the pod is over. */
function countSidecar(status: ContainerStatus | undefined, counts: Counts): void {
  if (!status) {
    counts.unknown++;
  } else if (status.state?.running) {
    if (!status.started) counts.pendingSidecar++;
    counts.running++;
  } else if (!endOf(status)) {
    counts.pendingSidecar++;
    if (status.state?.waiting) counts.waiting++;
    else counts.unknown++;
  }
}

function countApp(pod: Pod, container: Container, status: ContainerStatus | undefined, counts: Counts): void {
  if (status?.state?.running) {
    counts.running++;
    return;
  }
  const end = status && endOf(status);
  if (end) {
    counts.stopped++;
    if (!mayComeBack(pod, container, end)) counts.stoppedForGood++;
    // A container that waits to be started again has not succeeded, whatever its last exit code was.
    if (status.state?.terminated && exitCodeOf(end) === 0) counts.succeeded++;
  } else if (status?.state?.waiting) {
    counts.waiting++;
  } else {
    counts.unknown++;
  }
}

function countContainers(pod: Pod, statuses: readonly ContainerStatus[]): Counts {
  const counts: Counts = {
    pendingInit: 0, failedInit: 0, pendingSidecar: 0, unknown: 0, running: 0, waiting: 0, stopped: 0, stoppedForGood: 0, succeeded: 0,
  };
  for (const container of pod.spec?.initContainers ?? []) {
    const status = findStatus(statuses, container.name);
    if (isSidecar(container)) countSidecar(status, counts);
    else countInit(pod, container, status, counts);
  }
  for (const container of pod.spec?.containers ?? []) countApp(pod, container, findStatus(statuses, container.name), counts);
  return counts;
}

/**
 * The phase by the containers' statuses (app and init containers in one list).
 * @param podIsTerminal nothing will be restarted any more: the pod's end is being written.
 * @param podHasInitialized an app container of the present sandbox has started: sidecars that restart do not set the pod back.
 */
export function getPhase(pod: Pod, statuses: readonly ContainerStatus[], podIsTerminal: boolean, podHasInitialized: boolean): PodPhase {
  const counts = countContainers(pod, statuses);
  if (counts.failedInit > 0) return 'Failed';
  if (counts.pendingInit > 0 || (counts.pendingSidecar > 0 && !podHasInitialized) || counts.waiting > 0) return 'Pending';
  if (counts.unknown > 0) return 'Pending';
  if (counts.running > 0) return 'Running';
  if (counts.stopped === 0) return 'Pending';

  const hasSucceeded = counts.stopped === counts.succeeded;
  const isOver = (podIsTerminal && !isStaticPod(pod)) || counts.stopped === counts.stoppedForGood;
  if (!isOver) return 'Running';
  return hasSucceeded ? 'Succeeded' : 'Failed';
}

/** Has an app container of the present sandbox run? pkg/kubelet/container/helpers.go:HasAnyActiveRegularContainerStarted. */
export function hasAnyActiveRegularContainerStarted(pod: Pod, view: RuntimeView): boolean {
  const active = activeSandboxID(view);
  if (active === undefined) return false;
  for (const container of view.containers) {
    if (container.state !== 'running' && container.state !== 'exited') continue;
    if (container.sandbox !== undefined && container.sandbox !== active) continue;
    if (pod.spec?.containers?.some((each) => each.name === container.name)) return true;
  }
  return false;
}
