/** Which connections are drawn: only those that really exist at this instant, and the message of the step. Pure. */
import { servingNodes } from '../../simulation/leaders';
import type { World } from '../../simulation/worldState';
import { nodeId, type DrawnMotion } from './motion';
import { leaders } from './scene';

export interface SceneEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly via: 'call' | 'watch' | 'file' | 'signal';
  readonly now: boolean;
  readonly label: string;
  readonly refused: string | null;
}

/** With more nodes the standing connections of kubelets would be a curtain: then only messages are drawn. */
const MOST_NODES_WITH_WATCHES = 5;

const standing = (from: string, to: string, via: SceneEdge['via']): SceneEdge => ({ id: `${from}>${to}`, from, to, via, now: false, label: '', refused: null });

/** The standing connections. */
export function standingEdges(world: World): SceneEdge[] {
  const machines = world.indexes.get('allMachines', '');
  const serving = servingNodes(world);
  const edges: SceneEdge[] = [];
  for (const name of machines) {
    const machine = world.tables.machines.get(name);
    if (!machine || machine.power === 'off' || machine.kubelet !== 'running') continue;
    if (world.indexes.get('filesByNode', name).length > 0) edges.push(standing(nodeId.folder(name), nodeId.kubelet(name), 'file'));
    edges.push(standing(nodeId.kubelet(name), nodeId.containerd(name), 'call'));
    if (machine.cniConfigured) edges.push(standing(nodeId.containerd(name), nodeId.network(name), 'call'));
    const server = serving.includes(name) ? name : serving[0];
    if (server && world.tables.nodes.has(name) && machines.length <= MOST_NODES_WITH_WATCHES) {
      edges.push(standing(nodeId.pod(server, `kube-system/kube-apiserver-${server}`), nodeId.kubelet(name), 'watch'));
    }
  }
  for (const node of serving) {
    const api = nodeId.pod(node, `kube-system/kube-apiserver-${node}`);
    edges.push(standing(api, nodeId.pod(node, `kube-system/etcd-${node}`), 'call'));
  }
  const { controllers, scheduler } = leaders(world);
  const api = serving[0] && nodeId.pod(serving[0], `kube-system/kube-apiserver-${serving[0]}`);
  if (api && controllers) edges.push(standing(nodeId.pod(controllers, `kube-system/kube-controller-manager-${controllers}`), api, 'watch'));
  if (api && scheduler) edges.push(standing(nodeId.pod(scheduler, `kube-system/kube-scheduler-${scheduler}`), api, 'watch'));
  return edges;
}

/** All edges to draw: the standing ones, and over them the message of this step. */
export function sceneEdges(world: World, motion: DrawnMotion | null): SceneEdge[] {
  const edges = standingEdges(world);
  if (!motion) return edges;
  const { from, to, via, label, refused } = motion;
  return [
    ...edges.filter((edge) => !(edge.from === from && edge.to === to) && !(edge.from === to && edge.to === from)),
    { id: `now:${from}>${to}`, from, to, via, now: true, label, refused },
  ];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Sides by which an edge leaves and enters, from where the two boxes stand. */
export function sidesOf(from: Point & { width: number; height: number }, to: Point & { width: number; height: number }): { readonly source: string; readonly target: string } {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + to.height / 2 - (from.y + from.height / 2);
  const apart = to.x > from.x + from.width ? 'r' : to.x + to.width < from.x ? 'l' : null;
  const above = to.y > from.y + from.height ? 'b' : to.y + to.height < from.y ? 't' : null;
  if (above && (!apart || Math.abs(dy) > Math.abs(dx) * 0.6)) return above === 'b' ? { source: 'sb', target: 'tt' } : { source: 'st', target: 'tb' };
  if (apart) return apart === 'r' ? { source: 'sr', target: 'tl' } : { source: 'sl', target: 'tr' };
  return Math.abs(dx) > Math.abs(dy) ? { source: dx > 0 ? 'sr' : 'sl', target: dx > 0 ? 'tl' : 'tr' } : { source: dy > 0 ? 'sb' : 'st', target: dy > 0 ? 'tt' : 'tb' };
}
