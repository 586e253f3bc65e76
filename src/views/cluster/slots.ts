/**
 * A place for every pod of a run: computed once a branch, so that nothing on the screen moves when another pod comes or
 * goes. A pod keeps its place while the run lasts; a place is given again only to pods that never live at the same time.
 */
import type { PodWorkerRow } from '../../simulation/world';
import type { Pod } from '../../kubernetes/objects';
import type { World } from '../../simulation/worldState';
import type { Step } from '../../simulation/step';
import { classificationOf } from '../../state/classes';
import { podIdsOnNode, podView } from '../../simulation/podView';
import { StoredCount } from './stored';

/** Cards show containers and state; minis are one line, for what the lesson is not about. */
export type SlotForm = 'card' | 'mini';

/** kubeadm's four, in the order in which they stand: whom the API server needs at its left, who needs it at its right. */
export const CONTROL_PLANE_PARTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
export type ControlPlanePart = (typeof CONTROL_PLANE_PARTS)[number];

export interface Slot {
  readonly node: string;
  readonly form: SlotForm;
  readonly index: number;
}

/** What a card must have room for. */
export interface CardRoom {
  /** Letters of the containers' names, in their order; the longest where the place is given again. */
  readonly containers: readonly number[];
  /** Letters of the longest name that stands there. */
  readonly letters: number;
  readonly part: ControlPlanePart | null;
}

export interface Room {
  /** By {@link slotKey}. */
  readonly slots: ReadonlyMap<string, Slot>;
  /** By node, in the order of the card slots. */
  readonly cards: ReadonlyMap<string, readonly CardRoom[]>;
  /** By node: how many mini slots. */
  readonly minis: ReadonlyMap<string, number>;
  /** By node: most files in the manifests folder at a time. */
  readonly files: ReadonlyMap<string, number>;
  /** Most objects that the API server stores beside pods that run (see storedObjects). */
  readonly stored: number;
  /** Are there Deployments and the like among them, not only pods that wait for a node? */
  readonly storesOwners: boolean;
}

interface Life extends CardRoom {
  readonly key: string;
  readonly node: string;
  readonly form: SlotForm;
  containers: readonly number[];
  readonly from: number;
  to: number;
  /** Who knows the pod: pod workers and the API server. It lives while one of them does. */
  readonly known: Set<string>;
}

/** On one node, at most so many cards; further pods become minis. */
const MOST_CARDS = 8;

const FOREVER = Number.MAX_SAFE_INTEGER;

export const slotKey = (node: string, id: string): string => `${node} ${id}`;

const containerNames = ({ spec }: Pod): number[] => [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])].map(({ name }) => name.length);

/** Room for either of two lists, one after the other. */
const roomForBoth = (a: readonly number[], b: readonly number[]): number[] => Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Math.max(a[i] ?? 0, b[i] ?? 0));

/** Workloads of the system (kube-proxy, the network plugin, CoreDNS) are stage hands: minis. */
function formOf(id: string, pod: Pod, origin: 'static' | 'workload'): SlotForm {
  if (origin === 'static') return 'card';
  const slash = id.indexOf('/');
  const view = { id, namespace: id.slice(0, slash), name: id.slice(slash + 1), node: undefined, startedBy: origin, worker: undefined, stored: pod, pod } as const;
  return classificationOf(view).system === 'system' ? 'mini' : 'card';
}

/** The control plane's part that a static pod of this id is, on this node. */
export const partOf = (node: string, id: string): ControlPlanePart | null => CONTROL_PLANE_PARTS.find((part) => id === `kube-system/${part}-${node}`) ?? null;

/** Collects from when to when each pod of a run is there. */
class Lives {
  private readonly byKey = new Map<string, Life>();

  meet(node: string, id: string, source: string, pod: Pod, origin: 'static' | 'workload', at: number): void {
    const key = slotKey(node, id);
    let life = this.byKey.get(key);
    if (!life) {
      const form = formOf(id, pod, origin);
      const part = origin === 'static' ? partOf(node, id) : null;
      life = { key, node, form, part, letters: id.length - id.indexOf('/') - 1, containers: [], from: at, to: FOREVER, known: new Set() };
      this.byKey.set(key, life);
    }
    life.known.add(source);
    life.to = FOREVER;
    life.containers = roomForBoth(life.containers, containerNames(pod));
  }

  part(node: string, id: string, source: string, at: number): void {
    const life = this.byKey.get(slotKey(node, id));
    if (!life?.known.delete(source)) return;
    if (life.known.size === 0) life.to = at;
  }

