/**
 * The garbage collector: what an owner owned goes after it. A Deployment's ReplicaSets follow the Deployment, their pods
 * follow them, each by an ordinary delete. An owner that is deleted in the foreground waits until all of them are gone.
 *
 * Stands for: pkg/controller/garbagecollector/garbagecollector.go (attemptToDeleteItem, processDeletingDependentsItem).
 * Left out: orphaning deletion, objects with several owners, its graph of all objects.
 */
import type { ApiObject } from '../../kubernetes/objects';
import type { IndexName } from '../indexes';
import { LATENCY } from '../latencies';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import type { ApiTableName } from '../apiTables';
import { FOREGROUND, remove, update } from './apiServer';
import { nameOf } from './controllerUtils';

const ADDRESS: Address = 'controllers/garbagecollector';

const DEPENDANTS: readonly (readonly [ApiTableName, IndexName])[] = [
  ['replicaSets', 'replicaSetsByOwner'],
  ['jobs', 'jobsByOwner'],
  ['pods', 'podsByOwner'],
  ['others', 'othersByOwner'],
  ['leases', 'leasesByOwner'],
];

interface Dependant {
  readonly table: ApiTableName;
  readonly key: string;
  readonly uid: string;
}

export function garbageCollector(tx: Tx, message: Message): void {
  if (message.type !== 'note') return;
  if (message.kind === 'ownerGone') return collect(tx, dependantsOf(tx, message.about ?? ''), 0);
  if (message.kind === 'foreground') return collectFirst(tx, message.data?.['table'] as ApiTableName, message.about ?? '');
  if (message.kind === 'collect') {
    const { dependants, at } = message.data as unknown as { readonly dependants: readonly Dependant[]; readonly at: number };
    collect(tx, dependants, at);
  }
}

/** After a restart: whatever has an owner that is gone. */
export function startGarbageCollector(tx: Tx): void {
  const owners = new Set<string>();
  const note = (object: ApiObject) => {
    for (const { uid } of object.metadata?.ownerReferences ?? []) owners.add(uid);
  };
  tx.rows('replicaSets', 'allReplicaSets').forEach(note);
  tx.rows('jobs', 'allJobs').forEach(note);
  tx.rows('pods', 'allPods').forEach(note);
  const alive = new Set<string>();
  const see = (object: ApiObject) => alive.add(object.metadata?.uid ?? '');
  tx.rows('deployments', 'allDeployments').forEach(see);
  tx.rows('replicaSets', 'allReplicaSets').forEach(see);
  tx.rows('daemonSets', 'allDaemonSets').forEach(see);
  tx.rows('statefulSets', 'allStatefulSets').forEach(see);
  tx.rows('jobs', 'allJobs').forEach(see);
  tx.rows('cronJobs', 'allCronJobs').forEach(see);
  tx.rows('nodes', 'allNodes').forEach(see);
  for (const uid of owners) if (!alive.has(uid)) tx.send({ type: 'note', to: ADDRESS, kind: 'ownerGone', about: uid }, LATENCY.controller, `gc/${uid}`);
}

/** Foreground: the dependants go; with the last of them the owner's finalizer, and so the owner (processDeletingDependentsItem). */
function collectFirst(tx: Tx, table: ApiTableName, key: string): void {
  const owner = tx.get(table, key) as ApiObject | undefined;
  if (!owner?.metadata?.deletionTimestamp || !owner.metadata.finalizers?.includes(FOREGROUND)) return;
  const dependants = dependantsOf(tx, owner.metadata.uid ?? '');
  if (dependants.length > 0) return collect(tx, dependants, 0);
  const answer = update(tx, ADDRESS, table, key, (object) => {
    const { finalizers = [], ...metadata } = object.metadata ?? {};
    const left = finalizers.filter((finalizer) => finalizer !== FOREGROUND);
    return { ...object, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata };
  });
  if (!answer.ok) return tx.sendSoonest({ type: 'note', to: ADDRESS, kind: 'foreground', about: key, data: { table } }, 1000, `gc/foreground/${table}/${key}`);
  tx.because('garbageCollector.removeFinalizer', { kind: owner.kind ?? '', name: nameOf(owner), namespace: owner.metadata.namespace ?? '' });
}

function dependantsOf(tx: Tx, owner: string): readonly Dependant[] {
  return DEPENDANTS.flatMap(([table, index]) =>
    tx.rows(table, index, owner).map((object) => ({ table, key: keyIn(table, object), uid: object.metadata?.uid ?? '' })),
  );
}

function keyIn(table: ApiTableName, object: ApiObject): string {
  const key = `${object.metadata?.namespace ?? ''}/${nameOf(object)}`;
  return table === 'others' ? `${object.kind}/${key}` : key;
}

/** Deletes one dependant a message. */
function collect(tx: Tx, dependants: readonly Dependant[], from: number): void {
  for (let at = from; at < dependants.length; at++) {
    const { table, key, uid } = dependants[at] as Dependant;
    const object = tx.get(table, key) as ApiObject | undefined;
    if (!object || object.metadata?.uid !== uid || object.metadata.deletionTimestamp) continue;
    const answer = remove(tx, ADDRESS, table, key, { uid });
    if (!answer.ok) return tx.sendSoonest({ type: 'note', to: ADDRESS, kind: 'collect', data: { dependants, at } }, 1000, `gc/retry/${uid}`);
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller) ?? object.metadata.ownerReferences?.[0];
    tx.because('garbageCollector.deleteDependant', {
      kind: object.kind ?? '',
      name: nameOf(object),
      owner: owner?.name ?? '',
      ownerKind: owner?.kind ?? '',
      namespace: object.metadata.namespace ?? '',
      ...(object.kind === 'Pod' ? { pod: nameOf(object) } : {}),
    });
    if (at + 1 < dependants.length) tx.send({ type: 'note', to: ADDRESS, kind: 'collect', data: { dependants, at: at + 1 } }, 0);
    return;
  }
}
