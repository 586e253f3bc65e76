import { describe, expect, it } from 'vitest';
import { parseManifest } from './parse';

/** What kubectl prints for these texts. */
const cases: readonly (readonly [string, string, string])[] = [
  ['a reserved character', 'a: 1\nb: %x\n', 'yaml: line 2: found character that cannot start any token'],
  ['the same in the first line, without a number', 'a: `x`\n', 'yaml: found character that cannot start any token'],
  ['a tab as indentation', 'a:\n\tb: 1\n', 'yaml: line 2: found character that cannot start any token'],
  ['a tab before anything', '\t\na: 1\n', 'yaml: found character that cannot start any token'],
  ['text behind a quoted value', 'a:\n  b: "x" {{ y }}\n', 'yaml: line 1: did not find expected key'],
  ['a line without a colon', 'a: 1\nb\n', "yaml: line 3: could not find expected ':'"],
  ['a key over two lines', 'a: 1\nb\nc: 2\n', "yaml: line 3: could not find expected ':'"],
  ['a value that goes on as a map', 'a:\n  b: text\n    c: 1\n', 'yaml: line 3: mapping values are not allowed in this context'],
  ['a command before the manifest', 'some words\na: 1\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['an unclosed list', 'a: 1\nb: [1, 2\nc: 3\n', "yaml: line 2: did not find expected ',' or ']'"],
  ['a missing comma', 'a: 1\nb: {"c": 1 "d": 2}\n', "yaml: line 1: did not find expected ',' or '}'"],
  ['a map in a list, shifted', 'a:\n  - b: 1\n    c: 2\n   d: 3\n', "yaml: line 3: did not find expected '-' indicator"],
  ['a key, shifted', 'a:\n    b: 1\n  c: 2\n', 'yaml: line 2: did not find expected key'],
  ['a dash behind a value', 'a:\n  b: x\n- c\n', 'yaml: line 2: did not find expected key'],
  ['a Helm condition in a list of lines', 'a:\n  {{- if .x }}\n  b: 1\n  {{- end }}\n', 'yaml: line 1: did not find expected node content'],
  ['a Helm value', 'a: 1\nb: {{ .x }}\n', 'yaml: invalid map key: map[interface {}]interface {}{".x":interface {}(nil)}'],
  ['a bracketed key with several values', 'b: {[q, 1, ~]: v}\n', 'yaml: invalid map key: []interface {}{"q", 1, interface {}(nil)}'],
  ['a tab below a value', 'a: 1\nb: x\n\ty: 2\n', 'yaml: line 3: found a tab character that violates indentation'],
  ['a tab in a text', 'a: |\n\tb\n', 'yaml: line 2: found a tab character where an indentation space is expected'],
  ['words behind the mark of a text', 'a: |x\n  b\n', 'yaml: did not find expected comment or line break'],
  ['an alias without a name', 'a: 1\nb: **\n', 'yaml: line 2: did not find expected alphabetic or numeric character'],
  ['an unknown alias before a broken line', 'a: *x\nb\n', "yaml: unknown anchor 'x' referenced"],
  ['a dash where no list may begin', 'a: 1\nb: - c\n', 'yaml: line 2: block sequence entries are not allowed in this context'],
  ['a map behind a map', 'a: 1\nb: {}: c\n', 'yaml: line 2: mapping values are not allowed in this context'],
  ['a comma alone', 'a:\n  b: [1,, 2]\n', 'yaml: line 1: did not find expected node content'],
  ['another version of YAML', '%YAML 1.2\na: `b`\n', 'yaml: found incompatible YAML document'],
  ['a closing bracket alone', 'a: 1\nb: ]\n', 'yaml: line 1: did not find expected node content'],
];

describe('what Kubernetes prints', () => {
  it.each(cases)('%s', (_name, text, expected) => {
    expect(parseManifest(text).problems.map(({ kubernetes }) => kubernetes)).toContain(expected);
  });
  it('counts from the document, and names the second value of a duplicate key', () => {
    const { problems } = parseManifest('kind: A\n---\nkind: B\nspec:\n  x: 1\n  x:\n    y: 2\n---\nkind: `\n');
    expect(problems.map(({ line, kubernetes }) => [line, kubernetes])).toEqual([
      [6, 'line 5: key "x" already set in map'], [9, 'yaml: found character that cannot start any token'],
    ]);
  });
  it('says what becomes of a text that was read without the noise around it', () => {
    const { problems } = parseManifest('```yaml\nkind: Pod\n```\n');
    expect(problems[0]?.kubernetes).toBe('yaml: found character that cannot start any token');
  });
  it('ends a document where goyaml does, and reads no further', () => {
    const { documents, problems } = parseManifest('kind: A\nmetadata:\n  name: a\n%YAML 1.1\n  broken: `\n');
    expect(documents).toMatchObject([{ kind: 'A', name: 'a' }]);
    expect(problems).toMatchObject([{ code: 'trailingText', line: 4 }]);
  });
});
