/**
 * The pod garbage collector: pods that nobody else could ever end. Those bound to a node that does not exist, 40 s after
 * it is first missed; and those that are being deleted on a node that is not Ready and carries the taint out-of-service,
 * with which a person vouches that it is switched off. It looks every 20 s.
 * Stands for: pkg/controller/podgc/gc_controller.go (gcOrphaned, gcTerminating).
 * Left out: the limit of 12 500 finished pods, pods without a node that finalizers hold (gcUnscheduledTerminating).
 */
import type { Pod } from '../../kubernetes/objects';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { patchPodStatus, remove } from './apiServer';
import { keyOf, nameOf, uidOf } from './controllerUtils';
import { disruptionTarget } from './disruptionTarget';
import { readyStatus } from './nodeTaints';
import { type Controller, type Outcome, performAll } from './workQueue';

const ADDRESS: Address = 'controllers/podgc';
const PERIOD = 20_000;
const QUARANTINE = 40_000;

type Deed = { readonly do: 'fail' | 'failOutOfService' | 'delete'; readonly pod: string; readonly uid: string };

const CONTROLLER: Controller<Deed> = { address: ADDRESS, sync: () => [], perform };

export function podGarbageCollector(tx: Tx, message: Message): void {
  if (message.type !== 'note') return;
  if (message.kind === 'look') return look(tx);
  const { deeds, at } = (message.data ?? { deeds: [], at: 0 }) as unknown as { readonly deeds: readonly Deed[]; readonly at: number };
  if (message.kind === 'deed') performAll(tx, CONTROLLER, 'orphans', deeds.slice(at));
}

export function startPodGarbageCollector(tx: Tx): void {
  tx.put('memory', 'podgc', { kind: 'podGarbage', missedSince: {} });
  lookLater(tx);
}

const lookLater = (tx: Tx): void => void tx.send({ type: 'note', to: ADDRESS, kind: 'look' }, PERIOD, 'podgc/look');

/** gc_controller.go:gc. */
function look(tx: Tx): void {
  lookLater(tx);
  const memory = tx.get('memory', 'podgc');
  const before = memory?.kind === 'podGarbage' ? memory.missedSince : {};
  const missing = tx.missingNodes;
  if (missing.length > 0 || Object.keys(before).length > 0) {
    tx.put('memory', 'podgc', { kind: 'podGarbage', missedSince: Object.fromEntries(missing.map((name) => [name, before[name] ?? tx.now])) });
  }
  const gone = missing.filter((name) => tx.now - (before[name] ?? tx.now) >= QUARANTINE);
  const orphaned = gone.flatMap((name) => tx.rows('pods', 'podsByNode', name)).flatMap((pod) => deedsFor(pod, 'fail'));
  const terminating = terminatingOutOfService(tx).flatMap((pod) => deedsFor(pod, 'failOutOfService'));
  performAll(tx, CONTROLLER, 'orphans', [...orphaned, ...terminating]);
}

/** gc_controller.go:gcTerminating, isPodTerminating. */
const terminatingOutOfService = (tx: Tx): readonly Pod[] =>
  tx.rows('nodes', 'nodesOutOfService')
    .filter((node) => readyStatus(node) !== 'True')
    .flatMap((node) => tx.rows('pods', 'podsByNode', nameOf(node)))
    .filter((pod) => pod.metadata?.deletionTimestamp !== undefined);

const deedsFor = (pod: Pod, fail: Deed['do']): readonly Deed[] => {
  const named = { pod: keyOf(pod), uid: uidOf(pod) };
  return isTerminal(pod) ? [{ do: 'delete', ...named }] : [{ do: fail, ...named }, { do: 'delete', ...named }];
};

/** gc_controller.go:markFailedAndDeletePodWithCondition. */
function perform(tx: Tx, _: string, deed: Deed): Outcome<Deed> {
  const pod = tx.get('pods', deed.pod);
  if (!pod || uidOf(pod) !== deed.uid) return 'nothing';
  const about = { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', node: pod.spec?.nodeName ?? '' };
  if (deed.do === 'fail') {
    const status = disruptionTarget(tx, pod, { status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' });
    if (!patchPodStatus(tx, ADDRESS, deed.pod, deed.uid, { ...status, phase: 'Failed' }).ok) return 'refused';
    tx.because('podGarbageCollector.fail', about);
    return 'written';
  }
  if (deed.do === 'failOutOfService') {
    if (!patchPodStatus(tx, ADDRESS, deed.pod, deed.uid, { ...pod.status, phase: 'Failed' }).ok) return 'refused';
    tx.because('podGarbageCollector.failOutOfService', about);
    return 'written';
  }
  if (!remove(tx, ADDRESS, 'pods', deed.pod, { uid: deed.uid, gracePeriodSeconds: 0 }).ok) return 'refused';
  tx.because('podGarbageCollector.delete', about);
  return 'written';
}
