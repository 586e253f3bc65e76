/**
 * The namespace controller: what is in a deleted API namespace goes before it. It waits 5 s after each change of the
 * namespace, so that nothing written at the last moment is overlooked. Pods first, until the last has stopped; then
 * everything else; then the finalizer, and with it the namespace. Conditions tell how far it is (namespaceConditions.ts).
 * Stands for: pkg/controller/namespace/namespace_controller.go, deletion/namespaced_resources_deleter.go (ordered deletion).
 * What finalizers of others hold back is waited for. Left out: discovery.
 */
import type { ApiObject, Namespace, Pod } from '../../kubernetes/objects';
import { parseRfc3339 } from '../../lib/time';
import type { Address, Message } from '../messages';
import { NAMESPACE_CONTENT, objectsIn } from '../namespaceContent';
import type { About } from '../step';
import type { Tx } from '../tx';
import type { ApiTableName } from '../apiTables';
import { isTerminal } from '../watch';
import { remove, update } from './apiServer';
import { nameOf } from './controllerUtils';
import { namespaceConditions } from './namespaceConditions';
import { type Controller, enqueue, enqueueAfter, enqueueRateLimited, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/namespace';
/** namespace_controller.go:namespaceDeletionGracePeriod. */
const DELETION_GRACE_PERIOD = 5_000;
/** How long, in seconds, what finalizers hold is thought to take (namespaced_resources_deleter.go:finalizerEstimateSeconds). */
const FINALIZER_ESTIMATE = 15;

type Deed =
  | { readonly do: 'delete'; readonly table: ApiTableName; readonly key: string }
  | { readonly do: 'report' }
  | { readonly do: 'finalize' };

/** A namespace that comes also gets its ServiceAccount; one that is being deleted is looked at 5 s after each change. */
export function namespaceController(tx: Tx, message: Message): void {
  if (message.type !== 'watch') return work(tx, message, CONTROLLER);
  if (message.gone) return;
  enqueue(tx, 'controllers/serviceaccount', message.key, 0);
  enqueueNamespace(tx, message.key);
}

/** A new leader hears of every namespace. */
export function startNamespaces(tx: Tx): void {
  for (const name of tx.keys('allNamespaces')) enqueueNamespace(tx, name);
}

/** namespace_controller.go:enqueueNamespace. */
function enqueueNamespace(tx: Tx, name: string): void {
  if (tx.get('namespaces', name)?.metadata?.deletionTimestamp) enqueueAfter(tx, ADDRESS, name, DELETION_GRACE_PERIOD);
}

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync, perform, isParallel: (deed) => deed.do === 'delete' };

/** namespaced_resources_deleter.go:Delete. */
function sync(tx: Tx, name: string): readonly Deed[] {
  const namespace = tx.get('namespaces', name);
  if (!namespace?.metadata?.deletionTimestamp) return [];
  const pods = tx.rows('pods', 'podsByNamespace', name);
  if (pods.length > 0) {
    const deletes = pods.filter((pod) => !pod.metadata?.deletionTimestamp).map((pod): Deed => ({ do: 'delete', table: 'pods', key: `${name}/${nameOf(pod)}` }));
    if (deletes.length === 0) lookAgain(tx, namespace, pods);
    return [...deletes, { do: 'report' }];
  }
  const content = NAMESPACE_CONTENT.flatMap(([table, index]) => tx.keys(index, name).map((key) => ({ do: 'delete', table, key }) as const));
  if (content.length === 0) return [{ do: 'report' }, { do: 'finalize' }];
  const deletes = content.filter(({ table, key }) => !tx.get(table, key)?.metadata?.deletionTimestamp);
  if (deletes.length === 0) lookAfter(tx, name, FINALIZER_ESTIMATE);
  return [...deletes, { do: 'report' }];
}

/** Half of the time that the rest may take, and a second (namespace_controller.go:worker). */
const lookAfter = (tx: Tx, name: string, seconds: number): void => enqueueAfter(tx, ADDRESS, name, (Math.floor(seconds / 2) + 1) * 1000);

/**
 * Pods that are still stopping are looked for again; when they should be gone by now and no finalizer holds one, that is
 * a failure, to be repeated with a back-off (namespaced_resources_deleter.go:deleteAllContentForGroupVersionResource).
 */
function lookAgain(tx: Tx, { metadata }: Namespace, pods: readonly Pod[]): void {
  const seconds = Math.max(0, ...pods.filter((pod) => !isTerminal(pod)).map((pod) => pod.spec?.terminationGracePeriodSeconds ?? 30));
  const { clock, origin } = tx.cluster;
  const since = tx.now - ((parseRfc3339(metadata?.deletionTimestamp ?? '') ?? clock) - clock + origin);
  const name = metadata?.name ?? '';
  if (since < seconds * 1000) lookAfter(tx, name, seconds);
  else if (pods.some((pod) => (pod.metadata?.finalizers?.length ?? 0) > 0)) lookAfter(tx, name, FINALIZER_ESTIMATE);
  else enqueueRateLimited(tx, ADDRESS, name);
}

function perform(tx: Tx, name: string, deed: Deed): Outcome<Deed> {
  if (deed.do === 'report') return report(tx, name);
  if (deed.do === 'finalize') {
    const answer = update(tx, ADDRESS, 'namespaces', name, (namespace) => ({ ...namespace, spec: { ...namespace.spec, finalizers: [] } }));
    if (!answer.ok) return 'refused';
    tx.because('namespace.finalize', { namespace: name });
    return 'written';
  }
  const object = tx.get(deed.table, deed.key) as ApiObject | undefined;
  if (!object || object.metadata?.deletionTimestamp) return 'nothing';
  const answer = remove(tx, ADDRESS, deed.table, deed.key);
  if (!answer.ok) return 'refused';
  const pod: About = object.kind === 'Pod' ? { pod: nameOf(object) } : {};
  tx.because('namespace.deleteContent', { namespace: name, kind: object.kind ?? '', name: nameOf(object), ...pod });
  return 'written';
}

/** Writes the conditions, if they say something new (namespaced_resources_deleter.go:deleteAllContent). */
function report(tx: Tx, name: string): Outcome<Deed> {
  const before = tx.get('namespaces', name);
  if (!before) return 'nothing';
  const pods = tx.rows('pods', 'podsByNamespace', name);
  // While there are pods, nothing else has been looked at.
  const remaining: readonly ApiObject[] = pods.length > 0 ? pods : objectsIn(tx, name);
  const conditions = namespaceConditions(before, remaining, tx.timestamp);
  if (!conditions) return 'nothing';
  const answer = update(tx, ADDRESS, 'namespaces', name, (namespace) => ({ ...namespace, status: { ...namespace.status, conditions } }));
  if (!answer.ok) return 'refused';
  tx.because('namespace.report', { namespace: name, count: String(remaining.length) });
  return 'written';
}
