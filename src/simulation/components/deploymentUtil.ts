/**
 * The arithmetic of a Deployment: how far it may surge, how many may be unavailable, how large its new ReplicaSet
 * becomes, which ReplicaSet is the new one.
 * Stands for: pkg/controller/deployment/util/deployment_util.go.
 */
import type { Condition, ConditionStatus, Deployment, Labels, PodTemplateSpec, ReplicaSet } from '../../kubernetes/objects';
import { deepEqual, nameOf, scaledValue } from './controllerUtils';

export const HASH_LABEL = 'pod-template-hash';
export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

export const wanted = (deployment: Deployment): number => deployment.spec?.replicas ?? 1;
export const sizeOf = (set: ReplicaSet): number => set.spec?.replicas ?? 1;
export const totalSize = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, set) => sum + sizeOf(set), 0);
export const isRollingUpdate = (deployment: Deployment): boolean => deployment.spec?.strategy?.type !== 'Recreate';
export const isActive = (set: ReplicaSet): boolean => sizeOf(set) > 0;

/** maxSurge rounds up, maxUnavailable down; when both come out as 0, one may be unavailable (ResolveFenceposts). */
export function resolveFenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, wanted(deployment), true);
  const unavailable = scaledValue(maxUnavailable, wanted(deployment), false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** deployment_util.go:MaxUnavailable. */
export function maxUnavailable(deployment: Deployment): number {
  if (!isRollingUpdate(deployment) || wanted(deployment) === 0) return 0;
  return Math.min(resolveFenceposts(deployment).unavailable, wanted(deployment));
}

/** deployment_util.go:MaxSurge. */
export const maxSurge = (deployment: Deployment): number => (isRollingUpdate(deployment) ? resolveFenceposts(deployment).surge : 0);

/** The size that the new ReplicaSet may have now (deployment_util.go:NewRSNewReplicas). */
export function newReplicaSetSize(deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet): number {
  if (!isRollingUpdate(deployment)) return wanted(deployment);
  const most = wanted(deployment) + maxSurge(deployment);
  const now = totalSize(all);
  if (now >= most) return sizeOf(newSet);
  return sizeOf(newSet) + Math.min(most - now, wanted(deployment) - sizeOf(newSet));
}

// ── Which ReplicaSet ─────────────────────────────────────────────────────────────────────────────────────────────────

function withoutHash(labels: Labels = {}): Labels {
  if (labels[HASH_LABEL] === undefined) return labels;
  const { [HASH_LABEL]: _, ...rest } = labels;
  return rest;
}

/** Are two pod templates the same but for the hash label (deployment_util.go:EqualIgnoreHash)? */
export function equalIgnoreHash(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  const { labels: left, ...metaA } = a?.metadata ?? {};
  const { labels: right, ...metaB } = b?.metadata ?? {};
  return deepEqual(withoutHash(left), withoutHash(right)) && deepEqual(metaA, metaB) && deepEqual(a?.spec, b?.spec);
}

/** Oldest first; equally old ones by name (controller_utils.go:ReplicaSetsByCreationTimestamp). */
export function byCreation(sets: readonly ReplicaSet[]): ReplicaSet[] {
  const born = (set: ReplicaSet) => set.metadata?.creationTimestamp ?? '';
  return sets.toSorted((a, b) => compare(born(a), born(b)) || compare(nameOf(a), nameOf(b)));
}

export const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** The ReplicaSet with the Deployment's present template, the oldest if several (FindNewReplicaSet). */
export function findNewReplicaSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return byCreation(sets).find((set) => equalIgnoreHash(set.spec?.template, deployment.spec?.template));
}

/** The one set to scale when only one is in use, or none (deployment_util.go:FindActiveOrLatest). */
export function findActiveOrLatest(newSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const newestFirst = byCreation(old).reverse();
  const active = [...newestFirst, ...(newSet ? [newSet] : [])].filter(isActive);
  if (active.length === 0) return newSet ?? newestFirst[0];
  return active.length === 1 ? active[0] : undefined;
}

/** Has the new set all its replicas, available (deployment_util.go:IsSaturated)? */
export function isSaturated(deployment: Deployment, set: ReplicaSet | undefined): boolean {
  if (!set) return false;
  const count = wanted(deployment);
  return desiredAnnotation(set) === count && sizeOf(set) === count && (set.status?.availableReplicas ?? 0) === count;
}

// ── Annotations ──────────────────────────────────────────────────────────────────────────────────────────────────────

const numberOf = (text: string | undefined): number | undefined => {
  const value = text === undefined ? NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
};

export const revisionOf = (object: ReplicaSet | Deployment): number => numberOf(object.metadata?.annotations?.[REVISION]) ?? 0;
export const desiredAnnotation = (set: ReplicaSet): number | undefined => numberOf(set.metadata?.annotations?.[DESIRED_REPLICAS]);
export const maxAnnotation = (set: ReplicaSet): number | undefined => numberOf(set.metadata?.annotations?.[MAX_REPLICAS]);

/** The two sizes that tell a later sync what was wanted when this set was scaled (SetReplicasAnnotations). */
export function replicasAnnotations(deployment: Deployment): Labels {
  return {
    [DESIRED_REPLICAS]: String(wanted(deployment)),
    [MAX_REPLICAS]: String(wanted(deployment) + maxSurge(deployment)),
  };
}

const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, 'deprecated.deployment.rollback.to',
]);

/**
 * The annotations of the new ReplicaSet: the Deployment's own, and the revision number, which only rises
 * (SetNewReplicaSetAnnotations). A revision that rises leaves its old number in the history.
 */
export function newReplicaSetAnnotations(deployment: Deployment, set: ReplicaSet, revision: number, exists: boolean): Labels {
  const now: Record<string, string> = { ...set.metadata?.annotations };
  for (const [key, value] of Object.entries(deployment.metadata?.annotations ?? {})) if (!NOT_COPIED.has(key)) now[key] = value;
  const before = now[REVISION];
  if (before === undefined || revisionOf(set) < revision) {
    now[REVISION] = String(revision);
    if (before !== undefined) now[REVISION_HISTORY] = now[REVISION_HISTORY] === undefined ? before : `${now[REVISION_HISTORY]},${before}`;
  }
  return exists ? now : { ...now, ...replicasAnnotations(deployment) };
}

// ── Conditions ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const findCondition = (conditions: readonly Condition[] | undefined, type: string): Condition | undefined =>
  conditions?.find((condition) => condition.type === type);

export function newCondition(now: string, type: string, status: ConditionStatus, reason: string, message: string): Condition {
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

export const withoutCondition = (conditions: readonly Condition[], type: string): Condition[] =>
  conditions.filter((condition) => condition.type !== type);

/** Same status and reason: nothing changes. Same status: the transition time stays (SetDeploymentCondition). */
export function withCondition(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  const now = findCondition(conditions, condition.type);
  if (now && now.status === condition.status && now.reason === condition.reason) return conditions;
  const kept = now && now.status === condition.status ? { ...condition, lastTransitionTime: now.lastTransitionTime ?? null } : condition;
  return [...withoutCondition(conditions, condition.type), kept];
}
