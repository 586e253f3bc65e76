/**
 * The statuses of a pod's containers as the API shows them, from what the runtime reports and what was shown before.
 * Stands for pkg/kubelet/kubelet_pods.go:convertToAPIContainerStatuses (v1.36). Left out: volume mount statuses, users,
 * stop signals, and resources that differ from the spec while an in-place resize is under way.
 */
import { isSidecar, type Container, type ContainerState, type ContainerStatus, type Pod, type ResourceRequirements } from './objects';
import type { ContainerStatusWithResources } from './resources';
import { RESTARTING_ALL_CONTAINERS, shouldContainerBeRestarted } from './restartPolicy';
import { findContainer, hasAnyRegularContainerCreated, type RuntimeContainer, type RuntimeView } from './runtimeView';

/** Why a container could not be started at the last sync. pkg/kubelet/reason_cache.go. */
export interface WaitingReason {
  readonly reason: string;
  readonly message?: string;
}

export interface ContainerStatusOptions {
  /** The reason cache, by container name: filled at the end of a sync, shown from the next one on. */
  readonly waitingReason?: (containerName: string) => WaitingReason | undefined;
  /** The runtime's times as the API writes them. */
  readonly formatTime: (time: number) => string;
  /** In front of container ids: `containerd://…`. */
  readonly runtimeName: string;
  /** The pod restarts all its containers in place. */
  readonly podRestarting: boolean;
}

/** Which of the pod's lists is converted. */
export interface ContainerList {
  readonly containers: readonly Container[];
  readonly previous: readonly ContainerStatus[] | undefined;
  readonly isInit: boolean;
  /** What waits for the first time waits for the pod to initialise. Absent: as the pod's spec says. */
  readonly hasInitContainers?: boolean | undefined;
}

type Draft = { -readonly [Key in keyof ContainerStatusWithResources]: ContainerStatusWithResources[Key] };

const LOST_WHEN_DELETED = 'The container could not be located when the pod was deleted.  The container used to be Running';
const REMOVED_BY_RESTART = 'The container is removed because RestartAllContainers in place';

const terminated = (reason: string, message: string): ContainerState => ({ terminated: { exitCode: 137, reason, message } });

/** A container whose end nobody saw. pkg/kubelet/container/runtime.go:ContainerReasonStatusUnknown. */
export const lostContainerState = (reason = 'ContainerStatusUnknown'): ContainerState =>
  terminated(reason, 'The container could not be located when the pod was terminated');

/** An init container that nobody remembers, in a pod that got past it. */
const forgottenInitState: ContainerState = {
  terminated: {
    exitCode: 0,
    reason: 'Completed',
    message: 'Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally',
  },
};

const restartingState: ContainerState = { waiting: { reason: RESTARTING_ALL_CONTAINERS, message: REMOVED_BY_RESTART } };

type TerminatedDraft = { -readonly [Key in keyof NonNullable<ContainerState['terminated']>]: NonNullable<ContainerState['terminated']>[Key] };

function endOf(reported: RuntimeContainer, options: ContainerStatusOptions): ContainerState {
  const end: TerminatedDraft = { exitCode: reported.exitCode ?? 0 };
  if (reported.reason) end.reason = reported.reason;
  if (reported.message) end.message = reported.message;
  if (reported.startedAt !== undefined) end.startedAt = options.formatTime(reported.startedAt);
  if (reported.finishedAt !== undefined) end.finishedAt = options.formatTime(reported.finishedAt);
  end.containerID = containerID(reported, options);
  return { terminated: end };
}

function stateOf(reported: RuntimeContainer, previous: ContainerStatus | undefined, options: ContainerStatusOptions): ContainerState {
  switch (reported.state) {
    case 'running':
      return { running: reported.startedAt === undefined ? {} : { startedAt: options.formatTime(reported.startedAt) } };
    case 'exited':
      return endOf(reported, options);
    case 'created':
      return { waiting: {} };
    case 'unknown':
      if (!previous?.state?.running) return { waiting: {} };
      return lostContainerState(options.podRestarting ? RESTARTING_ALL_CONTAINERS : undefined);
  }
}

const containerID = (reported: RuntimeContainer, options: ContainerStatusOptions): string => `${options.runtimeName}://${reported.id}`;

/** The runtime's own count, unless the status before knows of restarts that the runtime has forgotten. */
function restartCountOf(reported: RuntimeContainer, previous: ContainerStatus | undefined): number {
  const own = reported.restartCount ?? 0;
  const before = previous?.restartCount ?? 0;
  if (reported.state === 'unknown' && previous?.state?.running) return before + 1;
  if (reported.state === 'running' && previous?.state?.terminated && before >= own) return before + 1;
  return Math.max(own, before);
}

const withoutClaims = (resources: ResourceRequirements | undefined): ResourceRequirements => {
  if (!resources?.claims) return resources ?? {};
  const { claims: _claims, ...rest } = resources;
  return rest;
};

