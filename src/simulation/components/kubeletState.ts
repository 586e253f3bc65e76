/**
 * How the parts of a kubelet reach its memory: the row of the node, the rows of its pod workers, the ticks of its loops
 * and the words in which they are told. No decisions here.
 */
import type { Container, EphemeralContainer, Node, Pod } from '../../kubernetes/objects';
import type { PodContainerKind } from '../../kubernetes/podContainers';
import { assert } from '../../lib/assert';
import { formatRfc3339 } from '../../lib/time';
import type { ContainerToStart, KubeletMemory, PodWorkerMemory, SyncProgress } from '../kubeletMemory';
import type { Address, CriCall, NoteMessage } from '../messages';
import type { About } from '../step';
import type { Tx } from '../tx';
import type { EventRow, PodWorkerRow } from '../world';
import { emit, type Regarding } from './events';

export const kubeletAddress = (node: string): Address => `kubelet/${node}`;

// ── The node's row ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The memory of the kubelet of that node; undefined while it does not run. */
export function kubeletMemory(tx: Tx, node: string): KubeletMemory | undefined {
  const memory = tx.get('memory', kubeletAddress(node));
  return memory?.kind === 'kubelet' ? memory : undefined;
}

/** Changes some fields of a running kubelet's memory. */
export function setKubelet(tx: Tx, node: string, change: Partial<KubeletMemory>): KubeletMemory {
  const memory = kubeletMemory(tx, node);
  assert(memory, `the kubelet of ${node} does not run`);
  const changed = { ...memory, ...change };
  tx.put('memory', kubeletAddress(node), changed);
  return changed;
}

/** Milliseconds until the next tick of a loop of this kubelet with that period; a tick that is now has passed. */
export function untilTick(tx: Tx, node: string, period: number): number {
  const startedAt = kubeletMemory(tx, node)?.startedAt ?? tx.now;
  return period - ((tx.now - startedAt) % period);
}

// ── Pod workers ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const workerKey = (node: string, uid: string): string => `${node}/${uid}`;

export const workerOf = (tx: Tx, node: string, uid: string): PodWorkerRow | undefined => tx.get('podWorkers', workerKey(node, uid));

/** Changes some fields of a pod worker; returns the new row. */
export function setWorker(tx: Tx, row: PodWorkerRow, change: Partial<PodWorkerMemory>, more?: Partial<PodWorkerRow>): PodWorkerRow {
  const memory = copyOfMemory(row.memory);
  setFields(memory, change);
  const changed = copyOfWorker(row);
  if (more) setFields(changed, more);
  changed.memory = memory;
  tx.put('podWorkers', workerKey(row.node, row.uid), changed);
  return changed;
}

/** Every field, also those that are absent. */
type Copy<T> = { -readonly [Field in keyof Required<T>]: T[Field] };

function setFields<T extends object>(copy: Copy<T>, change: Partial<T>): void {
  for (const field in change) copy[field] = change[field] as T[typeof field];
}

// These two rows change with nearly every step of a pod. Written out, a copy costs a tenth of what a spread does.

const copyOfWorker = ({ node, uid, fullName, origin, file, pod, state, memory }: PodWorkerRow): Copy<PodWorkerRow> =>
  ({ node, uid, fullName, origin, file, pod, state, memory });

const copyOfMemory = (memory: PodWorkerMemory): Copy<PodWorkerMemory> => ({
  configured: memory.configured,
  arrival: memory.arrival,
  working: memory.working,
  pending: memory.pending,
  startedAt: memory.startedAt,
  terminatingAt: memory.terminatingAt,
  terminatedAt: memory.terminatedAt,
  finished: memory.finished,
  gracePeriod: memory.gracePeriod,
  restartRequested: memory.restartRequested,
  rejected: memory.rejected,
  orphan: memory.orphan,
  evict: memory.evict,
  sync: memory.sync,
  killing: memory.killing,
  mounted: memory.mounted,
  mounting: memory.mounting,
  mirrorGone: memory.mirrorGone,
  waiting: memory.waiting,
  removed: memory.removed,
  restarts: memory.restarts,
  pullFailures: memory.pullFailures,
  probes: memory.probes,
  status: memory.status,
  statusUnsent: memory.statusUnsent,
  podIsFinished: memory.podIsFinished,
  statusTries: memory.statusTries,
});

export const NEW_WORKER_MEMORY: Omit<PodWorkerMemory, 'arrival'> = {
  configured: true,
  working: false,
  pending: false,
  finished: false,
  restartRequested: false,
  rejected: false,
  orphan: false,
  mounted: false,
  mirrorGone: false,
  waiting: {},
  removed: {},
  restarts: {},
  pullFailures: {},
  probes: {},
  statusUnsent: false,
  podIsFinished: false,
  statusTries: 0,
};

