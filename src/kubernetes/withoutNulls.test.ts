import { expect, test } from 'vitest';
import { withoutNulls } from './withoutNulls';

test('null fields are absent fields, at any depth', () => {
  expect(withoutNulls({ a: null, b: { c: null, d: [{ e: null, f: 1 }] } })).toEqual({ b: { d: [{ f: 1 }] } });
});

test('an object without nulls stays the same object', () => {
  const object = { a: [1, { b: 'c' }] };
  expect(withoutNulls(object)).toBe(object);
  expect(withoutNulls(null)).toBeNull();
});
