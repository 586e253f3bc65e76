/** The World with its look-ups, and the two movements of a change: apply and revert. Used by tx.ts and history.ts only. */
import { Heap } from '../lib/heap';
import { formatRfc3339 } from '../lib/time';
import { Indexes } from './indexes';
import { TABLES, type Change, type Row, type Tables, type TimerRow, type WorldTables } from './world';

/** A message on its way, by its name. */
export interface Due {
  readonly key: string;
  readonly timer: TimerRow;
}

const earlier = (a: Due, b: Due): boolean =>
  a.timer.at < b.timer.at || (a.timer.at === b.timer.at && a.timer.sequence < b.timer.sequence);

type MutableTables = { [T in keyof Tables]: Map<string, Tables[T]> };

const emptyTables = (): MutableTables =>
  Object.fromEntries(TABLES.map((table) => [table, new Map()])) as unknown as MutableTables;

export class World {
  /** The second that was written last, since 1970, and its text: most rows of one moment carry the same. */
  private second = NaN;
  private secondText = '';

  /**
   * Messages by the time they are due; entries whose timer was replaced or cancelled are dropped when met. Undefined after
   * a movement in the past: the next message is asked for rarely then, and the table of timers has all there is.
   */
  private due: Heap<Due> | undefined;

  private constructor(
    private readonly maps: MutableTables,
    readonly indexes: Indexes,
  ) {}

  static empty(): World {
    return new World(emptyTables(), new Indexes());
  }

  get tables(): WorldTables {
    return this.maps;
  }

  /** Milliseconds since 1970 as RFC 3339, whole seconds, UTC. */
  timeText(epochMs: number): string {
    const second = Math.floor(epochMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.secondText = formatRfc3339(epochMs);
    }
    return this.secondText;
  }

  /** A new change. */
  apply(change: Change): void {
    this.set(change, change.before, change.after);
    if (change.table === 'timers' && change.after !== undefined) this.due?.push({ key: change.key, timer: change.after });
  }

  /** The same change once more, after it was reverted. */
  redo(change: Change): void {
    this.due = undefined;
    this.set(change, change.before, change.after);
  }

  revert(change: Change): void {
    this.due = undefined;
    this.set(change, change.after, change.before);
  }

  private set(change: Change, from: Row | undefined, to: Row | undefined): void {
    const { table, key } = change;
    const map = this.maps[table] as Map<string, Row>;
    if (to === undefined) map.delete(key);
    else map.set(key, to);
    this.indexes.apply(table, key, from as Change['before'], to as Change['after']);
  }

  /** The message that is due first, without taking it. */
  nextTimer(): Due | undefined {
    const due = (this.due ??= new Heap(earlier, [...this.maps.timers].map(([key, timer]) => ({ key, timer }))));
    for (;;) {
      const first = due.peek();
      if (!first || this.maps.timers.get(first.key) === first.timer) return first;
      due.pop();
    }
  }

  /** Another World in the same state. Costs time in proportion to the number of rows. */
  clone(): World {
    const maps = Object.fromEntries(TABLES.map((table) => [table, new Map(this.maps[table] as Map<string, Row>)]));
    return new World(maps as unknown as MutableTables, this.indexes.clone());
  }
}
