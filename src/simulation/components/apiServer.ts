/**
 * The API server, as the other components call it: create, update, status, bind, delete. Every call first asks whether
 * a kube-apiserver answers at all; it does while the container of its static pod runs and reaches its etcd
 * (programs of both: process.ts). A write to etcd is one changed row, one resourceVersion and its watch events.
 *
 * Stands for: k8s.io/apiserver/pkg/registry/generic/registry/store.go, pkg/registry/core/pod/strategy.go.
 * Left out: authentication and authorization, list and watch caches, conflicts (a rule reads and writes in one step).
 */
import { setDefaults } from '../../kubernetes/defaults';
import type { ApiObject, Job, ObjectMeta, OwnerReference, Pod, PodStatus, ResourceList } from '../../kubernetes/objects';
import { fnv1a } from '../../lib/prng';
import { formatRfc3339, parseRfc3339 } from '../../lib/time';
import { kindInfo, keyOf } from '../kinds';
import { type Address, componentOf, instanceOf } from '../messages';
import type { Tx } from '../tx';
import { fanOut, isTerminal } from '../watch';
import type { ApiTableName, ApiTables } from '../apiTables';
import { admit } from './admission';
import { type Answer, CONNECTION_REFUSED, refuse } from './answers';

export { CONNECTION_REFUSED, type Answer, type Refusal } from './answers';

// ── Who answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The API server that answers a caller on `node`. What runs on a control plane's node calls that node's own and no other,
 * as kubeadm sets it up; everybody else reaches the first that serves. Undefined when none does. (The load balancer in
 * front of several is not drawn.)
 */
export function servingApiServer(tx: Tx, node?: string): Address | undefined {
  const serves = (name: string) => {
    const memory = tx.get('memory', `apiserver/${name}`);
    return memory?.kind === 'apiserver' && memory.serving;
  };
  if (node !== undefined && serves(node)) return `apiserver/${node}`;
  if (node !== undefined && tx.get('machines', node)?.callsOwnApiServer) return undefined;
  for (const name of tx.keys('controlPlanes')) if (serves(name)) return `apiserver/${name}`;
  return undefined;
}

/** The node a caller runs on: a kubelet's, or that of the program which leads. */
function nodeOf(tx: Tx, caller: Address): string | undefined {
  const component = componentOf(caller);
  if (component === 'kubelet') return instanceOf(caller);
  const program = component === 'controllers' ? 'kube-controller-manager' : component === 'scheduler' ? 'kube-scheduler' : undefined;
  const leader = program && tx.get('memory', `leader/${program}`);
  return leader?.kind === 'leader' ? leader.node : undefined;
}

/** Opens a request: the server that takes it, or the refusal; draws the arrow either way. */
function request(tx: Tx, caller: Address): Address | undefined {
  const node = nodeOf(tx, caller);
  const server = servingApiServer(tx, node);
  const own = node !== undefined && tx.get('machines', node)?.callsOwnApiServer ? node : undefined;
  const target = server ?? (`apiserver/${own ?? tx.keys('controlPlanes')[0] ?? 'none'}` as const);
  tx.motion(caller, target, server ? {} : { refused: CONNECTION_REFUSED.message });
  return server;
}

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** What is longer of a `generateName` is cut off (apiserver storage/names/generate.go). */
const LONGEST_GENERATED = 58;

/** Five random characters, as `generateName` appends them (k8s.io/apimachinery/pkg/util/rand:SafeEncodeString). */
export function randomSuffix(tx: Tx): string {
  let suffix = '';
  for (let i = 0; i < 5; i++) suffix += NAME_LETTERS[Math.floor(tx.random() * NAME_LETTERS.length)];
  return suffix;
}

/** A UID in the usual form, from the run's own counter. */
export function newUid(tx: Tx): string {
  const id = tx.nextId();
  const hex = (salt: string) => fnv1a(`${salt}${id}`).toString(16).padStart(8, '0');
  const [a, b, c, d] = [hex('a'), hex('b'), hex('c'), hex('d')];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

/** The owner reference that a controller writes (metav1.NewControllerRef). */
export function controllerRef(owner: ApiObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion ?? '',
    kind: owner.kind ?? '',
    name: owner.metadata?.name ?? '',
    uid: owner.metadata?.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

// ── Storing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Writes a row and tells the watchers. */
function store<T extends ApiTableName>(tx: Tx, table: T, key: string, object: ApiTables[T], statusOnly = false): ApiTables[T] {
  const before = tx.get(table, key) as ApiTables[T] | undefined;
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: tx.nextResourceVersion() } } as ApiTables[T];
  tx.put(table, key, stored as never);
  fanOut(tx, { table, key, before, after: stored, statusOnly });
  return stored;
}

