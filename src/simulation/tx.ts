/**
 * A transaction: the only way a component reads and writes the World while it handles one message. Writes take effect
 * at once and are noted as changes, in order; closing the transaction makes them a Step.
 */
import { assert, AssertionError } from '../lib/assert';
import { type Ms, ms } from '../lib/brand';
import { draw } from '../lib/prng';
import { type RuleId, ruleOf } from '../kubernetes/rules/catalogue';
import type { NodeInfoLister } from '../kubernetes/scheduling/nodeInfoLister';
import type { IndexName } from './indexes';
import type { Address, Message } from './messages';
import type { PodCount } from './podCounts';
import type { About, Fact, Motion, Step } from './step';
import type { Change, ClusterRow, EventRow, FileRow, TableName, Tables, TimerRow } from './world';
import type { World } from './worldState';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * What components remember: of a row that one message writes several times only the last state is kept as a change. All
 * the states of the other tables are: an observer may see each.
 */
const REWRITTEN: ReadonlySet<TableName> = new Set(['podWorkers', 'memory']);

/** What a kubelet finds in a text of its manifests folder. */
export type ReadText = (text: string) => Pick<FileRow, 'object' | 'error' | 'ignoredDocuments'>;

/** For runs in which only objects are written, never texts. */
const readNothing: ReadText = () => {
  throw new AssertionError('a text was written in a run that has no reader of texts');
};

/** Field by field: there is one for nearly every message, and a spread costs several times as much. */
const copyOf = ({ now, origin, clock, nextSequence, resourceVersion, seed, nextId, pullMBps }: ClusterRow): Mutable<ClusterRow> =>
  ({ now, origin, clock, nextSequence, resourceVersion, seed, nextId, pullMBps });

const NONE: readonly never[] = [];

interface Reason {
  readonly rule: RuleId;
  readonly about: About;
}

export class Tx {
  readonly changes: Change[] = [];
  private facts: Fact[] | undefined;
  /** For each fact: how many changes were made before it. */
  private factPositions: number[] | undefined;
  private reason: Reason | undefined;
  private also: Reason[] | undefined;
  private travelling: Travelling | undefined;
  private acting: Address;
  private clusterDraft: Mutable<ClusterRow> | undefined;

  constructor(
    private readonly world: World,
    /** The step that sent the message being handled. */
    private readonly cause: number | null,
    /** The index that this transaction's step will have. */
    private readonly index: number,
    to: Address,
    /** What a kubelet finds in a text: given to the run by whoever began it. */
    readonly readText: ReadText = readNothing,
  ) {
    this.acting = to;
  }

  // ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Simulated time since the run began. */
  get now(): Ms {
    return this.cluster.now;
  }

  get cluster(): ClusterRow {
    return this.clusterDraft ?? (this.world.tables.cluster.get('cluster') as ClusterRow);
  }

  /** The wall clock as the API server writes it: RFC 3339, whole seconds, UTC. */
  get timestamp(): string {
    return this.timestampAt(this.now);
  }

  /** {@link timestamp} of another instant. */
  timestampAt(at: Ms): string {
    const { clock, origin } = this.cluster;
    return this.world.timeText(clock + at - origin);
  }

  get<T extends TableName>(table: T, key: string): Tables[T] | undefined {
    return (this.world.tables[table] as Map<string, Tables[T]>).get(key);
  }

  /** Keys of the rows found under `value` in an index, sorted. Do not keep the list over a write: copy it. */
  keys(index: IndexName, value = ''): readonly string[] {
    return this.world.indexes.get(index, value);
  }

  /** The rows found under `value` in an index, sorted by key. Safe against writes. */
  rows<T extends TableName>(table: T, index: IndexName, value = ''): Tables[T][] {
    const found: Tables[T][] = [];
    for (const key of this.keys(index, value)) {
      const row = this.get(table, key);
      if (row) found.push(row);
    }
    return found;
  }

  /** The nodes as the scheduler sees them: each with sums over its pods. */
  get nodeInfos(): NodeInfoLister {
    return this.world.indexes.nodeInfos.nodes;
  }

  /** Nodes that do not exist, though pods are bound to them; sorted. */
  get missingNodes(): readonly string[] {
    return this.world.indexes.nodeInfos.missing();
  }

  /** How many pods an owner has, of which kinds; without walking them. */
  podCount(ownerUid: string): PodCount {
    return this.world.indexes.podCounts.of(ownerUid);
  }

  // ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Puts a row in place of what was there. Rows must never be edited afterwards. */
  put<T extends TableName>(table: T, key: string, row: Tables[T]): void {
    if (table === 'cluster') this.clusterDraft = copyOf(row as ClusterRow);
    else this.write(table, key, row);
  }

  delete(table: TableName, key: string): void {
    this.write(table, key, undefined);
  }

  private write<T extends TableName>(table: T, key: string, after: Tables[T] | undefined): void {
    const before = this.get(table, key);
    if (before === after) return;
    if (after !== undefined && REWRITTEN.has(table) && this.rewrite(table, key, after)) return;
    const change = { table, key, before, after } as Change;
    this.changes.push(change);
    this.world.apply(change);
  }

  /** Puts `after` in place of what this same message has put under that key. False if it has put nothing there. */
  private rewrite<T extends TableName>(table: T, key: string, after: Tables[T]): boolean {
    const { changes } = this;
    for (let i = changes.length - 1; i >= 0; i--) {
      const made = changes[i] as Change;
      if (made.table !== table || made.key !== key) continue;
      if (made.after === undefined) return false;
      const change = { table, key, before: made.before, after } as Change;
      this.world.apply({ table, key, before: made.after, after } as Change);
      changes[i] = change;
      return true;
    }
    return false;
  }

