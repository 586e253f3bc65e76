/**
 * The node lifecycle controller. It looks every 5 s whether each kubelet still renews its Lease; 50 s after the last
 * sign of life it writes that nobody knows how the node is. Conditions become taints: NoSchedule at once, NoExecute
 * one node after the other.
 *
 * monitorNodeHealth (every 5 s): new nodes → sign of life? → conditions Unknown, pods not ready → NoExecute or not.
 * doNoScheduleTaintingPass (on every change of a node). doNoExecuteTaintingPass (nodeZones.ts).
 *
 * A look that could find nothing is left out: the next one is planned for the moment at which the last sign of life is
 * too old, always on the 5 s grid.
 *
 * Stands for: pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/util/node/controller_utils.go.
 */
import type { Condition, Node, Taint } from '../../kubernetes/objects';
import { type Ms, ms } from '../../lib/brand';
import { parseRfc3339 } from '../../lib/time';
import type { NodeHealthMemory } from '../controlPlaneMemory';
import type { Message } from '../messages';
import type { Tx } from '../tx';
import { patchPodStatus, update } from './apiServer';
import { nameOf, podCondition, uidOf } from './controllerUtils';
import { emit, regarding } from './events';
import { addTaints, hasTaint, NOT_READY, noScheduleChange, readyStatus, removeTaints, UNREACHABLE } from './nodeTaints';
import { ADDRESS, countZones, dropFromQueue, queueForTaint, takeNext, zoneOf } from './nodeZones';
import { type Controller, type Outcome, performAll, performSoon, work } from './workQueue';

const COMPONENT = 'node-controller';
const PERIOD = 5000;
const GRACE = 50_000;
const STARTUP_GRACE = 60_000;
const CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

type Deed =
  | { readonly do: 'addTaints' | 'removeTaints'; readonly taints: readonly Taint[] }
  | { readonly do: 'unknown' }
  | { readonly do: 'podNotReady'; readonly pod: string };

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync, perform };

export function nodeLifecycleController(tx: Tx, message: Message): void {
  if (message.type === 'note' && message.kind === 'monitor') return monitorNodeHealth(tx, message.about ?? '');
  if (message.type === 'note' && message.kind === 'taintPass') return taintPass(tx, message.about ?? '');
  if (message.type === 'note' && message.kind === 'disruption') return handleDisruption(tx);
  if (message.type === 'watch') monitorSoon(tx, message.key);
  work(tx, message, CONTROLLER);
}

/** Starts with no knowledge: every node counts as seen alive now (a restart of kube-controller-manager). */
export function startNodeLifecycle(tx: Tx): void {
  tx.put('memory', 'nodelifecycle', { kind: 'nodeLifecycle', startedAt: tx.now, disrupted: false });
  for (const node of tx.rows('nodes', 'allNodes')) {
    for (const key of [healthKey(nameOf(node)), `nodelifecycle/zone/${zoneOf(node)}`]) if (tx.get('memory', key)) tx.delete('memory', key);
    tx.cancel(`nodelifecycle/${nameOf(node)}`);
    monitorSoon(tx, nameOf(node));
  }
}

// ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The first look at or after an instant. */
function lookAt(tx: Tx, instant: number): Ms {
  const memory = tx.get('memory', 'nodelifecycle');
  const start = memory?.kind === 'nodeLifecycle' ? memory.startedAt : 0;
  return ms(start + Math.ceil((instant - start) / PERIOD) * PERIOD);
}

const planMonitor = (tx: Tx, node: string, at: number): void =>
  tx.sendSoonest({ type: 'note', to: ADDRESS, kind: 'monitor', about: node }, Math.max(0, lookAt(tx, at) - tx.now), `nodelifecycle/${node}`);

const monitorSoon = (tx: Tx, node: string): void => planMonitor(tx, node, tx.now);

/** The instant at which a time of the wall clock was reached. */
function instantOf(tx: Tx, time: string | null | undefined): number {
  const { clock, origin } = tx.cluster;
  return (parseRfc3339(time ?? '') ?? 0) - clock + origin;
}

