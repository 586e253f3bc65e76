/**
 * A pod's lifecycle over a whole branch, as lanes of segments: what its status said from which step to which, and what the
 * runtime did to it. Pure, computed once a branch and pod. A segment knows the step that made it, and so its rule. The
 * status is the stored one; of a static pod without a mirror it is what its kubelet knows.
 */
import type { Pod } from '../../kubernetes/objects';
import type { RuntimeFact, Step } from '../../simulation/step';
import type { Change, PodWorkerRow } from '../../simulation/world';
import { containerLane, type LaneKey, lanesOf, type LaneValue } from './lifecycleValues';

export interface Segment extends LaneValue {
  /** Numbers of loud steps: the one that began it and the one that ended it. 0: it was so at the start. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds since the run's origin. */
  readonly fromTime: number;
  readonly toTime: number;
  /** Index of the step that made it; null when it was so at the start, or when no step tells of it. */
  readonly step: number | null;
}

export interface LifecycleLane extends LaneKey {
  readonly segments: readonly Segment[];
}

/** A part of the run. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly fromTime: number;
  readonly toTime: number;
}

export interface Lifecycle {
  readonly lanes: readonly LifecycleLane[];
  /** From each request to delete the pod to the end of it, or to the end of the run. */
  readonly terminations: readonly Span[];
  /** From the first to the last sign of the pod; null when there is none. */
  readonly life: Span | null;
}

/** What a branch has that the lanes are read from. */
export interface Run {
  readonly steps: readonly Step[];
  /** The number of the loud step that a step belongs to. */
  readonly columnOf: (index: number) => number;
  readonly columns: number;
  /** Simulated time of the origin and of the end. */
  readonly origin: number;
  readonly end: number;
  /** The pod as it is stored, and as its kubelet knows it, at any moment: asked when no step changes it. */
  readonly present: { readonly stored: Pod | undefined; readonly worker: PodWorkerRow | undefined };
}

interface Instant {
  readonly column: number;
  readonly time: number;
  readonly step: number | null;
}

class Lanes {
  private readonly lanes = new Map<string, { readonly key: LaneKey; readonly done: Segment[]; open: { readonly value: LaneValue; readonly since: Instant } | null }>();

  private lane(key: LaneKey) {
    let lane = this.lanes.get(key.id);
    if (!lane) this.lanes.set(key.id, (lane = { key, done: [], open: null }));
    return lane;
  }

  /** The lane says this from now on; null: nothing. */
  say(key: LaneKey, value: LaneValue | null, now: Instant): void {
    const lane = this.lane(key);
    if (lane.open && value && lane.open.value.text === value.text && lane.open.value.detail === value.detail && lane.open.value.tone === value.tone) return;
    if (lane.open) lane.done.push(segment(lane.open.value, lane.open.since, now));
    lane.open = value && { value, since: now };
  }

  /** The lane says this for a span of its own. */
  add(key: LaneKey, value: LaneValue, from: Instant, to: Instant): void {
    this.lane(key).done.push(segment(value, from, to));
  }

  /** Lanes that say something now. */
  open(): LaneKey[] {
    return [...this.lanes.values()].filter(({ open }) => open !== null).map(({ key }) => key);
  }

  close(end: Instant): LifecycleLane[] {
    for (const key of this.open()) this.say(key, null, end);
    return [...this.lanes.values()].map(({ key, done }) => ({ ...key, segments: done })).sort(byRank);
  }
}

/** A static pod as its kubelet knows it. Of an API pod only what is stored is told. */
function staticPodOf(worker: PodWorkerRow | undefined): Pod | undefined {
  if (worker?.origin !== 'file') return undefined;
  return { ...worker.pod, ...(worker.memory.status ? { status: worker.memory.status } : {}) };
}

const segment = (value: LaneValue, from: Instant, to: Instant): Segment => ({
  ...value, from: from.column, to: to.column, fromTime: from.time, toTime: to.time, step: from.step,
});

