/**
 * Validation of objects with a pod template: the selector, the numbers, the restart policy, the template's pod.
 * Stands for: pkg/apis/apps/validation/validation.go, pkg/apis/batch/validation/validation.go. Left out: strategies,
 * time zones of CronJobs, indexes of Jobs, failure policies.
 */
import { cronScheduleError } from './cronSchedule';
import { forbidden, invalid, notSupported, required, type FieldError } from './fieldErrors';
import { isEmptySelector, selectorMatches, selectorOrNothing } from './labelSelectors';
import type { ApiObject, LabelSelector, PodTemplateSpec } from './objects';
import { isDNS1123Label, isDNS1123Subdomain } from './nameValidation';
import { isFields, textOf } from './reading';
import { validatePodSpec } from './validation';

interface WorkloadSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly backoffLimit?: number;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
  readonly completionMode?: string;
  readonly schedule?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy?: string;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
  readonly jobTemplate?: { readonly spec?: WorkloadSpec };
}

const COUNTS = ['replicas', 'minReadySeconds', 'parallelism', 'completions', 'backoffLimit'] as const;
const LONG_RUNNING = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet']);

/** The objections to a Deployment, ReplicaSet, DaemonSet, StatefulSet, Job or CronJob; none for other kinds. */
export const validateWorkload = (object: ApiObject): readonly FieldError[] => [...validateWorkloadItself(object), ...validateTemplate(object)];

const specOf = (object: ApiObject): WorkloadSpec => ((object as { readonly spec?: WorkloadSpec }).spec ?? {}) as WorkloadSpec;

/** What is wrong with the object besides its template's pod, see {@link validateWorkload}. */
export function validateWorkloadItself(object: ApiObject): readonly FieldError[] {
  const spec = specOf(object);
  const kind = object.kind ?? '';
  if (LONG_RUNNING.has(kind)) return validateLongRunning(kind, spec);
  const name = textOf(object.metadata?.name) ?? '';
  if (kind === 'Job') return [...indexedJobName(name, spec), ...validateJob(spec, 'spec')];
  return kind === 'CronJob' ? validateCronJob(name, spec) : [];
}

/** The rule for names of a kind: pods of a StatefulSet are called after it, and their names become host names. */
export const nameRuleOf = (kind: string | undefined): ((name: string) => readonly string[]) => (kind === 'StatefulSet' ? isDNS1123Label : isDNS1123Subdomain);

/** The last pod of an indexed Job has the longest host name (ValidateJob). */
function indexedJobName(name: string, { completionMode, completions = 0 }: WorkloadSpec): readonly FieldError[] {
  const longest = `${name}-${completions - 1}`;
  return name !== '' && completionMode === 'Indexed' && completions > 0 && isDNS1123Label(longest).length > 0
    ? [invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`)]
    : [];
}

/** What a CronJob appends to its name for its Jobs takes 11 of the 63 bytes (ValidateCronJobCreate). */
const CRON_JOB_NAME = 52;
const CONCURRENCY = ['Allow', 'Forbid', 'Replace'];

function validateCronJob(name: string, spec: WorkloadSpec): readonly FieldError[] {
  const policy = spec.concurrencyPolicy;
  const numbers = (names: readonly ('startingDeadlineSeconds' | 'successfulJobsHistoryLimit' | 'failedJobsHistoryLimit')[]): readonly FieldError[] =>
    names.flatMap((each) => notNegative(spec[each], `spec.${each}`));
  return [
    ...(name.length > CRON_JOB_NAME ? [invalid('metadata.name', name, `must be no more than ${CRON_JOB_NAME} characters`)] : []),
    ...(spec.schedule ? scheduleErrors(spec.schedule) : [required('spec.schedule')]),
    ...numbers(['startingDeadlineSeconds']),
    ...(policy === undefined || CONCURRENCY.includes(policy) ? [] : [notSupported('spec.concurrencyPolicy', policy, CONCURRENCY)]),
    ...validateJob(spec.jobTemplate?.spec ?? {}, 'spec.jobTemplate.spec'),
    ...numbers(['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']),
  ];
}

/** validateScheduleFormat: a new CronJob says its time zone in a field of its own. */
function scheduleErrors(schedule: string): readonly FieldError[] {
  const error = cronScheduleError(schedule);
  return [
    ...(error === undefined ? [] : [invalid('spec.schedule', schedule, error)]),
    ...(schedule.includes('TZ') ? [invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')] : []),
  ];
}

/**
 * The template's pod. A StatefulSet's claims become volumes of its pods: its template is judged as a pod, not here
 * (ValidatePodTemplateSpecForStatefulSet).
 */
function validateTemplate(object: ApiObject): readonly FieldError[] {
  const kind = object.kind ?? '';
  if (kind === 'CronJob') return templatePod(specOf(object).jobTemplate?.spec ?? {}, 'spec.jobTemplate.spec');
  return kind === 'Job' || (LONG_RUNNING.has(kind) && kind !== 'StatefulSet') ? templatePod(specOf(object), 'spec') : [];
}

const notNegative = (value: number | undefined, field: string): readonly FieldError[] =>
  (value !== undefined && value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : []);
const counts = (spec: WorkloadSpec, field: string): FieldError[] => COUNTS.flatMap((name) => notNegative(spec[name], `${field}.${name}`));

function templatePod(spec: WorkloadSpec, field: string): readonly FieldError[] {
  const pod = spec.template?.spec;
  return isFields(pod) ? validatePodSpec(pod, spec.template?.metadata, `${field}.template.spec`, { resourceIsPod: false }) : [];
}
/** Is there a pod in the template at all? */
const missingPod = (spec: WorkloadSpec, field: string): readonly FieldError[] => (isFields(spec.template?.spec) ? [] : [required(`${field}.template.spec`)]);

/** Pods that are to run for ever, found by a selector (ValidatePodTemplateSpecForReplicaSet). */
function validateLongRunning(kind: string, spec: WorkloadSpec): FieldError[] {
  const errors = counts(spec, 'spec');
  const labels = spec.template?.metadata?.labels ?? {};
  if (!isFields(spec.selector)) errors.push(required('spec.selector'));
  else {
    const selector = selectorOrNothing(spec.selector);
    if (isEmptySelector(selector)) errors.push(invalid('spec.selector', spec.selector, `empty selector is invalid for ${kind.toLowerCase()}`));
    else if (!selectorMatches(selector, labels)) {
      errors.push(invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'));
    }
  }
  errors.push(...missingPod(spec, 'spec'));
  const pod = spec.template?.spec;
  if (pod?.restartPolicy !== undefined && pod.restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', pod.restartPolicy, ['Always']));
  }
  if (pod?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${kind} is not Supported`));
  }
  return errors;
}

/** Pods that end: Always is no restart policy for them (ValidateJobSpec). */
function validateJob(spec: WorkloadSpec, field: string): FieldError[] {
  const errors = [...counts(spec, field), ...missingPod(spec, field)];
  const policy = spec.template?.spec?.restartPolicy;
  const path = `${field}.template.spec.restartPolicy`;
  if (policy === undefined || policy === 'Always') errors.push(required(path, 'valid values: "OnFailure", "Never"'));
  return errors;
}
