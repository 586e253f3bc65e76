/**
 * What a Deployment does with the sizes of its ReplicaSets: rolling, recreating, or scaling all of them in proportion.
 * Each function gives the changes to make; none of them writes.
 * Stands for: pkg/controller/deployment/{rolling,recreate,sync}.go.
 */
import type { Deployment, ReplicaSet } from '../../kubernetes/objects';
import {
  byCreation, compare, findActiveOrLatest, isActive, isRollingUpdate, isSaturated, maxAnnotation, maxSurge, maxUnavailable, newReplicaSetSize, sizeOf,
  totalSize, wanted,
} from './deploymentUtil';
import { nameOf } from './controllerUtils';

/** A ReplicaSet (by name) gets another size. */
export interface Resize {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const resize = (set: ReplicaSet, to: number): Resize => ({ name: nameOf(set), from: sizeOf(set), to });
const resized = (sets: readonly ReplicaSet[], name: string, to: number): ReplicaSet[] =>
  sets.map((set) => (nameOf(set) === name ? { ...set, spec: { ...set.spec, replicas: to } } : set));

/** The size of the new ReplicaSet (rolling.go:reconcileNewReplicaSet). */
export function reconcileNewReplicaSet(deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet): readonly Resize[] {
  const want = wanted(deployment);
  const to = sizeOf(newSet) > want ? want : newReplicaSetSize(deployment, all, newSet);
  return to === sizeOf(newSet) ? [] : [resize(newSet, to)];
}

/**
 * Which old ReplicaSets may shrink now: first those with pods that do not work, then the oldest, as far as enough pods
 * stay available (rolling.go:reconcileOldReplicaSets).
 */
export function reconcileOldReplicaSets(deployment: Deployment, old: readonly ReplicaSet[], newSet: ReplicaSet): readonly Resize[] {
  const active = old.filter(isActive);
  if (active.length === 0) return [];
  const minAvailable = wanted(deployment) - maxUnavailable(deployment);
  const newUnavailable = sizeOf(newSet) - (newSet.status?.availableReplicas ?? 0);
  const most = totalSize(active) + sizeOf(newSet) - minAvailable - newUnavailable;
  if (most <= 0) return [];
  const cleaned = cleanupUnhealthyReplicas(active, most);
  const shrunk = scaleDownOld([...cleaned.sets, newSet], cleaned.sets, minAvailable);
  return [...cleaned.resizes, ...shrunk];
}

/** rolling.go:cleanupUnhealthyReplicas. The sets come back with their new sizes. */
function cleanupUnhealthyReplicas(active: readonly ReplicaSet[], most: number): { readonly sets: readonly ReplicaSet[]; readonly resizes: readonly Resize[] } {
  let sets = byCreation(active);
  const resizes: Resize[] = [];
  let down = 0;
  for (const set of byCreation(active)) {
    if (down >= most) break;
    const unhealthy = sizeOf(set) - (set.status?.availableReplicas ?? 0);
    if (sizeOf(set) === 0 || unhealthy === 0) continue;
    const by = Math.min(most - down, unhealthy);
    resizes.push(resize(set, sizeOf(set) - by));
    sets = resized(sets, nameOf(set), sizeOf(set) - by);
    down += by;
  }
  return { sets, resizes };
}

/** rolling.go:scaleDownOldReplicaSetsForRollingUpdate. */
function scaleDownOld(all: readonly ReplicaSet[], old: readonly ReplicaSet[], minAvailable: number): readonly Resize[] {
  const available = all.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);
  let spare = available - minAvailable;
  const resizes: Resize[] = [];
  for (const set of byCreation(old)) {
    if (spare <= 0) break;
    if (sizeOf(set) === 0) continue;
    const by = Math.min(sizeOf(set), spare);
    resizes.push(resize(set, sizeOf(set) - by));
    spare -= by;
  }
  return resizes;
}

/** All old sets to 0 (recreate.go:scaleDownOldReplicaSetsForRecreate). */
export const scaleDownForRecreate = (old: readonly ReplicaSet[]): readonly Resize[] => old.filter(isActive).map((set) => resize(set, 0));

/**
 * The Deployment's own size changed, or it is paused: one set in use takes the whole change; several share it in
 * proportion to their sizes (sync.go:scale).
 */
export function scale(deployment: Deployment, newSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): readonly Resize[] {
  const only = findActiveOrLatest(newSet, old);
  if (only) return sizeOf(only) === wanted(deployment) ? [] : [resize(only, wanted(deployment))];
  if (isSaturated(deployment, newSet)) return old.filter(isActive).map((set) => resize(set, 0));
  if (!isRollingUpdate(deployment)) return [];
  const active = [...old, ...(newSet ? [newSet] : [])].filter(isActive);
  const allowed = wanted(deployment) > 0 ? wanted(deployment) + maxSurge(deployment) : 0;
  return shareOut(deployment, active, allowed - totalSize(active));
}

function shareOut(deployment: Deployment, active: readonly ReplicaSet[], toAdd: number): readonly Resize[] {
  const sets = toAdd < 0 ? bySizeOlder(active) : bySizeNewer(active);
  const sizes: number[] = [];
  let added = 0;
  for (const set of sets) {
    const share = proportion(deployment, set, toAdd, added);
    sizes.push(sizeOf(set) + share);
    added += share;
  }
  // What rounding left over goes to the largest.
  sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added);
  return sets.map((set, i) => resize(set, sizes[i] ?? 0)).filter(({ from, to }) => from !== to);
}

/** deployment_util.go:GetReplicaSetProportion. */
function proportion(deployment: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  if (sizeOf(set) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, set);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** deployment_util.go:getReplicaSetFraction. */
function fractionOf(deployment: Deployment, set: ReplicaSet): number {
  if (wanted(deployment) === 0) return -sizeOf(set);
  const before = maxAnnotation(set) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  return Math.round((sizeOf(set) * (wanted(deployment) + maxSurge(deployment))) / before) - sizeOf(set);
}

const born = (set: ReplicaSet): string => set.metadata?.creationTimestamp ?? '';

const bySizeNewer = (sets: readonly ReplicaSet[]): ReplicaSet[] =>
  sets.toSorted((a, b) => sizeOf(b) - sizeOf(a) || compare(born(b), born(a)) || compare(nameOf(b), nameOf(a)));

const bySizeOlder = (sets: readonly ReplicaSet[]): ReplicaSet[] =>
  sets.toSorted((a, b) => sizeOf(b) - sizeOf(a) || compare(born(a), born(b)) || compare(nameOf(a), nameOf(b)));
