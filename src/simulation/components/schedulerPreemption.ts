/**
 * Preemption: a pod that fits nowhere makes room by the deletion of pods of lower priority. Its status names the node at
 * once; the victims are deleted one after the other meanwhile, and stop as any deleted pod does.
 *
 * Stands for: pkg/scheduler/framework/preemption/{preemption,executor}.go, plugins/defaultpreemption.
 */
import type { Pod } from '../../kubernetes/objects';
import type { ClusterView } from '../../kubernetes/scheduling/filterPlugins';
import { preempt } from '../../kubernetes/scheduling/preemption';
import type { ScheduleResult } from '../../kubernetes/scheduling/schedule';
import { LATENCY } from '../latencies';
import type { NoteMessage } from '../messages';
import { storageView } from '../storageView';
import type { Tx } from '../tx';
import { patchPodStatus, remove } from './apiServer';
import { keyOf, nameOf, uidOf } from './controllerUtils';
import { disruptionTarget } from './disruptionTarget';
import { emit, regarding } from './events';
import { endPreemption, SCHEDULER } from './schedulingQueue';

/** What filters look at besides pods and nodes. */
export function clusterView(tx: Tx): ClusterView {
  return {
    namespaces: { names: () => tx.keys('allNamespaces'), labelsOf: (name) => tx.get('namespaces', name)?.metadata?.labels },
    nominatedPods: (node) => tx.rows('pods', 'podsByNomination', node),
    storage: storageView((key) => tx.get('others', key)),
  };
}

export interface Preemption {
  /** For the end of the FailedScheduling message. */
  readonly message: string;
  /** The node to nominate; '' to clear it; absent to leave it. */
  readonly nominated?: string;
  readonly victims: string;
}

interface Victim {
  readonly key: string;
  readonly uid: string;
}

interface Plan {
  readonly preemptor: string;
  readonly node: string;
  readonly clear: readonly Victim[];
  readonly victims: readonly Victim[];
}

/** default_preemption.go:PostFilter; the deletions follow in messages of their own. */
export function tryPreemption(tx: Tx, pod: Pod, { fitError, cycleState, nextSeed }: ScheduleResult & { readonly outcome: 'unschedulable' }): Preemption {
  const budgets = tx.rows('podDisruptionBudgets', 'allBudgets');
  const result = preempt({ pod, nodes: tx.nodeInfos, fitError, cycleState, budgets, seed: nextSeed, ...clusterView(tx) });
  const memory = tx.get('memory', 'scheduler');
  if (memory?.kind === 'scheduler' && memory.seed !== result.nextSeed) tx.put('memory', 'scheduler', { ...memory, seed: result.nextSeed });
  if (result.outcome === 'notEligible') return { message: result.message, victims: '' };
  if (result.outcome === 'notHelpful') return { message: result.message, nominated: '', victims: '' };
  const named = (each: Pod): Victim => ({ key: keyOf(each), uid: uidOf(each) });
  const victims = result.victims.filter((victim) => !victim.metadata?.deletionTimestamp);
  const plan: Plan = { preemptor: uidOf(pod), node: result.nodeName, clear: result.nominationsToClear.map(named), victims: victims.map(named) };
  if (plan.clear.length + plan.victims.length > 0) {
    tx.put('memory', `preemption/${uidOf(pod)}`, { kind: 'preemption' });
    next(tx, plan);
  }
  return { message: '', nominated: result.nodeName, victims: result.victims.map(nameOf).join(', ') };
}

const next = (tx: Tx, plan: Plan): void => {
  tx.send({ type: 'note', to: SCHEDULER, kind: 'deleteVictims', about: plan.preemptor, data: { ...plan } }, LATENCY.apiRequest);
};

/** The next request of a preemption: a nomination to clear, a victim to mark, a victim to delete (executor.go:prepareCandidateAsync). */
export function deleteVictims(tx: Tx, message: NoteMessage): void {
  const plan = message.data as unknown as Plan;
  const [cleared, ...clear] = plan.clear;
  if (cleared) {
    clearNomination(tx, cleared);
    return next(tx, { ...plan, clear });
  }
  const [victim, ...victims] = plan.victims;
  if (!victim) return endPreemption(tx, plan.preemptor);
  const pod = tx.get('pods', victim.key);
  if (!pod || uidOf(pod) !== victim.uid || pod.metadata?.deletionTimestamp) return next(tx, { ...plan, victims });
  const marked = disruptionTarget(tx, pod, {
    status: 'True', reason: 'PreemptionByScheduler', message: 'default-scheduler: preempting to accommodate a higher priority pod',
  });
  const about = { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', node: plan.node };
  if (marked !== pod.status) {
    const answer = patchPodStatus(tx, SCHEDULER, victim.key, victim.uid, marked);
    if (!answer.ok) return endPreemption(tx, plan.preemptor);
    tx.because('scheduler.markVictim', about);
    return next(tx, plan);
  }
  const answer = remove(tx, SCHEDULER, 'pods', victim.key, { uid: victim.uid });
  if (!answer.ok) return endPreemption(tx, plan.preemptor);
  tx.because('scheduler.deleteVictim', about);
  emit(tx, 'default-scheduler', 'Normal', 'Preempted', `Preempted by pod ${plan.preemptor} on node ${plan.node}`, regarding(pod));
  if (victims.length === 0) return endPreemption(tx, plan.preemptor);
  next(tx, { ...plan, victims });
}

/** A pod of lower priority loses its claim to the node (schedule/util:ClearNominatedNodeName). */
function clearNomination(tx: Tx, { key, uid }: Victim): void {
  const pod = tx.get('pods', key);
  if (!pod?.status?.nominatedNodeName || uidOf(pod) !== uid) return;
  const { nominatedNodeName: _, ...status } = pod.status;
  if (patchPodStatus(tx, SCHEDULER, key, uid, status).ok) {
    tx.because('scheduler.clearNomination', { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '' });
  }
}
