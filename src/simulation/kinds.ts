/** The kinds that the simulated API server stores: table, apiVersion and scope. Others go to the table `others`. */
import type { ApiObject } from '../kubernetes/objects';
import type { ApiTableName } from './apiTables';

interface KindInfo {
  readonly table: ApiTableName;
  readonly apiVersion: string;
  readonly namespaced: boolean;
}

const KINDS: Readonly<Record<string, KindInfo>> = {
  Node: { table: 'nodes', apiVersion: 'v1', namespaced: false },
  Namespace: { table: 'namespaces', apiVersion: 'v1', namespaced: false },
  Pod: { table: 'pods', apiVersion: 'v1', namespaced: true },
  Deployment: { table: 'deployments', apiVersion: 'apps/v1', namespaced: true },
  ReplicaSet: { table: 'replicaSets', apiVersion: 'apps/v1', namespaced: true },
  DaemonSet: { table: 'daemonSets', apiVersion: 'apps/v1', namespaced: true },
  StatefulSet: { table: 'statefulSets', apiVersion: 'apps/v1', namespaced: true },
  Job: { table: 'jobs', apiVersion: 'batch/v1', namespaced: true },
  CronJob: { table: 'cronJobs', apiVersion: 'batch/v1', namespaced: true },
  PriorityClass: { table: 'priorityClasses', apiVersion: 'scheduling.k8s.io/v1', namespaced: false },
  Lease: { table: 'leases', apiVersion: 'coordination.k8s.io/v1', namespaced: true },
  PodDisruptionBudget: { table: 'podDisruptionBudgets', apiVersion: 'policy/v1', namespaced: true },
};

/** Cluster-scoped kinds among those without a rule of ours. */
const CLUSTER_SCOPED = new Set([
  'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'IngressClass', 'PersistentVolume', 'RuntimeClass', 'StorageClass',
  'APIService', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration',
]);

/** Of a kind: where it is stored, and whether it lives in an API namespace. */
export const kindInfo = (kind: string, apiVersion = 'v1'): KindInfo =>
  KINDS[kind] ?? { table: 'others', apiVersion, namespaced: !CLUSTER_SCOPED.has(kind) };

/** Does the simulation have rules for this kind? */
export const isKnownKind = (kind: string): boolean => kind in KINDS;

/** The key of an object in its table. */
export function keyOf(kind: string, namespace: string | undefined, name: string): string {
  const { table, namespaced } = kindInfo(kind);
  const short = namespaced ? `${namespace ?? 'default'}/${name}` : name;
  return table === 'others' ? `${kind}/${short}` : short;
}

/** {@link keyOf} for an object. */
export const keyOfObject = (object: ApiObject): string =>
  keyOf(object.kind ?? '', object.metadata?.namespace, object.metadata?.name ?? '');
