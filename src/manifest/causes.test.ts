import { describe, expect, it } from 'vitest';
import { analyseManifest } from './analyse';
import { allCauses, causesOf, type PictureThing } from './causes';

function causes(text: string) {
  const { pods, documents } = analyseManifest(text);
  const [pod] = pods;
  const doc = documents[pod?.document ?? 0];
  if (!pod || !doc) throw new Error('no pod in it');
  return { all: allCauses(pod, doc), of: (thing: PictureThing) => causesOf(pod, doc, thing) };
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: edge
spec:
  hostNetwork: true
  shareProcessNamespace: true
  initContainers:
  - name: logs
    image: fluent
    restartPolicy: Always
    volumeMounts:
    - name: conf
      mountPath: /etc/conf
  containers:
  - name: proxy
    image: nginx
    securityContext:
      privileged: true
    volumeMounts:
    - name: conf
      mountPath: /etc/nginx
    - {name: other, mountPath: /x}
  volumes:
  - name: conf
    hostPath:
      path: /etc/edge
  - name: other
    emptyDir: {}
`;

describe('causesOf', () => {
  it('finds the field that moves a namespace', () => {
    const { of } = causes(POD);
    expect(of({ kind: 'namespace', namespace: 'net' })).toEqual([[6, 6]]);
    expect(of({ kind: 'namespace', namespace: 'uts' })).toEqual([[6, 6]]);
    expect(of({ kind: 'namespace', namespace: 'pid' })).toEqual([[7, 7]]);
  });

  it('has no line for what is so by default', () => {
    const { of } = causes(POD);
    for (const namespace of ['ipc', 'mnt', 'user', 'time'] as const) expect(of({ kind: 'namespace', namespace })).toEqual([]);
  });

  it('finds a field that only repeats the default', () => {
    expect(causes(POD.replace('hostNetwork: true', 'hostIPC: false')).of({ kind: 'namespace', namespace: 'ipc' })).toEqual([[6, 6]]);
  });

  it('asks one container when it is told to', () => {
    const { of } = causes(POD);
    expect(of({ kind: 'namespace', namespace: 'cgroup', container: 'proxy' })).toEqual([[19, 19]]);
    expect(of({ kind: 'namespace', namespace: 'cgroup', container: 'logs' })).toEqual([]);
  });

  it('finds the whole block of a container', () => {
    const { of } = causes(POD);
    expect(of({ kind: 'container', name: 'logs' })).toEqual([[9, 14]]);
    expect(of({ kind: 'container', name: 'proxy' })).toEqual([[16, 23]]);
    expect(of({ kind: 'container', name: 'nobody' })).toEqual([]);
  });

  it('finds a volume and everybody who mounts it', () => {
    const { of } = causes(POD);
    expect(of({ kind: 'volume', name: 'conf' })).toEqual([[13, 14], [21, 22], [25, 27]]);
    expect(of({ kind: 'volume', name: 'other' })).toEqual([[23, 23], [28, 29]]);
  });

  it('knows templates, claims of a StatefulSet, items of a list and JSON', () => {
    const set = 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  template:\n    spec:\n      hostPID: true\n      containers:\n      - name: db\n        image: pg\n        volumeMounts:\n        - name: data\n          mountPath: /data\n  volumeClaimTemplates:\n  - metadata:\n      name: data\n';
    expect(causes(set).of({ kind: 'volume', name: 'data' })).toEqual([[12, 13], [15, 16]]);
    expect(causes(set).of({ kind: 'namespace', namespace: 'pid' })).toEqual([[7, 7]]);
    const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  spec:\n    hostNetwork: true\n    containers:\n    - name: a\n      image: a\n';
    expect(causes(list).of({ kind: 'namespace', namespace: 'net' })).toEqual([[8, 8]]);
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'j' }, spec: { hostIPC: true, containers: [{ name: 'j', image: 'j' }] } }, null, 1);
    expect(causes(json).of({ kind: 'namespace', namespace: 'ipc' })).toEqual([[json.split('\n').findIndex((line) => line.includes('hostIPC')) + 1, json.split('\n').findIndex((line) => line.includes('hostIPC')) + 1]]);
  });

  it('finds the target of a debugging container', () => {
    const debug = 'apiVersion: v1\nkind: Pod\nmetadata: {name: d}\nspec:\n  containers:\n  - {name: web, image: nginx}\n  ephemeralContainers:\n  - name: sh\n    image: busybox\n    targetContainerName: web\n';
    expect(causes(debug).of({ kind: 'namespace', namespace: 'pid', container: 'sh' })).toEqual([[10, 10]]);
    expect(causes(debug).of({ kind: 'namespace', namespace: 'pid', container: 'web' })).toEqual([]);
  });
});

describe('allCauses', () => {
  it('is plain data, keyed by thing, without what has no line', () => {
    const { all } = causes(POD);
    expect(structuredClone(all)).toEqual(all);
    expect(Object.keys(all).toSorted()).toEqual([
      'container logs', 'container proxy', 'namespace cgroup', 'namespace cgroup proxy', 'namespace net', 'namespace pid',
      'namespace pid logs', 'namespace pid proxy', 'namespace uts', 'volume conf', 'volume other',
    ]);
  });
});
