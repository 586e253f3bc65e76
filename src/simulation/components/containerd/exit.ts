/**
 * What follows when a main process ends: the container's row, the answer to a StopContainer that waits for it, and the
 * kubelet's next look. Stands for: containerd internal/cri/server/events.go:handleContainerExit.
 */
import type { Tx } from '../../tx';
import type { ContainerRow, SandboxRow } from '../../world';
import { programEnded } from '../controlPlane';
import { noticeContainerChange } from '../pleg';
import { answer, containerFact, endEarly, hookName } from './answers';

/** Exit code after SIGKILL. */
export const KILLED = 137;

/** A main process has ended. The caller names the rule. `reason` defaults to Completed or Error by the exit code. */
export function containerExited(tx: Tx, row: ContainerRow, exitCode: number, reason?: string): void {
  if (row.state !== 'running') return;
  tx.put('containers', row.id, {
    ...row, state: 'exited', exitCode, reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'), finishedAt: tx.now,
  });
  tx.cancel(`exit/${row.id}`);
  tx.cancel(`sigkill/${row.id}`);
  containerFact(tx, row, 'exit', { exitCode });
  programEnded(tx, row);
  const stopping = tx.get('memory', `stop/${row.id}`);
  if (stopping?.kind === 'stopping') {
    tx.delete('memory', `stop/${row.id}`);
    for (const call of stopping.calls) answer(tx, call, undefined);
  }
  // A hook is a process of the container: it ends with it.
  for (const hook of ['preStop', 'postStart'] as const) endEarly(tx, hookName(row.id, hook), `command exited with ${KILLED}`);
  killPidNamespace(tx, row);
  noticeContainerChange(tx, row.node, row.podUid);
}

/** A container whose main process is PID 1 of a namespace takes all others in it along (Linux: zap_pid_ns_processes). */
function killPidNamespace(tx: Tx, row: ContainerRow): void {
  const { pid } = row.namespaces;
  if (pid === undefined || row.kind === 'ephemeral') return;
  for (const other of tx.rows('containers', 'containersBySandbox', row.sandbox)) {
    if (other.id !== row.id && other.namespaces.pid === pid) containerExited(tx, other, KILLED);
  }
}

/** SIGKILL to everything that still runs in a sandbox. */
export function killLeftovers(tx: Tx, sandbox: SandboxRow): void {
  for (const row of tx.rows('containers', 'containersBySandbox', sandbox.id)) {
    if (row.state !== 'running') continue;
    containerFact(tx, row, 'signal SIGKILL');
    containerExited(tx, row, KILLED);
  }
}

/**
 * The pause process was killed from outside. Containers go on, except when pause was PID 1 of a PID namespace that the
 * pod shares: then all of them end with it.
 */
export function pauseKilled(tx: Tx, sandbox: SandboxRow): void {
  tx.put('sandboxes', sandbox.id, { ...sandbox, state: 'notReady' });
  if (sandbox.namespaces.pid !== undefined) {
    for (const row of tx.rows('containers', 'containersBySandbox', sandbox.id)) containerExited(tx, row, KILLED);
  }
  noticeContainerChange(tx, sandbox.node, sandbox.podUid);
}
