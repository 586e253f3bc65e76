/**
 * The conditions of an API namespace that is being deleted: what still holds it.
 * Stands for: pkg/controller/namespace/deletion/status_condition_utils.go.
 */
import type { Condition, Namespace } from '../../kubernetes/objects';

/** Type → reason and message when all is well (okReasons, okMessages). */
const FINE: Readonly<Record<string, readonly [string, string]>> = {
  NamespaceDeletionDiscoveryFailure: ['ResourcesDiscovered', 'All resources successfully discovered'],
  NamespaceDeletionGroupVersionParsingFailure: ['ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  NamespaceDeletionContentFailure: ['ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  NamespaceContentRemaining: ['ContentRemoved', 'All content successfully removed'],
  NamespaceFinalizersRemaining: ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
};

function conditionOf(type: string, pods: number): Condition {
  const [reason, message] = FINE[type] ?? ['', ''];
  if (type !== 'NamespaceContentRemaining' || pods === 0) return { type, status: 'False', reason, message };
  return { type, status: 'True', reason: 'SomeResourcesRemain', message: `Some resources are remaining: pods. has ${pods} resource instances` };
}

/** The namespace's conditions while `pods` pods are left in it; undefined when they would say the same as before. */
export function namespaceConditions({ status }: Namespace, pods: number, now: string): readonly Condition[] | undefined {
  const before = status?.conditions ?? [];
  let changed = false;
  const conditions = Object.keys(FINE).map((type) => {
    const old = before.find((condition) => condition.type === type);
    const is = conditionOf(type, pods);
    if (old?.status === is.status && old.reason === is.reason && old.message === is.message) return old;
    changed = true;
    return { ...is, lastTransitionTime: old?.status === is.status ? (old.lastTransitionTime ?? now) : now };
  });
  return changed ? conditions : undefined;
}
