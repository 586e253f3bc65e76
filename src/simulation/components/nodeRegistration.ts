/**
 * How a kubelet makes its node known: it posts the Node object, again and again until someone answers; then it takes
 * part: Lease, pods of the API server, mirrors of the static pods that run already. Stands for
 * pkg/kubelet/kubelet_node_status.go (registerWithAPIServer, tryRegisterWithAPIServer) and kubelet.go
 * (fastStaticPodsRegistration).
 */
import type { Tx } from '../tx';
import { startApiSource } from './apiSource';
import { create } from './apiServer';
import { emitNodeEvent, kubeletAddress, kubeletMemory, podNote, podTimer, setKubelet } from './kubeletState';
import { sendNodeTick } from './nodeLease';
import { initialNode } from './nodeObject';

/** kubelet_node_status.go:registerWithAPIServer: 100 ms, doubled up to 7 s. */
const FIRST_STEP = 100;
const MAX_STEP = 7000;

/** Attempts that were refused follow each other at growing distance, at most `max` ms apart. */
export const retryStep = (tries: number, first = FIRST_STEP, max = MAX_STEP): number => Math.min(first * 2 ** tries, max);

export function sendRegistration(tx: Tx, node: string, delay: number): void {
  tx.send({ type: 'note', to: kubeletAddress(node), kind: 'register' }, delay, `kubelet/${node}/register`);
}

const FIRST_EVENTS = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'] as const;

/** One attempt (kubelet_node_status.go:tryRegisterWithAPIServer). */
export function registerWithAPIServer(tx: Tx, node: string): void {
  const memory = kubeletMemory(tx, node);
  if (!memory || memory.registered) return;
  if (memory.registerTries === 0) for (const reason of FIRST_EVENTS) emitNodeEvent(tx, node, 'Normal', reason);
  const answer = create(tx, kubeletAddress(node), initialNode(tx, node));
  if (answer.ok) {
    tx.because('kubelet.registerNode', { node });
  } else if (answer.code === 409) {
    tx.because('kubelet.nodeExists', { node });
  } else {
    tx.because(memory.registerTries === 0 ? 'kubelet.registerRefused' : 'kubelet.registerRefusedAgain', { node, error: answer.message });
    sendRegistration(tx, node, retryStep(memory.registerTries));
    setKubelet(tx, node, { registerTries: memory.registerTries + 1 });
    return;
  }
  setKubelet(tx, node, { registered: true, nodeStatusAt: answer.ok ? tx.now : null });
  sendNodeTick(tx, node, 0);
  startApiSource(tx, node);
  fastStaticPodsRegistration(tx, node);
}

/** The node is known: the mirrors of its static pods are made now, not at their next sync (kubelet.go). */
function fastStaticPodsRegistration(tx: Tx, node: string): void {
  for (const row of tx.rows('podWorkers', 'workersByNode', node)) {
    if (row.origin === 'file' && row.memory.configured) tx.send(podNote(row, 'mirror'), 100, podTimer('mirror', node, row.uid));
  }
}
