import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { effectOf } from './explain';
import { explainDocument } from './explainDocument';

function told(text: string) {
  const { pods, documents } = analyseManifest(text);
  const [pod] = pods;
  const doc = documents[pod?.document ?? 0];
  if (!doc) throw new Error('nothing in it');
  const object = { kind: doc.kind ?? '', value: doc.value, pod: pod?.pod, path: pod?.path ?? 'spec', templatePath: pod?.templatePath ?? '' };
  return { of: (field: string) => effectOf(object, field), lines: explainDocument(doc, object) };
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: edge
  annotations:
    kubernetes.io/config.mirror: abc
spec:
  hostNetwork: true
  shareProcessNamespace: true
  nodeName: w-1
  initContainers:
  - name: logs
    image: fluent
    restartPolicy: Always
    volumeMounts:
    - {name: conf, mountPath: /c}
  containers:
  - name: proxy
    image: nginx
    imagePullPolicy: Never
    securityContext:
      privileged: true
    volumeMounts:
    - name: conf
      mountPath: /etc/nginx
    - name: own
      mountPath: /own
  volumes:
  - name: conf
    hostPath: {path: /etc/edge}
  - name: own
    emptyDir: {}
  - name: spare
    emptyDir: {}
`;

describe('effectOf', () => {
  const { of } = told(POD);

  it('tells which chip moves, and for whom', () => {
    expect(of('spec.hostNetwork')).toMatchObject({ panel: 'Inside', sentence: expect.stringMatching(/NET and UTS chips move from the pod to the node: logs and proxy /) });
    expect(of('spec.shareProcessNamespace')?.sentence).toMatch(/PID chips move up from the containers to the pod/);
    expect(of('spec.containers[0].securityContext.privileged')?.sentence).toMatch(/CGROUP chip of proxy moves to the node/);
  });

  it('says the opposite of a field that is false', () => {
    const other = told(POD.replace('hostNetwork: true', 'hostNetwork: false'));
    expect(other.of('spec.hostNetwork')?.sentence).toMatch(/stays with the pod/);
  });

  it('knows sidecars, and init containers', () => {
    expect(of('spec.initContainers[0].restartPolicy')?.sentence).toMatch(/^Makes logs a sidecar/);
    expect(of('spec.initContainers[0]')?.sentence).toMatch(/sidecar/);
    const plain = told(POD.replace('    restartPolicy: Always\n', ''));
    expect(plain.of('spec.initContainers[0]')?.sentence).toMatch(/dotted box/);
  });

  it('tells who shares a volume', () => {
    expect(of('spec.volumes[0]')?.sentence).toMatch(/folder of the node.*logs and proxy mount it and share/);
    expect(of('spec.volumes[1]')?.sentence).toMatch(/Only proxy mounts it/);
    expect(of('spec.volumes[2]')?.sentence).toMatch(/No container mounts it/);
    expect(of('spec.containers[0].volumeMounts[0]')?.sentence).toBe('proxy shares conf with logs: what one writes the others can read.');
    expect(of('spec.containers[0].volumeMounts[1]')?.sentence).toMatch(/only one that mounts own/);
  });

  it('tells who is skipped, and what a mirror is', () => {
    expect(of('spec.nodeName')).toMatchObject({ panel: 'Where', sentence: expect.stringMatching(/scheduler is skipped: the kubelet of w-1/) });
    expect(of('metadata.annotations[kubernetes.io/config.mirror]')).toMatchObject({ panel: 'What' });
    expect(of('spec.containers[0].imagePullPolicy')?.sentence).toMatch(/ErrImageNeverPull/);
  });

  it('has nothing to say of fields that change no picture', () => {
    for (const field of ['spec.containers[0].terminationMessagePath', 'spec.nothing', '', 'metadata.annotations[x]', 'spec.containers[7].image']) expect(of(field)).toBeUndefined();
  });

  it('tells of the maker and of the template', () => {
    const deployment = told('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  replicas: 3\n  template:\n    spec:\n      hostPID: true\n      containers:\n      - {name: a, image: b}\n');
    expect(deployment.of('spec.replicas')?.sentence).toMatch(/^3 pods are made/);
    expect(deployment.of('spec.template.spec.hostPID')?.sentence).toMatch(/PID chips move to the node: a see/);
    expect(deployment.of('kind')?.sentence).toMatch(/ReplicaSet/);
  });
});

describe('explainDocument', () => {
  const { lines } = told(POD);

  it('has every field with its line, in the order of the text', () => {
    const source = POD.split('\n');
    expect(lines.map(({ line }) => line)).toEqual(lines.map(({ line }) => line).toSorted((a, b) => a - b));
    for (const { line, path } of lines) if (!path.endsWith(']')) expect(source[line - 1]).toContain(`${path.split('.').at(-1) ?? ''}:`);
    expect(lines.map(({ path }) => path)).toContain('spec.containers[0].volumeMounts[0].mountPath');
  });

  it('has the type that each belongs to', () => {
    expect(lines.find(({ path }) => path === 'spec.hostNetwork')).toMatchObject({ line: 8, owner: 'PodSpec', name: 'hostNetwork', value: 'true', effect: { panel: 'Inside' } });
    expect(lines.find(({ path }) => path === 'spec.containers[0]')).toMatchObject({ name: 'proxy', owner: 'Container' });
  });

  it('is plain data, and ends for a huge object', () => {
    expect(structuredClone(lines)).toEqual(lines);
    const many = told(`apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${'  - {name: a, image: b}\n'.repeat(600)}`);
    expect(many.lines.length).toBeLessThanOrEqual(1000);
  });
});
