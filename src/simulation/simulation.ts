/**
 * A run: a World, its history, and the loop that delivers the next message. Time moves only here. The same cluster,
 * seed and inputs give the same steps on any machine.
 */
import { AssertionError, assert } from '../lib/assert';
import { type Ms, ms } from '../lib/brand';
import type { TimedAction, UserAction } from './actions';
import { deliver } from './deliver';
import { History } from './history';
import { checkInvariants } from './invariants';
import { type Address, type Message } from './messages';
import type { Step } from './step';
import { type ReadText, Tx } from './tx';
import { type ClusterRow } from './world';
import { API_TABLES } from './apiTables';
import { type Due, World } from './worldState';

export interface RunOptions {
  /** Check the invariants after each step: for tests and development. */
  readonly check?: boolean;
  /** Reads the texts that are put into manifests folders. Without it only objects may be put there. */
  readonly readText?: ReadText;
}

const STORED = new Set<string>(API_TABLES);

/** Thrown when a rule breaks a contract: names the message, the step and the seed, so that the run can be repeated. */
export class SimulationError extends AssertionError {
  override name = 'SimulationError';
}

export class Simulation {
  private constructor(
    readonly world: World,
    readonly history: History,
    private readonly options: RunOptions,
  ) {}

  /** A run from a World built by `build` (see cluster.ts). Without `keepsSteps` it is only good for {@link asBeginning}. */
  static start(build: (tx: Tx) => void, options: RunOptions = {}, keepsSteps = true): Simulation {
    const world = World.empty();
    const tx = new Tx(world, null, 0, 'user/you', options.readText);
    build(tx);
    tx.commit();
    return new Simulation(world, new History(world, keepsSteps), options);
  }

  get cluster(): ClusterRow {
    return this.world.tables.cluster.get('cluster') as ClusterRow;
  }

  /** Simulated time since the run's origin. */
  get time(): Ms {
    return ms(this.cluster.now - this.cluster.origin);
  }

  /** Loud steps applied so far. */
  get cursor(): number {
    return this.history.cursor;
  }

  /** The step that led to the present state, or null at the start. */
  get step(): Step | null {
    return this.history.stepAt(this.cursor) ?? null;
  }

  /** Makes the state now the run's beginning: time 0, no history. */
  rebase(): void {
    assert(this.history.atEnd, 'rebase is for the end of a run');
    const { cluster } = this;
    this.world.apply({ table: 'cluster', key: 'cluster', before: cluster, after: { ...cluster, origin: cluster.now } });
  }

  /** A run whose beginning is this one's present state, with an empty history. */
  asBeginning(): Simulation {
    this.history.dropTail();
    const world = this.world.clone();
    const copy = new Simulation(world, new History(world), this.options);
    copy.rebase();
    return copy;
  }

  /** Plans actions, at their times since the origin. They belong to the beginning: only before the first step. */
  plan(actions: readonly TimedAction[]): void {
    assert(this.history.steps.length === 0 && this.history.pending.length === 0, 'actions are planned before the first step');
    const tx = new Tx(this.world, null, 0, 'user/you');
    for (const { id, at, action } of actions) {
      const delay = at + this.cluster.origin - this.cluster.now;
      tx.send({ type: 'input', to: 'user/you', id, action }, Math.max(0, delay), `input/${id}`);
    }
    tx.commit();
  }

  /**
   * Does an action now. In the past this forgets the steps behind the cursor (fork first to keep them). Returns the
   * step it made.
   */
  input(id: string, action: UserAction): Step | null {
    this.history.truncate();
    return this.handle({ type: 'input', to: 'user/you', id, action }, null);
  }

  /**
   * To the next loud step: out of the history, or by delivering messages that are due until `until` (ms since the
   * origin). Null when there is none.
   */
  forward(until = Infinity): Step | null {
    const before = this.cursor;
    if (before < this.history.length) {
      this.history.seek(before + 1);
      return this.step;
    }
    this.history.seek(before);
    for (;;) {
      const made = this.deliverNext(until);
      if (made === 'none') return null;
      if (made !== 'silent' && !made.quiet) return made;
    }
  }

  /** One loud step back; null at the start. */
  back(): Step | null {
    if (this.cursor === 0) {
      this.history.seek(0);
      return null;
    }
    this.history.seek(this.cursor - 1);
    return this.step;
  }

  /** To the state after `n` loud steps, within the history. */
  seek(n: number): void {
    this.history.seek(n);
  }

  /**
   * Delivers messages until `until` (ms since the origin) or until `budget` says stop; afterwards the clock stands at
   * `until`. Returns whether it got there.
   */
  run(until: number, goOn: () => boolean = () => true): boolean {
    this.history.seek(this.history.length);
    for (let made = 0; ; made++) {
      if (made % 256 === 255 && !goOn()) return false;
      if (this.deliverNext(until) === 'none') break;
    }
    if (until !== Infinity && this.time < until) this.waitUntil(until);
    return true;
  }

  /** Nothing happens until then. */
  private waitUntil(until: number): void {
    const tx = new Tx(this.world, null, this.history.nextIndex, 'user/you');
    tx.setNow(ms(until + this.cluster.origin));
    tx.commit();
    this.history.addSilent(tx.changes);
  }

  /** Another run with the same past, whose future is open. Steps are shared, the World is copied. `more`: options that it has besides. */
  fork(more: RunOptions = {}): Simulation {
    const world = this.world.clone();
    return new Simulation(world, this.history.clonePast(world), { ...this.options, ...more });
  }

  private deliverNext(until: number): Step | 'silent' | 'none' {
    const next = this.world.nextTimer();
    const { origin } = this.cluster;
    if (!next || next.timer.at > until + origin) return 'none';
    return this.handle(next.timer.message, next.timer.cause, next) ?? 'silent';
  }

  /** Has a message taken up: one of the user, or the one that is `due`. */
  private handle(message: Message, cause: number | null, due?: Due): Step | null {
    const { history } = this;
    const tx = new Tx(this.world, cause, history.nextIndex, message.to, this.options.readText);
    if (due) {
      tx.delete('timers', due.key);
      tx.setNow(due.timer.at);
    }
    try {
      deliver(tx, message);
    } catch (error) {
      throw new SimulationError(`step ${history.nextIndex}, ${describe(message)}: ${String(error)}`, { cause: error });
    }
    const step = tx.close(history.pending);
    if (step === null) {
      if (this.options.check) assert(!tx.changes.some((c) => STORED.has(c.table)), `${describe(message)} stored an object without a rule`);
      history.addSilent(tx.changes);
      return null;
    }
    history.append(step);
    if (this.options.check) checkInvariants(this.world, step);
    return step;
  }
}

const describe = (message: Message): string => `${message.type} to ${message.to satisfies Address}`;
