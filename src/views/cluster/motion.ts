/** What a step means for the picture: what travels between which drawn things, and which of them it is about. Pure. */
import { ruleOf } from '../../kubernetes/rules/catalogue';
import { leaderNode, servingNodes } from '../../simulation/leaders';
import { type Address, componentOf, instanceOf } from '../../simulation/messages';
import type { Step } from '../../simulation/step';
import type { World } from '../../simulation/worldState';

/** Ids of the things on the canvas. */
export const thingId = {
  user: 'user',
  frame: (node: string) => `frame:${node}`,
  folder: (node: string) => `folder:${node}`,
  kubelet: (node: string) => `kubelet:${node}`,
  containerd: (node: string) => `containerd:${node}`,
  network: (node: string) => `network:${node}`,
  pod: (node: string, id: string) => `pod:${node} ${id}`,
} as const;

/** The node on which the thing of this id stands; null for the user. */
export function nodeOfThing(id: string): string | null {
  const colon = id.indexOf(':');
  if (colon < 0) return null;
  const rest = id.slice(colon + 1);
  const space = rest.indexOf(' ');
  return space < 0 ? rest : rest.slice(0, space);
}

/** The static pod of a control-plane component on one node. */
export const controlPlanePod = (component: string, node: string): string => thingId.pod(node, `kube-system/${component}-${node}`);

const firstControlPlane = (world: World): string => world.indexes.get('controlPlanes', '')[0] ?? '';

/** The leading process stands for its kind; before there is one, the first control-plane node's. */
export const controllersPlace = (world: World): string => controlPlanePod('kube-controller-manager', leaderNode(world, 'kube-controller-manager') ?? firstControlPlane(world));
export const schedulerPlace = (world: World): string => controlPlanePod('kube-scheduler', leaderNode(world, 'kube-scheduler') ?? firstControlPlane(world));

/** The drawn thing that stands for an address; null when nothing does. */
export function placeOf(address: Address, step: Pick<Step, 'about'>, world: World): string | null {
  const instance = instanceOf(address);
  switch (componentOf(address)) {
    case 'user':
      return thingId.user;
    case 'apiserver':
    case 'etcd':
      // "apiserver/none": nobody serves. The question goes to where the first one would stand.
      return controlPlanePod(componentOf(address) === 'etcd' ? 'etcd' : 'kube-apiserver', world.tables.machines.has(instance) ? instance : firstControlPlane(world));
    case 'controllers':
      return controllersPlace(world);
    case 'scheduler':
      return schedulerPlace(world);
    case 'kubelet':
      return thingId.kubelet(instance);
    case 'containerd':
      return thingId.containerd(instance);
    case 'network':
      return thingId.network(instance);
    case 'process':
      return processPlace(instance, step, world);
  }
}

function processPlace(containerId: string, step: Pick<Step, 'about'>, world: World): string | null {
  const container = world.tables.containers.get(containerId);
  const sandbox = container && world.tables.sandboxes.get(container.sandbox);
  return sandbox ? thingId.pod(sandbox.node, sandbox.pod) : aboutPod(step);
}

/** The pod that a step is about, where it says on which node. */
function aboutPod({ about }: Pick<Step, 'about'>): string | null {
  const { node, pod, namespace } = about;
  if (!node || !pod) return null;
  return thingId.pod(node, namespace === undefined || pod.includes('/') ? pod : `${namespace}/${pod}`);
}

export interface DrawnMotion {
  readonly from: string;
  readonly to: string;
  readonly via: 'call' | 'watch' | 'file' | 'signal';
  readonly label: string;
  readonly refused: string | null;
}

/** What travels in this step, or null when nothing does. */
export function drawnMotion(step: Step, world: World): DrawnMotion | null {
  const { motion } = step;
  if (!motion) return heard(step, world);
  const { via, label, refused = null } = motion;
  const toFolder = via === 'file' && componentOf(motion.to) === 'kubelet';
  const from = placeOf(motion.from, step, world);
  const to = toFolder ? thingId.folder(instanceOf(motion.to)) : placeOf(motion.to, step, world);
  return from && to && from !== to ? { from, to, via, label, refused } : null;
}

/**
 * A kubelet that reads a file, or hears of a change on its watch: nobody calls it, and the step carries no message. Its
 * rule says by which way the news came.
 */
function heard(step: Step, world: World): DrawnMotion | null {
  const { via, label = '' } = ruleOf(step.rule);
  const node = instanceOf(step.actor);
  if (componentOf(step.actor) !== 'kubelet') return null;
  const to = thingId.kubelet(node);
  if (via === 'file') return { from: thingId.folder(node), to, via, label: step.about['file'] ?? label, refused: null };
  if (via !== 'watch') return null;
  const server = serverFor(node, world);
  return server ? { from: controlPlanePod('kube-apiserver', server), to, via, label, refused: null } : null;
}

/** The node of the API server that a kubelet talks to: its own, where there is one. */
export function serverFor(node: string, world: World): string | undefined {
  const serving = servingNodes(world);
  return serving.includes(node) ? node : serving[0];
}

/** Things that are in a step, and how. */
export type Part = 'acting' | 'receiving' | 'about';

/** Who acts, who receives, and which pod it is about: each wears the ring of now. */
export function partsOf(step: Step, motion: DrawnMotion | null, world: World): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  const about = aboutPod(step);
  if (about) parts.set(about, 'about');
  const actor = placeOf(step.actor, step, world);
  if (actor) parts.set(actor, 'acting');
  if (!motion) return parts;
  if (motion.from !== actor) parts.set(motion.from, 'acting');
  parts.set(motion.to, 'receiving');
  return parts;
}
