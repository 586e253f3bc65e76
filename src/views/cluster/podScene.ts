/**
 * What is seen of a pod at one instant: plain data for the drawing. Pure. A pod's scene is made of a few rows; as long as
 * these are the same, so is the scene, and its card does not draw again.
 */
import { annotationOf, configHashAnnotation } from '../../kubernetes/podOrigin';
import { classificationOf, leafOf, statusColumn, type LeafId } from '../../state/classes';
import { containersOfPod, isUnready, podView, sandboxOf, type PodView } from '../../simulation/podView';
import type { ContainerRow } from '../../simulation/world';
import type { World } from '../../simulation/worldState';
import type { Origin, PodState, Role } from '../shared/kinds';

export interface ContainerScene {
  readonly name: string;
  readonly kind: 'init' | 'sidecar' | 'app' | 'ephemeral';
  readonly state: PodState;
  readonly words: string;
  readonly restarts: number;
  /** It runs, and its status says that it is not ready. */
  readonly unready: boolean;
}

export interface PodScene {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly origin: Origin;
  readonly role: Role;
  /** The text alone does not decide its role. */
  readonly unsure: boolean;
  /** Its place on the flowchart's lowest row. */
  readonly leaf: LeafId;
  /** No sandbox yet: drawn dashed. */
  readonly planned: boolean;
  readonly state: PodState;
  readonly containers: readonly ContainerScene[];
  /** What `kubectl get pods` prints under STATUS; null when the API server does not know the pod. */
  readonly kubectl: string | null;
  readonly hostNetwork: boolean;
  readonly address: string | null;
  /** A static pod that the API server shows as a mirror. */
  readonly isMirrored: boolean;
  /** Its name without what was put behind it; null when nothing was. It tells the pod where there is little room. */
  readonly stem: string | null;
}

/** One pod, or null when nobody knows it any more. */
export function podScene(world: World, id: string, node?: string): PodScene | null {
  const view = podView(world, id, node);
  if (!view) return null;
  const uid = runtimeUid(view);
  const sandbox = sandboxOf(world, uid);
  const rows = containersOfPod(world, uid);
  const ending = isEnding(view);
  const containers = containerScenes(view, rows, sandbox?.state, ending);
  const { system } = classificationOf(view);
  return {
    id,
    name: view.name,
    namespace: view.namespace,
    origin: view.startedBy,
    role: system === 'system' ? 'system' : 'nonSystem',
    unsure: system === 'unsure',
    leaf: leafOf(view),
    planned: sandbox === undefined,
    state: stateOfPod(view, containers, ending),
    containers,
    kubectl: view.stored ? statusColumn(view.stored) : null,
    hostNetwork: view.pod.spec?.hostNetwork === true,
    address: sandbox?.ip ?? null,
    isMirrored: view.startedBy === 'static' && view.stored !== undefined,
    stem: stemOf(view),
  };
}

