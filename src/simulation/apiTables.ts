/** The kinds that the API server stores, one table each. */
import type {
  CronJob, DaemonSet, Deployment, Job, Lease, Namespace, Node, OtherObject, Pod, PodDisruptionBudget, PriorityClass, ReplicaSet, StatefulSet,
} from '../kubernetes/objects';

/** What the API server stores, keyed by `namespace/name`, or by `name` for cluster-scoped kinds. */
export interface ApiTables {
  nodes: Node;
  namespaces: Namespace;
  pods: Pod;
  deployments: Deployment;
  replicaSets: ReplicaSet;
  daemonSets: DaemonSet;
  statefulSets: StatefulSet;
  jobs: Job;
  cronJobs: CronJob;
  priorityClasses: PriorityClass;
  leases: Lease;
  podDisruptionBudgets: PodDisruptionBudget;
  /** Kinds without a rule of ours (ServiceAccount, Service, ConfigMap, …), keyed by `Kind/namespace/name`. */
  others: OtherObject;
}

export type ApiTableName = keyof ApiTables;

export const API_TABLES: readonly ApiTableName[] = [
  'nodes', 'namespaces', 'pods', 'deployments', 'replicaSets', 'daemonSets', 'statefulSets', 'jobs', 'cronJobs',
  'priorityClasses', 'leases', 'podDisruptionBudgets', 'others',
];
