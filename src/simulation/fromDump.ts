/**
 * A simulated cluster from the objects of a live dump: its machines, its objects as their owners wrote them, its pods
 * where they ran. What the simulation makes by itself (control planes, kube-proxy, CoreDNS, the network) it makes as
 * kubeadm would. What it cannot take is told, never guessed.
 */
import type { ApiObject, Container, Node, ObjectMeta, Pod, PodSpec } from '../kubernetes/objects';
import { nodeRolesColumn, nodeStatusColumn } from '../kubernetes/kubectlColumns';
import { containersOf } from '../kubernetes/podContainers';
import { fieldsOf } from '../kubernetes/reading';
import { isTokenVolume } from '../manifest/podSummary';
import { conform, typeOfKind } from '../manifest/schema';
import type { TimedAction } from './actions';
import type { ClusterSpec, FileSpec, ImageSpec, MachineSize } from './clusterSpec';
import { isKnownKind } from './kinds';
import { MANIFESTS_FOLDER, STATIC_COMPONENTS } from './kubeadm';

/** More are not begun at once: every pod is started by its kubelet, step by step. */
export const mostNodes = 40;
export const mostPods = 400;

export type FromDump =
  | { readonly ok: false; readonly why: string }
  | { readonly ok: true; readonly cluster: ClusterSpec; readonly actions: readonly TimedAction[]; readonly leftOut: readonly string[] };

/** Kinds that the simulation keeps without a rule, and that pods need or Services are. */
const PLAIN_KINDS = new Set(['Service', 'ServiceAccount', 'ConfigMap', 'Secret', 'ResourceQuota', 'LimitRange', 'PersistentVolumeClaim', 'PersistentVolume', 'StorageClass']);
/** What kubelets and controllers write by themselves. */
const MADE_KINDS = new Set(['Node', 'Lease', 'Event', 'Endpoints', 'EndpointSlice', 'ControllerRevision']);
/** Controllers of the simulation that take over pods which are there already; the others make theirs anew. */
const ADOPTING = new Set(['ReplicaSet']);
const OWN_ADDONS = new Set(['kube-proxy', 'coredns', 'kube-dns']);
const MIRROR = 'kubernetes.io/config.mirror';

const kindOf = (object: ApiObject): string => object.kind ?? '';
const nameOf = ({ metadata }: ApiObject): string => metadata?.name ?? '';
const isA = <T extends ApiObject>(kind: string) => (object: ApiObject): object is T => object.kind === kind;
const few = (names: readonly string[]): string => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** kubeadm's own add-ons: the simulation has them already. */
const isOwnAddon = ({ metadata }: ApiObject): boolean => metadata?.namespace === 'kube-system' &&
  (OWN_ADDONS.has(metadata.labels?.['k8s-app'] ?? '') || OWN_ADDONS.has(metadata.name ?? '') || metadata.labels?.['k8s-app'] === 'cni');

/** As its owner wrote it: without what the API server and controllers added. */
function written(object: ApiObject): ApiObject {
  const { metadata = {}, status: _status, ...rest } = object as ApiObject & { readonly status?: unknown };
  const { name, namespace, labels, annotations } = metadata;
  const kept: ObjectMeta = {
    ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }), ...(labels ? { labels } : {}),
    ...(annotations ? { annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith('kubectl.kubernetes.io/') && !key.startsWith('kubernetes.io/config.'))) } : {}),
  };
  return { ...rest, metadata: kept };
}

const withoutMounts = (tokens: ReadonlySet<string>) => (container: Container): Container =>
  ({ ...container, ...(container.volumeMounts ? { volumeMounts: container.volumeMounts.filter(({ name }) => !tokens.has(name)) } : {}) });

/** What admission added is added again: the token's volume, the priority's value. */
function asCreated(pod: Pod): Pod {
  const { priority: _priority, preemptionPolicy: _policy, ephemeralContainers: _debug, ...spec } = pod.spec as PodSpec & { readonly priority?: number; readonly preemptionPolicy?: string };
  const tokens = new Set((spec.volumes ?? []).filter((volume) => isTokenVolume(volume.name, { ...volume })).map(({ name }) => name));
  const strip = withoutMounts(tokens);
  return {
    ...written(pod),
    spec: {
      ...spec, containers: (spec.containers ?? []).map(strip), ...(spec.initContainers ? { initContainers: spec.initContainers.map(strip) } : {}),
      ...(spec.volumes ? { volumes: spec.volumes.filter(({ name }) => !tokens.has(name)) } : {}),
    },
  };
}

