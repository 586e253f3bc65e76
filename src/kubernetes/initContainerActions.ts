/**
 * The part of computePodActions that is about init containers: which one comes next, which sidecars must run again, which
 * must be killed. Stands for pkg/kubelet/kuberuntime/kuberuntime_container.go:computeInitContainerActions (v1.36).
 */
import { isSidecar, type Container, type Pod } from './objects';
import type { ContainerKillReason, PodActionOptions, PodActionsDraft } from './podActionTypes';
import { shouldContainerBeRestarted } from './restartPolicy';
import { containerChanged, findContainer, type RuntimeContainer, type RuntimeView } from './runtimeView';

/** What was found out about one init container. */
type Finding = 'pending' | 'initialized' | 'failed';

/**
 * An app container that was created or runs proves that the init containers have done their work. One that exited does
 * not: it may be of a sandbox before this one.
 */
const hasPodInitialized = (pod: Pod, view: RuntimeView): boolean =>
  pod.spec?.containers?.some((container) => {
    const state = findContainer(view, container.name)?.state;
    return state === 'created' || state === 'running';
  }) ?? false;

interface Turn {
  readonly pod: Pod;
  readonly view: RuntimeView;
  readonly container: Container;
  readonly index: number;
  readonly status: RuntimeContainer;
  readonly options: PodActionOptions;
  readonly actions: PodActionsDraft;
}

const restart = ({ actions, index }: Turn): void => {
  actions.initContainersToStart.push(index);
};

const kill = ({ actions, container, status }: Turn, message: string, reason: ContainerKillReason): void => {
  actions.containersToKill.push({ containerID: status.id, name: container.name, container, message, reason });
};

/** Has a running sidecar started, so that the next init container may? One that failed its startup probe is restarted. */
function hasSidecarStarted(turn: Turn): boolean {
  const { container, status, options } = turn;
  if (!container.startupProbe) return true;
  const result = options.startup(status.id);
  if (result === 'Failure') {
    kill(turn, `Init container ${container.name} failed startup probe`, 'StartupProbe');
    restart(turn);
  }
  return result === 'Success';
}

/** A started sidecar is restarted when its definition changed or its liveness probe failed. */
function keepSidecarHealthy(turn: Turn): void {
  const { container, status, options } = turn;
  if (containerChanged(container, status)) {
    kill(turn, `Init container ${container.name} definition changed`, '');
    restart(turn);
  } else if (container.livenessProbe && options.liveness(status.id) === 'Failure') {
    kill(turn, `Init container ${container.name} failed liveness probe`, 'LivenessProbe');
    restart(turn);
  }
}

/** One that was killed for want of memory has failed, whatever its exit code. kuberuntime_container.go:isInitContainerFailed. */
const hasFailed = ({ exitCode = 0, reason }: RuntimeContainer): boolean => exitCode !== 0 || reason === 'OOMKilled';

/** An init container that ended: done, or to be run again, or the end of the pod. In a pod that is being deleted none runs again. */
function judgeExited(turn: Turn): Finding {
  const { pod, view, container, status } = turn;
  if (isSidecar(container)) {
    restart(turn);
    return 'pending';
  }
  if (!hasFailed(status)) return 'initialized';
  if (!shouldContainerBeRestarted(container, pod, view)) return 'failed';
  restart(turn);
  return 'pending';
}

/** Nobody knows whether it runs: kill it first. Rules cannot speak, because there is no exit code. */
function judgeUnknown(turn: Turn): Finding {
  const { pod, container } = turn;
  const mayRestart = (container.restartPolicy ?? pod.spec?.restartPolicy) !== 'Never';
  if (!isSidecar(container) && !mayRestart) return 'failed';
  kill(turn, 'Init container is in "unknown" state, try killing it before restart', 'Unknown');
  restart(turn);
  return 'pending';
}

/**
 * Adds what the init containers need to `actions`; returns whether the pod is initialised, so that the app containers'
 * turn has come. Walks from the last to the first: the last one with a status tells how far the pod has got, because the
 * runtime may have lost the earlier ones.
 */
export function computeInitContainerActions(pod: Pod, view: RuntimeView, options: PodActionOptions, actions: PodActionsDraft): boolean {
  const containers = pod.spec?.initContainers;
  if (!containers || containers.length === 0) return true;
  let podHasInitialized = hasPodInitialized(pod, view);
  let isPreviouslyInitialized = podHasInitialized;

  for (let index = containers.length - 1; index >= 0; index--) {
    const container = containers[index];
    if (!container) continue;
    const status = findContainer(view, container.name);
    if (!status) {
      if (isPreviouslyInitialized && isSidecar(container)) actions.initContainersToStart.push(index);
      continue;
    }
    // After initialisation only sidecars are kept running.
    if (isPreviouslyInitialized && !isSidecar(container)) continue;

    const turn: Turn = { pod, view, container, index, status, options, actions };
    const runsAsSidecar = status.state === 'running' && isSidecar(container);
    const finding = runsAsSidecar ? (hasSidecarStarted(turn) ? 'initialized' : 'pending') : judge(turn);
    if (finding === 'failed') {
      actions.killPod = true;
      actions.initContainersToStart = [];
      return false;
    }
    if (finding === 'initialized') {
      if (index === containers.length - 1) podHasInitialized = true;
      else if (!isPreviouslyInitialized) actions.initContainersToStart.push(index + 1);
      if (runsAsSidecar) keepSidecarHealthy(turn);
    }
    isPreviouslyInitialized = true;
  }

  if (!isPreviouslyInitialized) actions.initContainersToStart.push(0);
  actions.initContainersToStart.reverse();
  return podHasInitialized;
}

function judge(turn: Turn): Finding {
  switch (turn.status.state) {
    case 'created':
      // Creating and starting is one step of a sync; what stays created could not be started.
      restart(turn);
      return 'pending';
    case 'running':
      return 'pending';
    case 'exited':
      return judgeExited(turn);
    case 'unknown':
      return judgeUnknown(turn);
  }
}
