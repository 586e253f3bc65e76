/**
 * Main processes of containers: each runs for ever or for a while, takes SIGTERM as its script says, and ends with an
 * exit code. The control plane's programs behave as controlPlane.ts says. The kubelet never speaks to a process; it
 * hears of its end from the runtime. Messages to the servers `etcd/<node>` and `apiserver/<node>` come here too.
 */
import { textOf } from '../../kubernetes/reading';
import { instanceOf, componentOf, type Message, type NoteMessage } from '../messages';
import { LATENCY } from '../latencies';
import { type Program, RUN_FOREVER } from '../programs';
import type { Tx } from '../tx';
import type { ContainerRow } from '../world';
import { aboutContainer } from './containerd/answers';
import { containerExited, KILLED } from './containerd/exit';
import { apiServerProcess, etcd, programStarted, programStopping } from './controlPlane';
import { elect } from './leaderElection';

export function process(tx: Tx, message: Message): void {
  if (message.type !== 'note') return;
  switch (componentOf(message.to)) {
    case 'etcd':
      return etcd(tx, message);
    case 'apiserver':
      return apiServerProcess(tx, message);
    default:
      return mainProcess(tx, message);
  }
}

function mainProcess(tx: Tx, message: NoteMessage): void {
  const row = tx.get('containers', instanceOf(message.to));
  if (row?.state !== 'running') return;
  switch (message.kind) {
    case 'started':
      return started(tx, row);
    case 'exit':
      return exit(tx, row, 'process.exit', numberOf(message.data?.['exitCode']));
    case 'kill':
      return exit(tx, row, 'process.killed', KILLED);
    case 'outOfMemory':
      return exit(tx, row, 'process.outOfMemory', KILLED, 'OOMKilled');
    case 'signal':
      return takeSignal(tx, row, textOf(message.data?.['signal']) ?? 'SIGTERM');
    case 'elect':
      return elect(tx, row);
    case 'configure':
      return writeNetworkConfig(tx, row);
  }
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Work that is done in a moment. */
const SHORT_WORK: Program = { sequence: [{ run: 1500, exit: 0 }] };

/**
 * The program of the image. Nobody knows what an image does that nobody described: an init container's, and one of a pod
 * that is not to be restarted for ever, is taken to do its work and end; any other runs on.
 */
function programOf(tx: Tx, row: ContainerRow): Program {
  const described = tx.get('registry', row.image)?.program;
  if (described) return described;
  const policy = tx.get('podWorkers', `${row.node}/${row.podUid}`)?.pod.spec?.restartPolicy ?? 'Always';
  return row.kind === 'init' || (row.kind === 'app' && policy !== 'Always') ? SHORT_WORK : RUN_FOREVER;
}

/** The script of this start; the last one repeats. */
const scriptOf = ({ sequence }: Program, restartCount: number) => sequence[Math.min(restartCount, sequence.length - 1)];

function started(tx: Tx, row: ContainerRow): void {
  const program = programOf(tx, row);
  if (program.name !== undefined) programStarted(tx, row, program.name);
  const script = scriptOf(program, row.restartCount);
  if (!script || script.run === 'forever') return;
  tx.send({ type: 'note', to: `process/${row.id}`, kind: 'exit', data: { exitCode: script.exit ?? 0 } }, script.run, `exit/${row.id}`);
}

/** The process ends now. The kernel tells containerd, containerd the rest. */
function exit(tx: Tx, row: ContainerRow, rule: 'process.exit' | 'process.killed' | 'process.outOfMemory', exitCode: number, reason?: string): void {
  tx.because(rule, aboutContainer(tx, row, { exitCode: String(exitCode) }));
  tx.motion(`process/${row.id}`, `containerd/${row.node}`);
  containerExited(tx, row, exitCode, reason);
}

function takeSignal(tx: Tx, row: ContainerRow, signal: string): void {
  const { sigterm } = programOf(tx, row);
  if (sigterm === 'ignore') return tx.because('process.ignoreSignal', aboutContainer(tx, row, { signal }));
  programStopping(tx, row);
  const { after, exit: exitCode } = sigterm ?? { after: LATENCY.exitAfterSigterm, exit: 0 };
  const note: NoteMessage = { type: 'note', to: `process/${row.id}`, kind: 'exit', data: { exitCode } };
  tx.sendSoonest(note, after, `exit/${row.id}`);
}

/** The cni container has written its file into the node's folder of network configurations. */
function writeNetworkConfig(tx: Tx, row: ContainerRow): void {
  const machine = tx.get('machines', row.node);
  if (!machine || machine.cniConfigured) return;
  tx.because('process.writeNetworkConfig', aboutContainer(tx, row));
  tx.motion(`process/${row.id}`, `network/${row.node}`);
  tx.put('machines', row.node, { ...machine, cniConfigured: true });
}