const isControlPlane = (node: Node): boolean => /(^|,)(control-plane|master)(,|$)/.test(nodeRolesColumn(node));

/** Labels and taints that the simulation's kubelets and controllers set themselves. */
const isOwnTaint = ({ key }: { readonly key: string }): boolean => key.startsWith('node.kubernetes.io/') || key.startsWith('node-role.kubernetes.io/');

function sizeOf({ metadata, spec, status }: Node): MachineSize {
  const { cpu, memory, pods } = { ...status?.allocatable, ...status?.capacity } as { readonly cpu?: string; readonly memory?: string; readonly pods?: string };
  const taints = (spec?.taints ?? []).filter((taint) => !isOwnTaint(taint)).map(({ key, value, effect }) => ({ key, effect, ...(value === undefined ? {} : { value }) }));
  const labels = Object.fromEntries(Object.entries(metadata?.labels ?? {}).filter(([key]) => !key.startsWith('node-role.kubernetes.io/') && !key.startsWith('node.kubernetes.io/exclude')));
  return {
    ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }), ...(pods === undefined ? {} : { pods }),
    ...(Object.keys(labels).length > 0 ? { labels } : {}), ...(taints.length > 0 ? { taints } : {}),
  };
}

/** What the run starts with, sorted by what is done with it. */
class Sorting {
  readonly nodes: readonly Node[];
  readonly objects: ApiObject[] = [];
  readonly files: FileSpec[] = [];
  readonly leftOut: string[] = [];
  private readonly known: ReadonlySet<string>;
  private readonly images = new Set<string>();

  constructor(private readonly all: readonly ApiObject[]) {
    this.nodes = all.filter(isA<Node>('Node')).filter((node) => nameOf(node) !== '');
    this.known = new Set(this.nodes.map(nameOf));
    const pods = all.filter(isA<Pod>('Pod'));
    const kept = this.sortPods(pods);
    this.sortOthers(kept);
  }

