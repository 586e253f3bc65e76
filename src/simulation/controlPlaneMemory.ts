/** What the controllers and the scheduler remember besides what the API server stores; gone when the leader goes. */
import type { Node, Pod } from '../kubernetes/objects';
import type { PluginName } from '../kubernetes/scheduling/framework';
import type { Ms } from '../lib/brand';

/** Failures of a key of a work queue since its last success, keyed `retries/<address>/<key>`. */
export interface RetriesMemory {
  readonly kind: 'retries';
  readonly failures: number;
}

/** How long a DaemonSet waits before it deletes the next failed pod of a node, keyed `daemonBackoff/<uid>/<node>`. */
export interface DaemonBackoffMemory {
  readonly kind: 'daemonBackoff';
  /** Milliseconds. */
  readonly backoff: number;
  readonly since: Ms;
}

/** Failures of a Job's pods since its last success, keyed `jobBackoff/<uid>`. */
export interface JobBackoffMemory {
  readonly kind: 'jobBackoff';
  readonly failures: number;
  /** When the last failed pod ended, in ms of the wall clock. */
  readonly lastFailure: number;
}

/** The node lifecycle controller's clock, keyed `nodelifecycle`. */
export interface NodeLifecycleMemory {
  readonly kind: 'nodeLifecycle';
  /** It looks every 5 s, counted from here. */
  readonly startedAt: Ms;
  readonly disrupted: boolean;
}

/** What the node lifecycle controller knows of one node, keyed `nodelifecycle/<node>` (nodeHealthData). */
export interface NodeHealthMemory {
  readonly kind: 'nodeHealth';
  readonly uid: string;
  readonly zone: string;
  /** When it last saw a sign of life: a renewed Lease or a new heartbeat. */
  readonly probeAt: Ms;
  readonly renewTime?: string;
  readonly heartbeat?: string;
  /** Status of Ready at the last look. */
  readonly ready?: string;
  /** Has had its NoExecute taint, or waits for it. */
  readonly queued?: boolean;
}

/** The token bucket of one zone: nodes that may get their NoExecute taint, keyed `nodelifecycle/zone/<zone>`. */
export interface ZoneMemory {
  readonly kind: 'zone';
  /** Nodes that wait for their NoExecute taint, in order. */
  readonly queue: readonly string[];
  /** When the last token was taken; the bucket holds one. */
  readonly lastTaint?: Ms;
  /** Nodes in the zone. */
  readonly size: number;
  readonly state: 'Initial' | 'Normal' | 'FullDisruption' | 'PartialDisruption';
}

/** A node with NoExecute taints, keyed `tainteviction/<node>`. */
export interface TaintedNodeMemory {
  readonly kind: 'taintedNode';
}

/** Nodes that are gone while pods are still bound to them, keyed `podgc`: when each was first missed. */
export interface PodGarbageMemory {
  readonly kind: 'podGarbage';
  readonly missedSince: Readonly<Record<string, number>>;
}

/** The scheduler between two cycles, keyed `scheduler`. */
export interface SchedulerMemory {
  readonly kind: 'scheduler';
  /** The position among the nodes at which the next search begins. */
  readonly startIndex: number;
  /** Decides among nodes of equal score. */
  readonly seed: number;
  /** Pods that were unschedulable for long are looked for every 30 s, counted from here. */
  readonly startedAt: Ms;
}

/** Where a pod waits: to be tried, for its back-off, for something to change, for its gates to be lifted. */
export type QueueName = 'active' | 'backoff' | 'errorBackoff' | 'unschedulable' | 'gated';

/** A pod in the scheduling queue, keyed `queue/<name>/<order>`: the first key of a queue is its next pod. */
export interface QueuedPodMemory {
  readonly kind: 'queuedPod';
  readonly queue: QueueName;
  /** The pod as it was when it last came into the queue. */
  readonly pod: Pod;
  readonly priority: number;
  readonly timestamp: Ms;
  readonly unschedulableCount: number;
  readonly consecutiveErrors: number;
  /** The plugins that refused it. */
  readonly rejectors: readonly PluginName[];
  /** When its back-off ends; 0 for none. */
  readonly backoffUntil: number;
}

/** A preemption that still deletes its victims, keyed `preemption/<uid of the preemptor>`: the preemptor stays out of the queue. */
export interface PreemptionMemory {
  readonly kind: 'preemption';
}

/** A node as the scheduler last heard of it, keyed `schedulerNode/<node>`. */
export interface SeenNodeMemory {
  readonly kind: 'seenNode';
  readonly node: Node;
}

export type ControlPlaneMemory =
  | SchedulerMemory | QueuedPodMemory | PreemptionMemory | SeenNodeMemory | TaintedNodeMemory | PodGarbageMemory
  | RetriesMemory | DaemonBackoffMemory | JobBackoffMemory | NodeLifecycleMemory | NodeHealthMemory | ZoneMemory;
