/** WHEN: transport, chapters and lanes; and the futures, when there is more than one. */
import { useState } from 'react';
import { letterOf } from '../../state/compare';
import { usePage, usePageStore } from '../../state/usePage';
import { Button, IconButton } from '../shared/Button';
import { PanelHeader } from '../shared/PanelHeader';
import { Segmented } from '../shared/Segmented';
import { ChapterBar, useChapter } from './Chapters';
import { Timeline } from './Timeline';
import { StepCount, TransportButtons, TransportMore } from './Transport';

const ZOOMS = [1, 1.5, 2.5, 4, 7, 12];

export function WhenPanel({ folded = false }: { readonly folded?: boolean }) {
  const store = usePageStore();
  const [by, setBy] = useState<'component' | 'pod'>('component');
  const [zoom, setZoom] = useState(0);
  const chapter = useChapter();
  const scale = ZOOMS[zoom] ?? 1;
  return (
    <section className={`flex flex-col bg-surface ${folded ? 'flex-none' : 'h-full min-h-0'}`} aria-label="When, step by step" data-panel="when">
      <div className="flex flex-none flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 lg:gap-x-3">
        <div className="-ml-4 w-20 flex-none min-[1240px]:w-[175px]">
          <PanelHeader title="When" detail={<span className="max-[1239px]:hidden">step by step</span>} />
        </div>
        <TransportButtons />
        <StepCount />
        <TransportMore />
        <Futures />
        <div className="ml-auto flex items-center gap-2">
          {chapter && <span className="hidden whitespace-nowrap text-xs text-muted min-[1400px]:inline">Chapter {chapter.number} of {chapter.of}</span>}
          {!folded && (
            <>
              <Segmented
                label="Lanes by"
                value={by}
                onChange={(value) => setBy(value === 'pod' ? 'pod' : 'component')}
                options={[{ value: 'component', label: 'component' }, { value: 'pod', label: 'pod' }]}
              />
              <IconButton icon="minus" label="Zoom out" size="sm" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)} />
              <IconButton icon="plus" label="Zoom in" size="sm" disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)} />
            </>
          )}
          <IconButton icon={folded ? 'unfold' : 'fold'} label={folded ? 'Unfold the timeline' : 'Fold the timeline'} size="sm" onClick={() => store.getState().toggleFolded('when')} />
        </div>
      </div>
      {folded ? (
        <div className="flex px-4 pb-2">
          <ChapterBar />
        </div>
      ) : (
        <Timeline by={by} zoom={scale} />
      )}
    </section>
  );
}

/** The futures beside each other: the one shown, and the others until they are dismissed. */
function Futures() {
  const store = usePageStore();
  const branches = usePage((page) => page.branches);
  const current = usePage((page) => page.branchId);
  const comparing = usePage((page) => page.comparing);
  const embedded = usePage((page) => page.embedded);
  if (branches.length < 2) return null;
  return (
    <ul className="flex min-w-0 flex-wrap items-center gap-1" aria-label="Futures">
      {branches.map(({ id, name, forkedAt }) => (
        <li key={id} className="flex items-center">
          <Button
            size="sm"
            variant={id === current ? 'solid' : 'outline'}
            aria-pressed={id === current}
            title={`${name}, from step ${forkedAt}`}
            onClick={() => store.getState().switchBranch(id)}
          >
            <span className="max-w-40 truncate">{letterOf(branches, id)} {name}</span>
          </Button>
          {id !== current && !embedded && (
            <Button size="sm" variant="quiet" aria-pressed={id === comparing} aria-label={`Compare with ${name}`} onClick={() => store.getState().compare(id === comparing ? null : id)}>Compare</Button>
          )}
          <IconButton icon="close" label={`Dismiss ${name}`} size="sm" onClick={() => store.getState().dismissBranch(id)} />
        </li>
      ))}
    </ul>
  );
}
