/** What is seen of a node at one instant: its machine, its kubelet, its folder, and what the API server says of it. Pure. */
import { servingNodes } from '../../simulation/leaders';
import type { MachineRow } from '../../simulation/world';
import type { World } from '../../simulation/worldState';
import type { Condition, Node } from '../../kubernetes/objects';
import type { PodState } from '../shared/kinds';

export interface FileScene {
  readonly name: string;
  readonly path: string;
  /** Why the kubelet makes no pod of it. */
  readonly ignored: string | null;
}

/** Dashed, without a base: not a node of the cluster, or switched off. Solid otherwise; red when it was lost. */
export type CaseForm = 'absent' | 'off' | 'standing' | 'lost';

export interface NodeScene {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly address: string;
  readonly form: CaseForm;
  readonly state: PodState;
  readonly words: string;
  readonly cordoned: boolean;
  readonly folder: string;
  readonly files: readonly FileScene[];
  readonly kubelet: { readonly state: 'idle' | 'active' | 'stopped'; readonly fact: string };
  readonly containerd: { readonly state: 'idle' | 'active' | 'stopped'; readonly fact: string };
  /** Has the network plugin written its configuration here? */
  readonly network: boolean;
}

export function nodeScene(world: World, name: string): NodeScene | null {
  const machine = world.tables.machines.get(name);
  if (!machine) return null;
  const stored = world.tables.nodes.get(name);
  const apiServer = servingNodes(world).length > 0;
  return {
    name,
    role: machine.role,
    address: machine.address,
    ...conditionOf(machine, stored, apiServer),
    cordoned: stored?.spec?.unschedulable === true,
    folder: machine.staticPodPath,
    files: world.indexes.get('filesByNode', name).map((key) => fileScene(world, key)),
    ...processesOf(machine, stored !== undefined, apiServer),
    network: machine.cniConfigured,
  };
}

const readyOf = (node: Node): Condition | undefined => node.status?.conditions?.find(({ type }) => type === 'Ready');

type Told = Pick<NodeScene, 'form' | 'state' | 'words'>;

/** A node that has never been ready waits; only one that is lost has failed. */
function conditionOf(machine: MachineRow, stored: Node | undefined, apiServer: boolean): Told {
  const off = machine.power === 'off';
  if (!stored) {
    if (off) return { form: 'absent', state: 'waiting', words: 'not powered on' };
    if (machine.kubelet === 'stopped') return { form: 'absent', state: 'waiting', words: 'not joined' };
    return { form: 'standing', state: 'waiting', words: apiServer ? 'not registered yet' : 'not registered: no API server' };
  }
  const ready = readyOf(stored);
  if (ready?.status === 'Unknown') return { form: 'lost', state: 'failed', words: 'lost, listed as NotReady' };
  const isReady = ready?.status === 'True';
  // The API server goes on saying what it was last told.
  if (off) return { form: 'off', state: 'waiting', words: `switched off, listed as ${isReady ? 'Ready' : 'NotReady'}` };
  if (machine.kubelet === 'stopped') return { form: 'standing', state: 'waiting', words: `kubelet stopped, listed as ${isReady ? 'Ready' : 'NotReady'}` };
  if (isReady) return { form: 'standing', state: 'running', words: 'Ready' };
  return { form: 'standing', state: 'waiting', words: ready?.message?.includes('cni plugin not initialized') ? 'NotReady: no network plugin' : 'NotReady' };
}

function processesOf(machine: MachineRow, registered: boolean, apiServer: boolean): Pick<NodeScene, 'kubelet' | 'containerd'> {
  if (machine.power === 'off') return { kubelet: { state: 'stopped', fact: 'off' }, containerd: { state: 'stopped', fact: 'off' } };
  if (machine.kubelet === 'stopped') {
    return registered
      ? { kubelet: { state: 'stopped', fact: 'stopped' }, containerd: { state: 'active', fact: 'runtime' } }
      : { kubelet: { state: 'stopped', fact: 'not started' }, containerd: { state: 'idle', fact: 'idle' } };
  }
  return { kubelet: { state: 'active', fact: registered && apiServer ? 'is watching' : 'reads files' }, containerd: { state: 'active', fact: 'runtime' } };
}

function fileScene(world: World, key: string): FileScene {
  const file = world.tables.files.get(key);
  const path = file?.path ?? key;
  const name = baseName(path);
  const ignored = name.startsWith('.') ? 'dotfile' : (file?.error ?? (file?.object && file.object.kind !== 'Pod' ? 'not a Pod' : null));
  return { name, path, ignored };
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The first of its words, for a narrow plate. */
export const shortWords = ({ words }: Pick<NodeScene, 'words'>): string => words.split(/[:,] /)[0] ?? words;

/** Rows that a node's scene is made of. */
const rowsOf = (world: World, name: string): unknown[] => [
  world.tables.machines.get(name),
  world.tables.nodes.get(name),
  servingNodes(world).length > 0,
  ...world.indexes.get('filesByNode', name).map((key) => world.tables.files.get(key)),
];

interface Remembered {
  readonly rows: readonly unknown[];
  readonly scene: NodeScene | null;
}

const memory = new WeakMap<World, Map<string, Remembered>>();

/** {@link nodeScene}, the same object as long as nothing of the node has changed. */
export function rememberedNodeScene(world: World, name: string): NodeScene | null {
  let known = memory.get(world);
  if (!known) memory.set(world, (known = new Map()));
  const rows = rowsOf(world, name);
  const before = known.get(name);
  if (before && before.rows.length === rows.length && before.rows.every((row, i) => row === rows[i])) return before.scene;
  const scene = nodeScene(world, name);
  known.set(name, { rows, scene });
  return scene;
}

/** "node cp-1, control-plane, Ready, cordoned" */
export const nodeLabel = ({ name, role, words, cordoned }: NodeScene): string => `node ${name}, ${role}, ${words}${cordoned ? ', cordoned' : ''}`;
