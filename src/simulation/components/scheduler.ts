/**
 * kube-scheduler. It takes one pod after the other from its queue, finds the nodes on which the pod fits, picks the best
 * and writes its name into the pod: it starts nothing.
 *
 * scheduleOne: pop → schedulePod (filters, scores) → bind, or: preempt others → say why not → wait for a change.
 *
 * Stands for: pkg/scheduler/{schedule_one,eventhandlers,scheduler}.go.
 * Left out: volumes that must be provisioned first, extenders, other profiles, several pods bound at the same time.
 */
import { fitErrorMessage, NO_NODES_AVAILABLE } from '../../kubernetes/scheduling/fitError';
import { schedulePod, type ScheduleResult } from '../../kubernetes/scheduling/schedule';
import type { Pod } from '../../kubernetes/objects';
import type { QueuedPodMemory, SchedulerMemory } from '../controlPlaneMemory';
import type { Message, WatchMessage } from '../messages';
import { spreadSelector } from '../spreadSelector';
import type { About } from '../step';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { bind, patchPodStatus } from './apiServer';
import { keyOf, nameOf, uidOf } from './controllerUtils';
import { withPodCondition } from './disruptionTarget';
import { emit, regarding } from './events';
import { leaderOf } from './leaderElection';
import { clusterView, deleteVictims, tryPreemption } from './schedulerPreemption';
import {
  addOrUpdate, addUnschedulable, clearQueue, dequeue, flushBackoff, flushUnschedulable, isEmpty, moveAll, pop, scheduleSoon, SCHEDULER,
} from './schedulingQueue';

const COMPONENT = 'default-scheduler';

/** Handles a message to the scheduler, if a kube-scheduler leads. */
export function scheduler(tx: Tx, message: Message): void {
  if (!leaderOf(tx, 'kube-scheduler')) return;
  if (message.type === 'watch') {
    if (message.table === 'others') return claimChanged(tx, message);
    return message.table === 'nodes' ? nodeChanged(tx, message) : podChanged(tx, message);
  }
  if (message.type !== 'note') return;
  switch (message.kind) {
    case 'startedLeading':
      return start(tx);
    case 'schedule':
      return scheduleOne(tx);
    case 'flushBackoff':
      return flushBackoff(tx);
    case 'flushUnschedulable':
      return flushUnschedulable(tx);
    case 'deleteVictims':
      return deleteVictims(tx, message);
  }
}

/** A new leader knows nothing: it lists the nodes, and queues every pod without one. */
function start(tx: Tx): void {
  clearQueue(tx);
  tx.put('memory', 'scheduler', { kind: 'scheduler', startIndex: 0, seed: Math.floor(tx.random() * 2 ** 31), startedAt: tx.now });
  for (const node of tx.rows('nodes', 'allNodes')) tx.put('memory', `schedulerNode/${nameOf(node)}`, { kind: 'seenNode', node });
  for (const pod of tx.rows('pods', 'podsByNode', '')) if (isMine(pod)) addOrUpdate(tx, pod);
}

// ── Events (eventhandlers.go) ────────────────────────────────────────────────────────────────────────────────────────

const isMine = (pod: Pod): boolean => (pod.spec?.schedulerName ?? 'default-scheduler') === 'default-scheduler' && !isTerminal(pod);

function podChanged(tx: Tx, message: WatchMessage): void {
  const pod = tx.get('pods', message.key);
  const isThis = pod !== undefined && (message.uid === undefined || uidOf(pod) === message.uid);
  if (isThis && !pod.spec?.nodeName) {
    if (isMine(pod)) addOrUpdate(tx, pod);
    return;
  }
  const waited = dequeue(tx, message.uid ?? '');
  if (isThis && !isTerminal(pod)) moveAll(tx, { type: 'podAssigned', pod, relabelled: message.relabelled === true });
  else if (!waited) moveAll(tx, { type: 'podFreed' });
}

function nodeChanged(tx: Tx, { key }: WatchMessage): void {
  const node = tx.get('nodes', key);
  const seen = tx.get('memory', `schedulerNode/${key}`);
  if (!node) {
    if (seen) tx.delete('memory', `schedulerNode/${key}`);
    return moveAll(tx, { type: 'nodeGone' });
  }
  tx.put('memory', `schedulerNode/${key}`, { kind: 'seenNode', node });
  moveAll(tx, { type: 'node', node, before: seen?.kind === 'seenNode' ? seen.node : undefined });
}

function claimChanged(tx: Tx, { key }: WatchMessage): void {
  const claim = tx.get('others', key);
  if (claim) moveAll(tx, { type: 'claim', apiNamespace: claim.metadata?.namespace ?? '', name: nameOf(claim) });
}

// ── The cycle (schedule_one.go) ──────────────────────────────────────────────────────────────────────────────────────

