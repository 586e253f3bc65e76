/**
 * What each meaning is called, which icon stands for it and which token colours it: the kinds of pod, the states, the
 * Linux namespaces and the actors. One table a channel, so that a word, a shape and a colour can never drift apart.
 * Values are names of icons (icons.tsx) and of custom properties (tokens.css); nothing here draws.
 */
import type { IconName } from './icons';

/** Who starts the pod: the kubelet by itself, from a file, or a kubelet that was told by the control plane. */
export type Origin = 'static' | 'workload';
/** What the pod is for: the cluster itself, or whoever uses the cluster. */
export type Role = 'system' | 'nonSystem';

export interface KindOfPod {
  readonly label: string;
  readonly icon: IconName;
  /** A CSS colour: the fill of this half of the badge. */
  readonly fill: string;
}

export const origins: Readonly<Record<Origin, KindOfPod>> = {
  static: { label: 'Static', icon: 'static', fill: 'var(--color-static)' },
  workload: { label: 'Workload', icon: 'workload', fill: 'var(--color-workload)' },
};

export const roles: Readonly<Record<Role, KindOfPod>> = {
  system: { label: 'System', icon: 'system', fill: 'var(--color-sys)' },
  nonSystem: { label: 'Non-System', icon: 'nonSystem', fill: 'var(--color-nonsys)' },
};

/** The five states that a glyph can show. They are pictures of a moment, not the pod's phase. */
export type PodState = 'running' | 'waiting' | 'failed' | 'terminating' | 'completed';

export interface StateLook {
  readonly label: string;
  /** The class that colours glyph and word alike. */
  readonly text: string;
}

export const podStates: Readonly<Record<PodState, StateLook>> = {
  running: { label: 'running', text: 'text-running' },
  waiting: { label: 'waiting', text: 'text-waiting' },
  failed: { label: 'failed', text: 'text-failed' },
  terminating: { label: 'terminating', text: 'text-terminating' },
  completed: { label: 'completed', text: 'text-completed' },
};

/** The Linux namespaces, in the order of the shelf (MNT last: it is always the container's). */
export type NamespaceKind = 'net' | 'ipc' | 'uts' | 'pid' | 'user' | 'cgroup' | 'time' | 'mnt';

export interface NamespaceLook {
  readonly tag: string;
  /** What it separates, for the tooltip and for screen readers. */
  readonly what: string;
  readonly hue: string;
  readonly tint: string;
}

export const namespaceKinds: Readonly<Record<NamespaceKind, NamespaceLook>> = {
  net: { tag: 'NET', what: 'addresses, ports, routes', hue: 'var(--color-net)', tint: 'var(--color-net-tint)' },
  ipc: { tag: 'IPC', what: 'shared memory, message queues', hue: 'var(--color-ipc)', tint: 'var(--color-ipc-tint)' },
  uts: { tag: 'UTS', what: 'the host name', hue: 'var(--color-uts)', tint: 'var(--color-uts-tint)' },
  pid: { tag: 'PID', what: 'process ids', hue: 'var(--color-pid)', tint: 'var(--color-pid-tint)' },
  user: { tag: 'USER', what: 'user and group ids', hue: 'var(--color-user)', tint: 'var(--color-user-tint)' },
  cgroup: { tag: 'CGROUP', what: 'the root of the cgroup tree', hue: 'var(--color-cgroup)', tint: 'var(--color-cgroup-tint)' },
  time: { tag: 'TIME', what: 'boot and monotonic clocks', hue: 'var(--color-time)', tint: 'var(--color-time-tint)' },
  mnt: { tag: 'MNT', what: 'mounts, the root file system', hue: 'var(--color-mnt)', tint: 'var(--color-mnt-tint)' },
};

/** Whoever can send a message. `runtime` is containerd or CRI-O, `network` the CNI plugin, `user` is you. */
export type ActorKind =
  | 'kubelet' | 'runtime' | 'apiServer' | 'etcd' | 'scheduler' | 'controllers' | 'user' | 'network' | 'controlPlane';

export interface ActorLook {
  readonly label: string;
  readonly icon: IconName;
}

export const actorKinds: Readonly<Record<ActorKind, ActorLook>> = {
  kubelet: { label: 'kubelet', icon: 'kubelet' },
  runtime: { label: 'containerd', icon: 'runtime' },
  apiServer: { label: 'API server', icon: 'apiServer' },
  etcd: { label: 'etcd', icon: 'etcd' },
  scheduler: { label: 'scheduler', icon: 'scheduler' },
  controllers: { label: 'controllers', icon: 'controllers' },
  user: { label: 'you', icon: 'user' },
  network: { label: 'network plugin', icon: 'network' },
  controlPlane: { label: 'control plane', icon: 'apiServer' },
};
