/** Which connections are drawn: only those that really exist at this instant, and the message of the step. Pure. */
import { servingNodes } from '../../simulation/leaders';
import type { World } from '../../simulation/worldState';
import { controllersPlace, controlPlanePod, type DrawnMotion, schedulerPlace, serverFor, thingId } from './motion';

export interface StandingEdge {
  readonly from: string;
  readonly to: string;
  readonly via: 'call' | 'watch' | 'file';
}

/** With more nodes the standing connections of kubelets would be a curtain: then only messages are drawn. */
const MOST_NODES_WITH_WATCHES = 5;

/** The connections that stand at this instant. */
export function standingEdges(world: World): StandingEdge[] {
  const machines = world.indexes.get('allMachines', '');
  const edges: StandingEdge[] = [];
  for (const name of machines) {
    const machine = world.tables.machines.get(name);
    if (!machine || machine.power === 'off' || machine.kubelet !== 'running') continue;
    if (world.indexes.get('filesByNode', name).length > 0) edges.push({ from: thingId.folder(name), to: thingId.kubelet(name), via: 'file' });
    edges.push({ from: thingId.kubelet(name), to: thingId.containerd(name), via: 'call' });
    const server = serverFor(name, world);
    if (server && world.tables.nodes.has(name) && machines.length <= MOST_NODES_WITH_WATCHES) {
      edges.push({ from: controlPlanePod('kube-apiserver', server), to: thingId.kubelet(name), via: 'watch' });
    }
  }
  return [...edges, ...controlPlaneEdges(world)];
}

/** Each API server calls its etcd; the leading controller manager and scheduler watch an API server. */
function controlPlaneEdges(world: World): StandingEdge[] {
  const serving = servingNodes(world);
  const [first] = serving;
  if (first === undefined) return [];
  const edges: StandingEdge[] = serving.map((node) => ({ from: controlPlanePod('kube-apiserver', node), to: controlPlanePod('etcd', node), via: 'call' }));
  for (const [name, place] of [['kube-controller-manager', controllersPlace(world)], ['kube-scheduler', schedulerPlace(world)]] as const) {
    const node = place.slice(place.indexOf(':') + 1, place.indexOf(' '));
    if (world.tables.memory.has(`leader/${name}`)) edges.push({ from: place, to: controlPlanePod('kube-apiserver', serverFor(node, world) ?? first), via: 'watch' });
  }
  return edges;
}

/** Every connection that can stand in a run: they get their ways first, so that a way never changes. */
export function possibleEdges(nodes: readonly { readonly name: string; readonly role: 'control-plane' | 'worker' }[]): StandingEdge[] {
  const servers = nodes.filter(({ role }) => role === 'control-plane').map(({ name }) => name);
  const edges: StandingEdge[] = [];
  for (const { name } of nodes) {
    edges.push({ from: thingId.folder(name), to: thingId.kubelet(name), via: 'file' }, { from: thingId.kubelet(name), to: thingId.containerd(name), via: 'call' });
  }
  for (const name of servers) {
    const api = controlPlanePod('kube-apiserver', name);
    edges.push({ from: api, to: controlPlanePod('etcd', name), via: 'call' });
    edges.push({ from: controlPlanePod('kube-controller-manager', name), to: api, via: 'watch' }, { from: controlPlanePod('kube-scheduler', name), to: api, via: 'watch' });
    edges.push({ from: api, to: thingId.kubelet(name), via: 'watch' });
  }
  const [first] = servers;
  if (first !== undefined && nodes.length <= MOST_NODES_WITH_WATCHES) {
    for (const { name, role } of nodes) if (role === 'worker') edges.push({ from: controlPlanePod('kube-apiserver', first), to: thingId.kubelet(name), via: 'watch' });
  }
  return edges;
}

/** Do they join the same two things? */
export const sameEnds = (a: Pick<StandingEdge, 'from' | 'to'>, b: Pick<StandingEdge, 'from' | 'to'>): boolean =>
  (a.from === b.from && a.to === b.to) || (a.from === b.to && a.to === b.from);

/** The standing edges without the one that the step's message goes along. */
export const besideMessage = (edges: readonly StandingEdge[], motion: DrawnMotion | null): readonly StandingEdge[] =>
  motion ? edges.filter((edge) => !sameEnds(edge, motion)) : edges;
