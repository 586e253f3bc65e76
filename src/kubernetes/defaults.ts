/**
 * What the API server fills in when it decodes an object, before admission looks at it. Stands for
 * pkg/apis/{core,apps,batch,scheduling}/v1/defaults.go. Kinds without a case have no defaults that a rule of ours reads.
 */
import { withDefaults } from './containerDefaults';
import { limitRangeDefaults } from './limitRange';
import type { ApiObject, CronJob, DaemonSet, Deployment, Job, JobSpec, Namespace, Node, PodTemplateSpec, PriorityClass, ReplicaSet, StatefulSet } from './objects';
import { podDefaults, podTemplateDefaults } from './podSpecDefaults';
import { isFields } from './reading';

export { imageTag } from './containerDefaults';
export { podDefaults, podSpecDefaults, podTemplateDefaults } from './podSpecDefaults';

const MAX_INT32 = 2_147_483_647;

/** Every workload's spec has a template. */
const withTemplate = <S extends { readonly template?: PodTemplateSpec }>(spec: S): S => ({ ...spec, template: podTemplateDefaults(spec.template) });

/** The object with its spec changed; a spec that is missing counts as empty. */
const withSpec = <T extends { readonly spec?: object }>(object: T, change: (spec: NonNullable<T['spec']>) => NonNullable<T['spec']>): T => ({
  ...object,
  spec: change(isFields(object.spec) ? object.spec : ({} as NonNullable<T['spec']>)),
});

/** pkg/apis/apps/v1/defaults.go:SetDefaults_Deployment. */
export const deploymentDefaults = (deployment: Deployment): Deployment =>
  withSpec(deployment, (spec) => {
    const strategy = withDefaults(spec.strategy ?? {}, { type: 'RollingUpdate' });
    const rollingUpdate = withDefaults(strategy.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' });
    const filled = withDefaults(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    return withTemplate({ ...filled, strategy: strategy.type === 'RollingUpdate' ? { ...strategy, rollingUpdate } : strategy });
  });

/** pkg/apis/apps/v1/defaults.go:SetDefaults_ReplicaSet. */
export const replicaSetDefaults = (replicaSet: ReplicaSet): ReplicaSet =>
  withSpec(replicaSet, (spec) => withTemplate(withDefaults(spec, { replicas: 1 })));

/** pkg/apis/apps/v1/defaults.go:SetDefaults_DaemonSet. */
export const daemonSetDefaults = (daemonSet: DaemonSet): DaemonSet =>
  withSpec(daemonSet, (spec) => {
    const strategy = withDefaults(spec.updateStrategy ?? {}, { type: 'RollingUpdate' });
    const rollingUpdate = withDefaults(strategy.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 });
    const filled = withDefaults(spec, { revisionHistoryLimit: 10 });
    return withTemplate({ ...filled, updateStrategy: strategy.type === 'RollingUpdate' ? { ...strategy, rollingUpdate } : strategy });
  });

/** pkg/apis/apps/v1/defaults.go:SetDefaults_StatefulSet. The gate MaxUnavailableStatefulSet is off. */
export const statefulSetDefaults = (statefulSet: StatefulSet): StatefulSet =>
  withSpec(statefulSet, (spec) => {
    const given = spec.updateStrategy ?? {};
    const strategy = given.type ? given : { rollingUpdate: {}, ...given, type: 'RollingUpdate' as const };
    const updateStrategy =
      strategy.type === 'RollingUpdate' && strategy.rollingUpdate
        ? { ...strategy, rollingUpdate: withDefaults(strategy.rollingUpdate, { partition: 0 }) }
        : strategy;
    const filled = withDefaults(spec, {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    return withTemplate({ ...filled, updateStrategy });
  });

/** A pattern on pod conditions without a status means True. pkg/apis/batch/v1/defaults.go:SetDefaults_PodFailurePolicyOnPodConditionsPattern. */
function failurePolicyDefaults(spec: JobSpec): JobSpec {
  const rules = spec.podFailurePolicy?.rules;
  if (!Array.isArray(rules)) return spec;
  const filled = rules.map((rule) =>
    rule.onPodConditions ? { ...rule, onPodConditions: rule.onPodConditions.map((pattern: object) => withDefaults(pattern, { status: 'True' })) } : rule,
  );
  return { ...spec, podFailurePolicy: { ...spec.podFailurePolicy, rules: filled } };
}

/** pkg/apis/batch/v1/defaults.go:SetDefaults_Job. A job without labels takes those of its template. */
export function jobDefaults(job: Job): Job {
  const filled = withSpec(job, (spec) => {
    const isNonParallel = spec.completions === undefined && spec.parallelism === undefined;
    const counted = withDefaults(spec, {
      ...(isNonParallel ? { completions: 1 } : {}),
      parallelism: 1,
      backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
    });
    return withTemplate(failurePolicyDefaults(counted));
  });
  const templateLabels = filled.spec?.template?.metadata?.labels;
  const hasLabels = Object.keys(job.metadata?.labels ?? {}).length > 0;
  return hasLabels || !templateLabels ? filled : { ...filled, metadata: { ...filled.metadata, labels: templateLabels } };
}

/** pkg/apis/batch/v1/defaults.go:SetDefaults_CronJob. The job inside has its own defaults only when it is made. */
export const cronJobDefaults = (cronJob: CronJob): CronJob =>
  withSpec(cronJob, (spec) => {
    const filled = withDefaults(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    const jobSpec = failurePolicyDefaults(isFields(spec.jobTemplate?.spec) ? spec.jobTemplate.spec : {});
    return { ...filled, jobTemplate: { ...spec.jobTemplate, spec: withTemplate(jobSpec) } };
  });

/** Every namespace bears its name as a label. pkg/apis/core/v1/defaults.go:SetDefaults_Namespace. */
const namespaceDefaults = (namespace: Namespace): Namespace => {
  const name = namespace.metadata?.name;
  if (!name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': name } } };
};

/** What a node can give is what it has, unless it says otherwise. pkg/apis/core/v1/defaults.go:SetDefaults_NodeStatus. */
const nodeDefaults = (node: Node): Node =>
  node.status?.capacity && !node.status.allocatable ? { ...node, status: { ...node.status, allocatable: node.status.capacity } } : node;

/** pkg/apis/scheduling/v1/defaults.go:SetDefaults_PriorityClass. */
const priorityClassDefaults = (priorityClass: PriorityClass): PriorityClass =>
  withDefaults(priorityClass, { preemptionPolicy: 'PreemptLowerPriority' });

/** Kinds and their defaults. The kind decides the type, so each entry may take any object. */
const DEFAULTS: Readonly<Record<string, (object: never) => ApiObject>> = {
  Pod: podDefaults,
  Deployment: deploymentDefaults,
  ReplicaSet: replicaSetDefaults,
  DaemonSet: daemonSetDefaults,
  StatefulSet: statefulSetDefaults,
  Job: jobDefaults,
  CronJob: cronJobDefaults,
  Namespace: namespaceDefaults,
  Node: nodeDefaults,
  PriorityClass: priorityClassDefaults,
  LimitRange: limitRangeDefaults,
};

/** The object with the defaults of its kind. Filling in twice changes nothing more. */
export function setDefaults<T extends ApiObject>(object: T): T {
  const fill = Object.hasOwn(DEFAULTS, object.kind ?? '') ? DEFAULTS[object.kind ?? ''] : undefined;
  return fill ? (fill(object as never) as T) : object;
}
