/** One page of a dump's pods or groups. Arrow keys move from row to row, Enter picks; a heading sorts. */
import { memo, type KeyboardEvent } from 'react';
import { dumpClasses, type DumpQuery, type DumpView, type GroupBy, type SortBy } from '../../manifest/streamQuery';
import type { DumpRow } from '../../manifest/streamTable';
import { Icon } from '../shared/icons';
import { PodName } from '../shared/PodName';
import { classLooks, groupName, type OverviewProps } from './overviewWords';

interface TableProps extends Pick<OverviewProps, 'reader' | 'onPick'> {
  readonly view: DumpView;
  readonly query: DumpQuery;
  /** The row that was picked. */
  readonly wanted: number | null;
  readonly title: string;
}

const COLUMNS: readonly { readonly by: SortBy; readonly title: string }[] = [
  { by: 'name', title: 'Name' }, { by: 'namespace', title: 'Namespace' }, { by: 'node', title: 'Node' },
  { by: 'startedBy', title: 'Started by' }, { by: 'system', title: 'System' }, { by: 'qos', title: 'QoS' },
];

/** Moves the focus among the buttons of a table's body. */
function onRowKey(event: KeyboardEvent<HTMLButtonElement>): void {
  const buttons = [...(event.currentTarget.closest('tbody')?.querySelectorAll<HTMLButtonElement>('button[data-row]') ?? [])];
  const at = buttons.indexOf(event.currentTarget);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at === -1 || to === undefined) return;
  event.preventDefault();
  // The page's own keys move the playhead.
  event.stopPropagation();
  buttons[to]?.focus();
}

/** Drawn anew only when what it shows has changed: progress comes several times a second. */
export const OverviewTable = memo(function OverviewTable({ view, query, wanted, title, reader, onPick }: TableProps) {
  return (
    // A region that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="scroll-thin min-h-40 flex-1 overflow-auto rounded-card border border-line-strong" aria-label="Table of pods" tabIndex={0}>
      {view.groups && query.group ? (
        <Groups view={view} by={query.group} onOpen={(value) => reader.ask({ within: { by: query.group ?? 'node', value } })} />
      ) : (
        <table className="w-full min-w-[780px] border-collapse text-sm">
          <caption className="sr-only">Pods and templates of {title}</caption>
          <thead className="sticky top-0 z-10 bg-sunken">
            <tr>{COLUMNS.map(({ by, title: heading }) => <Heading key={by} by={by} title={heading} query={query} reader={reader} />)}</tr>
          </thead>
          <tbody>
            {view.rows.map((row, i) => (
              <tr key={row.index} aria-current={row.index === wanted ? 'true' : undefined} className={`border-t border-line ${row.index === wanted ? 'bg-now-soft' : 'hover:bg-sunken'}`}>
                <th scope="row" className="p-0 text-left font-semibold">
                  <button type="button" data-row="" onKeyDown={onRowKey} tabIndex={i === 0 || row.index === wanted ? 0 : -1} className="w-full min-h-7 px-2 py-1 text-left outline-offset-[-3px] pointer-coarse:min-h-11" onClick={() => onPick(row.index)}>
                    {row.kind === 'Pod' ? null : <span className="font-normal text-muted">{row.kind} </span>}<PodName name={row.name === '' ? 'no name' : row.name} max={30} />
                  </button>
                </th>
                <td className="px-2 py-1 whitespace-nowrap">{row.namespace}</td>
                <td className="px-2 py-1 whitespace-nowrap">{row.node}</td>
                <td className="px-2 py-1 whitespace-nowrap">{startedByWords(row)}</td>
                <td className="px-2 py-1 whitespace-nowrap">{systemWords(row)}</td>
                <td className="px-2 py-1 whitespace-nowrap">{row.qos}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {view.matching === 0 && <p className="px-3 py-2 text-sm text-muted">Nothing is left by this filter.</p>}
    </section>
  );
});

function Heading({ by, title, query, reader }: Pick<TableProps, 'query' | 'reader'> & { readonly by: SortBy; readonly title: string }) {
  const { sort, descending } = query;
  const own = sort === by;
  const next = !own ? { sort: by, descending: false } : descending ? { sort: null, descending: false } : { sort: by, descending: true };
  return (
    <th scope="col" aria-sort={own ? (descending ? 'descending' : 'ascending') : 'none'} className="p-0 text-left">
      <button type="button" className="flex h-8 w-full items-center gap-1 px-2 font-semibold whitespace-nowrap outline-offset-[-3px] hover:bg-canvas" onClick={() => reader.ask(next)}>
        {title} {own && <Icon name={descending ? 'down' : 'up'} size={14} />}
      </button>
    </th>
  );
}

/** Who starts it, in a few words; what is not certain says so. */
function startedByWords({ origin, head, node, startedBySure }: DumpRow): string {
  const unsure = startedBySure === 'certain' ? '' : ` (${startedBySure})`;
  switch (origin) {
    case 'static':
    case 'mirror':
      return `${node === '' ? 'a kubelet' : `kubelet of ${node}`}${unsure}`;
    case 'workload':
      return `${head === '' ? 'a controller' : head}${unsure}`;
    case 'bare':
      return `API server, no controller${unsure}`;
    default:
      return 'undecided';
  }
}

const systemWords = ({ system, systemSure }: DumpRow): string =>
  system === 'unsure' ? 'unsure' : `${system === 'system' ? 'System' : 'Non-System'}${systemSure === 'certain' ? '' : ` (${systemSure})`}`;

function Groups({ view, by, onOpen }: { readonly view: DumpView; readonly by: GroupBy; readonly onOpen: (value: string) => void }) {
  return (
    <table className="w-full min-w-[780px] border-collapse text-sm">
      <caption className="sr-only">Groups by {by}</caption>
      <thead className="sticky top-0 z-10 bg-sunken">
        <tr>
          <th scope="col" className="h-8 px-2 text-left capitalize">{by}</th>
          <th scope="col" className="px-2 text-right">Pods</th>
          {dumpClasses.map((one) => <th key={one} scope="col" className="px-2 text-right">{classLooks[one].words}</th>)}
        </tr>
      </thead>
      <tbody>
        {(view.groups ?? []).map(({ value, rows, counts }, i) => (
          <tr key={value} className="border-t border-line hover:bg-sunken">
            <th scope="row" className="p-0 text-left font-semibold">
              <button type="button" data-row="" onKeyDown={onRowKey} tabIndex={i === 0 ? 0 : -1} className="w-full min-h-7 px-2 py-1 text-left outline-offset-[-3px] wrap-anywhere pointer-coarse:min-h-11" onClick={() => onOpen(value)}>{groupName(by, value)}</button>
            </th>
            <td className="px-2 text-right tabular-nums">{rows.toLocaleString('en')}</td>
            {dumpClasses.map((one) => <td key={one} className="px-2 text-right tabular-nums">{counts[one] === 0 ? '' : counts[one].toLocaleString('en')}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
