/**
 * A dump's pods or groups. Only the rows near the eye exist; the rest is room. Arrow keys move from row to row, Enter
 * picks; a heading sorts.
 */
import { memo, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { dumpClasses, type DumpGroup, type DumpQuery, type GroupBy, type SortBy, type ViewedRow } from '../../manifest/streamQuery';
import { ClassBadge } from '../shared/ClassBadge';
import { count } from '../shared/format';
import { Icon } from '../shared/icons';
import { PodName } from '../shared/PodName';
import { StateGlyph } from '../shared/StateGlyph';
import { classLooks, columnTitles, groupName, type OverviewSource } from './overviewWords';
import { useWindow } from './useWindow';

const HEAD = 33;
const WIDTHS: Readonly<Record<SortBy, number>> = { name: 230, startedBy: 112, system: 126, namespace: 110, node: 120, controller: 180, qos: 96, status: 150, problems: 104 };

/** A finger needs more room than a pointer. */
const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 30);

/** Drawn anew only when what it shows has changed: progress comes several times a second. */
export const OverviewTable = memo(function OverviewTable({ source }: { readonly source: OverviewSource }) {
  const { view, query, ask, columns, wanted, title, onPick } = source;
  const [height] = useState(rowHeight);
  const { scroller, onScroll, reveal, page } = useWindow(height, HEAD, query.from, query.count, ask);
  const { group } = query;
  const grouped = view.groups && group;
  // Another question begins at its top.
  const { from: _from, count: _count, ...asked } = query;
  const question = JSON.stringify(asked);
  const [active, activate] = useState({ question, row: 0 });
  const setActive = (row: number) => activate({ question, row });
  const current = active.question === question ? Math.min(active.row, Math.max(0, view.matching - 1)) : 0;
  const focusing = useRef(false);
  useEffect(() => {
    const row = focusing.current ? scroller.current?.querySelector<HTMLElement>(`[data-row="${current}"]`) : null;
    if (!row) return;
    focusing.current = false;
    row.focus({ preventScroll: true });
  }, [current, view, scroller]);
  useEffect(() => reveal(0), [question, reveal]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page, Home: 0, End: view.matching - 1 }[event.key];
    // In the headings the arrows are nobody's.
    if (to === undefined || (event.target instanceof Element && event.target.closest('thead'))) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.max(0, Math.min(to, view.matching - 1));
    // The row that has the focus may leave with the window; the table keeps the keys meanwhile.
    scroller.current?.focus({ preventScroll: true });
    focusing.current = true;
    setActive(next);
    reveal(next);
    if (next === current) scroller.current?.querySelector<HTMLElement>(`[data-row="${current}"]`)?.focus();
  };
  const rowProps = (index: number) => ({ 'data-row': index, tabIndex: index === current ? 0 : -1, onFocus: () => setActive(index) });
  const shown = grouped ? view.groups.length : view.rows.length;
  return (
    // A region that scrolls must be reachable by keyboard, and keeps the arrows while its rows change.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <section ref={scroller} onScroll={onScroll} onKeyDown={onKeyDown} className="scroll-thin min-h-40 flex-1 overflow-auto rounded-card border border-line-strong outline-offset-[-3px]" aria-label="Table of pods" tabIndex={0}>
      <table className="w-full table-fixed border-collapse text-sm" style={{ minWidth: grouped ? 780 : columns.reduce((sum, by) => sum + WIDTHS[by], 0) }} aria-rowcount={view.matching + 1}>
        <caption className="sr-only">{grouped ? `Groups by ${group}` : `Pods and templates of ${title}`}</caption>
        {grouped ? <GroupHead by={group} /> : <RowHead columns={columns} query={query} ask={ask} />}
        <tbody>
          <Room height={view.from * height} />
          {grouped
            ? view.groups.map((one, i) => (
              <GroupRow key={one.value} of={one} at={view.from + i} height={height}>
                <button type="button" {...rowProps(view.from + i)} className={NAME} onClick={() => ask({ within: { by: group, value: one.value } })}>{groupName(group, one.value)}</button>
              </GroupRow>
            ))
            : view.rows.map((row, i) => (
              <PodRow key={row.index} row={row} columns={columns} isWanted={row.index === wanted} at={view.from + i} height={height}>
                <button type="button" {...rowProps(view.from + i)} className={NAME} onClick={() => onPick(row.index)}>
                  {row.kind === 'Pod' ? null : <span className="font-normal text-muted">{row.kind} </span>}<PodName name={row.name === '' ? 'no name' : row.name} max={30} />
                </button>
              </PodRow>
            ))}
          <Room height={Math.max(0, view.matching - view.from - shown) * height} />
        </tbody>
      </table>
      {view.matching === 0 && <p className="px-3 py-2 text-sm text-muted">Nothing is left by this filter.</p>}
    </section>
  );
});

const NAME = 'size-full truncate px-2 text-left outline-offset-[-3px]';

/** As high as the rows that are not drawn. */
const Room = ({ height }: { readonly height: number }) => (height === 0 ? null : <tr aria-hidden="true" style={{ height }} />);

