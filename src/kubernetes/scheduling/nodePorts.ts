/** Filter NodePorts: a host port can be held only once on a node (plugins/nodeports). */
import type { FilterStatus, Skip } from './framework';
import { SKIP, unschedulable } from './framework';
import type { HostPort } from './hostPorts';
import { portConflicts } from './hostPorts';
import type { NodeInfo } from './nodeInfo';
import type { PodInfo } from './podInfo';

const REJECTED = unschedulable('NodePorts', "node(s) didn't have free ports for the requested pod ports");

/** The ports that the pod wants, or skip if none (node_ports.go:PreFilter). */
export const preFilterNodePorts = (podInfo: PodInfo): readonly HostPort[] | Skip =>
  podInfo.hostPorts.length === 0 ? SKIP : podInfo.hostPorts;

/** node_ports.go:Filter. */
export const filterNodePorts = (ports: readonly HostPort[], nodeInfo: NodeInfo): FilterStatus =>
  ports.some((port) => portConflicts(nodeInfo.usedPorts, port)) ? REJECTED : undefined;
