/** What one can break, or mend, at this instant: the actions offered by "Break something". Pure. */
import type { UserAction } from '../simulation/actions';
import { podView } from '../simulation/podView';
import type { World } from '../simulation/worldState';
import type { Selection } from './selection';

export interface Breakable {
  readonly title: string;
  /** What will happen, in a few words. */
  readonly consequence: string;
  readonly action: UserAction;
}

export interface BreakableGroup {
  readonly title: string;
  readonly items: readonly Breakable[];
}

const COMPONENTS = ['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'etcd'] as const;
const CONSEQUENCES: Readonly<Record<(typeof COMPONENTS)[number], string>> = {
  'kube-apiserver': 'Running pods go on; kubectl and all writes fail',
  'kube-scheduler': 'New pods stay Pending; static pods still start',
  'kube-controller-manager': 'Nothing replaces a lost pod any more',
  etcd: 'The API server stops answering',
};

/** Moving a component's file out of the folder, and putting it back. */
function controlPlane(world: World): Breakable[] {
  const items: Breakable[] = [];
  for (const node of world.indexes.get('controlPlanes', '')) {
    const folder = world.tables.machines.get(node)?.staticPodPath ?? '/etc/kubernetes/manifests';
    for (const component of COMPONENTS) {
      const path = `${folder}/${component}.yaml`;
      items.push(
        world.tables.files.has(`${node}:${path}`)
          ? { title: `Move ${component}.yaml away on ${node}`, consequence: CONSEQUENCES[component], action: { do: 'removeFile', node, path } }
          : { title: `Put ${component}.yaml back on ${node}`, consequence: 'Its kubelet starts it again', action: { do: 'writeFile', node, path, manifest: { $kubeadm: component } } },
      );
    }
  }
  return items;
}

/** Most nodes that the list offers one by one. */
const MOST_NODES = 6;

function nodes(world: World, selection: Selection | null): Breakable[] {
  const all = world.indexes.get('allMachines', '');
  const chosen = selection?.kind === 'node' ? [selection.id] : all.slice(0, MOST_NODES);
  return chosen.flatMap((node): Breakable[] => {
    const machine = world.tables.machines.get(node);
    if (!machine) return [];
    if (machine.power === 'off') return [{ title: `Power on ${node}`, consequence: 'It boots, its kubelet starts', action: { do: 'startNode', node } }];
    const items: Breakable[] = [{ title: `Power off ${node}`, consequence: 'Its lease runs out after 50 s', action: { do: 'stopNode', node } }];
    if (machine.kubelet === 'running') {
      items.push({ title: `Stop the kubelet on ${node}`, consequence: 'Its containers go on, nobody looks after them', action: { do: 'stopKubelet', node } });
    } else {
      items.push({ title: `Start the kubelet on ${node}`, consequence: 'It adopts what runs, or joins the cluster', action: { do: 'startKubelet', node } });
    }
    const stored = world.tables.nodes.get(node);
    if (stored) {
      items.push(
        stored.spec?.unschedulable
          ? { title: `Uncordon ${node}`, consequence: 'The scheduler uses it again', action: { do: 'uncordon', node } }
          : { title: `Drain ${node}`, consequence: 'Workloads leave; static and DaemonSet pods stay', action: { do: 'drain', node, ignoreDaemonsets: true, force: true, deleteEmptydirData: true } },
      );
    }
    return items;
  });
}

function selectedPod(world: World, selection: Selection | null): Breakable[] {
  if (selection?.kind !== 'pod') return [];
  const view = podView(world, selection.id);
  if (!view) return [];
  const { namespace, name, node } = view;
  const items: Breakable[] = [];
  if (view.stored) {
    items.push({
      title: `kubectl delete pod ${name}`,
      consequence: view.startedBy === 'static' ? 'Only the mirror goes, and comes back; no container stops' : 'It ends within its grace period',
      action: { do: 'delete', kind: 'Pod', namespace, name },
    });
  }
  const file = view.worker?.file;
  if (file && node) items.push({ title: `Remove ${file.slice(file.lastIndexOf('/') + 1)} on ${node}`, consequence: 'Its kubelet stops the pod', action: { do: 'removeFile', node, path: file } });
  if (node && view.worker) {
    for (const container of view.pod.spec?.containers ?? []) {
      items.push({ title: `Kill container ${container.name}`, consequence: 'SIGKILL, exit code 137; then its restartPolicy', action: { do: 'killContainer', node, pod: view.id, container: container.name } });
    }
    items.push({ title: 'Kill the sandbox (pause)', consequence: 'New sandbox, new address', action: { do: 'killContainer', node, pod: view.id, container: 'pause' } });
  }
  return items;
}

function workloads(world: World): Breakable[] {
  return world.indexes.get('allDeployments', '').slice(0, MOST_NODES).flatMap((key): Breakable[] => {
    const deployment = world.tables.deployments.get(key);
    const [namespace = 'default', name = ''] = key.split('/');
    const replicas = deployment?.spec?.replicas ?? 1;
    return [
      { title: `Scale ${name} to ${replicas + 1}`, consequence: 'One more pod', action: { do: 'scale', kind: 'Deployment', namespace, name, replicas: replicas + 1 } },
      ...(replicas > 0 ? [{ title: `Scale ${name} to ${replicas - 1}`, consequence: 'One pod fewer', action: { do: 'scale', kind: 'Deployment', namespace, name, replicas: replicas - 1 } } as const] : []),
      { title: `Delete Deployment ${name}`, consequence: 'ReplicaSet and pods follow', action: { do: 'delete', kind: 'Deployment', namespace, name } },
    ];
  });
}

/** The groups that have something to offer. */
export function breakables(world: World, selection: Selection | null): BreakableGroup[] {
  return [
    { title: 'The selected pod', items: selectedPod(world, selection) },
    { title: 'Control plane', items: controlPlane(world) },
    { title: 'Nodes', items: nodes(world, selection) },
    { title: 'Workloads', items: workloads(world) },
  ].filter(({ items }) => items.length > 0);
}
