/**
 * At which level each Linux namespace of each container sits: the node's, the pod's (its sandbox's), the container's
 * own, or another container's (TARGET). Stands for the kubelet's NamespaceOption (criNamespaces.ts) together with the
 * rules of containerd and CRI-O for the namespaces that nobody can ask for. Left out: Windows, which has no such
 * namespaces (`linuxNamespacesOf` returns none for it), and sandboxed runtimes (Kata, gVisor), which wrap the whole
 * pod in one more box without changing what is shared inside.
 */
import { pidNamespaceOf } from './criNamespaces';
import type { Pod } from './objects';
import { containersOf, type PodContainer, type PodContainerKind } from './podContainers';

export type LinuxNamespaceKind = 'net' | 'ipc' | 'uts' | 'pid' | 'mnt' | 'user' | 'cgroup' | 'time';
export const linuxNamespaceKinds: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'uts', 'pid', 'mnt', 'user', 'cgroup', 'time'];

/** Whose namespace a container is in. `target`: another container's of the same pod. */
export type SharingLevel = 'node' | 'pod' | 'container' | 'target';

export interface NamespaceSharing {
  readonly kind: LinuxNamespaceKind;
  readonly level: SharingLevel;
  /** The name of the other container, with level `target`. */
  readonly target?: string;
  /** One sentence for a reader. */
  readonly because: string;
  /** Where the rule stands upstream: `path:function`. */
  readonly source: string;
  /** The field of the pod that decides, as a dotted path; absent when no field can change it. */
  readonly field?: string;
}

export interface ContainerNamespaces {
  readonly name: string;
  readonly kind: PodContainerKind;
  readonly sharing: readonly NamespaceSharing[];
}

export interface NamespaceRuntime {
  readonly name: 'containerd' | 'cri-o';
  readonly cgroupVersion: 1 | 2;
}

export const defaultNamespaceRuntime: NamespaceRuntime = { name: 'containerd', cgroupVersion: 2 };

const kubeletSource = 'pkg/kubelet/kuberuntime/util/util.go';

function netOf(pod: Pod): NamespaceSharing {
  return pod.spec?.hostNetwork === true
    ? {
        kind: 'net', level: 'node', field: 'spec.hostNetwork', source: `${kubeletSource}:NetworkNamespaceForPod`,
        because: "hostNetwork is true, so the container uses the node's network: its addresses, ports and localhost.",
      }
    : {
        kind: 'net', level: 'pod', source: `${kubeletSource}:NetworkNamespaceForPod`,
        because: 'All containers of a pod are in one network namespace: the same IP addresses, localhost and ports.',
      };
}

function ipcOf(pod: Pod): NamespaceSharing {
  return pod.spec?.hostIPC === true
    ? {
        kind: 'ipc', level: 'node', field: 'spec.hostIPC', source: `${kubeletSource}:IpcNamespaceForPod`,
        because: "hostIPC is true, so the container uses the node's IPC and the node's /dev/shm.",
      }
    : {
        kind: 'ipc', level: 'pod', source: `${kubeletSource}:IpcNamespaceForPod`,
        because: 'All containers of a pod are in one IPC namespace and see one /dev/shm.',
      };
}

function utsOf(pod: Pod, runtime: NamespaceRuntime): NamespaceSharing {
  if (pod.spec?.hostNetwork !== true) {
    return {
      kind: 'uts', level: 'pod', source: 'containerd internal/cri/opts/spec_opts.go:WithPodNamespaces',
      because: 'A pod has one hostname: its containers are in one UTS namespace, which no field can change.',
    };
  }
  return runtime.name === 'containerd'
    ? {
        kind: 'uts', level: 'node', field: 'spec.hostNetwork',
        source: 'containerd internal/cri/server/podsandbox/sandbox_run_linux.go:sandboxContainerSpec',
        because: "With hostNetwork containerd drops the pod's UTS namespace too: the container has the node's hostname.",
      }
    : {
        kind: 'uts', level: 'pod', field: 'spec.hostNetwork',
        source: 'cri-o server/sandbox_run_linux.go:configureGeneratorForSandboxNamespaces',
        because: "CRI-O keeps a UTS namespace for the pod even with hostNetwork and copies the node's hostname into it.",
      };
}

function pidOf(pod: Pod, container: PodContainer): NamespaceSharing {
  const { mode, target } = pidNamespaceOf(pod, container);
  const source = `${kubeletSource}:PidNamespaceForPod`;
  switch (mode) {
    case 'NODE':
      return {
        kind: 'pid', level: 'node', field: 'spec.hostPID', source,
        because: 'hostPID is true, so the container sees all processes of the node.',
      };
    case 'POD':
      return {
        kind: 'pid', level: 'pod', field: 'spec.shareProcessNamespace', source,
        because: 'shareProcessNamespace is true: all containers of the pod see each other; PID 1 belongs to the sandbox.',
      };
    case 'TARGET':
      return {
        kind: 'pid', level: 'target', target: target ?? '', field: `spec.${container.path}.targetContainerName`,
        source: 'pkg/kubelet/kuberuntime/kuberuntime_container_linux.go:generateLinuxContainerConfig',
        because: `This ephemeral container joins the PID namespace of ${target ?? ''}, which it names as its target.`,
      };
    case 'CONTAINER':
      return {
        kind: 'pid', level: 'container', source,
        because: 'By default each container has its own PID namespace; its first process is PID 1.',
      };
  }
}