// ── Signs of life ────────────────────────────────────────────────────────────────────────────────────────────────────

const healthKey = (node: string): string => `nodelifecycle/${node}`;

function healthOf(tx: Tx, node: string): NodeHealthMemory | undefined {
  const memory = tx.get('memory', healthKey(node));
  return memory?.kind === 'nodeHealth' ? memory : undefined;
}

/** What is known of a node, with signs of life since the last look taken in (tryUpdateNodeHealth, first half). */
function observe(tx: Tx, node: Node, before: NodeHealthMemory | undefined): NodeHealthMemory {
  const renewTime = tx.get('leases', `kube-node-lease/${nameOf(node)}`)?.spec?.renewTime;
  const heartbeat = readyCondition(node)?.lastHeartbeatTime ?? undefined;
  const seen = { ...(renewTime === undefined ? {} : { renewTime }), ...(heartbeat === undefined ? {} : { heartbeat }) };
  const fresh = { kind: 'nodeHealth', uid: uidOf(node), zone: zoneOf(node), probeAt: tx.now, ...seen } as const;
  if (before?.uid !== uidOf(node)) return fresh;
  let { probeAt } = before;
  if (before.renewTime !== renewTime) probeAt = ms(Math.max(probeAt, lookAt(tx, instantOf(tx, renewTime))));
  if (before.heartbeat !== heartbeat) probeAt = ms(Math.max(probeAt, lookAt(tx, instantOf(tx, heartbeat))));
  return { ...before, zone: zoneOf(node), probeAt, ...seen };
}

const readyCondition = (node: Node): Condition | undefined => node.status?.conditions?.find((condition) => condition.type === 'Ready');

/** One node's part of node_lifecycle_controller.go:monitorNodeHealth. */
function monitorNodeHealth(tx: Tx, name: string): void {
  const node = tx.get('nodes', name);
  const before = healthOf(tx, name);
  if (!node) return before && forgetNode(tx, name, before);
  const isNew = before?.uid !== uidOf(node);
  const health = observe(tx, node, before);
  if (isNew) registerNode(tx, node);
  const grace = readyCondition(node) ? GRACE : STARTUP_GRACE;
  const silent = tx.now >= health.probeAt + grace && CONDITIONS.some((type) => node.status?.conditions?.find((c) => c.type === type)?.status !== 'Unknown');
  const queued = setNoExecute(tx, node, health);
  const ready = silent ? 'Unknown' : (readyStatus(node) ?? 'Unknown');
  tx.put('memory', healthKey(name), { ...health, queued, ready });
  if (isNew || ready !== before.ready) tx.send({ type: 'note', to: ADDRESS, kind: 'disruption' }, 1, 'nodelifecycle/disruption');
  if (!silent) {
    if (tx.now < health.probeAt + grace) planMonitor(tx, name, health.probeAt + grace);
    return;
  }
  // At the next look the node will be seen as Unknown, and wait for its NoExecute taint.
  planMonitor(tx, name, tx.now + 1);
  const wasReady = readyStatus(node) === 'True';
  const pods: readonly Deed[] = wasReady ? tx.keys('podsByNode', name).map((pod) => ({ do: 'podNotReady', pod })) : [];
  performAll(tx, CONTROLLER, `${name}/health`, [{ do: 'unknown' }, ...pods]);
}

function registerNode(tx: Tx, node: Node): void {
  tx.because('nodeLifecycle.registerNode', { node: nameOf(node) });
  emit(tx, COMPONENT, 'Normal', 'RegisteredNode', `Node ${nameOf(node)} event: Registered Node ${nameOf(node)} in Controller`, regarding(node));
}

