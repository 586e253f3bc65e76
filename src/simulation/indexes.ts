/**
 * Look-ups kept beside the tables, so that no rule walks a table: pods of a node, of an owner, containers of a pod.
 * They follow every change, forwards and backwards, and always iterate in the order of their keys.
 */
import type { ApiObject } from '../kubernetes/objects';
import { SortedKeys } from '../lib/sortedKeys';
import { NodeInfos } from './nodeInfos';
import { PodCounts } from './podCounts';
import type { Change, TableName, Tables } from './world';

/** The uid of the owner that has `controller: true`. */
const controllerUid = (object: ApiObject): string | undefined =>
  object.metadata?.ownerReferences?.find((owner) => owner.controller)?.uid;

type KeyOf<T extends TableName> = (row: Tables[T]) => string | undefined;

const on = <T extends TableName>(table: T, keyOf: KeyOf<T>) => ({ table, fixed: false, keyOf: keyOf as (row: Tables[TableName]) => string | undefined });
/** An index by what a row keeps as long as it exists: only its birth and its end are looked at. */
const fixed = <T extends TableName>(table: T, keyOf: KeyOf<T>) => ({ ...on(table, keyOf), fixed: true });

/** Each index: the table it follows and the text under which a row is found. */
const DEFINITIONS = {
  allNodes: fixed('nodes', () => ''),
  /** Nodes that a person has declared to be switched off (node.kubernetes.io/out-of-service). */
  nodesOutOfService: on('nodes', (node) => (node.spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/out-of-service') ? '' : undefined)),
  allMachines: fixed('machines', () => ''),
  controlPlanes: on('machines', (machine) => (machine.role === 'control-plane' ? '' : undefined)),
  allPods: fixed('pods', () => ''),
  podsByNode: on('pods', (pod) => pod.spec?.nodeName ?? ''),
  podsByOwner: on('pods', controllerUid),
  podsByNamespace: fixed('pods', (pod) => pod.metadata?.namespace),
  podsByUid: on('pods', (pod) => pod.metadata?.uid),
  replicaSetsByOwner: on('replicaSets', controllerUid),
  jobsByOwner: on('jobs', controllerUid),
  orphanPods: on('pods', (pod) => (controllerUid(pod) === undefined ? pod.metadata?.namespace : undefined)),
  orphanReplicaSets: on('replicaSets', (set) => (controllerUid(set) === undefined ? set.metadata?.namespace : undefined)),
  replicaSetsByNamespace: fixed('replicaSets', (set) => set.metadata?.namespace),
  deploymentsByNamespace: fixed('deployments', (deployment) => deployment.metadata?.namespace),
  podsByNomination: on('pods', (pod) => (pod.spec?.nodeName ? undefined : pod.status?.nominatedNodeName)),
  servicesByNamespace: on('others', (object) => (object.kind === 'Service' ? object.metadata?.namespace : undefined)),
  allBudgets: fixed('podDisruptionBudgets', () => ''),
  preemptions: on('memory', (memory) => (memory.kind === 'preemption' ? '' : undefined)),
  backoffs: on('memory', (memory) => (memory.kind === 'retries' || memory.kind === 'daemonBackoff' || memory.kind === 'jobBackoff' ? '' : undefined)),
  schedulingQueue: on('memory', (memory) => (memory.kind === 'queuedPod' ? memory.queue : undefined)),
  queuedPods: on('memory', (memory) => (memory.kind === 'queuedPod' ? memory.pod.metadata?.uid : undefined)),
  othersByNamespace: fixed('others', (object) => object.metadata?.namespace),
  daemonSetsByNamespace: fixed('daemonSets', (set) => set.metadata?.namespace),
  statefulSetsByNamespace: fixed('statefulSets', (set) => set.metadata?.namespace),
  jobsByNamespace: fixed('jobs', (job) => job.metadata?.namespace),
  cronJobsByNamespace: fixed('cronJobs', (job) => job.metadata?.namespace),
  othersByOwner: on('others', controllerUid),
  /** A node's Lease belongs to it, though the node does not control it. */
  leasesByOwner: fixed('leases', (lease) => lease.metadata?.ownerReferences?.[0]?.uid),
  allReplicaSets: fixed('replicaSets', () => ''),
  allStatefulSets: fixed('statefulSets', () => ''),
  allJobs: fixed('jobs', () => ''),
  allCronJobs: fixed('cronJobs', () => ''),
  allNamespaces: fixed('namespaces', () => ''),
  budgetsByNamespace: fixed('podDisruptionBudgets', (budget) => budget.metadata?.namespace),
  /** PriorityClasses for pods that name none. */
  globalDefaultPriorities: on('priorityClasses', (priorityClass) => (priorityClass.globalDefault ? '' : undefined)),
  limitRangesByNamespace: on('others', (object) => (object.kind === 'LimitRange' ? object.metadata?.namespace : undefined)),
  quotasByNamespace: on('others', (object) => (object.kind === 'ResourceQuota' ? object.metadata?.namespace : undefined)),
  allDaemonSets: fixed('daemonSets', () => ''),
  allDeployments: fixed('deployments', () => ''),
  imagesByNode: fixed('images', (image) => image.node),
  filesByNode: fixed('files', (file) => file.node),
  workersByNode: fixed('podWorkers', (worker) => worker.node),
  workersByFullName: fixed('podWorkers', (worker) => `${worker.node}/${worker.fullName}`),
  sandboxesByPod: fixed('sandboxes', (sandbox) => sandbox.podUid),
  sandboxesByNode: fixed('sandboxes', (sandbox) => sandbox.node),
  sandboxesByIP: on('sandboxes', (sandbox) => (sandbox.state !== 'notReady' && !sandbox.hostNetwork ? sandbox.ip : undefined)),
  /** Addresses that are taken: until CNI DEL, whatever the sandbox's state. */
  sandboxesByAddress: on('sandboxes', (sandbox) => (sandbox.hostNetwork ? undefined : sandbox.ip)),
  containersByPod: fixed('containers', (container) => container.podUid),
  containersBySandbox: fixed('containers', (container) => container.sandbox),
  containersByNode: fixed('containers', (container) => container.node),
  eventsByUid: fixed('events', (event) => event.regarding.uid ?? ''),
} as const;

export type IndexName = keyof typeof DEFINITIONS;

/** An index as it is kept: the text for a row, and the keys found under each text. */
interface Index {
  readonly keyOf: (row: Tables[TableName]) => string | undefined;
  readonly map: Map<string, SortedKeys>;
}

function listUnder(lists: Map<TableName, Index[]>, table: TableName, index: Index): void {
  const list = lists.get(table);
  if (list) list.push(index);
  else lists.set(table, [index]);
}

const NONE: readonly string[] = [];

export class Indexes {
  private readonly maps = new Map<IndexName, Map<string, SortedKeys>>();
  /** The indexes of a table: all of them, and those that an update can concern. */
  private readonly byTable = new Map<TableName, Index[]>();
  private readonly changingByTable = new Map<TableName, Index[]>();
  podCounts = new PodCounts();
  nodeInfos = new NodeInfos();

  constructor() {
    for (const [name, { table, fixed: isFixed, keyOf }] of Object.entries(DEFINITIONS)) {
      const index: Index = { keyOf, map: new Map() };
      this.maps.set(name as IndexName, index.map);
      listUnder(this.byTable, table, index);
      if (!isFixed) listUnder(this.changingByTable, table, index);
    }
  }

  /** The keys of the rows found under `value`, in their order. Copy the list before changing what it indexes. */
  get(name: IndexName, value: string): readonly string[] {
    return this.maps.get(name)?.get(value)?.values() ?? NONE;
  }

  /** Follows a row that was replaced. */
  apply(table: TableName, key: string, before: Change['before'], after: Change['after']): void {
    if (table === 'pods') this.podCounts.apply(before, after);
    if (table === 'pods' || table === 'nodes') this.nodeInfos.apply(table, before, after);
    const indexes = (before && after ? this.changingByTable : this.byTable).get(table);
    if (!indexes) return;
    for (const { keyOf, map } of indexes) {
      const was = before && keyOf(before);
      const is = after && keyOf(after);
      if (was === is) continue;
      if (was !== undefined) {
        const keys = map.get(was);
        keys?.delete(key);
        if (keys?.size === 0) map.delete(was);
      }
      if (is !== undefined) {
        let keys = map.get(is);
        if (!keys) map.set(is, (keys = new SortedKeys()));
        keys.add(key);
      }
    }
  }

  clone(): Indexes {
    const copy = new Indexes();
    copy.podCounts = this.podCounts.clone();
    copy.nodeInfos = this.nodeInfos.clone();
    for (const [name, map] of this.maps) {
      const target = copy.maps.get(name) as Map<string, SortedKeys>;
      for (const [value, keys] of map) target.set(value, keys.clone());
    }
    return copy;
  }
}
