/** The rows of an overview: a pod or template, or a group. Each is drawn anew only when what it shows has changed. */
import { memo, type ReactNode } from 'react';
import { dumpClasses, type DumpGroup, type GroupBy, type SortBy, type ViewedRow } from '../../manifest/streamQuery';
import { ClassBadge } from '../shared/ClassBadge';
import { count } from '../shared/format';
import { PodName } from '../shared/PodName';
import { StateGlyph } from '../shared/StateGlyph';
import { groupName } from './overviewWords';

interface RowProps {
  /** Its place in what is listed. */
  readonly at: number;
  readonly height: number;
  /** The one row that Tab reaches. */
  readonly isCurrent: boolean;
  readonly onFocus: (at: number) => void;
}

interface PodRowProps extends RowProps {
  readonly row: ViewedRow;
  readonly columns: readonly SortBy[];
  readonly isWanted: boolean;
  readonly onPick: (index: number) => void;
}

/** Names stay where they are while the table moves sideways; until then each of them would cost a layer of its own. */
export const STAYS = 'left-0 z-10 group-data-sideways/table:sticky';

const NAME = 'size-full truncate px-2 text-left outline-offset-[-3px]';

function isSame<T extends object>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key]);
}

/** A worker sends copies: the same texts and numbers are the same row. */
export const isSameRow = (a: ViewedRow, b: ViewedRow): boolean => isSame(a, b);
export const isSameGroup = (a: DumpGroup, b: DumpGroup): boolean => a.value === b.value && isSame(a.counts, b.counts);

export const PodRow = memo(function PodRow({ row, columns, isWanted, isCurrent, at, height, onFocus, onPick }: PodRowProps) {
  return (
    <tr style={{ height }} aria-rowindex={at + 2} aria-current={isWanted ? 'true' : undefined} className={`group border-t border-line ${isWanted ? 'bg-now-soft' : 'hover:bg-sunken'}`}>
      {columns.map((by) => (by === 'name'
        ? (
          <th key={by} scope="row" className={`${STAYS} p-0 text-left font-semibold ${isWanted ? 'bg-now-soft' : 'bg-surface group-hover:bg-sunken'}`} style={{ height }}>
            <button type="button" data-row={at} tabIndex={isCurrent ? 0 : -1} onFocus={() => onFocus(at)} className={NAME} onClick={() => onPick(row.index)}>
              {row.kind === 'Pod' ? null : <span className="font-normal text-muted">{row.kind} </span>}<PodName name={row.name === '' ? 'no name' : row.name} max={25} />
            </button>
          </th>
        )
        : <td key={by} className="truncate px-2">{cell(row, by)}</td>))}
    </tr>
  );
}, ({ row: a, ...before }, { row: b, ...now }) => isSame(before, now) && isSameRow(a, b));

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
      // A row that scrolls into sight has not changed: nothing fades in.
      return row.status === '' ? null : <StateGlyph state={stateOf(row.status)} className="[&_svg]:animate-none">{row.status}</StateGlyph>;
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

interface GroupRowProps extends RowProps {
  readonly of: DumpGroup;
  readonly by: GroupBy;
  readonly onPick: (value: string) => void;
}

export function GroupRow({ of: { value, rows, counts }, by, at, height, isCurrent, onFocus, onPick }: GroupRowProps) {
  return (
    <tr style={{ height }} aria-rowindex={at + 2} className="border-t border-line hover:bg-sunken">
      <th scope="row" className="p-0 text-left font-semibold" style={{ height }}>
        <button type="button" data-row={at} tabIndex={isCurrent ? 0 : -1} onFocus={() => onFocus(at)} className={NAME} onClick={() => onPick(value)}>{groupName(by, value)}</button>
      </th>
      <td className="px-2 text-right tabular-nums">{rows.toLocaleString('en')}</td>
      {dumpClasses.map((one) => <td key={one} className="px-2 text-right tabular-nums">{counts[one] === 0 ? '' : counts[one].toLocaleString('en')}</td>)}
    </tr>
  );
}
