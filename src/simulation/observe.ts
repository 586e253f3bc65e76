/**
 * What an all-seeing observer sees of a run: a log of object writes, events, node-local facts and kubectl's columns, in the
 * format of src/conformance/traces/FORMAT.md. One pure function of Steps; the golden traces are checked against it.
 */
import { printNode, printPod } from '../kubernetes/kubectlColumns';
import type { ApiObject, Node, Pod } from '../kubernetes/objects';
import type { Fact, Step } from './step';
import { type Change, type ClusterRow, type EventRow } from './world';
import { API_TABLES, type ApiTableName } from './apiTables';
import type { World } from './worldState';

export interface ObjectLine {
  readonly t: number;
  readonly type: 'object';
  readonly change: 'EXISTS' | 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
  readonly object: ApiObject;
}

export interface EventLine {
  readonly t: number;
  readonly type: 'event';
  readonly reason: string;
  readonly component: string;
  readonly eventType: 'Normal' | 'Warning';
  readonly regarding: EventRow['regarding'];
  readonly message: string;
}

export interface KubectlLine {
  readonly t: number;
  readonly type: 'kubectl';
  readonly pod?: string;
  readonly node?: string;
  readonly uid?: string;
  readonly columns: Readonly<Record<string, string>>;
}

export type LogLine = ObjectLine | EventLine | KubectlLine | (Fact & { readonly t: number });

const STORED = new Set<string>(API_TABLES);
const isStored = (change: Change): change is Extract<Change, { table: ApiTableName }> => STORED.has(change.table);

/** Reads a run and writes its log. Keeps only what it needs to tell when kubectl's columns change. */
export class Observer {
  private readonly columns = new Map<string, string>();

  /** `cluster` gives the clock, for ages, and the origin, which is t = 0. */
  constructor(private readonly cluster: Pick<ClusterRow, 'clock' | 'origin'>) {}

  /** Lines for what exists before the first step. */
  begin(world: World): LogLine[] {
    const lines: LogLine[] = [];
    for (const table of API_TABLES) {
      const rows = world.tables[table] as ReadonlyMap<string, ApiObject>;
      for (const key of [...rows.keys()].sort()) {
        const object = rows.get(key);
        if (!object) continue;
        lines.push(objectLine(0, 'EXISTS', object));
        this.printed(table, object, this.cluster.clock);
      }
    }
    return lines;
  }

  /** Seconds since the run's origin. */
  timeOf({ time }: Pick<Step, 'time'>): number {
    return (time - this.cluster.origin) / 1000;
  }

  /** Lines of one step, in the order in which its changes and facts happened. */
  step(step: Step): LogLine[] {
    const { time, changes, facts, factPositions } = step;
    const t = this.timeOf(step);
    const lines: LogLine[] = [];
    let next = 0;
    const factsUpTo = (position: number) => {
      while (next < facts.length && (factPositions[next] ?? 0) <= position) lines.push({ t, ...(facts[next++] as Fact) });
    };
    changes.forEach((change, i) => {
      factsUpTo(i);
      lines.push(...this.change(t, time, change));
    });
    factsUpTo(Infinity);
    return lines;
  }

  private change(t: number, time: number, change: Change): LogLine[] {
    if (change.table === 'events') return change.after ? [eventLine(t, change.after)] : [];
    if (!isStored(change)) return [];
    const { before, after } = change as { before: ApiObject | undefined; after: ApiObject | undefined };
    const object = after ?? before;
    if (!object) return [];
    const line = objectLine(t, !before ? 'ADDED' : after ? 'MODIFIED' : 'DELETED', object);
    if (!after) return [line];
    const now = this.cluster.clock + time - this.cluster.origin;
    const printed = this.printed(change.table, after, now);
    return printed ? [line, { t, ...printed }] : [line];
  }

  /** kubectl's line for a pod or node when what it prints has changed, ages aside. */
  private printed(table: ApiTableName, object: ApiObject, now: number): Omit<KubectlLine, 't'> | null {
    if (table !== 'pods' && table !== 'nodes') return null;
    const row: Readonly<Record<string, string>> = { ...(table === 'pods' ? printPod(object as Pod, now) : printNode(object as Node, now)) };
    const { AGE: _age, ...columns } = row;
    const restarts = columns['RESTARTS']?.replace(/ \(.*$/, '');
    const shown = restarts === undefined ? columns : { ...columns, RESTARTS: restarts };
    const { namespace, name = '', uid = '' } = object.metadata ?? {};
    const text = JSON.stringify(shown);
    if (this.columns.get(`${table}/${uid}`) === text) return null;
    this.columns.set(`${table}/${uid}`, text);
    return { type: 'kubectl', ...(table === 'pods' ? { pod: `${namespace ?? 'default'}/${name}` } : { node: name }), uid, columns: shown };
  }
}

function objectLine(t: number, change: ObjectLine['change'], object: ApiObject): ObjectLine {
  const { namespace, name = '', uid } = object.metadata ?? {};
  return { t, type: 'object', change, kind: object.kind ?? '', ...(namespace ? { namespace } : {}), name, ...(uid ? { uid } : {}), object };
}

const eventLine = (t: number, { reason, component, type, regarding, message }: EventRow): EventLine => ({
  t, type: 'event', reason, component, eventType: type, regarding, message,
});
