/**
 * Containers: create, start, stop, remove, and hooks that run inside them.
 * Stands for: containerd internal/cri/server/container_create.go, container_start.go, container_stop.go,
 * container_remove.go, container_execsync.go. Left out: snapshots, OCI specs, cgroups, logs.
 */
import { pidNamespaceForContainer } from '../../../kubernetes/criNamespaces';
import type { Container, EphemeralContainer, Pod } from '../../../kubernetes/objects';
import { containersOf } from '../../../kubernetes/podContainers';
import { fnv1a } from '../../../lib/prng';
import { LATENCY } from '../../latencies';
import type { CriCall } from '../../messages';
import { RUN_FOREVER } from '../../programs';
import type { Tx } from '../../tx';
import type { ContainerKind, ContainerRow } from '../../world';
import {
  aboutContainer, aboutPod, answer, callFact, containerFact, FIRST_INODE, hookName, INODES_EACH, nodeOf, podNameOf, refuseCall, runtimeId, takeQuietly, workOn,
} from './answers';

interface Planned {
  readonly spec: Container | EphemeralContainer;
  readonly kind: ContainerKind;
}

/** The definition of the container in the pod that the kubelet works on. */
function plannedContainer(pod: Pod, name: string): Planned | undefined {
  const found = containersOf(pod.spec).find((each) => each.name === name);
  return found && { spec: found.container, kind: found.kind };
}

/** CreateContainer, first half. */
export function createContainer(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const worker = tx.get('podWorkers', `${node}/${call.podUid}`);
  const planned = worker && plannedContainer(worker.pod, call.containerName ?? '');
  if (!worker || !planned) return refuseCall(tx, call, `the kubelet does not know container "${call.containerName ?? ''}"`);
  const sandbox = tx.get('sandboxes', call.sandbox ?? '');
  if (sandbox?.state !== 'ready') return refuseCall(tx, call, `failed to find sandbox id "${call.sandbox ?? ''}": not ready`);
  const { mode, target } = pidNamespaceForContainer(worker.pod, planned.spec.name);
  const targetRow = mode === 'TARGET' ? targetContainer(tx, sandbox.id, target ?? '') : undefined;
  if (mode === 'TARGET' && targetRow?.state !== 'running') {
    return refuseCall(tx, call, `invalid target container: container "${targetRow?.id ?? ''}" is not running - in state CONTAINER_${(targetRow?.state ?? 'unknown').toUpperCase()}`);
  }
  takeQuietly(tx, call, { pidMode: mode });
  // One number for the container and its namespaces; the target's PID namespace is joined, not made.
  const first = FIRST_INODE + tx.nextId() * INODES_EACH;
  const pid = mode === 'CONTAINER' ? first + 5 : mode === 'TARGET' ? targetRow?.namespaces.pid : undefined;
  const privileged = planned.spec.securityContext?.privileged === true;
  const namespaces = { mnt: first + 6, ...(pid !== undefined ? { pid } : {}), ...(privileged ? {} : { cgroup: first + 7 }) };
  workOn(tx, call, LATENCY.createContainer, { spec: planned.spec, namespaces });
}

/** The container to look into: the one of that name that runs, or one that does not (container_create.go:validateTargetContainer). */
function targetContainer(tx: Tx, sandbox: string, name: string): ContainerRow | undefined {
  const rows = tx.rows('containers', 'containersBySandbox', sandbox).filter((row) => row.name === name);
  return rows.find(({ state }) => state === 'running') ?? rows[0];
}

const KINDS: readonly string[] = ['init', 'sidecar', 'app', 'ephemeral'];
const kindOf = (value: unknown): ContainerKind => (typeof value === 'string' && KINDS.includes(value) ? (value as ContainerKind) : 'app');

