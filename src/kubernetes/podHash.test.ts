import { describe, expect, it } from 'vitest';
import { canonicalText, fnv128a } from './podHash';

describe('fnv128a', () => {
  it.each([
    ['', '6c62272e07bb014262b821756295c58d'],
    ['a', 'd228cb696f1a8caf78912b704e4a8964'],
    ['foobar', '343e1662793c64bf6f0d3597ba446f18'],
  ])('%j', (text, hash) => {
    expect(fnv128a(text)).toBe(hash);
  });
  it('tells characters apart that share their low byte', () => {
    expect(fnv128a('\u0141')).not.toBe(fnv128a('A'));
  });
});

describe('canonicalText', () => {
  it('does not depend on the order of keys, and leaves out what is undefined', () => {
    expect(canonicalText({ b: [1, { d: 2, c: undefined }], a: null })).toBe(canonicalText({ a: null, b: [1, { d: 2 }] }));
  });
  it('depends on the order of lists', () => {
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
  });
});
