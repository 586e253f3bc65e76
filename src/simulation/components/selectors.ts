/** Label selectors of controllers, parsed once for each selector object. */
import { type Selector, selectorOrNothing } from '../../kubernetes/labelSelectors';
import type { LabelSelector } from '../../kubernetes/objects';

const parsed = new WeakMap<LabelSelector, Selector>();

/** The parsed form of a LabelSelector; absent or unreadable selects nothing. */
export function labelSelector(selector: LabelSelector | undefined): Selector {
  if (selector === undefined) return selectorOrNothing(undefined);
  let known = parsed.get(selector);
  if (!known) parsed.set(selector, (known = selectorOrNothing(selector)));
  return known;
}
