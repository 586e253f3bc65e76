/**
 * Taints and tolerations, as staging/src/k8s.io/api/core/v1/toleration.go and
 * component-helpers/scheduling/corev1/helpers.go have them, and the time that a NoExecute taint leaves a pod
 * (pkg/controller/tainteviction). The numeric operators Lt and Gt hold only with the gate
 * TaintTolerationComparisonOperators, which is off by default in 1.36.
 */
import { parseInt64 } from './labelSelectors';
import type { Taint, Toleration } from './objects';

const NO_TOLERATIONS: readonly Toleration[] = [];
const CANONICAL_INTEGER = /^(0|-?[1-9][0-9]*)$/;

/** Whether one toleration tolerates one taint (core/v1/toleration.go:ToleratesTaint). */
export function toleratesTaint(toleration: Toleration, taint: Taint, comparisonOperators = false): boolean {
  if (toleration.effect !== undefined && toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.key !== undefined && toleration.key !== '' && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    case 'Lt':
    case 'Gt':
      return comparisonOperators && compareNumericValues(toleration, taint);
    default:
      return false;
  }
}

/** Gt tolerates taints with a greater number than the toleration's, Lt with a smaller one; other texts never match. */
function compareNumericValues(toleration: Toleration, taint: Taint): boolean {
  const ours = canonicalInteger(toleration.value);
  const theirs = canonicalInteger(taint.value);
  if (ours === undefined || theirs === undefined) return false;
  return toleration.operator === 'Gt' ? theirs > ours : theirs < ours;
}

function canonicalInteger(text: string | undefined): bigint | undefined {
  return text !== undefined && CANONICAL_INTEGER.test(text) ? parseInt64(text) : undefined;
}

/** Whether any toleration tolerates the taint (component-helpers scheduling/corev1:TolerationsTolerateTaint). */
export function tolerationsTolerateTaint(
  tolerations: readonly Toleration[] | null | undefined,
  taint: Taint,
  comparisonOperators = false,
): boolean {
  for (const toleration of tolerations ?? NO_TOLERATIONS) {
    if (toleratesTaint(toleration, taint, comparisonOperators)) return true;
  }
  return false;
}

/**
 * The first taint, of those that `include` lets through, that nothing tolerates
 * (component-helpers scheduling/corev1:FindMatchingUntoleratedTaint).
 */
export function findUntoleratedTaint(
  taints: readonly Taint[] | null | undefined,
  tolerations: readonly Toleration[] | null | undefined,
  include: (taint: Taint) => boolean,
  comparisonOperators = false,
): Taint | undefined {
  for (const taint of taints ?? []) {
    if (include(taint) && !tolerationsTolerateTaint(tolerations, taint, comparisonOperators)) return taint;
  }
  return undefined;
}

/** Taints that keep a pod from being scheduled (plugins/helper/taint.go:DoNotScheduleTaintsFilterFunc). */
export const isDoNotScheduleTaint = (taint: Taint): boolean => taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';

/** Taints that drive pods off a node. */
export const isNoExecuteTaint = (taint: Taint): boolean => taint.effect === 'NoExecute';

/**
 * How long a pod may stay on a node with these NoExecute taints, in seconds: 0 = leave now, Infinity = stay.
 * Every taint must be tolerated; of the tolerations used, the shortest time counts, a negative one as 0
 * (pkg/controller/tainteviction/taint_eviction.go:processPodOnNode, getMinTolerationTime).
 */
export function noExecuteTolerationSeconds(
  taints: readonly Taint[] | null | undefined,
  tolerations: readonly Toleration[] | null | undefined,
): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of taints ?? []) {
    if (!isNoExecuteTaint(taint)) continue;
    const used = (tolerations ?? NO_TOLERATIONS).find((toleration) => toleratesTaint(toleration, taint));
    if (used === undefined) return 0;
    if (used.tolerationSeconds !== undefined) shortest = Math.min(shortest, Math.max(0, used.tolerationSeconds));
  }
  return shortest;
}
