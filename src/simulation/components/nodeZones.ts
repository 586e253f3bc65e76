/**
 * How fast nodes that are not Ready get their NoExecute taint. Nodes wait in a queue for each zone; a zone lets one
 * through every ten seconds, none while too much of it is broken, and nobody is tainted while the whole cluster is.
 *
 * Stands for: pkg/controller/nodelifecycle/node_lifecycle_controller.go:handleDisruption, ComputeZoneState,
 * scheduler/rate_limited_queue.go.
 */
import type { Node } from '../../kubernetes/objects';
import type { Ms } from '../../lib/brand';
import type { ZoneMemory } from '../controlPlaneMemory';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { readyStatus } from './nodeTaints';

export const ADDRESS: Address = 'controllers/nodelifecycle';
/** One pass over the queues (podEvictionTimeout's passes: NodeEvictionPeriod). */
const PASS = 100;
/** nodeEvictionRate, secondaryNodeEvictionRate (nodes per second), largeClusterSizeThreshold, unhealthyZoneThreshold. */
const RATE = 0.1;
const REDUCED_RATE = 0.01;
const LARGE_CLUSTER = 50;
const UNHEALTHY_SHARE = 0.55;

/** The zone of a node: region and zone labels (component-helpers/node/topology:GetZoneKey). */
export function zoneOf(node: Node): string {
  const labels = node.metadata?.labels ?? {};
  const zone = labels['topology.kubernetes.io/zone'] ?? '';
  const region = labels['topology.kubernetes.io/region'] ?? '';
  return zone === '' && region === '' ? '' : `${region}:${zone}`;
}

const zoneKey = (zone: string): string => `nodelifecycle/zone/${zone}`;

export function zoneMemory(tx: Tx, zone: string): ZoneMemory {
  const memory = tx.get('memory', zoneKey(zone));
  return memory?.kind === 'zone' ? memory : { kind: 'zone', queue: [], state: 'Initial', size: 0 };
}

const put = (tx: Tx, zone: string, memory: ZoneMemory): void => tx.put('memory', zoneKey(zone), memory);

/** Nodes a second that a zone lets through now. */
function rateOf(tx: Tx, { state, size }: ZoneMemory): number {
  const cluster = tx.get('memory', 'nodelifecycle');
  if (cluster?.kind === 'nodeLifecycle' && cluster.disrupted) return 0;
  if (state === 'PartialDisruption') return size > LARGE_CLUSTER ? REDUCED_RATE : 0;
  return RATE;
}

/** Puts a node into its zone's queue, at the end. */
export function queueForTaint(tx: Tx, zone: string, node: string): void {
  const memory = zoneMemory(tx, zone);
  if (memory.queue.includes(node)) return;
  put(tx, zone, { ...memory, queue: [...memory.queue, node] });
  schedulePass(tx, zone);
}

export function dropFromQueue(tx: Tx, zone: string, node: string): void {
  const memory = zoneMemory(tx, zone);
  if (memory.queue.includes(node)) put(tx, zone, { ...memory, queue: memory.queue.filter((other) => other !== node) });
}

/** The next pass over a zone's queue: when the bucket has a token again. */
export function schedulePass(tx: Tx, zone: string): void {
  const memory = zoneMemory(tx, zone);
  const rate = rateOf(tx, memory);
  if (memory.queue.length === 0 || rate === 0) return;
  const full = memory.lastTaint === undefined ? 0 : memory.lastTaint + 1000 / rate - tx.now;
  tx.sendSoonest({ type: 'note', to: ADDRESS, kind: 'taintPass', about: zone }, Math.max(PASS, full), `nodelifecycle/pass/${zone}`);
}

/** The node whose turn it is; the token is taken. Undefined when none may be tainted now. */
export function takeNext(tx: Tx, zone: string): string | undefined {
  const memory = zoneMemory(tx, zone);
  const [next, ...rest] = memory.queue;
  if (next === undefined || rateOf(tx, memory) === 0) return undefined;
  put(tx, zone, { ...memory, queue: rest, lastTaint: tx.now as Ms });
  schedulePass(tx, zone);
  return next;
}

// ── Disruption ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Census {
  ready: number;
  notReady: number;
}

/** node_lifecycle_controller.go:ComputeZoneState. */
export function zoneState({ ready, notReady }: Census): ZoneMemory['state'] {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  return notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY_SHARE ? 'PartialDisruption' : 'Normal';
}

/**
 * Counts the Ready nodes of each zone and sets its pace. Returns what changed for the cluster as a whole: all zones went
 * down, or the first came back (node_lifecycle_controller.go:handleDisruption).
 */
export function countZones(tx: Tx): 'allDown' | 'backAgain' | undefined {
  const zones = new Map<string, Census>();
  for (const node of tx.rows('nodes', 'allNodes')) {
    const zone = zoneOf(node);
    let census = zones.get(zone);
    if (!census) zones.set(zone, (census = { ready: 0, notReady: 0 }));
    if (readyStatus(node) === 'True') census.ready++;
    else census.notReady++;
  }
  let allDown = zones.size > 0;
  for (const [zone, census] of zones) {
    const state = zoneState(census);
    if (state !== 'FullDisruption') allDown = false;
    const memory = zoneMemory(tx, zone);
    const size = census.ready + census.notReady;
    if (memory.state !== state || memory.size !== size) put(tx, zone, { ...memory, state, size });
  }
  const cluster = tx.get('memory', 'nodelifecycle');
  if (cluster?.kind !== 'nodeLifecycle') return undefined;
  const change = allDown === cluster.disrupted ? undefined : allDown ? 'allDown' : 'backAgain';
  if (change) tx.put('memory', 'nodelifecycle', { ...cluster, disrupted: allDown });
  if (!allDown) for (const zone of zones.keys()) schedulePass(tx, zone);
  return change;
}
