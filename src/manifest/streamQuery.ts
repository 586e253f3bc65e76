/**
 * What an overview shows of a dump's table: counts by kind of pod, the rows that a filter leaves, sorted, or their groups
 * by node, namespace or controller. One pass over the columns selects; a window of the selection is then cheap.
 */
import type { TaxonomyNodeId } from '../kubernetes/taxonomy';
import { dumpOrigins, type DumpRow, type DumpTable, type TextColumn } from './streamTable';

/** The four kinds of the flowchart's lowest row, and what its text leaves open. */
export const dumpClasses = ['staticSystem', 'staticNonSystem', 'workloadSystem', 'workloadNonSystem', 'undecided'] as const;
export type DumpClass = (typeof dumpClasses)[number];

export type GroupBy = 'node' | 'namespace' | 'controller';
export type SortBy = 'name' | 'namespace' | 'node' | 'startedBy' | 'controller' | 'system' | 'qos' | 'status' | 'problems';
/** A place on the flowchart, or what has no place of its own there yet. */
export type DumpKind = TaxonomyNodeId | 'undecided';

export interface DumpQuery {
  /** Words that must all stand in a row's kind, name, namespace, node, controllers or status; case does not count. */
  readonly text: string;
  /** Null: all. */
  readonly kind: DumpKind | null;
  /** Pods, templates that make pods, or both. */
  readonly what: 'all' | 'pods' | 'templates';
  /** Null: in the order of the text. */
  readonly sort: SortBy | null;
  readonly descending: boolean;
  readonly group: GroupBy | null;
  /** Only the rows of one group. */
  readonly within: { readonly by: GroupBy; readonly value: string } | null;
  /** The window: its first row, from 0, and how many rows. */
  readonly from: number;
  readonly count: number;
}

export const firstQuery: DumpQuery = {
  text: '', kind: null, what: 'all', sort: null, descending: false, group: null, within: null, from: 0, count: 32,
};

export interface DumpGroup {
  readonly value: string;
  readonly rows: number;
  readonly counts: Readonly<Record<DumpClass, number>>;
}

export type ViewedRow = DumpRow & { readonly index: number; readonly class: DumpClass };

/** What does not depend on the window. */
interface Tally {
  /** Live pods and templates in the whole table. */
  readonly pods: number;
  readonly templates: number;
  /** By class, of the rows that the filter leaves; the choice of a kind itself does not count. */
  readonly counts: Readonly<Record<DumpClass, number>>;
  /** The same at each node of the flowchart. */
  readonly kinds: Readonly<Record<TaxonomyNodeId, number>>;
}

export interface DumpView extends Tally {
  /** Rows that are left; with groups, groups. */
  readonly matching: number;
  /** Where the window begins. */
  readonly from: number;
  readonly rows: readonly ViewedRow[];
  readonly groups: readonly DumpGroup[] | null;
}