/** A sync that has done nothing yet. */
export const newSync = (stage: SyncProgress['stage']): SyncProgress => ({
  stage, attempt: 0, sandbox: '', createSandbox: false, starts: [], kills: [], start: undefined, ended: {}, results: {},
  failed: false, retryAt: undefined, didWork: false,
});

/** The name of a timer of one pod. */
export const podTimer = (what: string, node: string, uid: string): string => `kubelet/${node}/${what}/${uid}`;

/** A message to the kubelet itself about one of its pods. */
export const podNote = (row: PodWorkerRow, kind: string, data?: NoteMessage['data']): NoteMessage => ({
  type: 'note',
  to: kubeletAddress(row.node),
  kind,
  about: row.uid,
  data,
});

/** All timers that may be under way for a pod. */
const POD_TIMERS = ['work', 'sync', 'requeue', 'pleg', 'status', 'mirror', 'deadline', 'stopSandbox'] as const;

/** Takes back what was to come for a pod. */
export function cancelPodTimers(tx: Tx, row: PodWorkerRow): void {
  for (const what of POD_TIMERS) tx.cancel(podTimer(what, row.node, row.uid));
  for (const key of Object.keys(row.memory.probes)) {
    for (const what of ['probe', 'probeResult']) tx.cancel(podTimer(`${what}/${key}`, row.node, row.uid));
  }
  for (const id of Object.keys(row.memory.killing?.containers ?? {})) {
    for (const what of ['kill', 'hook']) tx.cancel(podTimer(`${what}/${id}`, row.node, row.uid));
  }
}

// ── Containers of the spec ───────────────────────────────────────────────────────────────────────────────────────────

/** The container that a {@link ContainerToStart} means. */
export function specOf(pod: Pod, { kind, index }: ContainerToStart): Container | EphemeralContainer | undefined {
  if (kind === 'app') return pod.spec?.containers?.[index];
  return kind === 'ephemeral' ? pod.spec?.ephemeralContainers?.[index] : pod.spec?.initContainers?.[index];
}

const FIELDS: Readonly<Record<PodContainerKind, string>> = {
  init: 'initContainers',
  sidecar: 'initContainers',
  app: 'containers',
  ephemeral: 'ephemeralContainers',
};

/** The field path of a container in events: `spec.containers{c}`. */
export const fieldPath = (kind: PodContainerKind, name: string): string => `spec.${FIELDS[kind]}{${name}}`;

// ── Telling ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a step about this pod is about. */
export const aboutPod = (row: PodWorkerRow, more?: About): About => ({
  pod: row.pod.metadata?.name ?? '',
  namespace: row.pod.metadata?.namespace ?? '',
  node: row.node,
  ...more,
});

/** What events of this pod regard: the kubelet's own pod, with the static UID for a static pod. */
export const regardingPod = (pod: Pod, path?: string): Regarding => ({
  kind: 'Pod',
  namespace: pod.metadata?.namespace ?? '',
  name: pod.metadata?.name ?? '',
  uid: pod.metadata?.uid ?? '',
  fieldPath: path,
});

/** An event of the kubelet about a pod, or about one of its containers. */
export function emitPodEvent(tx: Tx, row: PodWorkerRow, type: EventRow['type'], reason: string, message: string, path?: string): void {
  emit(tx, 'kubelet', type, reason, message, regardingPod(row.pod, path), row.node);
}

/** An event of the kubelet about its node. Its UID is the node's name (kubelet.go:nodeRef). */
export function emitNodeEvent(tx: Tx, node: string, type: EventRow['type'], reason: string, message?: string): void {
  const text = message ?? `Node ${node} status is now: ${reason}`;
  emit(tx, 'kubelet', type, reason, text, { kind: 'Node', name: node, uid: node }, node);
}

/** Sends a call to the node's container runtime and draws it. */
export function callRuntime(tx: Tx, row: PodWorkerRow, call: Omit<CriCall, 'type' | 'to' | 'podUid'>, delay = 0): void {
  const to: Address = `containerd/${row.node}`;
  const { op, sandbox, container, containerName, image, timeout, hook, data } = call;
  tx.send({ type: 'cri', to, podUid: row.uid, op, sandbox, container, containerName, image, timeout, hook, data, work: undefined }, delay);
  tx.motion(kubeletAddress(row.node), to, { label: call.op });
}

/** The Node object as this kubelet's node lister has it: only once it is registered. */
export const nodeObject = (tx: Tx, node: string): Node | undefined =>
  kubeletMemory(tx, node)?.registered ? tx.get('nodes', node) : undefined;

/** A time of the simulation as the API writes it. */
export function clockOf(tx: Tx): (time: number) => string {
  const { clock, origin } = tx.cluster;
  return (time) => formatRfc3339(clock + time - origin);
}
