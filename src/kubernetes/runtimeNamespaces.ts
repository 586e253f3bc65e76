/**
 * What the container runtimes make of the kubelet's NamespaceOption: which namespaces the sandbox gets, which a
 * container joins, where /dev/shm and the hostname files come from. Stands for containerd's internal/cri and CRI-O's
 * internal/factory/container. Left out: mounts and devices that are the same for every container.
 */
import type { Answer, NamespaceMode } from './criNamespaces';

/** What the kubelet sends. `mappings`: how many user id ranges; absent: no user namespace option at all. */
export interface CriNamespaces {
  readonly network?: NamespaceMode;
  readonly pid?: NamespaceMode;
  readonly ipc?: NamespaceMode;
  readonly user?: NamespaceMode;
  readonly uidMappings?: number;
  readonly gidMappings?: number;
}

export type SandboxNamespace = 'network' | 'uts' | 'pid' | 'ipc' | 'user' | 'mount';

export interface ContainerdSandbox {
  /** The namespaces of its own that the pause container gets. */
  readonly has: readonly SandboxNamespace[];
  /** Those that it leaves to the node. */
  readonly hasNot: readonly SandboxNamespace[];
  /** How /sys comes in: a user namespace without a network namespace cannot mount sysfs. */
  readonly sysMount: 'sysfs' | 'bind of the node /sys';
  /** Is the user namespace pinned, because the network namespace was made inside it? */
  readonly userNamespacePinned: boolean;
}

/** containerd internal/cri/server/podsandbox/helpers_linux.go:parseUsernsIDs. */
function userNamespaceError(cri: CriNamespaces): string | undefined {
  const uids = cri.uidMappings ?? 0;
  const gids = cri.gidMappings ?? uids;
  if (cri.user === undefined) return undefined;
  if (uids > 1 || gids > 1) return `only one mapping supported, got ${Math.max(uids, gids)} mappings`;
  switch (cri.user) {
    case 'NODE':
      return uids + gids > 0 ? `can't use user namespace mode "NODE" with mappings. Got ${uids} UID mappings and ${gids} GID mappings` : undefined;
    case 'POD':
      return uids === 0 || gids === 0 ? `can't use user namespace mode "POD" without UID and GID mappings` : undefined;
    default:
      return `unsupported user namespace mode: "${cri.user}"`;
  }
}

/**
 * The pause container's namespaces: all of pid, ipc, uts, mount and network, less what is the node's; with the node's
 * network the uts namespace goes too (podsandbox/sandbox_run_linux.go:sandboxContainerSpec).
 */
export function containerdSandbox(cri: CriNamespaces): Answer<ContainerdSandbox> {
  const error = userNamespaceError(cri);
  if (error !== undefined) return { ok: false, error: `user namespace configuration: ${error}` };
  const hostNetwork = cri.network === 'NODE';
  const own = cri.user === 'POD';
  const wanted: readonly (readonly [SandboxNamespace, boolean])[] = [
    ['network', !hostNetwork], ['uts', !hostNetwork], ['pid', cri.pid !== 'NODE'], ['ipc', cri.ipc !== 'NODE'],
    ['mount', true], ['user', own],
  ];
  return {
    ok: true,
    value: {
      has: wanted.filter(([, has]) => has).map(([name]) => name),
      hasNot: wanted.filter(([, has]) => !has).map(([name]) => name),
      sysMount: own && hostNetwork ? 'bind of the node /sys' : 'sysfs',
      userNamespacePinned: own && !hostNetwork,
    },
  };
}

/** Whose PID namespace a containerd container is in: `sandbox` is the pause process's, which may be the node's. */
export type ContainerdPid = 'sandbox' | 'own' | 'target';

/** containerd internal/cri/opts/spec_opts.go:WithPodNamespaces and server/container_create.go:WithPidNamespace. */
export function containerdContainerPid(mode: NamespaceMode): ContainerdPid {
  switch (mode) {
    case 'CONTAINER':
      return 'own';
    case 'TARGET':
      return 'target';
    case 'NODE':
    case 'POD':
      return 'sandbox';
  }
}

/** Does the container get a cgroup namespace of its own? On cgroup v2 and unprivileged (both runtimes alike). */
export const hasOwnCgroupNamespace = (cgroupVersion: 1 | 2, privileged: boolean): boolean => cgroupVersion === 2 && !privileged;

export interface RuntimeMounts {
  /** Path in the container → where it comes from: `sandbox:<file>`, or a path of the node. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Paths that are mounted read-only. */
  readonly readOnly: readonly string[];
}

const identityFiles = ['hostname', 'hosts', 'resolv.conf'] as const;

/**
 * The files that containerd itself mounts into a container: hostname, hosts, resolv.conf and /dev/shm of the sandbox,
 * unless the kubelet already mounts something there (server/container_create_linux.go:linuxContainerMounts). A
 * read-only root filesystem makes the three files read-only, never /dev/shm.
 */
export function containerdMounts(ipc: NamespaceMode, readonlyRootfs: boolean, fromKubelet: readonly string[] = []): RuntimeMounts {
  const taken = new Set(fromKubelet);
  const files = identityFiles.map((name) => [`/etc/${name}`, `sandbox:${name}`] as const).filter(([path]) => !taken.has(path));
  const shm = taken.has('/dev/shm') ? [] : [['/dev/shm', ipc === 'NODE' ? '/dev/shm' : 'sandbox:shm'] as const];
  return {
    mounts: Object.fromEntries([...files, ...shm]),
    readOnly: readonlyRootfs ? files.map(([path]) => path) : [],
  };
}

/** Whose PID namespace a CRI-O container joins. */
export type CrioPid = 'own' | 'infra' | 'node' | 'target';

export interface CrioContainer {
  /** net, ipc, uts and user, pinned by pinns, are always joined. */
  readonly joinsManaged: boolean;
  readonly dropsNetwork: boolean;
  readonly pid: CrioPid;
}

/** cri-o internal/factory/container/namespaces_linux.go:SpecAddNamespaces. POD needs a sandbox that was made so too. */
export function crioContainer(cri: CriNamespaces, sandboxPid: NamespaceMode = cri.pid ?? 'POD', hasTarget = true): Answer<CrioContainer> {
  const answer = (pid: CrioPid): Answer<CrioContainer> =>
    ({ ok: true, value: { joinsManaged: true, dropsNetwork: cri.network === 'NODE', pid } });
  switch (cri.pid ?? 'POD') {
    case 'NODE':
      return answer('node');
    case 'POD':
      return sandboxPid === 'POD'
        ? answer('infra')
        : { ok: false, error: 'pod level PID namespace requested for the container, but pod sandbox was not similarly configured, and does not have an infra container' };
    case 'TARGET':
      return hasTarget ? answer('target') : { ok: false, error: 'target PID namespace specified with invalid target ID' };
    case 'CONTAINER':
      return answer('own');
  }
}
