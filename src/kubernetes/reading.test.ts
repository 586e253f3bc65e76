import { describe, expect, it } from 'vitest';
import { fieldsOf, isFields, listOf, textOf, textsOf, valueAt } from './reading';

describe('tolerant reading', () => {
  it('takes mappings only', () => {
    expect([{}, [], null, 'x', undefined].map(isFields)).toEqual([true, false, false, false, false]);
    expect(fieldsOf('x')).toEqual({});
  });
  it('keeps the indexes of a list with entries of another type', () => {
    expect(listOf(['x', { name: 'a' }])).toEqual([{}, { name: 'a' }]);
    expect(listOf({ name: 'a' })).toEqual([]);
  });
  it('follows a path until a step is missing', () => {
    expect(valueAt({ a: { b: 1 } }, 'a', 'b')).toBe(1);
    expect(valueAt({ a: 'x' }, 'a', 'b', 'c')).toBeUndefined();
  });
  it('takes texts only', () => {
    expect(textOf(3)).toBeUndefined();
    expect(textsOf({ a: 'x', b: 1, c: { d: 'e' } })).toEqual({ a: 'x' });
  });
});