  /** Of every pod one of: a file of its node, bound to its node, made anew by its controller, not there. */
  private sortPods(pods: readonly Pod[]): readonly Pod[] {
    const owners = new Set(this.all.filter((object) => !isOwnAddon(object)).map((object) => `${kindOf(object)} ${object.metadata?.namespace ?? ''}/${nameOf(object)}`));
    const kept: Pod[] = [];
    const over: string[] = [];
    const lost: string[] = [];
    const anew = new Map<string, number>();
    const orphans = new Set<string>();
    for (const pod of pods) {
      const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller);
      if (pod.metadata?.annotations?.[MIRROR] !== undefined) this.takeFile(pod);
      else if (isOwnAddon(pod)) continue;
      else if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') over.push(nameOf(pod));
      else if (pod.spec?.nodeName !== undefined && !this.known.has(pod.spec.nodeName)) lost.push(nameOf(pod));
      else if (owner && isKnownKind(owner.kind) && !ADOPTING.has(owner.kind) && owners.has(`${owner.kind} ${pod.metadata?.namespace ?? ''}/${owner.name}`)) anew.set(owner.kind, (anew.get(owner.kind) ?? 0) + 1);
      else {
        kept.push(asCreated(pod));
        if (owner && (!isKnownKind(owner.kind) || !owners.has(`${owner.kind} ${pod.metadata?.namespace ?? ''}/${owner.name}`))) orphans.add(`${owner.kind} ${owner.name}`);
      }
    }
    if (over.length > 0) this.leftOut.push(`Pods that have ended: ${few(over)}.`);
    if (lost.length > 0) this.leftOut.push(`Pods on nodes that the dump does not have: ${few(lost)}.`);
    for (const [kind, n] of anew) this.leftOut.push(`${counted(n, 'pod')} of ${kind}s: their controllers make them anew, with other names or on other nodes.`);
    if (orphans.size > 0) this.leftOut.push(`Controllers that the simulation does not have: ${few([...orphans])}. Their pods run without one.`);
    return kept;
  }

  /** A mirror pod stands for a file. The control plane's own files kubeadm writes. */
  private takeFile(pod: Pod): void {
    const node = pod.spec?.nodeName ?? '';
    const name = nameOf(pod).endsWith(`-${node.toLowerCase()}`) ? nameOf(pod).slice(0, -node.length - 1) : nameOf(pod);
    if (STATIC_COMPONENTS.some((component) => component === name) || !this.known.has(node)) return;
    const { nodeName: _node, serviceAccountName: _account, tolerations: _all, ...spec } = asCreated(pod).spec ?? {};
    const { metadata, ...rest } = asCreated(pod);
    this.files.push({ node, path: `${MANIFESTS_FOLDER}/${name}.yaml`, content: { ...rest, metadata: { ...metadata, name }, spec } as ApiObject });
  }

  private sortOthers(pods: readonly Pod[]): void {
    const unknown = new Map<string, number>();
    const rest: ApiObject[] = [];
    let addons = 0;
    for (const object of this.all) {
      const kind = kindOf(object);
      if (kind === 'Pod' || MADE_KINDS.has(kind) || nameOf(object) === '') continue;
      if (kind === 'PriorityClass' && nameOf(object).startsWith('system-')) continue;
      // An old ReplicaSet without pods is history.
      if (kind === 'ReplicaSet' && (object as { readonly spec?: { readonly replicas?: number } }).spec?.replicas === 0) continue;
      if (isOwnAddon(object)) addons += 1;
      else if (isKnownKind(kind) || PLAIN_KINDS.has(kind)) rest.push(written(object));
      else unknown.set(kind, (unknown.get(kind) ?? 0) + 1);
    }
    if (addons > 0) this.leftOut.push('kube-proxy, CoreDNS and the network are the simulation’s own, as kubeadm makes them.');
    if (unknown.size > 0) this.leftOut.push(`Kinds that it does not simulate: ${[...unknown].map(([kind, n]) => `${n} ${kind || 'without a kind'}`).join(', ')}.`);
    const of = (...kinds: readonly string[]) => rest.filter((object) => kinds.includes(kindOf(object)));
    const first = of('Namespace', 'PriorityClass', 'ServiceAccount');
    const workloads = of('ReplicaSet', 'Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'PodDisruptionBudget');
    const plain = rest.filter((object) => !first.includes(object) && !workloads.includes(object));
    const order = ['ReplicaSet', 'Deployment'];
    workloads.sort((a, b) => order.indexOf(kindOf(b)) - order.indexOf(kindOf(a)));
    // Pods before their ReplicaSet, and that before its Deployment: each takes over what it finds.
    const sets = workloads.filter(isA('ReplicaSet'));
    const others = workloads.filter((object) => !sets.includes(object));
    const everything = [...plain, ...pods, ...sets, ...others];
    this.objects.push(...this.namespacesFor(first, everything), ...first, ...this.accountsFor(first, pods), ...claimsFor(everything), ...everything);
    for (const { spec } of pods) for (const { container } of containersOf(spec)) if (container.image) this.images.add(container.image);
    for (const object of workloads) for (const image of imagesOf(object)) this.images.add(image);
  }

  /** Namespaces that objects are in and the dump does not have. */
  private namespacesFor(first: readonly ApiObject[], objects: readonly ApiObject[]): ApiObject[] {
    const there = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease', ...first.filter(isA('Namespace')).map(nameOf)]);
    const named = new Set([...first, ...objects].flatMap(({ metadata }) => (metadata?.namespace ? [metadata.namespace] : [])));
    return [...named].filter((name) => !there.has(name)).toSorted().map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  }

  /** Accounts that pods use and the dump does not have. */
  private accountsFor(first: readonly ApiObject[], pods: readonly Pod[]): ApiObject[] {
    const key = (namespace: string | undefined, name: string): string => `${namespace ?? 'default'}/${name}`;
    const there = new Set(first.filter(isA('ServiceAccount')).map((object) => key(object.metadata?.namespace, nameOf(object))));
    const used = new Set(pods.flatMap(({ metadata, spec }) => (spec?.serviceAccountName && spec.serviceAccountName !== 'default' ? [key(metadata?.namespace, spec.serviceAccountName)] : [])));
    return [...used].filter((account) => !there.has(account)).toSorted().map((account) => {
      const [namespace = 'default', name = ''] = account.split('/');
      return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
    });
  }

  get imageSpecs(): Readonly<Record<string, ImageSpec>> {
    return Object.fromEntries([...this.images].toSorted().map((image) => [image, { sizeMB: 50, exists: true, present: true }]));
  }
}

