/**
 * The host ports that a pod takes, and those that a node's pods hold
 * (pkg/scheduler/util/utils.go:GetHostPorts, kube-scheduler/framework/types.go:HostPortInfo).
 * A port on 0.0.0.0 collides with the same port on every address.
 */
import type { Container, Pod } from '../objects';
import { isSidecar } from '../objects';

export interface HostPort {
  readonly ip: string;
  /** Protocol and number, "TCP/8080". */
  readonly port: string;
}

const ANY_ADDRESS = '0.0.0.0';
const NO_PORTS: readonly HostPort[] = [];

/** The host ports of a pod's sidecars and containers; init containers that end do not count. */
export function hostPortsOf(pod: Pod): readonly HostPort[] {
  let ports: HostPort[] | undefined;
  const collect = (container: Container) => {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort === undefined || hostPort <= 0) continue;
      ports ??= [];
      ports.push({ ip: hostIP === undefined || hostIP === '' ? ANY_ADDRESS : hostIP, port: `${protocol || 'TCP'}/${hostPort}` });
    }
  };
  for (const container of pod.spec?.initContainers ?? []) if (isSidecar(container)) collect(container);
  for (const container of pod.spec?.containers ?? []) collect(container);
  return ports ?? NO_PORTS;
}

/** The ports in use on a node, with the number of pods that hold each: port -> address -> count. */
export type UsedPorts = Map<string, Map<string, number>>;

/** Takes (+1) or releases (-1) ports, in place. */
export function changeUsedPorts(used: UsedPorts, ports: readonly HostPort[], sign: 1 | -1): void {
  for (const { ip, port } of ports) {
    const addresses = used.get(port) ?? new Map<string, number>();
    const holders = (addresses.get(ip) ?? 0) + sign;
    if (holders > 0) addresses.set(ip, holders);
    else addresses.delete(ip);
    if (addresses.size > 0) used.set(port, addresses);
    else used.delete(port);
  }
}

export const cloneUsedPorts = (used: UsedPorts): UsedPorts =>
  new Map([...used].map(([port, addresses]) => [port, new Map(addresses)]));

/** Whether a port is taken (HostPortInfo.CheckConflict). */
export function portConflicts(used: UsedPorts, { ip, port }: HostPort): boolean {
  const addresses = used.get(port);
  if (addresses === undefined) return false;
  return ip === ANY_ADDRESS || addresses.has(ANY_ADDRESS) || addresses.has(ip);
}