function forgetNode(tx: Tx, name: string, health: NodeHealthMemory): void {
  tx.delete('memory', healthKey(name));
  dropFromQueue(tx, health.zone, name);
  tx.because('nodeLifecycle.forgetNode', { node: name });
  emit(tx, COMPONENT, 'Normal', 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`, { kind: 'Node', name, uid: health.uid });
}

// ── NoExecute ────────────────────────────────────────────────────────────────────────────────────────────────────────

const noExecute = (key: string): Taint => ({ key, effect: 'NoExecute' });

/**
 * What a node's readiness means for its NoExecute taint (processTaintBaseEviction): Ready, it goes at once; not Ready,
 * the node waits its turn; the two taints take each other's place at once. Returns whether the node has had its turn or
 * waits for it.
 */
function setNoExecute(tx: Tx, node: Node, health: NodeHealthMemory): boolean {
  const status = readyStatus(node);
  const name = nameOf(node);
  if (status === 'True') {
    dropFromQueue(tx, health.zone, name);
    makeReachable(tx, node);
    return false;
  }
  const cluster = tx.get('memory', 'nodelifecycle');
  if (status === undefined || (cluster?.kind === 'nodeLifecycle' && cluster.disrupted)) return health.queued === true;
  const [key, other] = status === 'False' ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
  if (hasTaint(node, other, 'NoExecute')) {
    performAll(tx, CONTROLLER, `${name}/noExecute`, [{ do: 'addTaints', taints: [noExecute(key)] }, { do: 'removeTaints', taints: [noExecute(other)] }]);
  } else if (!health.queued) {
    queueForTaint(tx, health.zone, name);
  }
  return true;
}

/** node_lifecycle_controller.go:markNodeAsReachable. */
function makeReachable(tx: Tx, node: Node): void {
  const taints = [UNREACHABLE, NOT_READY].filter((key) => hasTaint(node, key, 'NoExecute')).map(noExecute);
  performAll(tx, CONTROLLER, `${nameOf(node)}/noExecute`, taints.map((taint) => ({ do: 'removeTaints', taints: [taint] })));
}

/** node_lifecycle_controller.go:doNoExecuteTaintingPass, for the one node that a token is there for. */
function taintPass(tx: Tx, zone: string): void {
  const name = takeNext(tx, zone);
  const node = name === undefined ? undefined : tx.get('nodes', name);
  if (!node) return;
  const status = readyStatus(node);
  if (status === 'True' || status === undefined) return;
  const [key, other] = status === 'False' ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
  const deeds: Deed[] = [{ do: 'addTaints', taints: [noExecute(key)] }];
  if (hasTaint(node, other, 'NoExecute')) deeds.push({ do: 'removeTaints', taints: [noExecute(other)] });
  performAll(tx, CONTROLLER, `${nameOf(node)}/noExecute`, deeds);
}

/** node_lifecycle_controller.go:handleDisruption. */
function handleDisruption(tx: Tx): void {
  const change = countZones(tx);
  if (!change) return;
  tx.because(change === 'allDown' ? 'nodeLifecycle.stopEvictions' : 'nodeLifecycle.resumeEvictions');
  for (const node of tx.rows('nodes', 'allNodes')) {
    const health = healthOf(tx, nameOf(node));
    if (!health) continue;
    if (change === 'allDown') {
      tx.put('memory', healthKey(nameOf(node)), { ...health, queued: false });
      dropFromQueue(tx, health.zone, nameOf(node));
      const taints = [UNREACHABLE, NOT_READY].filter((key) => hasTaint(node, key, 'NoExecute')).map(noExecute);
      performSoon<Deed>(tx, ADDRESS, `${nameOf(node)}/noExecute`, taints.map((taint) => ({ do: 'removeTaints', taints: [taint] })));
    } else {
      tx.put('memory', healthKey(nameOf(node)), { ...health, probeAt: tx.now });
    }
    planMonitor(tx, nameOf(node), tx.now + 1);
  }
}

// ── NoSchedule, and the writes ───────────────────────────────────────────────────────────────────────────────────────

/** node_lifecycle_controller.go:doNoScheduleTaintingPass. */
function sync(tx: Tx, key: string): readonly Deed[] {
  const node = tx.get('nodes', key);
  if (!node) return [];
  const { add, remove } = noScheduleChange(node);
  const deeds: Deed[] = [];
  if (add.length > 0) deeds.push({ do: 'addTaints', taints: add });
  if (remove.length > 0) deeds.push({ do: 'removeTaints', taints: remove });
  return deeds;
}

/** Keys are `node`, `node/health` and `node/noExecute`: lists that do not wait for each other. */
function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const slash = key.indexOf('/');
  const node = tx.get('nodes', slash < 0 ? key : key.slice(0, slash));
  if (!node) return 'nothing';
  switch (deed.do) {
    case 'addTaints':
      return taint(tx, node, deed.taints, true);
    case 'removeTaints':
      return taint(tx, node, deed.taints, false);
    case 'unknown':
      return markUnknown(tx, node);
    case 'podNotReady':
      return markPodNotReady(tx, nameOf(node), deed.pod);
  }
}

function taint(tx: Tx, node: Node, taints: readonly Taint[], add: boolean): Outcome<Deed> {
  const answer = (add ? addTaints : removeTaints)(tx, ADDRESS, nameOf(node), taints);
  if (!answer.ok) return answer.code === 404 ? 'nothing' : 'refused';
  if (answer.object === node) return 'nothing';
  const names = taints.map((each) => `${each.key}:${each.effect}`).join(', ');
  const drives = taints.some((each) => each.effect === 'NoExecute');
  const rule = add ? (drives ? 'nodeLifecycle.taintNoExecute' : 'nodeLifecycle.taintNoSchedule') : 'nodeLifecycle.removeTaint';
  tx.because(rule, { node: nameOf(node), taint: names });
  return 'written';
}

/** Conditions that the kubelet no longer stands for (tryUpdateNodeHealth, second half). */
function markUnknown(tx: Tx, node: Node): Outcome<Deed> {
  const conditions = unknownConditions(tx, node);
  const answer = update(tx, ADDRESS, 'nodes', nameOf(node), (object) => ({ ...object, status: { ...object.status, conditions } }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because('nodeLifecycle.markUnknown', { node: nameOf(node) });
  if (readyStatus(node) === 'True') emit(tx, COMPONENT, 'Normal', 'NodeNotReady', `Node ${nameOf(node)} status is now: NodeNotReady`, regarding(node));
  return 'written';
}

function unknownConditions(tx: Tx, node: Node): readonly Condition[] {
  const before = node.status?.conditions ?? [];
  const reason = { status: 'Unknown', lastTransitionTime: tx.timestamp } as const;
  const changed = before.map((condition) =>
    CONDITIONS.some((type) => type === condition.type) && condition.status !== 'Unknown'
      ? { ...condition, ...reason, reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
      : condition,
  );
  const missing = CONDITIONS.filter((type) => !before.some((condition) => condition.type === type)).map((type) => ({
    type,
    ...reason,
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: node.metadata?.creationTimestamp ?? null,
  }));
  return [...changed, ...missing];
}

/** controller_utils.go:MarkPodsNotReady: nothing else about the pod changes, its phase stays. */
function markPodNotReady(tx: Tx, node: string, key: string): Outcome<Deed> {
  const pod = tx.get('pods', key);
  if (!pod || podCondition(pod, 'Ready')?.status !== 'True') return 'nothing';
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    condition.type === 'Ready' ? { ...condition, status: 'False' as const, lastTransitionTime: tx.timestamp } : condition,
  );
  const answer = patchPodStatus(tx, ADDRESS, key, uidOf(pod), { ...pod.status, conditions });
  if (!answer.ok) return answer.code === 404 ? 'nothing' : 'refused';
  tx.because('nodeLifecycle.markPodNotReady', { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', node });
  emit(tx, COMPONENT, 'Warning', 'NodeNotReady', 'Node is not ready', regarding(pod));
  return 'written';
}
