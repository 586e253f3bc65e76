/** The words of "Why has this pod no node?". Pure. */
import type { NodeAnswer, PreemptionAnswer, SchedulingAnswer } from '../../simulation/schedulingView';

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const withoutStop = (text: string): string => text.replace(/\.$/, '');

/** Nodes that fit first, the best before the others; the rest by name. */
export const answersInOrder = (nodes: readonly NodeAnswer[]): readonly NodeAnswer[] =>
  nodes.toSorted((a, b) => (b.fits ? b.total : -1) - (a.fits ? a.total : -1));

/** What follows from all the answers, in one or two sentences. */
export function verdictOf({ before, nominated, mayNotPreempt, nodes }: SchedulingAnswer): string {
  if (before !== null) return before;
  const count = nodes.length === 1 ? 'the one node' : `the ${nodes.length} nodes`;
  const best = nodes.flatMap((one) => (one.fits && one.best ? [one.node] : []));
  const fitting = nodes.filter(({ fits }) => fits).length;
  if (fitting === 1) return `Now it fits on ${listed(best)} alone: its turn comes, and no points are needed.`;
  if (best.length === 1) return `Now it fits on ${fitting} of ${count}, best on ${listed(best)}: its turn comes.`;
  if (best.length > 1) return `Now it fits on ${fitting} of ${count}. ${listed(best)} have the most points: the lot decides.`;
  const none = nodes.length === 1 ? `It does not fit on ${count}.` : `It fits on none of ${count}.`;
  if (nominated) return `${none} ${nominated} is nominated: there it waits until the pods that make room have stopped.`;
  if (mayNotPreempt !== null) return `${none} It may not make others go either: ${withoutStop(mayNotPreempt)}.`;
  const room = nodes.find((one) => !one.fits && one.preemption?.helps && one.preemption.chosen);
  if (room && !room.fits && room.preemption?.helps) return `${none} On ${room.node} there would be room without ${listed(room.preemption.victims)}, of lower priority.`;
  return `${none} Making others go would not help.`;
}

/** What preemption finds on one node. */
export function preemptionLine(answer: PreemptionAnswer): string {
  if (!answer.helps) return /preemption/i.test(answer.because) ? answer.because : `Even without all pods of lower priority: ${answer.because}`;
  const budget = answer.budgetsViolated === 0 ? '' : `, against the disruption budget of ${answer.budgetsViolated === 1 ? 'one of them' : `${answer.budgetsViolated} of them`}`;
  return `Preemption: room without ${listed(answer.victims)}${budget}${answer.chosen ? '. The best choice' : ''}`;
}
