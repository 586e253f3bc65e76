import { describe, expect, it } from 'vitest';
import { parseManifest } from './parse';

const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: web\n    image: nginx\n`;
const summary = (text: string): readonly unknown[] =>
  parseManifest(text).documents.map(({ kind, name, path, startLine }) => [kind, name, path, startLine]);

describe('parseManifest', () => {
  it('reads several documents and keeps their lines', () => {
    const text = `# a comment\n\n${pod('a')}---\n# nothing here\n---\n${pod('b')}--- # end\n`;
    expect(summary(text)).toEqual([['Pod', 'a', '', 3], ['Pod', 'b', '', 14]]);
    expect(parseManifest(text).parts).toMatchObject([{ startLine: 3, endLine: 10, broken: false }, { startLine: 14, endLine: 21 }]);
  });

  it('loses only the broken document', () => {
    const { documents, problems, parts } = parseManifest(`${pod('a')}---\nkind: [\n---\n${pod('c')}`);
    expect(documents.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(problems).toMatchObject([{ severity: 'error', line: 10 }]);
    expect(parts.map(({ broken }) => broken)).toEqual([false, true, false]);
  });

  it('reads a byte order mark before each document, as of files that were joined', () => {
    expect(parseManifest(`\ufeff${pod('a')}---\n\ufeff${pod('b')}`)).toMatchObject({ documents: [{ name: 'a', startLine: 1 }, { name: 'b' }], problems: [] });
  });
  it('reads CRLF, a lone CR and a byte order mark', () => {
    const documents = parseManifest(`\ufeff${pod('a').replaceAll('\n', '\r\n')}---\r${pod('b').replaceAll('\n', '\r')}`).documents;
    expect(documents.map(({ name, startLine }) => [name, startLine])).toEqual([['a', 1], ['b', 10]]);
  });

  it('reads JSON, JSON lines, and objects one after another', () => {
    expect(summary('{"kind":"Pod","metadata":{"name":"a"}}\n{"kind":"Pod","metadata":{"name":"b"}}')).toEqual([['Pod', 'a', '', 1], ['Pod', 'b', '', 2]]);
    expect(summary('{\n\t"kind": "Pod",\n\t"metadata": {"name": "a"}\n}\n---\n{"kind": "Pod", "metadata": {"name": "b"}}')).toEqual([['Pod', 'a', '', 1], ['Pod', 'b', '', 6]]);
  });

  it('falls back to YAML for what only looks like JSON', () => {
    const { documents, problems } = parseManifest('{\n  "kind": "Pod",\n  x "metadata": {},\n}\n');
    expect(documents[0]?.value).toEqual({ kind: 'Pod', 'x "metadata"': {} });
    expect(problems).toMatchObject([{ line: 3, severity: 'warning', code: 'jsonSyntax' }]);
  });

  it('keeps the complete values of a JSON text that is cut', () => {
    const { documents, problems, parts } = parseManifest('{"kind":"Pod"}\n{"kind":"Pod","metadata":{');
    expect(documents).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'truncated', severity: 'error', line: 2 }]);
    expect(parts.map(({ broken }) => broken)).toEqual([false, true]);
  });

  it('makes documents of the items of lists, with kinds from the list where they have none', () => {
    const { documents } = parseManifest(`apiVersion: v1
kind: PodList
items:
- metadata:
    name: a
- apiVersion: v1
  kind: Pod
  metadata: {name: b, namespace: shop}
`);
    expect(documents.map(({ kind, kindFrom, apiVersion, name, apiNamespace, path, list, startLine }) =>
      [kind, kindFrom, apiVersion, name, apiNamespace, path, list, startLine])).toEqual([
      ['PodList', 'text', 'v1', undefined, undefined, '', undefined, 1],
      ['Pod', 'list', 'v1', 'a', undefined, 'items[0]', 0, 4],
      ['Pod', 'text', 'v1', 'b', 'shop', 'items[1]', 0, 6],
    ]);
    expect(documents[1]?.positionOf('metadata.name').line).toBe(5);
    expect(documents[2]?.positionOf('metadata.namespace')).toMatchObject({ line: 8, column: 23 });
  });

  it('reads a bare list item by item and says that Kubernetes would not', () => {
    const { documents, problems } = parseManifest('[{"kind":"Pod","metadata":{"name":"a"}}]');
    expect(documents.map(({ name, path }) => [name, path])).toEqual([['a', '[0]']]);
    expect(problems).toMatchObject([{ code: 'notAnObject', severity: 'warning' }]);
  });

  it('tells a pod by its shape when the kind is missing', () => {
    expect(parseManifest('metadata: {name: a}\nspec: {containers: [{name: c}]}\n').documents[0]).toMatchObject({ kind: 'Pod', kindFrom: 'shape' });
    expect(parseManifest('key: value\n').documents[0]).toMatchObject({ kindFrom: 'none' });
  });

  it.each(['', '\n', '# only a comment\n', '---\n---\n# x\n', '%YAML 1.1\n---\n', 'null\n', '   \t  \n'])('finds nothing in %j', (text) => {
    expect(parseManifest(text)).toMatchObject({ documents: [], problems: [] });
  });

  it('refuses a single value and a text that is too large', () => {
    expect(parseManifest('hello\n').problems).toMatchObject([{ code: 'notAnObject', severity: 'error' }]);
    expect(parseManifest('a: '.padEnd(5_000_001, 'x')).problems).toMatchObject([{ code: 'tooLarge' }]);
  });

  it('reads a document that begins behind its separator, with a warning', () => {
    const { documents, problems } = parseManifest('--- {kind: Pod, metadata: {name: a}}\n');
    expect(documents.map(({ name }) => name)).toEqual(['a']);
    expect(problems).toMatchObject([{ code: 'separator', line: 1 }]);
  });

  it('does not split a block text', () => {
    expect(parseManifest('kind: ConfigMap\ndata:\n  x: |\n    a\n    ---\n    b\n').documents).toHaveLength(1);
  });
});

