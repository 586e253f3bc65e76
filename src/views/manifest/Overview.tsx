/**
 * The overview of a dump: how many pods of each kind, a table to filter, sort and group, what could not be read. It
 * shows pages of a table that a worker holds, so its cost does not grow with the dump.
 */
import { dumpClasses, type DumpClass, type GroupBy } from '../../manifest/streamQuery';
import { Button } from '../shared/Button';
import { count } from '../shared/format';
import { Choice } from '../shared/Menu';
import { Segmented } from '../shared/Segmented';
import { OverviewTable } from './OverviewTable';
import { classLooks, groupName, type OverviewProps } from './overviewWords';
import { useLongEnough, type DumpState } from './useDump';

const GROUPS: readonly { readonly value: GroupBy | 'none'; readonly label: string }[] = [
  { value: 'none', label: 'nothing' }, { value: 'node', label: 'node' }, { value: 'namespace', label: 'namespace' }, { value: 'controller', label: 'controller' },
];

const WHATS = [{ value: 'all', label: 'All' }, { value: 'pods', label: 'Pods' }, { value: 'templates', label: 'Templates' }] as const;

export function Overview({ dump, reader, onPick }: OverviewProps) {
  const { view, query } = dump;
  return (
    <div className="scroll-thin flex h-full min-h-0 flex-col gap-2 overflow-y-auto">
      <Progress dump={dump} onStop={() => reader.stop()} />
      {dump.failed !== '' && <p role="alert" className="text-sm text-failed">{dump.failed}</p>}
      {view && (
        <>
          <Classes dump={dump} reader={reader} />
          <div className="flex flex-wrap items-center gap-2">
            <input
              type="search"
              aria-label="Filter"
              placeholder="name, namespace, node, controller"
              value={query.text}
              onChange={(event) => reader.ask({ text: event.target.value })}
              className="h-9 min-w-40 flex-1 rounded-control border border-line-strong bg-surface px-3 pointer-coarse:h-11"
            />
            {view.pods > 0 && view.templates > 0 && <Segmented label="What is listed" value={query.what} options={WHATS} onChange={(what) => reader.ask({ what })} />}
            <Choice label="Grouped by" value={query.group ?? 'none'} options={GROUPS} onChange={(group) => reader.ask({ group: group === 'none' ? null : group, within: null })} variant="outline" />
          </div>
          {query.within && (
            <div>
              <Button size="sm" icon="left" onClick={() => reader.ask({ within: null })}>All groups</Button>{' '}
              <span className="text-sm">{query.within.by} <b className="wrap-anywhere">{groupName(query.within.by, query.within.value)}</b></span>
            </div>
          )}
          <OverviewTable view={view} query={query} wanted={dump.wanted} title={dump.title} reader={reader} onPick={onPick} />
          <Pages dump={dump} reader={reader} />
          <Unread dump={dump} />
        </>
      )}
    </div>
  );
}

/** Nothing for what is over in 300 ms; then count, bar and Stop. What was read stays. */
function Progress({ dump, onStop }: { readonly dump: DumpState; readonly onStop: () => void }) {
  const { read, total, rows, state } = dump.progress;
  const long = useLongEnough(state === 'reading', 300);
  const share = total > 0 ? read / total : 0;
  if (state === 'stopped') return <p className="text-sm text-ink-2">Stopped at {megabytes(read)} of {megabytes(total)}: {count(rows, 'pod')} of the part that was read.</p>;
  if (!long) return null;
  return (
    <div className="flex items-center gap-3 text-sm">
      <span className="tabular-nums">{count(rows, 'pod')}, {megabytes(read)} of {megabytes(total)}</span>
      <progress className="h-2 min-w-20 flex-1 appearance-none overflow-hidden rounded-tag bg-line [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-ink" aria-label="Reading" max={1} value={share} />
      <Button size="sm" onClick={onStop}>Stop</Button>
    </div>
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 10e6 ? 1 : 0 })} MB`;

function Classes({ dump, reader }: Pick<OverviewProps, 'dump' | 'reader'>) {
  const { view, query } = dump;
  if (!view) return null;
  const chosen = new Set(query.classes);
  const toggle = (one: DumpClass) => reader.ask({ classes: chosen.has(one) ? query.classes.filter((each) => each !== one) : [...query.classes, one] });
  return (
    <fieldset aria-label="Kinds of pods" className="flex flex-wrap gap-2">
      {dumpClasses.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={chosen.has(one)}
          onClick={() => toggle(one)}
          className={`inline-flex h-9 items-center gap-2 rounded-control border px-2 pointer-coarse:h-11 ${chosen.has(one) ? 'border-ink bg-sunken inset-ring-[1.5px] inset-ring-ink' : 'border-line-strong hover:bg-sunken'} ${view.counts[one] === 0 ? 'opacity-70' : ''}`}
        >
          {dump.wanted === null ? classLooks[one].badge : classLooks[one].small} <b className="tabular-nums">{view.counts[one].toLocaleString('en')}</b>
        </button>
      ))}
    </fieldset>
  );
}

function Pages({ dump, reader }: Pick<OverviewProps, 'dump' | 'reader'>) {
  const { view } = dump;
  if (!view) return null;
  const { matching, page, pages, groups } = view;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-2 text-sm">
      <span aria-live="polite" className="tabular-nums">{groups ? count(matching, 'group') : `${matching.toLocaleString('en')} listed`}</span>
      {pages > 1 && (
        <>
          <Button size="sm" className="ml-auto" disabled={page === 0} onClick={() => reader.ask({ page: page - 1 })}>Previous</Button>
          <span className="tabular-nums">page {(page + 1).toLocaleString('en')} of {pages.toLocaleString('en')}</span>
          <Button size="sm" disabled={page + 1 >= pages} onClick={() => reader.ask({ page: page + 1 })}>Next</Button>
        </>
      )}
    </nav>
  );
}

/** Objects that make no pods, and what could not be read. */
function Unread({ dump }: { readonly dump: DumpState }) {
  const { problems, problemCount, others } = dump;
  return (
    <>
      {others.length > 0 && (
        <p className="text-sm text-muted">
          Makes no pods: {others.slice(0, 8).map(([kind, n]) => `${n.toLocaleString('en')} ${kind}`).join(', ')}{others.length > 8 ? ` and ${count(others.length - 8, 'more kind')}` : ''}.
        </p>
      )}
      {problemCount > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer font-semibold text-failed">{count(problemCount, 'object')} could not be read</summary>
          <ul className="scroll-thin mt-1 max-h-40 overflow-y-auto" aria-label="Not read">
            {problems.map(({ file, offset, line, message, detail }) => (
              <li key={`${file}:${offset}:${message}`} className="border-l-4 border-failed py-1 pl-2">
                <b className="wrap-anywhere">{message}</b> <span className="text-muted">line {line.toLocaleString('en')}, byte {offset.toLocaleString('en')}</span>
                <span className="block text-ink-2">{detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