/** CreateContainer, second half: the container exists, without a process. */
export function containerCreated(tx: Tx, call: CriCall): void {
  const node = nodeOf(call);
  const spec = call.work?.spec;
  const sandbox = tx.get('sandboxes', call.sandbox ?? '');
  if (!spec || sandbox?.state !== 'ready') return refuseLate(tx, call, `sandbox ${call.sandbox ?? ''} is not ready any more`);
  const number = ((call.work?.namespaces?.mnt ?? FIRST_INODE) - FIRST_INODE) / INODES_EACH;
  const restartCount = typeof call.data?.['restartCount'] === 'number' ? call.data['restartCount'] : 0;
  const row: ContainerRow = {
    id: runtimeId(fnv1a(`container ${call.podUid} ${spec.name} ${restartCount}`), Math.floor(number)),
    node, sandbox: sandbox.id, podUid: call.podUid, name: spec.name, kind: kindOf(call.data?.['kind']), spec,
    image: call.image ?? spec.image ?? '', state: 'created', restartCount, createdAt: tx.now,
    startedAt: undefined, finishedAt: undefined, exitCode: undefined, reason: undefined, message: undefined, pid: undefined,
    namespaces: call.work?.namespaces ?? {}, memory: {},
  };
  tx.put('containers', row.id, row);
  tx.because('containerd.createContainer', aboutContainer(tx, row));
  tx.motion(call.to, `kubelet/${node}`);
  const { mode } = pidModeOf(tx, row);
  answer(tx, call, undefined, { container: row.id, fact: { pidMode: mode } });
}

function pidModeOf(tx: Tx, row: ContainerRow): { readonly mode: string } {
  const worker = tx.get('podWorkers', `${row.node}/${row.podUid}`);
  return worker ? pidNamespaceForContainer(worker.pod, row.name) : { mode: 'CONTAINER' };
}

/** The second half of a call fails: its `call` line has been written. */
function refuseLate(tx: Tx, call: CriCall, error: string): void {
  const node = nodeOf(call);
  tx.because('containerd.refuseCall', aboutPod(podNameOf(tx, node, call.podUid, call.sandbox), node, { op: call.op, error }));
  tx.motion(call.to, `kubelet/${node}`);
  answer(tx, call, error);
}

/** StartContainer, first half. */
export function startContainer(tx: Tx, call: CriCall): void {
  const row = tx.get('containers', call.container ?? '');
  if (!row) return refuseCall(tx, call, `container "${call.container ?? ''}" not found`);
  if (row.state !== 'created') return refuseCall(tx, call, `container "${row.id}" is in state ${row.state}`);
  takeQuietly(tx, { ...call, sandbox: row.sandbox });
  workOn(tx, call, LATENCY.startContainer);
}

/** StartContainer, second half: the main process runs. */
export function containerStarted(tx: Tx, call: CriCall): void {
  const row = tx.get('containers', call.container ?? '');
  if (row?.state !== 'created') return refuseLate(tx, call, 'the container is gone');
  if (tx.get('sandboxes', row.sandbox)?.state !== 'ready') return refuseLate(tx, call, `sandbox container "${row.sandbox}" is not running`);
  tx.put('containers', row.id, { ...row, state: 'running', startedAt: tx.now, pid: 1000 + tx.nextId() });
  tx.because('containerd.startContainer', aboutContainer(tx, row));
  tx.motion(call.to, `kubelet/${row.node}`);
  answer(tx, call, undefined);
  tx.send({ type: 'note', to: `process/${row.id}`, from: call.to, kind: 'started' }, 0);
}

