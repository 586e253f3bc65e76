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

  private constructor(
    private readonly maps: MutableTables,
    readonly indexes: Indexes,
    /** Messages by the time they are due; entries whose timer was replaced or cancelled are dropped when met. */
    private readonly due: Heap<Due>,
  ) {}

  static empty(): World {
    return new World(emptyTables(), new Indexes(), new Heap(earlier));
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

  apply(change: Change): void {
    this.set(change, change.before, change.after);
  }

  revert(change: Change): void {
    this.set(change, change.after, change.before);
  }

  private set(change: Change, from: Row | undefined, to: Row | undefined): void {
    const { table, key } = change;
    const map = this.maps[table] as Map<string, Row>;
    if (to === undefined) map.delete(key);
    else map.set(key, to);
    if (table === 'timers' && to !== undefined) this.due.push({ key, timer: to as TimerRow });
    this.indexes.apply(table, key, from as Change['before'], to as Change['after']);
  }

  /** The message that is due first, without taking it. */
  nextTimer(): Due | undefined {
    for (;;) {
      const first = this.due.peek();
      if (!first || this.maps.timers.get(first.key) === first.timer) return first;
      this.due.pop();
    }
  }

  /** Another World in the same state. Costs time in proportion to the number of rows. */
  clone(): World {
    const maps = Object.fromEntries(TABLES.map((table) => [table, new Map(this.maps[table] as Map<string, Row>)]));
    const copy = new World(maps as unknown as MutableTables, this.indexes.clone(), new Heap(earlier));
    for (const [key, timer] of copy.maps.timers) copy.due.push({ key, timer });
    return copy;
  }
}
