/**
 * The ReplicaSet controller. It keeps the number of active pods at spec.replicas: too few, it creates pods in batches of
 * 1, 2, 4, …; too many, it deletes those that matter least. A pod that is being deleted or has finished does not count.
 *
 * syncReplicaSet: let go of pods that no longer match, take in ownerless ones that do → manageReplicas → status.
 *
 * Stands for: pkg/controller/replicaset/{replica_set,replica_set_utils}.go.
 * Left out: expectations (a sync here always sees what was written before it).
 */
import { labelSelector } from './selectors';
import type { Condition, Pod, ReplicaSet } from '../../kubernetes/objects';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { update } from './apiServer';
import {
  availableFrom, createPod, deepEqual, deletePod, isNamespaceTerminating, isPodActive, isPodAvailable, keyOf, nameOf, nextBatch, type PodControl,
  uidOf, wallClock,
} from './controllerUtils';
import { type Claim, claimPod, claimPods } from './podClaims';
import { podsToDelete } from './replicaSetRanks';
import { type Controller, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/replicaset';
const CONTROL: PodControl = { caller: ADDRESS, component: 'replicaset-controller' };
/** Pods created or deleted in one sync (replica_set.go:BurstReplicas). */
const BURST = 500;

interface Failure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

type Deed =
  | Claim
  | { readonly do: 'delete'; readonly pod: string }
  /** Creations still to do: in all, in this batch, and the size of this batch. */
  | { readonly do: 'create'; readonly count: number; readonly left: number; readonly batch: number; readonly failure?: Failure }
  | { readonly do: 'status'; readonly failure?: Failure };

export const replicaSetController = (tx: Tx, message: Message): void => work(tx, message, CONTROLLER);

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync: syncReplicaSet, perform, isParallel: (deed) => deed.do === 'delete' };

/** replica_set.go:syncReplicaSet. */
function syncReplicaSet(tx: Tx, key: string): readonly Deed[] {
  const set = tx.get('replicaSets', key);
  if (!set) return [];
  if (set.metadata?.deletionTimestamp) return [{ do: 'status' }];
  const claims = claimPods(tx, set, labelSelector(set.spec?.selector));
  if (claims.length > 0) return claims;
  return [...manageReplicas(tx, set), { do: 'status' }];
}

const activePods = (tx: Tx, set: ReplicaSet): Pod[] => tx.rows('pods', 'podsByOwner', uidOf(set)).filter(isPodActive);

/** replica_set.go:manageReplicas. */
function manageReplicas(tx: Tx, set: ReplicaSet): readonly Deed[] {
  const diff = tx.podCount(uidOf(set)).active - (set.spec?.replicas ?? 1);
  if (diff === 0) return [];
  if (diff < 0) {
    const count = Math.min(-diff, BURST);
    return [{ do: 'create', count, left: 1, batch: 1 }];
  }
  return podsToDelete(tx, set, activePods(tx, set), Math.min(diff, BURST)).map((pod) => ({ do: 'delete', pod: keyOf(pod) }));
}

// ── One write ────────────────────────────────────────────────────────────────────────────────────────────────────────

function perform(tx: Tx, key: string, deed: Deed): Outcome<Deed> {
  const set = tx.get('replicaSets', key);
  if (!set) return 'nothing';
  switch (deed.do) {
    case 'release':
    case 'adopt':
      return claimPod(tx, ADDRESS, set, deed);
    case 'create':
      return createOne(tx, set, deed);
    case 'delete':
      return deletePod(tx, CONTROL, set, deed.pod, 'replicaSet.deletePod', { replicas: String(set.spec?.replicas ?? 1) }) ? 'written' : 'nothing';
    case 'status':
      return writeStatus(tx, set, deed.failure);
  }
}

/** One pod of a slow start: after a batch without a refusal comes one twice as large (controller_utils.go:slowStartBatch). */
function createOne(tx: Tx, set: ReplicaSet, deed: Deed & { readonly do: 'create' }): Outcome<Deed> {
  const answer = createPod(tx, CONTROL, {
    owner: set,
    template: set.spec?.template ?? {},
    rule: 'replicaSet.createPod',
    about: { replicas: String(set.spec?.replicas ?? 1) },
  });
  if (!answer.ok && answer.code === 0) return 'refused';
  if (!answer.ok && isNamespaceTerminating(answer)) return 'nothing';
  const failure: Failure | undefined = answer.ok ? deed.failure : { reason: 'FailedCreate', message: answer.message };
  const carried = failure ? { failure } : {};
  const count = deed.count - 1;
  if (deed.left > 1) return { next: { ...deed, ...carried, count, left: deed.left - 1 }, delay: 0 };
  if (failure || count === 0) return { next: { do: 'status', ...carried }, delay: 0 };
  const batch = nextBatch(deed.batch, count);
  return { next: { do: 'create', count, left: batch, batch }, delay: 1 };
}

// ── Status ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** replica_set_utils.go:updateReplicaSetStatus, calculateStatus. After a failed creation the key is tried again later. */
function writeStatus(tx: Tx, set: ReplicaSet, failure: Failure | undefined): Outcome<Deed> {
  const { active, ready, terminating, labels } = tx.podCount(uidOf(set));
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const available = minReadySeconds > 0 ? countAvailable(tx, set, minReadySeconds) : ready;
  const template = Object.entries(set.spec?.template?.metadata?.labels ?? {});
  let fullyLabeled = 0;
  for (const [set_, count] of labels) if (template.every(([name, value]) => set_[name] === value)) fullyLabeled += count;
  const conditions = conditionsOf(tx, set, failure);
  const status: ReplicaSet['status'] = {
    replicas: active,
    ...(fullyLabeled > 0 ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    terminatingReplicas: terminating,
    observedGeneration: set.metadata?.generation ?? 0,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
  const otherwise = failure ? 'refused' : 'nothing';
  if (deepEqual(status, set.status ?? {})) return otherwise;
  const answer = update(tx, ADDRESS, 'replicaSets', keyOf(set), (object) => ({ ...object, status }), { status: true });
  if (!answer.ok) return 'refused';
  tx.because('replicaSet.updateStatus', { replicaSet: nameOf(set), namespace: set.metadata?.namespace ?? '', replicas: String(active), ready: String(ready) });
  return failure ? 'refused' : 'written';
}

/** Pods Ready for minReadySeconds; looks again when the next of the others will be. */
function countAvailable(tx: Tx, set: ReplicaSet, minReadySeconds: number): number {
  const pods = activePods(tx, set);
  const waits = pods
    .map((pod) => (availableFrom(pod, minReadySeconds) ?? 0) - wallClock(tx))
    .filter((wait) => wait > 0);
  if (waits.length > 0) enqueueAfter(tx, ADDRESS, keyOf(set), Math.min(...waits));
  return pods.filter((pod) => isPodAvailable(tx, pod, minReadySeconds)).length;
}

/** ReplicaFailure says why pods could not be made; it goes when they can. */
function conditionsOf(tx: Tx, set: ReplicaSet, failure: Failure | undefined): readonly Condition[] {
  const before = set.status?.conditions ?? [];
  const now = before.find((condition) => condition.type === 'ReplicaFailure');
  if (failure && !now) {
    return [...before, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: tx.timestamp, reason: failure.reason, message: failure.message }];
  }
  return !failure && now ? before.filter((condition) => condition !== now) : before;
}
