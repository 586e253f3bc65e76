/**
 * The Deployment controller. It owns ReplicaSets and never touches a pod: it makes a ReplicaSet for each version of the
 * pod template and moves replicas from the old ones to the new one.
 *
 * syncDeployment: the Deployment's ReplicaSets → paused or resized: scale them in proportion → else roll (or recreate):
 * the new ReplicaSet, its size, the sizes of the old ones → status.
 *
 * Stands for: pkg/controller/deployment/{deployment_controller,sync}.go.
 * Left out: the count of hash collisions in the status, the deprecated rollback annotation.
 */
import type { Condition, Deployment, Labels, ReplicaSet } from '../../kubernetes/objects';
import { selectorMatches } from '../../kubernetes/labelSelectors';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { create, remove, update } from './apiServer';
import { deepEqual, isNamespaceTerminating, isPodActive, isPodTerminating, keyOf, nameOf, siblingKey, uidOf } from './controllerUtils';
import { calculateStatus, type DeploymentStatus, hasProgressDeadline, isComplete, requeueStuck, rolloutStatus } from './deploymentProgress';
import { reconcileNewReplicaSet, reconcileOldReplicaSets, type Resize, scale, scaleDownForRecreate } from './deploymentRolling';
import {
  compare, desiredAnnotation, findCondition, findNewReplicaSet, isActive, isRollingUpdate, newCondition, newReplicaSetAnnotations, replicasAnnotations,
  REVISION, revisionOf, sizeOf, wanted, withCondition,
} from './deploymentUtil';
import { emit, regarding } from './events';
import { makeReplicaSet, nextRevision } from './newReplicaSet';
import { withOwner } from './podClaims';
import { labelSelector } from './selectors';
import { type Controller, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/deployment';
const COMPONENT = 'deployment-controller';
/** deployment_util.go:FailedRSCreateReason. */
const REPLICA_SET_CREATE_ERROR = 'ReplicaSetCreateError';
/** deployment_controller.go:maxRetries. */
const MAX_RETRIES = 15;

type Deed =
  | { readonly do: 'release' | 'adopt'; readonly name: string }
  | { readonly do: 'create'; readonly replicaSet: ReplicaSet }
  | { readonly do: 'annotate'; readonly name: string; readonly annotations: Labels; readonly minReadySeconds: number }
  | { readonly do: 'note'; readonly revision: string; readonly condition?: Condition }
  | ({ readonly do: 'scale' } & Resize)
  | { readonly do: 'cleanup'; readonly name: string }
  | { readonly do: 'status'; readonly rollout: boolean };

export const deploymentController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync: syncDeployment, perform, maxRetries: MAX_RETRIES };

// ── One look ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** deployment_controller.go:syncDeployment. */
function syncDeployment(tx: Tx, key: string): readonly Deed[] {
  const deployment = tx.get('deployments', key);
  if (!deployment) return [];
  const sets = tx.rows('replicaSets', 'replicaSetsByOwner', uidOf(deployment));
  if (deployment.metadata?.deletionTimestamp) return [{ do: 'status', rollout: false }];
  const claims = claimReplicaSets(tx, deployment, sets);
  if (claims.length > 0) return claims;
  const paused = pausedCondition(tx, deployment);
  if (paused) return [{ do: 'note', revision: deployment.metadata?.annotations?.[REVISION] ?? '', condition: paused }];
  const newSet = findNewReplicaSet(deployment, sets);
  const old = sets.filter((set) => set !== newSet);
  if (deployment.spec?.paused || isScalingEvent(deployment, sets)) return syncScale(deployment, newSet, old);
  return isRollingUpdate(deployment) ? rolloutRolling(tx, deployment, newSet, old) : rolloutRecreate(tx, deployment, newSet, old);
}

/** Sets whose labels the selector no longer takes in, and ownerless ones that it does (controller_ref_manager.go:ClaimReplicaSets). */
function claimReplicaSets(tx: Tx, deployment: Deployment, owned: readonly ReplicaSet[]): readonly Deed[] {
  const selector = labelSelector(deployment.spec?.selector);
  const fits = (set: ReplicaSet): boolean => selectorMatches(selector, set.metadata?.labels);
  const lost = owned.filter((set) => !fits(set)).map((set): Deed => ({ do: 'release', name: nameOf(set) }));
  const found = tx
    .rows('replicaSets', 'orphanReplicaSets', deployment.metadata?.namespace ?? '')
    .filter((set) => !set.metadata?.deletionTimestamp && fits(set))
    .map((set): Deed => ({ do: 'adopt', name: nameOf(set) }));
  return [...lost, ...found];
}

