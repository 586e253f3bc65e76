/**
 * How a cluster comes to be, the kubeadm way: manifests on the control planes, kubelets started, nodes marked, add-ons
 * and the network plugin applied, workers joined. The same commands as a person's, given as soon as what they need is
 * there. Stands for: cmd/kubeadm/app/cmd/init.go, join.go. Left out: certificates, tokens, configuration objects.
 */
import { assert } from '../lib/assert';
import type { Pod } from '../kubernetes/objects';
import type { TimedAction, UserAction } from './actions';
import { objectsTime, type ClusterSpec } from './clusterSpec';
import { manifestPath, STATIC_COMPONENTS } from './kubeadm';
import type { Simulation } from './simulation';
import type { WorldTables } from './world';

/** The bootstrap looks so often whether it can go on. */
const LOOK = 250;
/** A few workers are joined one after the other, many at once. */
const joinEvery = (workers: number): number => (workers > 50 ? 0 : 100);

/** How long before time 0 a ready cluster is started, in ms: longer than any bootstrap takes, with time to calm down. */
export const bootstrapTime = ({ workers, objects = [] }: ClusterSpec): number => 60_000 + 20 * workers.length + (objects.length > 0 ? objectsTime : 0);

/** kubeadm marks a control plane: a label, and a taint against ordinary pods. */
export const markControlPlane = (name: string): UserAction => ({
  do: 'patch', kind: 'Node', name, waitForAPI: true,
  patch: {
    metadata: { labels: { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' } },
    spec: { $appendTaint: { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' } },
  },
});

/** A person's pace: from one command to the next, in ms. */
const PACE = 10_000;

/**
 * The commands by which a person makes a cluster of machines that are switched on (a description with `ready: false`):
 * the first control plane with kubeadm's add-ons, the network plugin, then one machine after the other. Times leave room
 * to see each take effect.
 */
export function powerOn({ controlPlanes, workers, cni }: Pick<ClusterSpec, 'controlPlanes' | 'workers' | 'cni'>): TimedAction[] {
  const [first, ...others] = controlPlanes;
  if (first === undefined) return [];
  const network: UserAction[] = cni === 'missing' ? [] : [{ do: 'apply', objects: [{ $cni: 'daemonset' }] }];
  const commands: readonly UserAction[] = [
    { do: 'startKubelet', node: first },
    markControlPlane(first),
    { do: 'apply', objects: [{ $kubeadm: 'kube-proxy' }, { $kubeadm: 'coredns' }] },
    ...network,
    ...others.flatMap((node): UserAction[] => [{ do: 'startKubelet', node }, markControlPlane(node)]),
    ...workers.map((node): UserAction => ({ do: 'startKubelet', node })),
  ];
  return commands.map((action, index) => ({ id: `kubeadm-${index + 1}`, at: index * PACE, action }));
}

const ADD_ONS = new Set(['kube-dns', 'kube-proxy', 'cni']);

/** Is it a pod of the control plane or of an add-on? Those of further manifest files are not waited for. */
const isOwn = ({ metadata }: Pod): boolean =>
  metadata?.namespace === 'kube-system' && (metadata.labels?.['tier'] === 'control-plane' || ADD_ONS.has(metadata.labels?.['k8s-app'] ?? ''));

class Bootstrap {
  private commands = 0;
  /** Time since the run's origin, in ms: below 0 until it is over. */
  private time: number;

  constructor(
    private readonly run: Simulation,
    private readonly spec: ClusterSpec,
  ) {
    this.time = run.time;
  }

  private get tables(): WorldTables {
    return this.run.world.tables;
  }

  private do(action: UserAction): void {
    this.run.input(`kubeadm-${++this.commands}`, action);
  }

  /** Lets time pass until `holds`. Throws when time 0 comes first. */
  private until(what: string | (() => string), holds: () => boolean): void {
    while (!holds()) {
      assert(this.time < 0, `the cluster did not get ready before its time: ${typeof what === 'string' ? what : what()}`);
      this.pass(LOOK);
    }
  }

  private pass(delay: number): void {
    this.time = Math.min(this.time + delay, 0);
    this.run.run(this.time);
  }

  start(): void {
    const { controlPlanes, workers, cni } = this.spec;
    for (const node of controlPlanes) this.do({ do: 'startKubelet', node });
    this.until('API servers answer', () => controlPlanes.every((node) => this.serves(node)));
    this.until('there are leaders', () => this.leads('kube-controller-manager') && this.leads('kube-scheduler'));
    this.until('control planes are registered', () => controlPlanes.every((node) => this.tables.nodes.has(node)));
    this.completeControlPlanes();
    for (const name of controlPlanes) this.do(markControlPlane(name));
    this.do({ do: 'apply', objects: [{ $kubeadm: 'kube-proxy' }, { $kubeadm: 'coredns' }, ...(cni === 'missing' ? [] : [{ $cni: 'daemonset' } as const])] });
    for (const node of workers) {
      this.do({ do: 'startKubelet', node });
      this.pass(joinEvery(workers.length));
    }
    this.until(() => this.missing(), () => this.missing() === '');
    const { objects = [] } = this.spec;
    if (objects.length > 0) this.do({ do: 'apply', objects });
    this.pass(-this.time);
    assert(this.missing() === '', `the cluster was ready, and is not any more: ${this.missing()}`);
  }

  private serves(node: string): boolean {
    const memory = this.tables.memory.get(`apiserver/${node}`);
    return memory?.kind === 'apiserver' && memory.serving;
  }

  private leads(program: string): boolean {
    return this.tables.memory.has(`leader/${program}`);
  }

  /** Controller managers and schedulers that are not to lead. */
  private completeControlPlanes(): void {
    for (const node of this.spec.controlPlanes) {
      for (const component of STATIC_COMPONENTS) {
        const path = manifestPath(component);
        if (!this.tables.files.has(`${node}:${path}`)) this.do({ do: 'writeFile', node, path, manifest: { $kubeadm: component } });
      }
    }
  }

  /** What is not as it should be at time 0; empty when all is well. */
  private missing(): string {
    const { controlPlanes, workers, cni } = this.spec;
    const nodes = [...controlPlanes, ...workers];
    const hasNetwork = cni !== 'missing';
    for (const name of nodes) {
      const node = this.tables.nodes.get(name);
      if (!node) return `node ${name} is not registered`;
      const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
      if (ready !== hasNetwork) return `node ${name} is ${ready ? '' : 'not '}Ready`;
      const tainted = node.spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready') ?? false;
      if (tainted === hasNetwork) return `node ${name} has ${tainted ? 'the' : 'no'} taint not-ready`;
    }
    const expected = controlPlanes.length * STATIC_COMPONENTS.length + nodes.length * (hasNetwork ? 2 : 1) + 2;
    let pods = 0;
    for (const pod of this.tables.pods.values()) {
      if (!isOwn(pod)) continue;
      pods++;
      const isWaiting = !hasNetwork && pod.metadata?.name?.startsWith('coredns-');
      const runs = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
      if (!isWaiting && !runs) return `pod ${pod.metadata?.name ?? ''} is not ready`;
    }
    return pods >= expected ? '' : `there are ${pods} pods, not ${expected}`;
  }
}

/** Starts the cluster of an empty world and lets it run until time 0. */
export const bootstrap = (run: Simulation, spec: ClusterSpec): void => new Bootstrap(run, spec).start();