/** The rows that a question leaves, in order. */
export interface DumpSelection extends Tally {
  readonly left: readonly number[];
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

/** The leaf of the flowchart on which a decided class stands. */
export const leafOfClass: Readonly<Record<DumpClass, TaxonomyNodeId | null>> = {
  staticSystem: 'E', staticNonSystem: 'D', workloadSystem: 'G', workloadNonSystem: 'F', undecided: null,
};

/** The nodes of the flowchart on which a row certainly stands: its branch even where its role is open. */
function placesOf(table: DumpTable, row: number, own: DumpClass): readonly TaxonomyNodeId[] {
  const origin = table.originOf(row);
  const branch = origin === 'static' || origin === 'mirror' ? 'C' : origin === 'workload' || origin === 'bare' ? 'B' : null;
  const leaf = leafOfClass[own];
  const inKubeSystem = (leaf === 'E' || leaf === 'G') && table.textOf('namespace', row) === 'kube-system';
  return ['A', ...(branch ? [branch] as const : []), ...(leaf ? [leaf] : []), ...(inKubeSystem ? ['H'] as const : [])];
}

const noCounts = (): Record<DumpClass, number> =>
  ({ staticSystem: 0, staticNonSystem: 0, workloadSystem: 0, workloadNonSystem: 0, undecided: 0 });
const noKinds = (): Record<TaxonomyNodeId, number> => ({ A: 0, B: 0, C: 0, D: 0, E: 0, F: 0, G: 0, H: 0 });

const groupColumns: Readonly<Record<GroupBy, TextColumn>> = { node: 'node', namespace: 'namespace', controller: 'head' };
const searched: readonly TextColumn[] = ['name', 'namespace', 'node', 'head', 'controller', 'kind', 'status'];

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
      return (a, b) => dumpOrigins.indexOf(table.originOf(a)) - dumpOrigins.indexOf(table.originOf(b));
    case 'controller':
      return (a, b) => compareText(table.textOf('head', a), table.textOf('head', b));
    case 'system':
      return (a, b) => systemOrder.indexOf(table.systemOf(a)) - systemOrder.indexOf(table.systemOf(b));
    case 'qos':
      return (a, b) => qosOrder.indexOf(table.qosOf(a)) - qosOrder.indexOf(table.qosOf(b));
    case 'problems':
      return (a, b) => table.problemsOf(b) - table.problemsOf(a);
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
export function selectDump(table: DumpTable, query: DumpQuery): DumpSelection {
  const matches = textFilter(table, query.text);
  const { within, kind } = query;
  const counts = noCounts();
  const kinds = noKinds();
  const left: number[] = [];
  let pods = 0;
  for (let row = 0; row < table.size; row++) {
    const isPod = table.textOf('kind', row) === 'Pod';
    if (isPod) pods += 1;
    if (query.what !== 'all' && (query.what === 'pods') !== isPod) continue;
    if (within && table.textOf(groupColumns[within.by], row) !== within.value) continue;
    if (!matches(row)) continue;
    const own = dumpClassOf(table, row);
    const places = placesOf(table, row, own);
    counts[own] += 1;
    for (const place of places) kinds[place] += 1;
    if (kind === null || (kind === 'undecided' ? own === kind : places.includes(kind))) left.push(row);
  }
  if (query.sort) {
    const compare = comparison(table, query.sort);
    const sign = query.descending ? -1 : 1;
    left.sort((a, b) => sign * compare(a, b) || a - b);
  }
  const groups = query.group && !within ? groupsOf(table, left, query.group) : null;
  return { pods, templates: table.size - pods, counts, kinds, left, groups };
}

export const viewedRow = (table: DumpTable, index: number): ViewedRow => ({ ...table.row(index), index, class: dumpClassOf(table, index) });

/** A window of what was selected; the last one where there is less than was asked for. */
export function viewOf(table: DumpTable, selection: DumpSelection, { from, count }: Pick<DumpQuery, 'from' | 'count'>): DumpView {
  const { left, groups, ...tally } = selection;
  const matching = groups ? groups.length : left.length;
  const first = Math.max(0, Math.min(from, matching - 1));
  return {
    ...tally, matching, from: first,
    rows: groups ? [] : left.slice(first, first + count).map((index) => viewedRow(table, index)),
    groups: groups ? groups.slice(first, first + count) : null,
  };
}

export const queryDump = (table: DumpTable, query: DumpQuery): DumpView => viewOf(table, selectDump(table, query), query);

/** Answers questions about a growing table; another window of the same question is not asked anew. */
export class DumpAnswers {
  private key = '';
  private selection: DumpSelection | null = null;

  constructor(private readonly table: DumpTable) {}

  answer(query: DumpQuery): DumpView {
    const { from: _from, count: _count, ...question } = query;
    const key = `${this.table.size} ${JSON.stringify(question)}`;
    if (!this.selection || key !== this.key) this.selection = selectDump(this.table, query);
    this.key = key;
    return viewOf(this.table, this.selection, query);
  }
}