  /** The control plane's own pods first, in their order; then as they came. */
  ordered(): readonly Life[] {
    const rank = ({ part }: Life): number => (part === null ? CONTROL_PLANE_PARTS.length : CONTROL_PLANE_PARTS.indexOf(part));
    return [...this.byKey.values()].sort((a, b) => rank(a) - rank(b) || a.from - b.from || (a.key < b.key ? -1 : 1));
  }
}

/** Follows the number of files on each node. */
class FileCounts {
  readonly most = new Map<string, number>();
  private readonly now = new Map<string, number>();
  /** Files that the present step takes away: they are still shown with it. */
  private readonly leaving = new Map<string, number>();

  add(node: string, by: number): void {
    const now = (this.now.get(node) ?? 0) + by;
    this.now.set(node, now);
    if (by < 0) this.leaving.set(node, (this.leaving.get(node) ?? 0) - by);
    this.most.set(node, Math.max(this.most.get(node) ?? 0, now + (this.leaving.get(node) ?? 0)));
  }

  endStep(): void {
    this.leaving.clear();
  }
}

/** Gives each pod of the run its place. `start` is the World before the first step; costs time with the changes of the run. */
export function roomFor(start: World, steps: readonly Step[]): Room {
  const lives = new Lives();
  const files = new FileCounts();
  const stored = new StoredCount(start);
  for (const node of start.indexes.get('allMachines', '')) {
    for (const id of podIdsOnNode(start, node)) {
      const view = podView(start, id, node);
      if (view?.stored) lives.meet(node, id, `pods ${id}`, view.pod, view.startedBy, -1);
    }
    for (const key of start.indexes.get('workersByNode', node)) {
      const row = start.tables.podWorkers.get(key);
      if (row) lives.meet(node, row.fullName, key, row.pod, row.origin === 'file' ? 'static' : 'workload', -1);
    }
    files.add(node, start.indexes.get('filesByNode', node).length);
  }
  for (const step of steps) follow(step, lives, files, stored);
  return { ...place(lives.ordered()), files: files.most, stored: stored.most, storesOwners: stored.hasOwners };
}

function follow({ index, changes }: Step, lives: Lives, files: FileCounts, stored: StoredCount): void {
  for (const change of changes) {
    const { table, key, before, after } = change;
    stored.follow(change);
    if (table === 'podWorkers') {
      const row = (after ?? before) as PodWorkerRow;
      if (after) lives.meet(row.node, row.fullName, key, row.pod, row.origin === 'file' ? 'static' : 'workload', index);
      else lives.part(row.node, row.fullName, key, index);
    } else if (table === 'pods') {
      const pod = (after ?? before) as Pod;
      const node = pod.spec?.nodeName;
      if (node && after) lives.meet(node, key, `pods ${key}`, pod, 'workload', index);
      else if (node) lives.part(node, key, `pods ${key}`, index);
    } else if (table === 'files' && (before === undefined) !== (after === undefined)) {
      files.add(key.slice(0, key.indexOf(':')), after ? 1 : -1);
    }
  }
  files.endStep();
}

function place(lives: readonly Life[]): Pick<Room, 'slots' | 'cards' | 'minis'> {
  const slots = new Map<string, Slot>();
  const cards = new Map<string, CardRoom[]>();
  const minis = new Map<string, number>();
  const freeAt = new Map<string, number[]>();
  for (const life of lives) {
    const { node, key } = life;
    let { form } = life;
    let index = take(freeAt, `${node} ${form}`, life);
    if (form === 'card' && index >= MOST_CARDS) {
      form = 'mini';
      index = take(freeAt, `${node} ${form}`, life);
    }
    slots.set(key, { node, form, index });
    if (form === 'mini') minis.set(node, Math.max(minis.get(node) ?? 0, index + 1));
    else {
      const rooms = cards.get(node) ?? [];
      const room = rooms[index];
      rooms[index] = {
        containers: roomForBoth(room?.containers ?? [], life.containers),
        letters: Math.max(room?.letters ?? 0, life.letters),
        part: room ? room.part : life.part,
      };
      cards.set(node, rooms);
    }
  }
  return { slots, cards, minis };
}

/** The lowest place that is free for the whole life, taken. The control plane's parts keep theirs to themselves. */
function take(freeAt: Map<string, number[]>, group: string, life: Life): number {
  const ends = freeAt.get(group) ?? [];
  freeAt.set(group, ends);
  let index = ends.findIndex((end) => end < life.from);
  if (index < 0) index = ends.length;
  ends[index] = life.part === null ? life.to : FOREVER;
  return index;
}
