/** The tables whose objects live in an API namespace, pods aside, and the index that finds those of one. */
import type { ApiObject } from '../kubernetes/objects';
import type { ApiTableName } from './apiTables';
import type { IndexName } from './indexes';
import type { Tx } from './tx';

export const NAMESPACE_CONTENT: readonly (readonly [ApiTableName, IndexName])[] = [
  ['cronJobs', 'cronJobsByNamespace'],
  ['daemonSets', 'daemonSetsByNamespace'],
  ['deployments', 'deploymentsByNamespace'],
  ['jobs', 'jobsByNamespace'],
  ['others', 'othersByNamespace'],
  ['podDisruptionBudgets', 'budgetsByNamespace'],
  ['replicaSets', 'replicaSetsByNamespace'],
  ['statefulSets', 'statefulSetsByNamespace'],
];

/** Everything that an API namespace holds. */
export const objectsIn = (tx: Tx, namespace: string): readonly ApiObject[] => [
  ...tx.rows('pods', 'podsByNamespace', namespace),
  ...NAMESPACE_CONTENT.flatMap(([table, index]) => tx.rows(table, index, namespace) as readonly ApiObject[]),
];
