import { describe, expect, it } from 'vitest';
import { apiNamespaceClass, distributionDefault } from './systemNamespaces';

describe('apiNamespaceClass', () => {
  it.each([
    ['kube-system', 'kube-system'], ['tigera-operator', 'platform'], ['openshift-etcd', 'platform'], ['openshift-operators', 'add-on'],
    ['gke-managed-system', 'platform'], ['ingress-nginx', 'add-on'], ['capi-kubeadm-bootstrap-system', 'add-on'], ['default', 'other'],
    ['kube-monitoring', 'add-on'], ['ingress-controller', 'add-on'], ['cattle-provisioning-capi-system', 'add-on'], ['monitored', 'other'],
    ['kube-public', 'other'], ['systems', 'other'], [undefined, 'none'], ['', 'none'],
  ])('%s is %s', (name, expected) => {
    expect(apiNamespaceClass(name)).toBe(expected);
  });
});

describe('distributionDefault', () => {
  it('knows what a distribution puts into every cluster, in its own namespace only', () => {
    expect(distributionDefault('local-path-storage', 'local-path-provisioner')).toContain('kind and k3s');
    expect(distributionDefault('local-path-storage', 'traefik')).toBeUndefined();
    expect(distributionDefault('monitoring', 'local-path-provisioner')).toBeUndefined();
    expect(distributionDefault(undefined, undefined)).toBeUndefined();
  });
});
