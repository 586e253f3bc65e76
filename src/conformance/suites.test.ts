import { describe, expect, it } from 'vitest';
import { checkWith, compareExpected, nodeOf, textListOf } from './suites';

describe('compareExpected', () => {
  it('wants every field that is expected, and no more', () => {
    expect(compareExpected({ a: 1 }, { a: 1, b: 2 }).pass).toBe(true);
    expect(compareExpected({ a: 1, c: null }, { a: 1 }).pass).toBe(false);
    expect(compareExpected({ a: 2 }, { a: 1 }).pass).toBe(false);
  });
  it('is not passed by a case that expects nothing', () => {
    expect(compareExpected({}, {}).pass).toBe(false);
    expect(compareExpected({ meaning: 'x' }, {}).pass).toBe(false);
  });
  it('looks for a message’s words', () => {
    expect(compareExpected({ messageContains: 'no' }, { message: 'it is not so' }).pass).toBe(true);
    expect(compareExpected({ messageContains: 'yes' }, { message: 'it is not so' }).pass).toBe(false);
  });
});

describe('checkWith', () => {
  const check = checkWith({ double: (input) => ({ result: Number(input['n']) * 2 }) });
  it('asks the suite of the case', () => {
    expect(check({ id: 'a', suite: 'double', input: { n: 2 }, expect: { result: 4 } })).toEqual({ expected: { result: 4 }, found: { result: 4 }, pass: true });
    expect(check({ id: 'b', suite: 'double', input: { n: 2 }, expect: { result: 5 } }).pass).toBe(false);
    expect(check({ id: 'c', suite: 'half', input: {}, expect: { result: 1 } }).pass).toBe(false);
  });
});

describe('reading a case', () => {
  it('takes nodes in three forms', () => {
    expect(nodeOf({ metadata: { name: 'a' } })).toEqual({ metadata: { name: 'a' } });
    expect(nodeOf({ uid: 'u' }, 'b')).toEqual({ metadata: { name: 'b', uid: 'u' } });
    expect([nodeOf(null), nodeOf(false)]).toEqual([null, null]);
  });
  it('takes texts of lists only', () => {
    expect([textListOf(['a', 1]), textListOf('a')]).toEqual([['a'], []]);
  });
});
