/**
 * What is seen of nodes and pods at one instant: plain data for the drawing. Pure; each card asks only for its own.
 */
import { ruleOf } from '../../kubernetes/rules/catalogue';
import { classificationOf, statusColumn } from '../../state/classes';
import { containersOfPod, podIdsOnNode, podView, sandboxOf, type PodView } from '../../simulation/podView';
import { leaderNode } from '../../simulation/leaders';
import type { ContainerRow } from '../../simulation/world';
import type { World } from '../../simulation/worldState';
import type { Origin, PodState, Role } from '../shared/kinds';

export interface ContainerScene {
  readonly name: string;
  readonly kind: 'init' | 'sidecar' | 'app' | 'ephemeral';
  readonly state: PodState;
  readonly words: string;
  readonly restarts: number;
}

export interface PodScene {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly origin: Origin;
  readonly role: Role;
  readonly unsure: boolean;
  /** No sandbox yet: drawn dashed. */
  readonly planned: boolean;
  readonly state: PodState;
  readonly containers: readonly ContainerScene[];
  /** What `kubectl get pods` prints under STATUS; null when the API server does not know the pod. */
  readonly kubectl: string | null;
  readonly hostNetwork: boolean;
  readonly address: string | null;
  readonly isMirrored: boolean;
}

const MISSING_SANDBOX = 'no sandbox yet';

/** One pod, or null when nobody knows it any more. */
export function podScene(world: World, id: string, node?: string): PodScene | null {
  const view = podView(world, id, node);
  if (!view) return null;
  const { worker } = view;
  const sandbox = worker ? sandboxOf(world, worker.uid) : undefined;
  const rows = worker ? containersOfPod(world, worker.uid) : new Map<string, ContainerRow>();
  const containers = containerScenes(view, rows, sandbox?.state);
  const classification = classificationOf(view);
  return {
    id,
    name: view.name,
    namespace: view.namespace,
    origin: view.startedBy,
    role: classification.system === 'system' ? 'system' : 'nonSystem',
    unsure: classification.system === 'unsure',
    planned: sandbox === undefined,
    state: podState(view, containers),
    containers,
    kubectl: view.stored ? statusColumn(view.stored) : null,
    hostNetwork: view.pod.spec?.hostNetwork === true,
    address: sandbox?.ip ?? null,
    isMirrored: view.startedBy === 'static' && view.stored !== undefined,
  };
}

function podState(view: PodView, containers: readonly ContainerScene[]): PodState {
  if (view.worker?.state === 'terminating' || view.worker?.state === 'terminated' || view.stored?.metadata?.deletionTimestamp) return 'terminating';
  const phase = view.stored?.status?.phase;
  if (phase === 'Succeeded') return 'completed';
  if (phase === 'Failed') return 'failed';
  const own = containers.filter(({ kind }) => kind !== 'init' && kind !== 'ephemeral');
  if (own.some(({ state }) => state === 'failed')) return 'failed';
  return own.length > 0 && own.every(({ state }) => state === 'running') ? 'running' : 'waiting';
}

