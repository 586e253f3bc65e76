import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from './classify';
import type { ApiObject, Pod } from './objects';

const etcd: Pod = {
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name: 'etcd', namespace: 'kube-system', labels: { component: 'etcd', tier: 'control-plane' } },
  spec: { hostNetwork: true, containers: [{ name: 'etcd', image: 'registry.k8s.io/etcd:3.5' }], volumes: [{ name: 'd', hostPath: { path: '/var/lib/etcd' } }] },
};
const mirror: Pod = {
  ...etcd,
  metadata: {
    ...etcd.metadata, name: 'etcd-cp-1', uid: 'u', annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h', 'kubernetes.io/config.source': 'file' },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'cp-1', uid: 'n', controller: true }],
  },
  spec: { ...etcd.spec, nodeName: 'cp-1' },
  status: { phase: 'Running' },
};
const coredns: ApiObject = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'coredns', namespace: 'kube-system' },
  spec: { template: { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec: { containers: [{ name: 'coredns', image: 'coredns:1' }] } } },
} as ApiObject;

const paths = (object: ApiObject, context = {}): readonly string[] => classify(object, context).paths.map((path) => path.join(''));

describe('the place in the flowchart', () => {
  it('of a mirror is static, system, in kube-system', () => {
    expect(classify(mirror)).toMatchObject({ class: 'mirror', system: 'system', path: ['A', 'C', 'E', 'H'], confidence: { startedBy: 'certain', system: 'certain' } });
  });
  it('of a workload is its controller’s', () => {
    expect(paths(coredns)).toEqual(['ABGH']);
    expect(paths({ ...coredns, metadata: { name: 'web', namespace: 'default' }, spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx' }] } } } } as ApiObject)).toEqual(['ABF']);
  });
  it('of a lone Pod is open, until the place is told', () => {
    expect(paths(etcd)).toEqual(['ABGH', 'ACEH']);
    expect(classify(etcd).path.join('')).toBe('AH');
    expect(paths(etcd, { origin: 'file' })).toEqual(['ACEH']);
    expect(paths(etcd, { path: '/etc/kubernetes/manifests/etcd.yaml' })).toEqual(['ACEH']);
    expect(paths(etcd, { origin: 'api' })).toEqual(['ABGH']);
  });
  it('of a user’s static pod is static and non-system', () => {
    const web: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    expect(paths(web, { origin: 'file' })).toEqual(['ACD']);
    expect(paths({ ...web, metadata: { name: 'web', namespace: 'kube-system' } }, { origin: 'api' })).toEqual(['ABF', 'ABGH']);
  });
  it('does not exist where there is no pod', () => {
    expect(classify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } })).toMatchObject({ path: [], paths: [], startedBy: { kind: 'none' } });
    expect(paths({ ...etcd, spec: { ...etcd.spec, serviceAccountName: 'x' } } as Pod, { origin: 'file' })).toEqual([]);
  });
});

describe('templates at unusual places', () => {
  it('are given by the caller', () => {
    const object = { apiVersion: 'ray.io/v1', kind: 'RayCluster', metadata: { name: 'ray', namespace: 'default' }, spec: {} } as ApiObject;
    const template = { path: 'spec.headGroupSpec.template', metadata: {}, spec: { priorityClassName: 'system-node-critical', containers: [{ name: 'head' }] } };
    const answer = classify(object, { template });
    expect(answer).toMatchObject({ class: 'workload', system: 'unsure', startedBy: { controllerChain: [{ kind: 'RayCluster', name: 'ray', group: 'ray.io' }] } });
    expect(answer.evidence.map(({ field }) => field)).toContain('spec.headGroupSpec.template.spec.priorityClassName');
  });
});

/** The value at an evidence's path, which must be there. */
function valueAtField(object: unknown, field: string): unknown {
  let here: unknown = object;
  for (const [, key, index] of field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) here = (here as Record<string, unknown> | undefined)?.[key ?? index ?? ''];
  return here;
}

describe('every answer', () => {
  it('names fields that are in the text', () => {
    for (const object of [etcd, mirror, coredns]) {
      for (const { field } of classify(object).evidence) expect([field, field === '' || valueAtField(object, field) !== undefined]).toEqual([field, true]);
    }
  });
  it('holds for any text, whatever its shape', () => {
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true, 3, '', 'Pod', 'kube-system', 'file'), fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(
        fc.constantFrom('kind', 'apiVersion', 'metadata', 'spec', 'status', 'name', 'namespace', 'labels', 'annotations', 'ownerReferences', 'controller', 'containers', 'volumes', 'template', 'image', 'kubernetes.io/config.mirror', 'kubernetes.io/config.source', 'hostNetwork', 'env', 'envFrom', 'projected', 'sources'),
        tie('any'), { maxKeys: 8 },
      )),
    })).any;
    const object = fc.record({ kind: fc.constantFrom('Pod', 'Deployment', 'CronJob', 'Web', undefined), metadata: value, spec: value, status: value });
    fc.assert(fc.property(object, fc.constantFrom({}, { origin: 'file' as const }, { path: '/etc/kubernetes/manifests/a.yaml' }), (given, context) => {
      const answer = classify(given as ApiObject, context);
      expect(answer.evidence.length).toBeGreaterThan(0);
      expect(answer.paths.every((path) => answer.path.every((node) => path.includes(node)))).toBe(true);
    }), { numRuns: 500, seed: 7 });
  });
});
