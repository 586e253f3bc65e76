/**
 * The plugin ResourceQuota: a create that would exceed a limit of its API namespace is refused; one that does not is
 * charged to the quotas' status before the object is stored. A quota limits nothing until the controller has written
 * its first status.
 * Stands for: k8s.io/apiserver/pkg/admission/plugin/resourcequota (controller.go:CheckRequest, checkQuotas) and the
 * constraints of pkg/quota/v1/evaluator/core/pods.go.
 */
import type { ApiObject, Container, OtherObject, Pod, Quantity, ResourceList } from '../../../kubernetes/objects';
import { addQuantities, compareQuantities, isZeroQuantity } from '../../../kubernetes/quantities';
import { fieldsOf } from '../../../kubernetes/reading';
import { isPodLevelResourcesSet } from '../../../kubernetes/resources';
import type { Tx } from '../../tx';
import type { Refusal } from '../answers';
import { computeResource, hardOf, usageOf } from '../quotaUsage';
import { forbiddenOnceNamed } from './refusals';

/** A quota, and its use once the object is stored. */
export interface Charge {
  readonly key: string;
  readonly used: ResourceList;
}

/** What a new object is charged to each quota of its API namespace, or the first quota's objection. */
export function chargeQuotas(tx: Tx, object: ApiObject): readonly Charge[] | Refusal {
  const namespace = object.metadata?.namespace;
  const charges: Charge[] = [];
  for (const key of namespace === undefined ? [] : tx.keys('quotasByNamespace', namespace)) {
    const quota = tx.get('others', key);
    if (!quota) continue;
    const outcome = charge(quota, object);
    if (typeof outcome === 'string') return forbiddenOnceNamed(object, outcome);
    if (outcome) charges.push({ key, used: outcome });
  }
  return charges;
}

/** The quota's use with this object; a text is its objection; undefined: the quota is not about such objects. */
function charge(quota: OtherObject, object: ApiObject): ResourceList | string | undefined {
  const hard = hardOf(quota, 'status');
  const tracked = Object.keys(hard).filter((resource) => usageOf(object, resource) !== undefined).sort();
  if (tracked.length === 0) return undefined;
  const name = quota.metadata?.name ?? '';
  const unspecified = object.kind === 'Pod' ? constraints(object, tracked) : '';
  if (unspecified !== '') return `failed quota: ${name}: must specify ${unspecified}`;
  const used = fieldsOf(quota.status?.['used']) as ResourceList;
  const asked = tracked.flatMap((resource) => {
    const requested = usageOf(object, resource) ?? '0';
    return isZeroQuantity(requested) ? [] : [{ resource, requested, used: used[resource] ?? '0', limit: hard[resource] ?? '0' }];
  });
  const sum = (each: { readonly used: Quantity; readonly requested: Quantity }) => addQuantities(each.used, each.requested);
  const exceeded = asked.filter((each) => compareQuantities(sum(each), each.limit) > 0);
  if (exceeded.length === 0) return asked.length === 0 ? undefined : { ...used, ...Object.fromEntries(asked.map((each) => [each.resource, sum(each)])) };
  const list = (part: 'requested' | 'used' | 'limit') => exceeded.map((each) => `${each.resource}=${each[part]}`).join(',');
  return `exceeded quota: ${name}, requested: ${list('requested')}, used: ${list('used')}, limited: ${list('limit')}`;
}

/** A quota on CPU or memory wants every container to name them, unless the pod does (core/pods.go:Constraints). */
function constraints(pod: Pod, tracked: readonly string[]): string {
  if (isPodLevelResourcesSet(pod)) return '';
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return tracked.flatMap((resource) => {
    const compute = computeResource(resource);
    if (compute?.name !== 'cpu' && compute?.name !== 'memory') return [];
    const silent = (container: Container) => container.resources?.[compute.list]?.[compute.name] === undefined;
    const names = [...new Set(containers.filter(silent).map(({ name }) => name))].sort();
    return names.length > 0 ? [`${resource} for: ${names.join(',')}`] : [];
  }).join('; ');
}