/** The status of a container that the runtime reports. kubelet_pods.go:convertContainerStatus. */
function convertContainerStatus(reported: RuntimeContainer, container: Container, previous: ContainerStatus | undefined, options: ContainerStatusOptions): Draft {
  const id = containerID(reported, options);
  const status: Draft = {
    name: reported.name,
    state: stateOf(reported, previous, options),
    lastState: undefined,
    ready: false,
    started: undefined,
    restartCount: restartCountOf(reported, previous),
    image: reported.image ?? '',
    imageID: reported.imageID ?? '',
    containerID: id,
    resources: withoutClaims(container.resources),
    allocatedResources: undefined,
  };
  if (container.resources?.requests) status.allocatedResources = container.resources.requests;
  if (previous?.state?.terminated && previous.containerID !== id) status.lastState = { terminated: previous.state.terminated };
  else if (previous?.lastState?.terminated) status.lastState = previous.lastState;
  if (previous?.containerID === id && previous.started !== undefined && reported.state === 'running') status.started = previous.started;
  return status;
}

/** A container of which the runtime knows nothing: it waits, or it was lost, or it was taken away for a restart. */
function missingContainerStatus(
  pod: Pod, container: Container, previous: ContainerStatus | undefined, hasInitContainers: boolean, podRestarting: boolean,
): Draft {
  const status: Draft = {
    name: container.name,
    state: { waiting: { reason: hasInitContainers ? 'PodInitializing' : 'ContainerCreating' } },
    lastState: undefined,
    ready: false,
    started: undefined,
    restartCount: previous?.restartCount ?? 0,
    image: container.image ?? '',
    imageID: '',
    containerID: undefined,
    resources: undefined,
    allocatedResources: undefined,
  };
  if (!previous) return status;
  if (podRestarting && !previous.state?.waiting) {
    // What has ended is shown as it was, its id with it.
    const base = previous.state?.terminated ? previous : status;
    return {
      ...base, state: restartingState, lastState: terminated(RESTARTING_ALL_CONTAINERS, REMOVED_BY_RESTART), restartCount: (previous.restartCount ?? 0) + 1,
    };
  }
  if (previous.state?.terminated) return { ...previous };
  if (previous.lastState) status.lastState = previous.lastState;
  if (previous.state?.running && !previous.lastState?.terminated) {
    status.lastState = terminated('ContainerStatusUnknown', LOST_WHEN_DELETED);
    if (!pod.metadata?.deletionTimestamp) status.restartCount = (previous.restartCount ?? 0) + 1;
  }
  return status;
}

/** The container of that name that came before the newest one. */
function findEarlierContainer(view: RuntimeView, newest: RuntimeContainer): RuntimeContainer | undefined {
  for (const container of view.containers) {
    if (container.name === newest.name && container !== newest) return container;
  }
  return undefined;
}

/** A container that shall be started again, but could not be, waits, with the reason why it could not. */
function applyWaitingReason(status: Draft, waiting: WaitingReason): void {
  if (status.state?.terminated) status.lastState = status.state;
  status.state = { waiting: { reason: waiting.reason, ...(waiting.message ? { message: waiting.message } : {}) } };
}

function convertOne(pod: Pod, view: RuntimeView, container: Container, list: ContainerList, options: ContainerStatusOptions): Draft {
  const previous = list.previous?.findLast((status) => status.name === container.name);
  const reported = findContainer(view, container.name);
  const status = reported
    ? convertContainerStatus(reported, container, previous, options)
    : missingContainerStatus(pod, container, previous, list.hasInitContainers ?? (pod.spec?.initContainers?.length ?? 0) > 0, options.podRestarting);
  const earlier = reported && findEarlierContainer(view, reported);
  if (earlier) status.lastState = stateOf(earlier, previous, options);

  const isDoneInit = list.isInit && reported?.state === 'exited' && (reported.exitCode ?? 0) === 0;
  if (list.isInit && !reported && !isSidecar(container) && status.state?.waiting && hasAnyRegularContainerCreated(pod, view)) {
    status.state = forgottenInitState;
    return status;
  }
  const waiting = isDoneInit ? undefined : options.waitingReason?.(container.name);
  if (waiting && shouldContainerBeRestarted(container, pod, view)) applyWaitingReason(status, waiting);
  return status;
}

/**
 * The statuses of one list of containers: app and ephemeral ones ordered by name, init containers as in the spec.
 * Readiness is not decided here (probeStatus.ts). kubelet_pods.go:convertToAPIContainerStatuses.
 */
export function convertToAPIContainerStatuses(pod: Pod, view: RuntimeView, list: ContainerList, options: ContainerStatusOptions): ContainerStatus[] {
  const statuses = list.containers.map((container): ContainerStatus => convertOne(pod, view, container, list, options));
  if (!list.isInit) statuses.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return statuses;
}
