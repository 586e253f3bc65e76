/**
 * What one object uses of the resources that a ResourceQuota limits. Stands for: pkg/quota/v1/evaluator/core (pods.go,
 * registry.go) and k8s.io/apiserver/pkg/quota/v1/generic (object counts). Left out: scopes, storage of claims, ports of
 * Services, dynamic resources.
 */
import type { ApiObject, OtherObject, Pod, Quantity, ResourceList } from '../../kubernetes/objects';
import { addQuantities } from '../../kubernetes/quantities';
import { fieldsOf } from '../../kubernetes/reading';
import { podLimits, podRequests } from '../../kubernetes/resources';
import { objectsIn } from '../namespaceContent';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { resourceName } from './admission/refusals';

/** Kinds that quotas could count by their bare name before `count/…` came (core/registry.go:legacyObjectCountAliases). */
const COUNTED_BY_NAME = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets', 'services', 'persistentvolumeclaims']);
const COMPUTE = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** `requests.cpu` and its short form `cpu`, `limits.memory`, `requests.example.com/gpu`: of which list, and which resource. */
export function computeResource(resource: string): { readonly list: 'requests' | 'limits'; readonly name: string } | undefined {
  if (COMPUTE.has(resource) || resource.startsWith('hugepages-')) return { list: 'requests', name: resource };
  const dot = resource.indexOf('.');
  const [list, name] = [resource.slice(0, dot), resource.slice(dot + 1)];
  if (list === 'requests' && (COMPUTE.has(name) || name.startsWith('hugepages-') || name.includes('/'))) return { list, name };
  return list === 'limits' && COMPUTE.has(name) ? { list, name } : undefined;
}

/** Undefined: this resource is not about objects of that kind. */
export function usageOf(object: ApiObject, resource: string): Quantity | undefined {
  const kind = resourceName(object.kind ?? '', object.apiVersion);
  if (resource === `count/${kind}` || (resource === kind && COUNTED_BY_NAME.has(kind))) return '1';
  if (object.kind !== 'Pod') return undefined;
  const pod = object as Pod;
  // A pod that has ended is still counted as an object, but uses nothing (core/pods.go:PodUsageFunc).
  if (resource === 'pods') return isTerminal(pod) ? '0' : '1';
  const compute = computeResource(resource);
  if (!compute) return undefined;
  if (isTerminal(pod)) return '0';
  return (compute.list === 'requests' ? podRequests(pod) : podLimits(pod))[compute.name] ?? '0';
}

export const hardOf = (quota: OtherObject, from: 'spec' | 'status'): ResourceList => fieldsOf(quota[from]?.['hard']) as ResourceList;

/** The use of all that the quota limits, counted anew (quota/v1:CalculateUsage). */
export function totalUsage(tx: Tx, quota: OtherObject): ResourceList {
  const objects = objectsIn(tx, quota.metadata?.namespace ?? '');
  return Object.fromEntries(Object.keys(hardOf(quota, 'spec')).map((resource) => {
    return [resource, objects.reduce<Quantity>((sum, object) => addQuantities(sum, usageOf(object, resource) ?? '0'), '0')];
  }));
}
