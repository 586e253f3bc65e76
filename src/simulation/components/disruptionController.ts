/**
 * The disruption controller: it counts for each PodDisruptionBudget how many pods are healthy, and how many may be
 * disturbed now. Evictions look at that number; deletions do not.
 *
 * Stands for: pkg/controller/disruption/disruption.go (trySync, updatePdbStatus).
 * Left out: scales of custom resources, events of budgets without pods.
 */
import { selectorMatches } from '../../kubernetes/labelSelectors';
import type { Pod, PodDisruptionBudget } from '../../kubernetes/objects';
import { parseRfc3339 } from '../../lib/time';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { update } from './apiServer';
import { deepEqual, isPodReady, keyOf, nameOf, scaledValue, siblingKey, wallClock } from './controllerUtils';
import { type BudgetStatus, withDisruptionAllowed, withSyncFailed } from './disruptionAllowed';
import { labelSelector } from './selectors';
import { type Controller, enqueue, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/disruption';
/** A pod that was evicted, but does not go, is believed again after so long (DeletionTimeout). */
const DELETION_TIMEOUT = 120_000;

/** A change of a pod concerns the budgets of its API namespace. */
export function disruptionController(tx: Tx, message: Message): void {
  if (message.type === 'watch' && message.table === 'pods') {
    for (const key of tx.keys('budgetsByNamespace', message.key.slice(0, message.key.indexOf('/')))) enqueue(tx, ADDRESS, key, 0);
    return;
  }
  work(tx, message, CONTROLLER);
}

const CONTROLLER: Controller<BudgetStatus> = {
  address: ADDRESS,
  sync(tx, key) {
    const budget = tx.get('podDisruptionBudgets', key);
    if (!budget) return [];
    const status = statusOf(tx, budget);
    return deepEqual(status, budget.status ?? {}) ? [] : [status];
  },
  perform(tx, key, status): Outcome<BudgetStatus> {
    const answer = update(tx, ADDRESS, 'podDisruptionBudgets', key, (budget) => ({ ...budget, status }), { status: true });
    if (!answer.ok) return answer.code === 404 ? 'nothing' : 'refused';
    const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status;
    tx.because('disruption.updateStatus', {
      budget: nameOf(answer.object), namespace: answer.object.metadata?.namespace ?? '',
      healthy: String(currentHealthy), desired: String(desiredHealthy), allowed: String(disruptionsAllowed),
    });
    return 'written';
  },
};

/** disruption.go:trySync. */
function statusOf(tx: Tx, budget: PodDisruptionBudget): BudgetStatus {
  const selector = labelSelector(budget.spec?.selector);
  const pods = tx
    .rows('pods', 'podsByNamespace', budget.metadata?.namespace ?? '')
    .filter((pod) => selectorMatches(selector, pod.metadata?.labels) && !isTerminal(pod));
  const expectation = expectationOf(tx, budget, pods);
  if (typeof expectation === 'string') return withSyncFailed(tx, budget, expectation);
  const { expected, desired } = expectation;
  const disruptedPods = stillDisrupted(tx, budget, pods);
  const healthy = pods.filter((pod) => !pod.metadata?.deletionTimestamp && !(nameOf(pod) in disruptedPods) && isPodReady(pod)).length;
  return withDisruptionAllowed(tx, budget, {
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    disruptionsAllowed: expected > 0 ? Math.max(0, healthy - desired) : 0,
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    observedGeneration: budget.metadata?.generation ?? 1,
  });
}

interface Expectation {
  readonly expected: number;
  readonly desired: number;
}

/** disruption.go:getExpectedPodCount; a text says why nobody can tell. */
function expectationOf(tx: Tx, { spec = {} }: PodDisruptionBudget, pods: readonly Pod[]): Expectation | string {
  if (spec.maxUnavailable !== undefined) {
    const expected = expectedScale(tx, pods);
    if (typeof expected === 'string') return expected;
    return { expected, desired: Math.max(0, expected - scaledValue(spec.maxUnavailable, expected, true)) };
  }
  if (typeof spec.minAvailable === 'number') return { expected: pods.length, desired: spec.minAvailable };
  const expected = expectedScale(tx, pods);
  return typeof expected === 'string' ? expected : { expected, desired: scaledValue(spec.minAvailable, expected, true) };
}

/** The sizes that the pods' controllers want, each controller once; of a Job or a DaemonSet nobody can tell (getExpectedScale). */
function expectedScale(tx: Tx, pods: readonly Pod[]): number | string {
  const scales = new Map<string, number>();
  for (const pod of pods) {
    const owner = pod.metadata?.ownerReferences?.find((reference) => reference.controller);
    if (!owner) continue;
    if (owner.kind !== 'StatefulSet' && owner.kind !== 'ReplicaSet') return `found no controllers for pod "${nameOf(pod)}"`;
    const key = siblingKey(keyOf(pod), owner.name);
    if (owner.kind === 'StatefulSet') scales.set(owner.uid, tx.get('statefulSets', key)?.spec?.replicas ?? 0);
    if (owner.kind !== 'ReplicaSet') continue;
    const set = tx.get('replicaSets', key);
    const deployment = set?.metadata?.ownerReferences?.find((reference) => reference.controller && reference.kind === 'Deployment');
    if (deployment) scales.set(deployment.uid, tx.get('deployments', siblingKey(key, deployment.name))?.spec?.replicas ?? 0);
    else scales.set(owner.uid, set?.spec?.replicas ?? 0);
  }
  let sum = 0;
  for (const scale of scales.values()) sum += scale;
  return sum;
}

/** Pods that an eviction has taken from the budget, and that are not yet marked as going (buildDisruptedPodMap). */
function stillDisrupted(tx: Tx, budget: PodDisruptionBudget, pods: readonly Pod[]): Readonly<Record<string, string>> {
  const before = budget.status?.disruptedPods ?? {};
  const still: Record<string, string> = {};
  for (const pod of pods) {
    const since = before[nameOf(pod)];
    if (since === undefined || pod.metadata?.deletionTimestamp) continue;
    const left = (parseRfc3339(since) ?? 0) + DELETION_TIMEOUT - wallClock(tx);
    if (left <= 0) continue;
    still[nameOf(pod)] = since;
    enqueueAfter(tx, ADDRESS, keyOf(budget), left);
  }
  return still;
}
