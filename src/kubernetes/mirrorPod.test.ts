import { describe, expect, it } from 'vitest';
import { filePods, isMirrorPodOf, kubeletPodClass, makeMirror, orphanMirrors, reconcileMirror, translatePodUID } from './mirrorPod';
import type { Node, Pod } from './objects';

const node: Node = { metadata: { name: 'n1', uid: 'node-uid' } };
const fromFile: Pod = {
  metadata: { name: 'web-n1', namespace: 'default', uid: 'h1', annotations: { 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.hash': 'h1' } },
  spec: { nodeName: 'n1' },
};
const mirror: Pod = { ...makeMirror(fromFile, node), metadata: { ...makeMirror(fromFile, node)?.metadata, uid: 'm1' } };
const ordinary: Pod = { metadata: { name: 'app', namespace: 'default', uid: 'a1' } };

describe('makeMirror', () => {
  it('copies the static pod, adds the hash and the Node as controller', () => {
    const { uid, ...metadata } = mirror.metadata ?? {};
    expect(uid).toBe('m1');
    expect(metadata).toEqual({
      name: 'web-n1', namespace: 'default',
      annotations: { 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.hash': 'h1', 'kubernetes.io/config.mirror': 'h1' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'node-uid', controller: true }],
    });
    expect(makeMirror(fromFile, node)?.metadata?.uid).toBeUndefined();
  });
  it('waits for the Node’s UID', () => {
    expect([makeMirror(fromFile, null), makeMirror(fromFile, { metadata: { name: 'n1' } })]).toEqual([null, null]);
  });
});

describe('pairs', () => {
  it('are of one name, namespace and hash', () => {
    expect(isMirrorPodOf(mirror, fromFile)).toBe(true);
    const other = { ...fromFile, metadata: { ...fromFile.metadata, annotations: { 'kubernetes.io/config.hash': 'h2' } } };
    expect(isMirrorPodOf(mirror, other)).toBe(false);
    expect(isMirrorPodOf(mirror, { ...fromFile, metadata: { ...fromFile.metadata, namespace: 'x' } })).toBe(false);
  });
  it('are filed by name', () => {
    const filed = filePods([mirror, fromFile, ordinary]);
    expect(filed.pods).toEqual([fromFile, ordinary]);
    expect([...filed.staticToMirror]).toEqual([['h1', 'm1']]);
    expect(filed.orphans).toEqual([]);
    expect([translatePodUID(filed, 'm1'), translatePodUID(filed, 'a1')]).toEqual(['h1', 'a1']);
    expect([mirror, fromFile, ordinary].map(kubeletPodClass)).toEqual(['mirror', 'static', 'api']);
  });
  it('leave a static pod without a mirror unpaired', () => {
    expect([...filePods([fromFile]).staticToMirror]).toEqual([['h1', '']]);
    expect(translatePodUID(filePods([fromFile]), '')).toBe('');
  });
});

describe('upkeep', () => {
  it.each<[string, Pod | null, boolean, object]>([
    ['none yet', null, false, { creates: true, deletes: false }],
    ['its own', mirror, false, { creates: false, deletes: false }],
    ['another version’s', { ...mirror, metadata: { ...mirror.metadata, annotations: { 'kubernetes.io/config.mirror': 'old' } } }, false, { creates: true, deletes: true }],
    ['one being deleted', { ...mirror, metadata: { ...mirror.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }, false, { creates: true, deletes: true }],
    ['no node', null, true, { creates: false, deletes: false }],
  ])('%s', (_name, of, nodeGone, expected) => {
    expect(reconcileMirror(fromFile, of, nodeGone)).toMatchObject(expected);
  });
  it('deletes orphans, but not while their static pod ends', () => {
    expect(orphanMirrors([mirror, ordinary])).toEqual(['web-n1_default']);
    expect(orphanMirrors([mirror], new Set(['web-n1_default']))).toEqual([]);
    expect(orphanMirrors([mirror, fromFile])).toEqual([]);
  });
});
