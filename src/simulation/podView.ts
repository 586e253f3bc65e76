/**
 * A pod as a person sees it: one thing, whether its node's kubelet knows it, the API server stores it, or both. A static
 * pod and its mirror are one. Pure functions of the World; cost in proportion to what is asked for.
 */
import { configMirrorAnnotation } from '../kubernetes/podOrigin';
import type { Pod } from '../kubernetes/objects';
import type { ContainerRow, PodWorkerRow, SandboxRow } from './world';
import type { World } from './worldState';

export interface PodView {
  /** `namespace/name`, the name with its node suffix for a static pod: what `kubectl get pods` would call it. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: string | undefined;
  /** Who starts it: read from a file by the kubelet itself, or told through the API server. */
  readonly startedBy: 'static' | 'workload';
  /** The pod as its kubelet knows it; absent before it hears of it. */
  readonly worker: PodWorkerRow | undefined;
  /** What the API server stores: the pod, or the mirror of a static pod. */
  readonly stored: Pod | undefined;
  /** The best description of its spec: the kubelet's, or else the stored one. */
  readonly pod: Pod;
}

const MISSING: readonly string[] = [];

/**
 * The pod of that id, or undefined when neither a kubelet nor the API server knows it. Tell its node where you know it:
 * a static pod without a mirror is otherwise looked for on every node.
 */
export function podView(world: World, id: string, onNode?: string): PodView | undefined {
  const stored = world.tables.pods.get(id);
  const worker = workerOf(world, id, onNode ?? stored?.spec?.nodeName);
  const pod = worker?.pod ?? stored;
  if (!pod) return undefined;
  const slash = id.indexOf('/');
  const isMirror = stored?.metadata?.annotations?.[configMirrorAnnotation] !== undefined;
  return {
    id,
    namespace: id.slice(0, slash),
    name: id.slice(slash + 1),
    node: worker?.node ?? stored?.spec?.nodeName,
    startedBy: worker ? (worker.origin === 'file' ? 'static' : 'workload') : isMirror ? 'static' : 'workload',
    worker,
    stored,
    pod,
  };
}

function workerOf(world: World, id: string, node: string | undefined): PodWorkerRow | undefined {
  const nodes = node ? [node] : world.indexes.get('allMachines', '');
  for (const name of nodes) {
    const keys = world.indexes.get('workersByFullName', `${name}/${id}`);
    const rows = keys.map((key) => world.tables.podWorkers.get(key)).filter((row) => row !== undefined);
    // Two of one name: the newer waits for the older to end. The one that runs is what one sees.
    const living = rows.find((row) => row.state !== 'waiting') ?? rows[0];
    if (living) return living;
  }
  return undefined;
}

/** Ids of all pods on a node, sorted: those its kubelet knows and those the API server has bound to it. */
export function podIdsOnNode(world: World, node: string): string[] {
  const ids = new Set(world.indexes.get('podsByNode', node) ?? MISSING);
  for (const key of world.indexes.get('workersByNode', node)) {
    const worker = world.tables.podWorkers.get(key);
    if (worker) ids.add(worker.fullName);
  }
  return [...ids].sort();
}

/** Ids of pods without a node, sorted. */
export const unboundPodIds = (world: World): string[] => [...world.indexes.get('podsByNode', '')];

/** Ids of all pods, sorted. Costs time in proportion to their number: not for a step. */
export function allPodIds(world: World): string[] {
  const ids = new Set(world.indexes.get('allPods', ''));
  for (const worker of world.tables.podWorkers.values()) ids.add(worker.fullName);
  return [...ids].sort();
}

/** Does a container run of which its status, as its kubelet or else the API server has it, says that it is not ready? */
export function isUnready({ worker, stored }: PodView, container: string): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = worker?.memory.status ?? stored?.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].some(({ name, state, ready }) => name === container && state?.running !== undefined && ready === false);
}

/** The newest sandbox of a pod. */
export function sandboxOf(world: World, podUid: string): SandboxRow | undefined {
  let newest: SandboxRow | undefined;
  for (const key of world.indexes.get('sandboxesByPod', podUid)) {
    const sandbox = world.tables.sandboxes.get(key);
    if (sandbox && (!newest || sandbox.attempt > newest.attempt)) newest = sandbox;
  }
  return newest;
}

/** The newest container of each name in a pod. */
export function containersOfPod(world: World, podUid: string): Map<string, ContainerRow> {
  const newest = new Map<string, ContainerRow>();
  for (const key of world.indexes.get('containersByPod', podUid)) {
    const container = world.tables.containers.get(key);
    if (!container) continue;
    const known = newest.get(container.name);
    if (!known || container.createdAt > known.createdAt || (container.createdAt === known.createdAt && container.id > known.id)) newest.set(container.name, container);
  }
  return newest;
}
