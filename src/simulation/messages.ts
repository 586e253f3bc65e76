/**
 * Messages: what one simulated component is told. A message is delivered to an address at an instant; the component
 * named by the address's first part handles it. `kubelet/worker-1`, `containerd/worker-1`, `apiserver/cp-1`,
 * `controllers/deployment`, `scheduler/default-scheduler`, `process/<container id>`, `network/worker-1`, `user/you`.
 */
import type { Container, EphemeralContainer } from '../kubernetes/objects';
import type { ApiTableName } from './apiTables';
import type { UserAction } from './actions';

export type ComponentName =
  | 'user' | 'apiserver' | 'etcd' | 'controllers' | 'scheduler' | 'kubelet' | 'containerd' | 'network' | 'process';
export type Address = `${ComponentName}/${string}`;

export const componentOf = (address: Address): ComponentName => address.slice(0, address.indexOf('/')) as ComponentName;
export const instanceOf = (address: Address): string => address.slice(address.indexOf('/') + 1);

/** An object changed in the API server. `gone` when it was deleted. `reason` tells what changed, where a rule needs it. */
export interface WatchMessage {
  readonly type: 'watch';
  readonly to: Address;
  readonly table: ApiTableName;
  readonly key: string;
  readonly uid?: string;
  readonly gone?: true;
  readonly added?: true;
  /** It has other labels than before. */
  readonly relabelled?: true;
}

/** A user's action, at its planned instant. */
export interface InputMessage {
  readonly type: 'input';
  readonly to: 'user/you';
  readonly id: string;
  readonly action: UserAction;
}

/** Anything a component tells itself later (a timer) or tells another one. Kinds are the component's own. */
export interface NoteMessage {
  readonly type: 'note';
  readonly to: Address;
  readonly from?: Address;
  /** What: 'sync', 'listFiles', 'returned', 'leaseRenew', … */
  readonly kind: string;
  /** About what: a pod's uid, a `namespace/name`, a container id. */
  readonly about?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A call of the container runtime interface, from a kubelet to its containerd. */
export interface CriCall {
  readonly type: 'cri';
  readonly to: Address;
  readonly op: 'RunPodSandbox' | 'StopPodSandbox' | 'RemovePodSandbox' | 'CreateContainer' | 'StartContainer' | 'StopContainer' | 'RemoveContainer' | 'PullImage' | 'ExecSync';
  readonly podUid: string;
  readonly sandbox?: string;
  readonly container?: string;
  readonly containerName?: string;
  readonly image?: string;
  /** Seconds until SIGKILL, for StopContainer. */
  readonly timeout?: number;
  /** 'preStop' or 'postStart' for ExecSync. */
  readonly hook?: 'preStop' | 'postStart';
  readonly data?: Readonly<Record<string, unknown>>;
  /** Set by containerd itself, on the message by which its own work on the call comes to an end. */
  readonly work?: CriWork;
}

/** What containerd carries from the beginning of a call to its end. */
export interface CriWork {
  /** The runtime's boot: work of an earlier one is void. */
  readonly boot: number;
  /** Why it failed, when it did. */
  readonly error?: string;
  /** Linux namespaces that a new sandbox or container gets, by inode number. */
  readonly namespaces?: Readonly<Partial<Record<'net' | 'ipc' | 'uts' | 'pid' | 'user' | 'mnt' | 'cgroup', number>>>;
  /** The definition of the container that is made. */
  readonly spec?: Container | EphemeralContainer;
}

/** The answer to a {@link CriCall}, delivered to the kubelet. */
export interface CriReturn {
  readonly type: 'criReturn';
  readonly to: Address;
  readonly op: CriCall['op'];
  readonly podUid: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly sandbox?: string;
  readonly container?: string;
  readonly containerName?: string;
  readonly image?: string;
  readonly hook?: 'preStop' | 'postStart';
}

export type Message = WatchMessage | InputMessage | NoteMessage | CriCall | CriReturn;
