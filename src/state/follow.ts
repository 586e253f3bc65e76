/** What is selected while the reader has selected nothing: the story's pod, or the one that its steps speak of. */
import { podOfStep } from '../simulation/step';
import type { Story } from '../stories/story';
import { loudStepsOf } from './loudSteps';
import type { Selection } from './selection';
import type { Branch } from './session';

const known = new WeakMap<Branch, readonly (Selection | null)[]>();

/** By number of the loud step: the pod of that namespace of which it or the last step before it speaks, at first the first. */
function spokenIn(branch: Branch, namespace: string): readonly (Selection | null)[] {
  const before = known.get(branch);
  if (before) return before;
  const ids = loudStepsOf(branch).map(podOfStep).map((id) => (id?.startsWith(`${namespace}/`) ? id : null));
  const selections: (Selection | null)[] = [];
  let id = ids.find((one) => one !== null) ?? null;
  for (const one of [null, ...ids]) {
    const last = selections.at(-1);
    id = one ?? id;
    selections.push(last?.id === id ? last : id === null ? null : { kind: 'pod', id });
  }
  known.set(branch, selections);
  return selections;
}

export function selectedByItself({ follow, select }: Story, branch: Branch, cursor: number): Selection | null {
  if (follow !== undefined) return spokenIn(branch, follow)[cursor] ?? null;
  return select === undefined ? null : { kind: 'pod', id: select };
}
