/**
 * The /etc/hosts that the kubelet writes once for a pod and mounts into its containers, and where a pod's resolv.conf
 * comes from. Stands for pkg/kubelet/kubelet_pods.go (hosts file) and pkg/kubelet/network/dns/dns.go (DNS type).
 */
import { isHostNetworkPod, type Answer } from './criNamespaces';
import type { Container, Pod } from './objects';
import { listOf } from './reading';

export interface HostAlias {
  readonly ip: string;
  readonly hostnames?: readonly string[];
}

const managedHeader = '# Kubernetes-managed hosts file.\n';
const managedHeaderHostNetwork = '# Kubernetes-managed hosts file (host network).\n';
const loopback = [
  '127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback', 'fe00::0\tip6-localnet', 'fe00::0\tip6-mcastprefix',
  'fe00::1\tip6-allnodes', 'fe00::2\tip6-allrouters',
];

/** kubelet_pods.go:hostsEntriesFromHostAliases: one line an address. */
function aliasLines(aliases: readonly HostAlias[]): string {
  if (aliases.length === 0) return '';
  const lines = aliases.map(({ ip, hostnames }) => `${ip}\t${(hostnames ?? []).join('\t')}\n`);
  return `\n# Entries added by HostAliases.\n${lines.join('')}`;
}

/** The file of a pod with its own network namespace (kubelet_pods.go:managedHostsFileContent). */
export function managedHostsFileContent(
  podIPs: readonly string[], hostname: string, domain: string, aliases: readonly HostAlias[],
): string {
  const names = domain === '' ? hostname : `${hostname}.${domain}\t${hostname}`;
  return managedHeader + [...loopback, ...podIPs.map((ip) => `${ip}\t${names}`)].map((line) => `${line}\n`).join('') + aliasLines(aliases);
}

/** The file of a hostNetwork pod: the node's, with the aliases (kubelet_pods.go:nodeHostsFileContent). */
export const nodeHostsFileContent = (nodeFile: string, aliases: readonly HostAlias[]): string =>
  managedHeaderHostNetwork + nodeFile + aliasLines(aliases);

const isHostProcess = (context: { readonly windowsOptions?: { readonly hostProcess?: boolean } } | undefined): boolean =>
  context?.windowsOptions?.hostProcess === true;

/**
 * Does the kubelet mount its hosts file into this container? Once the pod has an address or uses the node's network,
 * unless the container mounts something there itself, or is a Windows HostProcess one
 * (kubelet_pods.go:shouldMountHostsFile, makeMounts).
 */
export function mountsManagedHosts(pod: Pod, container: Container, podIPs: readonly string[]): boolean {
  const own = listOf(container.volumeMounts).some((mount) => mount['mountPath'] === '/etc/hosts');
  const hostProcess = isHostProcess(pod.spec?.securityContext) || isHostProcess(container.securityContext);
  return (podIPs.length > 0 || isHostNetworkPod(pod)) && !own && !hostProcess;
}

/** Where resolv.conf comes from: the cluster's DNS, the node's file, or the pod's dnsConfig alone. */
export type PodDnsType = 'Cluster' | 'Host' | 'None';

/** pkg/kubelet/network/dns/dns.go:getPodDNSType. ClusterFirst with hostNetwork falls back to the node's file. */
export function podDnsType(pod: Pod): Answer<PodDnsType> {
  switch (pod.spec?.dnsPolicy ?? 'ClusterFirst') {
    case 'None':
      return { ok: true, value: 'None' };
    case 'ClusterFirstWithHostNet':
      return { ok: true, value: 'Cluster' };
    case 'ClusterFirst':
      return { ok: true, value: isHostNetworkPod(pod) ? 'Host' : 'Cluster' };
    case 'Default':
      return { ok: true, value: 'Host' };
    default:
      return { ok: false, error: `invalid DNSPolicy=${pod.spec?.dnsPolicy ?? ''}` };
  }
}
