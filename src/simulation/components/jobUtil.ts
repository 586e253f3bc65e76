/**
 * The small questions about a Job and its pods, and what its pods look like.
 * Stands for: pkg/controller/job/{job_controller,backoff_utils,indexed_job_utils}.go.
 */
import type { Container, Job, Pod, PodTemplateSpec } from '../../kubernetes/objects';
import { parseRfc3339 } from '../../lib/time';
import { nameOf } from './controllerUtils';

export const FINALIZER = 'batch.kubernetes.io/job-tracking';
const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
export const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
export const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';

export type JobStatus = NonNullable<Job['status']>;

export const parallelismOf = (job: Job): number => job.spec?.parallelism ?? 1;
export const isIndexed = (job: Job): boolean => job.spec?.completionMode === 'Indexed';
export const limitsEachIndex = (job: Job): boolean => job.spec?.backoffLimitPerIndex !== undefined;
export const hasCondition = (job: Job, type: string): boolean =>
  job.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
/** Complete or Failed: nothing more happens (job/util/utils.go:IsJobFinished). */
export const isFinished = (job: Job): boolean => hasCondition(job, 'Complete') || hasCondition(job, 'Failed');
/** Does a pod that is asked to stop keep its place until it has stopped (onlyReplaceFailedPods)? */
export const onlyReplacesFailed = (job: Job): boolean => job.spec?.podReplacementPolicy === 'Failed' || job.spec?.podFailurePolicy !== undefined;

// ── Pods ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const hasFinalizer = (pod: Pod): boolean => pod.metadata?.finalizers?.includes(FINALIZER) === true;
export const isSucceeded = (pod: Pod): boolean => pod.status?.phase === 'Succeeded';
const hasEnded = (pod: Pod): boolean => pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
export const isActive = (pod: Pod): boolean => !hasEnded(pod) && pod.metadata?.deletionTimestamp === undefined;
export const isTerminating = (pod: Pod): boolean => !hasEnded(pod) && pod.metadata?.deletionTimestamp !== undefined;

/** A pod that is asked to stop counts as failed at once, unless only pods that have stopped are replaced (isPodFailed). */
export const isFailed = (job: Job, pod: Pod): boolean => pod.status?.phase === 'Failed' || (isTerminating(pod) && !onlyReplacesFailed(job));

export function indexOf(pod: Pod): number {
  const index = Number(pod.metadata?.annotations?.[COMPLETION_INDEX] ?? -1);
  return Number.isInteger(index) && index >= 0 ? index : -1;
}

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

/**
 * When a pod ended: with its last container, or else when it stopped being Ready, was asked to stop, or was made
 * (backoff_utils.go:getFinishedTime).
 */
export function finishedAt(pod: Pod): number {
  const times = (pod.status?.containerStatuses ?? []).map(({ state }) => parseRfc3339(state?.terminated?.finishedAt ?? ''));
  if (times.length > 0 && times.every((time) => time !== null)) return Math.max(...times);
  const ready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False')?.lastTransitionTime;
  const deletion = parseRfc3339(pod.metadata?.deletionTimestamp ?? '');
  const asked = deletion === null ? null : deletion - (pod.metadata?.deletionGracePeriodSeconds ?? 0) * 1000;
  return parseRfc3339(ready ?? '') ?? asked ?? parseRfc3339(pod.metadata?.creationTimestamp ?? '') ?? 0;
}

/** How many pods should be active now (job_controller.go:manageJob). */
export function wantedActive(job: Job, active: number, succeeded: number): number {
  const { completions } = job.spec ?? {};
  if (completions === undefined) return succeeded > 0 ? active : parallelismOf(job);
  return Math.max(0, Math.min(completions - succeeded, parallelismOf(job)));
}

// ── Templates ────────────────────────────────────────────────────────────────────────────────────────────────────────

const withIndexVariable = (container: Container): Container => {
  if (container.env?.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const variable = { name: INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } } };
  return { ...container, env: [...(container.env ?? []), variable] };
};

/** The template of the pod with this completion index: annotations, label, variable, host name. */
export function indexedTemplate(job: Job, index: number, annotations: Readonly<Record<string, string>> = {}): PodTemplateSpec {
  const template = job.spec?.template ?? {};
  const { metadata, spec = {} } = template;
  const marked = { [COMPLETION_INDEX]: String(index) };
  return {
    ...template,
    metadata: { ...metadata, labels: { ...metadata?.labels, ...marked }, annotations: { ...metadata?.annotations, ...marked, ...annotations } },
    spec: {
      ...spec,
      hostname: `${nameOf(job)}-${index}`,
      ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndexVariable) } : {}),
      containers: (spec.containers ?? []).map(withIndexVariable),
    },
  };
}