function erase(tx: Tx, table: ApiTableName, key: string): void {
  const before = tx.get(table, key) as ApiObject | undefined;
  tx.nextResourceVersion();
  tx.delete(table, key);
  fanOut(tx, { table, key, before, after: undefined });
  const uid = before?.metadata?.uid;
  if (uid && table !== 'pods' && table !== 'leases') {
    tx.send({ type: 'note', to: 'controllers/garbagecollector', kind: 'ownerGone', about: uid, data: { table } }, 20, `gc/${uid}`);
  }
  for (const { kind, name } of before?.metadata?.ownerReferences ?? []) {
    const owner = kindInfo(kind).table;
    const ownerKey = keyOf(kind, before?.metadata?.namespace, name);
    if (waitsForDependants(tx.get(owner, ownerKey) as ApiObject | undefined)) tellForeground(tx, owner, ownerKey);
  }
}

// ── Foreground and orphaning deletion ──────────────────────────────────────────────────────────────────────────────────────────────

/** An object that is deleted in the foreground goes after what it owns; the garbage collector takes this off then. */
export const FOREGROUND = 'foregroundDeletion';
/** One whose dependants are to stay goes when the garbage collector has freed them of it. */
export const ORPHAN = 'orphan';

const waitsForDependants = (owner: ApiObject | undefined): boolean =>
  owner?.metadata?.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(FOREGROUND) === true;

function tellForeground(tx: Tx, table: ApiTableName, key: string): void {
  tx.send({ type: 'note', to: 'controllers/garbagecollector', kind: 'foreground', about: key, data: { table } }, 20, `gc/foreground/${table}/${key}`);
}

/** The garbage collector is to free what this object owns. */
export function tellOrphaning(tx: Tx, table: ApiTableName, key: string, delay = 20): void {
  tx.send({ type: 'note', to: 'controllers/garbagecollector', kind: 'orphan', about: key, data: { table } }, delay, `gc/orphan/${table}/${key}`);
}

// ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** POST. Defaulting, admission, validation, then storage (registry/generic/registry/store.go:Create). */
export function create<T extends ApiObject>(tx: Tx, caller: Address, object: T): Answer<T> {
  const server = request(tx, caller);
  if (!server) return CONNECTION_REFUSED;
  const kind = object.kind ?? '';
  const { table, namespaced } = kindInfo(kind, object.apiVersion);
  const namespace = namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
  const name = object.metadata?.name ?? (object.metadata?.generateName ?? '').slice(0, LONGEST_GENERATED) + randomSuffix(tx);
  const key = keyOf(kind, namespace, name);
  if (tx.get(table, key)) return refuse(409, 'AlreadyExists', `${resourceOf(kind)} "${name}" already exists`);
  const metadata: ObjectMeta = { ...object.metadata, name, ...(namespace ? { namespace } : {}) };
  const admitted = admit(tx, caller, setDefaults({ ...object, metadata }));
  if (!admitted.ok) return admitted;
  for (const { key: quota, used } of admitted.charges ?? []) charge(tx, quota, used);
  const stored = store(tx, table, key, prepareForCreate(tx, admitted.object) as never);
  return { ok: true, object: stored as unknown as T, server };
}

/** Admission writes the new use into a quota before the object is stored. */
function charge(tx: Tx, key: string, used: ResourceList): void {
  const quota = tx.get('others', key);
  if (quota) store(tx, 'others', key, { ...quota, status: { ...quota.status, used } }, true);
}

/** Kinds whose strategies keep no generation. */
const WITHOUT_GENERATION = new Set([
  'Node', 'Namespace', 'Lease', 'ConfigMap', 'Secret', 'Service', 'ServiceAccount', 'PersistentVolume', 'PersistentVolumeClaim', 'LimitRange', 'ResourceQuota',
  'ControllerRevision', 'StorageClass', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding',
]);
const hasGeneration = ({ kind = '' }: ApiObject): boolean => !WITHOUT_GENERATION.has(kind);

