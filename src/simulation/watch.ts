/**
 * Who hears of a change in the API server. Upstream every component lists and watches; here each change is sent only
 * to those whose watch would select it and who would act on it: a kubelet hears of its own pods, a controller of what
 * it owns, the scheduler of unassigned pods and of places that became free.
 */
import type { ApiObject, Node, Pod } from '../kubernetes/objects';
import { LATENCY } from './latencies';
import type { Address, WatchMessage } from './messages';
import type { Tx } from './tx';
import type { ApiTableName } from './apiTables';
import { selects } from './components/serviceSelector';

export interface ObjectChange {
  readonly table: ApiTableName;
  readonly key: string;
  readonly before: ApiObject | undefined;
  readonly after: ApiObject | undefined;
  /** Only status changed: the kubelet that wrote it need not hear of it. */
  readonly statusOnly?: boolean;
}

const OWNER_CONTROLLERS: Readonly<Record<string, { readonly to: Address; readonly table: ApiTableName }>> = {
  Deployment: { to: 'controllers/deployment', table: 'deployments' },
  ReplicaSet: { to: 'controllers/replicaset', table: 'replicaSets' },
  DaemonSet: { to: 'controllers/daemonset', table: 'daemonSets' },
  StatefulSet: { to: 'controllers/statefulset', table: 'statefulSets' },
  Job: { to: 'controllers/job', table: 'jobs' },
  CronJob: { to: 'controllers/cronjob', table: 'cronJobs' },
};

const OWN_CONTROLLER: Partial<Record<ApiTableName, Address>> = {
  deployments: 'controllers/deployment',
  replicaSets: 'controllers/replicaset',
  daemonSets: 'controllers/daemonset',
  statefulSets: 'controllers/statefulset',
  jobs: 'controllers/job',
  cronJobs: 'controllers/cronjob',
  namespaces: 'controllers/namespace',
  podDisruptionBudgets: 'controllers/disruption',
};

/** Sends the watch events of one change. A pending one about the same object to the same watcher takes it in. */
export function fanOut(tx: Tx, change: ObjectChange): void {
  tellOwner(tx, change);
  const own = OWN_CONTROLLER[change.table];
  if (own && !change.statusOnly) tell(tx, own, change.table, change.key, change, LATENCY.controller);
  if ((change.table === 'pods' || change.table === 'replicaSets') && !change.statusOnly) tellAboutOrphan(tx, change);
  if ((change.after ?? change.before)?.kind === 'Service') tell(tx, 'controllers/endpointslice', 'others', change.key, change, LATENCY.controller);
  if (change.after?.kind === 'PersistentVolumeClaim') tell(tx, 'scheduler/default-scheduler', 'others', change.key, change, LATENCY.watch);
  // A ServiceAccount that is gone is missed in its namespace.
  if (!change.after && change.before?.kind === 'ServiceAccount') tell(tx, 'controllers/serviceaccount', 'namespaces', change.before.metadata?.namespace ?? '', undefined, LATENCY.controller);
  tellQuotas(tx, change);
  if (change.table === 'pods') tellAboutPod(tx, change);
  if (change.table === 'nodes') tellAboutNode(tx, change);
}

function tellOwner(tx: Tx, { before, after, key }: ObjectChange): void {
  const object = after ?? before;
  const owner = object?.metadata?.ownerReferences?.find((reference) => reference.controller);
  const controller = owner && OWNER_CONTROLLERS[owner.kind];
  if (!controller || !owner) return;
  const namespace = key.slice(0, key.indexOf('/'));
  tell(tx, controller.to, controller.table, `${namespace}/${owner.name}`, undefined, LATENCY.controller);
}

/** An object that nobody owns (any more): a controller may adopt it. */
function tellAboutOrphan(tx: Tx, change: ObjectChange): void {
  const { before, after } = change;
  if (!after || after.metadata?.ownerReferences?.some((reference) => reference.controller)) return;
  if (before && before.metadata?.labels === after.metadata?.labels && before.metadata?.ownerReferences === after.metadata?.ownerReferences) return;
  tell(tx, 'controllers/orphans', change.table, change.key, change, LATENCY.controller);
}

/** A quota that is new or says something else; those of an API namespace in which an object is gone, or a pod has ended. */
function tellQuotas(tx: Tx, change: ObjectChange): void {
  const { before, after, key, statusOnly } = change;
  if (after?.kind === 'ResourceQuota' && !statusOnly) tell(tx, 'controllers/resourcequota', 'others', key, change, LATENCY.controller);
  const isFreed = !after || (change.table === 'pods' && isTerminal(after as Pod) && !isTerminal(before as Pod | undefined));
  if (!isFreed) return;
  for (const quota of tx.keys('quotasByNamespace', before?.metadata?.namespace ?? '')) {
    if (quota !== key) tell(tx, 'controllers/resourcequota', 'others', quota, undefined, LATENCY.controller);
  }
}

export const isTerminal = (pod: Pod | undefined): boolean => pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed';

