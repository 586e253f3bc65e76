/**
 * Transcripts: golden runs as stories in text. A transcript holds commands, each at the beginning of a line, with
 * indented lines under them: YAML for what is made, or what is expected. Lines that begin with # are for the reader.
 *
 *   cluster                                   the cluster in the words of conformance/traces/FORMAT.md, section 4; default:
 *     workers: [w1]                             control plane cp1, worker w1, ready. Only as the first command
 *     images: {crash: {present: true, program: {run: 1s, exit: 1}}}
 *   kubectl apply                             manifests as YAML, `---` between them; apiVersion v1 and kind Pod may be left out
 *     metadata: {name: p}
 *     spec: {containers: [{name: c, image: crash}]}
 *   run until 40s                             goes on to that time since 0; `run 5s` for so long. The lines under it are expected
 *     kubectl p 1/1 Running 0                   in this order, other lines may lie between them
 *     +1..2s runtime p/c exit                   time since the line before; `12s` is from 12 to 13, `12.5s` from 12.5 to 12.6
 *     warning BackOff … container c in pod      … stands for any text
 *     and event Killing                         behind the same line as the line before, in any order
 *     never SIGKILL                             not in this run command;  `3 times event Started`: exactly so often in it
 *   kubectl get pods                          its text is expected under it, all of it; a line … stands for any lines
 *   kubectl delete pod p --force · set image pod/p c=app:2 · debug p --image=busybox --target=c · patch pod p (YAML under it)
 *     scale · rollout undo · cordon · uncordon · taint node w1 k=v:NoExecute · drain · get nodes · get events · describe pod p
 *   on w1: write PATH (YAML under it) · remove PATH · rename A B · start kubelet · stop kubelet · power off · power on
 *     exit POD CONTAINER CODE · kill POD CONTAINER [OOM] · memory POD/CONTAINER=500Mi …;  container `pause`: the sandbox;
 *     a POD `web-*`, here or of kubectl, is the first whose name begins so
 *   registry has IMAGE · registry lacks IMAGE
 *
 * What can be expected of a run: a rule's sentence (`kubelet, w1: asks containerd to …`), `event` or `warning` REASON
 * POD/CONTAINER: MESSAGE, `runtime POD/CONTAINER OP call|done|failed field=…`, `kubectl POD READY STATUS RESTARTS`,
 * `refused: MESSAGE`. To see them all, put a line that cannot be under the command: it fails, and prints what happened.
 */
import { kubectl } from './kubectlView';
import { clusterFrom } from './clusterText';
import { startCluster } from './cluster';
import { Observer } from './observe';
import type { Simulation } from './simulation';
import { type Command, readCommand } from './transcriptCommands';
import { containsInOrder, type Expected, fits, fragmentsOf, type Happened, linesOf, readExpected } from './transcriptLines';

export interface TranscriptCommand {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly block: readonly string[];
}

/** What was expected and did not come. */
export interface TranscriptProblem {
  readonly line: number;
  readonly command: string;
  readonly expected: string;
  /** What happened instead, after the line that was found last. */
  readonly found: readonly string[];
}

export interface PlayedTranscript {
  readonly run: Simulation;
  readonly problems: readonly TranscriptProblem[];
}

/** The commands of a transcript, each with the indented lines under it. */
export function readTranscript(text: string): readonly TranscriptCommand[] {
  const commands: { line: number; text: string; block: string[] }[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.startsWith('#')) return;
    const last = commands.at(-1);
    if (/^\S/.test(line)) commands.push({ line: index + 1, text: line.trim(), block: [] });
    else if (last) last.block.push(line);
  });
  return commands.map((command) => ({ ...command, block: withoutEdges(command.block) }));
}

