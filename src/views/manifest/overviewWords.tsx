/** What the parts of the overview share: what they show and ask, the badge and words of each class, the names of groups. */
import type { ReactNode } from 'react';
import type { DumpClass, DumpQuery, DumpView, GroupBy, SortBy } from '../../manifest/streamQuery';
import { ClassBadge } from '../shared/ClassBadge';

/** An overview's table and its question; the rows may be in a worker or in the page. */
export interface OverviewSource {
  readonly title: string;
  readonly view: DumpView;
  readonly query: DumpQuery;
  /** Changes the question. What is not a change of the window begins at the first row. */
  readonly ask: (change: Partial<DumpQuery>) => void;
  readonly columns: readonly SortBy[];
  /** The row that is looked at. */
  readonly wanted: number | null;
  readonly onPick: (index: number) => void;
}

const OPEN = <span className="inline-flex h-[22px] items-center rounded-tag border-[1.25px] border-dashed border-line-strong px-2 text-xs font-semibold">Undecided</span>;

/** The badge's `role` is a pod's, not ARIA's. */
const SYSTEM = { role: 'system' } as const;
const NON_SYSTEM = { role: 'nonSystem' } as const;

/** The badge of each class; an undecided pod has none of its own. */
export const classLooks: Readonly<Record<DumpClass, { readonly words: string; readonly badge: ReactNode }>> = {
  staticSystem: { words: 'Static System', badge: <ClassBadge origin="static" {...SYSTEM} /> },
  staticNonSystem: { words: 'Static Non-System', badge: <ClassBadge origin="static" {...NON_SYSTEM} /> },
  workloadSystem: { words: 'Workload System', badge: <ClassBadge origin="workload" {...SYSTEM} /> },
  workloadNonSystem: { words: 'Workload Non-System', badge: <ClassBadge origin="workload" {...NON_SYSTEM} /> },
  undecided: { words: 'Undecided', badge: OPEN },
};

/** A group without a value has words of its own. */
export const groupName = (by: GroupBy, value: string): string =>
  value !== '' ? value : by === 'controller' ? 'no controller' : by === 'node' ? 'no node' : 'no namespace';

export const columnTitles: Readonly<Record<SortBy, string>> = {
  name: 'Name', namespace: 'Namespace', node: 'Node', startedBy: 'Started by', controller: 'Controller', system: 'Role', qos: 'QoS', status: 'Status', problems: 'Problems',
};
