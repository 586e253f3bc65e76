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

/** Cards show containers and state; minis are one line, for what the lesson is not about. */
export type SlotForm = 'card' | 'mini';

export interface Slot {
  readonly node: string;
  readonly form: SlotForm;
  readonly index: number;
  /** Containers that a card must have room for. */
  readonly containers: number;
}

export interface Room {
  readonly slots: ReadonlyMap<string, Slot>;
  /** By node: containers of the pods of each card slot, and the number of minis. */
  readonly cards: ReadonlyMap<string, readonly number[]>;
  readonly minis: ReadonlyMap<string, number>;
  /** Most files in the manifests folder of each node. */
  readonly files: ReadonlyMap<string, number>;
}

interface Life {
  readonly node: string;
  readonly form: SlotForm;
  containers: number;
  from: number;
  to: number;
}

/** On one node, at most so many cards; further pods become minis. */
const MOST_CARDS = 8;

const FOREVER = Number.MAX_SAFE_INTEGER;

const containerCount = (pod: Pod): number => (pod.spec?.containers?.length ?? 0) + (pod.spec?.initContainers?.length ?? 0) + (pod.spec?.ephemeralContainers?.length ?? 0);

/** Workloads of the system (kube-proxy, the network plugin, CoreDNS) are stage hands: minis. */
function formOf(id: string, pod: Pod, origin: 'static' | 'workload'): SlotForm {
  if (origin === 'static') return 'card';
  const slash = id.indexOf('/');
  const view = { id, namespace: id.slice(0, slash), name: id.slice(slash + 1), node: undefined, startedBy: origin, worker: undefined, stored: pod, pod } as const;
  return classificationOf(view).system === 'system' ? 'mini' : 'card';
}

/** Gives each pod of the run its place. `start` is the World before the first step; costs time with the changes of the run. */
export function roomFor(start: World, steps: readonly Step[]): Room {
  const lives = new Map<string, Life>();
  const files = new Map<string, number>();
  const filesNow = new Map<string, number>();
  const meet = (node: string, id: string, pod: Pod, origin: 'static' | 'workload', at: number) => {
    const key = `${node} ${id}`;
    const life = lives.get(key);
    if (life) {
      life.to = FOREVER;
      life.containers = Math.max(life.containers, containerCount(pod));
    } else lives.set(key, { node, form: formOf(id, pod, origin), containers: containerCount(pod), from: at, to: FOREVER });
  };
  const part = (node: string, id: string, at: number) => {
    const life = lives.get(`${node} ${id}`);
    if (life) life.to = at;
  };
  for (const node of start.indexes.get('allMachines', '')) {
    for (const id of podIdsOnNode(start, node)) {
      const view = podView(start, id, node);
      if (view) meet(node, id, view.pod, view.startedBy, 0);
    }
    const count = start.indexes.get('filesByNode', node).length;
    files.set(node, count);
    filesNow.set(node, count);
  }
  for (const { index, changes } of steps) {
    for (const { table, key, before, after } of changes) {
      if (table === 'podWorkers') {
        const row = (after ?? before) as PodWorkerRow;
        if (after) meet(row.node, row.fullName, row.pod, row.origin === 'file' ? 'static' : 'workload', index);
        else part(row.node, row.fullName, index);
      } else if (table === 'pods') {
        const pod = (after ?? before) as Pod;
        const node = pod.spec?.nodeName;
        if (node && after) meet(node, key, pod, 'workload', index);
        else if (node) part(node, key, index);
      } else if (table === 'files' && before === undefined !== (after === undefined)) {
        const node = key.slice(0, key.indexOf(':'));
        const now = (filesNow.get(node) ?? 0) + (after ? 1 : -1);
        filesNow.set(node, now);
        files.set(node, Math.max(files.get(node) ?? 0, now));
      }
    }
  }
  return place(lives, files);
}

function place(lives: ReadonlyMap<string, Life>, files: ReadonlyMap<string, number>): Room {
  const slots = new Map<string, Slot>();
  const cards = new Map<string, number[]>();
  const minis = new Map<string, number>();
  const freeAt = new Map<string, number[]>();
  const ordered = [...lives].sort(([a, lifeA], [b, lifeB]) => lifeA.from - lifeB.from || (a < b ? -1 : 1));
  for (const [key, life] of ordered) {
    const { node } = life;
    let { form } = life;
    let index = take(freeAt, `${node} ${form}`, life);
    if (form === 'card' && index >= MOST_CARDS) {
      form = 'mini';
      index = take(freeAt, `${node} ${form}`, life);
    }
    slots.set(key, { node, form, index, containers: life.containers });
    if (form === 'mini') minis.set(node, Math.max(minis.get(node) ?? 0, index + 1));
    else {
      const rows = cards.get(node) ?? [];
      rows[index] = Math.max(rows[index] ?? 0, life.containers);
      cards.set(node, rows);
    }
  }
  return { slots, cards, minis, files };
}

/** The lowest place that is free for the whole life, taken. */
function take(freeAt: Map<string, number[]>, group: string, life: Life): number {
  const ends = freeAt.get(group) ?? [];
  freeAt.set(group, ends);
  let index = ends.findIndex((end) => end < life.from);
  if (index < 0) index = ends.length;
  ends[index] = life.to;
  return index;
}

export const slotKey = (node: string, id: string): string => `${node} ${id}`;
