import { describe, expect, it } from 'vitest';
import type { PodSpec } from './objects';
import {
  clusterComponentSign, controlPlaneNodeSign, criticalAddOnSign, ingressControllerSign, madeUpSign, nodeAgentSign, ownAccountSign, plumbingSign, prioritySign, projectImageSign,
  type RoleSubject,
} from './systemSigns';

const subject = (spec: PodSpec, more: Partial<RoleSubject> = {}): RoleSubject =>
  ({ spec, specPath: 'spec.template.spec', names: [{ name: 'web', field: 'metadata.name' }], labels: [], namespaceField: '', ...more });
const containers = [{ name: 'c', image: 'registry.k8s.io/sig-storage/livenessprobe:v2' }];

describe('signs stand at the field that shows them', () => {
  it.each<[string, { readonly field: string } | undefined, string]>([
    ['priority', prioritySign(subject({ containers, priority: 2_000_000_000 })), 'spec.template.spec.priority'],
    ['toleration', criticalAddOnSign(subject({ containers, tolerations: [{ operator: 'Exists' }, { key: 'CriticalAddonsOnly', operator: 'Exists' }] })), 'spec.template.spec.tolerations[1]'],
    ['annotation', criticalAddOnSign(subject({ containers }, { annotations: [{ annotations: { 'scheduler.alpha.kubernetes.io/critical-pod': '' }, field: 'metadata.annotations' }] })), 'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]'],
    ['node folder', plumbingSign(subject({ containers, volumes: [{ name: 'a', emptyDir: {} }, { name: 'b', hostPath: { path: '/lib/modules' } }] })), 'spec.template.spec.volumes[1].hostPath.path'],
    ['node selector', controlPlaneNodeSign(subject({ containers, nodeSelector: { 'node-role.kubernetes.io/master': '' } })), 'spec.template.spec.nodeSelector[node-role.kubernetes.io/master]'],
    ['image', projectImageSign(subject({ containers })), 'spec.template.spec.containers[0].image'],
    ['privileged', nodeAgentSign(subject({ containers: [{ name: 'c', image: 'i', securityContext: { privileged: true } }] }, { kind: 'DaemonSet' })), 'spec.template.spec.containers[0].securityContext.privileged'],
    ['driver', clusterComponentSign(subject({ containers }), undefined), 'spec.template.spec.containers[0].image'],
    ['account', ownAccountSign(subject({ containers, serviceAccountName: 'balancer' })), 'spec.template.spec.serviceAccountName'],
    ['account by its old field', ownAccountSign(subject({ containers, serviceAccount: 'balancer' })), 'spec.template.spec.serviceAccount'],
    ['ingress controller', ingressControllerSign(subject({ containers: [{ name: 'c', image: 'ghcr.io/v/nginx-ingress:3' }] })), 'spec.template.spec.containers[0].image'],
    ['made up', madeUpSign(subject({ containers: [{ name: 'nameValue', image: 'imageValue' }] }, { names: [{ name: 'nameValue', field: 'metadata.name' }] })), 'metadata.name'],
  ])('%s', (_name, sign, field) => {
    expect(sign?.field).toBe(field);
  });
  it('are absent from an ordinary pod', () => {
    const plain = subject({ containers: [{ name: 'c', image: 'nginx' }], volumes: [{ name: 'v', hostPath: { path: '/data' } }] });
    for (const sign of [prioritySign, criticalAddOnSign, plumbingSign, controlPlaneNodeSign, projectImageSign, nodeAgentSign, madeUpSign, ownAccountSign, ingressControllerSign]) expect(sign(plain)).toBeUndefined();
    expect(clusterComponentSign(plain, undefined)).toBeUndefined();
  });
});
