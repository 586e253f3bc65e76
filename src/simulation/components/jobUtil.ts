/**
 * The arithmetic of a Job: which pods count as failed and succeeded, how long to wait after failures, how many pods it
 * wants, what its pods look like.
 * Stands for: pkg/controller/job/{job_controller,backoff_utils,tracking_utils,indexed_job_utils,pod_failure_policy}.go.
 */
import type { Condition, Job, Pod, PodTemplateSpec } from '../../kubernetes/objects';
import { parseRfc3339 } from '../../lib/time';
import { nameOf, uidOf } from './controllerUtils';

export const FINALIZER = 'batch.kubernetes.io/job-tracking';
const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
const FIRST_BACKOFF = 10_000;
const MAX_BACKOFF = 600_000;

export type JobStatus = NonNullable<Job['status']>;

export const parallelismOf = (job: Job): number => job.spec?.parallelism ?? 1;
export const isIndexed = (job: Job): boolean => job.spec?.completionMode === 'Indexed';
export const hasCondition = (job: Job, type: string): boolean =>
  job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
/** Complete or Failed: nothing more happens (job/utils.go:IsJobFinished). */
export const isFinished = (job: Job): boolean => hasCondition(job, 'Complete') || hasCondition(job, 'Failed');

// ── Pods ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const hasFinalizer = (pod: Pod): boolean => pod.metadata?.finalizers?.includes(FINALIZER) === true;
export const isFailed = (pod: Pod): boolean => pod.status?.phase === 'Failed';
export const isSucceeded = (pod: Pod): boolean => pod.status?.phase === 'Succeeded';
export const isActive = (pod: Pod): boolean => !isFailed(pod) && !isSucceeded(pod) && pod.metadata?.deletionTimestamp === undefined;
export const isTerminating = (pod: Pod): boolean => !isFailed(pod) && !isSucceeded(pod) && pod.metadata?.deletionTimestamp !== undefined;

export const indexOf = (pod: Pod): number => Number(pod.metadata?.annotations?.[COMPLETION_INDEX] ?? -1);

/** Pods that ended and are in no count yet: neither in a counter nor in the list of those about to be counted. */
export function uncounted(job: Job, pods: readonly Pod[]): { readonly failed: readonly Pod[]; readonly succeeded: readonly Pod[] } {
  const { failed = [], succeeded = [] } = job.status?.uncountedTerminatedPods ?? {};
  const known = new Set([...failed, ...succeeded]);
  const open = pods.filter((pod) => hasFinalizer(pod) && !known.has(uidOf(pod)));
  return { failed: open.filter((pod) => isFailed(pod) && !isIgnored(job, pod)), succeeded: open.filter(isSucceeded) };
}

// ── Failure policy ───────────────────────────────────────────────────────────────────────────────────────────────────

type Action = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

/** The first rule of the failure policy that fits a failed pod (pod_failure_policy.go:matchPodFailurePolicy). */
export function failureAction(job: Job, pod: Pod): Action {
  for (const rule of job.spec?.podFailurePolicy?.rules ?? []) {
    const { onExitCodes, onPodConditions } = rule;
    if (onExitCodes) {
      const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
      const fits = statuses.some(({ name, state }) => {
        const code = state?.terminated?.exitCode;
        if (code === undefined || code === 0 || (onExitCodes.containerName && onExitCodes.containerName !== name)) return false;
        return (onExitCodes.values ?? []).includes(code) === (onExitCodes.operator === 'In');
      });
      if (fits) return rule.action;
    }
    const conditions = pod.status?.conditions ?? [];
    const holds = (type: string, status: string) => conditions.some((condition) => condition.type === type && condition.status === status);
    if (onPodConditions?.some(({ type, status = 'True' }) => holds(type, status))) return rule.action;
  }
  return 'Count';
}

const isIgnored = (job: Job, pod: Pod): boolean => job.spec?.podFailurePolicy !== undefined && failureAction(job, pod) === 'Ignore';

