/** Which object an action means: by name, or the first whose whole name fits a pattern. */
import type { ApiObject } from '../../../kubernetes/objects';
import type { IndexName } from '../../indexes';
import { keyOf, kindInfo } from '../../kinds';
import type { Tx } from '../../tx';
import type { ApiTableName } from '../../apiTables';
import type { Refusal } from '../apiServer';
import { notFound, resourceName } from '../admission/refusals';

export interface Target {
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly namePattern?: string;
}

export interface Found {
  readonly ok: true;
  readonly table: ApiTableName;
  readonly key: string;
  readonly object: ApiObject;
}

const LETTERS = '[bcdfghjklmnpqrstvwxz2456789]';
const MACROS: Readonly<Record<string, string>> = { hash: `${LETTERS}{1,10}`, rand5: `${LETTERS}{5}`, uid: '[0-9a-f-]{8,36}' };

/** A pattern for whole names. `{hash}`, `{rand5}` and `{uid}` stand for what Kubernetes generates. */
export const namePattern = (pattern: string): RegExp =>
  new RegExp(`^(?:${pattern.replace(/\{(hash|rand5|uid)\}/g, (_, macro: string) => MACROS[macro] ?? '')})$`);

/** Indexes that list a whole table; `podsByNamespace` and `budgetsByNamespace` narrow it. */
const LISTS: Partial<Record<ApiTableName, IndexName>> = {
  nodes: 'allNodes', pods: 'podsByNamespace', deployments: 'allDeployments', replicaSets: 'allReplicaSets', daemonSets: 'allDaemonSets',
  statefulSets: 'allStatefulSets', jobs: 'allJobs', cronJobs: 'allCronJobs', namespaces: 'allNamespaces', podDisruptionBudgets: 'budgetsByNamespace',
};
const BY_NAMESPACE = new Set<IndexName>(['podsByNamespace', 'budgetsByNamespace']);

/** The object, or kubectl's 404. Of several that fit a pattern: the first by name that is not being deleted. */
export function find(tx: Tx, target: Target): Found | Refusal {
  const { table, namespaced } = kindInfo(target.kind);
  const namespace = namespaced ? (target.namespace ?? 'default') : undefined;
  const key = target.name !== undefined ? keyOf(target.kind, namespace, target.name) : firstFitting(tx, table, namespace, target.namePattern ?? '');
  const object = key === undefined ? undefined : (tx.get(table, key) as ApiObject | undefined);
  if (key === undefined || !object) return notFound(resourceName(target.kind), target.name ?? target.namePattern ?? '');
  return { ok: true, table, key, object };
}

function firstFitting(tx: Tx, table: ApiTableName, namespace: string | undefined, pattern: string): string | undefined {
  const index = LISTS[table];
  if (!index) return undefined;
  const fits = namePattern(pattern);
  const keys = tx.keys(index, BY_NAMESPACE.has(index) ? (namespace ?? '') : '').filter((key) => {
    const { metadata } = tx.get(table, key) as ApiObject;
    return fits.test(metadata?.name ?? '') && metadata?.namespace === namespace;
  });
  return keys.find((key) => (tx.get(table, key) as ApiObject).metadata?.deletionTimestamp === undefined) ?? keys[0];
}
