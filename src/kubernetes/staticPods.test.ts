import { describe, expect, it } from 'vitest';
import type { Pod, PodSpec } from './objects';
import {
  fileRefusalText, generatePodName, staticPodPriorityWarning, staticPodUid, tryDecodePodList, tryDecodeSinglePod, withConfigSource, type ManifestOrigin,
} from './staticPods';

const origin: ManifestOrigin = { source: 'file', location: '/etc/kubernetes/manifests/web.yaml', nodeName: 'node-1' };
const manifest = (spec: PodSpec = {}, metadata: Pod['metadata'] = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
});
const decode = (object: Pod, from = origin) => tryDecodeSinglePod(object, from);
const podOf = (object: Pod, from = origin): Pod => {
  const result = decode(object, from);
  if (!result.accepted) throw new Error(result.message);
  return result.pod;
};

describe('a manifest that is accepted', () => {
  it('is named after the node, bound to it, hashed and tolerant', () => {
    const pod = podOf(manifest());
    expect(pod.metadata).toMatchObject({ name: 'web-node-1', namespace: 'default' });
    expect(pod.metadata?.uid).toMatch(/^[0-9a-f]{32}$/);
    expect(pod.metadata?.annotations).toEqual({ 'kubernetes.io/config.hash': pod.metadata?.uid });
    expect(pod.spec).toMatchObject({ nodeName: 'node-1', tolerations: [{ operator: 'Exists', effect: 'NoExecute' }], restartPolicy: 'Always' });
    expect(pod.status).toEqual({ phase: 'Pending' });
  });
  it('from a URL gets no toleration', () => {
    expect(podOf(manifest(), { ...origin, source: 'http', location: 'https://x' }).spec?.tolerations).toBeUndefined();
  });
  it('keeps a UID of its own, and puts it into the hash', () => {
    const pod = podOf(manifest({}, { uid: '12345', namespace: 'ns' }));
    expect([pod.metadata?.uid, pod.metadata?.annotations?.['kubernetes.io/config.hash'], pod.metadata?.namespace]).toEqual(['12345', '12345', 'ns']);
  });
  it('does not get the toleration twice', () => {
    const tolerations = [{ operator: 'Exists', effect: 'NoExecute' }, { key: 'a', operator: 'Exists' }] as const;
    expect(podOf(manifest({ tolerations: [...tolerations] })).spec?.tolerations).toEqual([tolerations[1], tolerations[0]]);
  });
});

describe('the UID', () => {
  const uid = (object: Pod, change: Partial<ManifestOrigin> = {}) => staticPodUid(object, { ...origin, ...change });
  it('changes with the content, the file’s name and the node', () => {
    const before = uid(manifest());
    expect(new Set([before, uid(manifest({ hostNetwork: true })), uid(manifest(), { location: '/x' }), uid(manifest(), { nodeName: 'b' })]).size).toBe(4);
    expect(uid({ spec: manifest().spec ?? {}, metadata: { name: 'web' }, kind: 'Pod', apiVersion: 'v1' })).toBe(before);
  });
  it('of a URL does not depend on the node', () => {
    expect(uid(manifest(), { source: 'http' })).toBe(uid(manifest(), { source: 'http', nodeName: 'b' }));
  });
});