/** Restarts of containers count where the kubelet retries in place (job_controller.go:pastBackoffLimitOnFailure). */
export function pastBackoffLimitOnFailure(job: Job, pods: readonly Pod[]): boolean {
  if (job.spec?.template?.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const container of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) restarts += container.restartCount ?? 0;
  }
  const limit = job.spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

// ── Back-off ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** When a pod ended: its last container, or else when it stopped being Ready (backoff_utils.go:getFinishedTime). */
export function finishedAt(pod: Pod): number {
  const times = (pod.status?.containerStatuses ?? []).map(({ state }) => parseRfc3339(state?.terminated?.finishedAt ?? ''));
  if (times.length > 0 && times.every((time) => time !== null)) return Math.max(...(times as number[]));
  const ready = pod.status?.conditions?.find((condition: Condition) => condition.type === 'Ready')?.lastTransitionTime;
  return parseRfc3339(ready ?? '') ?? parseRfc3339(pod.metadata?.deletionTimestamp ?? '') ?? parseRfc3339(pod.metadata?.creationTimestamp ?? '') ?? 0;
}

/** How long the next pod has to wait, in ms: 10 s after the first failure since the last success, doubled with each, at most 10 min. */
export function backoffLeft(job: Job, pods: readonly Pod[], now: number): number {
  const lastSuccess = Math.max(0, ...pods.filter(isSucceeded).map(finishedAt));
  const failures = pods.filter((pod) => isFailed(pod) && !isIgnored(job, pod)).map(finishedAt).filter((time) => time > lastSuccess);
  if (failures.length === 0) return 0;
  const wait = Math.min(FIRST_BACKOFF * 2 ** (failures.length - 1), MAX_BACKOFF);
  return Math.max(0, Math.max(...failures) + wait - now);
}

// ── Wanted ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How many pods should be active now (job_controller.go:manageJob). */
export function wantedActive(job: Job, active: number, succeeded: number): number {
  const { completions } = job.spec ?? {};
  if (completions === undefined) return succeeded > 0 ? active : parallelismOf(job);
  return Math.max(0, Math.min(completions - succeeded, parallelismOf(job)));
}

/** Indexes of an Indexed Job that no pod has, and that are not done: lowest first. */
export function freeIndexes(job: Job, pods: readonly Pod[], done: ReadonlySet<number>, count: number): readonly number[] {
  const taken = new Set(pods.filter((pod) => isActive(pod) || isTerminating(pod)).map(indexOf));
  const free: number[] = [];
  for (let index = 0; index < (job.spec?.completions ?? 0) && free.length < count; index++) if (!taken.has(index) && !done.has(index)) free.push(index);
  return free;
}

/** "0-2,5" → 0, 1, 2, 5. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    const [from, to = from] = part.split('-');
    if (from) for (let index = Number(from); index <= Number(to); index++) indexes.add(index);
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

const templates = new WeakMap<Job, PodTemplateSpec>();

/** The Job's template with the labels by which its pods are found (registry/batch/job/strategy.go:generateSelector). */
export function jobTemplate(job: Job): PodTemplateSpec {
  const known = templates.get(job);
  if (known) return known;
  const template = job.spec?.template ?? {};
  const uid = uidOf(job);
  const name = nameOf(job);
  const labels = {
    ...template.metadata?.labels,
    'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name,
  };
  const made = { ...template, metadata: { ...template.metadata, labels } };
  templates.set(job, made);
  return made;
}

/** The template of the pod with this completion index: annotation, label, variable, host name. */
export function indexedTemplate(job: Job, index: number): PodTemplateSpec {
  const template = jobTemplate(job);
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } } };
  const marked = { [COMPLETION_INDEX]: String(index) };
  return {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...marked }, annotations: { ...template.metadata?.annotations, ...marked } },
    spec: {
      ...template.spec,
      hostname: `${nameOf(job)}-${index}`,
      containers: (template.spec?.containers ?? []).map((container) => ({ ...container, env: [...(container.env ?? []), variable] })),
    },
  };
}
