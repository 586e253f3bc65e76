import { describe, expect, it } from 'vitest';
import { formatGoFloat, isTimestamp, plainKey, resolvePlain, resolveTagged } from './scalars';

/** What goyaml 2.4 with sigs.k8s.io/yaml made of `key: WORD`, run once and written down. */
const vectors: readonly (readonly [string, unknown])[] = [
  ['y', true], ['Yes', true], ['ON', true], ['n', false], ['off', false], ['NO', false], ['yEs', 'yEs'], ['tRue', 'tRue'],
  ['', null], ['~', null], ['null', null], ['NULL', null], ['nULL', 'nULL'],
  ['08', 8], ['0777', 511], ['0o777', 511], ['0O7', 7], ['0o8', '0o8'], ['0x_1F', 31], ['0x', '0x'], ['0b11', 3], ['0B1', 1],
  ['-0b101', -5], ['1_000', 1000], ['1__0', 10], ['_1', '_1'], ['+5', 5], ['00', 0], ['-0', 0],
  ['12:30:45', '12:30:45'], ['1:1', '1:1'], ['190:20:30.15', '190:20:30.15'],
  ['1e3', 1000], ['685.230_15e+03', 685230.15], ['1.', 1], ['.5', 0.5], ['-.5', -0.5], ['._5', '._5'], ['1e999', '1e999'],
  ['9223372036854775808', 9223372036854775808], ['0xFFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFFF'],
  ['2020-01-01', '2020-01-01'], ['2020-1-1T1:2:3Z', '2020-1-1T1:2:3Z'], ['2020-13-45', '2020-13-45'],
  ['-b_c', '-b_c'], ['50cent', '50cent'], ['1.2.3.4', '1.2.3.4'], ['nginx', 'nginx'], ['.infinity', '.infinity'],
];

describe('resolvePlain', () => {
  it.each(vectors)('reads %s as goyaml does', (word, value) => {
    expect(resolvePlain(word)).toBe(value);
  });

  it('knows infinities and no number', () => {
    expect(resolvePlain('.inf')).toBe(Infinity);
    expect(resolvePlain('-.INF')).toBe(-Infinity);
    expect(resolvePlain('.NaN')).toBeNaN();
  });
});

describe('plainKey', () => {
  it.each([
    ['1', '1'], ['1.5', '1.5'], ['true', 'true'], ['y', 'true'], ['1e6', '1e+06'], ['1000000.5', '1.0000005e+06'], ['0x10', '16'],
    ['2020-01-01', '2020-01-01'], ['.5', '0.5'], ['0777', '511'], ['app', 'app'], ['~', undefined], ['', undefined],
  ])('writes the key %s as %s', (word, key) => {
    expect(plainKey(word)).toBe(key);
  });
});

describe('resolveTagged', () => {
  const tag = (name: string): string => `tag:yaml.org,2002:${name}`;

  it('reads the word as its tag says', () => {
    expect(resolveTagged(tag('int'), '3')).toEqual({ value: 3 });
    expect(resolveTagged(tag('str'), '3')).toEqual({ value: '3' });
    expect(resolveTagged(tag('float'), '3')).toEqual({ value: 3 });
    expect(resolveTagged(tag('bool'), 'yes')).toEqual({ value: true });
    expect(resolveTagged(tag('null'), '')).toEqual({ value: null });
    expect(resolveTagged(tag('binary'), 'aGVsbG8=')).toEqual({ value: 'hello' });
    expect(resolveTagged('!custom', 'bar')).toEqual({ value: 'bar' });
  });

  it('refuses a word that is something else', () => {
    expect(resolveTagged(tag('int'), 'x')).toEqual({ refused: 'cannot decode !!str `x` as a !!int' });
    expect(resolveTagged(tag('binary'), '%%')).toHaveProperty('refused');
  });
});

describe('isTimestamp', () => {
  it('knows goyaml’s formats and the calendar', () => {
    expect(['2020-02-29', '2020-2-3T3:4:5Z', '2015-02-24t18:19:39.12+01:00', '2015-02-24 18:19:39'].filter(isTimestamp)).toHaveLength(4);
    expect(['2019-02-29', '2020-13-01', '2020-01-01T25:00:00Z', '2020-01-01 10:00', '12020-01-01', '2001-12-14 21:59:43 -5'].filter(isTimestamp)).toEqual([]);
  });
});

describe('formatGoFloat', () => {
  it.each([[1.5, '1.5'], [1e21, '1e+21'], [1e-7, '1e-07'], [1234567.5, '1.2345675e+06'], [0.0001, '0.0001'], [-1.25, '-1.25'], [-0, '-0']])('writes %s as %s', (value, text) => {
    expect(formatGoFloat(value, 64)).toBe(text);
  });
});
