/**
 * The overview of a paste: how many pods of each kind, a table to filter, sort and group. The same for two documents in
 * the editor and for a dump that a worker holds; its cost does not grow with either.
 */
import type { ReactNode } from 'react';
import type { TaxonomyNodeId } from '../../kubernetes/taxonomy';
import { dumpClasses, leafOfClass, type DumpClass, type DumpKind, type GroupBy } from '../../manifest/streamQuery';
import { belongsTo, isLeaf } from '../../state/classes';
import { usePage, usePageStore } from '../../state/usePage';
import { Button } from '../shared/Button';
import { count } from '../shared/format';
import { Choice } from '../shared/Menu';
import { Segmented } from '../shared/Segmented';
import { OverviewTable } from './OverviewTable';
import { classLooks, groupName, type OverviewSource } from './overviewWords';

const GROUPS: readonly { readonly value: GroupBy | 'none'; readonly label: string }[] = [
  { value: 'none', label: 'nothing' }, { value: 'node', label: 'node' }, { value: 'namespace', label: 'namespace' }, { value: 'controller', label: 'controller' },
];

const WHATS = [{ value: 'all', label: 'All' }, { value: 'pods', label: 'Pods' }, { value: 'templates', label: 'Templates' }] as const;

export function Overview({ source, children }: { readonly source: OverviewSource; readonly children?: ReactNode }) {
  const { view, query, ask } = source;
  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <Classes source={source} />
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          aria-label="Filter"
          placeholder="name, namespace, node, controller"
          value={query.text}
          onChange={(event) => ask({ text: event.target.value })}
          className="h-9 min-w-40 flex-1 rounded-control border border-line-strong bg-surface px-3 pointer-coarse:h-11"
        />
        {view.pods > 0 && view.templates > 0 && <Segmented label="What is listed" value={query.what} options={WHATS} onChange={(what) => ask({ what })} />}
        <Choice label="Grouped by" value={query.group ?? 'none'} options={GROUPS} onChange={(group) => ask({ group: group === 'none' ? null : group, within: null })} variant="outline" />
      </div>
      {query.within && (
        <div>
          <Button size="sm" icon="left" onClick={() => ask({ within: null })}>All groups</Button>{' '}
          <span className="text-sm">{query.within.by} <b className="wrap-anywhere">{groupName(query.within.by, query.within.value)}</b></span>
        </div>
      )}
      <OverviewTable source={source} />
      <p aria-live="polite" className="text-sm tabular-nums">{view.groups ? count(view.matching, 'group') : `${view.matching.toLocaleString('en')} listed`}</p>
      {children}
    </div>
  );
}

/** Is a class part of what was chosen, here or on the flowchart? */
const isChosen = (one: DumpClass, kind: DumpKind | null): boolean => {
  const leaf = leafOfClass[one];
  return kind === one || (kind !== null && kind !== 'undecided' && kind !== 'A' && isLeaf(leaf) && belongsTo(leaf, kind));
};

/** The kinds with their counts. They choose on the flowchart too, which shows the same counts. */
function Classes({ source: { view, query, ask } }: { readonly source: OverviewSource }) {
  const store = usePageStore();
  const chosen = usePage((page) => page.classFilter);
  const choose = (one: DumpClass) => {
    const leaf: TaxonomyNodeId | null = leafOfClass[one];
    if (leaf) store.getState().setClassFilter(chosen === leaf ? null : leaf);
    else {
      store.getState().setClassFilter(null);
      ask({ kind: query.kind === 'undecided' ? null : 'undecided' });
    }
  };
  return (
    <fieldset aria-label="Kinds of pods" className="-m-1 flex min-w-0 gap-2 overflow-x-auto p-1 @min-[760px]:flex-wrap">
      {dumpClasses.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={isChosen(one, query.kind)}
          onClick={() => choose(one)}
          className={`inline-flex h-9 flex-none items-center gap-2 rounded-control border px-2 pointer-coarse:h-11 ${isChosen(one, query.kind) ? 'border-ink bg-sunken inset-ring-[1.5px] inset-ring-ink' : 'border-line-strong hover:bg-sunken'}`}
        >
          {classLooks[one].badge} <b className="tabular-nums">{view.counts[one].toLocaleString('en')}</b>
        </button>
      ))}
    </fieldset>
  );
}
