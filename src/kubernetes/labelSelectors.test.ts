import { describe, expect, it } from 'vitest';
import {
  EVERYTHING,
  NOTHING,
  isEmptySelector,
  isSelectorError,
  labelSelectorAsSelector,
  matchesLabelSelector,
  newRequirement,
  parseInt64,
  requirementMatches,
  selectorFromSet,
  selectorKey,
  selectorMatches,
} from './labelSelectors';
import type { Labels, LabelSelector } from './objects';

const selects = (selector: LabelSelector | undefined, labels: Labels) => matchesLabelSelector(selector, labels);
const expression = (key: string, operator: string, ...values: string[]): LabelSelector => ({ matchExpressions: [{ key, operator, values }] });

describe('label selectors', () => {
  it('select nothing when nil, everything when empty', () => {
    expect(labelSelectorAsSelector(undefined)).toBe(NOTHING);
    expect(labelSelectorAsSelector(null)).toBe(NOTHING);
    expect(labelSelectorAsSelector({})).toBe(EVERYTHING);
    expect(selects(undefined, {})).toBe(false);
    expect(selects({}, {})).toBe(true);
    expect(selects({ matchLabels: {}, matchExpressions: [] }, { a: 'b' })).toBe(true);
    expect([isEmptySelector(NOTHING), isEmptySelector(EVERYTHING)]).toEqual([false, true]);
  });

  it.each([
    ['In', ['x', 'y'], { a: 'x' }, true],
    ['In', ['x', 'y'], { a: 'z' }, false],
    ['In', ['x'], {}, false],
    ['NotIn', ['x'], { a: 'z' }, true],
    ['NotIn', ['x'], { a: 'x' }, false],
    ['NotIn', ['x'], {}, true],
    ['Exists', [], { a: '' }, true],
    ['Exists', [], { b: '' }, false],
    ['DoesNotExist', [], { b: '' }, true],
    ['DoesNotExist', [], { a: '' }, false],
  ] as const)('%s %j of %j is %s', (operator, values, labels, expected) => {
    expect(selects(expression('a', operator, ...values), labels)).toBe(expected);
  });

  it('join labels and expressions', () => {
    const selector: LabelSelector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
    expect(selects(selector, { app: 'web', tier: '' })).toBe(true);
    expect(selects(selector, { app: 'web' })).toBe(false);
    expect(selects(selector, { tier: '' })).toBe(false);
  });

  it('do not know the operators of node selectors', () => {
    expect(labelSelectorAsSelector(expression('a', 'Gt', '1'))).toEqual({ error: '"Gt" is not a valid label selector operator' });
    expect(selects(expression('a', 'Gt', '1'), { a: '2' })).toBe(false);
  });

  it('tell labels from what every object inherits', () => {
    expect(selects(expression('constructor', 'Exists'), {})).toBe(false);
    expect(selects(expression('toString', 'NotIn', 'x'), {})).toBe(true);
  });
});

describe('requirements', () => {
  const compare = (operator: string, bound: string, labels: Labels) => {
    const requirement = newRequirement('n', operator, [bound]);
    return isSelectorError(requirement) ? requirement.error : requirementMatches(requirement, labels);
  };

  it('compare 64-bit integers', () => {
    expect(compare('Gt', '5', { n: '6' })).toBe(true);
    expect(compare('Gt', '5', { n: '5' })).toBe(false);
    expect(compare('Lt', '5', { n: '4' })).toBe(true);
    expect(compare('Gt', '0204', { n: '0206' })).toBe(true);
    expect(compare('Gt', '9223372036854775806', { n: '9223372036854775807' })).toBe(true);
    expect(compare('Gt', '5', { n: 'six' })).toBe(false);
    expect(compare('Gt', '5', {})).toBe(false);
  });

  it('refuse what is no label, in upstream words', () => {
    expect(newRequirement('service', 'In', ['{{.bad-value.}}'])).toEqual({
      error:
        `values[0][service]: Invalid value: "{{.bad-value.}}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    });
    expect(newRequirement('invalid key', 'In', ['bar'])).toMatchObject({ error: expect.stringContaining('key: Invalid value: "invalid key": name part must consist of') });
    expect(newRequirement('a', 'In', [])).toMatchObject({ error: expect.stringContaining("values set can't be empty") });
    expect(newRequirement('a', 'Exists', ['b'])).toMatchObject({ error: expect.stringContaining('values set must be empty') });
    expect(newRequirement('a', 'Gt', ['1', '2'])).toMatchObject({ error: expect.stringContaining('exactly one value is required') });
    expect(newRequirement('a', 'Lt', ['x'])).toMatchObject({ error: expect.stringContaining('the value must be an integer') });
    expect(newRequirement('a', 'Near', [])).toMatchObject({ error: expect.stringContaining('Unsupported value: "Near"') });
  });

  it('keep within 64 bits', () => {
    expect(parseInt64('9223372036854775807')).toBe(9223372036854775807n);
    expect(parseInt64('9223372036854775808')).toBeUndefined();
    expect(parseInt64('+5')).toBe(5n);
    expect(parseInt64('1_000')).toBeUndefined();
    expect(parseInt64('')).toBeUndefined();
  });
});

describe('selectors from a set', () => {
  it('need every label, with any text', () => {
    const selector = selectorFromSet({ a: '1', b: '!!' });
    expect(selectorMatches(selector, { a: '1', b: '!!', c: '' })).toBe(true);
    expect(selectorMatches(selector, { a: '1' })).toBe(false);
  });

  it('have keys that tell them apart', () => {
    expect(selectorKey(selectorFromSet({ a: '1' }))).toBe(selectorKey(selectorFromSet({ a: '1' })));
    const keys = [NOTHING, EVERYTHING, selectorFromSet({ a: '1' }), selectorFromSet({ a: '2' }), selectorFromSet({ a: '1', b: '1' })].map(selectorKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
