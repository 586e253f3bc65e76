import { describe, expect, it } from 'vitest';
import { classifyManifest, templateAnswer } from './classifyManifest';
import type { ClassificationContext } from './classifyLive';
import type { ApiObject, Pod, PodSpec } from './objects';

const pod = (spec: PodSpec = {}, metadata: Pod['metadata'] = {}): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: { containers: [{ name: 'c', image: 'i' }], ...spec } });
const etcd = pod(
  { hostNetwork: true, priority: 2_000_001_000, priorityClassName: 'system-node-critical', volumes: [{ name: 'd', hostPath: { path: '/var/lib/etcd' } }] },
  { name: 'etcd', namespace: 'kube-system', labels: { component: 'etcd', tier: 'control-plane' } },
);
const verdict = (object: ApiObject, context: ClassificationContext = {}): string => {
  const { class: podClass, startedBy, confidence } = classifyManifest(object, context);
  return [podClass, startedBy.kind, ...(startedBy.lean ? [startedBy.lean] : []), confidence].join(' ');
};
const inFolder = { path: '/etc/kubernetes/manifests/web.yaml' };

describe('a lone Pod', () => {
  it('is undecidable, and leans', () => {
    expect(verdict(pod())).toBe('unknown undecided bare undecidable');
    expect(verdict(etcd)).toBe('unknown undecided static undecidable');
    expect(verdict(pod({}, { namespace: 'kube-system' }))).toBe('unknown undecided bare undecidable');
  });
  it('leans to static by two signs when it is a part of the cluster', () => {
    const onNode: PodSpec = { hostNetwork: true, volumes: [{ name: 'd', hostPath: { path: '/etc/x' } }] };
    expect(verdict(pod(onNode, { namespace: 'kube-system' }))).toBe('unknown undecided static undecidable');
    expect(verdict(pod(onNode, { name: 'kube-apiserver', namespace: 'openshift-kube-apiserver' }))).toBe('unknown undecided static undecidable');
    expect(verdict(pod(onNode, { name: 'kube-scheduler' }))).toBe('unknown undecided static undecidable');
    expect(verdict(pod({ ...onNode }, { creationTimestamp: null } as never))).toBe('unknown undecided bare undecidable');
  });
  it('says what would settle it', () => {
    const answer = classifyManifest(pod());
    expect(answer.settle).toHaveLength(2);
    expect(answer.evidence[0]?.because).toContain('The text alone cannot decide');
  });
  it('cannot be static with a reference to the API', () => {
    expect(verdict(pod({ serviceAccountName: 'x' }))).toBe('workload bare probable');
    expect(verdict(pod({}, { name: '', generateName: 'web-' }))).toBe('workload bare probable');
    expect(verdict(pod({ schedulingGates: [{ name: 'g' }] }))).toBe('workload bare probable');
    expect(classifyManifest(pod({ serviceAccountName: 'x' })).evidence[0]).toMatchObject({ field: 'spec.serviceAccountName', verdict: 'proves' });
  });
  it('is not made static by nodeName, nor a mirror by an annotation', () => {
    const { evidence } = classifyManifest(pod({ nodeName: 'n' }, { annotations: { 'kubernetes.io/config.mirror': 'x' } }));
    expect(evidence.filter(({ verdict: each }) => each === 'does-not-count').map(({ field }) => field)).toEqual([
      'spec.nodeName', 'metadata.annotations[kubernetes.io/config.mirror]',
    ]);
  });
});

describe('a Pod in a place', () => {
  it.each<[string, Pod, ClassificationContext, string]>([
    ['the kubelet’s folder', pod(), inFolder, 'static static certain'],
    ['a copy there', pod(), { path: `${inFolder.path}.bak` }, 'static static certain'],
    ['below it', pod(), { path: '/etc/kubernetes/manifests/old/web.yaml' }, 'unknown none certain'],
    ['a dot file', pod(), { path: '/etc/kubernetes/manifests/.web.yaml' }, 'unknown none certain'],
    ['there with a reference', pod({ serviceAccountName: 'x' }), inFolder, 'unknown none certain'],
    ['there without a name', pod({}, { name: '' }), inFolder, 'unknown none certain'],
    ['a folder that is applied', pod(), { path: '/var/lib/rancher/k3s/server/manifests/web.yaml' }, 'workload bare certain'],
    ['a repository', pod(), { path: 'deploy/manifests/web.yaml' }, 'unknown undecided bare undecidable'],
    ['the user’s folder', pod(), { path: '/opt/pods/web.yaml', staticPodPath: '/opt/pods' }, 'static static certain'],
    ['said to be put there', pod(), { origin: 'file' }, 'static static certain'],
    ['said to be at the URL', pod(), { origin: 'http' }, 'static static certain'],
    ['said to be applied', etcd, { origin: 'api' }, 'workload bare certain'],
  ])('%s', (_name, of, context, expected) => {
    expect(verdict(of, context)).toBe(expected);
  });
  it('warns of a second copy', () => {
    expect(classifyManifest(pod(), { path: `${inFolder.path}.bak` }).evidence.map(({ because }) => because).join()).toContain('second manifest');
  });
});

describe('kinds with a template', () => {
  const template = { spec: { containers: [{ name: 'c' }] } };
  const object = (fields: Record<string, unknown>): ApiObject => ({ metadata: { name: 'web' }, spec: { template }, ...fields } as ApiObject);
  it('belong to their controller, wherever the file lies', () => {
    const answer = classifyManifest(object({ apiVersion: 'apps/v1', kind: 'Deployment' }), inFolder);
    expect(answer).toMatchObject({ class: 'workload', confidence: 'certain', startedBy: { kind: 'workload', controllerChain: [{ kind: 'Deployment', name: 'web', group: 'apps' }] } });
  });
  it('of an unknown controller are probable', () => {
    expect(verdict(object({ apiVersion: 'example.com/v1', kind: 'Web' }))).toBe('workload workload probable');
    expect(templateAnswer(object({ kind: undefined })).evidence[0]?.field).toBe('');
  });
  it('tell what made them in turn', () => {
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true }];
    const answer = templateAnswer(object({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-1', ownerReferences } }));
    expect(answer.startedBy.controllerChain).toMatchObject([{ kind: 'ReplicaSet', name: 'web-1' }, { kind: 'Deployment', name: 'web' }]);
    expect(answer.evidence.at(-1)?.because).toContain('the Deployment web');
  });
  it('of a PodTemplate, which has no controller, are probable', () => {
    expect(verdict({ apiVersion: 'v1', kind: 'PodTemplate', template } as ApiObject)).toBe('workload workload probable');
    expect(templateAnswer({ apiVersion: 'v1', kind: 'PodTemplate', template } as ApiObject).evidence[0]?.because).toContain('a controller that refers to it');
  });
  it('that are records make no pods', () => {
    expect(verdict(object({ kind: 'ControllerRevision' }))).toBe('unknown none certain');
    expect(verdict(object({ apiVersion: 'v1', kind: 'Service', spec: {} }))).toBe('unknown none certain');
  });
});