/** What the strategies set before the first write (pkg/registry/core/pod/strategy.go:PrepareForCreate and others). */
function prepareForCreate(tx: Tx, object: ApiObject): ApiObject {
  const metadata: ObjectMeta = { ...object.metadata, uid: newUid(tx), creationTimestamp: tx.timestamp, ...(hasGeneration(object) ? { generation: 1 } : {}) };
  return object.kind === 'Job' ? withSelector({ ...object, metadata }) : { ...object, metadata };
}

/** A Job's pods are found by its uid, unless it brings a selector of its own (pkg/registry/batch/job/strategy.go:generateSelector). */
function withSelector(job: Job): Job {
  const { template = {}, selector } = job.spec ?? {};
  if (selector) return job;
  const uid = job.metadata?.uid ?? '';
  const name = job.metadata?.name ?? '';
  const labels = {
    ...template.metadata?.labels,
    'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name,
  };
  const found = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  return { ...job, spec: { ...job.spec, selector: found, template: { ...template, metadata: { ...template.metadata, labels } } } };
}

export interface UpdateOptions {
  /** The status subresource: generation stays, the writer's own watch hears nothing. */
  readonly status?: boolean;
  /** A write that goes past the kind's strategy: generation stays. */
  readonly pastStrategy?: boolean;
}

/**
 * PUT or PATCH: replaces an object by what `change` makes of it. A change of spec raises metadata.generation. A `change`
 * that returns its argument writes nothing.
 */
export function update<T extends ApiTableName>(
  tx: Tx,
  caller: Address,
  table: T,
  key: string,
  change: (object: ApiTables[T]) => ApiTables[T],
  options: UpdateOptions = {},
): Answer<ApiTables[T]> {
  const server = request(tx, caller);
  if (!server) return CONNECTION_REFUSED;
  const before = tx.get(table, key) as ApiTables[T] | undefined;
  if (!before) return refuse(404, 'NotFound', `${table} "${key.slice(key.indexOf('/') + 1)}" not found`);
  let after = change(before);
  if (after === before) return { ok: true, object: before, server };
  const spec = (object: unknown) => (object as { spec?: unknown }).spec;
  if (!options.status && !options.pastStrategy && spec(after) !== spec(before) && before.metadata?.generation !== undefined) {
    after = { ...after, metadata: { ...after.metadata, generation: before.metadata.generation + 1 } } as ApiTables[T];
  }
  const stored = store(tx, table, key, after, options.status === true);
  if (isReadyToGo(stored)) erase(tx, table, key);
  return { ok: true, object: stored, server };
}

/** A deleted object whose last finalizer was removed goes away with that write; a Namespace has one in its spec. */
function isReadyToGo(object: ApiObject): boolean {
  const { metadata } = object;
  if (metadata?.deletionTimestamp === undefined || metadata.deletionGracePeriodSeconds !== 0) return false;
  const own = (object as { readonly spec?: { readonly finalizers?: readonly string[] } }).spec?.finalizers;
  return (metadata.finalizers?.length ?? 0) === 0 && (own?.length ?? 0) === 0;
}

/** PATCH pods/NAME/status, with the UID as a precondition, as the kubelet's status manager does. */
export function patchPodStatus(tx: Tx, caller: Address, key: string, uid: string, status: PodStatus): Answer<Pod> {
  const pod = tx.get('pods', key);
  if (pod && pod.metadata?.uid !== uid) return refuse(409, 'Conflict', `the UID in the precondition (${uid}) does not match the UID in record`);
  return update(tx, caller, 'pods', key, (before) => ({ ...before, status }), { status: true });
}

/**
 * POST pods/NAME/binding (pkg/registry/core/pod/storage:setPodNodeAndMetadata): node and condition in one write, straight
 * to the storage, so a pod that was never changed by anyone keeps generation 1.
 */
export function bind(tx: Tx, caller: Address, key: string, nodeName: string): Answer<Pod> {
  const pod = tx.get('pods', key);
  if (pod?.metadata?.deletionTimestamp) return refuse(409, 'Conflict', `pod ${pod.metadata.name} is being deleted, cannot be assigned to a host`);
  if (pod?.spec?.nodeName) return refuse(409, 'Conflict', `pod ${pod.metadata?.name} is already assigned to node "${pod.spec.nodeName}"`);
  return update(tx, caller, 'pods', key, (before) => {
    const { nominatedNodeName: _, ...status } = before.status ?? {};
    const others = (status.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled');
    const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: tx.timestamp } as const;
    return { ...before, spec: { ...before.spec, nodeName }, status: { ...status, conditions: [...others, scheduled] } };
  }, { pastStrategy: true });
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  /** Refuse unless the object still is this one. */
  readonly uid?: string;
  /** What it owns goes first, or stays without an owner; otherwise it follows. Pods own nothing. */
  readonly propagation?: 'Foreground' | 'Orphan';
}

