import { describe, expect, it } from 'vitest';
import { maxErrors, readYaml, syntaxErrorsOf } from './yamlReader';
import { tokensOf } from './yamlTokens';

const read = (text: string) => readYaml(text, 0, text.length);
const valueOf = (text: string): unknown => read(text).root?.value;
const lineOfError = (text: string): number => text.slice(0, read(text).error?.start ?? 0).split('\n').length;

describe('readYaml', () => {
  it('gives scalars the meaning that Kubernetes gives them', () => {
    expect(valueOf('a: yes\nb: "yes"\nc: 0777\nd: 12:30:45\ne: ~\nf:\ng: |\n  text\nh: >-\n  folded\n  lines\n')).toEqual({
      a: true, b: 'yes', c: 511, d: '12:30:45', e: null, f: null, g: 'text\n', h: 'folded lines',
    });
    expect(valueOf('y: 1\n2: b\n1.5: c\n')).toEqual({ true: 1, 2: 'b', 1.5: 'c' });
    expect(valueOf('a: ! 12\nb: !!str 12\nc: !!int "12"\n')).toEqual({ a: '12', b: '12', c: 12 });
  });

  it('reads KYAML', () => {
    const text = '{\n  kind: "Pod", # a comment\n  spec: {\n    containers: [{\n      name: "web",\n    }],\n  },\n}\n';
    expect(valueOf(text)).toEqual({ kind: 'Pod', spec: { containers: [{ name: 'web' }] } });
  });

  it('applies merge keys in the order of the text, as goyaml does', () => {
    expect(valueOf('a: &a {x: 1}\nb: {x: 2, <<: *a}\n')).toMatchObject({ b: { x: 1 } });
    expect(valueOf('a: &a {x: 1}\nb: {<<: *a, x: 2}\n')).toMatchObject({ b: { x: 2 } });
    expect(valueOf('a: &a {x: 1}\nc: &c {x: 3, z: 1}\nb: {<<: [*a, *c]}\n')).toMatchObject({ b: { x: 1, z: 1 } });
    expect(valueOf('b: {"<<": {x: 1}}\n')).toEqual({ b: { '<<': { x: 1 } } });
    expect(read('b: {<<: 3}\n').error?.message).toBe('map merge requires map or sequence of maps as the value');
  });

  it('takes the last of two equal keys and warns at its line', () => {
    const { root, faults } = read('spec:\n  replicas: 3\n  replicas: 4\n');
    expect(root?.value).toEqual({ spec: { replicas: 4 } });
    expect(faults).toMatchObject([{ start: 22, code: 'duplicateKey', severity: 'warning' }]);
  });

  it.each([
    ['name: {{ .X }}\n', 'mapKey'], ['[a]: 1\n', 'mapKey'], ['~: 1\n', 'mapKey'], ['a: *b\n', 'alias'],
    ['a: &a [*a]\n', 'alias'], ['a: !!int x\n', 'tag'], ['a: .nan\n', 'yamlSyntax'], ['a: "\u0001"\n', 'controlCharacter'],
    ['a: @x\n', 'yamlSyntax'], ['a: %x\n', 'yamlSyntax'], ['a: `x`\n', 'yamlSyntax'], ['a: b:\n', 'yamlSyntax'], ['a: 1\n"b"\n : 1\n', 'yamlSyntax'], ['a: {}: 1\n', 'mapKey'], ['{"a\n b": 1}\n', 'yamlSyntax'], ['a: [1, 2\n', 'yamlSyntax'],
  ])('refuses %j as goyaml does', (text, code) => {
    expect(read(text).error?.code).toBe(code);
  });

  it.each([
    ['a:\n\tb: 1\n', 2], ['a: 1\n\t\nb: 2\n', 2], ['a: 1\n\t# c\nb: 2\n', 2], ['a:\n- \tx\n', 2], ['baz:\n  a: 1\n\tfoo: bar\n', 3],
  ])('names the tab in %j at line %d', (text, line) => {
    expect(read(text).error?.code).toBe('tab');
    expect(lineOfError(text)).toBe(line);
  });

  it.each(['a:\t1\n', 'a: 1\t\nb: 2\n', 'a: [1,\t2]\t# c\n', 'a: "\t"\n', 'a: |\n  \tx\n', 'a: b\n  \tc\n'])('takes the tab in %j', (text) => {
    expect(read(text).error).toBeUndefined();
  });

  it('reads quotes and brackets that go on at a lower indentation', () => {
    expect(valueOf('m:\n  labels: {\n    a: b\n}\n')).toEqual({ m: { labels: { a: 'b' } } });
    expect(valueOf('args: [\n"a", # one\n"b"\n]\nz: 1\n')).toEqual({ args: ['a', 'b'], z: 1 });
    expect(valueOf('a:\n  b: "x\n y\n\n z"\nc: \'p\nq\'\n')).toEqual({ a: { b: 'x y\nz' }, c: 'p q' });
    expect(valueOf('s: |\n  it\'s {not\n  a "flow\nm: {\n a: 1 }\n')).toEqual({ s: 'it\'s {not\na "flow\n', m: { a: 1 } });
  });

  it('reads an explicit key whose colon stands on the next line', () => {
    expect(valueOf('? a\n: b\n?   c\n: d\n')).toEqual({ a: 'b', c: 'd' });
  });

  it('reads only what stands before a `...` line', () => {
    expect(valueOf('a: 1\n...\nb: 2\n')).toEqual({ a: 1 });
  });

  it('ends the document where the indentation falls below the first line’s', () => {
    const { root, faults } = read('  a: 1\n  b: 2\nc: 3\n');
    expect(root?.value).toEqual({ a: 1, b: 2 });
    expect(faults).toMatchObject([{ code: 'trailingText', start: 14 }]);
  });

  it.each([
    ['image: foo\n  bar: x\n', 2, 'This line is indented as if it belonged to the value above'],
    ['a: "x\nb: 1\n', 1, 'The quote is not closed'],
    ['a: 1\nb: [1, 2\nc: 3\n', 2, 'The [ is not closed'],
    ['a: 1\nmissing\nb: 2\n', 2, 'This line has no colon before the next one'],
    ['a:\n  - x\n - y\n', 3, 'This dash does not line up with the lines above'],
    ['a:\n  b: 1\n c: 2\n', 3, 'The indentation does not fit the lines above'],
  ])('words the first error of %j', (text, line, message) => {
    expect(read(text).error?.message).toBe(message);
    expect(lineOfError(text)).toBe(line);
  });

  it('keeps __proto__ an ordinary key', () => {
    const value = valueOf('__proto__: {polluted: true}\n');
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('bombs', () => {
  const laughs = ['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(8)}*a${i}]`)].join('\n');
  const bombs: readonly (readonly [string, string, string])[] = [
    ['a billion laughs', laughs, 'tooMany'],
    ['5,000 open brackets', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`, 'tooDeep'],
    ['5,000 maps in one line', `${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`, 'tooDeep'],
    ['half a million dashes', '- '.repeat(500_000), 'tooDeep'],
    ['a staircase of 900 keys', Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'tooDeep'],
    ['a hundred thousand anchors', '&a '.repeat(100_000), 'yamlSyntax'],
    ['a hundred thousand commas', `[${','.repeat(100_000)}]`, 'yamlSyntax'],
    ['quotes that never match', 'a: "x\n'.repeat(20_001), 'yamlSyntax'],
  ];
  it.each(bombs)('%s give a fault, and reading stops at it', (_name, text, code) => {
    expect(read(text).error?.code).toBe(code);
    expect(syntaxErrorsOf(text).length).toBeLessThanOrEqual(maxErrors);
    if (code === 'tooDeep') expect(tokensOf(text).tokens.length).toBeLessThan(1000);
  });

  it('reads a line of a megabyte', () => {
    expect(read(`a: ${'x '.repeat(500_000)}\n`).error).toBeUndefined();
  });
});
