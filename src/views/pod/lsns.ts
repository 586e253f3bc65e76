/**
 * What `lsns` on the node and `readlink /proc/self/ns/…` in the containers would print: inode numbers that are equal
 * exactly where a namespace is shared. Pure. Before a sandbox exists the numbers are left open.
 */
import { linuxNamespacesOf, linuxNamespaceKinds, type LinuxNamespaceKind } from '../../kubernetes/linuxNamespaces';
import type { Pod } from '../../kubernetes/objects';
import type { ContainerRow, SandboxRow } from '../../simulation/world';

/** Numbers of the first user space of a Linux kernel (include/linux/proc_ns.h); the network's is the usual first one. */
export const NODE_INODES: Readonly<Record<LinuxNamespaceKind, number>> = {
  cgroup: 4026531835,
  uts: 4026531838,
  ipc: 4026531839,
  pid: 4026531836,
  user: 4026531837,
  time: 4026531834,
  mnt: 4026531841,
  net: 4026531840,
};

export interface LsnsRow {
  readonly kind: LinuxNamespaceKind;
  /** By container, in the pod's order; null while it does not exist. */
  readonly inodes: readonly (number | null)[];
  /** All containers that exist are in one. */
  readonly same: boolean;
  readonly nodes: boolean;
}

export interface LsnsTable {
  readonly containers: readonly string[];
  readonly rows: readonly LsnsRow[];
}

export function lsns(pod: Pod, sandbox: SandboxRow | undefined, rows: ReadonlyMap<string, ContainerRow>): LsnsTable {
  const containers = linuxNamespacesOf(pod);
  const inodeOf = (name: string, kind: LinuxNamespaceKind): number | null => {
    const sharing = containers.find((one) => one.name === name)?.sharing.find((one) => one.kind === kind);
    if (!sharing || !rows.has(name)) return null;
    if (sharing.level === 'node') return NODE_INODES[kind];
    if (sharing.level === 'target') return sharing.target ? inodeOf(sharing.target, kind) : null;
    if (sharing.level === 'pod') return sandbox?.namespaces[kind as 'net'] ?? null;
    return rows.get(name)?.namespaces[kind as 'mnt'] ?? null;
  };
  return {
    containers: containers.map(({ name }) => name),
    rows: linuxNamespaceKinds.map((kind) => {
      const inodes = containers.map(({ name }) => inodeOf(name, kind));
      const present = inodes.filter((inode) => inode !== null);
      return { kind, inodes, same: present.length > 0 && new Set(present).size === 1, nodes: present.length > 0 && present.every((inode) => inode === NODE_INODES[kind]) };
    }),
  };
}
