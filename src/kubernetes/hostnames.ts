/**
 * The hostname that a pod sees. Stands for pkg/kubelet/kubelet_pods.go:GeneratePodHostNameAndDomain and
 * pkg/kubelet/util/util.go:GetNodenameForKernel. All containers of a pod have the same one; with hostNetwork the
 * kubelet sends none and the node's name holds.
 */
import type { Answer } from './criNamespaces';
import { isDNS1123Label, isDNS1123Subdomain } from './nameValidation';
import type { Pod } from './objects';

const hostnameMaxLength = 63;
/** What fits into the kernel's field: 64 characters. */
const kernelMaxLength = 64;

/** At most 63 characters, without a dash or dot at the end (kubelet_pods.go:truncatePodHostnameIfNeeded). */
export function truncatePodHostname(hostname: string): Answer<string> {
  if (hostname.length <= hostnameMaxLength) return { ok: true, value: hostname };
  const cut = hostname.slice(0, hostnameMaxLength).replace(/[-.]+$/, '');
  return cut === ''
    ? { ok: false, error: `hostname for pod was invalid: ${JSON.stringify(hostname)}` }
    : { ok: true, value: cut };
}

export interface PodHostname {
  readonly hostname: string;
  /** `<subdomain>.<namespace>.svc.<cluster domain>`, empty without a subdomain. */
  readonly domain: string;
}

/**
 * hostnameOverride, else spec.hostname, else the pod's name; with spec.subdomain the domain that makes it a full name.
 * `hostnameOverrideEnabled`: gate HostnameOverride, on since 1.35 (kubelet_pods.go:GeneratePodHostNameAndDomain).
 */
export function generatePodHostNameAndDomain(
  pod: Pod, clusterDomain = 'cluster.local', hostnameOverrideEnabled = true,
): Answer<PodHostname> {
  const { hostname, hostnameOverride, subdomain } = pod.spec ?? {};
  const refuse = (field: string, value: string, kind: string, messages: readonly string[]): Answer<PodHostname> =>
    ({ ok: false, error: `pod ${field} ${JSON.stringify(value)} is not a valid DNS ${kind}: ${messages.join(';')}` });

  if (hostnameOverrideEnabled && hostnameOverride !== undefined) {
    const messages = isDNS1123Subdomain(hostnameOverride);
    if (messages.length > 0) return refuse('HostnameOverride', hostnameOverride, 'subdomain', messages);
    const name = truncatePodHostname(hostnameOverride);
    return name.ok ? { ok: true, value: { hostname: name.value, domain: '' } } : name;
  }
  if (hostname) {
    const messages = isDNS1123Label(hostname);
    if (messages.length > 0) return refuse('Hostname', hostname, 'label', messages);
  }
  const name = truncatePodHostname(hostname || (pod.metadata?.name ?? ''));
  if (!name.ok) return name;
  if (!subdomain) return { ok: true, value: { hostname: name.value, domain: '' } };
  const messages = isDNS1123Label(subdomain);
  if (messages.length > 0) return refuse('Subdomain', subdomain, 'label', messages);
  return { ok: true, value: { hostname: name.value, domain: `${subdomain}.${pod.metadata?.namespace ?? 'default'}.svc.${clusterDomain}` } };
}

/**
 * What `uname -n` prints: the hostname, or with setHostnameAsFQDN the full name. A full name over 64 characters is an
 * error, and the pod stays Pending (pkg/kubelet/util/util.go:GetNodenameForKernel).
 */
export function kernelHostname(hostname: string, domain: string, setHostnameAsFQDN = false): Answer<string> {
  if (domain === '' || !setHostnameAsFQDN) return { ok: true, value: hostname };
  const fqdn = `${hostname}.${domain}`;
  return fqdn.length > kernelMaxLength
    ? {
        ok: false,
        error: `failed to construct FQDN from pod hostname and cluster domain, FQDN ${fqdn} is too long (${kernelMaxLength} characters is the max, ${fqdn.length} characters requested)`,
      }
    : { ok: true, value: fqdn };
}
