/**
 * The condition DisruptionAllowed of a PodDisruptionBudget: may a pod of it be disturbed now?
 * Stands for: pkg/controller/disruption (failSafe), k8s.io/component-helpers/apps/poddisruptionbudget.
 */
import type { Condition, PodDisruptionBudget } from '../../kubernetes/objects';
import type { Tx } from '../tx';

export type BudgetStatus = NonNullable<PodDisruptionBudget['status']>;

/** A status with the condition that belongs to its numbers (UpdateDisruptionAllowedCondition). */
export function withDisruptionAllowed(tx: Tx, budget: PodDisruptionBudget, status: BudgetStatus): BudgetStatus {
  const allowed = (status.disruptionsAllowed ?? 0) > 0;
  return withCondition(tx, budget, status, { status: allowed ? 'True' : 'False', reason: allowed ? 'SufficientPods' : 'InsufficientPods', message: '' });
}

/** Nobody can tell how many pods there should be: none may be disturbed (disruption.go:failSafe). */
export const withSyncFailed = (tx: Tx, budget: PodDisruptionBudget, message: string): BudgetStatus =>
  withCondition(tx, budget, { ...budget.status, disruptionsAllowed: 0 }, { status: 'False', reason: 'SyncFailed', message });

function withCondition(tx: Tx, budget: PodDisruptionBudget, status: BudgetStatus, said: Pick<Condition, 'status' | 'reason' | 'message'>): BudgetStatus {
  const before = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const lastTransitionTime = before?.status === said.status ? (before.lastTransitionTime ?? null) : tx.timestamp;
  const condition = { type: 'DisruptionAllowed', observedGeneration: status.observedGeneration ?? 0, lastTransitionTime, ...said };
  return { ...status, conditions: [condition] };
}
