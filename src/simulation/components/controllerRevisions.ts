/**
 * ControllerRevisions: the versions of a pod template that a DaemonSet or a StatefulSet keeps, one object each. The
 * present template has the highest number.
 * Stands for: pkg/controller/history/controller_history.go, daemon/update.go:constructHistory.
 */
import type { ApiObject, Labels, OtherObject, PodTemplateSpec } from '../../kubernetes/objects';
import { keyOf } from '../kinds';
import type { Address } from '../messages';
import type { Tx } from '../tx';
import { controllerRef, create, remove, update } from './apiServer';
import { uidOf } from './controllerUtils';

type ControllerRevision = OtherObject & { readonly revision?: number };

/** The label of a pod that names its revision. */
export const REVISION_LABEL = 'controller-revision-hash';

const keyFor = (owner: ApiObject, name: string): string => keyOf('ControllerRevision', owner.metadata?.namespace, name);

/** The number of a stored revision. */
export const revisionNumber = (tx: Tx, owner: ApiObject, name: string): number | undefined =>
  (tx.get('others', keyFor(owner, name)) as ControllerRevision | undefined)?.revision;

/** The number that the revision of this name must get, or undefined when it has the highest already. */
export function wantedNumber(tx: Tx, owner: ApiObject, name: string): number | undefined {
  let highest = 0;
  for (const object of tx.rows('others', 'othersByOwner', uidOf(owner)) as ControllerRevision[]) {
    if (object.kind === 'ControllerRevision' && object.metadata?.name !== name) highest = Math.max(highest, object.revision ?? 0);
  }
  return (revisionNumber(tx, owner, name) ?? 0) > highest ? undefined : highest + 1;
}

/** Stores a template under that name and number, or raises the number of the one that is there; false when refused. */
export function writeRevision(tx: Tx, caller: Address, owner: ApiObject, name: string, revision: number, template: PodTemplateSpec, labels: Labels): boolean {
  const raised = (before: OtherObject): ControllerRevision => ({ ...before, revision });
  if (tx.get('others', keyFor(owner, name))) return update(tx, caller, 'others', keyFor(owner, name), raised).ok;
  const object: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name, namespace: owner.metadata?.namespace ?? 'default', labels, ownerReferences: [controllerRef(owner)] },
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision,
  };
  return create(tx, caller, object).ok;
}

/**
 * Names of old revisions beyond the limit, oldest first, that no pod has (cleanupHistory, truncateHistory). `liveNames`:
 * those that pods have, and the present one; asked for only when there are so many revisions. A DaemonSet counts all but
 * the present one against its limit, a StatefulSet only those that nobody has (`counted`).
 */
export function surplusRevisions(
  tx: Tx, owner: ApiObject, limit: number, counted: 'old' | 'dead', liveNames: () => readonly string[],
): readonly string[] {
  if (tx.keys('othersByOwner', uidOf(owner)).length <= limit) return [];
  const live = new Set(liveNames());
  const revisions = (tx.rows('others', 'othersByOwner', uidOf(owner)) as ControllerRevision[]).filter((object) => object.kind === 'ControllerRevision');
  const dead = revisions.filter((object) => !live.has(object.metadata?.name ?? '')).sort((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
  const surplus = (counted === 'old' ? revisions.length - 1 : dead.length) - limit;
  return dead.slice(0, Math.max(0, surplus)).map((object) => object.metadata?.name ?? '');
}

/** Deletes one of them. */
export function forgetRevision(tx: Tx, caller: Address, owner: ApiObject, name: string): 'written' | 'refused' {
  if (!remove(tx, caller, 'others', keyFor(owner, name)).ok) return 'refused';
  tx.because('controllers.forgetRevision', { revision: name, owner: owner.metadata?.name ?? '', namespace: owner.metadata?.namespace ?? '' });
  return 'written';
}

/** The template that a revision keeps, or undefined when there is none of that name. */
export function keptTemplate(tx: Tx, owner: ApiObject, name: string): PodTemplateSpec | undefined {
  const spec = tx.get('others', keyFor(owner, name))?.data?.['spec'] as { readonly template?: PodTemplateSpec & { readonly $patch?: string } } | undefined;
  if (!spec?.template) return undefined;
  const { $patch: _, ...template } = spec.template;
  return template;
}
