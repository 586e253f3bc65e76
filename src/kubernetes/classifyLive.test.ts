import { describe, expect, it } from 'vitest';
import { classifyLive, isLive } from './classifyLive';
import type { OwnerReference, Pod, PodSpec } from './objects';

const nodeOwner: OwnerReference = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'u', controller: true };
const live = (metadata: Pod['metadata'], spec: PodSpec = { nodeName: 'n1' }): Pod => ({ kind: 'Pod', metadata: { name: 'web-n1', uid: 'x', ...metadata }, spec, status: { phase: 'Running' } });
const annotated = (annotations: Record<string, string>, owners: readonly OwnerReference[] = []): Pod =>
  live({ annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`kubernetes.io/config.${key}`, value])), ownerReferences: owners });
const verdict = (pod: Pod) => {
  const { class: podClass, startedBy, confidence } = classifyLive(pod);
  return [podClass, startedBy.kind, confidence].join(' ');
};

describe('the rules', () => {
  it.each<[string, Pod, string]>([
    ['1 a mirror with its Node', annotated({ mirror: 'h', hash: 'h', source: 'file' }, [nodeOwner]), 'mirror mirror certain'],
    ['2 without an owner', annotated({ mirror: 'h', hash: 'h' }), 'mirror mirror probable'],
    ['2 of another node', annotated({ mirror: 'h' }, [{ ...nodeOwner, name: 'n2' }]), 'mirror mirror probable'],
    ['2 of another version', annotated({ mirror: 'h', hash: 'g' }, [nodeOwner]), 'mirror mirror probable'],
    ['3 the kubelet’s static pod', annotated({ source: 'file', hash: 'h' }), 'static static certain'],
    ['3 from a URL', annotated({ source: 'http' }), 'static static certain'],
    ['4 the kubelet’s view of an API pod', annotated({ source: 'api' }), 'workload bare probable'],
    ['5 a Node as owner only', live({ ownerReferences: [nodeOwner] }), 'mirror mirror probable'],
    ['5 with a service account', live({ ownerReferences: [nodeOwner] }, { nodeName: 'n1', serviceAccountName: 'x' }), 'mirror mirror possible'],
    ['6 a controller', live({ ownerReferences: [{ ...nodeOwner, kind: 'DaemonSet', apiVersion: 'apps/v1' }] }), 'workload workload certain'],
    ['7 an owner that is no controller', live({ ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u' }] }), 'workload bare probable'],
    ['8 nobody', live({}), 'workload bare probable'],
    ['8 nobody, stripped', live({ uid: '' }), 'workload bare possible'],
  ])('%s', (_name, pod, expected) => {
    expect(verdict(pod)).toBe(expected);
  });
});

describe('the evidence', () => {
  it('names mismatches of a mirror', () => {
    const { evidence, settle } = classifyLive(annotated({ mirror: 'h', hash: 'g' }, [{ ...nodeOwner, name: 'n2' }]));
    expect(evidence.map(({ field }) => field)).toEqual([
      'metadata.annotations[kubernetes.io/config.mirror]', 'metadata.ownerReferences[0]', 'metadata.ownerReferences[0]',
      'metadata.annotations[kubernetes.io/config.hash]',
    ]);
    expect(settle).toHaveLength(1);
  });
  it('says that a node’s name, the scheduler’s name and hostNetwork do not count', () => {
    const { evidence } = classifyLive(live({}, { nodeName: 'n1', schedulerName: 'default-scheduler', hostNetwork: true }));
    expect(evidence.filter(({ verdict: each }) => each === 'does-not-count').map(({ field }) => field)).toEqual([
      'spec.nodeName', 'spec.schedulerName', 'spec.hostNetwork',
    ]);
  });
  it('notices labels that a controller left behind', () => {
    const { evidence } = classifyLive(live({ labels: { 'pod-template-hash': 'x' } }));
    expect(evidence.some(({ field }) => field === 'metadata.labels[pod-template-hash]')).toBe(true);
  });
  it('follows related objects', () => {
    const pod = live({ ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'u', controller: true }] });
    const related = [{ kind: 'ReplicaSet', metadata: { name: 'r', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'v', controller: true }] } }];
    expect(classifyLive(pod, { related }).startedBy.controllerChain.map(({ kind }) => kind)).toEqual(['ReplicaSet', 'Deployment']);
  });
});

describe('isLive', () => {
  it.each<[string, Pod, boolean]>([
    ['a manifest', { metadata: { name: 'a', creationTimestamp: null }, status: {} }, false],
    ['a UID alone', { metadata: { uid: 'x' } }, false],
    ['a status', { status: { phase: 'Running' } }, true],
    ['a creation time', { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' } }, true],
    ['a resource version', { metadata: { resourceVersion: '1' } }, true],
    ['owners', { metadata: { ownerReferences: [nodeOwner] } }, true],
    ['the kubelet’s annotation', { metadata: { annotations: { 'kubernetes.io/config.source': 'file' } } }, true],
  ])('%s', (_name, pod, expected) => {
    expect(isLive(pod)).toBe(expected);
  });
});
