/** The pod condition DisruptionTarget: why somebody is about to end the pod (pkg/api/v1/pod/util.go:UpdatePodCondition). */
import type { Condition, Pod, PodStatus } from '../../kubernetes/objects';
import type { Tx } from '../tx';

/** The pod's status with DisruptionTarget set; the same status if it already says so. */
export function disruptionTarget(tx: Tx, pod: Pod, condition: Pick<Condition, 'status' | 'reason' | 'message'>): PodStatus {
  return withPodCondition(tx, pod.status ?? {}, { type: 'DisruptionTarget', ...condition });
}

/** A condition put in place of the one of its type. The transition time changes with the status only. */
export function withPodCondition(tx: Tx, status: PodStatus, condition: Condition): PodStatus {
  const conditions = status.conditions ?? [];
  const at = conditions.findIndex((other) => other.type === condition.type);
  const before = conditions[at];
  if (!before) return { ...status, conditions: [...conditions, { ...condition, lastTransitionTime: tx.timestamp }] };
  if (before.status === condition.status && before.reason === condition.reason && before.message === condition.message) return status;
  const lastTransitionTime = before.status === condition.status ? (before.lastTransitionTime ?? null) : tx.timestamp;
  return { ...status, conditions: conditions.with(at, { ...condition, lastTransitionTime }) };
}