describe('positionOf', () => {
  const text = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubernetes.io/config.mirror: abc
    note: |
      two
      lines
spec:
  containers:
  - name: first
    ports:
    - containerPort: 80
    - {containerPort: 81, hostPort: 8081}
  -
    name: second
  volumes: []
`;
  const document = parseManifest(text).documents[0];

  it.each([
    ['metadata.annotations[kubernetes.io/config.mirror]', { line: 6, column: 5, endLine: 6, endColumn: 37 }],
    ['metadata.annotations.note', { line: 7, column: 5, endLine: 9 }],
    ['spec.containers[0].ports[1].hostPort', { line: 15, column: 27, endLine: 15 }],
    ['spec.containers[0]', { line: 12, column: 5, endLine: 15 }],
    ['spec.containers[1].name', { line: 17, column: 5 }],
    ['spec', { line: 10, column: 1, endLine: 18 }],
    ['', { line: 1, column: 1, endLine: 18 }],
    // Absent fields answer with the nearest ancestor.
    ['spec.hostNetwork', { line: 10, column: 1 }],
    ['spec.containers[5].name', { line: 11, column: 3 }],
    ['metadata.labels.app', { line: 3, column: 1 }],
  ])('finds %s', (path, position) => {
    expect(document?.positionOf(path)).toMatchObject(position);
  });

  it('knows what stands in the text', () => {
    expect(document?.has('spec.containers[0].ports[1].hostPort')).toBe(true);
    expect(document?.has('spec.hostNetwork')).toBe(false);
  });

  it('points into the anchor for a field that came through an alias', () => {
    const aliased = parseManifest('base: &b\n  image: nginx\nspec:\n  <<: *b\n  name: x\n').documents[0];
    expect(aliased?.positionOf('spec.image')).toMatchObject({ line: 2, column: 3 });
    expect(aliased?.positionOf('spec.name').line).toBe(5);
  });

  it('finds places in JSON', () => {
    const json = parseManifest('{"kind": "Pod",\n "spec": {"containers": [\n  {"name": "a"}]}}').documents[0];
    expect(json?.positionOf('spec.containers[0].name')).toMatchObject({ line: 3, column: 4, endLine: 3, endColumn: 15 });
  });
});

describe('hostile texts stay texts', () => {
  it('carries names as they are', () => {
    const name = '<img src=x onerror=alert(1)>';
    const { documents } = parseManifest(`kind: Pod\nmetadata:\n  name: "${name}"\n  annotations: {"javascript:alert(1)": "</script>"}\n`);
    expect(documents[0]?.name).toBe(name);
    expect(documents[0]?.value).toMatchObject({ metadata: { annotations: { 'javascript:alert(1)': '</script>' } } });
  });

  it('does not let a document change the prototype of objects', () => {
    const { documents } = parseManifest('__proto__:\n  kind: Pod\nconstructor: {prototype: {kind: Pod}}\n');
    expect(documents[0]?.kind).toBeUndefined();
    expect(({} as Record<string, unknown>)['kind']).toBeUndefined();
  });
});
