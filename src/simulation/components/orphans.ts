/**
 * Pods and ReplicaSets that nobody owns: the controllers whose selector takes one in look at it.
 * Stands for: the addPod handlers of the controllers (e.g. replica_set.go:addPod).
 */
import { selectorMatches } from '../../kubernetes/labelSelectors';
import type { ApiObject, LabelSelector } from '../../kubernetes/objects';
import type { ApiTableName } from '../apiTables';
import type { IndexName } from '../indexes';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { isPodActive, keyOf } from './controllerUtils';
import { labelSelector } from './selectors';
import { enqueue } from './workQueue';

type Adopter = readonly [Address, ApiTableName, IndexName];

const OF_PODS: readonly Adopter[] = [
  ['controllers/replicaset', 'replicaSets', 'replicaSetsByNamespace'],
  ['controllers/daemonset', 'daemonSets', 'daemonSetsByNamespace'],
  ['controllers/statefulset', 'statefulSets', 'statefulSetsByNamespace'],
];
const OF_REPLICA_SETS: readonly Adopter[] = [['controllers/deployment', 'deployments', 'deploymentsByNamespace']];

export function orphans(tx: Tx, message: Message): void {
  if (message.type !== 'watch') return;
  const object = tx.get(message.table, message.key) as ApiObject | undefined;
  const pod = message.table === 'pods' ? tx.get('pods', message.key) : undefined;
  if (!object || (pod && !isPodActive(pod))) return;
  for (const [to, table, index] of pod ? OF_PODS : OF_REPLICA_SETS) {
    for (const owner of tx.rows(table, index, object.metadata?.namespace ?? '')) {
      const { spec } = owner as { readonly spec?: { readonly selector?: LabelSelector } };
      if (selectorMatches(labelSelector(spec?.selector), object.metadata?.labels)) enqueue(tx, to, keyOf(owner as ApiObject), 0);
    }
  }
}