/**
 * DELETE. A pod goes in two steps: marked with its grace period, then removed by its kubelet; at once when it is not
 * scheduled, finished, or the grace is 0 (pkg/registry/core/pod/strategy.go:CheckGracefulDelete). A delete with grace 0
 * is two watch events, MODIFIED then DELETED. Other kinds go at once; what they own follows through the garbage
 * collector.
 */
export function remove(tx: Tx, caller: Address, table: ApiTableName, key: string, options: DeleteOptions = {}): Answer<ApiObject> {
  const server = request(tx, caller);
  if (!server) return CONNECTION_REFUSED;
  const before = tx.get(table, key) as ApiObject | undefined;
  if (!before) return refuse(404, 'NotFound', `${table} "${key.slice(key.indexOf('/') + 1)}" not found`);
  if (options.uid !== undefined && options.uid !== before.metadata?.uid) {
    return refuse(409, 'Conflict', `the UID in the precondition (${options.uid}) does not match the UID in record (${before.metadata?.uid})`);
  }
  if (table === 'pods') return removePod(tx, server, key, before as Pod, options.gracePeriodSeconds);
  const { propagation } = options;
  const finalizers = [...(before.metadata?.finalizers ?? []), ...(propagation === 'Foreground' ? [FOREGROUND] : propagation === 'Orphan' ? [ORPHAN] : [])];
  if (finalizers.length > 0 || table === 'namespaces') {
    if (before.metadata?.deletionTimestamp) return { ok: true, object: before, server };
    const ending = table === 'namespaces' ? { status: { ...(before as ApiTables['namespaces']).status, phase: 'Terminating' } } : {};
    const metadata = { ...nextGeneration(before.metadata), ...(finalizers.length > 0 ? { finalizers } : {}), deletionTimestamp: tx.timestamp, deletionGracePeriodSeconds: 0 };
    if (propagation === 'Foreground') tellForeground(tx, table, key);
    if (propagation === 'Orphan') tellOrphaning(tx, table, key);
    return { ok: true, object: store(tx, table, key, { ...before, ...ending, metadata } as never), server };
  }
  erase(tx, table, key);
  return { ok: true, object: before, server };
}

/** The grace period that the first delete of this pod gets, in seconds (CheckGracefulDelete). */
function graceOf(pod: Pod, requested: number | undefined): number {
  if (!pod.spec?.nodeName || isTerminal(pod)) return 0;
  const period = requested ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return period < 0 ? 1 : period;
}

/** An object that begins to go does something new: its generation rises (registry/rest/delete.go:BeforeDelete). */
function nextGeneration(metadata: ObjectMeta | undefined): ObjectMeta {
  return { ...metadata, ...(metadata?.generation === undefined ? {} : { generation: metadata.generation + 1 }) };
}

/** A second delete can only shorten, and counts from the first (registry/rest/delete.go:BeforeDelete). */
function removePod(tx: Tx, server: Address, key: string, pod: Pod, requested: number | undefined): Answer<Pod> {
  const { deletionTimestamp: due, deletionGracePeriodSeconds: already } = pod.metadata ?? {};
  const isPending = due !== undefined && already !== undefined;
  if (isPending && (requested === undefined || requested >= already)) return { ok: true, object: pod, server };
  const grace = isPending ? (requested ?? 0) : graceOf(pod, requested);
  const deletionTimestamp = isPending ? formatRfc3339((parseRfc3339(due) ?? 0) + (grace - already) * 1000) : tx.timestampAt((tx.now + grace * 1000) as never);
  const metadata = { ...(isPending ? pod.metadata : nextGeneration(pod.metadata)), deletionTimestamp, deletionGracePeriodSeconds: grace };
  const marked = store(tx, 'pods', key, { ...pod, metadata });
  if (grace === 0 && (pod.metadata?.finalizers?.length ?? 0) === 0) erase(tx, 'pods', key);
  return { ok: true, object: marked, server };
}

/** Resource names in messages: `pods`, `deployments.apps`. */
export function resourceOf(kind: string): string {
  const { apiVersion } = kindInfo(kind);
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  const plural = kind.endsWith('s') ? `${kind}es` : kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
  return plural.toLowerCase() + group;
}
