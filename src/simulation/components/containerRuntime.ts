/**
 * containerd: sandboxes, containers and images of one node, as the kubelet asks for them over the CRI.
 *
 *   RunPodSandbox: network namespace → CNI ADD → pause → ready        (containerd/sandboxes.ts)
 *   CreateContainer, StartContainer, StopContainer, ExecSync          (containerd/containers.ts)
 *   PullImage                                                         (containerd/images.ts)
 *   a main process ends                                               (containerd/exit.ts)
 *
 * Stands for: containerd internal/cri/server. A call that takes time comes back to containerd as the same message with
 * `work`; the note `cancel` says that its caller has given it up. What was begun before the machine lost power is dropped. Left out: NRI, snapshots, events, cgroups.
 */
import { assertNever } from '../../lib/assert';
import { type CriCall, instanceOf, type Message } from '../messages';
import type { Tx } from '../tx';
import { bootOf, CANCELLED, endEarly } from './containerd/answers';
import {
  containerCreated, containerStarted, createContainer, execEnded, execSync, removeContainer, startContainer, stopContainer, stopTimedOut,
} from './containerd/containers';
import { imagePulled, pullImage } from './containerd/images';
import { removePodSandbox, runPodSandbox, sandboxRuns, sandboxStopped, stopPodSandbox } from './containerd/sandboxes';
import { programEnded } from './controlPlane';

export function containerRuntime(tx: Tx, message: Message): void {
  const node = instanceOf(message.to);
  if (tx.get('machines', node)?.power !== 'on') return;
  if (message.type === 'note' && message.kind === 'timeout') return stopTimedOut(tx, message.about ?? '');
  if (message.type === 'note' && message.kind === 'cancel') return endEarly(tx, message.about ?? '', CANCELLED);
  if (message.type !== 'cri') return;
  if (message.work === undefined) begin(tx, message);
  else if (message.work.boot === bootOf(tx, node)) finish(tx, message);
}

function begin(tx: Tx, call: CriCall): void {
  switch (call.op) {
    case 'RunPodSandbox':
      return runPodSandbox(tx, call);
    case 'StopPodSandbox':
      return stopPodSandbox(tx, call);
    case 'RemovePodSandbox':
      return removePodSandbox(tx, call);
    case 'CreateContainer':
      return createContainer(tx, call);
    case 'StartContainer':
      return startContainer(tx, call);
    case 'StopContainer':
      return stopContainer(tx, call);
    case 'RemoveContainer':
      return removeContainer(tx, call);
    case 'PullImage':
      return pullImage(tx, call);
    case 'ExecSync':
      return execSync(tx, call);
    default:
      return assertNever(call.op, 'CRI call');
  }
}

/** The second half of the calls that have one. */
function finish(tx: Tx, call: CriCall): void {
  switch (call.op) {
    case 'RunPodSandbox':
      return sandboxRuns(tx, call);
    case 'StopPodSandbox':
      return sandboxStopped(tx, call);
    case 'CreateContainer':
      return containerCreated(tx, call);
    case 'StartContainer':
      return containerStarted(tx, call);
    case 'PullImage':
      return imagePulled(tx, call);
    case 'ExecSync':
      return execEnded(tx, call);
    case 'StopContainer':
    case 'RemoveContainer':
    case 'RemovePodSandbox':
      return;
    default:
      return assertNever(call.op, 'CRI call');
  }
}

/** Exit code of a container whose end containerd did not see (internal/cri/server/restart.go: unknownExitCode). */
const UNKNOWN_EXIT = 255;

/**
 * The machine lost power: every process ends, and nobody sees it end. Rows stay, as containerd finds them again on its
 * disk: containers exited, sandboxes not ready, addresses taken until CNI DEL. The caller names the rule.
 */
export function machineOff(tx: Tx, node: string): void {
  tx.put('memory', `containerd/${node}`, { kind: 'containerd', node, boot: bootOf(tx, node) + 1 });
  for (const row of tx.rows('containers', 'containersByNode', node)) {
    if (row.state === 'exited') continue;
    tx.put('containers', row.id, { ...row, state: 'exited', exitCode: UNKNOWN_EXIT, reason: 'Unknown' });
    tx.cancel(`exit/${row.id}`);
    tx.cancel(`sigkill/${row.id}`);
    tx.delete('memory', `stop/${row.id}`);
    programEnded(tx, row);
  }
  for (const row of tx.rows('sandboxes', 'sandboxesByNode', node)) {
    if (row.state !== 'notReady') tx.put('sandboxes', row.id, { ...row, state: 'notReady', namespaces: {} });
  }
}

/** The machine has booted: for containerd those containers ended just now (internal/cri/server/restart.go:loadContainer). */
export function machineBooted(tx: Tx, node: string): void {
  for (const row of tx.rows('containers', 'containersByNode', node)) {
    if (row.state === 'exited' && row.finishedAt === undefined) tx.put('containers', row.id, { ...row, finishedAt: tx.now });
  }
}
