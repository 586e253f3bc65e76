/**
 * What a pod asks of the node's network: port mappings for the network plugin, and whether it can start before that
 * plugin is ready. Stands for pkg/kubelet/container/helpers.go:MakePortMappings and pkg/kubelet/kubelet.go:SyncPod.
 */
import { isHostNetworkPod } from './criNamespaces';
import type { Container, Pod } from './objects';
import { listOf, textOf } from './reading';

export interface PortMapping {
  readonly protocol: string;
  readonly containerPort: number;
  /** 0: the port is not mapped on the node. */
  readonly hostPort: number;
  readonly hostIP: string;
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
/** The address family of the host address; the empty address counts as both' own group. */
const familyOf = (hostIP: string): string => (hostIP === '' ? 'any' : hostIP.includes(':') ? 'v6' : 'v4');

/**
 * The mappings of one container. A port that repeats a name, or a protocol, port and address, is dropped
 * (pkg/kubelet/container/helpers.go:MakePortMappings).
 */
export function makePortMappings(container: Container): readonly PortMapping[] {
  const seen = new Set<string>();
  return listOf(container.ports).flatMap((port) => {
    const mapping: PortMapping = {
      protocol: textOf(port['protocol']) ?? 'TCP',
      containerPort: numberOf(port['containerPort']),
      hostPort: numberOf(port['hostPort']),
      hostIP: textOf(port['hostIP']) ?? '',
    };
    const name = textOf(port['name']);
    const key = name
      ? `${container.name}-${name}`
      : `${container.name}-${familyOf(mapping.hostIP)}-${mapping.protocol}-${mapping.hostIP}:${mapping.containerPort}:${mapping.hostPort}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [mapping];
  });
}

/** The mappings of a pod's sandbox: those of all app containers and init containers. */
export const podPortMappings = (pod: Pod): readonly PortMapping[] =>
  [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].flatMap(makePortMappings);

/**
 * Why the kubelet does not sync this pod while the network plugin is not ready: only hostNetwork pods may start
 * (pkg/kubelet/kubelet.go:SyncPod). Undefined when it may be synced. `networkError` is the runtime's words.
 */
export const networkNotReady = (pod: Pod, networkError: string | undefined): string | undefined =>
  networkError !== undefined && !isHostNetworkPod(pod) ? `network is not ready: ${networkError}` : undefined;
