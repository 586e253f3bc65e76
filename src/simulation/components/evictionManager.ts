/**
 * The eviction manager, for memory: when less than 100Mi is available, it ends one pod after the other, beginning with
 * those that use more than they asked for, and keeps the node's condition for 5 minutes. Stands for
 * pkg/kubelet/eviction (eviction_manager.go, helpers.go). Left out: disk, process ids, soft thresholds, the kernel's
 * notifications (upstream they make it look sooner than every 10 s).
 */
import { mayEvict } from '../../kubernetes/evictionAdmission';
import type { Container } from '../../kubernetes/objects';
import { canonicalQuantity, formatBytes, quantityValue } from '../../kubernetes/quantities';
import { podInfoOf } from '../../kubernetes/scheduling/podInfo';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { aboutPod, emitNodeEvent, emitPodEvent, kubeletMemory, setKubelet } from './kubeletState';
import { updatePod } from './podWorkers';

const THRESHOLD = 100 * 1024 * 1024;
/** KubeletConfiguration evictionPressureTransitionPeriod. */
const PRESSURE_TRANSITION = 5 * 60_000;
/** eviction_manager.go: podCleanupTimeout, and the grace of a hard eviction in seconds. */
const CLEANUP_TIMEOUT = 30_000;
const IMMEDIATE_EVICTION_GRACE = 1;

/** Is the node's condition MemoryPressure True? */
export function isUnderMemoryPressure(tx: Tx, node: string): boolean {
  const seenAt = kubeletMemory(tx, node)?.pressureSeenAt;
  return seenAt !== undefined && tx.now - seenAt < PRESSURE_TRANSITION;
}

/** The working sets of the pod's containers that run, in bytes by name. */
function usageOf(tx: Tx, node: string, podUid: string): Record<string, number> {
  const memory = tx.get('memory', `usage/${node}`);
  const usage: Record<string, number> = {};
  if (memory?.kind !== 'usage') return usage;
  for (const container of tx.rows('containers', 'containersByPod', podUid)) {
    const bytes = memory.bytes[`${podUid}/${container.name}`];
    if (container.state === 'running' && bytes !== undefined) usage[container.name] = bytes;
  }
  return usage;
}

const sum = (usage: Record<string, number>): number => Object.values(usage).reduce((total, bytes) => total + bytes, 0);

interface Ranked {
  readonly row: PodWorkerRow;
  readonly usage: Record<string, number>;
  readonly over: number;
}

/** Who uses more than it asked for goes first, then the lower priority, then the larger excess (helpers.go:rankMemoryPressure). */
function rank(tx: Tx, rows: readonly PodWorkerRow[]): Ranked[] {
  const ranked = rows.map((row): Ranked => {
    const usage = usageOf(tx, row.node, row.uid);
    return { row, usage, over: sum(usage) - podInfoOf(row.pod).requests.memory };
  });
  const priority = ({ row }: Ranked): number => row.pod.spec?.priority ?? 0;
  return ranked.sort((a, b) => Number(b.over > 0) - Number(a.over > 0) || priority(a) - priority(b) || b.over - a.over);
}

/** A look at the machine's memory, every 10 s; at most one pod goes at a time (eviction_manager.go:synchronize). */
export function synchronize(tx: Tx, node: string): void {
  const usage = tx.get('memory', `usage/${node}`);
  const machine = tx.get('machines', node);
  const kubelet = kubeletMemory(tx, node);
  if (usage?.kind !== 'usage' || !machine || !kubelet) return;
  const rows = tx.rows('podWorkers', 'workersByNode', node);
  const used = rows.reduce((total, row) => total + sum(usageOf(tx, node, row.uid)), 0);
  const available = quantityValue(machine.memory) - used;
  if (available >= THRESHOLD) {
    if (kubelet.thresholdMet) setKubelet(tx, node, { thresholdMet: false });
    return;
  }
  setKubelet(tx, node, { pressureSeenAt: tx.now, thresholdMet: true });
  const isLeaving = rows.some(({ memory }) => memory.evict && memory.terminatedAt === undefined && tx.now - (memory.terminatingAt ?? 0) < CLEANUP_TIMEOUT);
  if (isLeaving) return;
  emitNodeEvent(tx, node, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory');
  const candidates = rows.filter(({ memory, pod }) => !memory.rejected && memory.terminatingAt === undefined && memory.startedAt !== undefined && mayEvict(pod));
  const [first] = rank(tx, candidates);
  if (first) evictPod(tx, first, available);
  else tx.because('kubelet.memoryPressure', { node });
}

/** Ends one pod (eviction_manager.go:evictPod; helpers.go:evictionMessage). */
function evictPod(tx: Tx, { row, usage }: Ranked, available: number): void {
  const requestOf = (container: Container): string => canonicalQuantity(container.resources?.requests?.['memory'] ?? '0') ?? '0';
  const excess = [...(row.pod.spec?.containers ?? []), ...(row.pod.spec?.initContainers ?? [])]
    .filter((container) => (usage[container.name] ?? 0) > quantityValue(requestOf(container)))
    .map((container) => `Container ${container.name} was using ${formatBytes(usage[container.name] ?? 0)}, request is ${requestOf(container)}, has larger consumption of memory. `);
  const message = `The node was low on resource: memory. Threshold quantity: 100Mi, available: ${formatBytes(available)}. ${excess.join('')}`;
  emitPodEvent(tx, row, 'Warning', 'Evicted', message);
  tx.because('kubelet.evictPod', aboutPod(row, { available: formatBytes(available) }));
  updatePod(tx, row, { type: 'kill', kill: { gracePeriodOverride: IMMEDIATE_EVICTION_GRACE, evict: { reason: 'Evicted', message, disruption: message } } });
}
