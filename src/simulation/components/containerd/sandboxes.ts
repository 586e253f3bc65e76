/**
 * Pod sandboxes: the network namespace and its address first, then the pause process that holds the other namespaces.
 * Stands for: containerd internal/cri/server/sandbox_run.go, sandbox_stop.go, sandbox_remove.go.
 * Left out: NRI, port mappings, the pull of the pause image.
 */
import { ipcNamespaceForPod, isHostNetworkPod, pidNamespaceForPod } from '../../../kubernetes/criNamespaces';
import type { Pod } from '../../../kubernetes/objects';
import { fnv1a } from '../../../lib/prng';
import { LATENCY } from '../../latencies';
import type { CriCall, CriWork, NoteMessage } from '../../messages';
import type { Tx } from '../../tx';
import type { SandboxRow } from '../../world';
import {
  aboutPod, answer, bootOf, callFact, FIRST_INODE, INODES_EACH, nodeOf, networkDelay, podNameOf, refuseCall, runtimeId, sandboxFact, workOn,
} from './answers';
import { killLeftovers } from './exit';

/**
 * The namespaces that a sandbox of this pod holds, by inode number; what is absent is the node's. With hostNetwork the
 * UTS namespace is the node's too (podsandbox/sandbox_run_linux.go:sandboxContainerSpec).
 */
function namespacesOf(pod: Pod, number: number): NonNullable<CriWork['namespaces']> {
  const first = FIRST_INODE + number * INODES_EACH;
  return {
    ...(isHostNetworkPod(pod) ? {} : { net: first, uts: first + 1 }),
    ...(ipcNamespaceForPod(pod) === 'POD' ? { ipc: first + 2 } : {}),
    ...(pidNamespaceForPod(pod) === 'POD' ? { pid: first + 3 } : {}),
    ...(pod.spec?.hostUsers === false ? { user: first + 4 } : {}),
  };
}

/** RunPodSandbox, first half: reserve the id, make the network namespace, ask for an address. */
export function runPodSandbox(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const worker = tx.get('podWorkers', `${node}/${call.podUid}`);
  if (!worker) return refuseCall(tx, call, 'the kubelet does not know this pod');
  const attempt = typeof call.data?.['attempt'] === 'number' ? call.data['attempt'] : 0;
  const number = tx.nextId();
  const id = runtimeId(fnv1a(`sandbox ${call.podUid} ${attempt}`), number);
  const hostNetwork = isHostNetworkPod(worker.pod);
  const namespaces = namespacesOf(worker.pod, number);
  const { net, user } = namespaces;
  const row: SandboxRow = {
    id, node, podUid: call.podUid, pod: worker.fullName, attempt, state: 'creating', hostNetwork, ip: undefined, createdAt: tx.now,
    namespaces: { ...(net !== undefined ? { net } : {}), ...(user !== undefined ? { user } : {}) },
  };
  tx.because(hostNetwork ? 'containerd.keepNodeNetwork' : 'containerd.makeNetworkNamespace', aboutPod(row.pod, node));
  tx.put('sandboxes', id, row);
  callFact(tx, call, 'call', { attempt });
  const begun: CriCall = { ...call, sandbox: id };
  if (hostNetwork) return workOn(tx, begun, LATENCY.startPause, { namespaces });
  sandboxFact(tx, row, 'CNI ADD', { edge: 'call' });
  tx.motion(call.to, `network/${node}`);
  const work: CriWork = { boot: bootOf(tx, node), namespaces };
  askNetwork(tx, 'add', { ...begun, work }, networkDelay + LATENCY.cniAdd);
}

/** The network plugin's answer comes as the call's second half. */
function askNetwork(tx: Tx, kind: 'add' | 'del', call: CriCall, delay: number): void {
  const note: NoteMessage = { type: 'note', to: `network/${nodeOf(call)}`, from: call.to, kind, about: call.sandbox ?? '', data: { call } };
  tx.send(note, delay);
}

