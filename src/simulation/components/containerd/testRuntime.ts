/**
 * For tests: containerd, the network plugin and processes of one machine, without a kubelet. CRI calls are sent by the
 * test; what comes back is collected.
 */
import { ms } from '../../../lib/brand';
import type { Pod } from '../../../kubernetes/objects';
import { History } from '../../history';
import { checkInvariants } from '../../invariants';
import { narrate } from '../../narrate';
import { componentOf, type CriCall, type CriReturn, type Message } from '../../messages';
import type { Program } from '../../programs';
import type { Step } from '../../step';
import { Tx } from '../../tx';
import { World } from '../../worldState';
import { containerRuntime } from '../containerRuntime';
import { networkPlugin } from '../networkPlugin';
import { process } from '../process';

export class TestRuntime {
  readonly world = World.empty();
  readonly history = new History(this.world);
  readonly returns: CriReturn[] = [];

  constructor(images: Readonly<Record<string, Program>> = {}) {
    this.set((tx) => {
      tx.put('cluster', 'cluster', {
        now: ms(0), origin: ms(0), clock: 1_767_225_600_000, nextSequence: 0, resourceVersion: 0, seed: 1, nextId: 1, pullMBps: 50,
      });
      tx.put('machines', 'w1', {
        name: 'w1', role: 'worker', address: '10.0.0.11', podCIDR: '10.244.1.0/29', power: 'on', kubelet: 'running',
        cniConfigured: true, staticPodPath: '/etc/kubernetes/manifests', cpu: 4, memory: '8Gi', maxPods: 110,
      });
      for (const [name, program] of Object.entries(images)) tx.put('registry', name, { name, sizeMB: 20, exists: true, program });
    });
  }

  set(change: (tx: Tx) => void): void {
    const tx = new Tx(this.world, null, 0, 'user/you');
    change(tx);
    tx.commit();
  }

  /** The rules of the steps, in their order. */
  get rules(): readonly string[] {
    return this.history.steps.map(({ rule }) => rule);
  }

  get now(): number {
    return this.world.tables.cluster.get('cluster')?.now ?? 0;
  }

  /** The kubelet learns of a pod; its UID is its name. */
  pod(name: string, spec: Pod['spec']): this {
    this.set((tx) => tx.put('podWorkers', `w1/${name}`, {
      node: 'w1', uid: name, fullName: `default/${name}`, origin: 'api', state: 'sync',
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: name }, spec },
      memory: {} as never,
    }));
    return this;
  }

  call(op: CriCall['op'], podUid: string, more: Partial<CriCall> = {}): this {
    this.set((tx) => tx.send({ type: 'cri', to: 'containerd/w1', op, podUid, ...more }, 0));
    return this;
  }

  note(to: Message['to'], kind: string, data: Readonly<Record<string, unknown>> = {}): this {
    this.set((tx) => tx.send({ type: 'note', to, kind, data }, 0));
    return this;
  }

  /** Delivers what is due until then; the clock stands there afterwards. */
  run(until: number): this {
    for (let next = this.world.nextTimer(); next && next.timer.at <= until; next = this.world.nextTimer()) {
      const { key, timer } = next;
      const tx = new Tx(this.world, timer.cause, this.history.steps.length, timer.message.to);
      tx.delete('timers', key);
      tx.put('cluster', 'cluster', { ...tx.cluster, now: timer.at });
      this.deliver(tx, timer.message);
      const step = tx.close(this.history.pending);
      if (!step) this.history.addSilent(tx.changes);
      else {
        this.history.append(step);
        checkInvariants(this.world, step);
      }
    }
    if (until > this.now) this.set((tx) => tx.put('cluster', 'cluster', { ...tx.cluster, now: ms(until) }));
    return this;
  }

  private deliver(tx: Tx, message: Message): void {
    switch (componentOf(message.to)) {
      case 'containerd':
        return containerRuntime(tx, message);
      case 'network':
        return networkPlugin(tx, message);
      case 'process':
        return process(tx, message);
      default:
        if (message.type === 'criReturn') this.returns.push(message);
    }
  }

  /** RunPodSandbox until it is ready: its id. */
  sandbox(podUid: string): string {
    this.call('RunPodSandbox', podUid, { data: { attempt: 0 } }).run(this.now + 1000);
    return this.returns.at(-1)?.sandbox ?? '';
  }

  /** Creates and starts a container: its id. */
  container(podUid: string, sandbox: string, containerName: string, more: Partial<CriCall> = {}): string {
    this.call('CreateContainer', podUid, { sandbox, containerName, image: containerName, ...more }).run(this.now + 1000);
    const container = this.returns.at(-1)?.container ?? '';
    this.call('StartContainer', podUid, { container }).run(this.now + 200);
    return container;
  }

  /** Loud steps since `from`: time, subject, sentence. */
  transcript(from = 0): string[] {
    return this.history.steps.filter((step) => !step.quiet && step.time >= from).map((step) => `${step.time} ${narrate(step).plain}`);
  }

  /** Facts since `from`: time, operation, edge, container and what else is told. */
  facts(from = 0): string[] {
    return this.history.steps.filter((step) => step.time >= from).flatMap((step) => step.facts.map((fact) => factText(step, fact)));
  }

  row(id: string) {
    return this.world.tables.containers.get(id);
  }
}

function factText(step: Step, fact: Step['facts'][number]): string {
  if (fact.type !== 'runtime') return '';
  const { op, edge, container, exitCode, timeout, ok, error, pidMode } = fact;
  const rest = [edge, container, exitCode !== undefined ? `exit ${exitCode}` : undefined, timeout !== undefined ? `${timeout} s` : undefined, pidMode, ok === false ? (error ?? 'failed') : undefined];
  return [step.time, op, ...rest.filter((part) => part !== undefined)].join(' ');
}