/** StopContainer: the stop signal, the wait, SIGKILL. The answer comes when the process has ended (exit.ts). */
export function stopContainer(tx: Tx, call: CriCall): void {
  const row = tx.get('containers', call.container ?? '');
  if (row?.state !== 'running') {
    takeQuietly(tx, call);
    return answer(tx, call, undefined);
  }
  const timeout = Math.max(0, call.timeout ?? 0);
  const waiting = tx.get('memory', `stop/${row.id}`);
  const earlier = waiting?.kind === 'stopping' ? waiting.calls : [];
  tx.put('memory', `stop/${row.id}`, { kind: 'stopping', container: row.id, calls: [...earlier, call] });
  if (timeout === 0) {
    callFact(tx, call, 'call', { timeout });
    return kill(tx, row, 'containerd.killAtOnce');
  }
  tx.sendSoonest({ type: 'note', to: call.to, kind: 'timeout', about: row.id }, timeout * 1000, `sigkill/${row.id}`);
  // The stop signal is sent once; a second call only shortens the wait.
  if (earlier.length > 0) return takeQuietly(tx, call, { timeout });
  callFact(tx, call, 'call', { timeout });
  const signal = row.spec.lifecycle?.stopSignal ?? 'SIGTERM';
  tx.because('containerd.sendStopSignal', aboutContainer(tx, row, { signal, timeout: String(timeout) }));
  tx.motion(call.to, `process/${row.id}`, { label: signal });
  containerFact(tx, row, `signal ${signal}`);
  tx.send({ type: 'note', to: `process/${row.id}`, from: call.to, kind: 'signal', data: { signal } }, 0);
}

/** The time given to a process is over. */
export function stopTimedOut(tx: Tx, container: string): void {
  const row = tx.get('containers', container);
  if (row?.state === 'running') kill(tx, row, 'containerd.sendSigkill');
}

function kill(tx: Tx, row: ContainerRow, rule: 'containerd.sendSigkill' | 'containerd.killAtOnce'): void {
  tx.because(rule, aboutContainer(tx, row));
  tx.motion(`containerd/${row.node}`, `process/${row.id}`);
  containerFact(tx, row, 'signal SIGKILL');
  tx.send({ type: 'note', to: `process/${row.id}`, from: `containerd/${row.node}`, kind: 'kill' }, LATENCY.exitAfterSigkill, `exit/${row.id}`);
}

/** RemoveContainer: the row goes. A running container is not removed. */
export function removeContainer(tx: Tx, call: CriCall): void {
  const row = tx.get('containers', call.container ?? '');
  if (row?.state === 'running') return refuseCall(tx, call, `container ${row.id} is still running`);
  if (!row) {
    takeQuietly(tx, call);
    return answer(tx, call, undefined);
  }
  tx.because('containerd.removeContainer', aboutContainer(tx, row));
  callFact(tx, call, 'call');
  answer(tx, call, undefined);
  tx.delete('containers', row.id);
}

/** ExecSync, first half: a hook begins inside a container. */
export function execSync(tx: Tx, call: CriCall): void {
  const row = tx.get('containers', call.container ?? '');
  const hook = call.hook ?? 'preStop';
  if (row?.state !== 'running') return refuseCall(tx, call, `container "${call.container ?? ''}" is not running`);
  tx.because('containerd.runHook', aboutContainer(tx, row, { hook }));
  tx.motion(call.to, `process/${row.id}`, { label: hook });
  callFact(tx, call, 'call');
  workOn(tx, call, hookOf(tx, row, hook).takes, {}, hookName(row.id, hook));
}

const hookOf = (tx: Tx, row: ContainerRow, hook: 'preStop' | 'postStart') =>
  (tx.get('registry', row.image)?.program ?? RUN_FOREVER).hooks?.[hook] ?? { takes: LATENCY.hook, ok: true };

/** ExecSync, second half. A hook has failed whose container ended before it, or for which nobody waits any more. */
export function execEnded(tx: Tx, call: CriCall): void {
  const row = tx.get('containers', call.container ?? '');
  const hook = call.hook ?? 'preStop';
  const error = call.work?.error ?? (row && hookOf(tx, row, hook).ok ? undefined : 'command exited with 1');
  const node = nodeOf(call);
  const about = row ? aboutContainer(tx, row) : aboutPod(podNameOf(tx, node, call.podUid), node, { container: call.containerName ?? '' });
  tx.because('containerd.hookEnded', { ...about, hook, outcome: error === undefined ? 'succeeded' : 'failed' });
  tx.motion(call.to, `kubelet/${node}`);
  answer(tx, call, error);
}
