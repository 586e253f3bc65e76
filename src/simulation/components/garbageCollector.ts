/**
 * The garbage collector: what an owner owned goes after it. A Deployment's ReplicaSets follow the Deployment, their pods
 * follow them, each by an ordinary delete. An owner that is deleted in the foreground waits until all of them are gone; one that is to
 * leave orphans, until none of them names it any more.
 *
 * Stands for: pkg/controller/garbagecollector/garbagecollector.go (attemptToDeleteItem, processDeletingDependentsItem).
 * Left out: objects with several owners, its graph of all objects, dependants that do not block their owner.
 */
import type { ApiObject } from '../../kubernetes/objects';
import type { IndexName } from '../indexes';
import { LATENCY } from '../latencies';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import type { ApiTableName } from '../apiTables';
import { type Answer, FOREGROUND, ORPHAN, remove, tellOrphaning, update } from './apiServer';
import { nameOf } from './controllerUtils';

const ADDRESS: Address = 'controllers/garbagecollector';
/** After a refusal, in ms. */
const RETRY = 1000;

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
  if (message.kind === 'ownerGone') return collect(tx, { dependants: dependantsOf(tx, message.about ?? ''), at: 0 });
  if (message.kind === 'foreground') return collectFirst(tx, message.data?.['table'] as ApiTableName, message.about ?? '');
  if (message.kind === 'orphan') return freeFirst(tx, message.data?.['table'] as ApiTableName, message.about ?? '');
  if (message.kind === 'collect') collect(tx, message.data as unknown as Collection);
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
  if (dependants.length > 0) return collect(tx, { dependants, at: 0, foreground: true });
  const answer = withoutFinalizer(tx, table, key, FOREGROUND);
  if (!answer.ok) return tx.sendSoonest({ type: 'note', to: ADDRESS, kind: 'foreground', about: key, data: { table } }, RETRY, `gc/foreground/${table}/${key}`);
  tx.because('garbageCollector.removeFinalizer', { kind: owner.kind ?? '', name: nameOf(owner), namespace: owner.metadata.namespace ?? '' });
}

const withoutFinalizer = (tx: Tx, table: ApiTableName, key: string, finalizer: string): Answer<unknown> =>
  update(tx, ADDRESS, table, key, (object) => {
    const { finalizers = [], ...metadata } = object.metadata ?? {};
    const left = finalizers.filter((each) => each !== finalizer);
    return { ...object, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata };
  });

/** Orphaning: one dependant a message loses its reference to the owner; then the owner may go (orphanDependents). */
function freeFirst(tx: Tx, table: ApiTableName, key: string): void {
  const owner = tx.get(table, key) as ApiObject | undefined;
  if (!owner?.metadata?.deletionTimestamp || !owner.metadata.finalizers?.includes(ORPHAN)) return;
  const uid = owner.metadata.uid ?? '';
  const about = { ownerKind: owner.kind ?? '', owner: nameOf(owner), namespace: owner.metadata.namespace ?? '' };
  const [first] = dependantsOf(tx, uid);
  const answer = first ? withoutOwner(tx, first, uid) : withoutFinalizer(tx, table, key, ORPHAN);
  if (!answer.ok) return tellOrphaning(tx, table, key, RETRY);
  if (!first) return tx.because('garbageCollector.removeOrphanFinalizer', about);
  const object = tx.get(first.table, first.key) as ApiObject;
  tx.because('garbageCollector.orphan', { ...about, kind: object.kind ?? '', name: nameOf(object), ...(object.kind === 'Pod' ? { pod: nameOf(object) } : {}) });
  tellOrphaning(tx, table, key, 0);
}

const withoutOwner = (tx: Tx, { table, key }: Dependant, uid: string): Answer<unknown> =>
  update(tx, ADDRESS, table, key, (object) => {
    const { ownerReferences = [], ...metadata } = object.metadata ?? {};
    const left = ownerReferences.filter((reference) => reference.uid !== uid);
    return { ...object, metadata: left.length > 0 ? { ...metadata, ownerReferences: left } : metadata };
  });

function dependantsOf(tx: Tx, owner: string): readonly Dependant[] {
  return DEPENDANTS.flatMap(([table, index]) =>
    tx.rows(table, index, owner).map((object) => ({ table, key: keyIn(table, object), uid: object.metadata?.uid ?? '' })),
  );
}

function keyIn(table: ApiTableName, object: ApiObject): string {
  const key = `${object.metadata?.namespace ?? ''}/${nameOf(object)}`;
  return table === 'others' ? `${object.kind}/${key}` : key;
}

interface Collection {
  readonly dependants: readonly Dependant[];
  /** The next one. */
  readonly at: number;
  /** Their owner waits for them: those that own something themselves wait for that too. */
  readonly foreground?: true;
}

/** Deletes one dependant a message. */
function collect(tx: Tx, { dependants, at: from, foreground }: Collection): void {
  for (let at = from; at < dependants.length; at++) {
    const { table, key, uid } = dependants[at] as Dependant;
    const object = tx.get(table, key) as ApiObject | undefined;
    if (!object || object.metadata?.uid !== uid || object.metadata.deletionTimestamp) continue;
    const waits = foreground && dependantsOf(tx, uid).length > 0;
    const answer = remove(tx, ADDRESS, table, key, { uid, ...(waits ? { propagation: 'Foreground' } : {}) });
    const rest = (next: number) => ({ dependants, at: next, ...(foreground ? { foreground } : {}) });
    if (!answer.ok) return tx.sendSoonest({ type: 'note', to: ADDRESS, kind: 'collect', data: rest(at) }, RETRY, `gc/retry/${uid}`);
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller) ?? object.metadata.ownerReferences?.[0];
    tx.because('garbageCollector.deleteDependant', {
      kind: object.kind ?? '',
      name: nameOf(object),
      owner: owner?.name ?? '',
      ownerKind: owner?.kind ?? '',
      namespace: object.metadata.namespace ?? '',
      ...(object.kind === 'Pod' ? { pod: nameOf(object) } : {}),
    });
    if (at + 1 < dependants.length) tx.send({ type: 'note', to: ADDRESS, kind: 'collect', data: rest(at + 1) }, 0);
    return;
  }
}
