/**
 * Changing an object by a patch: JSON merge patch, and what `kubectl apply` makes of the last and the new manifest.
 * Parts that do not change keep their identity, so that nothing is written when nothing changes.
 * Stands for: jsonmergepatch and strategicpatch:CreateThreeWayMergePatch. Simplified: lists whose items have names are
 * merged by name, mounts by path; of other lists the new one replaces the old when the manifest changed it.
 */

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Are two JSON-like values the same? An entry that is undefined counts as absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isMapping(a) || !isMapping(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) if (!sameValue(a[key], b[key])) return false;
  return true;
}

/** `after`, or `before` itself when they are the same; likewise for each entry of a mapping, one level down. */
export function keepUnchanged<T>(before: T, after: T): T {
  if (sameValue(before, after)) return before;
  if (!isMapping(before) || !isMapping(after)) return after;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(after)) kept[key] = sameValue(before[key], value) ? before[key] : value;
  return kept as T;
}

/** RFC 7386. `$appendTaint` in spec appends one taint, which a merge patch cannot say. */
export function mergePatch(before: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const result: Record<string, unknown> = isMapping(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$appendTaint') result['taints'] = withTaint(result['taints'], value);
    else if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

function withTaint(taints: unknown, taint: unknown): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(taints) ? taints : [];
  return list.some((each) => sameValue(each, taint)) ? list : [...list, taint];
}

/** What identifies an item in a list of its kind. */
function itemKey(item: unknown): string | undefined {
  if (!isMapping(item)) return undefined;
  const key = item['mountPath'] ?? item['name'];
  return typeof key === 'string' ? key : undefined;
}

const isKeyed = (list: readonly unknown[]): boolean => list.length > 0 && list.every((item) => itemKey(item) !== undefined);

/**
 * The live object with the changes that a person made to the manifest since the last apply, and without the fields that
 * they took out. `last`: the manifest applied before, if any.
 */
export function threeWayMerge(last: unknown, next: unknown, live: unknown): unknown {
  if (Array.isArray(next)) return mergeLists(Array.isArray(last) ? last : undefined, next, live);
  if (!isMapping(next) || !isMapping(live)) return sameValue(next, live) ? live : next;
  const before = isMapping(last) ? last : {};
  const result: Record<string, unknown> = { ...live };
  for (const key of Object.keys(before)) if (!(key in next)) delete result[key];
  for (const [key, value] of Object.entries(next)) {
    if (value === null || value === undefined) delete result[key];
    else result[key] = threeWayMerge(before[key], value, live[key]);
  }
  return sameValue(result, live) ? live : result;
}

function mergeLists(last: readonly unknown[] | undefined, next: readonly unknown[], live: unknown): unknown {
  if (!Array.isArray(live)) return next;
  const keyed = isKeyed(next) && (live.length === 0 || isKeyed(live));
  if (!keyed) return last !== undefined && sameValue(last, next) ? live : next;
  const byKey = new Map(live.map((item) => [itemKey(item), item] as const));
  const lastByKey = new Map((last ?? []).map((item) => [itemKey(item), item] as const));
  const named = new Set(next.map(itemKey));
  const merged = next.map((item) => {
    const key = itemKey(item);
    return byKey.has(key) ? threeWayMerge(lastByKey.get(key), item, byKey.get(key)) : item;
  });
  const others = live.filter((item) => !named.has(itemKey(item)) && !lastByKey.has(itemKey(item)));
  const result: unknown[] = [...merged, ...others];
  return sameValue(result, live) ? live : result;
}