  /**
   * The clock and the counters as this message moves them. Written once, by {@link commit}: a message draws many numbers,
   * and a row for each would be most of what a step costs.
   */
  private draft(): Mutable<ClusterRow> {
    return (this.clusterDraft ??= copyOf(this.cluster));
  }

  /** Moves the clock: only for the loop that delivers messages. */
  setNow(now: Ms): void {
    if (now !== this.now) this.draft().now = now;
  }

  /** Writes the clock and the counters. The loop calls it when the message has been handled. */
  commit(): void {
    const draft = this.clusterDraft;
    this.clusterDraft = undefined;
    if (draft) this.write('cluster', 'cluster', draft);
  }

  // ── Chance and numbers ─────────────────────────────────────────────────────────────────────────────────────────

  /** A number in [0, 1), from the run's seed. */
  random(): number {
    const { value, next } = draw(this.cluster.seed);
    this.draft().seed = next;
    return value;
  }

  /** Upstream's jitter: `base × U[1, 1 + fraction)`. */
  jitter(base: number, fraction = 0.5): Ms {
    return ms(Math.round(base * (1 + fraction * this.random())));
  }

  /** A number that no other call gets: for ids of sandboxes, containers, processes. */
  nextId(): number {
    return this.draft().nextId++;
  }

  /** Takes the next resourceVersion: one for each write to etcd. */
  nextResourceVersion(): string {
    return String(++this.draft().resourceVersion);
  }

  // ── Time ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Delivers a message after `delay` ms. With a `name`, it replaces a message of that name still on its way; without,
   * it stands alone. Returns its name.
   */
  send(message: Message, delay: number, name?: string): string {
    assert(delay >= 0, `a message cannot arrive ${-delay} ms ago`);
    const sequence = this.draft().nextSequence++;
    const key = name ?? `#${sequence}`;
    this.put('timers', key, { at: ms(this.now + delay), sequence, message, cause: this.index });
    return key;
  }

  /** Like {@link send}, but a message of that name which would arrive earlier stays as it is (one pending slot). */
  sendSoonest(message: Message, delay: number, name: string): void {
    const pending = this.get('timers', name);
    if (pending && pending.at <= this.now + delay) return;
    this.send(message, delay, name);
  }

  /** The message of that name, if it is still on its way. */
  pending(name: string): TimerRow | undefined {
    return this.get('timers', name);
  }

  cancel(name: string): void {
    this.delete('timers', name);
  }

  // ── Telling ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Names the rule that makes this message a Step, and what it is about. A message that names none leaves no Step of
   * its own: its bookkeeping joins the next one. A second rule of the same message is told after the first.
   */
  because(rule: RuleId, about: About = {}, by?: Address): void {
    if (this.reason) {
      (this.also ??= []).push({ rule, about });
      return;
    }
    this.reason = { rule, about };
    if (by) this.acting = by;
  }

  /** What travels in this step; `label` and `via` default to the rule's own. A later call replaces an earlier one. */
  motion(from: Address, to: Address, { label, via, refused }: { label?: string; via?: Motion['via']; refused?: string } = {}): void {
    this.travelling = { from, to, label, via, refused };
  }

  /** A fact that no row shows: calls of the runtime, signals, outcomes of inputs. */
  fact(fact: Fact): void {
    (this.facts ??= []).push(fact);
    (this.factPositions ??= []).push(this.changes.length);
  }

  /** Emits an event, as its component does; the caller says whether the API server could take it. */
  event(event: EventRow): void {
    this.put('events', String(this.nextId()).padStart(9, '0'), event);
  }

  /** Has this message named a rule? */
  get told(): boolean {
    return this.reason !== undefined;
  }

  /**
   * The Step of this message, or null when no rule was named. `before` are changes of silent messages before it. Its lists
   * are copies: a list that grew has room for more, and a run keeps many thousands of them.
   */
  close(before: readonly Change[]): Step | null {
    this.commit();
    const { reason, travelling } = this;
    if (!reason) {
      assert(!this.facts, 'a fact without a rule');
      return null;
    }
    const rule = ruleOf(reason.rule);
    const offset = before.length;
    const step: Mutable<Step> = {
      index: this.index,
      time: this.now,
      actor: this.acting,
      rule: reason.rule,
      about: reason.about,
      cause: this.cause,
      quiet: rule.quiet === true,
      changes: before.concat(this.changes),
      facts: this.facts?.slice() ?? NONE,
      factPositions: this.factPositions?.map((position) => position + offset) ?? NONE,
    };
    if (travelling) step.motion = motionOf(travelling, rule.via ?? 'call', rule.label ?? rule.title);
    if (this.also) step.also = this.also;
    return step;
  }
}

interface Travelling {
  readonly from: Address;
  readonly to: Address;
  readonly label: string | undefined;
  readonly via: Motion['via'] | undefined;
  readonly refused: string | undefined;
}

function motionOf({ from, to, via, label, refused }: Travelling, ruleVia: Motion['via'], ruleLabel: string): Motion {
  const motion = { from, to, via: via ?? ruleVia, label: label ?? ruleLabel };
  return refused === undefined ? motion : { ...motion, refused };
}