/** RunPodSandbox, second half: the pause process runs, or the whole is taken down. */
export function sandboxRuns(tx: Tx, call: CriCall): void {
  const row = call.sandbox === undefined ? undefined : tx.get('sandboxes', call.sandbox);
  const node = nodeOf(call);
  const error = call.work?.error ?? (row?.state === 'creating' ? undefined : 'the sandbox was stopped while it was made');
  if (!row || error !== undefined) return sandboxFailed(tx, call, row, error ?? 'the sandbox is gone');
  tx.because('containerd.startPause', aboutPod(row.pod, node));
  tx.motion(call.to, `kubelet/${node}`);
  tx.put('sandboxes', row.id, { ...row, state: 'ready', namespaces: call.work?.namespaces ?? row.namespaces });
  sandboxFact(tx, row, 'start pause');
  answer(tx, call, undefined, { fact: { attempt: row.attempt } });
}

function sandboxFailed(tx: Tx, call: CriCall, row: SandboxRow | undefined, error: string): void {
  const node = nodeOf(call);
  const pod = row?.pod ?? podNameOf(tx, node, call.podUid);
  tx.because('containerd.sandboxFailed', aboutPod(pod, node, { error }));
  tx.motion(call.to, `kubelet/${node}`);
  answer(tx, call, error, row ? { fact: { attempt: row.attempt } } : {});
  if (row?.state === 'creating') tx.delete('sandboxes', row.id);
}

/** StopPodSandbox, first half: what still runs is killed, then pause; the address is given back. May be repeated. */
export function stopPodSandbox(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const row = call.sandbox === undefined ? undefined : tx.get('sandboxes', call.sandbox);
  if (!row) return refuseNothing(tx, call);
  const hasNetwork = row.ip !== undefined && !row.hostNetwork;
  tx.because(hasNetwork ? 'containerd.stopPause' : 'containerd.stopPauseInNodeNetwork', aboutPod(row.pod, node));
  callFact(tx, call, 'call');
  killLeftovers(tx, row);
  if (row.state !== 'notReady') tx.put('sandboxes', row.id, { ...row, state: 'notReady' });
  if (!hasNetwork) return workOn(tx, call, LATENCY.stopSandbox);
  sandboxFact(tx, row, 'CNI DEL', { edge: 'call' });
  tx.motion(call.to, `network/${node}`);
  askNetwork(tx, 'del', { ...call, work: { boot: bootOf(tx, node) } }, LATENCY.cniDel);
}

/** A sandbox that does not exist is stopped already. */
function refuseNothing(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  tx.because('containerd.takeCall', aboutPod(podNameOf(tx, node, call.podUid), node, { op: call.op }));
  callFact(tx, call, 'call');
  answer(tx, call, undefined);
}

/** StopPodSandbox, second half: nothing holds the namespaces any more. */
export function sandboxStopped(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const row = call.sandbox === undefined ? undefined : tx.get('sandboxes', call.sandbox);
  tx.because('containerd.sandboxStopped', aboutPod(row?.pod ?? podNameOf(tx, node, call.podUid), node));
  tx.motion(call.to, `kubelet/${node}`);
  if (row) tx.put('sandboxes', row.id, { ...row, state: 'notReady', namespaces: {} });
  answer(tx, call, undefined);
}

/** RemovePodSandbox: the row and those of its containers go. */
export function removePodSandbox(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const row = call.sandbox === undefined ? undefined : tx.get('sandboxes', call.sandbox);
  if (!row) return refuseNothing(tx, call);
  if (row.state !== 'notReady') return refuseCall(tx, call, `sandbox ${row.id} is still running`);
  tx.because('containerd.removeSandbox', aboutPod(row.pod, node));
  callFact(tx, call, 'call');
  answer(tx, call, undefined);
  for (const container of tx.rows('containers', 'containersBySandbox', row.id)) tx.delete('containers', container.id);
  tx.delete('sandboxes', row.id);
}