function containerScenes(view: PodView, rows: ReadonlyMap<string, ContainerRow>, sandbox: string | undefined): ContainerScene[] {
  const { spec } = view.pod;
  const statuses = view.stored?.status;
  const all = [...(statuses?.initContainerStatuses ?? []), ...(statuses?.containerStatuses ?? []), ...(statuses?.ephemeralContainerStatuses ?? [])];
  const waitingReason = (name: string) => all.find((status) => status.name === name)?.state?.waiting?.reason;
  const scene = (name: string, kind: ContainerScene['kind']): ContainerScene => {
    const row = rows.get(name);
    return { name, kind, restarts: row?.restartCount ?? 0, ...stateOf(row, sandbox, waitingReason(name), kind) };
  };
  return [
    ...(spec?.initContainers ?? []).map(({ name, restartPolicy }) => scene(name, restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...(spec?.containers ?? []).map(({ name }) => scene(name, 'app')),
    ...(spec?.ephemeralContainers ?? []).map(({ name }) => scene(name, 'ephemeral')),
  ];
}

/** Waiting reasons that say more than the container's last exit does. */
const TELLING = new Set(['CrashLoopBackOff', 'ErrImagePull', 'ImagePullBackOff', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'ErrImageNeverPull', 'InvalidImageName', 'PostStartHookError']);

function stateOf(row: ContainerRow | undefined, sandbox: string | undefined, reason: string | undefined, kind: ContainerScene['kind']): Pick<ContainerScene, 'state' | 'words'> {
  if (row?.state === 'running') return { state: 'running', words: 'running' };
  if (reason !== undefined && TELLING.has(reason)) return { state: 'failed', words: reason };
  if (!row) {
    if (sandbox === undefined) return { state: 'waiting', words: MISSING_SANDBOX };
    return { state: 'waiting', words: sandbox === 'creating' ? 'sandbox in the making' : 'not created' };
  }
  if (row.state === 'created') return { state: 'waiting', words: 'created' };
  if (row.exitCode === 0) return { state: 'completed', words: kind === 'init' ? 'done, exit 0' : 'exit 0' };
  return { state: 'failed', words: `exit ${row.exitCode ?? '?'}` };
}

export interface FileScene {
  readonly name: string;
  readonly path: string;
  readonly ignored: string | null;
}

export type NodeCondition = 'off' | 'stopped' | 'notRegistered' | 'ready' | 'notReady' | 'unknown';

export interface NodeScene {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly address: string;
  readonly condition: NodeCondition;
  readonly words: string;
  readonly cordoned: boolean;
  readonly folder: string;
  readonly files: readonly FileScene[];
  readonly kubelet: 'running' | 'stopped';
  readonly network: boolean;
  readonly taints: readonly string[];
}

export function nodeScene(world: World, name: string): NodeScene | null {
  const machine = world.tables.machines.get(name);
  if (!machine) return null;
  const stored = world.tables.nodes.get(name);
  const ready = stored?.status?.conditions?.find(({ type }) => type === 'Ready');
  const condition = conditionOf(machine.power === 'off', machine.kubelet, stored !== undefined, ready?.status);
  return {
    name,
    role: machine.role,
    address: machine.address,
    condition,
    words: CONDITION_WORDS[condition],
    cordoned: stored?.spec?.unschedulable === true,
    folder: machine.staticPodPath,
    files: world.indexes.get('filesByNode', name).map((key) => fileScene(world, key)),
    kubelet: machine.power === 'on' ? machine.kubelet : 'stopped',
    network: machine.cniConfigured,
    taints: (stored?.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`),
  };
}

const CONDITION_WORDS: Readonly<Record<NodeCondition, string>> = {
  off: 'not powered on',
  stopped: 'kubelet not started',
  notRegistered: 'not registered yet',
  ready: 'Ready',
  notReady: 'NotReady',
  unknown: 'NotReady: lost',
};

function conditionOf(off: boolean, kubelet: string, registered: boolean, ready: string | undefined): NodeCondition {
  if (registered) {
    if (ready === 'Unknown') return 'unknown';
    if (off) return ready === 'True' ? 'ready' : 'notReady';
    return ready === 'True' ? 'ready' : 'notReady';
  }
  return off ? 'off' : kubelet === 'stopped' ? 'stopped' : 'notRegistered';
}

function fileScene(world: World, key: string): FileScene {
  const file = world.tables.files.get(key);
  const path = file?.path ?? key;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ignored = name.startsWith('.') ? 'dotfile' : (file?.error ?? (file?.object && file.object.kind !== 'Pod' ? 'not a Pod' : null));
  return { name, path, ignored };
}

/** Ids of the pods that stand on a node, sorted. */
export const podsOnNode = podIdsOnNode;

/** What the API server stores beside pods that run: what a user made, and pods that still have no node. */
export interface StoredObject {
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  readonly select: string;
}

const MOST_STORED = 6;

export function storedObjects(world: World): { readonly shown: readonly StoredObject[]; readonly more: number } {
  const objects: StoredObject[] = [];
  for (const [table, kind] of [['deployments', 'Deployment'], ['replicaSets', 'ReplicaSet'], ['statefulSets', 'StatefulSet'], ['jobs', 'Job'], ['cronJobs', 'CronJob']] as const) {
    for (const key of [...world.tables[table].keys()].sort()) {
      if (key.startsWith('kube-system/')) continue;
      const replicas = (world.tables[table].get(key) as { spec?: { replicas?: number } }).spec?.replicas;
      objects.push({ kind, name: key.slice(key.indexOf('/') + 1), detail: replicas === undefined ? '' : `replicas ${replicas}`, select: `${table}:${key}` });
    }
  }
  for (const key of world.indexes.get('podsByNode', '')) objects.push({ kind: 'Pod', name: key.slice(key.indexOf('/') + 1), detail: 'no node yet', select: `pod:${key}` });
  return { shown: objects.slice(0, MOST_STORED), more: Math.max(0, objects.length - MOST_STORED) };
}

/** The nodes on which the leading controller manager and scheduler run. */
export const leaders = (world: World): { readonly controllers: string | undefined; readonly scheduler: string | undefined } => ({
  controllers: leaderNode(world, 'kube-controller-manager'),
  scheduler: leaderNode(world, 'kube-scheduler'),
});

/** Words on an edge's token. */
export const ruleLabel = (rule: Parameters<typeof ruleOf>[0]): string => ruleOf(rule).label ?? ruleOf(rule).title;
