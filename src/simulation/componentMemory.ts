/**
 * What a component remembers besides what the API server stores: one union, each member named by `kind`. Keyed by
 * the component's address, or by address and a key of its own.
 */
import type { ApiObject } from '../kubernetes/objects';
import type { Ms } from '../lib/brand';
import type { CriCall } from './messages';
import type { ControlPlaneMemory } from './controlPlaneMemory';
import type { KubeletMemory } from './kubeletMemory';

/** A kube-apiserver process: does it answer? */
export interface ApiServerMemory {
  readonly kind: 'apiserver';
  readonly node: string;
  readonly serving: boolean;
  /** The container whose main process it is. */
  readonly container?: string;
  /** It has served once: only its etcd can have gone since. */
  readonly hasServed?: true;
}

/** An etcd process, keyed `etcd/<node>`: does it answer? */
export interface EtcdMemory {
  readonly kind: 'etcd';
  readonly node: string;
  readonly serving: boolean;
  readonly container: string;
}

/** Who leads, keyed `leader/<kube-controller-manager|kube-scheduler>`. Absent: nobody. */
export interface LeaderMemory {
  readonly kind: 'leader';
  readonly node: string;
  /** The container whose main process leads. */
  readonly container: string;
}

/** One candidate of a leader election, keyed `process/<container id>` (client-go leaderelection.LeaderElector). */
export interface ElectionMemory {
  readonly kind: 'election';
  /** The Lease in kube-system. */
  readonly lease: string;
  readonly node: string;
  readonly identity: string;
  readonly leading: boolean;
  /** resourceVersion of the Lease as this candidate last saw it, and when it saw that first. */
  readonly observed?: string;
  readonly observedAt: Ms;
  /** When it last renewed the Lease. */
  readonly renewedAt: Ms;
}

/** A container runtime, keyed `containerd/<node>`. Messages of an earlier boot are dropped. */
export interface ContainerRuntimeMemory {
  readonly kind: 'containerd';
  readonly node: string;
  readonly boot: number;
}

/** StopContainer calls that wait for the main process to end, keyed `stop/<container id>`. */
export interface StoppingMemory {
  readonly kind: 'stopping';
  readonly container: string;
  readonly calls: readonly CriCall[];
}

/** The addresses that a node's network plugin gives, keyed `network/<node>` (CNI host-local: round robin). */
export interface NetworkMemory {
  readonly kind: 'network';
  readonly node: string;
  /** The offset in the podCIDR that was given last. */
  readonly last: number;
}

/** The working sets on a node, keyed `usage/<node>`, in bytes by `podUid/container`. What is not named counts 0. */
export interface UsageMemory {
  readonly kind: 'usage';
  readonly node: string;
  readonly bytes: Readonly<Record<string, number>>;
}

/** A kubectl drain that waits, keyed `drain/<input id>`. */
export interface DrainMemory {
  readonly kind: 'drain';
  readonly node: string;
  /** Pods still to be gone: `namespace/name` to UID. */
  readonly pods: Readonly<Record<string, string>>;
}

/** The manifest that was applied last, keyed `applied/<kind>/<key>`. */
export interface AppliedMemory {
  readonly kind: 'applied';
  /** Of the object that it made or changed. */
  readonly uid: string;
  readonly object: ApiObject;
}

/** A row whose owner has no type of its own yet. */
export interface PlainMemory {
  readonly kind: 'plain';
  readonly data: Readonly<Record<string, unknown>>;
}

export type ComponentMemory =
  | ApiServerMemory | EtcdMemory | LeaderMemory | ElectionMemory | ContainerRuntimeMemory | StoppingMemory | NetworkMemory
  | KubeletMemory | UsageMemory | DrainMemory | AppliedMemory | ControlPlaneMemory | PlainMemory;
