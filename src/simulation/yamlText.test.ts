import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseManifest } from '../manifest/parse';
import { yamlText } from './yamlText';

test('writes what kubectl would write', () => {
  const pod = {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web', version: '1.0', empty: '' }, annotations: {} },
    spec: { containers: [{ name: 'c', image: 'web:1', command: ['sh', '-c', '--flag=a: b'], ports: [] }], hostNetwork: true },
    data: { Corefile: '.:53 {\n    errors\n}\n' }, left: undefined,
  };
  expect(yamlText(pod)).toBe(`apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
    version: "1.0"
    empty: ""
  annotations: {}
spec:
  containers:
  - name: c
    image: web:1
    command:
    - sh
    - -c
    - "--flag=a: b"
    ports: []
  hostNetwork: true
data:
  Corefile: |
    .:53 {
        errors
    }
`);
});

test('whatever it writes is read back the same', () => {
  const tricky = fc.constantFrom('yes', 'null', '~', '1e3', '0x10', '1:30', '- a', 'a: b', 'a #b', '#x', '-', '--x', '---', '', ' a', 'a ', '*x', '&x', '!x', '%x', '@x', '`x', '"', "'", '{', '[', '|', '>', ',', '?', '? a', ':', ':a', '10.0.0.1', '2026-01-01', '.5', '+1', '<<', '=', 'é', '1_000');
  const text = fc.oneof(tricky, fc.string(), fc.string().map((s) => `${s.replace(/[^a-z ]/g, '')}\nx\n`));
  const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z.]{0,8}$/), tie('tree'), { maxKeys: 3 })),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, value };
      const { documents, problems } = parseManifest(yamlText(object));
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(documents[0]?.value).toEqual(JSON.parse(JSON.stringify(object)));
    }),
    { numRuns: 400 },
  );
});
