/**
 * TaintToleration (plugins/tainttoleration): NoSchedule and NoExecute taints that nothing tolerates keep a pod off a
 * node; of the others, nodes with fewer untolerated PreferNoSchedule taints are better.
 */
import type { Pod, Toleration } from '../objects';
import { tolerationsTolerateTaint } from '../tolerations';
import type { FilterStatus, SchedulingGatesConfig } from './framework';
import { unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';

const REJECTED = unresolvable('TaintToleration', 'node(s) had untolerated taint(s)');

/** taint_toleration.go:Filter. */
export function filterTaintToleration(pod: Pod, nodeInfo: NodeInfo, gates: SchedulingGatesConfig): FilterStatus {
  for (const taint of nodeInfo.doNotScheduleTaints) {
    if (!tolerationsTolerateTaint(pod.spec?.tolerations, taint, gates.taintTolerationComparisonOperators)) return REJECTED;
  }
  return undefined;
}

/** The tolerations that may tolerate PreferNoSchedule (taint_toleration.go:getAllTolerationPreferNoSchedule). */
export function preferNoScheduleTolerations(pod: Pod): readonly Toleration[] {
  return (pod.spec?.tolerations ?? []).filter(({ effect = '' }) => effect === '' || effect === 'PreferNoSchedule');
}

/** The number of PreferNoSchedule taints that nothing tolerates; to be normalised in reverse (taint_toleration.go:Score). */
export function scoreTaintToleration(tolerations: readonly Toleration[], nodeInfo: NodeInfo, gates: SchedulingGatesConfig): number {
  let intolerable = 0;
  for (const taint of nodeInfo.preferNoScheduleTaints) {
    if (!tolerationsTolerateTaint(tolerations, taint, gates.taintTolerationComparisonOperators)) intolerable++;
  }
  return intolerable;
}
