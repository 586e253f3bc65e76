import { describe, expect, it } from 'vitest';
import { imageBaseName, isInfrastructureLabel, isProjectImage, knownComponent } from './systemComponents';

describe('knownComponent', () => {
  it.each([
    ['kube-apiserver', 'kube-apiserver'], ['coredns-74ff55c5b-cpfqs', 'coredns'], ['kube-proxy-6bvz7', 'kube-proxy'], ['etcd-0', 'etcd'],
    ['cilium-operator-55658fb5c4-rxtnl', 'cilium-operator'], ['svclb-traefik-x2', 'svclb'], ['csi-node-driver', 'csi'], ['etcd-manager-main', 'etcd-manager'],
  ])('%s is %s', (name, expected) => {
    expect(knownComponent(name)?.name).toBe(expected);
  });
  it.each(['web', 'my-etcd', 'etcd-backup', 'etcd-operator', 'cilium-demo', 'coredns-custom', 'traefikish', ''])('%s is none', (name) => {
    expect(knownComponent(name)).toBeUndefined();
  });
  it('tells the control plane’s own', () => {
    expect([knownComponent('etcd')?.core, knownComponent('kube-proxy')?.core]).toEqual([true, false]);
  });
  it('accepts any suffix where a node’s name may stand', () => {
    expect(knownComponent('etcd-master.example.com', true)?.name).toBe('etcd');
    expect(knownComponent('etcd-backup', true)).toBeUndefined();
  });
});

describe('imageBaseName', () => {
  it.each([
    ['registry.k8s.io/etcd:3.5', 'etcd'], ['quay.io:443/coreos/etcd@sha256:0', 'etcd'], ['rancher/mirrored-coredns-coredns:1', 'coredns'],
    ['rancher/hardened-etcd:v3', 'etcd'], ['nginx', 'nginx'],
  ])('%s', (image, name) => {
    expect(imageBaseName(image)).toBe(name);
  });
});

describe('isInfrastructureLabel', () => {
  it('takes labels that only infrastructure has', () => {
    expect([
      ['tier', 'control-plane'], ['k8s-app', 'kube-dns'], ['kubernetes.io/cluster-service', 'true'], ['components.gke.io/x', 'y'],
    ].every(([key = '', value = '']) => isInfrastructureLabel(key, value))).toBe(true);
    expect([['tier', 'frontend'], ['k8s-app', 'web'], ['component', 'etcd'], ['kubernetes.io/cluster-service', 'false']]
      .some(([key = '', value = '']) => isInfrastructureLabel(key, value))).toBe(false);
  });
});

describe('isProjectImage', () => {
  it.each([
    ['registry.k8s.io/kops/kops-controller:1.34.0', true], ['602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1', true], ['rancher/klipper-lb:v0.4', true],
    ['registry.k8s.io/e2e-test-images/agnhost:2.39', false], ['registry.k8s.io/pause:3.10', false], ['nginx', false], ['newrelic/ohaik:1', false],
  ])('%s: %s', (image, expected) => {
    expect(isProjectImage(image)).toBe(expected);
  });
});
