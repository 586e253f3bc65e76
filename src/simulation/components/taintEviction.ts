/**
 * The taint eviction controller. A NoExecute taint drives a pod off its node: at once, or when the time is up that the
 * pod's tolerations grant; if the taint goes before, the pod stays. It deletes the pod like anybody else, so with a dead
 * kubelet the object stays Terminating.
 *
 * Stands for: pkg/controller/tainteviction/{taint_eviction,timed_workers}.go.
 */
import type { Pod, Taint } from '../../kubernetes/objects';
import { findUntoleratedTaint, isNoExecuteTaint, noExecuteTolerationSeconds } from '../../kubernetes/tolerations';
import type { Address, Message, WatchMessage } from '../messages';
import type { Tx } from '../tx';
import { patchPodStatus, remove } from './apiServer';
import { keyOf, nameOf, uidOf } from './controllerUtils';
import { disruptionTarget } from './disruptionTarget';
import { emit, regarding } from './events';
import { LATENCY } from '../latencies';
import { evictionTimer } from '../watch';

const ADDRESS: Address = 'controllers/tainteviction';
const COMPONENT = 'taint-eviction-controller';

interface Planned {
  readonly pod: string;
}

export function taintEviction(tx: Tx, message: Message): void {
  if (message.type === 'watch') {
    if (message.table === 'nodes') return handleNodeUpdate(tx, message.key);
    return handlePodUpdate(tx, message);
  }
  if (message.type !== 'note') return;
  if (message.kind === 'node') return handleNodeUpdate(tx, message.about ?? '');
  if (message.kind === 'evict') return markForDeletion(tx, message.about ?? '', (message.data as unknown as Planned).pod);
  if (message.kind === 'delete') return deleteMarked(tx, message.about ?? '', (message.data as unknown as Planned).pod);
}

/** After a restart every clock begins anew. */
export function startTaintEviction(tx: Tx): void {
  for (const node of tx.keys('allNodes')) {
    for (const pod of tx.rows('pods', 'podsByNode', node)) tx.cancel(evictionTimer(uidOf(pod)));
    if (taintsOf(tx, node).length > 0) tx.send({ type: 'note', to: ADDRESS, kind: 'node', about: node }, LATENCY.controller);
  }
}

const taintsOf = (tx: Tx, node: string): readonly Taint[] => (tx.get('nodes', node)?.spec?.taints ?? []).filter(isNoExecuteTaint);

/** taint_eviction.go:handlePodUpdate. What was planned for a pod that is gone is cancelled, aloud. */
function handlePodUpdate(tx: Tx, { key, uid = '' }: WatchMessage): void {
  const pod = tx.get('pods', key);
  const gone = pod === undefined || uidOf(pod) !== uid;
  if (gone) {
    const slash = key.indexOf('/');
    if (tx.pending(evictionTimer(uid))) cancel(tx, { metadata: { namespace: key.slice(0, slash), name: key.slice(slash + 1), uid } });
  } else if (pod.spec?.nodeName && tx.get('memory', `tainteviction/${pod.spec.nodeName}`)) {
    processPod(tx, pod, taintsOf(tx, pod.spec.nodeName));
  }
}

/** taint_eviction.go:handleNodeUpdate. A node that is gone is forgotten; what was planned for its pods stays planned. */
function handleNodeUpdate(tx: Tx, name: string): void {
  if (!tx.get('nodes', name)) {
    if (tx.get('memory', `tainteviction/${name}`)) tx.delete('memory', `tainteviction/${name}`);
    return;
  }
  const taints = taintsOf(tx, name);
  const tainted = tx.get('memory', `tainteviction/${name}`) !== undefined;
  if (taints.length === 0 && !tainted) return;
  if (taints.length === 0) tx.delete('memory', `tainteviction/${name}`);
  else if (!tainted) tx.put('memory', `tainteviction/${name}`, { kind: 'taintedNode' });
  for (const pod of tx.rows('pods', 'podsByNode', name)) processPod(tx, pod, taints);
}

/**
 * taint_eviction.go:processPodOnNode. A time once planned stays, even when a further taint would allow less: upstream
 * compares with the beginning of the plan, which is always earlier than now. A taint that is not tolerated cancels the
 * plan, aloud, and ends the pod at once.
 */
function processPod(tx: Tx, pod: Pod, taints: readonly Taint[]): void {
  const seconds = noExecuteTolerationSeconds(taints, pod.spec?.tolerations);
  const pending = tx.pending(evictionTimer(uidOf(pod)));
  if (seconds === Infinity) {
    if (pending) cancel(tx, pod);
    return;
  }
  if (pod.metadata?.deletionTimestamp) return;
  if (pending) {
    if (pending.at <= tx.now || !findUntoleratedTaint(taints, pod.spec?.tolerations, isNoExecuteTaint)) return;
    cancel(tx, pod, 'taintEviction.bringForward');
  }
  tx.send({ type: 'note', to: ADDRESS, kind: 'evict', about: uidOf(pod), data: { pod: keyOf(pod) } }, seconds * 1000, evictionTimer(uidOf(pod)));
}

/** taint_eviction.go:cancelWorkWithEvent. */
function cancel(tx: Tx, pod: Pod, rule: 'taintEviction.cancel' | 'taintEviction.bringForward' = 'taintEviction.cancel'): void {
  tx.cancel(evictionTimer(uidOf(pod)));
  tx.because(rule, { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', node: pod.spec?.nodeName ?? '' });
  emit(tx, COMPONENT, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${keyOf(pod)}`, regarding(pod));
}

/** taint_eviction.go:deletePodHandler, addConditionAndDeletePod: first the reason, in the pod's status. */
function markForDeletion(tx: Tx, uid: string, key: string): void {
  const pod = tx.get('pods', key);
  if (!pod || uidOf(pod) !== uid) return;
  emit(tx, COMPONENT, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${key}`, regarding(pod));
  const condition = { status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' } as const;
  const answer = patchPodStatus(tx, ADDRESS, key, uid, disruptionTarget(tx, pod, condition));
  tx.because('taintEviction.mark', { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', node: pod.spec?.nodeName ?? '' });
  const retry = answer.ok ? LATENCY.apiRequest : 1000;
  tx.send({ type: 'note', to: ADDRESS, kind: 'delete', about: uid, data: { pod: key } }, retry);
}

function deleteMarked(tx: Tx, uid: string, key: string): void {
  const pod = tx.get('pods', key);
  if (!pod || uidOf(pod) !== uid || pod.metadata?.deletionTimestamp) return;
  const answer = remove(tx, ADDRESS, 'pods', key, { uid });
  if (!answer.ok) {
    if (answer.code === 0) tx.send({ type: 'note', to: ADDRESS, kind: 'delete', about: uid, data: { pod: key } }, 1000);
    return;
  }
  tx.because('taintEviction.deletePod', { pod: nameOf(pod), namespace: pod.metadata?.namespace ?? '', node: pod.spec?.nodeName ?? '' });
}