/** Was the size changed since the ReplicaSets were last scaled (sync.go:isScalingEvent)? */
const isScalingEvent = (deployment: Deployment, sets: readonly ReplicaSet[]): boolean =>
  sets.some((set) => isActive(set) && (desiredAnnotation(set) ?? wanted(deployment)) !== wanted(deployment));

/** While paused no lack of progress is held against it (sync.go:checkPausedConditions). */
function pausedCondition(tx: Tx, deployment: Deployment): Condition | undefined {
  if (!hasProgressDeadline(deployment)) return undefined;
  const reason = findCondition(deployment.status?.conditions, 'Progressing')?.reason;
  if (reason === 'ProgressDeadlineExceeded') return undefined;
  if (deployment.spec?.paused && reason !== 'DeploymentPaused') {
    return newCondition(tx.timestamp, 'Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused');
  }
  if (!deployment.spec?.paused && reason === 'DeploymentPaused') {
    return newCondition(tx.timestamp, 'Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
  }
  return undefined;
}

/** sync.go:sync. */
function syncScale(deployment: Deployment, newSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): readonly Deed[] {
  const resizes = scaleDeeds(scale(deployment, newSet, old));
  return [...syncRevision(deployment, newSet, old), ...resizes, ...cleanup(deployment, old), { do: 'status', rollout: false }];
}

/** rolling.go:rolloutRolling. A sync that made the new set larger does not yet make the old ones smaller. */
function rolloutRolling(tx: Tx, deployment: Deployment, existing: ReplicaSet | undefined, old: readonly ReplicaSet[]): readonly Deed[] {
  const newSet = existing ?? makeReplicaSet(tx, deployment, old);
  const first = existing ? syncRevision(deployment, existing, old) : createDeeds(tx, deployment, newSet);
  const up = reconcileNewReplicaSet(deployment, [...old, newSet], newSet);
  if (up.length > 0) return [...first, ...scaleDeeds(up), { do: 'status', rollout: true }];
  const down = reconcileOldReplicaSets(deployment, old, newSet);
  const done = down.length === 0 && isComplete(deployment, deployment.status) ? cleanup(deployment, old) : [];
  return [...first, ...scaleDeeds(down), ...done, { do: 'status', rollout: true }];
}

/** recreate.go:rolloutRecreate: nothing new before the last old pod has ended. */
function rolloutRecreate(tx: Tx, deployment: Deployment, existing: ReplicaSet | undefined, old: readonly ReplicaSet[]): readonly Deed[] {
  const first = existing ? syncRevision(deployment, existing, old) : [];
  const down = scaleDownForRecreate(old);
  if (down.length > 0 || oldPodsRunning(tx, old)) return [...first, ...scaleDeeds(down), { do: 'status', rollout: true }];
  if (!existing) return [...createDeeds(tx, deployment, makeReplicaSet(tx, deployment, old)), { do: 'status', rollout: true }];
  const up = sizeOf(existing) === wanted(deployment) ? [] : [{ name: nameOf(existing), from: sizeOf(existing), to: wanted(deployment) }];
  const done = isComplete(deployment, deployment.status) ? cleanup(deployment, old) : [];
  return [...first, ...scaleDeeds(up), ...done, { do: 'status', rollout: true }];
}

/** recreate.go:oldPodsRunning: pods of the old sets that have not reached their end. */
const oldPodsRunning = (tx: Tx, old: readonly ReplicaSet[]): boolean =>
  old.some((set) => (set.status?.replicas ?? 0) > 0 || tx.rows('pods', 'podsByOwner', uidOf(set)).some((pod) => isPodActive(pod) || isPodTerminating(pod)));

// ── The new ReplicaSet ───────────────────────────────────────────────────────────────────────────────────────────────

function createDeeds(tx: Tx, deployment: Deployment, replicaSet: ReplicaSet): readonly Deed[] {
  const revision = String(revisionOf(replicaSet));
  const condition = newCondition(tx.timestamp, 'Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${nameOf(replicaSet)}"`);
  return [{ do: 'create', replicaSet }, { do: 'note', revision, ...(hasProgressDeadline(deployment) ? { condition } : {}) }];
}

/** The revision number rises when an old template comes back (sync.go:getNewReplicaSet, the set exists). */
function syncRevision(deployment: Deployment, newSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): readonly Deed[] {
  if (!newSet) return [];
  const annotations = newReplicaSetAnnotations(deployment, newSet, nextRevision(old), true);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  if (!deepEqual(annotations, newSet.metadata?.annotations ?? {}) || (newSet.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
    return [{ do: 'annotate', name: nameOf(newSet), annotations, minReadySeconds }];
  }
  return [{ do: 'note', revision: annotations[REVISION] ?? '' }];
}

const scaleDeeds = (resizes: readonly Resize[]): readonly Deed[] => resizes.map((each) => ({ do: 'scale', ...each }));

/** Old, empty ReplicaSets beyond revisionHistoryLimit, oldest revision first (sync.go:cleanupDeployment). */
function cleanup(deployment: Deployment, old: readonly ReplicaSet[]): readonly Deed[] {
  const alive = old.filter((set) => !set.metadata?.deletionTimestamp);
  const surplus = alive.length - (deployment.spec?.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return [];
  const isEmpty = (set: ReplicaSet) =>
    (set.status?.replicas ?? 0) === 0 && sizeOf(set) === 0 && (set.metadata?.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
  return alive
    .toSorted((a, b) => revisionOf(a) - revisionOf(b) || compare(nameOf(a), nameOf(b)))
    .slice(0, surplus)
    .filter(isEmpty)
    .map((set) => ({ do: 'cleanup', name: nameOf(set) }));
}

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const deployment = tx.get('deployments', key);
  if (!deployment) return 'nothing';
  switch (deed.do) {
    case 'release':
    case 'adopt':
      return claimReplicaSet(tx, deployment, siblingKey(key, deed.name), deed.do === 'adopt');
    case 'create':
      return createReplicaSet(tx, deployment, deed.replicaSet);
    case 'annotate':
      return annotate(tx, deployment, siblingKey(key, deed.name), deed.annotations, deed.minReadySeconds);
    case 'note':
      return noteRevision(tx, deployment, deed.revision, deed.condition);
    case 'scale':
      return scaleReplicaSet(tx, deployment, deed);
    case 'cleanup':
      return cleanupReplicaSet(tx, deployment, siblingKey(key, deed.name));
    case 'status':
      return writeStatus(tx, deployment, deed.rollout);
  }
}

const about = (deployment: Deployment) => ({ deployment: nameOf(deployment), namespace: deployment.metadata?.namespace ?? '' });

function claimReplicaSet(tx: Tx, deployment: Deployment, key: string, owned: boolean): Outcome<Deed> {
  const answer = update(tx, ADDRESS, 'replicaSets', key, (set) => ({
    ...set, metadata: { ...set.metadata, ownerReferences: withOwner(set.metadata?.ownerReferences, deployment, owned) },
  }));
  if (!answer.ok) return 'refused';
  tx.because(owned ? 'deployment.adoptReplicaSet' : 'deployment.releaseReplicaSet', { ...about(deployment), replicaSet: nameOf(answer.object) });
  return 'written';
}

function createReplicaSet(tx: Tx, deployment: Deployment, replicaSet: ReplicaSet): Outcome<Deed> {
  const answer = create(tx, ADDRESS, replicaSet);
  if (!answer.ok) {
    if (answer.code === 0) return 'refused';
    if (isNamespaceTerminating(answer)) return 'nothing';
    tx.because('deployment.replicaSetRefused', { ...about(deployment), replicaSet: nameOf(replicaSet), message: answer.message });
    const message = `Failed to create new replica set "${nameOf(replicaSet)}": ${answer.message}`;
    emit(tx, COMPONENT, 'Warning', REPLICA_SET_CREATE_ERROR, message, regarding(deployment));
    const condition = newCondition(tx.timestamp, 'Progressing', 'False', REPLICA_SET_CREATE_ERROR, message);
    if (hasProgressDeadline(deployment)) writeConditions(tx, deployment, withCondition(deployment.status?.conditions ?? [], condition));
    return 'refused';
  }
  const replicas = sizeOf(answer.object);
  tx.because('deployment.createReplicaSet', { ...about(deployment), replicaSet: nameOf(answer.object), replicas: String(replicas) });
  const message = `Scaled up replica set ${nameOf(answer.object)} from 0 to ${replicas}`;
  if (replicas > 0) emit(tx, COMPONENT, 'Normal', 'ScalingReplicaSet', message, regarding(deployment));
  return 'written';
}

/** With the same write's sentence: only the condition changes (sync.go:getNewReplicaSet). */
function writeConditions(tx: Tx, deployment: Deployment, conditions: readonly Condition[]): void {
  if (conditions === deployment.status?.conditions) return;
  update(tx, ADDRESS, 'deployments', keyOf(deployment), (object) => ({ ...object, status: { ...object.status, conditions } }), { status: true });
}

function annotate(tx: Tx, deployment: Deployment, key: string, annotations: Labels, minReadySeconds: number): Outcome<Deed> {
  const answer = update(tx, ADDRESS, 'replicaSets', key, (set) => ({
    ...set,
    metadata: { ...set.metadata, annotations },
    ...((set.spec?.minReadySeconds ?? 0) === minReadySeconds ? {} : { spec: { ...set.spec, minReadySeconds } }),
  }));
  if (!answer.ok) return 'refused';
  tx.because('deployment.reviseReplicaSet', { ...about(deployment), replicaSet: nameOf(answer.object), revision: annotations[REVISION] ?? '' });
  return 'written';
}

/** The revision, and for a new set the first Progressing condition, in the Deployment itself. */
function noteRevision(tx: Tx, deployment: Deployment, revision: string, condition: Condition | undefined): Outcome<Deed> {
  const same = (deployment.metadata?.annotations?.[REVISION] ?? '') === revision;
  const before = deployment.status?.conditions ?? [];
  const conditions = condition ? withCondition(before, condition) : before;
  if (same && conditions === before) return 'nothing';
  const answer = update(tx, ADDRESS, 'deployments', keyOf(deployment), (object) => ({
    ...object,
    ...(same ? {} : { metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, [REVISION]: revision } } }),
    status: { ...object.status, conditions },
  }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because('deployment.updateStatus', about(deployment));
  return 'written';
}

/** sync.go:scaleReplicaSet. */
function scaleReplicaSet(tx: Tx, deployment: Deployment, { name, to }: Resize): Outcome<Deed> {
  const key = siblingKey(keyOf(deployment), name);
  const from = sizeOf(tx.get('replicaSets', key) ?? {});
  const answer = update(tx, ADDRESS, 'replicaSets', key, (set) => ({
    ...set,
    metadata: { ...set.metadata, annotations: { ...set.metadata?.annotations, ...replicasAnnotations(deployment) } },
    spec: { ...set.spec, replicas: to },
  }));
  if (!answer.ok) return 'refused';
  const direction = from < to ? 'up' : 'down';
  tx.because(from < to ? 'deployment.scaleUp' : 'deployment.scaleDown', { ...about(deployment), replicaSet: name, from: String(from), to: String(to) });
  emit(tx, COMPONENT, 'Normal', 'ScalingReplicaSet', `Scaled ${direction} replica set ${name} from ${from} to ${to}`, regarding(deployment));
  return 'written';
}

function cleanupReplicaSet(tx: Tx, deployment: Deployment, key: string): Outcome<Deed> {
  const answer = remove(tx, ADDRESS, 'replicaSets', key);
  if (!answer.ok) return answer.code === 404 ? 'nothing' : 'refused';
  tx.because('deployment.deleteOldReplicaSet', { ...about(deployment), replicaSet: nameOf(answer.object) });
  return 'written';
}

function writeStatus(tx: Tx, deployment: Deployment, rollout: boolean): Outcome<Deed> {
  const sets = tx.rows('replicaSets', 'replicaSetsByOwner', uidOf(deployment));
  const newSet = findNewReplicaSet(deployment, sets);
  const all = [...sets.filter((set) => set !== newSet), ...(newSet ? [newSet] : [])];
  const status = rollout ? rolloutStatus(tx, deployment, all, newSet) : calculateStatus(tx, deployment, all, newSet);
  if (deepEqual(status, deployment.status ?? {})) {
    const later = rollout ? requeueStuck(tx, deployment) : null;
    if (later !== null) enqueueAfter(tx, ADDRESS, keyOf(deployment), later);
    return 'nothing';
  }
  const answer = update(tx, ADDRESS, 'deployments', keyOf(deployment), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because(statusRule(deployment.status, status), { ...about(deployment), replicas: String(wanted(deployment)) });
  return 'written';
}

/** A rollout that ends or gives up is told; the many counts between are not. */
function statusRule(before: DeploymentStatus | undefined, now: DeploymentStatus) {
  const reason = (status: DeploymentStatus | undefined) => findCondition(status?.conditions, 'Progressing')?.reason;
  if (reason(before) === reason(now)) return 'deployment.updateStatus';
  if (reason(now) === 'NewReplicaSetAvailable') return 'deployment.complete';
  return reason(now) === 'ProgressDeadlineExceeded' ? 'deployment.deadlineExceeded' : 'deployment.updateStatus';
}
