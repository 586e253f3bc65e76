/**
 * The World: everything that exists at one instant, as tables of immutable rows. Rows are replaced, never edited, and
 * only tx.ts and history.ts write tables. What the API server stores, what only a node knows, and the machinery
 * (clock, timers, queues, random seed) are rows alike, so that the World at any step is complete and can be continued.
 */
import type { ApiObject, Container, EphemeralContainer, Pod } from '../kubernetes/objects';
import type { Ms } from '../lib/brand';
import { API_TABLES, type ApiTables } from './apiTables';
import type { ContainerMemory, PodWorkerMemory } from './kubeletMemory';
import type { ComponentMemory } from './componentMemory';
import type { Message } from './messages';
import type { Program } from './programs';

/** An event as its component emits it, keyed by number. `stored` tells whether the API server has it. */
export interface EventRow {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly node?: string;
  readonly regarding: {
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    readonly uid?: string;
    readonly fieldPath?: string;
  };
  readonly at: Ms;
  readonly stored: boolean;
}

/** A computer: its power, its kubelet and what its disk and network hold. Keyed by node name. */
export interface MachineRow {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly address: string;
  readonly podCIDR: string;
  readonly power: 'on' | 'off';
  readonly kubelet: 'stopped' | 'running';
  /** Has the network plugin written its configuration here? It survives a reboot. */
  readonly cniConfigured: boolean;
  readonly staticPodPath: string;
  /** An API server of its own has answered here: the kubelet calls that one only. It survives a reboot. */
  readonly callsOwnApiServer?: boolean;
  readonly cpu: number;
  readonly memory: string;
  readonly maxPods: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** A manifest file in a kubelet's folder, keyed by `node:path`. */
export interface FileRow {
  readonly node: string;
  readonly path: string;
  readonly text: string;
  /** The first document, decoded; null when it cannot be. */
  readonly object: ApiObject | null;
  /** Why it cannot be decoded, in the kubelet's words. */
  readonly error?: string;
  /** A file of several documents: how many the kubelet leaves unread. */
  readonly ignoredDocuments?: number;
  readonly modifiedAt: Ms;
}

/** What a kubelet remembers of one pod, keyed by `node/uid` (uid: the static UID for static pods). */
export interface PodWorkerRow {
  readonly node: string;
  readonly uid: string;
  /** `namespace/name`, with the node suffix for a static pod. */
  readonly fullName: string;
  readonly origin: 'file' | 'api';
  /** The path of the file, for static pods. */
  readonly file?: string;
  /** The pod as its source last delivered it. */
  readonly pod: Pod;
  readonly state: 'waiting' | 'sync' | 'terminating' | 'terminated';
  readonly memory: PodWorkerMemory;
}

/** A pod sandbox as the container runtime knows it, keyed by id. */
export interface SandboxRow {
  readonly id: string;
  readonly node: string;
  readonly podUid: string;
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly attempt: number;
  readonly state: 'creating' | 'ready' | 'notReady';
  readonly hostNetwork: boolean;
  readonly ip?: string;
  readonly createdAt: Ms;
  /** Inode numbers of the Linux namespaces that the sandbox holds, as `lsns` prints them. Absent: the node's. */
  readonly namespaces: Readonly<Partial<Record<'net' | 'ipc' | 'uts' | 'pid' | 'user', number>>>;
}

export type ContainerKind = 'init' | 'sidecar' | 'app' | 'ephemeral';

/** A container as the runtime knows it, keyed by id. One row a start: a restart makes a new container. */
export interface ContainerRow {
  readonly id: string;
  readonly node: string;
  readonly sandbox: string;
  readonly podUid: string;
  readonly name: string;
  readonly kind: ContainerKind;
  readonly spec: Container | EphemeralContainer;
  readonly image: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly restartCount: number;
  readonly createdAt: Ms;
  readonly startedAt?: Ms;
  readonly finishedAt?: Ms;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
  /** Process id on the node of the main process. */
  readonly pid?: number;
  readonly namespaces: Readonly<Partial<Record<'pid' | 'mnt' | 'cgroup', number>>>;
  readonly memory: ContainerMemory;
}

/** An image in the registry, keyed by name. */
export interface RegistryImageRow {
  readonly name: string;
  readonly sizeMB: number;
  readonly exists: boolean;
  readonly program: Program;
}

/** An image on a node, keyed by `node/name`. */
export interface NodeImageRow {
  readonly node: string;
  readonly name: string;
  readonly sizeMB: number;
}

/** A message on its way, keyed by its own name, so that a later one can replace or cancel it. */
export interface TimerRow {
  readonly at: Ms;
  readonly sequence: number;
  readonly message: Message;
  /** Index of the step that sent it. */
  readonly cause: number | null;
}

/** The one row of the table `cluster`, keyed 'cluster'. */
export interface ClusterRow {
  readonly now: Ms;
  /** The instant shown as 0 s. A ready cluster has been started before it. */
  readonly origin: Ms;
  /** Wall clock at `origin`, milliseconds since 1970. */
  readonly clock: number;
  readonly nextSequence: number;
  readonly resourceVersion: number;
  readonly seed: number;
  readonly nextId: number;
  readonly pullMBps: number;
}

export interface Tables extends ApiTables {
  events: EventRow;
  machines: MachineRow;
  files: FileRow;
  podWorkers: PodWorkerRow;
  sandboxes: SandboxRow;
  containers: ContainerRow;
  registry: RegistryImageRow;
  images: NodeImageRow;
  /** What each component remembers besides: queues, leases held, back-offs. Keyed by its address, or address + key. */
  memory: ComponentMemory;
  timers: TimerRow;
  cluster: ClusterRow;
}

export type TableName = keyof Tables;
export type Row = Tables[TableName];

export const TABLES: readonly TableName[] = [
  ...API_TABLES, 'events', 'machines', 'files', 'podWorkers', 'sandboxes', 'containers', 'registry', 'images', 'memory',
  'timers', 'cluster',
];

/** One replaced row. Undo puts `before` back, redo `after`. */
export type Change = {
  [T in TableName]: { readonly table: T; readonly key: string; readonly before: Tables[T] | undefined; readonly after: Tables[T] | undefined };
}[TableName];

export type WorldTables = { readonly [T in TableName]: ReadonlyMap<string, Tables[T]> };
