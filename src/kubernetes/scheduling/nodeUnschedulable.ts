/** Filter NodeUnschedulable: a cordoned node takes only pods that tolerate its taint (plugins/nodeunschedulable). */
import type { Pod, Taint } from '../objects';
import { tolerationsTolerateTaint } from '../tolerations';
import type { FilterStatus, SchedulingGatesConfig } from './framework';
import { unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';

const UNSCHEDULABLE_TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const REJECTED = unresolvable('NodeUnschedulable', 'node(s) were unschedulable');

/** node_unschedulable.go:Filter. */
export function filterNodeUnschedulable(pod: Pod, nodeInfo: NodeInfo, gates: SchedulingGatesConfig): FilterStatus {
  if (!nodeInfo.unschedulable) return undefined;
  const tolerated = tolerationsTolerateTaint(pod.spec?.tolerations, UNSCHEDULABLE_TAINT, gates.taintTolerationComparisonOperators);
  return tolerated ? undefined : REJECTED;
}
