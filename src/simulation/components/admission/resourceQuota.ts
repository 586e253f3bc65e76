/**
 * The plugin ResourceQuota for pods: a create that would exceed a hard limit of its API namespace is refused.
 * Stands for: k8s.io/apiserver/pkg/admission/plugin/resourcequota (CheckRequest) with the pod evaluator
 * (pkg/quota/v1/evaluator/core/pods.go). Left out: scopes, counts of other kinds, status.used (usage is counted anew).
 */
import type { OtherObject, Pod, Quantity } from '../../../kubernetes/objects';
import { addQuantities, compareQuantities } from '../../../kubernetes/quantities';
import { fieldsOf } from '../../../kubernetes/reading';
import { podLimits, podRequests } from '../../../kubernetes/resources';
import type { Tx } from '../../tx';
import { isTerminal } from '../../watch';
import type { Refusal } from '../answers';
import { forbiddenOnceNamed } from './refusals';

/** What one pod uses of a quota's resource; undefined: this resource is not about pods. */
function usageOf(pod: Pod, resource: string): Quantity | undefined {
  if (resource === 'pods' || resource === 'count/pods') return '1';
  const [prefix, name] = resource.includes('.') ? resource.split('.', 2) : ['requests', resource];
  if (name !== 'cpu' && name !== 'memory' && name !== 'ephemeral-storage') return undefined;
  const amounts = prefix === 'requests' ? podRequests(pod) : prefix === 'limits' ? podLimits(pod) : undefined;
  return amounts && (amounts[name] ?? '0');
}

/** The objection of a quota in the pod's API namespace, or undefined. */
export function exceedsQuota(tx: Tx, pod: Pod): Refusal | undefined {
  const namespace = pod.metadata?.namespace ?? 'default';
  for (const quota of tx.rows('others', 'quotasByNamespace', namespace)) {
    const text = objectionOf(tx, quota, namespace, pod);
    if (text !== undefined) return forbiddenOnceNamed(pod, text);
  }
  return undefined;
}

function objectionOf(tx: Tx, quota: OtherObject, namespace: string, pod: Pod): string | undefined {
  const hard = Object.entries(fieldsOf(quota.spec?.['hard'])).filter(([resource]) => usageOf(pod, resource) !== undefined);
  if (hard.length === 0) return undefined;
  const name = quota.metadata?.name ?? '';
  const missing = hard.map(([resource]) => resource).filter((resource) => mustSpecify(pod, resource)).sort();
  if (missing.length > 0) return `failed quota: ${name}: must specify ${missing.join(',')}`;
  const counted = tx.rows('pods', 'podsByNamespace', namespace).filter((each) => !isTerminal(each));
  const exceeded = hard.flatMap(([resource, limit]) => {
    const requested = usageOf(pod, resource) ?? '0';
    const used = counted.reduce<Quantity>((sum, each) => addQuantities(sum, usageOf(each, resource) ?? '0'), '0');
    const isOver = compareQuantities(addQuantities(used, requested), limit as Quantity) > 0;
    return isOver ? [{ resource, requested, used, limit: limit as Quantity }] : [];
  }).sort((a, b) => (a.resource < b.resource ? -1 : 1));
  if (exceeded.length === 0) return undefined;
  const list = (part: 'requested' | 'used' | 'limit') => exceeded.map((each) => `${each.resource}=${each[part]}`).join(',');
  return `exceeded quota: ${name}, requested: ${list('requested')}, used: ${list('used')}, limited: ${list('limit')}`;
}

/** A quota on compute resources wants every container to name them (core/pods.go:Constraints). */
function mustSpecify(pod: Pod, resource: string): boolean {
  const [prefix, name] = resource.includes('.') ? resource.split('.', 2) : ['requests', resource];
  if (name !== 'cpu' && name !== 'memory') return false;
  const key = prefix === 'limits' ? 'limits' : 'requests';
  return (pod.spec?.containers ?? []).some((container) => container.resources?.[key]?.[name] === undefined);
}
