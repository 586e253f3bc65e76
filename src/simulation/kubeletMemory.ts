/**
 * What a kubelet keeps in memory: of its node, of one pod and of one container. It is gone when the kubelet stops; what
 * runs goes on. Stands for the fields of pkg/kubelet/kubelet.go:Kubelet and its managers.
 */
import type { BackoffEntry } from '../kubernetes/backoff';
import type { WaitingReason } from '../kubernetes/containerStatuses';
import type { Pod, PodStatus } from '../kubernetes/objects';
import type { PodContainerKind } from '../kubernetes/podContainers';
import type { ProbeKind, ProbeWorker } from '../kubernetes/probes';
import type { Ms } from '../lib/brand';

/** The kubelet of one node, in the table `memory` under `kubelet/<node>`. */
export interface KubeletMemory {
  readonly kind: 'kubelet';
  readonly node: string;
  /** Periodic loops tick from here. */
  readonly startedAt: Ms;
  /** Its Node object exists in the API server, as far as it knows. */
  readonly registered: boolean;
  /** Refused attempts to register, for the back-off. */
  readonly registerTries: number;
  /** Refused attempts to renew the Lease, for the back-off. */
  readonly leaseTries: number;
  /** Requests about mirrors that nobody has answered, one after the other. */
  readonly mirrorTries: number;
  /** The pods of its node have been listed once since it started. Until then nothing is taken down. */
  readonly apiSeen: boolean;
  /** What the runtime last said of its network (runtimeState.networkErrors). */
  readonly networkReady: boolean;
  /** When the status of the Node was last written. */
  readonly nodeStatusAt: Ms | null;
  /** The file source's store: pods by `namespace/name` (pkg/kubelet/config/file.go:store). */
  readonly filePods: Readonly<Record<string, FilePod>>;
  /** Which of them each file last gave (file.go:fileKeyMapping). */
  readonly fileKeys: Readonly<Record<string, string>>;
  /** At least what the pods of the node ask for together; counted anew when that seems too much for one more. */
  readonly allocated: Allocated;
  /** Counts the pods that arrived. */
  readonly arrivals: number;
  /** Image pulls that wait for their turn, the first one under way (pkg/kubelet/images/puller.go:serialImagePuller). */
  readonly pulls: readonly PullRequest[];
  /** Was the node cordoned when it was last looked at? */
  readonly unschedulable?: boolean;
  /** When memory pressure was last seen; kept for 5 minutes in the node's condition. Absent: never. */
  readonly pressureSeenAt?: Ms;
  /** When the threshold is met, and the event is written. */
  readonly thresholdMet?: boolean;
}

/** Thousandths of a cpu, bytes, bytes, number. */
export interface Allocated {
  readonly milliCPU: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  readonly pods: number;
}

/** A pod of the file source and the file that it was last read from. */
export interface FilePod {
  readonly pod: Pod;
  readonly path: string;
}

export interface PullRequest {
  readonly podUid: string;
  readonly image: string;
  /** When the wait began. */
  readonly queuedAt: Ms;
  /** When its turn came. */
  readonly startedAt?: Ms;
  /** Nobody waits for it any more. */
  readonly cancelled?: true;
}

/** A container that a sync is to start: its kind and its place in the spec's list. */
export interface ContainerToStart {
  readonly kind: PodContainerKind;
  readonly index: number;
}

/** What the present SyncPod of the runtime manager is doing with the first of its containers to start. */
export type StartStage =
  | { readonly at: 'image' }
  | { readonly at: 'create' }
  | { readonly at: 'start'; readonly container: string }
  | { readonly at: 'postStart'; readonly container: string }
  /** Its postStart hook failed: it is being killed. */
  | { readonly at: 'undo'; readonly container: string; readonly error: string };

/** A SyncPod that is under way: what remains of what computePodActions decided, in order. */
export interface SyncProgress {
  readonly stage: 'mirror' | 'volumes' | 'kill' | 'sandbox' | 'containers';
  readonly attempt: number;
  readonly sandbox: string;
  readonly createSandbox: boolean;
  readonly starts: readonly ContainerToStart[];
  /** Containers to kill one after the other, before anything is started. */
  readonly kills: readonly { readonly container: string; readonly message: string; readonly reason: string }[];
  readonly start?: StartStage;
  /** When the containers that had ended at its beginning did so, by name: their back-off counts from then. */
  readonly ended: Readonly<Record<string, number>>;
  /** What became of each container so far; null: started (pkg/kubelet/container/sync_result.go). */
  readonly results: Readonly<Record<string, WaitingReason | null>>;
  readonly failed: boolean;
  /** The earliest end of a back-off among the failures. */
  readonly retryAt?: Ms;
  /** Did it ask the runtime for anything? Then the pod is looked at again at once. */
  readonly didWork: boolean;
}