describe('a manifest that is refused', () => {
  it.each<[string, unknown, string, string]>([
    ['nothing', null, 'Undecodable', "couldn't get version/kind"],
    ['no kind', { apiVersion: 'v1' }, 'Undecodable', "Object 'Kind' is missing in"],
    ['no version', { kind: 'Pod' }, 'Undecodable', "Object 'apiVersion' is missing in"],
    ['unknown version', { apiVersion: 'v1betta2', kind: 'Pod' }, 'Undecodable', 'no kind "Pod" is registered for version "v1betta2"'],
    ['unknown kind', { apiVersion: 'example.com/v1', kind: 'Web' }, 'Undecodable', 'no kind "Web" is registered'],
    ['a Deployment', { apiVersion: 'apps/v1', kind: 'Deployment' }, 'NotAPod', 'invalid pod: &apps.Deployment'],
    ['a PodList', { apiVersion: 'v1', kind: 'PodList', items: [] }, 'NotAPod', 'invalid pod: &core.PodList'],
    ['no name', manifest({}, { name: '', generateName: 'web-' }), 'NoName', 'invalid pod: name is needed for the pod'],
    ['invalid', manifest({ containers: [] }), 'Invalid', 'invalid pod: spec.containers: Required value'],
    ['a reference', manifest({ serviceAccountName: 'x' }), 'ApiReference', 'static pods may not reference serviceaccounts'],
    ['a ConfigMap', manifest({ volumes: [{ name: 'v', configMap: { name: 'm' } }] }), 'ApiReference', 'static pods may not reference configmaps'],
  ])('%s', (_name, object, reason, message) => {
    expect(tryDecodeSinglePod(object as Pod, origin)).toMatchObject({ accepted: false, reason, message: expect.stringContaining(message) });
  });
  it('tells the field that refers', () => {
    expect(decode(manifest({ serviceAccountName: 'x' }))).toMatchObject({ field: 'spec.serviceAccountName' });
  });
  it('was let through before the ban', () => {
    expect(tryDecodeSinglePod(manifest({ serviceAccountName: 'x' }), origin, { preventApiReferences: false }).accepted).toBe(true);
  });
  it('says whether the file held a Pod at all', () => {
    const refused = tryDecodeSinglePod({ apiVersion: 'apps/v1', kind: 'Deployment' }, origin);
    const invalid = decode(manifest({ containers: [] }));
    if (refused.accepted || invalid.accepted) throw new Error('accepted');
    expect(fileRefusalText('/m/a.yaml', refused)).toBe("/m/a.yaml: couldn't parse as pod(invalid pod: &apps.Deployment{...}), please check config file");
    expect(fileRefusalText('/m/a.yaml', invalid)).toBe(invalid.message);
  });
});

describe('a PodList from a URL', () => {
  const list = (items: readonly Pod[]) => tryDecodePodList({ apiVersion: 'v1', kind: 'PodList', items } as Pod, { ...origin, source: 'http' });
  it('gives all its pods, whose kind is not written', () => {
    expect(list([{ metadata: { name: 'a' }, spec: manifest().spec ?? {} }, manifest()]).map((result) => result.accepted)).toEqual([true, true]);
  });
  it('is refused as a whole', () => {
    expect(list([manifest(), manifest({ containers: [] })])).toMatchObject([{ accepted: false, reason: 'Invalid' }]);
    expect(tryDecodePodList(manifest(), origin)).toMatchObject([{ accepted: false, reason: 'NotAPod' }]);
  });
});

describe('names, sources, priorities', () => {
  it('end with the node’s name in lower case', () => {
    expect(generatePodName('static-pod1', 'NODE1')).toBe('static-pod1-node1');
  });
  it('are told on the kubelet’s copy', () => {
    expect(withConfigSource(manifest(), 'file', '2026-01-01T00:00:00Z').metadata?.annotations).toEqual({
      'kubernetes.io/config.source': 'file', 'kubernetes.io/config.seen': '2026-01-01T00:00:00Z',
    });
  });
  it.each<[PodSpec, string | undefined]>([
    [{}, undefined],
    [{ priorityClassName: 'system-node-critical' }, 'Static Pod has non-nil PriorityClassName and nil Priority'],
    [{ priority: 0 }, 'Static Pod has Priority set without PriorityClassName'],
    [{ priority: 2_000_001_000, priorityClassName: 'system-node-critical' }, undefined],
    [{ priority: 2_000_001_000, priorityClassName: 'mine' }, 'Static Pod has non-standard values'],
  ])('%j', (spec, warning) => {
    expect(staticPodPriorityWarning({ spec })?.startsWith(warning ?? '-')).toBe(warning === undefined ? undefined : true);
    expect(decode(manifest(spec))).toMatchObject({ accepted: true, ...(warning ? { warning: expect.stringContaining(warning) } : {}) });
  });
});
