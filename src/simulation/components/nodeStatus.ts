/**
 * The node's status: written when it changed, else every 5 minutes; and how the kubelet learns that the network is
 * ready. Stands for pkg/kubelet/kubelet_node_status.go (syncNodeStatus, tryUpdateNodeStatus), nodestatus/setters.go and
 * kubelet.go (updateRuntimeUp, fastNodeStatusUpdate). Simplification: the network is looked at every second in the
 * kubelet's first two minutes, upstream every 100 ms; and not at all any more once it is ready.
 */
import type { Condition, Node, NodeStatus } from '../../kubernetes/objects';
import { LATENCY } from '../latencies';
import type { Tx } from '../tx';
import { update } from './apiServer';
import { emitNodeEvent, kubeletAddress, kubeletMemory, nodeObject, setKubelet, untilTick } from './kubeletState';
import { bootId, currentNodeStatus, nodeStatusHasChanged } from './nodeObject';

/** KubeletConfiguration nodeStatusReportFrequency. */
const REPORT_FREQUENCY = 5 * 60_000;
/** kubelet.go: updateRuntimeUp; the fast loop of the first two minutes. */
const RUNTIME_PERIOD = 5000;
const FAST_PERIOD = 1000;
const FAST_FOR = 120_000;

const sendRuntimeCheck = (tx: Tx, node: string, delay: number): void => {
  tx.send({ type: 'note', to: kubeletAddress(node), kind: 'runtimeUp' }, delay, `kubelet/${node}/runtimeUp`);
};

const sendNodeStatus = (tx: Tx, node: string, delay: number): void => {
  tx.sendSoonest({ type: 'note', to: kubeletAddress(node), kind: 'nodeStatus' }, delay, `kubelet/${node}/nodeStatus`);
};

/** Asks the runtime how its network is (kubelet.go:updateRuntimeUp). */
export function updateRuntimeUp(tx: Tx, node: string): void {
  const memory = kubeletMemory(tx, node);
  if (!memory || memory.networkReady) return;
  const isFast = tx.now - memory.startedAt < FAST_FOR;
  if (!tx.get('machines', node)?.cniConfigured) {
    sendRuntimeCheck(tx, node, untilTick(tx, node, isFast ? FAST_PERIOD : RUNTIME_PERIOD));
    return;
  }
  setKubelet(tx, node, { networkReady: true });
  if (isFast && memory.registered) sendNodeStatus(tx, node, LATENCY.apiRequest);
}

const readyOf = (status: NodeStatus | undefined): Condition | undefined => status?.conditions?.find((condition) => condition.type === 'Ready');

/** Part of the node's tick: has something changed, or is a report due? */
export function checkNodeStatus(tx: Tx, node: string): void {
  const memory = kubeletMemory(tx, node);
  const object = nodeObject(tx, node);
  const machine = tx.get('machines', node);
  if (!memory || !object || !machine) return;
  recordNodeSchedulableEvent(tx, object);
  const isDue = memory.nodeStatusAt === null || tx.now - memory.nodeStatusAt >= REPORT_FREQUENCY;
  if (isDue || nodeStatusHasChanged(tx, machine, object.status)) sendNodeStatus(tx, node, LATENCY.apiRequest);
}

/** kubelet_node_status.go:recordNodeSchedulableEvent. */
function recordNodeSchedulableEvent(tx: Tx, object: Node): void {
  const node = object.metadata?.name ?? '';
  const unschedulable = object.spec?.unschedulable === true;
  const before = kubeletMemory(tx, node)?.unschedulable ?? false;
  if (unschedulable === before) return;
  setKubelet(tx, node, { unschedulable });
  emitNodeEvent(tx, node, 'Normal', unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable');
}

/** Writes the status (kubelet_node_status.go:tryUpdateNodeStatus). A refusal is repaired at the next tick. */
export function writeNodeStatus(tx: Tx, node: string): void {
  const object = nodeObject(tx, node);
  const machine = tx.get('machines', node);
  if (!object || !machine) return;
  const before = object.status;
  const after = currentNodeStatus(tx, machine, before);
  const changed = nodeStatusHasChanged(tx, machine, before);
  const answer = update(tx, kubeletAddress(node), 'nodes', node, (current) => ({ ...current, status: after }), { status: true });
  if (!answer.ok) {
    tx.because('kubelet.nodeStatusRefused', { node, error: answer.message });
    return;
  }
  setKubelet(tx, node, { nodeStatusAt: tx.now });
  if (before?.nodeInfo?.['bootID'] !== undefined && before.nodeInfo['bootID'] !== bootId(tx, node)) {
    emitNodeEvent(tx, node, 'Warning', 'Rebooted', `Node ${node} has been rebooted, boot id: ${bootId(tx, node)}`);
  }
  tellNodeStatus(tx, node, before, after, changed);
}

function tellNodeStatus(tx: Tx, node: string, before: NodeStatus | undefined, after: NodeStatus, changed: boolean): void {
  const [was, is] = [readyOf(before), readyOf(after)];
  if (was?.status !== is?.status) {
    emitNodeEvent(tx, node, 'Normal', is?.status === 'True' ? 'NodeReady' : 'NodeNotReady');
    tx.because(is?.status === 'True' ? 'kubelet.nodeReady' : 'kubelet.nodeNotReady', { node, reason: is?.message ?? '' });
    return;
  }
  const pressure = (status: NodeStatus | undefined) => status?.conditions?.find((condition) => condition.type === 'MemoryPressure')?.status;
  const hadPressure = pressure(before) === 'True';
  const hasPressure = pressure(after) === 'True';
  if (hadPressure !== hasPressure) {
    emitNodeEvent(tx, node, 'Normal', hasPressure ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory');
    tx.because(hasPressure ? 'kubelet.nodeUnderPressure' : 'kubelet.nodeWithoutPressure', { node });
    return;
  }
  tx.because(changed ? 'kubelet.nodeStatusChanged' : 'kubelet.nodeHeartbeat', { node });
}
