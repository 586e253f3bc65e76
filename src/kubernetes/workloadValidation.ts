/**
 * Validation of objects with a pod template: the selector, the numbers, the restart policy, the template's pod.
 * Stands for: pkg/apis/apps/validation/validation.go, pkg/apis/batch/validation/validation.go. Left out: strategies,
 * schedules of CronJobs, indexed jobs, failure policies.
 */
import { forbidden, invalid, notSupported, required, type FieldError } from './fieldErrors';
import { isEmptySelector, selectorMatches, selectorOrNothing } from './labelSelectors';
import type { ApiObject, LabelSelector, PodTemplateSpec } from './objects';
import { isFields } from './reading';
import { validatePodSpec } from './validation';

interface WorkloadSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly backoffLimit?: number;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
  readonly schedule?: string;
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
  if (kind === 'Job') return validateJob(spec, 'spec');
  if (kind !== 'CronJob') return [];
  return [
    ...(spec.schedule ? [] : [required('spec.schedule')]),
    ...validateJob(spec.jobTemplate?.spec ?? {}, 'spec.jobTemplate.spec'),
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

const counts = (spec: WorkloadSpec, field: string): FieldError[] =>
  COUNTS.flatMap((name) => {
    const value = spec[name];
    return value !== undefined && value < 0 ? [invalid(`${field}.${name}`, value, 'must be greater than or equal to 0')] : [];
  });

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
