/** Comparing what a table expects with what was found: as JSON values, apart from the order of keys. */
import type { Quantity, ResourceList } from '../kubernetes/objects';
import { compareQuantities } from '../kubernetes/quantities';
import type { CaseResult } from './table';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal as JSON: absent and undefined are the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => isEqual(each, b[index]));
  if (!isFields(a) || !isFields(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isEqual(a[key], b[key]));
}

export const result = (expected: unknown, found: unknown): CaseResult => ({ expected, found, pass: isEqual(expected, found) });

/** Do both lists hold the same amounts of the same resources, however they are written? */
export function isEqualResources(a: ResourceList, b: ResourceList): boolean {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const isSame = (left: Quantity | undefined, right: Quantity | undefined): boolean =>
    left !== undefined && right !== undefined && compareQuantities(left, right) === 0;
  return names.every((name) => isSame(a[name], b[name]));
}

/** The value without what Go leaves out when it writes JSON: false, 0, empty texts and lists, null. */
export function withoutZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutZeros);
  if (!isFields(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const isZero = field === undefined || field === null || field === false || field === 0 || field === '' || (Array.isArray(field) && field.length === 0);
    if (!isZero) kept[key] = withoutZeros(field);
  }
  return kept;
}