/** Without blank lines at the ends and without the common indentation. */
function withoutEdges(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const kept = lines.slice(Math.max(first, 0), last + 1);
  const indentation = Math.min(...kept.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return kept.map((line) => line.slice(indentation));
}

const DEFAULT_CLUSTER = { controlPlanes: ['cp1'], workers: ['w1'], ready: true };

/** Plays a transcript. Throws a TranscriptError for a command that cannot be read; invariants are checked after each step. */
export function playTranscript(text: string): PlayedTranscript {
  const written = readTranscript(text).map((command) => ({ ...command, read: readCommand(command.text, command.block.join('\n')) }));
  const [first] = written;
  const cluster = first?.read.do === 'cluster' ? first.read.written : {};
  const player = new Player(startCluster(clusterFrom({ ...DEFAULT_CLUSTER, ...cluster }), 1, { check: true }));
  for (const { read, ...command } of written) player.play(command, read);
  return { run: player.run, problems: player.problems };
}

class Player {
  readonly problems: TranscriptProblem[] = [];
  private readonly observer: Observer;
  /** Steps that have been put into lines. */
  private seen = 0;
  private inputs = 0;

  constructor(readonly run: Simulation) {
    this.observer = new Observer(run.cluster);
    this.observer.begin(run.world);
  }

  play(command: TranscriptCommand, read: Command): void {
    switch (read.do) {
      case 'cluster':
        return;
      case 'act':
        this.run.input(`action ${++this.inputs}`, read.action);
        return;
      case 'run':
        this.run.run(read.until ?? this.run.time + read.lasts);
        this.compare(command, this.newLines());
        return;
      case 'show':
        this.compareText(command, kubectl(this.run.world, read.command).trimEnd().split('\n'));
        return;
    }
  }

  /** What happened since the last look. */
  private newLines(): Happened[] {
    const { steps } = this.run.history;
    const lines = steps.slice(this.seen).flatMap((step) => linesOf(step, this.observer));
    this.seen = steps.length;
    return lines;
  }

  /** Looks for each expected line behind the one before; the first that is missing is a problem, with what came instead. */
  private compare(command: TranscriptCommand, lines: readonly Happened[]): void {
    let from = 0;
    let behind = 0;
    for (const expected of command.block.filter((line) => line.trim() !== '').map(readExpected)) {
      if (expected.mode === 'never' || expected.mode === 'count') {
        this.compareCount(command, lines, expected);
        continue;
      }
      const start = expected.mode === 'and' ? from : behind;
      const before = lines[start - 1]?.t ?? 0;
      const at = lines.findIndex((line, index) => index >= start && fits(line, expected, before));
      if (at < 0) {
        this.problem(command, expected.written, lines.slice(Math.max(0, start - 1)).map(written));
        return;
      }
      from = start;
      behind = Math.max(behind, at + 1);
    }
  }

  private compareCount(command: TranscriptCommand, lines: readonly Happened[], expected: Expected): void {
    const found = lines.filter((line) => fits(line, expected, 0));
    if (found.length !== (expected.mode === 'never' ? 0 : expected.count)) this.problem(command, expected.written, found.map(written));
  }

  /** Compares kubectl's text line by line; a line … passes over any number of lines. */
  private compareText(command: TranscriptCommand, lines: readonly string[]): void {
    let at = 0;
    let mayPass = false;
    for (const expected of command.block) {
      if (expected.trim() === '…') {
        mayPass = true;
        continue;
      }
      const found = lines.findIndex((line, index) => index >= at && isLine(line, expected));
      if (found < 0 || (found > at && !mayPass)) {
        this.problem(command, expected, lines.slice(at));
        return;
      }
      at = found + 1;
      mayPass = false;
    }
    if (at < lines.length && !mayPass && command.block.length > 0) this.problem(command, '(no further lines)', lines.slice(at));
  }

  private problem({ line, text }: TranscriptCommand, expected: string, found: readonly string[]): void {
    this.problems.push({ line, command: text, expected, found });
  }
}

const written = ({ t, text }: Happened): string => `${t.toFixed(3)}s ${text}`;

/** Is the expected text the whole line, `…` aside? */
function isLine(line: string, expected: string): boolean {
  const text = line.trim().replace(/\s+/g, ' ');
  const fragments = fragmentsOf(expected);
  if (!expected.includes('…')) return text === (fragments[0] ?? '');
  if (!containsInOrder(text, fragments)) return false;
  const startsOpen = expected.trimStart().startsWith('…');
  const endsOpen = expected.trimEnd().endsWith('…');
  return (startsOpen || text.startsWith(fragments[0] ?? '')) && (endsOpen || text.endsWith(fragments.at(-1) ?? ''));
}
