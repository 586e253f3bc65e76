/**
 * What the container runtime reports of one pod: its sandboxes and its containers. Stands for
 * pkg/kubelet/container/runtime.go:PodStatus, as PLEG fills it from the CRI. Rows that already have these fields can be
 * passed as they are: nothing here copies or sorts. Left out: mounts, users, resources and stop signals of the report.
 */
import type { Container, Pod } from './objects';
import type { SandboxStatus } from './sandboxChanged';

export type { SandboxStatus } from './sandboxChanged';

export type RuntimeContainerState = 'created' | 'running' | 'exited' | 'unknown';

/** A container as the runtime reports it: one a start. Times are numbers of the caller's own clock. */
export interface RuntimeContainer {
  /** Without the runtime's name in front. */
  readonly id: string;
  readonly name: string;
  readonly state: RuntimeContainerState;
  /** The sandbox it was made in. Absent: the newest one. */
  readonly sandbox?: string;
  /** How many containers of this name came before it. Absent is 0. */
  readonly restartCount?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** Absent is 0. */
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly image?: string;
  readonly imageID?: string;
  /** {@link hashContainer} of the definition that it was made from. Absent: its name and image stand for it. */
  readonly hash?: string;
}

/** The newest comes first in both lists, as the runtime manager sorts them (kuberuntime_container.go:getPodContainerStatuses). */
export interface RuntimeView {
  readonly sandboxes: readonly SandboxStatus[];
  readonly containers: readonly RuntimeContainer[];
  /** The addresses of the newest sandbox, if it is ready and has its own network. */
  readonly ips?: readonly string[];
}

/** A pod that has nothing in the runtime yet. */
export const EMPTY_RUNTIME_VIEW: RuntimeView = { sandboxes: [], containers: [] };

/** The newest container of that name (pkg/kubelet/container/runtime.go:FindContainerStatusByName). */
export function findContainer(view: RuntimeView, name: string): RuntimeContainer | undefined {
  for (const container of view.containers) {
    if (container.name === name) return container;
  }
  return undefined;
}

/** Was any app container made? Then all init containers have done their work. kuberuntime_container.go:HasAnyRegularContainerCreated. */
export const hasAnyRegularContainerCreated = (pod: Pod, view: RuntimeView): boolean =>
  pod.spec?.containers?.some((container) => {
    const state = findContainer(view, container.name)?.state;
    return state !== undefined && state !== 'unknown';
  }) ?? false;

/** The id of the newest sandbox if it is ready: its containers are the active ones. */
export function activeSandboxID(view: RuntimeView): string | undefined {
  const newest = view.sandboxes[0];
  return newest?.state === 'SANDBOX_READY' ? newest.id : undefined;
}

/**
 * What of a container's definition is fixed for its life: its name and its image. A change of the rest does not restart
 * it (pkg/kubelet/container/helpers.go:HashContainer, pickFieldsToHash). The text itself serves as the hash.
 */
export const hashContainer = (container: Pick<Container, 'name' | 'image'>): string => `${container.name}@${container.image ?? ''}`;

/** Was this container made from another definition than `container` is now? kuberuntime_manager.go:containerChanged. */
export const containerChanged = (container: Container, status: RuntimeContainer): boolean =>
  status.hash === undefined ? (status.image ?? '') !== (container.image ?? '') : status.hash !== hashContainer(container);
