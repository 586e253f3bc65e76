/** What the parts of the overview share: the badge and words of each class, the names of groups. */
import type { ReactNode } from 'react';
import type { DumpClass, GroupBy } from '../../manifest/streamQuery';
import { ClassBadge } from '../shared/ClassBadge';
import type { DumpReader, DumpState } from './useDump';

export interface OverviewProps {
  readonly dump: DumpState;
  readonly reader: DumpReader;
  readonly onPick: (index: number) => void;
}

const OPEN = <span className="inline-flex h-[22px] items-center rounded-tag border-[1.25px] border-dashed border-line-strong px-2 text-xs font-semibold">Undecided</span>;

/** The badge of each class; an undecided pod has none of its own. */
export const classLooks: Readonly<Record<DumpClass, { readonly words: string; readonly badge: ReactNode; readonly small: ReactNode }>> = {
  staticSystem: { words: 'Static System', badge: <ClassBadge origin="static" {...{ role: 'system' }} />, small: <ClassBadge origin="static" {...{ role: 'system' }} size="small" /> },
  staticNonSystem: { words: 'Static Non-System', badge: <ClassBadge origin="static" {...{ role: 'nonSystem' }} />, small: <ClassBadge origin="static" {...{ role: 'nonSystem' }} size="small" /> },
  workloadSystem: { words: 'Workload System', badge: <ClassBadge origin="workload" {...{ role: 'system' }} />, small: <ClassBadge origin="workload" {...{ role: 'system' }} size="small" /> },
  workloadNonSystem: { words: 'Workload Non-System', badge: <ClassBadge origin="workload" {...{ role: 'nonSystem' }} />, small: <ClassBadge origin="workload" {...{ role: 'nonSystem' }} size="small" /> },
  undecided: { words: 'Undecided', badge: OPEN, small: OPEN },
};

/** A group without a value has words of its own. */
export const groupName = (by: GroupBy, value: string): string =>
  value !== '' ? value : by === 'controller' ? 'no controller' : by === 'node' ? 'no node' : 'no namespace';
