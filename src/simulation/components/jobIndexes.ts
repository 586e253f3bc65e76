/**
 * The completion indexes of an Indexed Job: which are done, which have failed for good, which are free.
 * Stands for: pkg/controller/job/{indexed_job_utils,success_policy}.go.
 */
import type { Job, Pod } from '../../kubernetes/objects';
import { countsAsFailure, matchFailurePolicy } from './jobFailurePolicy';
import { FAILURE_COUNT, finishedAt, hasFinalizer, IGNORED_FAILURE_COUNT, indexOf, isActive, isFailed, isSucceeded, isTerminating, onlyReplacesFailed } from './jobUtil';

/** "0-2,5" → 0, 1, 2, 5; indexes beyond spec.completions are left out. */
export function parseIndexes(text: string | undefined, completions = Infinity): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    const [from, to = from] = part.split('-');
    if (from) for (let index = Number(from); index <= Number(to) && index < completions; index++) indexes.add(index);
  }
  return indexes;
}

/** The inverse: runs of three and more, as of two, become ranges. */
export function printIndexes(indexes: ReadonlySet<number>): string {
  const runs: { from: number; to: number }[] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last.to === index - 1) last.to = index;
    else runs.push({ from: index, to: index });
  }
  return runs.map(({ from, to }) => (from === to ? String(from) : to === from + 1 ? `${from},${to}` : `${from}-${to}`)).join(',');
}

const completionsOf = (job: Job): number => job.spec?.completions ?? 0;

/** Does the pod carry an index that the Job has? */
export const hasValidIndex = (job: Job, pod: Pod): boolean => indexOf(pod) >= 0 && indexOf(pod) < completionsOf(job);

/** calculateSucceededIndexes: those in the status, and those of pods that have just succeeded. */
export function succeededIndexes(job: Job, pods: readonly Pod[]): Set<number> {
  const indexes = parseIndexes(job.status?.completedIndexes, completionsOf(job));
  for (const pod of pods) if (isSucceeded(pod) && hasFinalizer(pod) && hasValidIndex(job, pod)) indexes.add(indexOf(pod));
  return indexes;
}

/** calculateFailedIndexes, for a Job with backoffLimitPerIndex. */
export function failedIndexes(job: Job, pods: readonly Pod[]): Set<number> {
  const indexes = parseIndexes(job.status?.failedIndexes, completionsOf(job));
  for (const pod of pods) if (hasFinalizer(pod) && hasValidIndex(job, pod) && isIndexFailed(job, pod)) indexes.add(indexOf(pod));
  return indexes;
}

function isIndexFailed(job: Job, pod: Pod): boolean {
  if (!isFailed(job, pod)) return false;
  const { action } = matchFailurePolicy(job, pod);
  if (action === 'FailIndex') return true;
  return action !== 'Ignore' && failuresBefore(pod) >= (job.spec?.backoffLimitPerIndex ?? Infinity);
}

// ── Failures of one index ────────────────────────────────────────────────────────────────────────────────────────────

const numberIn = (pod: Pod, annotation: string): number => {
  const value = Number(pod.metadata?.annotations?.[annotation] ?? 0);
  return Number.isInteger(value) && value > 0 ? value : 0;
};

/** Failures of the index before this pod that counted, as its annotation tells. */
const failuresBefore = (pod: Pod): number => numberIn(pod, FAILURE_COUNT);
/** All failures of the index before this pod. */
export const allFailuresBefore = (pod: Pod): number => numberIn(pod, FAILURE_COUNT) + numberIn(pod, IGNORED_FAILURE_COUNT);

/** The annotations by which the next pod of an index remembers the failures before it (addIndexFailureCountAnnotation). */
export function failureCounts(job: Job, replaced: Pod | undefined): Readonly<Record<string, string>> {
  const counts = replaced !== undefined && countsAsFailure(job, replaced);
  const failures = replaced ? numberIn(replaced, FAILURE_COUNT) + (counts ? 1 : 0) : 0;
  const ignored = replaced ? numberIn(replaced, IGNORED_FAILURE_COUNT) + (counts ? 0 : 1) : 0;
  return { [FAILURE_COUNT]: String(failures), ...(ignored > 0 ? { [IGNORED_FAILURE_COUNT]: String(ignored) } : {}) };
}

/**
 * The last failed pod of each index that waits for its next one: it keeps its finalizer until that pod has its count
 * (getPodsWithDelayedDeletionPerIndex).
 */
export function lastFailedPods(job: Job, pods: readonly Pod[], succeeded: ReadonlySet<number>, failed: ReadonlySet<number>): Map<number, Pod> {
  const active = new Set(pods.filter(isActive).map(indexOf));
  const last = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (!hasFinalizer(pod) || !isFailed(job, pod) || !hasValidIndex(job, pod) || succeeded.has(index) || failed.has(index) || active.has(index)) continue;
    const before = last.get(index);
    if (!before || (allFailuresBefore(before) <= allFailuresBefore(pod) && finishedAt(pod) >= finishedAt(before))) last.set(index, pod);
  }
  return last;
}

/** The lowest `count` indexes that nobody has and that are not over (firstPendingIndexes). */
export function freeIndexes(job: Job, pods: readonly Pod[], over: ReadonlySet<number>, count: number): readonly number[] {
  const holds = (pod: Pod): boolean => isActive(pod) || (onlyReplacesFailed(job) && isTerminating(pod));
  const taken = new Set(pods.filter(holds).map(indexOf));
  const free: number[] = [];
  for (let index = 0; index < completionsOf(job) && free.length < count; index++) if (!taken.has(index) && !over.has(index)) free.push(index);
  return free;
}

/** Active pods whose index is invalid or held twice: the one that has come furthest stays (appendDuplicatedIndexPodsForRemoval). */
export function surplusOfIndexes(job: Job, active: readonly Pod[], compare: (a: Pod, b: Pod) => number): readonly Pod[] {
  const byIndex = new Map<number, Pod[]>();
  const surplus: Pod[] = [];
  for (const pod of active) {
    if (!hasValidIndex(job, pod)) surplus.push(pod);
    else byIndex.set(indexOf(pod), [...(byIndex.get(indexOf(pod)) ?? []), pod]);
  }
  for (const pods of byIndex.values()) surplus.push(...pods.sort(compare).slice(0, -1));
  return surplus;
}

/** The rule of the success policy that is met, as the condition says it (success_policy.go:matchSuccessPolicy). */
export function matchSuccessPolicy(job: Job, succeeded: ReadonlySet<number>): string | undefined {
  if (succeeded.size === 0) return undefined;
  const index = (job.spec?.successPolicy?.rules ?? []).findIndex((rule) => {
    if (rule.succeededIndexes === undefined) return rule.succeededCount !== undefined && succeeded.size >= rule.succeededCount;
    const required = parseIndexes(rule.succeededIndexes, completionsOf(job));
    const met = [...required].filter((each) => succeeded.has(each)).length;
    return required.size > 0 && (met === required.size || (rule.succeededCount !== undefined && met >= rule.succeededCount));
  });
  return index < 0 ? undefined : `Matched rules at index ${index}`;
}
