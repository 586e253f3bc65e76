import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseManifest, objectOf } from './analyse';
import { manifestExamples } from './examples';
import { podSummary } from './podSummary';

describe('the examples', () => {
  it('have names of their own', () => {
    expect(new Set(manifestExamples.map(({ id }) => id)).size).toBe(manifestExamples.length);
  });

  it.each(manifestExamples.filter(({ id }) => id !== 'broken').map((example) => [example.id, example] as const))('%s is without fault and makes pods', (_id, { text }) => {
    const { problems, pods } = analyseManifest(text);
    expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(pods).toHaveLength(1);
  });

  it('lean as they say', () => {
    const startedBy = (id: string) => {
      const { startedBy: answer, system } = analyseManifest(manifestExamples.find((example) => example.id === id)?.text ?? '').pods[0]?.classification ?? {};
      return [answer?.kind, answer?.lean, system];
    };
    expect(startedBy('lone-pod').slice(0, 2)).toEqual(['undecided', 'bare']);
    expect(startedBy('edge-proxy').slice(0, 2)).toEqual(['undecided', 'static']);
    expect(startedBy('deployment')[0]).toBe('workload');
    expect(startedBy('daemon-set')).toEqual(['workload', undefined, 'system']);
  });

  it('the broken one has a typo and a tab', () => {
    const { problems, pods } = analyseManifest(manifestExamples.find(({ id }) => id === 'broken')?.text ?? '');
    expect(problems.filter(({ severity }) => severity !== 'info').map(({ line, code, hint }) => [line, code, hint])).toEqual([
      [6, 'unknownField', 'Did you mean restartPolicy?'], [15, 'tab', 'Replace the tab by spaces.'],
    ]);
    expect(pods).toHaveLength(1);
  });
});

describe('analyseManifest', () => {
  const mirror = `apiVersion: v1
kind: Pod
metadata:
  name: etcd-cp-1
  namespace: kube-system
  annotations:
    kubernetes.io/config.hash: abc
    kubernetes.io/config.mirror: abc
    kubernetes.io/config.source: file
  ownerReferences:
  - apiVersion: v1
    kind: Node
    name: cp-1
    controller: true
    uid: u
spec:
  nodeName: cp-1
  containers:
  - {name: etcd, image: etcd}
status:
  phase: Running
`;

  it('gives each evidence a line', () => {
    const { documents, pods } = analyseManifest(mirror);
    const [pod] = pods;
    expect(pod?.classification).toMatchObject({ class: 'mirror', startedBy: { kind: 'mirror' }, system: 'system' });
    const lines = pod?.classification.evidence.map(({ field }) => documents[pod.document]?.positionOf(field).line);
    expect(lines).toContain(8);
  });

  it('lets the place decide what the text cannot', () => {
    const text = manifestExamples[0]?.text ?? '';
    const startedBy = (destination: Parameters<typeof analyseManifest>[1]) => analyseManifest(text, destination).pods[0]?.classification.startedBy.kind;
    expect(startedBy({})).toBe('undecided');
    expect(startedBy({ origin: 'file', nodeName: 'n1' })).toBe('static');
    expect(startedBy({ origin: 'api' })).toBe('bare');
    expect(startedBy({ path: '/etc/kubernetes/manifests/a.yaml' })).toBe('static');
  });

  it('follows owners through the same paste', () => {
    const text = `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: web-1-a
    uid: p
    ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: r, controller: true}]
  spec: {containers: [{name: web, image: nginx}]}
- apiVersion: apps/v1
  kind: ReplicaSet
  metadata:
    name: web-1
    uid: r
    ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]
  spec: {template: {spec: {containers: [{name: web, image: nginx}]}}}
`;
    const [pod] = analyseManifest(text).pods;
    expect(pod?.classification.startedBy).toMatchObject({ kind: 'workload', controllerChain: [{ kind: 'ReplicaSet', name: 'web-1' }, { kind: 'Deployment', name: 'web' }] });
  });

  it('gives the object its kind from the list', () => {
    const { documents } = analyseManifest('{"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"name":"a"},"spec":{"containers":[]}}]}');
    expect(documents[1] && objectOf(documents[1])).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
  });
});

describe('any text at all', () => {
  const bits = fc.constantFrom(
    '{{ .X }}', '\t', '"', "'", '{', '}', '[', ']', ': ', '- ', '#', '|', '>', '&a ', '*a', '!!int ', '\n', '---\n', '...\n', 'null', '[]', '{}', '\u00a0',
    '\u0000', '😀', '<img src=x onerror=alert(1)>', '__proto__', 'kind: Pod\n', 'items:', '? ', '<<: ', '\r', '${X}', 'spec:\n  containers:\n  - 5\n',
  );
  const mutated = fc.tuple(
    fc.constantFrom(...manifestExamples.map(({ text }) => text)),
    fc.array(fc.tuple(fc.nat(1000), fc.nat(12), bits), { maxLength: 6 }),
  ).map(([text, edits]) => edits.reduce((current, [at, cut, bit]) => {
    const from = at % (current.length + 1);
    return current.slice(0, from) + bit + current.slice(from + cut);
  }, text));
  const anything = fc.oneof(mutated, mutated, fc.string({ unit: 'binary', maxLength: 300 }), fc.array(bits, { maxLength: 60 }).map((parts) => parts.join('')));
  const destination = fc.constantFrom({}, { origin: 'file', nodeName: 'n' } as const, { origin: 'api' } as const, { path: '/etc/kubernetes/manifests/a.yaml' });

  it('is answered in time, with places inside the text and evidence for each pod', () => {
    fc.assert(fc.property(anything, destination, (text, to) => {
      const before = performance.now();
      const { problems, pods, documents, text: read } = analyseManifest(text, to);
      expect(performance.now() - before).toBeLessThan(1000);
      const lines = read.split('\n');
      for (const problem of problems) {
        expect(problem.message).not.toBe('');
        expect(problem.line).toBeGreaterThan(0);
        expect(problem.column - 1).toBeLessThanOrEqual(lines[problem.line - 1]?.length ?? -1);
      }
      for (const pod of pods) {
        expect(pod.classification.evidence.length).toBeGreaterThan(0);
        for (const { field } of pod.classification.evidence) expect(documents[pod.document]?.positionOf(field).line).toBeLessThanOrEqual(lines.length);
        podSummary(pod.pod);
      }
    }), { numRuns: 400, seed: 11 });
  }, 60_000);
});

it('reads a pod whose own resources have a part that is left empty', () => {
  const { pods } = analyseManifest('apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  resources:\n    requests:\n    limits: { cpu: 1 }\n  containers: [{ name: a, image: b }]\n');
  expect(pods).toMatchObject([{ path: 'spec' }]);
});
