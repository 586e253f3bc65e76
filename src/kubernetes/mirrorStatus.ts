/**
 * Where the status of a static pod goes: to its mirror. Stands for pkg/kubelet/status/status_manager.go:syncPod. Also
 * here: what a container's environment needs before the list of services was read.
 */

export interface MirrorStatusSituation {
  readonly hasMirror: boolean;
  /** Did the status change since it was last sent? */
  readonly changed: boolean;
  /** Does the API server hold a mirror of another UID by now? */
  readonly mirrorUidChanged: boolean;
}

/**
 * The calls to the API server: none without a mirror or without a change; the mirror is read first, and patched only if
 * it is still the same one (status_manager.go:syncPod).
 */
export function mirrorStatusCalls({ hasMirror, changed, mirrorUidChanged }: MirrorStatusSituation): readonly ('get' | 'patch')[] {
  if (!hasMirror || (!changed && !mirrorUidChanged)) return [];
  return mirrorUidChanged ? ['get'] : ['get', 'patch'];
}

/**
 * May the containers of the pod be given an environment? While the services were not read, only those of static pods,
 * which must run without an API server (pkg/kubelet/kubelet_pods.go:makeEnvironmentVariables).
 */
export const environmentError = (isStatic: boolean, servicesSynced: boolean): string | undefined =>
  isStatic || servicesSynced ? undefined : 'services have not yet been read at least once, cannot construct envvars';
