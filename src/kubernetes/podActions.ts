/**
 * What the kubelet must do next to bring a pod's containers to where its spec wants them: a new sandbox, containers to
 * kill, to start, to reset. Stands for pkg/kubelet/kuberuntime/kuberuntime_manager.go:computePodActions (v1.36).
 * Left out: in-place resize, and image volumes.
 */
import { computeInitContainerActions } from './initContainerActions';
import { exitCodeOf, type Container, type Pod } from './objects';
import type { ContainerKillReason, ContainerToReset, PodActionOptions, PodActions, PodActionsDraft } from './podActionTypes';
import { findMatchingContainerRestartRule, shouldContainerBeRestarted } from './restartPolicy';
import { containerChanged, findContainer, hasAnyRegularContainerCreated, type RuntimeContainer, type RuntimeView } from './runtimeView';
import { podSandboxChanged } from './sandboxChanged';

export type { ContainerKillReason, ContainerToKill, ContainerToReset, PodActionOptions, PodActions } from './podActionTypes';

/** Whatever does not run and has no exit code but 0, even what was never started. kuberuntime_manager.go:containerSucceeded. */
const hasSucceeded = (view: RuntimeView, name: string): boolean => {
  const status = findContainer(view, name);
  return status !== undefined && status.state !== 'running' && exitCodeOf(status) === 0;
};

/** A new sandbox: everything begins anew, unless nothing is left to do. */
function planNewSandbox(pod: Pod, view: RuntimeView, actions: PodActionsDraft): void {
  // A pod that never restarts and has had containers is only taken down.
  if (pod.spec?.restartPolicy === 'Never' && actions.attempt !== 0 && view.containers.length > 0) {
    actions.createSandbox = false;
    return;
  }
  const toStart: number[] = [];
  pod.spec?.containers?.forEach((container, index) => {
    const runsOnce = (container.restartPolicy ?? pod.spec?.restartPolicy) === 'OnFailure';
    if (!runsOnce || !hasSucceeded(view, container.name)) toStart.push(index);
  });
  if (toStart.length === 0 && hasAnyRegularContainerCreated(pod, view)) {
    actions.createSandbox = false;
    return;
  }
  if (pod.spec?.initContainers?.length) actions.initContainersToStart.push(0);
  else actions.containersToStart = toStart;
}

/** Which containers to reset when the pod restarts in place. kuberuntime_manager.go:getContainersToReset. */
function planReset(pod: Pod, view: RuntimeView, actions: PodActionsDraft): void {
  const sources: ContainerToReset[] = [];
  const visit = (container: Container): void => {
    for (const status of view.containers) {
      if (status.name !== container.name) continue;
      const isExited = status.state === 'exited';
      const reset: ContainerToReset = { containerID: status.id, name: status.name, container, kill: !isExited };
      const isSource = isExited && findMatchingContainerRestartRule(container, exitCodeOf(status))?.action === 'RestartAllContainers';
      (isSource ? sources : actions.containersToReset).push(reset);
    }
  };
  pod.spec?.containers?.forEach(visit);
  pod.spec?.initContainers?.forEach(visit);
  actions.containersToReset.push(...sources);
}

interface KillDecision {
  readonly message: string;
  readonly reason: ContainerKillReason;
  readonly alwaysRestart?: true;
}

/** Why a running container may not go on, if anything is wrong with it. */
function reasonToKill(container: Container, status: RuntimeContainer, options: PodActionOptions): KillDecision | null {
  if (containerChanged(container, status)) return { message: `Container ${container.name} definition changed`, reason: '', alwaysRestart: true };
  if (options.liveness(status.id) === 'Failure') return { message: `Container ${container.name} failed liveness probe`, reason: 'LivenessProbe' };
  if (options.startup(status.id) === 'Failure') return { message: `Container ${container.name} failed startup probe`, reason: 'StartupProbe' };
  return null;
}

/** Decides for one app container. Returns whether it runs and shall go on running. */
function planAppContainer(pod: Pod, container: Container, index: number, view: RuntimeView, options: PodActionOptions, actions: PodActionsDraft): boolean {
  const status = findContainer(view, container.name);
  if (status?.state !== 'running') {
    if (!shouldContainerBeRestarted(container, pod, view)) return false;
    actions.containersToStart.push(index);
    if (status?.state === 'unknown') {
      const message = 'Container is in "unknown" state, try killing it before restart';
      actions.containersToKill.push({ containerID: status.id, name: status.name, container, message, reason: 'Unknown' });
    }
    return false;
  }
  const kill = reasonToKill(container, status, options);
  if (!kill) return true;
  const restart = kill.alwaysRestart ?? (container.restartPolicy ?? pod.spec?.restartPolicy) !== 'Never';
  if (restart) actions.containersToStart.push(index);
  const message = restart ? `${kill.message}, will be restarted` : kill.message;
  actions.containersToKill.push({ containerID: status.id, name: status.name, container, message, reason: kill.reason });
  return false;
}

/** What the kubelet must do for the pod now, seen from what the runtime reports. kuberuntime_manager.go:computePodActions. */
export function computePodActions(pod: Pod, view: RuntimeView, options: PodActionOptions): PodActions {
  const sandbox = podSandboxChanged(pod, view.sandboxes);
  const actions: PodActionsDraft = {
    killPod: sandbox.changed,
    createSandbox: sandbox.changed,
    sandboxID: sandbox.sandboxID,
    attempt: sandbox.attempt,
    initContainersToStart: [],
    containersToStart: [],
    ephemeralContainersToStart: [],
    containersToKill: [],
    containersToReset: [],
  };
  if (options.restartAllContainers) {
    planReset(pod, view, actions);
    return actions;
  }
  if (sandbox.changed) {
    planNewSandbox(pod, view, actions);
    return actions;
  }

  // They may start while the pod is still initialising, and never twice.
  pod.spec?.ephemeralContainers?.forEach((container, index) => {
    if (!findContainer(view, container.name)) actions.ephemeralContainersToStart.push(index);
  });

  const isInitialized = computeInitContainerActions(pod, view, options, actions);
  if (actions.killPod || !isInitialized) return actions;

  let kept = 0;
  pod.spec?.containers?.forEach((container, index) => {
    if (planAppContainer(pod, container, index, view, options, actions)) kept++;
  });
  if (kept === 0 && actions.containersToStart.length === 0) {
    // Sidecars alone do not keep a pod alive.
    actions.killPod = true;
    actions.initContainersToStart = [];
  }
  return actions;
}
