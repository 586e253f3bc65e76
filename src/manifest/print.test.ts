import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from './parse';
import { changedLines, compareKeys, printDocuments, printYaml } from './print';

/** Texts and what goyaml 2.4 with sigs.k8s.io/yaml printed for `{k: TEXT}`, run once and written down. */
const vectors: readonly (readonly [string, string])[] = [
  ['plain', 'k: plain'], ['', 'k: ""'], ['a: b', "k: 'a: b'"], ['a:b', 'k: a:b'], ['a:', "k: 'a:'"], [':a', 'k: :a'], ['-', "k: '-'"], ['-a', 'k: -a'],
  ['- a', "k: '- a'"], ['a #b', "k: 'a #b'"], ['a#b', 'k: a#b'], ['yes', 'k: "yes"'], ['0777', 'k: "0777"'], ['12:30:45', 'k: "12:30:45"'],
  ['1.5', 'k: "1.5"'], ['null', 'k: "null"'], ['2020-01-01', 'k: "2020-01-01"'], ['2020-13-01', 'k: 2020-13-01'], ['---', "k: '---'"],
  ['a\nb', 'k: |-\n  a\n  b'], ['a\nb\n', 'k: |\n  a\n  b'], ['a\n\n', 'k: |+\n  a\n'], ['\na', 'k: |2-\n\n  a'], [' a', "k: ' a'"], ['a ', "k: 'a '"],
  ['a\tb', 'k: "a\\tb"'], ['é', 'k: é'], ['😀', 'k: "\\U0001F600"'], ["it's", "k: it's"], ['"q"', `k: '"q"'`], ["'q'", `k: '''q'''`],
  ['{a', "k: '{a'"], ['&a', "k: '&a'"], ['*a', "k: '*a'"], ['!a', "k: '!a'"], ['%a', "k: '%a'"], ['@a', "k: '@a'"], ['`a', "k: '`a'"],
  ['a \nb', 'k: "a \\nb"'], ['a\r\nb', 'k: "a\\r\\nb"'], ['a\\b', 'k: a\\b'], ['\u0007', 'k: "\\a"'], ['x'.repeat(100), `k: ${'x'.repeat(100)}`],
  ['word '.repeat(20).trim(), `k: ${'word '.repeat(16).trim()}\n  ${'word '.repeat(4).trim()}`],
];

describe('printYaml', () => {
  it.each(vectors)('prints %j as kubectl does', (text, printed) => {
    expect(printYaml({ k: text })).toBe(`${printed}\n`);
  });

  it('prints maps and lists as kubectl does', () => {
    expect(printYaml({
      apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: {}, creationTimestamp: null },
      spec: { containers: [{ name: 'web', args: ['-f', '--x=1'], ports: [{ containerPort: 80 }] }], volumes: [], matrix: [[1, [true]], []] },
    })).toBe(`apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: {}
  creationTimestamp: null
spec:
  containers:
  - name: web
    args:
    - -f
    - --x=1
    ports:
    - containerPort: 80
  volumes: []
  matrix:
  - - 1
    - - true
  - []
`);
  });

  it('keeps the order of keys, or sorts them as kubectl does', () => {
    const value = { b: 1, a10: 2, a9: 3, A: 4 };
    expect(printYaml(value)).toBe('b: 1\na10: 2\na9: 3\nA: 4\n');
    expect(printYaml(value, { sortKeys: true })).toBe('A: 4\na9: 3\na10: 2\nb: 1\n');
    expect(['HTTP_PROXY', 'HTTPS_PROXY', 'k:443', 'k:80', 'a', 'a.b'].toSorted(compareKeys)).toEqual(['HTTP_PROXY', 'HTTPS_PROXY', 'a', 'a.b', 'k:80', 'k:443']);
  });

  it('leaves out undefined fields and puts --- between documents', () => {
    expect(printDocuments([{ a: 1, b: undefined }, { c: 2 }])).toBe('a: 1\n---\nc: 2\n');
  });

  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(...vectors.map(([word]) => word)));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 4 })),
  }));

  it('is read back as what was printed', () => {
    fc.assert(fc.property(fc.dictionary(text.filter((key) => key !== '__proto__'), value, { minKeys: 1, maxKeys: 5 }), (object) => {
      const read = parseManifest(`x: 1\n---\n${printYaml(object)}`).documents[1]?.value;
      // JSON knows no undefined and no -0.
      expect(read).toEqual(JSON.parse(JSON.stringify(object)));
    }), { numRuns: 300, seed: 7 });
  });
});

describe('changedLines', () => {
  it.each([
    ['a\nb\nc', 'a\nb\nc', []], ['a\nb\nc', 'a\nX\nc', [2]], ['a\nc', 'a\nb\nc', [2]], ['a\nb\nc', 'a\nc', []], ['', 'a', [1]],
    ['a\nb\nc\nd', 'x\na\nc\ny\nd', [1, 4]],
  ])('between %j and %j', (before, after, lines) => {
    expect(changedLines(before, after)).toEqual(lines);
  });
});