/** What a person calls it: the name of its DaemonSet, Job or Deployment, or of a static pod without its node's. */
function stemOf({ pod: { metadata }, name, node, startedBy }: PodView): string | null {
  if (startedBy === 'static') return node !== undefined && name.endsWith(`-${node}`) ? name.slice(0, -node.length - 1) : null;
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
  if (!owner || owner.kind === 'StatefulSet') return null;
  const hash = metadata?.labels?.['pod-template-hash'];
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`) ? owner.name.slice(0, -hash.length - 1) : owner.name;
}

/** The UID by which the runtime knows the pod. A kubelet that is stopped has forgotten it; what runs goes on. */
function runtimeUid({ worker, stored }: PodView): string {
  return worker?.uid ?? (stored && annotationOf(stored, configHashAnnotation)) ?? stored?.metadata?.uid ?? '';
}

/** Its own end, as far as its kubelet or else the API server knows. */
const phaseOf = ({ worker, stored }: PodView): string | undefined => worker?.memory.status?.phase ?? stored?.status?.phase;

/** Is it being taken down? A pod whose containers came to their own end is not, though its worker ends too. */
function isEnding(view: PodView): boolean {
  const { worker, stored } = view;
  if (stored?.metadata?.deletionTimestamp) return true;
  const phase = phaseOf(view);
  return (worker?.state === 'terminating' || worker?.state === 'terminated') && phase !== 'Succeeded' && phase !== 'Failed';
}

function stateOfPod(view: PodView, containers: readonly ContainerScene[], ending: boolean): PodState {
  if (ending) return 'terminating';
  const phase = phaseOf(view);
  if (phase === 'Succeeded') return 'completed';
  if (phase === 'Failed') return 'failed';
  const own = containers.filter(({ kind }) => kind === 'app' || kind === 'sidecar');
  if (containers.some(({ state, kind }) => state === 'failed' && kind !== 'ephemeral')) return 'failed';
  return own.length > 0 && own.every(({ state }) => state === 'running') ? 'running' : 'waiting';
}

function containerScenes(view: PodView, rows: ReadonlyMap<string, ContainerRow>, sandbox: string | undefined, ending: boolean): ContainerScene[] {
  const { spec } = view.pod;
  const told = view.stored?.status;
  const statuses = [...(told?.initContainerStatuses ?? []), ...(told?.containerStatuses ?? []), ...(told?.ephemeralContainerStatuses ?? [])];
  const scene = (name: string, kind: ContainerScene['kind']): ContainerScene => {
    const row = rows.get(name);
    const reason = statuses.find((status) => status.name === name)?.state?.waiting?.reason;
    const unready = row?.state === 'running' && !ending && (kind === 'app' || kind === 'sidecar') && isUnready(view, name);
    const state = stateOfContainer(row, { sandbox, reason, kind, ending });
    return { name, kind, restarts: row?.restartCount ?? 0, unready, ...state, ...(unready ? { words: 'running, not ready' } : {}) };
  };
  return [
    ...(spec?.initContainers ?? []).map(({ name, restartPolicy }) => scene(name, restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...(spec?.containers ?? []).map(({ name }) => scene(name, 'app')),
    ...(spec?.ephemeralContainers ?? []).map(({ name }) => scene(name, 'ephemeral')),
  ];
}

/** Waiting reasons that say more than the container's last exit does. */
const TELLING = new Set([
  'ErrImagePull', 'ImagePullBackOff', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'ErrImageNeverPull',
  'InvalidImageName', 'PostStartHookError',
]);

interface Around {
  readonly sandbox: string | undefined;
  readonly reason: string | undefined;
  readonly kind: ContainerScene['kind'];
  readonly ending: boolean;
}

function stateOfContainer(row: ContainerRow | undefined, { sandbox, reason, kind, ending }: Around): Pick<ContainerScene, 'state' | 'words'> {
  if (row?.state === 'running') return ending ? { state: 'terminating', words: 'stopping' } : { state: 'running', words: 'running' };
  if (reason !== undefined && TELLING.has(reason)) return { state: 'failed', words: reason };
  if (!row) {
    if (ending) return { state: 'completed', words: 'never started' };
    if (sandbox === undefined) return { state: 'waiting', words: 'no sandbox yet' };
    return { state: 'waiting', words: sandbox === 'creating' ? 'creating' : 'not created' };
  }
  if (row.state === 'created') return { state: 'waiting', words: 'created' };
  if (ending) return { state: 'completed', words: 'stopped' };
  if (row.exitCode === 0) return { state: 'completed', words: kind === 'init' ? 'done, exit 0' : 'exit 0' };
  const exit = `exit ${row.exitCode ?? '?'}`;
  return { state: 'failed', words: reason === 'CrashLoopBackOff' ? `${exit}, backs off` : exit };
}

/** Rows that a pod's scene is made of: the same rows, the same scene. */
function rowsOf(world: World, id: string, node: string): unknown[] {
  const view = podView(world, id, node);
  if (!view) return [];
  const uid = runtimeUid(view);
  const { tables, indexes } = world;
  return [
    view.stored,
    view.worker,
    ...indexes.get('sandboxesByPod', uid).map((key) => tables.sandboxes.get(key)),
    ...indexes.get('containersByPod', uid).map((key) => tables.containers.get(key)),
  ];
}

interface Remembered {
  readonly rows: readonly unknown[];
  readonly scene: PodScene | null;
}

const memory = new WeakMap<World, Map<string, Remembered>>();

/** {@link podScene}, the same object as long as nothing of the pod has changed. Costs a few look-ups then. */
export function rememberedPodScene(world: World, id: string, node: string): PodScene | null {
  let known = memory.get(world);
  if (!known) memory.set(world, (known = new Map()));
  const key = `${node} ${id}`;
  const rows = rowsOf(world, id, node);
  const before = known.get(key);
  if (before && before.rows.length === rows.length && before.rows.every((row, i) => row === rows[i])) return before.scene;
  const scene = podScene(world, id, node);
  known.set(key, { rows, scene });
  return scene;
}

/** How many of its containers run, and the one word that matters most: for forms that have one line. */
export function briefState({ containers, state }: PodScene): { readonly state: PodState; readonly words: string } {
  const own = containers.filter(({ kind }) => kind === 'app' || kind === 'sidecar');
  const trouble = containers.find((one) => one.state === 'failed') ?? containers.find((one) => one.kind === 'init' && one.state !== 'completed');
  if (state === 'completed') return { state, words: 'completed' };
  if (trouble && state !== 'terminating') return { state: trouble.state, words: trouble.kind === 'init' && trouble.state !== 'failed' ? `init: ${trouble.words}` : trouble.words };
  const first = own.find((one) => one.state !== 'running') ?? own[0];
  if (!first) return { state, words: state };
  const running = own.filter((one) => one.state === 'running').length;
  const unready = own.some((one) => one.unready) ? ', not ready' : '';
  if (own.length > 1 && running > 0) return { state: running === own.length ? 'running' : first.state, words: running === own.length ? `${running} running${unready}` : `${running} of ${own.length} running` };
  return { state: first.state, words: first.words };
}

/** "pod etcd-cp-1, static, system, no sandbox yet, kubectl shows Pending" */
export function podLabel(pod: PodScene): string {
  const told = pod.kubectl === null ? '' : pod.isMirrored ? `, kubectl shows its mirror: ${pod.kubectl}` : `, kubectl shows ${pod.kubectl}`;
  return `pod ${pod.name}, ${pod.origin}, ${pod.role === 'system' ? 'system' : 'non-system'}, ${pod.planned ? 'no sandbox yet' : briefState(pod).words}${told}`;
}
