/** What has happened since the page last stopped: the step it stops at, the quiet ones before it, and those behind the end. Pure. */
import type { History } from '../../simulation/history';
import type { Step } from '../../simulation/step';

export function freshSteps({ steps, atEnd }: Pick<History, 'steps' | 'atEnd'>, step: Step | null): readonly Step[] {
  if (!step) return [];
  let from = step.index;
  while (steps[from - 1]?.quiet) from--;
  return steps.slice(from, atEnd ? steps.length : step.index + 1);
}
