/**
 * What the kubelet asks of the container runtime: the CRI message NamespaceOption. It has network, ipc, pid and user
 * only; mnt, uts, cgroup and time cannot be asked for and are the runtime's own rules (runtimeNamespaces.ts).
 * Left out: the id ranges of user namespaces; only the mode is told.
 */
import type { Pod } from './objects';
import { containersOf, targetContainerNameOf, type PodContainer } from './podContainers';

/** k8s.io/cri-api runtime/v1 NamespaceMode. CONTAINER exists for pid only, TARGET for ephemeral containers only. */
export type NamespaceMode = 'POD' | 'CONTAINER' | 'NODE' | 'TARGET';

/** NODE with hostNetwork, else POD (pkg/kubelet/kuberuntime/util/util.go:NetworkNamespaceForPod). */
export const networkNamespaceForPod = (pod: Pod | undefined): 'NODE' | 'POD' =>
  pod?.spec?.hostNetwork === true ? 'NODE' : 'POD';

/** NODE with hostIPC, else POD (pkg/kubelet/kuberuntime/util/util.go:IpcNamespaceForPod). */
export const ipcNamespaceForPod = (pod: Pod | undefined): 'NODE' | 'POD' => (pod?.spec?.hostIPC === true ? 'NODE' : 'POD');

/** NODE with hostPID, POD with shareProcessNamespace, else CONTAINER (pkg/kubelet/kuberuntime/util/util.go:PidNamespaceForPod). */
export function pidNamespaceForPod(pod: Pod | undefined): 'NODE' | 'POD' | 'CONTAINER' {
  if (pod?.spec?.hostPID === true) return 'NODE';
  return pod?.spec?.shareProcessNamespace === true ? 'POD' : 'CONTAINER';
}

/** Does the pod use the node's network namespace? (pkg/kubelet/container/helpers.go:IsHostNetworkPod) */
export const isHostNetworkPod = (pod: Pod | undefined): boolean => pod?.spec?.hostNetwork === true;

export interface ContainerPidMode {
  readonly mode: NamespaceMode;
  /** The name of the container whose PID namespace is joined, with mode TARGET. */
  readonly target?: string;
}

/**
 * PID mode of one container. TARGET only for an ephemeral container with a target in a pod whose own mode is
 * CONTAINER; with hostPID or shareProcessNamespace the target changes nothing
 * (pkg/kubelet/kuberuntime/kuberuntime_container_linux.go:generateLinuxContainerConfig).
 */
export function pidNamespaceForContainer(pod: Pod, containerName: string): ContainerPidMode {
  return pidNamespaceOf(pod, containersOf(pod.spec).find((each) => each.name === containerName));
}

/** {@link pidNamespaceForContainer} for who has found the container already: a pod can have thousands. */
export function pidNamespaceOf(pod: Pod, found: PodContainer | undefined): ContainerPidMode {
  const mode = pidNamespaceForPod(pod);
  const target = found?.kind === 'ephemeral' ? targetContainerNameOf(found.container) : undefined;
  return mode === 'CONTAINER' && target ? { mode: 'TARGET', target } : { mode };
}

/** A handler of the runtime, as the node's status tells. */
export interface RuntimeHandler {
  readonly name: string;
  readonly supportsUserNamespaces: boolean;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/**
 * May pods of this runtime handler have a user namespace of their own? An unknown handler is an error
 * (pkg/kubelet/kubelet_getters.go:HandlerSupportsUserNamespaces).
 */
export function handlerSupportsUserNamespaces(handlers: readonly RuntimeHandler[], handler: string): Answer<boolean> {
  const found = handlers.find((each) => each.name === handler);
  return found
    ? { ok: true, value: found.supportsUserNamespaces }
    : { ok: false, error: `the handler ${JSON.stringify(handler)} is not known` };
}

export interface UserNamespaceContext {
  /** Gate UserNamespacesSupport: on since 1.33, locked on since 1.36. */
  readonly featureEnabled: boolean;
  readonly handler: string;
  readonly handlers: readonly RuntimeHandler[];
}

/**
 * The user namespace mode of a pod: NODE unless hostUsers is false, then POD. Null: nothing is asked for, because the
 * feature is off. A handler without support is an error: the pod does not start
 * (pkg/kubelet/userns/userns_manager.go:GetOrCreateUserNamespaceMappings).
 */
export function userNamespaceForPod(pod: Pod | undefined, context: UserNamespaceContext): Answer<'NODE' | 'POD' | null> {
  const hostUsers = pod?.spec?.hostUsers;
  if (!context.featureEnabled) {
    return hostUsers === undefined
      ? { ok: true, value: null }
      : { ok: false, error: `the feature gate "UserNamespacesSupport" is disabled: can't set spec.HostUsers` };
  }
  if (hostUsers !== false) return { ok: true, value: 'NODE' };
  const supports = handlerSupportsUserNamespaces(context.handlers, context.handler);
  if (supports.ok && supports.value) return { ok: true, value: 'POD' };
  const who = context.handler
    ? `RuntimeClass handler ${JSON.stringify(context.handler)} does not support user namespaces`
    : 'runtime does not support user namespaces';
  const cause = supports.ok ? '' : `: ${supports.error}`;
  return { ok: false, error: `can't set \`spec.hostUsers: false\`, ${who}${cause}` };
}

export interface NamespaceOption {
  readonly network: 'NODE' | 'POD';
  readonly ipc: 'NODE' | 'POD';
  readonly pid: 'NODE' | 'POD' | 'CONTAINER';
  readonly user: 'NODE' | 'POD' | null;
}

/** The NamespaceOption of a pod's sandbox and containers (pkg/kubelet/kuberuntime/util/util.go:NamespacesForPod). */
export function namespacesForPod(pod: Pod | undefined, context: UserNamespaceContext): Answer<NamespaceOption> {
  const user = userNamespaceForPod(pod, context);
  if (!user.ok) return user;
  return {
    ok: true,
    value: {
      network: networkNamespaceForPod(pod),
      ipc: ipcNamespaceForPod(pod),
      pid: pidNamespaceForPod(pod),
      user: user.value,
    },
  };
}