/** One container on its way to the end (kuberuntime_container.go:killContainer). */
export interface ContainerKill {
  readonly name: string;
  readonly kind: PodContainerKind;
  /** `begin`: the event Killing and the hook are still to come. */
  readonly at: 'begin' | 'preStop' | 'turn' | 'stop' | 'stopped';
  /** The text of the event Killing. */
  readonly message: string;
  /** Seconds that are left when the present stage began, at `since`. */
  readonly grace: number;
  readonly since: Ms;
}

/** Containers that are being killed, by id, and the sandboxes that are stopped after them. */
export interface Killing {
  readonly containers: Readonly<Record<string, ContainerKill>>;
  /** Do sidecars wait for their turn? */
  readonly ordered: boolean;
  /** Sandboxes to stop when all containers have, the first one under way. Absent: the sandbox stays. */
  readonly sandboxes?: readonly string[];
  readonly stoppingSandbox: boolean;
  /** Who waits for the end: a sync, or the termination of the pod. */
  readonly purpose: 'sync' | 'terminate';
}

/** An image that could not be pulled (image_manager.go: backOff, prevPullErrMsg). */
export interface PullFailure {
  readonly entry: BackoffEntry;
  readonly error: string;
}

/** A probe of one container, keyed `container/kind`. */
export interface ProbeMemory {
  readonly worker: ProbeWorker;
  readonly container: string;
  readonly kind: ProbeKind;
}

/** Of one pod worker (pkg/kubelet/pod_workers.go:podSyncStatus) and what the managers know of its pod. */
export interface PodWorkerMemory {
  /** A source has this pod. Without it, the pod is only taken down. */
  readonly configured: boolean;
  /** Its place among the arrivals: static pods of one name start in this order. */
  readonly arrival: number;
  readonly working: boolean;
  /** The one pending slot: work arrived while the worker was busy. */
  readonly pending: boolean;
  readonly startedAt?: Ms;
  readonly terminatingAt?: Ms;
  readonly terminatedAt?: Ms;
  readonly finished: boolean;
  /** Seconds; it can only shrink. */
  readonly gracePeriod?: number;
  /** The same UID was asked for again while it was stopping. */
  readonly restartRequested: boolean;
  /** Refused by admission: it never runs. */
  readonly rejected: boolean;
  /** Known from the runtime alone: there is no pod to report on. */
  readonly orphan: boolean;
  /** Why the kubelet itself ends the pod: eviction, deadline, preemption. `disruption`: the words of the condition DisruptionTarget. */
  readonly evict?: { readonly reason: string; readonly message: string; readonly disruption?: string };
  readonly sync?: SyncProgress;
  readonly killing?: Killing;
  readonly mounted: boolean;
  /** Since when volumes are waited for, and how often mounting failed. */
  readonly mounting?: { readonly since: Ms; readonly failures: number };
  /** The watch told that its mirror is gone: the sync that follows makes none. */
  readonly mirrorGone: boolean;
  /** The reason cache: filled at the end of a sync, shown from the next one on. */
  readonly waiting: Readonly<Record<string, WaitingReason>>;
  /** The restart count of the last container of each name that was removed: upstream its log directory tells it. */
  readonly removed: Readonly<Record<string, number>>;
  /** Crash back-off by container and what of it begins the count anew (backoffKey). */
  readonly restarts: Readonly<Record<string, BackoffEntry>>;
  /** Pull back-off by image. */
  readonly pullFailures: Readonly<Record<string, PullFailure>>;
  readonly probes: Readonly<Record<string, ProbeMemory>>;
  /** The status manager's cache. */
  readonly status?: PodStatus;
  /** The API server has not been told of it yet. */
  readonly statusUnsent: boolean;
  /** SyncTerminatedPod is through: the pod may be deleted. */
  readonly podIsFinished: boolean;
  /** Refused attempts to write the status: only the first one is told. */
  readonly statusTries: number;
}

/** Of one container's main process. */
export interface ContainerMemory {
  readonly [field: string]: unknown;
}