function RowHead({ columns, query, ask }: Pick<OverviewSource, 'columns' | 'query' | 'ask'>) {
  return (
    <thead className="sticky top-0 z-20 bg-sunken">
      <tr>
        {columns.map((by) => <Heading key={by} by={by} query={query} ask={ask} />)}
      </tr>
    </thead>
  );
}

function Heading({ by, query, ask }: Pick<OverviewSource, 'query' | 'ask'> & { readonly by: SortBy }) {
  const { sort, descending }: DumpQuery = query;
  const own = sort === by;
  const next = !own ? { sort: by, descending: false } : descending ? { sort: null, descending: false } : { sort: by, descending: true };
  return (
    <th scope="col" style={{ width: WIDTHS[by] }} aria-sort={own ? (descending ? 'descending' : 'ascending') : 'none'} className={`p-0 text-left ${by === 'name' ? 'sticky left-0 z-10 bg-sunken' : ''}`}>
      <button type="button" className="flex h-8 w-full items-center gap-1 px-2 font-semibold whitespace-nowrap outline-offset-[-3px] hover:bg-canvas" onClick={() => ask(next)}>
        {columnTitles[by]} {own && <Icon name={descending ? 'down' : 'up'} size={14} />}
      </button>
    </th>
  );
}

interface PodRowProps {
  readonly row: ViewedRow;
  readonly columns: readonly SortBy[];
  readonly isWanted: boolean;
  readonly at: number;
  readonly height: number;
  /** The button with its name. */
  readonly children: ReactNode;
}

function PodRow({ row, columns, isWanted, at, height, children }: PodRowProps) {
  return (
    <tr style={{ height }} aria-rowindex={at + 2} aria-current={isWanted ? 'true' : undefined} className={`group border-t border-line ${isWanted ? 'bg-now-soft' : 'hover:bg-sunken'}`}>
      {columns.map((by) => (by === 'name'
        ? <th key={by} scope="row" className={`sticky left-0 z-10 p-0 text-left font-semibold ${isWanted ? 'bg-now-soft' : 'bg-surface group-hover:bg-sunken'}`} style={{ height }}>{children}</th>
        : <td key={by} className="truncate px-2">{cell(row, by)}</td>))}
    </tr>
  );
}

/** The badge's `role` is a pod's, not ARIA's. */
const ROLES = { system: { role: 'system' }, 'non-system': { role: 'nonSystem' } } as const;

const sure = (confidence: string): string => (confidence === 'certain' ? '' : ` ${confidence}`);

function cell(row: ViewedRow, by: SortBy): ReactNode {
  switch (by) {
    case 'startedBy':
      return <Origin row={row} />;
    case 'system':
      return row.system === 'unsure' ? <span className="text-muted">unsure</span> : <><ClassBadge {...ROLES[row.system]} /><small className="text-xs text-muted">{sure(row.systemSure)}</small></>;
    case 'controller':
      return row.head === '' ? <span className="text-muted">{row.origin === 'bare' ? 'none' : ''}</span> : row.head;
    case 'status':
      return row.status === '' ? null : <StateGlyph state={stateOf(row.status)}>{row.status}</StateGlyph>;
    case 'problems':
      return row.problems === 0 ? null : <span className="font-semibold text-failed">{count(row.problems, 'problem')}</span>;
    default:
      return row[by];
  }
}

function Origin({ row: { origin, startedBySure } }: { readonly row: ViewedRow }) {
  if (origin === 'undecided' || origin === 'none') return <span className="text-muted">undecided</span>;
  const isStatic = origin === 'static' || origin === 'mirror';
  return <><ClassBadge origin={isStatic ? 'static' : 'workload'} /><small className="text-xs text-muted">{sure(startedBySure)}</small></>;
}

function stateOf(status: string): 'running' | 'waiting' | 'failed' | 'terminating' | 'completed' {
  if (status === 'Running') return 'running';
  if (status === 'Completed' || status === 'Succeeded') return 'completed';
  if (status === 'Terminating') return 'terminating';
  return /^(Pending|ContainerCreating|PodInitializing|SchedulingGated|NotReady|Init:\d+\/\d+)$/.test(status) ? 'waiting' : 'failed';
}

function GroupHead({ by }: { readonly by: GroupBy }) {
  return (
    <thead className="sticky top-0 z-20 bg-sunken">
      <tr>
        <th scope="col" className="h-8 w-[240px] px-2 text-left capitalize">{by}</th>
        <th scope="col" className="px-2 text-right">Pods</th>
        {dumpClasses.map((one) => <th key={one} scope="col" className="px-2 text-right text-xs leading-4">{classLooks[one].words}</th>)}
      </tr>
    </thead>
  );
}

function GroupRow({ of: { rows, counts }, at, height, children }: { readonly of: DumpGroup; readonly at: number; readonly height: number; readonly children: ReactNode }) {
  return (
    <tr style={{ height }} aria-rowindex={at + 2} className="border-t border-line hover:bg-sunken">
      <th scope="row" className="p-0 text-left font-semibold" style={{ height }}>{children}</th>
      <td className="px-2 text-right tabular-nums">{rows.toLocaleString('en')}</td>
      {dumpClasses.map((one) => <td key={one} className="px-2 text-right tabular-nums">{counts[one] === 0 ? '' : counts[one].toLocaleString('en')}</td>)}
    </tr>
  );
}