function tellAboutPod(tx: Tx, change: ObjectChange): void {
  const before = change.before as Pod | undefined;
  const after = change.after as Pod | undefined;
  const node = after?.spec?.nodeName ?? before?.spec?.nodeName;
  const statusOnly = change.statusOnly === true;
  const namespace = change.key.slice(0, change.key.indexOf('/'));
  if (concernsService(tx, namespace, after)) tell(tx, 'controllers/endpointslice', 'pods', change.key, change, LATENCY.controller);
  if (before && after && before.metadata?.labels !== after.metadata?.labels) tellFormerServices(tx, namespace, before, after);
  if (tx.keys('budgetsByNamespace', namespace).length > 0) tell(tx, 'controllers/disruption', 'pods', change.key, change, LATENCY.controller);
  if (node && !statusOnly && tx.get('machines', node)?.kubelet === 'running') tell(tx, `kubelet/${node}`, 'pods', change.key, change, LATENCY.watch);
  if (!node) {
    if (!statusOnly) tell(tx, 'scheduler/default-scheduler', 'pods', change.key, change, LATENCY.watch);
  } else {
    const freed = after === undefined ? !isTerminal(before) : isTerminal(after) && !isTerminal(before);
    const assigned = !before?.spec?.nodeName && after !== undefined;
    const relabelled = before !== undefined && after !== undefined && before.metadata?.labels !== after.metadata?.labels;
    // Of a pod that was bound only pods that wait for neighbours need to know, and who empties tainted nodes.
    const othersWait = tx.keys('schedulingQueue', 'unschedulable').length > 0;
    if (freed || ((assigned || relabelled) && othersWait)) tell(tx, 'scheduler/default-scheduler', 'pods', change.key, change, LATENCY.watch);
    if (concernsTaintEviction(tx, node, before, after)) tell(tx, 'controllers/tainteviction', 'pods', change.key, change, LATENCY.controller);
  }
}

/** The timer of a pod that has to leave its node. */
export const evictionTimer = (uid: string): string => `tainteviction/${uid}`;

/** A pod of a tainted node that came or tolerates something else; one that went before its time was up. */
function concernsTaintEviction(tx: Tx, node: string, before: Pod | undefined, after: Pod | undefined): boolean {
  if (!after) return tx.pending(evictionTimer(before?.metadata?.uid ?? '')) !== undefined;
  const isNews = !before?.spec?.nodeName || before.spec.tolerations !== after.spec?.tolerations;
  return isNews && hasNoExecuteTaint(tx.get('nodes', node));
}

/** A pod that is gone may have been anybody's; of the others only those that a Service selects now. */
function concernsService(tx: Tx, namespace: string, pod: Pod | undefined): boolean {
  for (const key of tx.keys('servicesByNamespace', namespace)) {
    const service = tx.get('others', key);
    if (!pod || (service && selects(service, pod))) return true;
  }
  return false;
}

/** A pod that got other labels leaves the Services that selected it. */
function tellFormerServices(tx: Tx, namespace: string, before: Pod, after: Pod): void {
  for (const key of tx.keys('servicesByNamespace', namespace)) {
    const service = tx.get('others', key);
    if (service && selects(service, before) && !selects(service, after)) tell(tx, 'controllers/endpointslice', 'others', key, undefined, LATENCY.controller);
  }
}

const hasNoExecuteTaint = (node: Node | undefined): boolean => node?.spec?.taints?.some((taint) => taint.effect === 'NoExecute') === true;

function tellAboutNode(tx: Tx, change: ObjectChange): void {
  const before = change.before as Node | undefined;
  const after = change.after as Node | undefined;
  const matters =
    !before || !after || before.spec !== after.spec || before.metadata?.labels !== after.metadata?.labels ||
    before.status?.allocatable !== after.status?.allocatable || conditionsDiffer(before, after);
  if (!matters) return;
  const readinessOnly = before && after && before.spec === after.spec && before.metadata?.labels === after.metadata?.labels && before.status?.allocatable === after.status?.allocatable;
  if (!readinessOnly) {
    tell(tx, 'scheduler/default-scheduler', 'nodes', change.key, change, LATENCY.watch);
    tell(tx, 'controllers/daemonset', 'nodes', change.key, change, LATENCY.controller);
    tell(tx, 'controllers/tainteviction', 'nodes', change.key, change, LATENCY.controller);
  }
  tell(tx, 'controllers/nodelifecycle', 'nodes', change.key, change, LATENCY.controller);
}

const conditionsDiffer = (before: Node, after: Node): boolean => {
  const status = (node: Node) => (node.status?.conditions ?? []).map((c) => `${c.type}=${c.status}`).join();
  return status(before) !== status(after);
};

function tell(tx: Tx, to: Address, table: ApiTableName, key: string, change: ObjectChange | undefined, delay: number): void {
  const uid = (change?.after ?? change?.before)?.metadata?.uid;
  const message: WatchMessage = {
    type: 'watch',
    to,
    table,
    key,
    uid,
    gone: (change && !change.after) || undefined,
    added: (change && !change.before) || undefined,
    relabelled: (change?.before && change.after && change.before.metadata?.labels !== change.after.metadata?.labels) || undefined,
  };
  const name = `watch/${to}/${table}/${key}/${uid && (table === 'pods' || table === 'nodes') ? uid : ''}`;
  const pending = tx.pending(name);
  if (!pending) {
    tx.send(message, delay, name);
    return;
  }
  // Level-triggered: one pending event stands for all; only what it says of birth and death is brought up to date.
  const was = pending.message as WatchMessage;
  if (message.gone && !was.gone) tx.send({ ...message, added: was.added ?? message.added }, pending.at - tx.now, name);
}
