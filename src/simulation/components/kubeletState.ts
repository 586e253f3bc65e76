/**
 * How the parts of a kubelet reach its memory: the row of the node, the rows of its pod workers, the ticks of its loops
 * and the words in which they are told. No decisions here.
 */
import type { Container, EphemeralContainer, Node, Pod } from '../../kubernetes/objects';
import type { PodContainerKind } from '../../kubernetes/podContainers';
import { assert } from '../../lib/assert';
import { formatRfc3339 } from '../../lib/time';
import type { ContainerToStart, KubeletMemory, PodWorkerMemory } from '../kubeletMemory';
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
  const memory = { ...row.memory, ...change };
  const changed: PodWorkerRow = more ? { ...row, ...more, memory } : { ...row, memory };
  tx.put('podWorkers', workerKey(row.node, row.uid), changed);
  return changed;
}

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

/** The name of a timer of one pod. */
export const podTimer = (what: string, node: string, uid: string): string => `kubelet/${node}/${what}/${uid}`;

/** A message to the kubelet itself about one of its pods. */
export const podNote = (row: PodWorkerRow, kind: string, data?: NoteMessage['data']): NoteMessage => ({
  type: 'note',
  to: kubeletAddress(row.node),
  kind,
  about: row.uid,
  ...(data ? { data } : {}),
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
  ...(path ? { fieldPath: path } : {}),
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
  tx.send({ type: 'cri', to, podUid: row.uid, ...call }, delay);
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
