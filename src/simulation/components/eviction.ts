/**
 * The eviction subresource: a delete that asks the PodDisruptionBudget first.
 * Stands for: pkg/registry/core/pod/storage/eviction.go. Left out: dry runs.
 */
import { isEmptySelector, selectorMatches, selectorOrNothing } from '../../kubernetes/labelSelectors';
import type { Pod, PodDisruptionBudget } from '../../kubernetes/objects';
import { isPodReady } from '../../kubernetes/podStatus';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { withDisruptionAllowed } from './disruptionAllowed';
import { disruptionTarget } from './disruptionTarget';
import { type Answer, CONNECTION_REFUSED, type Refusal, remove, servingApiServer, update } from './apiServer';

const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
const tooMany = (cause: string): Refusal => ({ ok: false, code: 429, reason: 'TooManyRequests', message: `${VIOLATES} ${cause}` });

/** POST pods/NAME/eviction. 429: the budget does not allow it now. */
export function evict(tx: Tx, caller: Address, key: string): Answer<Pod> {
  if (!servingApiServer(tx)) return CONNECTION_REFUSED;
  const pod = tx.get('pods', key);
  if (!pod) return { ok: false, code: 404, reason: 'NotFound', message: `pods "${key.slice(key.indexOf('/') + 1)}" not found` };
  const refusal = canIgnoreBudget(pod) ? undefined : askBudget(tx, caller, pod);
  if (refusal) return refusal;
  const target = { status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' } as const;
  update(tx, caller, 'pods', key, (before) => ({ ...before, status: disruptionTarget(tx, before, target) }), { status: true });
  return remove(tx, caller, 'pods', key) as Answer<Pod>;
}

/** A pod that is over, has not begun, or is going is no disruption any more. */
const canIgnoreBudget = ({ metadata, status }: Pod): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed' || status?.phase === 'Pending' || metadata?.deletionTimestamp !== undefined;

const matches = (budget: PodDisruptionBudget, pod: Pod): boolean => {
  const selector = selectorOrNothing(budget.spec?.selector);
  return !isEmptySelector(selector) && selectorMatches(selector, pod.metadata?.labels);
};

/** A pod that is not ready takes nothing from its budget; may it go (unhealthyPodEvictionPolicy)? */
function mayGoUnhealthy({ spec, status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

/** Asks the one budget of the pod and takes one disruption from it (checkAndDecrement). */
function askBudget(tx: Tx, caller: Address, pod: Pod): Refusal | undefined {
  const budgets = tx.rows('podDisruptionBudgets', 'budgetsByNamespace', pod.metadata?.namespace ?? '').filter((each) => matches(each, pod));
  const [budget] = budgets;
  if (!budget) return undefined;
  if (budgets.length > 1) {
    return { ok: false, code: 500, reason: 'InternalError', message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.' };
  }
  const name = budget.metadata?.name ?? '';
  const status = budget.status ?? {};
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0 } = status;
  if (!isPodReady(pod.status ?? {}) && mayGoUnhealthy(budget)) return undefined;
  if ((status.observedGeneration ?? 0) < (budget.metadata?.generation ?? 1)) {
    return tooMany(`The disruption budget ${name} is still being processed by the server.`);
  }
  if (disruptionsAllowed <= 0) {
    return tooMany(`The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`);
  }
  const disrupted = { ...status.disruptedPods, [pod.metadata?.name ?? '']: tx.timestamp };
  const key = `${pod.metadata?.namespace ?? ''}/${name}`;
  const taken = { ...status, disruptionsAllowed: disruptionsAllowed - 1, disruptedPods: disrupted };
  update(tx, caller, 'podDisruptionBudgets', key, (before) => ({ ...before, status: withDisruptionAllowed(tx, before, taken) }), { status: true });
  return undefined;
}
