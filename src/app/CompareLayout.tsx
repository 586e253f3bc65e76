/**
 * Two futures side by side, with what differs between them. Where stands twice, each in its own future; a phone has room
 * for the differences alone.
 */
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { followPage, letterOf } from '../state/compare';
import { branchOf, type PageStore } from '../state/store';
import { PageContext, usePage, usePageStore } from '../state/usePage';
import { Differences, type Shown } from '../views/compare/Differences';
import { FutureLetter } from '../views/compare/FutureLetter';
import { NarrationBar } from '../views/timeline/NarrationBar';

const WherePanel = lazy(() => import('../views/cluster/WherePanel').then((module) => ({ default: module.WherePanel })));

/** The other future as a page that follows this one; null when there is none. */
function useOther(id: number): PageStore | null {
  const leader = usePageStore();
  const following = useMemo(() => followPage(leader, id), [leader, id]);
  useEffect(() => following?.stop, [following]);
  return following?.store ?? null;
}

export function CompareLayout({ id, wide }: { readonly id: number; readonly wide: boolean }): ReactNode {
  const store = usePageStore();
  const other = useOther(id);
  const branches = usePage((page) => page.branches);
  const current = usePage((page) => page.branchId);
  if (!other) return null;
  // In the order of their letters, whichever of them the controls move.
  const sorted = [{ id: current, store }, { id, store: other }]
    .map((future) => ({ ...future, letter: letterOf(branches, future.id) }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1));
  const [left, right] = sorted;
  if (!left || !right) return null;
  const between = <Differences futures={[left, right]} />;
  if (!wide) return between;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-0 flex-1">
        <Future {...left} />
        <div className="w-[300px] flex-none border-x border-line">{between}</div>
        <Future {...right} />
      </div>
      <div className="flex flex-none border-y border-line">
        {sorted.map(({ letter, store: future }) => (
          <PageContext key={letter} value={future}>
            <div className="min-w-0 flex-1 basis-0 border-l border-line first:border-l-0"><NarrationBar compact asks={false} label={`Narration of ${letter}`} /></div>
          </PageContext>
        ))}
      </div>
    </div>
  );
}

function Future({ letter, store }: Shown): ReactNode {
  return (
    <PageContext value={store}>
      <div className="flex min-w-0 flex-1 flex-col bg-canvas">
        <FutureTitle letter={letter} />
        <div className="min-h-0 flex-1"><Suspense fallback={null}><WherePanel label={`Where, in ${letter}`} /></Suspense></div>
      </div>
    </PageContext>
  );
}

function FutureTitle({ letter }: { readonly letter: string }): ReactNode {
  const { name, forkedAt, parent } = usePage(branchOf);
  return (
    <h2 className="flex flex-none items-center gap-3 bg-surface px-4 py-2">
      <FutureLetter letter={letter} />
      <span className="min-w-0">
        <span className="block truncate text-md font-bold">{name}</span>
        <span className="block text-xs font-normal text-muted">{parent === null ? 'the story as it is told' : `forked at step ${forkedAt}`}</span>
      </span>
    </h2>
  );
}
