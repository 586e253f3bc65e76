/**
 * What an overview shows of a dump's table: counts by kind of pod, the rows that a filter leaves, sorted and cut into
 * pages, or their groups by node, namespace or controller. One pass over the columns for each question.
 */
import { dumpOrigins, type DumpRow, type DumpTable, type TextColumn } from './streamTable';

/** The four kinds of the flowchart's lowest row, and what its text leaves open. */
export const dumpClasses = ['staticSystem', 'staticNonSystem', 'workloadSystem', 'workloadNonSystem', 'undecided'] as const;
export type DumpClass = (typeof dumpClasses)[number];

export type GroupBy = 'node' | 'namespace' | 'controller';
export type SortBy = 'name' | 'namespace' | 'node' | 'startedBy' | 'system' | 'qos';

export interface DumpQuery {
  /** Words that must all stand in a row's kind, name, namespace, node or controllers; case does not count. */
  readonly text: string;
  /** None: all. */
  readonly classes: readonly DumpClass[];
  /** Pods, templates that make pods, or both. */
  readonly what: 'all' | 'pods' | 'templates';
  /** Null: in the order of the text. */
  readonly sort: SortBy | null;
  readonly descending: boolean;
  readonly group: GroupBy | null;
  /** Only the rows of one group. */
  readonly within: { readonly by: GroupBy; readonly value: string } | null;
  /** From 0. */
  readonly page: number;
  readonly pageSize: number;
}

export interface DumpGroup {
  readonly value: string;
  readonly rows: number;
  readonly counts: Readonly<Record<DumpClass, number>>;
}

export interface DumpView {
  /** Live pods and templates in the whole table. */
  readonly pods: number;
  readonly templates: number;
  /** By class, of the rows that the filter leaves; the choice of classes itself does not count. */
  readonly counts: Readonly<Record<DumpClass, number>>;
  /** Rows that are left; with groups, groups. */
  readonly matching: number;
  /** The page that is shown, the last one when there are fewer than were asked for. */
  readonly page: number;
  readonly pages: number;
  readonly rows: readonly (DumpRow & { readonly index: number; readonly class: DumpClass })[];
  readonly groups: readonly DumpGroup[] | null;
}

/** The class of a row. Static, mirror: static; bare is a workload without a controller. */
export function dumpClassOf(table: DumpTable, row: number): DumpClass {
  const origin = table.originOf(row);
  const system = table.systemOf(row);
  if (origin === 'undecided' || origin === 'none' || system === 'unsure') return 'undecided';
  if (origin === 'static' || origin === 'mirror') return system === 'system' ? 'staticSystem' : 'staticNonSystem';
  return system === 'system' ? 'workloadSystem' : 'workloadNonSystem';
}

const noCounts = (): Record<DumpClass, number> =>
  ({ staticSystem: 0, staticNonSystem: 0, workloadSystem: 0, workloadNonSystem: 0, undecided: 0 });

const groupColumns: Readonly<Record<GroupBy, TextColumn>> = { node: 'node', namespace: 'namespace', controller: 'head' };
const searched: readonly TextColumn[] = ['name', 'namespace', 'node', 'head', 'controller', 'kind'];

/** Does a row have all the words? Texts that many rows share are looked through once. */
function textFilter(table: DumpTable, text: string): (row: number) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return () => true;
  const known = words.map(() => new Map<number, boolean>());
  const has = (row: number, column: TextColumn, word: string, answers: Map<number, boolean>): boolean => {
    const id = table.textIdOf(column, row);
    let answer = answers.get(id);
    if (answer === undefined) answers.set(id, (answer = table.textOf(column, row).toLowerCase().includes(word)));
    return answer;
  };
  return (row) => words.every((word, i) => searched.some((column) => has(row, column, word, known[i] ?? new Map())));
}

const qosOrder = ['Guaranteed', 'Burstable', 'BestEffort'];
const systemOrder = ['system', 'unsure', 'non-system'];
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function comparison(table: DumpTable, by: SortBy): (a: number, b: number) => number {
  switch (by) {
    case 'startedBy':
      return (a, b) => dumpOrigins.indexOf(table.originOf(a)) - dumpOrigins.indexOf(table.originOf(b)) || compareText(table.textOf('head', a), table.textOf('head', b));
    case 'system':
      return (a, b) => systemOrder.indexOf(table.systemOf(a)) - systemOrder.indexOf(table.systemOf(b));
    case 'qos':
      return (a, b) => qosOrder.indexOf(table.qosOf(a)) - qosOrder.indexOf(table.qosOf(b));
    default:
      return (a, b) => compareText(table.textOf(by, a), table.textOf(by, b));
  }
}

function groupsOf(table: DumpTable, rows: readonly number[], by: GroupBy): DumpGroup[] {
  const groups = new Map<number, { rows: number; counts: Record<DumpClass, number>; value: string }>();
  for (const row of rows) {
    const id = table.textIdOf(groupColumns[by], row);
    let group = groups.get(id);
    if (!group) groups.set(id, (group = { rows: 0, counts: noCounts(), value: table.textOf(groupColumns[by], row) }));
    group.rows += 1;
    group.counts[dumpClassOf(table, row)] += 1;
  }
  return [...groups.values()].sort((a, b) => b.rows - a.rows || compareText(a.value, b.value));
}

/** Answers one question about the table. Takes time in proportion to its rows; equal rows keep the order of the text. */
export function queryDump(table: DumpTable, query: DumpQuery): DumpView {
  const matches = textFilter(table, query.text);
  const { within } = query;
  const counts = noCounts();
  const wanted = new Set(query.classes);
  const left: number[] = [];
  let pods = 0;
  for (let row = 0; row < table.size; row++) {
    const isPod = table.textOf('kind', row) === 'Pod';
    if (isPod) pods += 1;
    if (query.what !== 'all' && (query.what === 'pods') !== isPod) continue;
    if (within && table.textOf(groupColumns[within.by], row) !== within.value) continue;
    if (!matches(row)) continue;
    const own = dumpClassOf(table, row);
    counts[own] += 1;
    if (wanted.size === 0 || wanted.has(own)) left.push(row);
  }
  if (query.sort) {
    const compare = comparison(table, query.sort);
    const sign = query.descending ? -1 : 1;
    left.sort((a, b) => sign * compare(a, b) || a - b);
  }
  const groups = query.group && !within ? groupsOf(table, left, query.group) : null;
  const matching = groups ? groups.length : left.length;
  const pages = Math.max(1, Math.ceil(matching / query.pageSize));
  const page = Math.min(Math.max(0, query.page), pages - 1);
  const from = page * query.pageSize;
  return {
    pods, templates: table.size - pods, counts, matching, page, pages,
    rows: groups ? [] : left.slice(from, from + query.pageSize).map((index) => ({ ...table.row(index), index, class: dumpClassOf(table, index) })),
    groups: groups ? groups.slice(from, from + query.pageSize) : null,
  };
}
