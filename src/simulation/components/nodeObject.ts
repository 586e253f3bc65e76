/**
 * The Node object as its kubelet writes it: what the machine has, and how it is. Stands for
 * pkg/kubelet/kubelet_node_status.go (initialNode) and pkg/kubelet/nodestatus/setters.go. Simplification: podCIDR is
 * there from the beginning; upstream the controller manager gives it. Every machine has the same disk; disk and process
 * ids are never short.
 */
import type { Condition, Node, NodeStatus, Taint } from '../../kubernetes/objects';
import { findCondition } from '../../kubernetes/podConditions';
import { quantityValue, subtractQuantities } from '../../kubernetes/quantities';
import type { Tx } from '../tx';
import type { MachineRow } from '../world';
import { isUnderMemoryPressure } from './evictionManager';
import { networkErrors } from './nodeNetwork';

/** pkg/kubelet/eviction/defaults_linux.go: memory.available<100Mi is taken from what pods may request. */
export const HARD_EVICTION_MEMORY = '100Mi';

/** How the runtime numbers the machine's boots; a new number is a reboot. */
export function bootId(tx: Tx, node: string): string {
  const memory = tx.get('memory', `containerd/${node}`);
  return `${node}-boot-${memory?.kind === 'containerd' ? memory.boot : 0}`;
}

/** Every machine's disk; a tenth of it stays free (nodefs.available<10%). */
const DISK = '100Gi';
const DISK_FOR_PODS = '90Gi';

const capacityOf = (machine: MachineRow) => ({
  cpu: String(machine.cpu), memory: machine.memory, 'ephemeral-storage': DISK, pods: String(machine.maxPods),
});

/** It depends on the machine's row alone, and is asked for at every tick of its kubelet. */
const allocatableOfMachine = new WeakMap<MachineRow, ReturnType<typeof capacityOf>>();

function allocatableOf(machine: MachineRow): ReturnType<typeof capacityOf> {
  const known = allocatableOfMachine.get(machine);
  if (known) return known;
  const hasRoom = quantityValue(machine.memory) > quantityValue(HARD_EVICTION_MEMORY);
  const memory = hasRoom ? subtractQuantities(machine.memory, HARD_EVICTION_MEMORY) : '0';
  const allocatable = { ...capacityOf(machine), 'ephemeral-storage': DISK_FOR_PODS, memory };
  allocatableOfMachine.set(machine, allocatable);
  return allocatable;
}

/** A condition with its times: the transition's is kept while the status stays. */
function timed(tx: Tx, { type, status, reason, message }: Condition, before: readonly Condition[] | undefined): Condition {
  const old = findCondition(before, type);
  const transition = old?.status === status ? old.lastTransitionTime : undefined;
  return { type, status, reason, message, lastHeartbeatTime: tx.timestamp, lastTransitionTime: transition ?? tx.timestamp };
}

/** setters.go:ReadyCondition. */
export function readyCondition(tx: Tx, node: string): Condition {
  const error = networkErrors(tx, node);
  return error === undefined
    ? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
    : { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: error };
}

/** The kubelet's own conditions as they are now, without times. */
function ownConditions(tx: Tx, node: string): Condition[] {
  const memory: Condition = isUnderMemoryPressure(tx, node)
    ? { type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', message: 'kubelet has insufficient memory available' }
    : { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' };
  return [
    memory,
    { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
    { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
    readyCondition(tx, node),
  ];
}

function conditionsOf(tx: Tx, node: string, before: readonly Condition[] | undefined): Condition[] {
  const own = ownConditions(tx, node);
  const foreign = (before ?? []).filter((condition) => !own.some((each) => each.type === condition.type));
  return [...foreign, ...own.map((condition) => timed(tx, condition, before))];
}

/** The images on the machine, as the scheduler's ImageLocality reads them. */
const imagesOf = (tx: Tx, node: string): NodeStatus['images'] =>
  tx.rows('images', 'imagesByNode', node).map(({ name, sizeMB }) => ({ names: [name], sizeBytes: sizeMB * 1_000_000 }));

/** Would writing it change more than heartbeats? `before`: the one in the API server. (kubelet_node_status.go:nodeStatusHasChanged) */
export function nodeStatusHasChanged(tx: Tx, machine: MachineRow, before: NodeStatus | undefined): boolean {
  const { name } = machine;
  const allocatable = allocatableOf(machine);
  const differs = ({ type, status, reason, message }: Condition): boolean => {
    const old = findCondition(before?.conditions, type);
    return status !== old?.status || reason !== old.reason || message !== old.message;
  };
  return (
    ownConditions(tx, name).some(differs) ||
    before?.nodeInfo?.['bootID'] !== bootId(tx, name) ||
    before.images?.length !== tx.keys('imagesByNode', name).length ||
    before.allocatable?.['memory'] !== allocatable.memory ||
    before.allocatable['cpu'] !== allocatable.cpu ||
    before.allocatable['pods'] !== allocatable.pods
  );
}

/** The status as it is now; `before`: the one in the API server. */
export function currentNodeStatus(tx: Tx, machine: MachineRow, before: NodeStatus | undefined): NodeStatus {
  const { name, address } = machine;
  return {
    ...before,
    conditions: conditionsOf(tx, name, before?.conditions),
    addresses: [{ type: 'InternalIP', address }, { type: 'Hostname', address: name }],
    capacity: capacityOf(machine),
    allocatable: allocatableOf(machine),
    images: imagesOf(tx, name) ?? [],
    nodeInfo: {
      bootID: bootId(tx, name), kubeletVersion: 'v1.36.2', containerRuntimeVersion: 'containerd://2.2.0', operatingSystem: 'linux', architecture: 'amd64',
      osImage: 'Debian GNU/Linux 13 (trixie)', kernelVersion: '6.12.48+deb13-amd64',
    },
  };
}

/** The Node that the kubelet would register, and by which it judges pods until it is (kubelet_node_status.go:initialNode). */
export function initialNode(tx: Tx, name: string): Node {
  const machine = tx.get('machines', name);
  const taints: Taint[] = (machine?.taints ?? []).map((taint) => ({ ...taint }));
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...machine?.labels,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: { ...(machine?.podCIDR ? { podCIDR: machine.podCIDR } : {}), ...(taints.length > 0 ? { taints } : {}) },
    ...(machine ? { status: currentNodeStatus(tx, machine, undefined) } : {}),
  };
}
