/**
 * The pod garbage collector: pods bound to a node that does not exist. Nobody else could ever end them. It looks every
 * 20 s, and waits 40 s after it first misses a node.
 * Stands for: pkg/controller/podgc/gc_controller.go (gcOrphaned, gcUnscheduledTerminating).
 * Left out: the limit of 12 500 finished pods, the taint out-of-service.
 */
import type { Pod } from '../../kubernetes/objects';
import type { Address, Message } from '../messages';
import type { Tx } from '../tx';
import { isTerminal } from '../watch';
import { patchPodStatus, remove } from './apiServer';
import { keyOf, nameOf, uidOf } from './controllerUtils';
import { disruptionTarget } from './disruptionTarget';
import { type Controller, type Outcome, performAll } from './workQueue';

const ADDRESS: Address = 'controllers/podgc';
const PERIOD = 20_000;
const QUARANTINE = 40_000;

type Deed = { readonly do: 'fail' | 'delete'; readonly pod: string; readonly uid: string };

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
  performAll(tx, CONTROLLER, 'orphans', gone.flatMap((name) => tx.rows('pods', 'podsByNode', name)).flatMap(deedsFor));
}

const deedsFor = (pod: Pod): readonly Deed[] => {
  const named = { pod: keyOf(pod), uid: uidOf(pod) };
  return isTerminal(pod) ? [{ do: 'delete', ...named }] : [{ do: 'fail', ...named }, { do: 'delete', ...named }];
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
  if (!remove(tx, ADDRESS, 'pods', deed.pod, { uid: deed.uid, gracePeriodSeconds: 0 }).ok) return 'refused';
  tx.because('podGarbageCollector.delete', about);
  return 'written';
}