const templateOf = (object: ApiObject): PodSpec | undefined => (object as { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } }).spec?.template?.spec;

/** Claims that pods use and the dump does not have. */
function claimsFor(objects: readonly ApiObject[]): ApiObject[] {
  const there = new Set(objects.filter(isA('PersistentVolumeClaim')).map((object) => `${object.metadata?.namespace ?? 'default'}/${nameOf(object)}`));
  const used = objects.flatMap((object) => (templateOf(object)?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    (persistentVolumeClaim ? [`${object.metadata?.namespace ?? 'default'}/${persistentVolumeClaim.claimName}`] : [])));
  return [...new Set(used)].filter((claim) => !there.has(claim)).toSorted().map((claim) => {
    const [namespace = 'default', name = ''] = claim.split('/');
    return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace } };
  });
}

function imagesOf(object: ApiObject): readonly string[] {
  return containersOf(templateOf(object)).flatMap(({ container }) => (container.image ? [container.image] : []));
}

/** Why not, before anything is built; null when nothing stands against it. */
export function whyNotSimulated(nodes: number, described: boolean, pods: number): string | null {
  if (!described) return 'The dump has no Node objects: kubectl get nodes,pods -A -o yaml prints both.';
  if (nodes > mostNodes) return `It opens at most ${mostNodes.toLocaleString('en')} nodes.`;
  if (pods > mostPods) return `It opens at most ${mostPods.toLocaleString('en')} pods.`;
  return null;
}

/** As the API server would have decoded it: values of a wrong type are left out. */
function decoded(object: ApiObject): ApiObject {
  const { kind, apiVersion = 'v1' } = object;
  const type = kind === undefined ? undefined : typeOfKind(apiVersion, kind);
  const fitting = fieldsOf(conform(object, type ?? 'none'));
  const metadata = fieldsOf(conform(fitting['metadata'], 'ObjectMeta'));
  return { ...fitting, apiVersion, kind: kind ?? '', metadata };
}

/** A List is the objects in it. */
const isList = ({ kind }: ApiObject): boolean => kind?.endsWith('List') ?? false;

/** The cluster of a dump. Objects come as they were pasted, lists taken apart. */
export function clusterFromDump(objects: readonly ApiObject[]): FromDump {
  const sorting = new Sorting(objects.filter((object) => !isList(object)).map(decoded));
  const { nodes, leftOut, files } = sorting;
  const why = whyNotSimulated(nodes.length, nodes.length > 0, sorting.objects.filter(isA('Pod')).length);
  if (why !== null) return { ok: false, why };
  const names = new Set(nodes.map(nameOf));
  if (names.size < nodes.length) return { ok: false, why: 'Two nodes have one name: these are dumps of several clusters, or one twice.' };
  const controlPlanes = nodes.filter(isControlPlane).map(nameOf);
  const standIn = names.has('control-plane') ? 'control-plane-0' : 'control-plane';
  if (controlPlanes.length === 0) leftOut.push(`The control plane is not among the nodes: ${standIn} stands for it.`);
  const cordoned = nodes.filter(({ spec }) => spec?.unschedulable).map(nameOf);
  const lost = nodes.filter((node) => !nodeStatusColumn(node).startsWith('Ready')).map(nameOf);
  const commands = [...cordoned.map((node) => ({ do: 'cordon', node }) as const), ...lost.map((node) => ({ do: 'stopNode', node }) as const)];
  const cluster: ClusterSpec = {
    controlPlanes: controlPlanes.length > 0 ? controlPlanes : [standIn],
    workers: nodes.filter((node) => !isControlPlane(node)).map(nameOf),
    ready: true,
    nodes: Object.fromEntries(nodes.map((node) => [nameOf(node), sizeOf(node)])),
    images: sorting.imageSpecs,
    ...(files.length > 0 ? { files } : {}),
    ...(sorting.objects.length > 0 ? { objects: sorting.objects } : {}),
  };
  return { ok: true, cluster, leftOut, actions: commands.map((action, i) => ({ id: `dump-${i + 1}`, at: 1000 * (i + 1), action })) };
}
