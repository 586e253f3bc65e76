/** PreEnqueue SchedulingGates: a pod with gates is not even queued (plugins/schedulinggates). */
import type { Pod } from '../objects';
import type { FilterStatus } from './framework';
import { unresolvable } from './framework';

/** scheduling_gates.go:PreEnqueue. */
export function preEnqueueSchedulingGates(pod: Pod): FilterStatus {
  const gates = pod.spec?.schedulingGates ?? [];
  if (gates.length === 0) return undefined;
  return unresolvable('SchedulingGates', `waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`);
}
