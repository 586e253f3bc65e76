/** Between which drawn things a step's message travels. Pure. */
import { type Address, componentOf, instanceOf } from '../../simulation/messages';
import type { Step } from '../../simulation/step';
import type { World } from '../../simulation/worldState';
import { leaders } from './scene';

/** Ids of the things on the canvas. */
export const nodeId = {
  user: 'user',
  frame: (node: string) => `frame:${node}`,
  folder: (node: string) => `folder:${node}`,
  kubelet: (node: string) => `kubelet:${node}`,
  containerd: (node: string) => `containerd:${node}`,
  network: (node: string) => `network:${node}`,
  pod: (node: string, id: string) => `pod:${node} ${id}`,
} as const;

const controlPlanePod = (component: string, node: string): string => nodeId.pod(node, `kube-system/${component}-${node}`);

/** The drawn thing that stands for an address. */
export function placeOf(address: Address, step: Pick<Step, 'about'>, world: World): string | null {
  const instance = instanceOf(address);
  const firstControlPlane = world.indexes.get('controlPlanes', '')[0] ?? '';
  switch (componentOf(address)) {
    case 'user':
      return nodeId.user;
    case 'apiserver':
      return controlPlanePod('kube-apiserver', instance);
    case 'etcd':
      return controlPlanePod('etcd', instance);
    case 'controllers':
      return controlPlanePod('kube-controller-manager', leaders(world).controllers ?? firstControlPlane);
    case 'scheduler':
      return controlPlanePod('kube-scheduler', leaders(world).scheduler ?? firstControlPlane);
    case 'kubelet':
      return nodeId.kubelet(instance);
    case 'containerd':
      return nodeId.containerd(instance);
    case 'network':
      return nodeId.network(instance);
    case 'process':
      return processPlace(instance, step, world);
  }
}

function processPlace(containerId: string, step: Pick<Step, 'about'>, world: World): string | null {
  const container = world.tables.containers.get(containerId);
  const worker = container && world.tables.podWorkers.get(`${container.node}/${container.podUid}`);
  if (worker) return nodeId.pod(worker.node, worker.fullName);
  const { node, pod } = step.about;
  return node && pod ? nodeId.pod(node, pod.includes('/') ? pod : `kube-system/${pod}`) : null;
}

export interface DrawnMotion {
  readonly from: string;
  readonly to: string;
  readonly via: 'call' | 'watch' | 'file' | 'signal';
  readonly label: string;
  readonly refused: string | null;
}

/** What travels in this step, or null when nothing does, or nothing drawn is at one end. */
export function drawnMotion(step: Step, world: World): DrawnMotion | null {
  const { motion } = step;
  if (!motion) return null;
  const from = placeOf(motion.from, step, world);
  let to = placeOf(motion.to, step, world);
  if (motion.via === 'file' && componentOf(motion.to) === 'kubelet') {
    return { from: nodeId.folder(instanceOf(motion.to)), to: nodeId.kubelet(instanceOf(motion.to)), via: 'file', label: motion.label, refused: motion.refused ?? null };
  }
  if (from === to) to = null;
  return from && to ? { from, to, via: motion.via, label: motion.label, refused: motion.refused ?? null } : null;
}

/** The drawn thing that acts in this step. */
export const actingPlace = (step: Step, world: World): string | null => placeOf(step.actor, step, world);
