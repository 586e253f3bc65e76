/**
 * The status of a Deployment: its counts, and the conditions Available, Progressing and ReplicaFailure.
 * Stands for: pkg/controller/deployment/progress.go, sync.go:calculateStatus.
 */
import type { Condition, Deployment, ReplicaSet } from '../../kubernetes/objects';
import type { Tx } from '../tx';
import { nameOf, untilTime } from './controllerUtils';
import { findCondition, maxUnavailable, newCondition, totalSize, wanted, withCondition, withoutCondition } from './deploymentUtil';

export type DeploymentStatus = NonNullable<Deployment['status']>;

/** An unset deadline is written as the largest int32 (deployment_util.go:HasProgressDeadline). */
const NO_DEADLINE = 2147483647;
const deadlineOf = (deployment: Deployment): number => deployment.spec?.progressDeadlineSeconds ?? 600;
export const hasProgressDeadline = (deployment: Deployment): boolean => deadlineOf(deployment) !== NO_DEADLINE;

const sum = (sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas'): number =>
  sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);

/** sync.go:calculateStatus. `all` are the old sets, then the new one. */
export function calculateStatus(tx: Tx, deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet | undefined): DeploymentStatus {
  const available = sum(all, 'availableReplicas');
  const unavailable = Math.max(0, totalSize(all) - available);
  const enough = available >= wanted(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? newCondition(tx.timestamp, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : newCondition(tx.timestamp, 'Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.');
  return dropZeros({
    observedGeneration: deployment.metadata?.generation ?? 0,
    replicas: sum(all, 'replicas'),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(all, 'readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: unavailable,
    terminatingReplicas: sum(all, 'terminatingReplicas'),
    ...(deployment.status?.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    conditions: withCondition(deployment.status?.conditions ?? [], condition),
  });
}

/** Counts of 0 are not written (omitempty), except terminatingReplicas, which is a pointer. */
function dropZeros(status: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(status).filter(([key, value]) => value !== 0 || key === 'terminatingReplicas'));
}

/** Every replica is new and available, nothing old is left (deployment_util.go:DeploymentComplete). */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const want = wanted(deployment);
  return (
    (status?.updatedReplicas ?? 0) === want && (status?.replicas ?? 0) === want && (status?.availableReplicas ?? 0) === want &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0)
  );
}

/** Did anything move forward between two statuses (deployment_util.go:DeploymentProgressing)? */
function isProgressing(before: DeploymentStatus | undefined, now: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus | undefined) => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) || old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) || (now.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  );
}

/** Has nothing moved for progressDeadlineSeconds (deployment_util.go:DeploymentTimedOut)? */
function hasTimedOut(tx: Tx, deployment: Deployment, status: DeploymentStatus): boolean {
  const condition = findCondition(status.conditions, 'Progressing');
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return untilTime(tx, condition.lastUpdateTime, deadlineOf(deployment)) === 0;
}

/** The status with the conditions of a rollout (progress.go:syncRolloutStatus). */
export function rolloutStatus(tx: Tx, deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet | undefined): DeploymentStatus {
  const status = calculateStatus(tx, deployment, all, newSet);
  const before = findCondition(deployment.status?.conditions, 'Progressing');
  let conditions: readonly Condition[] = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing');
  const wasComplete = status.replicas === status.updatedReplicas && before?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !wasComplete) conditions = progressing(tx, deployment, status, conditions, newSet);
  const failure = all.map((set) => findCondition(set.status?.conditions, 'ReplicaFailure')).findLast((condition) => condition !== undefined);
  conditions = failure
    ? withCondition(conditions, newCondition(tx.timestamp, 'ReplicaFailure', failure.status, failure.reason ?? '', failure.message ?? ''))
    : withoutCondition(conditions, 'ReplicaFailure');
  return { ...status, conditions };
}

type Conditions = readonly Condition[];

function progressing(tx: Tx, deployment: Deployment, status: DeploymentStatus, conditions: Conditions, newSet: ReplicaSet | undefined): Conditions {
  const subject = newSet ? `ReplicaSet "${nameOf(newSet)}"` : `Deployment "${nameOf(deployment)}"`;
  if (isComplete(deployment, status)) {
    return withCondition(conditions, newCondition(tx.timestamp, 'Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`));
  }
  if (isProgressing(deployment.status, status)) {
    const before = findCondition(deployment.status?.conditions, 'Progressing');
    const condition = newCondition(tx.timestamp, 'Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    // The same reason again still counts as progress: it renews lastUpdateTime.
    const kept = before?.status === 'True' ? { ...condition, lastTransitionTime: before.lastTransitionTime ?? null } : condition;
    return [...withoutCondition(conditions, 'Progressing'), kept];
  }
  if (hasTimedOut(tx, deployment, status)) {
    return withCondition(conditions, newCondition(tx.timestamp, 'Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`));
  }
  return conditions;
}

/** When to look again whether the deadline has passed, in ms; null: not at all (progress.go:requeueStuckDeployment). */
export function requeueStuck(tx: Tx, deployment: Deployment): number | null {
  const condition = findCondition(deployment.status?.conditions, 'Progressing');
  if (!condition || !hasProgressDeadline(deployment)) return null;
  if (isComplete(deployment, deployment.status) || condition.reason === 'ProgressDeadlineExceeded') return null;
  return untilTime(tx, condition.lastUpdateTime, deadlineOf(deployment)) + 1000;
}
