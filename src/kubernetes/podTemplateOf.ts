/**
 * Where the pod stands in an object: the pod itself, or the template from which a controller makes pods. Knows the
 * kinds that Kubernetes ships and the usual place `spec.template.spec` of custom kinds. The manifest layer finds
 * templates at unusual places and hands them over.
 */
import type { ApiObject, PodSpec } from './objects';
import { fieldsOf, isFields, textOf, valueAt } from './reading';

/** A pod spec inside an object, with the path of the mapping that holds `metadata` and `spec`; empty for a Pod. */
export interface FoundTemplate {
  /** `''`, `spec.template`, `spec.jobTemplate.spec.template`, `template`. */
  readonly path: string;
  /** The key of the pod spec in that mapping, where it is none of the usual `spec`: `pod_spec`, `predictor`. */
  readonly specKey?: string;
  readonly spec: PodSpec;
  readonly metadata: unknown;
}

const templatePaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  PodTemplate: ['template'],
};
/** Kinds with a pod template that Kubernetes ships: the API groups that they may come from, and the controller's kind. */
export const shippedWorkloadKinds: readonly string[] = [
  'Deployment', 'ReplicaSet', 'ReplicationController', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'PodTemplate',
];
const shippedGroups = ['', 'apps', 'batch', 'extensions'];

/** Is it a workload of Kubernetes' own, in any version? A kind of the same name in another group is not. */
export const isShippedWorkload = (object: ApiObject): boolean => {
  const version = textOf(object.apiVersion) ?? '';
  const group = version.includes('/') ? version.split('/')[0] ?? '' : '';
  return shippedWorkloadKinds.includes(textOf(object.kind) ?? '') && shippedGroups.includes(group);
};

/** Kinds that hold a template for the record only: nobody makes pods from them. */
const recordKinds = ['ControllerRevision', 'CustomResourceDefinition', 'ConfigMap', 'Secret'];
export const isRecord = (object: ApiObject): boolean => recordKinds.includes(textOf(object.kind) ?? '');

const hasContainers = (spec: unknown): boolean => isFields(spec) && Array.isArray(spec['containers']);

/** A Pod that was pasted without its kind: items of a PodList carry none. */
const looksLikePod = (object: ApiObject): boolean =>
  object.kind === undefined && hasContainers(valueAt(object, 'spec'));

export const isPod = (object: ApiObject): boolean => object.kind === 'Pod' || looksLikePod(object);

/** The pod or pod template in an object, undefined when there is none. */
export function podTemplateOf(object: ApiObject): FoundTemplate | undefined {
  if (isPod(object)) return { path: '', spec: fieldsOf(valueAt(object, 'spec')), metadata: object.metadata };
  if (isRecord(object)) return undefined;
  const keys = templatePaths[textOf(object.kind) ?? ''] ?? ['spec', 'template'];
  const template = fieldsOf(valueAt(object, ...keys));
  if (!isShippedWorkload(object) && !hasContainers(template['spec'])) return undefined;
  return { path: keys.join('.'), spec: fieldsOf(template['spec']), metadata: template['metadata'] };
}
