/**
 * The conditions of an API namespace that is being deleted: what still holds it.
 * Stands for: pkg/controller/namespace/deletion/status_condition_utils.go.
 */
import type { ApiObject, Condition, Namespace } from '../../kubernetes/objects';
import { resourceOf } from './apiServer';

/** Type → reason and message when all is well (okReasons, okMessages). */
const FINE: Readonly<Record<string, readonly [string, string]>> = {
  NamespaceDeletionDiscoveryFailure: ['ResourcesDiscovered', 'All resources successfully discovered'],
  NamespaceDeletionGroupVersionParsingFailure: ['ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  NamespaceDeletionContentFailure: ['ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  NamespaceContentRemaining: ['ContentRemoved', 'All content successfully removed'],
  NamespaceFinalizersRemaining: ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
};

/** How many of the texts there are of each, as `<text><between><count> resource instances`, sorted. */
function counted(texts: readonly string[], between: string): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => `${text}${between}${count} resource instances`).toSorted((a, b) => (a < b ? -1 : 1)).join(', ');
}

/** "deployments.apps"; of the core group "pods.", with nothing behind the point. */
function resourceAndGroup({ kind = '' }: ApiObject): string {
  const resource = resourceOf(kind);
  return resource.includes('.') ? resource : `${resource}.`;
}

/** status_condition_utils.go:ProcessContentTotals. */
function conditionOf(type: string, remaining: readonly ApiObject[]): Condition {
  const finalizers = remaining.flatMap((object) => object.metadata?.finalizers ?? []);
  if (type === 'NamespaceContentRemaining' && remaining.length > 0) {
    return { type, status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${counted(remaining.map(resourceAndGroup), ' has ')}` };
  }
  if (type === 'NamespaceFinalizersRemaining' && finalizers.length > 0) {
    return { type, status: 'True', reason: 'SomeFinalizersRemain', message: `Some content in the namespace has finalizers remaining: ${counted(finalizers, ' in ')}` };
  }
  const [reason, message] = FINE[type] ?? ['', ''];
  return { type, status: 'False', reason, message };
}

/** The namespace's conditions while `remaining` is left in it; undefined when they would say the same as before. */
export function namespaceConditions({ status }: Namespace, remaining: readonly ApiObject[], now: string): readonly Condition[] | undefined {
  const before = status?.conditions ?? [];
  let changed = false;
  const conditions = Object.keys(FINE).map((type) => {
    const old = before.find((condition) => condition.type === type);
    const is = conditionOf(type, remaining);
    if (old?.status === is.status && old.reason === is.reason && old.message === is.message) return old;
    changed = true;
    return { ...is, lastTransitionTime: old?.status === is.status ? (old.lastTransitionTime ?? now) : now };
  });
  return changed ? conditions : undefined;
}