const mntSharing: NamespaceSharing = {
  kind: 'mnt', level: 'container', source: 'containerd internal/cri/server/container_create.go:buildLinuxSpec',
  because: 'Every container has its own mount namespace and root filesystem; a volume is shared by mounting it in each.',
};

function userOf(pod: Pod): NamespaceSharing {
  const source = 'pkg/kubelet/userns/userns_manager.go:GetOrCreateUserNamespaceMappings';
  return pod.spec?.hostUsers === false
    ? {
        kind: 'user', level: 'pod', field: 'spec.hostUsers', source,
        because: 'hostUsers is false, so the pod has one user namespace: root inside is an ordinary user on the node.',
      }
    : {
        kind: 'user', level: 'node', source, ...(pod.spec?.hostUsers === true ? { field: 'spec.hostUsers' } : {}),
        because: "Unless hostUsers is false, containers use the node's user namespace: root inside is root on the node.",
      };
}

function cgroupOf(container: PodContainer, runtime: NamespaceRuntime): NamespaceSharing {
  const source =
    runtime.name === 'containerd'
      ? 'containerd internal/cri/server/container_create.go:buildLinuxSpec'
      : 'cri-o server/container_create.go:setupCgroupNamespace';
  if (runtime.cgroupVersion === 1) {
    return { kind: 'cgroup', level: 'node', source, because: "On a cgroup v1 node containers use the node's cgroup namespace." };
  }
  return container.container.securityContext?.privileged === true
    ? {
        kind: 'cgroup', level: 'node', source, field: `spec.${container.path}.securityContext.privileged`,
        because: "A privileged container keeps the node's cgroup namespace.",
      }
    : {
        kind: 'cgroup', level: 'container', source,
        because: 'On a cgroup v2 node each container has its own cgroup namespace, unless it is privileged.',
      };
}

const timeSharing: NamespaceSharing = {
  kind: 'time', level: 'node', source: 'k8s.io/cri-api pkg/apis/runtime/v1/api.proto:NamespaceOption',
  because: "Nobody asks for a time namespace: every container uses the node's clocks.",
};

/** Does the pod say that it is for Windows, where this table does not hold? */
export const isWindowsPod = (pod: Pod): boolean => pod.spec?.os?.name === 'windows';

/**
 * The eight namespaces of one container of the pod, in the order of {@link linuxNamespaceKinds}. The pod is taken at
 * its word: combinations that the API server refuses are the business of validation.ts.
 */
export function namespacesOfContainer(
  pod: Pod, container: PodContainer, runtime: NamespaceRuntime = defaultNamespaceRuntime,
): readonly NamespaceSharing[] {
  return [
    netOf(pod), ipcOf(pod), utsOf(pod, runtime), pidOf(pod, container), mntSharing, userOf(pod),
    cgroupOf(container, runtime), timeSharing,
  ];
}

/**
 * For every container of the pod (init, sidecar, app, ephemeral), the level of each of its Linux namespaces. Empty for
 * a Windows pod: it has a shared network compartment and separate filesystem views instead.
 */
export function linuxNamespacesOf(
  pod: Pod, runtime: NamespaceRuntime = defaultNamespaceRuntime,
): readonly ContainerNamespaces[] {
  if (isWindowsPod(pod)) return [];
  return containersOf(pod.spec).map((container) => ({
    name: container.name,
    kind: container.kind,
    sharing: namespacesOfContainer(pod, container, runtime),
  }));
}

/** Containers that are in one and the same namespace. */
export interface NamespaceGroup {
  readonly kind: LinuxNamespaceKind;
  /** The level at which the instance sits; a target's group has the target's own level, container. */
  readonly level: 'node' | 'pod' | 'container';
  /** The names of the containers in it, in the pod's order. */
  readonly containers: readonly string[];
}

/**
 * Which containers share one namespace instance: for each kind, the groups in the order of their first container. An
 * ephemeral container with a target is in its target's group. Containers of different pods that use the node's
 * namespace share it too; a pod alone cannot tell.
 */
export function groupsOf(pod: Pod, runtime: NamespaceRuntime = defaultNamespaceRuntime): readonly NamespaceGroup[] {
  const containers = linuxNamespacesOf(pod, runtime);
  return linuxNamespaceKinds.flatMap((kind) => {
    const groups = new Map<string, { readonly level: NamespaceGroup['level']; readonly names: string[] }>();
    for (const container of containers) {
      const sharing = container.sharing.find((each) => each.kind === kind);
      if (!sharing) continue;
      const owner = sharing.level === 'target' ? sharing.target ?? '' : sharing.level === 'container' ? container.name : '';
      const level = sharing.level === 'target' ? 'container' : sharing.level;
      const key = `${level}/${owner}`;
      const group = groups.get(key) ?? { level, names: [] };
      groups.set(key, group);
      group.names.push(container.name);
    }
    return [...groups.values()].map(({ level, names }): NamespaceGroup => ({ kind, level, containers: names }));
  });
}
