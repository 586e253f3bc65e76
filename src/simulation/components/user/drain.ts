/**
 * kubectl drain: cordon, choose the pods by kubectl's filters, evict them all at once, wait until they are gone.
 * Stands for: kubectl/pkg/drain (filters.go, drain.go), kubectl/pkg/cmd/drain. Left out: selectors, timeouts, several
 * nodes at once.
 */
import type { UserAction } from '../../actions';
import type { ApiObject, Pod } from '../../../kubernetes/objects';
import { isMirrorPod } from '../../../kubernetes/podOrigin';
import { LATENCY } from '../../latencies';
import type { Tx } from '../../tx';
import { isTerminal } from '../../watch';
import { CONNECTION_REFUSED, servingApiServer } from '../apiServer';
import { evict } from '../eviction';
import { changeObject } from './change';
import { mergePatch } from './merge';
import { errorText, refused, succeed } from './outcome';
import { find } from './targets';

export type DrainAction = Extract<UserAction, { readonly do: 'drain' }>;

const RETRY = 5_000;
const POLL = 1_000;

const DAEMON_SET = 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)';
const LOCAL_STORAGE = 'cannot delete Pods with local storage (use --delete-emptydir-data to override)';
const UNMANAGED = 'cannot delete Pods that declare no controller (use --force to override)';

type Verdict = { readonly evict: boolean } | { readonly error: string };

const commandOf = ({ node, ignoreDaemonsets, deleteEmptydirData, force }: DrainAction): string =>
  ['kubectl drain', node, ignoreDaemonsets ? '--ignore-daemonsets' : '', deleteEmptydirData ? '--delete-emptydir-data' : '', force ? '--force' : ''].filter((part) => part !== '').join(' ');

/** The command begins: no new pods for this node. */
export function drain(tx: Tx, id: string, action: DrainAction): void {
  const command = commandOf(action);
  if (!servingApiServer(tx)) return refused(tx, id, command, CONNECTION_REFUSED);
  const found = find(tx, { kind: 'Node', name: action.node });
  if (!found.ok) return refused(tx, id, command, found);
  const answer = changeObject(tx, 'nodes', action.node, (node) => mergePatch(node, { spec: { unschedulable: true } }) as ApiObject);
  if (!answer.ok) return refused(tx, id, command, answer);
  tx.because('user.drainCordon', { node: action.node, command });
  tx.send({ type: 'note', to: 'user/you', kind: 'drain', about: id, data: { action } }, LATENCY.kubectlNext);
}

/** The node is cordoned: which pods go? Any objection ends the command before the first eviction. */
export function choosePods(tx: Tx, id: string, action: DrainAction): void {
  if (!servingApiServer(tx)) return refused(tx, id, commandOf(action), CONNECTION_REFUSED);
  const errors = new Map<string, string[]>();
  const chosen: Record<string, string> = {};
  for (const key of tx.keys('podsByNode', action.node)) {
    const pod = tx.get('pods', key);
    const verdict = pod && filter(tx, pod, action);
    if (!verdict) continue;
    if ('error' in verdict) errors.set(verdict.error, [...(errors.get(verdict.error) ?? []), key]);
    else if (verdict.evict) chosen[key] = pod.metadata?.uid ?? '';
  }
  if (errors.size > 0) {
    const texts = [...errors].map(([text, pods]) => `${text}: ${pods.join(', ')}`);
    const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
    return refused(tx, id, commandOf(action), `error: unable to drain node "${action.node}" due to error: ${list ?? ''}, continuing command...`);
  }
  tx.because('user.drainChoose', { node: action.node, count: String(Object.keys(chosen).length) });
  tx.put('memory', `drain/${id}`, { kind: 'drain', node: action.node, pods: chosen });
  for (const key of Object.keys(chosen)) tx.send({ type: 'note', to: 'user/you', kind: 'evict', about: key, data: { id } }, LATENCY.kubectlNext);
  if (Object.keys(chosen).length === 0) return finishDrain(tx, id, action.node);
  tx.send({ type: 'note', to: 'user/you', kind: 'drainPoll', about: id }, POLL, `drainPoll/${id}`);
}

/** The filters in kubectl's order; the first that keeps a pod decides (drain/filters.go:makeFilters). */
function filter(tx: Tx, pod: Pod, action: DrainAction): Verdict {
  const owner = pod.metadata?.ownerReferences?.find((each) => each.controller);
  const finished = isTerminal(pod);
  if (owner?.kind === 'DaemonSet' && !finished) {
    const key = `${pod.metadata?.namespace ?? ''}/${owner.name}`;
    if (!tx.get('daemonSets', key)) return action.force ? { evict: true } : { error: `cannot delete daemonsets.apps "${owner.name}" not found` };
    return action.ignoreDaemonsets ? { evict: false } : { error: DAEMON_SET };
  }
  if (isMirrorPod(pod)) return { evict: false };
  if (!finished && pod.spec?.volumes?.some((volume) => volume.emptyDir !== undefined) && !action.deleteEmptydirData) return { error: LOCAL_STORAGE };
  return finished || owner || action.force ? { evict: true } : { error: UNMANAGED };
}

/** One pod is asked to go. A budget that refuses is asked again in 5 s. */
export function evictPod(tx: Tx, id: string, key: string): void {
  const memory = tx.get('memory', `drain/${id}`);
  const pod = tx.get('pods', key);
  if (memory?.kind !== 'drain' || memory.pods[key] === undefined || pod?.metadata?.uid !== memory.pods[key]) return;
  const answer = evict(tx, 'user/you', key);
  const about = { pod: pod.metadata?.name ?? '', namespace: pod.metadata?.namespace ?? '', node: memory.node };
  if (answer.ok) return tx.because('user.evict', about);
  if (answer.code === 429) {
    tx.because('user.evictionRefused', { ...about, error: answer.message });
    tx.motion('user/you', servingApiServer(tx) ?? 'apiserver/none', { refused: answer.message });
    tx.send({ type: 'note', to: 'user/you', kind: 'evict', about: key, data: { id } }, RETRY);
    return;
  }
  if (answer.code === 404) return;
  tx.delete('memory', `drain/${id}`);
  tx.cancel(`drainPoll/${id}`);
  refused(tx, id, `kubectl drain ${memory.node}`, `error when evicting pods/"${pod.metadata?.name ?? ''}" -n "${pod.metadata?.namespace ?? ''}": ${errorText(tx, answer)}`);
}

/** Are all of them gone? kubectl looks once a second. */
export function pollDrain(tx: Tx, id: string): void {
  const memory = tx.get('memory', `drain/${id}`);
  if (memory?.kind !== 'drain') return;
  const left = Object.entries(memory.pods).filter(([key, uid]) => tx.get('pods', key)?.metadata?.uid === uid);
  if (left.length === 0) return finishDrain(tx, id, memory.node);
  tx.send({ type: 'note', to: 'user/you', kind: 'drainPoll', about: id }, POLL, `drainPoll/${id}`);
}

function finishDrain(tx: Tx, id: string, node: string): void {
  tx.because('user.drained', { node });
  tx.delete('memory', `drain/${id}`);
  succeed(tx, id, `node/${node} drained`);
}
