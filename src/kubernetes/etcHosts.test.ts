import { describe, expect, it } from 'vitest';
import { managedHostsFileContent, mountsManagedHosts, nodeHostsFileContent, podDnsType } from './etcHosts';
import type { Container, PodSpec } from './objects';

describe('the hosts file', () => {
  it('has the loopback, the pod’s addresses and aliases', () => {
    const lines = managedHostsFileContent(['10.0.0.1', 'fd00::1'], 'web', 'sub.ns.svc.cluster.local', [{ ip: '1.2.3.4', hostnames: ['a', 'b'] }]).split('\n');
    expect(lines[0]).toBe('# Kubernetes-managed hosts file.');
    expect(lines.slice(7)).toEqual([
      '10.0.0.1\tweb.sub.ns.svc.cluster.local\tweb', 'fd00::1\tweb.sub.ns.svc.cluster.local\tweb', '', '# Entries added by HostAliases.',
      '1.2.3.4\ta\tb', '',
    ]);
  });
  it('of a hostNetwork pod is the node’s', () => {
    expect(nodeHostsFileContent('127.0.0.1 localhost\n', [])).toBe('# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost\n');
  });
});

describe('mountsManagedHosts', () => {
  const container: Container = { name: 'c' };
  const own: Container = { name: 'c', volumeMounts: [{ name: 'v', mountPath: '/etc/hosts' }] };
  it.each<[PodSpec, Container, string[], boolean]>([
    [{}, container, ['10.0.0.1'], true], [{}, container, [], false], [{ hostNetwork: true }, container, [], true], [{}, own, ['10.0.0.1'], false],
    [{ securityContext: { windowsOptions: { hostProcess: true } } }, container, ['10.0.0.1'], false],
  ])('%j %j %j', (spec, of, podIPs, expected) => {
    expect(mountsManagedHosts({ spec }, of, podIPs)).toBe(expected);
  });
});

describe('podDnsType', () => {
  it.each([
    ['ClusterFirst', false, 'Cluster'], ['ClusterFirst', true, 'Host'], ['ClusterFirstWithHostNet', true, 'Cluster'], ['Default', false, 'Host'], ['None', true, 'None'],
  ])('%s, hostNetwork %s: %s', (dnsPolicy, hostNetwork, value) => {
    expect(podDnsType({ spec: { dnsPolicy, hostNetwork } })).toEqual({ ok: true, value });
  });
  it('knows four policies', () => {
    expect(podDnsType({ spec: { dnsPolicy: 'Other' } })).toEqual({ ok: false, error: 'invalid DNSPolicy=Other' });
  });
});
