/**
 * A stable name for a step: who did what to whom, and the how-manieth time. `cp-1/kubelet/RunPodSandbox/etcd-cp-1`,
 * then `…~2`. A shared link names steps so, and survives a story that was edited elsewhere.
 */
import { ruleOf } from '../kubernetes/rules/catalogue';
import { componentOf, instanceOf } from './messages';
import type { Step } from './step';

/** The name without the count: many steps of a run may have the same. */
export function stepName(step: Step): string {
  const rule = ruleOf(step.rule);
  const id: string = step.rule;
  const deed = rule.label ?? id.slice(id.indexOf('.') + 1);
  const { about } = step;
  const object = about['pod'] ?? about['file'] ?? about['name'] ?? about['object'] ?? about['node'] ?? '';
  const container = about['container'] && about['container'] !== object ? [about['container']] : [];
  const component = componentOf(step.actor);
  // A process has an id of its own in each run; its place is told by its node instead.
  const place = component === 'process' ? (about['node'] ?? '') : instanceOf(step.actor);
  return [place, component, deed, object, ...container].map((part) => part.replace(/[/~]/g, '.')).join('/');
}

/** Names every loud step of a run, in order. Costs time in proportion to the number of steps. */
export function stepKeys(loudSteps: readonly Step[]): string[] {
  const seen = new Map<string, number>();
  return loudSteps.map((step) => {
    const name = stepName(step);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}~${count}`;
  });
}

/**
 * Where a key stands among the keys of a run: its 0-based place, or for a key that is gone the place of the nearest
 * earlier occurrence of the same name; -1 when the name never occurs.
 */
export function findStepKey(keys: readonly string[], key: string): number {
  const exact = keys.indexOf(key);
  if (exact >= 0) return exact;
  const [name = '', count = '1'] = key.split('~');
  for (let n = Number(count) - 1; n >= 1; n--) {
    const at = keys.indexOf(n === 1 ? name : `${name}~${n}`);
    if (at >= 0) return at;
  }
  return -1;
}
