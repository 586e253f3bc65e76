/**
 * The list of Steps that a run has made, and where in it we are. Forward applies a step's changes, back reverts them.
 * Quiet steps (housekeeping) are passed over together with the loud one they precede.
 */
import type { Change } from './world';
import type { Step } from './step';
import type { World } from './worldState';

export class History {
  /** Indexes of the loud steps. */
  private readonly loud: number[] = [];
  private readonly all: Step[] = [];
  /** How many of all steps are applied. */
  private applied = 0;
  /** Changes of messages that made no step, after the last step; they belong to the end of the history. */
  private tail: Change[] = [];
  private tailApplied = true;

  /** Steps that were made and not kept. */
  private forgotten = 0;

  constructor(
    private readonly world: World,
    /** False for a run whose past nobody will look at: its steps are not kept, and it cannot go back. */
    private readonly keepsSteps = true,
  ) {}

  /** The index that the next step gets. */
  get nextIndex(): number {
    return this.forgotten + this.all.length;
  }

  get steps(): readonly Step[] {
    return this.all;
  }

  /** Number of loud steps in the whole history. */
  get length(): number {
    return this.loud.length;
  }

  /** How many loud steps are applied: 0 at the start, {@link length} at the end. */
  get cursor(): number {
    return lowerBound(this.loud, this.applied);
  }

  get atEnd(): boolean {
    return this.applied === this.all.length;
  }

  /** The n-th loud step, n from 1. */
  stepAt(n: number): Step | undefined {
    const index = this.loud[n - 1];
    return index === undefined ? undefined : this.all[index];
  }

  /** Number among the loud steps (from 1) of a step by its index; a quiet step counts as the loud one after it. */
  ordinalOf(index: number): number {
    return lowerBound(this.loud, index) + 1;
  }

  /** The changes of silent messages since the last step, which the next step takes over. */
  get pending(): readonly Change[] {
    return this.tail;
  }

  /** Notes changes that are already in the World. Only at the end of the history. */
  addSilent(changes: readonly Change[]): void {
    this.tail.push(...changes);
  }

  /** Notes a step whose changes are already in the World. Only at the end of the history. */
  append(step: Step): void {
    this.tail = [];
    if (!this.keepsSteps) {
      this.forgotten++;
      return;
    }
    this.all.push(step);
    if (!step.quiet) this.loud.push(step.index);
    this.applied = this.all.length;
  }

  /** Applies the next step of any kind; false at the end. */
  private redoOne(): boolean {
    const step = this.all[this.applied];
    if (!step) return false;
    for (const change of step.changes) this.world.redo(change);
    this.applied++;
    return true;
  }

  private undoOne(): boolean {
    if (this.applied === 0) return false;
    this.undoTail();
    const { changes } = this.all[--this.applied] as Step;
    for (let i = changes.length - 1; i >= 0; i--) this.world.revert(changes[i] as Change);
    return true;
  }

  private undoTail(): void {
    if (!this.tailApplied) return;
    for (let i = this.tail.length - 1; i >= 0; i--) this.world.revert(this.tail[i] as Change);
    this.tailApplied = false;
  }

  private redoTail(): void {
    if (this.tailApplied) return;
    for (const change of this.tail) this.world.redo(change);
    this.tailApplied = true;
  }

  /** Takes back what silent messages did after the last step, for good: they will be delivered again. */
  dropTail(): void {
    this.undoTail();
    this.tail = [];
    this.tailApplied = true;
  }

  /** Moves so that `n` loud steps are applied, and with n at its end also the quiet steps behind. */
  seek(n: number): void {
    const target = n <= 0 ? 0 : n >= this.loud.length ? this.all.length : (this.loud[n - 1] as number) + 1;
    while (this.applied > target) this.undoOne();
    while (this.applied < target) this.redoOne();
    if (this.atEnd) this.redoTail();
  }

  /** Forgets all steps behind the cursor: what comes next is a new future. */
  truncate(): void {
    if (this.atEnd) return;
    this.all.length = this.applied;
    this.loud.length = lowerBound(this.loud, this.applied);
    this.tail = [];
    this.tailApplied = true;
  }

  /** The same past, for another World in the same state. Steps are shared. */
  clonePast(world: World): History {
    const copy = new History(world);
    copy.all.push(...this.all.slice(0, this.applied));
    copy.loud.push(...this.loud.slice(0, lowerBound(this.loud, this.applied)));
    copy.applied = this.applied;
    if (this.atEnd && this.tailApplied) copy.tail = [...this.tail];
    return copy;
  }
}

/** How many entries of a sorted list are smaller than `value`. */
function lowerBound(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
