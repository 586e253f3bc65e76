/**
 * A dump's pods or groups. Only the rows near the eye exist; the rest is room. Arrow keys move from row to row, Enter
 * picks; a heading sorts.
 */
import { Fragment, memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { dumpClasses, type DumpQuery, type DumpView, type GroupBy, type SortBy } from '../../manifest/streamQuery';
import { useNextFrame } from '../shared/frames';
import { Icon } from '../shared/icons';
import { GroupRow, isSameGroup, isSameRow, PodRow, STAYS } from './OverviewRows';
import { classLooks, columnTitles, type OverviewSource } from './overviewWords';
import { useSlices } from './useSlices';
import { useWindow } from './useWindow';

const HEAD = 33;
const WIDTHS: Readonly<Record<SortBy, number>> = { name: 230, startedBy: 168, system: 200, namespace: 110, node: 120, controller: 180, qos: 96, status: 150, problems: 104 };

/** A finger needs more room than a pointer. */
const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 30);

export function OverviewTable({ source }: { readonly source: OverviewSource }) {
  const { view, query, ask } = source;
  const [height] = useState(rowHeight);
  const { scroller, onScroll, reveal, page } = useWindow(height, HEAD, query.from, query.count, ask);
  // Another question begins at its top.
  const { from: _from, count: _count, ...asked } = query;
  const question = JSON.stringify(asked);
  const [active, activate] = useState({ question, row: 0 });
  const setActive = useCallback((row: number) => activate({ question, row }), [question]);
  const current = active.question === question ? Math.min(active.row, Math.max(0, view.matching - 1)) : 0;
  // Rows are drawn in slices and may be late; what is scrolled, typed and pressed is not.
  const drawn = useDeferredValue(source);
  // The rows come a frame after what stands above them: both at once would hold the page up.
  const isNext = useNextFrame();
  const focusing = useRef<number>(undefined);
  const latest = useRef(current);
  useEffect(() => {
    latest.current = current;
  }, [current]);
  /** The row that is to have the focus may come later than the wish; one that became another row gives it to the table. */
  const focusRow = useCallback(() => {
    const { activeElement } = document;
    const focused = activeElement instanceof HTMLElement && scroller.current?.contains(activeElement) ? activeElement.dataset['row'] : undefined;
    if (focused !== undefined && Number(focused) !== latest.current) scroller.current?.focus({ preventScroll: true });
    const row = focusing.current === undefined ? null : scroller.current?.querySelector<HTMLElement>(`[data-row="${focusing.current}"]`);
    if (!row) return;
    focusing.current = undefined;
    row.focus({ preventScroll: true });
  }, [scroller]);
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
    focusing.current = next;
    setActive(next);
    reveal(next);
    focusRow();
  };
  return (
    // A region that scrolls must be reachable by keyboard, and keeps the arrows while its rows change.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <section ref={scroller} onScroll={onScroll} onKeyDown={onKeyDown} className="group/table scroll-thin h-[max(300px,70cqh)] flex-none overflow-auto @min-[760px]:h-auto @min-[760px]:min-h-40 @min-[760px]:flex-1 rounded-card border border-line-strong outline-offset-[-3px] [contain:strict]" aria-label="Table of pods" tabIndex={0}>
      {isNext && <Table source={drawn} current={current} height={height} onFocus={setActive} onDrawn={focusRow} />}
    </section>
  );
}

interface TableProps {
  readonly source: OverviewSource;
  readonly current: number;
  readonly height: number;
  readonly onFocus: (at: number) => void;
  /** Other rows stand there now. */
  readonly onDrawn: () => void;
}

/** Rows that may be new in one frame. */
const SLICE = 5;

const Table = memo(function Table({ source: { view, query, ask, columns, wanted, title, onPick }, current, height, onFocus, onDrawn }: TableProps) {
  const { group } = query;
  const { groups, rows } = view;
  const grouped = groups && group;
  const rowProps = (at: number) => ({ at, height, isCurrent: at === current, onFocus });
  const frame = { view, height, slot: query.count, onDrawn };
  return (
    <>
      <table className="w-full table-fixed border-collapse text-sm" style={{ minWidth: grouped ? 780 : columns.reduce((sum, by) => sum + WIDTHS[by], 0) }} aria-rowcount={view.matching + 1}>
        <caption className="sr-only">{grouped ? `Groups by ${group}` : `Pods and templates of ${title}`}</caption>
        {grouped ? <GroupHead by={group} /> : <RowHead columns={columns} query={query} ask={ask} />}
        {grouped
          ? <Rows {...frame} key={group} rows={groups} isSame={isSameGroup} draw={(one, at) => <GroupRow of={one} by={group} {...rowProps(at)} onPick={(value) => ask({ within: { by: group, value } })} />} />
          : <Rows {...frame} key="pods" rows={rows} isSame={isSameRow} draw={(row, at) => <PodRow row={row} columns={columns} isWanted={row.index === wanted} {...rowProps(at)} onPick={onPick} />} />}
      </table>
      {view.matching === 0 && <p className="px-3 py-2 text-sm text-muted">Nothing is left by this filter.</p>}
    </>
  );
});

interface RowsProps<T> {
  readonly view: Pick<DumpView, 'from' | 'matching'>;
  readonly height: number;
  /** Rows of a window: a row that leaves it lends its place in the page to the one that comes. */
  readonly slot: number;
  readonly rows: readonly T[];
  readonly isSame: (a: T, b: T) => boolean;
  readonly draw: (row: T, at: number) => ReactNode;
  readonly onDrawn: () => void;
}

function Rows<T>({ view: { from, matching }, height, slot, rows, isSame, draw, onDrawn }: RowsProps<T>) {
  const wanted = useMemo(() => rows.map((row, i) => ({ at: from + i, row })), [rows, from]);
  const drawn = useSlices(wanted, isSame, SLICE);
  useEffect(onDrawn, [drawn, onDrawn]);
  const first = drawn[0]?.at ?? from;
  return (
    <tbody>
      <Room height={first * height} />
      {drawn.map(({ at, row }) => <Fragment key={at % Math.max(slot, drawn.length)}>{draw(row, at)}</Fragment>)}
      <Room height={Math.max(0, matching - first - drawn.length) * height} />
    </tbody>
  );
}

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
    <th scope="col" style={{ width: WIDTHS[by] }} aria-sort={own ? (descending ? 'descending' : 'ascending') : 'none'} className={`p-0 text-left ${by === 'name' ? `${STAYS} bg-sunken` : ''}`}>
      <button type="button" className="flex h-8 w-full items-center gap-1 px-2 font-semibold whitespace-nowrap outline-offset-[-3px] hover:bg-canvas" onClick={() => ask(next)}>
        {columnTitles[by]} {own && <Icon name={descending ? 'down' : 'up'} size={14} />}
      </button>
    </th>
  );
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
