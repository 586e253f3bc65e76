/**
 * Clusters to begin with: from a description to a run. Nothing is faked: a ready cluster has been started before time 0
 * the kubeadm way (bootstrap.ts), by kubelets, containers and controllers of the simulation itself.
 */
import { quantityMilliValue, quantityValue } from '../kubernetes/quantities';
import { parseRfc3339 } from '../lib/time';
import { present } from '../lib/assert';
import { ms } from '../lib/brand';
import { BUILT_IN_IMAGES } from './addons';
import { bootstrap, bootstrapTime } from './bootstrap';
import { fileKey, fileRow } from './components/user/files';
import { MANIFESTS_FOLDER, manifestPath, STATIC_COMPONENTS, type StaticComponent } from './kubeadm';
import { RUN_FOREVER } from './programs';
import type { ClusterSpec, FileSpec, ImageSpec, MachineSize } from './clusterSpec';
import { type RunOptions, Simulation } from './simulation';
import type { Tx } from './tx';
import type { MachineRow } from './world';

const DEFAULT_CLOCK = '2026-01-01T00:00:00Z';

/**
 * A run that begins with this cluster, and reads texts in files only if `options` bring a reader for them. The same
 * description, options and seed give the same run. Throws an AssertionError when the clock is no time, or when a ready
 * cluster did not get ready: a defect of a rule.
 */
export function buildCluster(spec: ClusterSpec, seed = 1, options: RunOptions = {}): Simulation {
  const origin = spec.ready ? bootstrapTime(spec) : 0;
  // What came before time 0 cannot be gone back to: its steps need not be kept.
  const run = Simulation.start((tx) => build(tx, spec, seed, origin), options, !spec.ready);
  if (!spec.ready) return run;
  bootstrap(run, spec);
  return run.asBeginning();
}

/** The rows that there are before anything happens: machines, files, images, the clock. */
function build(tx: Tx, spec: ClusterSpec, seed: number, origin: number): void {
  const clock = present(parseRfc3339(spec.clock ?? DEFAULT_CLOCK), `a clock that can be read instead of ${spec.clock ?? ''}`);
  tx.put('cluster', 'cluster', {
    now: ms(0), origin: ms(origin), clock, nextSequence: 0, resourceVersion: 0, seed, nextId: 1, pullMBps: spec.pullMBps ?? 50,
  });
  const names = [...spec.controlPlanes, ...spec.workers, ...(spec.machines ?? [])];
  const isControlPlane = new Set(spec.controlPlanes);
  names.forEach((name, index) => tx.put('machines', name, machineRow(name, index, isControlPlane.has(name), spec.nodes?.[name])));
  putImages(tx, spec, names);
  for (const name of spec.controlPlanes) {
    for (const component of STATIC_COMPONENTS) if (isThereFirst(spec, name, component)) putFile(tx, { node: name, path: manifestPath(component), content: { $kubeadm: component } });
  }
  for (const file of spec.files ?? []) putFile(tx, file);
  // The last step of the start-up: the clock stands exactly at time 0.
  if (origin > 0) tx.send({ type: 'note', to: 'user/you', kind: 'timeZero' }, origin);
}

/**
 * The controller manager and the scheduler that are to lead start first; bootstrap.ts puts the others beside them
 * when these lead.
 */
export function isThereFirst(spec: ClusterSpec, node: string, component: StaticComponent): boolean {
  if (!spec.ready || component === 'etcd' || component === 'kube-apiserver') return true;
  return (spec.leaders?.[component] ?? spec.controlPlanes[0]) === node;
}

const DEFAULT_MEMORY = '8Gi';

/** Machine number `index`: an address in 10.0.0.0/16 and a /24 of the pod network 10.244.0.0/14. */
function machineRow(name: string, index: number, isControlPlane: boolean, size: MachineSize = {}): MachineRow {
  const address = index + 10;
  return {
    name,
    role: isControlPlane ? 'control-plane' : 'worker',
    address: `10.0.${Math.floor(address / 250)}.${(address % 250) + 1}`,
    podCIDR: `10.${244 + Math.floor(index / 256)}.${index % 256}.0/24`,
    power: 'on',
    kubelet: 'stopped',
    cniConfigured: false,
    staticPodPath: MANIFESTS_FOLDER,
    cpu: quantityMilliValue(size.cpu ?? 4) / 1000,
    memory: size.memory ?? DEFAULT_MEMORY,
    maxPods: quantityValue(size.pods ?? 110),
    ...(size.labels ? { labels: size.labels } : {}),
    ...(size.taints ? { taints: size.taints } : {}),
  };
}

function putImages(tx: Tx, spec: ClusterSpec, machines: readonly string[]): void {
  for (const image of BUILT_IN_IMAGES) putImage(tx, image.name, { ...image, present: true }, machines);
  for (const [name, image] of Object.entries(spec.images ?? {})) putImage(tx, name, image, machines);
}

function putImage(tx: Tx, name: string, image: ImageSpec, machines: readonly string[]): void {
  const { sizeMB, exists, program = RUN_FOREVER } = image;
  tx.put('registry', name, { name, sizeMB, exists, program });
  if (image.present) for (const node of machines) tx.put('images', `${node}/${name}`, { node, name, sizeMB });
}

function putFile(tx: Tx, { node, path, content }: FileSpec): void {
  const host = present(tx.get('machines', node), `machine ${node} for the file ${path}`);
  tx.put('files', fileKey(node, path), fileRow(tx, host, path, content));
}
