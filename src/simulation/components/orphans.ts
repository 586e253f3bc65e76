/**
 * Pods and ReplicaSets that nobody owns: the controllers whose selector takes one in look at it.
 * Stands for: the addPod handlers of the controllers (e.g. replica_set.go:addPod).
 */
import type { Message } from '../messages';
import { matchesLabelSelector } from '../../kubernetes/labelSelectors';
import type { Tx } from '../tx';
import { keyOf } from './controllerUtils';
import { replicaSetsForOrphan } from './replicaSetController';
import { enqueue } from './workQueue';

export function orphans(tx: Tx, message: Message): void {
  if (message.type !== 'watch') return;
  if (message.table === 'pods') {
    for (const key of replicaSetsForOrphan(tx, message.key)) enqueue(tx, 'controllers/replicaset', key, 0);
  } else if (message.table === 'replicaSets') {
    const set = tx.get('replicaSets', message.key);
    for (const deployment of tx.rows('deployments', 'deploymentsByNamespace', set?.metadata?.namespace ?? '')) {
      if (matchesLabelSelector(deployment.spec?.selector, set?.metadata?.labels)) enqueue(tx, 'controllers/deployment', keyOf(deployment), 0);
    }
  }
}
