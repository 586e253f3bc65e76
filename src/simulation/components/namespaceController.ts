/**
 * The namespace controller: what is in a deleted API namespace goes before it. Pods first, until the last has stopped;
 * then everything else; then the finalizer, and with it the namespace.
 * Stands for: pkg/controller/namespace/deletion/namespaced_resources_deleter.go (ordered deletion).
 * Left out: the conditions that tell how far it is.
 */
import type { ApiObject } from '../../kubernetes/objects';
import type { IndexName } from '../indexes';
import type { Address, Message } from '../messages';
import type { About } from '../step';
import type { Tx } from '../tx';
import type { ApiTableName } from '../apiTables';
import { remove, update } from './apiServer';
import { nameOf } from './controllerUtils';
import { type Controller, enqueue, enqueueAfter, type Outcome, work } from './workQueue';

const ADDRESS: Address = 'controllers/namespace';
/** How long to wait for pods that are still stopping. */
const RETRY = 1000;

type Deed = { readonly do: 'delete'; readonly table: ApiTableName; readonly key: string } | { readonly do: 'finalize' };

const CONTENT: readonly (readonly [ApiTableName, IndexName])[] = [
  ['cronJobs', 'cronJobsByNamespace'],
  ['daemonSets', 'daemonSetsByNamespace'],
  ['deployments', 'deploymentsByNamespace'],
  ['jobs', 'jobsByNamespace'],
  ['others', 'othersByNamespace'],
  ['podDisruptionBudgets', 'budgetsByNamespace'],
  ['replicaSets', 'replicaSetsByNamespace'],
  ['statefulSets', 'statefulSetsByNamespace'],
];

/** A namespace that comes also gets its ServiceAccount. */
export function namespaceController(tx: Tx, message: Message): void {
  if (message.type === 'watch' && !message.gone) enqueue(tx, 'controllers/serviceaccount', message.key, 0);
  work(tx, message, CONTROLLER);
}

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync, perform, isParallel: (deed) => deed.do === 'delete' };

/** namespaced_resources_deleter.go:Delete. */
function sync(tx: Tx, name: string): readonly Deed[] {
  const namespace = tx.get('namespaces', name);
  if (!namespace?.metadata?.deletionTimestamp) return [];
  const pods = tx.rows('pods', 'podsByNamespace', name);
  if (pods.length > 0) {
    enqueueAfter(tx, ADDRESS, name, RETRY);
    return pods.filter((pod) => !pod.metadata?.deletionTimestamp).map((pod) => ({ do: 'delete', table: 'pods', key: `${name}/${nameOf(pod)}` }));
  }
  const content = CONTENT.flatMap(([table, index]) => tx.keys(index, name).map((key): Deed => ({ do: 'delete', table, key })));
  return content.length > 0 ? content : [{ do: 'finalize' }];
}

function perform(tx: Tx, name: string, deed: Deed): Outcome<Deed> {
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
