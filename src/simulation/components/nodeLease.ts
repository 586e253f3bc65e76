/**
 * The node's heartbeat: its Lease, renewed every 10 s. Stands for
 * staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go. The same tick looks at the node's status, its
 * schedulability and its memory (nodeStatus.ts, evictionManager.ts), which have loops of 10 s of their own upstream.
 */
import type { Lease } from '../../kubernetes/objects';
import { formatMicroTime } from '../../lib/time';
import type { Tx } from '../tx';
import { create, servingApiServer, update } from './apiServer';
import { kubeletAddress, kubeletMemory, nodeObject, setKubelet } from './kubeletState';

/** kubelet.go: NodeLeaseDurationSeconds 40, renewed at a quarter of it. */
const LEASE_SECONDS = 40;
const RENEW_INTERVAL = 10_000;
/** lease/controller.go: maxBackoff, after 100 ms doubled. */
const FIRST_RETRY = 100;
const MAX_RETRY = 7000;

const leaseKey = (node: string): string => `kube-node-lease/${node}`;

/** The next tick after `delay` ms. */
export function sendNodeTick(tx: Tx, node: string, delay: number): void {
  tx.send({ type: 'note', to: kubeletAddress(node), kind: 'nodeTick' }, delay, `kubelet/${node}/nodeTick`);
}

const renewTime = (tx: Tx): string => formatMicroTime(tx.cluster.clock + tx.now - tx.cluster.origin);

function newLease(tx: Tx, node: string): Lease {
  const uid = nodeObject(tx, node)?.metadata?.uid;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: node,
      namespace: 'kube-node-lease',
      ...(uid === undefined ? {} : { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node, uid }] }),
    },
    spec: { holderIdentity: node, leaseDurationSeconds: LEASE_SECONDS, renewTime: renewTime(tx) },
  };
}

/** Makes or renews the Lease and plans the next time. */
export function renewLease(tx: Tx, node: string): void {
  const caller = kubeletAddress(node);
  const exists = tx.get('leases', leaseKey(node)) !== undefined;
  if (!exists && !nodeObject(tx, node) && servingApiServer(tx, node)) {
    // The Lease shall belong to the Node; without one, none is made (component-helpers lease/controller.go:ensureLease).
    sendNodeTick(tx, node, tx.jitter(RENEW_INTERVAL, 0.04));
    return;
  }
  const answer = exists
    ? update(tx, caller, 'leases', leaseKey(node), (lease) => ({ ...lease, spec: { ...lease.spec, renewTime: renewTime(tx) } }))
    : create(tx, caller, newLease(tx, node));
  const tries = kubeletMemory(tx, node)?.leaseTries ?? 0;
  if (answer.ok) {
    tx.because(exists ? 'kubelet.renewLease' : 'kubelet.createLease', { node });
    if (tries > 0) setKubelet(tx, node, { leaseTries: 0 });
    sendNodeTick(tx, node, tx.jitter(RENEW_INTERVAL, 0.04));
    return;
  }
  tx.because('kubelet.leaseRefused', { node, error: answer.message });
  setKubelet(tx, node, { leaseTries: tries + 1 });
  sendNodeTick(tx, node, Math.min(FIRST_RETRY * 2 ** tries, MAX_RETRY));
}
