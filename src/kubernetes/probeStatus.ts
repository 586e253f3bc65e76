/**
 * What probes say in the statuses of containers: started and ready. Stands for
 * pkg/kubelet/prober/prober_manager.go:UpdatePodStatus (v1.36, ChangeContainerStatusOnKubeletRestart off).
 */
import type { Container, ContainerStatus, Pod, PodStatus } from './objects';
import { exitCodeOf, isSidecar } from './objects';
import { findCondition } from './podConditions';
import type { ProbeResults } from './probes';

export interface ProbeStatusOptions {
  readonly probes: Pick<ProbeResults, 'readiness' | 'startup'>;
  /** Did this container run already 10 s before this kubelet started? Then it keeps the readiness that it had. */
  readonly startedBeforeKubelet?: (containerID: string) => boolean;
}

/** The id without the runtime's name in front. */
const bareID = (id: string | undefined): string => (id === undefined ? '' : id.slice(id.indexOf('://') + 3));

const findContainer = (containers: readonly Container[] | null | undefined, name: string): Container | undefined =>
  containers?.find((container) => container.name === name);

/** It runs, and its startup probe, if it has one, has succeeded. prober_manager.go:isContainerStarted. */
function isStarted(status: ContainerStatus, container: Container | undefined, options: ProbeStatusOptions): boolean {
  if (!status.state?.running) return false;
  const result = options.probes.startup(bareID(status.containerID));
  if (result !== undefined) return result === 'Success';
  return status.started === true || !container?.startupProbe;
}

/** A started container is ready once its readiness probe says so, or at once without one. */
function isReady(pod: Pod, status: ContainerStatus, container: Container | undefined, options: ProbeStatusOptions): boolean {
  if (!status.state?.running) return false;
  if (!container?.readinessProbe) return true;
  const id = bareID(status.containerID);
  const result = options.probes.readiness(id);
  if (result === 'Success') return true;
  const keepsReadiness = result === undefined && (options.startedBeforeKubelet?.(id) ?? false);
  return keepsReadiness && findCondition(pod.status?.conditions, 'Ready')?.status === 'True';
}

function withProbes(pod: Pod, status: ContainerStatus, container: Container | undefined, isInit: boolean, options: ProbeStatusOptions): ContainerStatus {
  const started = isStarted(status, container, options);
  if (isInit && !(container && isSidecar(container))) {
    return { ...status, started, ready: status.state?.terminated !== undefined && exitCodeOf(status.state.terminated) === 0 };
  }
  return { ...status, started, ready: started && isReady(pod, status, container, options) };
}

/** The statuses with `started` and `ready` filled in. prober_manager.go:UpdatePodStatus. */
export function updatePodStatus(pod: Pod, status: PodStatus, options: ProbeStatusOptions): PodStatus {
  const { containerStatuses, initContainerStatuses } = status;
  return {
    ...status,
    initContainerStatuses: initContainerStatuses?.map((each) => withProbes(pod, each, findContainer(pod.spec?.initContainers, each.name), true, options)),
    containerStatuses: containerStatuses?.map((each) => withProbes(pod, each, findContainer(pod.spec?.containers, each.name), false, options)),
  };
}

/**
 * The containers whose readiness probe is to run at once, out of its turn: started, probed and not ready. Every sync asks
 * for this. prober_manager.go:UpdatePodStatus (manualTriggerCh).
 */
export function readinessProbesToTrigger(pod: Pod, status: PodStatus): readonly string[] {
  const names: string[] = [];
  const visit = (container: Container, statuses: readonly ContainerStatus[] | undefined): void => {
    const current = container.readinessProbe && statuses?.find((each) => each.name === container.name);
    if (current?.state?.running && current.started && !current.ready) names.push(container.name);
  };
  for (const container of pod.spec?.initContainers ?? []) if (isSidecar(container)) visit(container, status.initContainerStatuses);
  for (const container of pod.spec?.containers ?? []) visit(container, status.containerStatuses);
  return names;
}