function byRank(a: LaneKey, b: LaneKey): number {
  for (let i = 0; i < Math.max(a.rank.length, b.rank.length); i++) {
    const difference = (a.rank[i] ?? -1) - (b.rank[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return a.id < b.id ? -1 : 1;
}

const spanOf = (from: Instant, to: Instant): Span => ({ from: from.column, to: to.column, fromTime: from.time, toTime: to.time });

/** The lifecycle of the pod `id` (`namespace/name`). Costs time in proportion to the steps. */
export function lifecycleOf(id: string, run: Run): Lifecycle {
  return new Reader(id, run).read();
}

class Reader {
  private readonly lanes = new Lanes();
  private readonly calls = new Map<string, { readonly since: Instant; readonly fact: RuntimeFact }>();
  private readonly terminations: Span[] = [];
  private stored: Pod | undefined;
  private worker: PodWorkerRow | undefined;
  private pod: Pod = {};
  private dying: Instant | null = null;
  private first: Instant | null = null;
  private last: Instant | null = null;

  constructor(
    private readonly id: string,
    private readonly run: Run,
  ) {}

  read(): Lifecycle {
    const { steps, columnOf, columns, origin, end } = this.run;
    this.stored = this.atStart('pods') as Pod | undefined;
    this.worker = this.atStart('podWorkers') as PodWorkerRow | undefined;
    if (this.stored || this.worker) this.show({ column: 0, time: 0, step: null });
    for (const step of steps) {
      // A quiet step behind the last loud one belongs to the end.
      const now = { column: Math.min(columns, columnOf(step.index)), time: step.time - origin, step: step.index };
      const mine = step.changes.filter((change) => this.concerns(change));
      for (const change of mine) this.follow(change);
      if (mine.length > 0) this.show(this.isToldBy(step, mine) ? now : { ...now, step: null });
      for (const fact of step.facts) if (fact.type === 'runtime') this.note(fact, now);
      this.probes(step, now);
    }
    const over = { column: columns, time: end, step: null };
    for (const { fact, since } of this.calls.values()) this.lanes.add(this.runtimeLane(fact), callValue(fact, false), since, over);
    if (this.dying) this.terminations.push(spanOf(this.dying, over));
    const life = this.first && spanOf(this.first, this.last ?? this.first);
    return { lanes: this.lanes.close(over), terminations: this.terminations, life };
  }

  private concerns({ table, key, before, after }: Change): boolean {
    if (table === 'pods') return key === this.id;
    return table === 'podWorkers' && ((after ?? before) as PodWorkerRow).fullName === this.id;
  }

  /** The row before the first step that changes it; without one, the present row. */
  private atStart(table: 'pods' | 'podWorkers'): Pod | PodWorkerRow | undefined {
    for (const { changes } of this.run.steps) {
      const change = changes.find((one) => one.table === table && this.concerns(one));
      if (change) return change.before as Pod | PodWorkerRow | undefined;
    }
    return table === 'pods' ? this.run.present.stored : this.run.present.worker;
  }

  /** What a kubelet notes by itself stands among the changes of whatever step comes next. */
  private isToldBy({ actor }: Step, changes: readonly Change[]): boolean {
    return changes.some(({ table, before, after }) => table === 'pods' || actor === `kubelet/${((after ?? before) as PodWorkerRow).node}`);
  }

  private follow({ table, after }: Change): void {
    if (table === 'pods') this.stored = after as Pod | undefined;
    else this.worker = after as PodWorkerRow | undefined;
  }

  /** All lanes that tell of the pod's status, from now on. */
  private show(now: Instant): void {
    this.touch(now);
    const pod = this.stored ?? staticPodOf(this.worker);
    if (pod) this.pod = pod;
    const said = pod ? lanesOf(pod) : [];
    const names = new Set(said.map(([key]) => key.id));
    for (const key of this.lanes.open()) if (!names.has(key.id)) this.lanes.say(key, null, now);
    for (const [key, value] of said) this.lanes.say(key, value, now);
    this.termination(now);
  }

  /**
   * It begins with the deletion timestamp, with the end of what is stored, or when the kubelet begins to stop a static pod.
   * It ends when nothing is stored and nothing runs any more.
   */
  private termination(now: Instant): void {
    const { stored, worker } = this;
    const isStopping = worker !== undefined && worker.state !== 'terminated' && worker.state !== 'waiting';
    const isDying = stored?.metadata?.deletionTimestamp !== undefined || (isStopping && (worker.origin === 'file' ? worker.state === 'terminating' : !stored));
    if (isDying && !this.dying) this.dying = now;
    if (!isDying && this.dying) {
      this.terminations.push(spanOf(this.dying, now));
      this.dying = null;
    }
  }

  private touch(now: Instant): void {
    this.first ??= now;
    this.last = now;
  }

  /** A container's runtime lane stands behind its own, the sandbox's before all containers. */
  private runtimeLane({ container, op, edge }: RuntimeFact): LaneKey {
    if (op.startsWith('CNI')) return { id: 'network', label: 'Network', rank: [3, 90] };
    if (container === undefined) return { id: 'sandbox', label: 'Sandbox', rank: [3, 91] };
    // Signals and exits fall within a call: on a lane of their own none hides the other.
    if (edge === undefined) return { id: `signals/${container}`, label: `${container}: signals, exit`, rank: [...containerLane(this.pod, container).rank.slice(0, 3), 2] };
    return { id: `runtime/${container}`, label: `${container}: calls`, rank: [...containerLane(this.pod, container).rank.slice(0, 3), 1] };
  }

  /** A call is a segment from its call to its return; a signal or an exit is an instant. */
  private note(fact: RuntimeFact, now: Instant): void {
    if (!fact.pod || `${fact.pod.namespace}/${fact.pod.name}` !== this.id) return;
    this.touch(now);
    const call = `${fact.op}/${fact.container ?? ''}/${fact.pod.uid}`;
    if (fact.edge === 'call') {
      this.calls.set(call, { since: now, fact });
      return;
    }
    const begun = this.calls.get(call);
    this.calls.delete(call);
    this.lanes.add(this.runtimeLane(fact), callValue(fact, fact.edge === 'return', begun?.fact), begun?.since ?? now, now);
  }

  /** Probe results are told by rules, not by facts. */
  private probes({ rule, about, also = [] }: Step, now: Instant): void {
    for (const told of [{ rule, about }, ...also]) {
      const outcome = PROBES[told.rule];
      const { pod, namespace, container, probe } = told.about;
      if (!outcome || container === undefined || pod === undefined || `${namespace ?? ''}/${pod}` !== this.id) continue;
      const key = { id: `probes/${container}`, label: `${container}: probes`, rank: [...containerLane(this.pod, container).rank.slice(0, 3), 3] };
      this.lanes.add(key, { ...outcome, text: `${probe ?? ''} ${outcome.text}`, detail: '' }, now, now);
    }
  }
}

const PROBES: Readonly<Record<string, Pick<LaneValue, 'text' | 'tone'>>> = {
  'kubelet.probeFailed': { text: 'failed', tone: 'waiting' },
  'kubelet.probeGaveUp': { text: 'failed too often', tone: 'failed' },
  'kubelet.probeSucceeded': { text: 'succeeded', tone: 'running' },
};

const SIGNALS: Readonly<Record<string, LaneValue['tone']>> = { 'signal SIGTERM': 'terminating', 'signal SIGKILL': 'failed' };

function callValue(fact: RuntimeFact, isReturn: boolean, call: RuntimeFact = fact): LaneValue {
  const { op, ok, error = '', exitCode } = fact;
  if (op === 'exit') return { text: `exit ${exitCode ?? ''}`.trim(), tone: exitCode === 0 ? 'completed' : 'failed', detail: '' };
  const limits = call.timeout === undefined ? '' : `timeout ${call.timeout} s`;
  const tone = isReturn && ok === false ? 'failed' : (SIGNALS[op] ?? (/^(Stop|Remove|CNI DEL|exec preStop)/.test(op) ? 'terminating' : 'plain'));
  return { text: op, tone, detail: [limits, call.image, error].filter((part) => part).join(', ') };
}

/** The termination to look at from a step: the one under way or last begun, else the next. */
export const terminationAt = ({ terminations }: Lifecycle, cursor: number): Span | null =>
  terminations.findLast(({ from }) => from <= cursor) ?? terminations[0] ?? null;