/** One pod, if it is still there and waits for a node. */
function scheduleOne(tx: Tx): void {
  const row = pop(tx);
  if (!row) return;
  if (!isEmpty(tx)) scheduleSoon(tx);
  const pod = tx.get('pods', keyOf(row.pod));
  if (!pod || uidOf(pod) !== uidOf(row.pod) || pod.spec?.nodeName) return;
  if (pod.metadata?.deletionTimestamp) return skipDeleting(tx, pod);
  const memory = tx.get('memory', 'scheduler');
  if (memory?.kind !== 'scheduler') return;
  const { startIndex, seed } = memory;
  const selector = spreadSelector(pod, tx.rows('others', 'servicesByNamespace', pod.metadata?.namespace ?? ''), (table, key) => tx.get(table, key));
  const result = schedulePod(pod, tx.nodeInfos, { startIndex, seed, ...clusterView(tx), ...(selector ? { defaultSelector: selector } : {}) });
  remember(tx, memory, result.nextStartIndex, result.nextSeed);
  const current = { ...row, pod };
  if (result.outcome === 'scheduled') bindPod(tx, current, result);
  else handleFailure(tx, current, result);
}

/** A pod that is being deleted is not tried, and leaves the queue (schedule_one.go:skipPodSchedule). */
function skipDeleting(tx: Tx, pod: Pod): void {
  const message = `skip schedule deleting pod: ${keyOf(pod)}`;
  emit(tx, COMPONENT, 'Warning', 'FailedScheduling', message, regarding(pod));
  tx.because('scheduler.skip', { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '' });
}

function remember(tx: Tx, memory: SchedulerMemory, startIndex: number, seed: number): void {
  if (memory.startIndex !== startIndex || memory.seed !== seed) tx.put('memory', 'scheduler', { ...memory, startIndex, seed });
}

type Scheduled = ScheduleResult & { readonly outcome: 'scheduled' };

/** Assume and bind: from now on the pod counts on its node. */
function bindPod(tx: Tx, row: QueuedPodMemory, result: Scheduled): void {
  const { pod } = row;
  const answer = bind(tx, SCHEDULER, keyOf(pod), result.host);
  if (!answer.ok) {
    if (answer.code === 0) addUnschedulable(tx, row, []);
    return;
  }
  const only = result.feasibleNodes === 1;
  const { nodeNames = [], totals = [] } = result.scores ?? {};
  const scores: About = totals.length > 0 && totals.length <= 8 ? { scores: nodeNames.map((name, i) => `${name} ${totals[i] ?? 0}`).join(', ') } : {};
  tx.because(only ? 'scheduler.bindOnly' : 'scheduler.bind', {
    pod: nameOf(pod),
    namespace: pod.metadata?.namespace ?? '',
    node: result.host,
    feasible: String(result.feasibleNodes),
    evaluated: String(result.evaluatedNodes),
    ...scores,
  });
  emit(tx, COMPONENT, 'Normal', 'Scheduled', `Successfully assigned ${keyOf(pod)} to ${result.host}`, regarding(pod));
}

/** schedule_one.go:handleSchedulingFailure, after PostFilter has tried preemption. */
function handleFailure(tx: Tx, row: QueuedPodMemory, result: Exclude<ScheduleResult, Scheduled>): void {
  const { pod } = row;
  const preemption = result.outcome === 'unschedulable' ? tryPreemption(tx, pod, result) : undefined;
  const message = result.outcome === 'unschedulable' ? fitErrorMessage(result.fitError, preemption?.message ?? '') : NO_NODES_AVAILABLE;
  addUnschedulable(tx, row, result.outcome === 'unschedulable' ? [...result.fitError.diagnosis.unschedulablePlugins] : []);
  emit(tx, COMPONENT, 'Warning', 'FailedScheduling', asNote(message), regarding(pod));
  const about = { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', message };
  if (preemption?.nominated) tx.because('scheduler.nominate', { ...about, node: preemption.nominated, victims: preemption.victims });
  else tx.because('scheduler.failed', about);
  const status = withPodCondition(tx, nominate(pod, preemption?.nominated), { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message });
  if (status !== pod.status) patchPodStatus(tx, SCHEDULER, keyOf(pod), uidOf(pod), status);
}

const LONGEST_NOTE = 1024;
/** As much as an event can hold (schedule_one.go:truncateMessage). */
const asNote = (message: string): string => (message.length <= LONGEST_NOTE ? message : `${message.slice(0, LONGEST_NOTE - 4)} ...`);

/** undefined: leave it; '': clear it. */
function nominate(pod: Pod, node: string | undefined): NonNullable<Pod['status']> {
  const { nominatedNodeName, ...rest } = pod.status ?? {};
  if (node === undefined || node === (nominatedNodeName ?? '')) return pod.status ?? {};
  return node === '' ? rest : { ...rest, nominatedNodeName: node };
}
