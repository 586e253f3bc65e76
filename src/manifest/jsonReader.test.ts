import { describe, expect, it } from 'vitest';
import { readJson } from './jsonReader';

const read = (text: string) => readJson(text, 0, text.length);

describe('readJson', () => {
  it('reads values with their places', () => {
    const { roots, error } = read('{"a": [1, {"b": "x\\n\\u0041"}], "c": null}');
    expect(error).toBeUndefined();
    expect(roots[0]?.value).toEqual({ a: [1, { b: 'x\nA' }], c: null });
    const map = roots[0];
    expect(map?.kind === 'map' && map.entries.get('c')).toMatchObject({ keyStart: 31, keyEnd: 34 });
  });

  it('reads several values one after another', () => {
    expect(read('{"a":1}\n{"a":2} [3]').roots.map(({ value }) => value)).toEqual([{ a: 1 }, { a: 2 }, [3]]);
  });

  it('takes the last of two equal keys and warns of it', () => {
    const { roots, faults } = read('{"a":1,"a":2}');
    expect(roots[0]?.value).toEqual({ a: 2 });
    expect(faults).toMatchObject([{ start: 7, code: 'duplicateKey', message: 'key "a" already set in map' }]);
  });

  it.each([
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string", 7],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string", 1],
    ['{"a" 1}', "invalid character '1' after object key", 5],
    ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`, 7],
    ['[1 2]', "invalid character '2' after array element", 3],
    ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')", 8],
    ['"a\nb"', String.raw`invalid character '\n' in string literal`, 2],
    ['{"a":1 \\}', String.raw`invalid character '\\' after object key:value pair`, 7],
    [String.raw`{"a":"b\q"}`, "invalid character 'q' in string escape code", 8],
    [String.raw`{"a":"\u00x"}`, String.raw`invalid character 'x' in \u hexadecimal character escape`, 10],
    ['{"a":\u00a01}', "invalid character 'Â' looking for beginning of value", 5],
    ['{"a":', 'unexpected end of JSON input', 5],
    ['["a', 'unexpected end of JSON input', 3],
  ])('says what is wrong in %s as Go does', (text, message, start) => {
    expect(read(text).error).toMatchObject({ message, start });
  });

  it('keeps the values that are complete', () => {
    const { roots, error } = read('{"a":1}\n{"b":');
    expect(roots).toHaveLength(1);
    expect(error?.code).toBe('truncated');
  });

  it('does not let a key become the prototype', () => {
    const value = read('{"__proto__": {"polluted": true}}').roots[0]?.value;
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('stops at a hundred levels', () => {
    expect(read('['.repeat(100) + ']'.repeat(100)).error).toBeUndefined();
    expect(read('['.repeat(5000) + ']'.repeat(5000)).error?.code).toBe('tooDeep');
  });
});
