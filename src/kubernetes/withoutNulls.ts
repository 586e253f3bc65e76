/**
 * A decoded object without its null fields: to Kubernetes a null is an absent field, whatever the field
 * (apimachinery/pkg/runtime/serializer/json: a null leaves the zero value). Entries of lists stay. Shares what has none.
 */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item: unknown) => withoutNulls(item));
    return items.some((item, i) => item !== value[i]) ? (items as T) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const kept = entries.filter(([, field]) => field !== null).map(([key, field]): [string, unknown] => [key, withoutNulls(field)]);
  const same = kept.length === entries.length && kept.every(([, field], i) => field === entries[i]?.[1]);
  return same ? value : (Object.fromEntries(kept) as T);
}
