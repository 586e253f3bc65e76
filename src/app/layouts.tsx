/** Where the panels stand: three columns over the timeline, two rows, or tabs on a phone. */
import { lazy, type ReactNode, Suspense, useDeferredValue, useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { PastedCluster } from '../state/pasted';
import type { PanelName } from '../state/store';
import { usePage, usePageStore } from '../state/usePage';
import { ChapterBar } from '../views/timeline/Chapters';
import { useTurns } from '../views/shared/frames';
import { NarrationBar } from '../views/timeline/NarrationBar';
import { StepCount, TransportButtons } from '../views/timeline/Transport';
import { WhenPanel } from '../views/timeline/WhenPanel';
import { InspectorSlot } from './InspectorSlot';
import { useTabDetails } from './tabDetails';

const WhatPanel = lazy(() => import('../views/taxonomy/WhatPanel').then((module) => ({ default: module.WhatPanel })));
const WherePanel = lazy(() => import('../views/cluster/WherePanel').then((module) => ({ default: module.WherePanel })));
const InsidePanel = lazy(() => import('../views/pod/InsidePanel').then((module) => ({ default: module.InsidePanel })));
const PastePanel = lazy(() => import('../views/manifest/PastePanel').then((module) => ({ default: module.PastePanel })));

const Wall = lazy(() => import('../views/wall/Wall').then((module) => ({ default: module.Wall })));
const CompareLayout = lazy(() => import('./CompareLayout').then((module) => ({ default: module.CompareLayout })));

const Loading = () => <div className="size-full bg-surface" aria-busy="true" />;
const Slot = ({ children }: { readonly children: ReactNode }) => <Suspense fallback={<Loading />}>{children}</Suspense>;

// The same elements at each render: what is in them is not drawn anew because the page around it is.
const WHAT = <Slot><WhatPanel /></Slot>;
const WHERE = <Slot><WherePanel /></Slot>;
const INSIDE = <Slot><InsidePanel withInspector /></Slot>;
const BARE_INSIDE = <Slot><InsidePanel bare /></Slot>;

/** Is the paste panel open? It comes and goes beside what the user does meanwhile: what makes room for it is much. */
const usePasting = (): boolean => useDeferredValue(usePage((page) => page.paste.open));

const drawWall = (cluster: PastedCluster) => <Slot><Wall {...cluster} /></Slot>;

const VERTICAL = 'w-px bg-line data-[separator=hover]:bg-line-strong data-[separator=active]:bg-now focus-visible:outline-3';
const HORIZONTAL = 'h-px bg-line data-[separator=hover]:bg-line-strong data-[separator=active]:bg-now focus-visible:outline-3';

/** Below this height, px, timeline and manifest together are too low. */
const HIGH = 1100;

/** Folds the timeline while one pastes, and unfolds it after; who unfolds it meanwhile keeps it so. */
function useRoomForPasting(pasting: boolean): void {
  const store = usePageStore();
  // After the frame in which the panels went: their room is empty then, and nothing in it moves.
  useEffect(() => {
    if (!pasting || store.getState().folded.when || innerHeight >= HIGH) return;
    store.getState().toggleFolded('when');
    return () => {
      if (store.getState().folded.when) store.getState().toggleFolded('when');
    };
  }, [store, pasting]);
}

/** From 1024 px. */
export function WideLayout({ narration, layout }: { readonly narration: ReactNode; readonly layout: 'wide' | 'medium' }) {
  const pasting = usePasting();
  const comparing = usePage((page) => page.comparing);
  const folded = usePage((page) => page.folded);
  const [what, inside] = layout === 'wide' ? [400, 480] : [300, 380];
  useRoomForPasting(pasting);
  // What goes and what comes are not drawn in one frame, nor are both panels that come.
  const turn = useTurns(pasting, 2);
  const when = folded.when ? <WhenPanel folded /> : null;
  return (
    <>
      <Group orientation="vertical" id={`rows-${layout}-${folded.when ? 'folded' : 'open'}`} className="min-h-0 flex-1">
        <Panel id="panels" minSize={300}>
          {comparing !== null && !pasting ? <Slot><CompareLayout id={comparing} wide /></Slot> : (
            <div className="flex h-full flex-col">
              <div className="relative flex min-h-0 flex-1">
                <Group orientation="horizontal" id={`columns-${layout}-${pasting ? 'paste' : 'watch'}`} className="min-h-0 flex-1">
                  <Panel id="what" defaultSize={what} minSize={220} collapsible groupResizeBehavior="preserve-pixel-size">
                    {WHAT}
                  </Panel>
                  <Separator className={VERTICAL} aria-label="Width of What; Enter folds it" />
                  {pasting ? (
                    <Panel id="paste" minSize={420}>
                      {turn > 0 ? <Slot><PastePanel wall={drawWall} inside={BARE_INSIDE} /></Slot> : <Loading />}
                    </Panel>
                  ) : (
                    <>
                      <Panel id="where" minSize={320}>
                        {turn > 0 ? WHERE : <Loading />}
                      </Panel>
                      <Separator className={VERTICAL} aria-label="Width of Inside; Enter folds it" />
                      <Panel id="inside" defaultSize={inside} minSize={280} collapsible groupResizeBehavior="preserve-pixel-size">
                        {turn > 1 ? INSIDE : <Loading />}
                      </Panel>
                    </>
                  )}
                </Group>
                <InspectorSlot />
              </div>
              <div className="flex-none border-y border-line">{narration}</div>
            </div>
          )}
        </Panel>
        {!folded.when && (
          <>
            <Separator className={HORIZONTAL} aria-label="Height of When" />
            <Panel id="when" defaultSize={innerHeight < 800 ? 190 : 230} minSize={110} maxSize="60%" groupResizeBehavior="preserve-pixel-size">
              <WhenPanel />
            </Panel>
          </>
        )}
      </Group>
      {when}
    </>
  );
}

const NAMES: Readonly<Record<PanelName, string>> = { what: 'What', where: 'Where', inside: 'Inside', when: 'When' };

/** 768 to 1023 px: Where on top, What and Inside beside each other below, the timeline folded. */
export function SmallLayout({ narration }: { readonly narration: ReactNode }) {
  const pasting = usePasting();
  const comparing = usePage((page) => page.comparing);
  return (
    <>
      <div className={`relative grid min-h-0 flex-1 grid-cols-2 ${pasting ? 'grid-rows-[3fr_2fr]' : 'grid-rows-2'}`}>
        <div className="col-span-2 min-h-0 border-b border-line"><Slot>{pasting ? <PastePanel wall={drawWall} /> : comparing === null ? <WherePanel /> : <CompareLayout id={comparing} wide={false} />}</Slot></div>
        <div className="min-h-0 border-r border-line"><Slot><WhatPanel /></Slot></div>
        <div className="min-h-0"><Slot><InsidePanel withInspector /></Slot></div>
        <InspectorSlot />
      </div>
      <div className="flex-none border-y border-line">{narration}</div>
      <WhenPanel folded />
    </>
  );
}

const TABS = ['what', 'where', 'inside'] as const;

/** Below 768 px, or in a low window: one panel at a time; sentence and transport stay at the bottom. */
export function NarrowLayout() {
  const store = usePageStore();
  const tab = usePage((page) => (page.tab === 'when' ? 'where' : page.tab));
  const pasting = usePasting();
  const comparing = usePage((page) => page.comparing);
  const details = useTabDetails();
  return (
    <>
      <div className="flex flex-none border-b border-line bg-surface" role="tablist" aria-label="Panels">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === tab}
            aria-controls="tab-panel"
            tabIndex={name === tab ? 0 : -1}
            className={`flex min-h-12 min-w-0 flex-1 flex-col items-center justify-center border-b-[3px] px-1 low:min-h-9 low:flex-row low:gap-2 ${name === tab ? 'border-ink' : 'border-transparent'}`}
            onClick={() => store.getState().setTab(name)}
            onKeyDown={(event) => {
              const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
              if (step === undefined) return;
              event.preventDefault();
              const next = TABS[(TABS.indexOf(name) + step + TABS.length) % TABS.length] ?? name;
              store.getState().setTab(next);
              document.getElementById(`tab-${next}`)?.focus();
            }}
          >
            <span className="text-md font-bold">{pasting && name === 'where' ? 'Manifest' : NAMES[name]}</span>
            <span className="max-w-full truncate text-xs text-muted">{details[name]}</span>
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className="relative min-h-0 flex-1" data-bare="">
        {pasting && <div className={tab === 'where' ? 'h-full' : 'hidden'}><Slot><PastePanel wall={drawWall} /></Slot></div>}
        <Slot>{tab === 'what' ? <WhatPanel /> : tab === 'inside' ? <InsidePanel withInspector /> : pasting ? null : comparing === null ? <WherePanel /> : <CompareLayout id={comparing} wide={false} />}</Slot>
        <InspectorSlot />
      </div>
      <div className="flex-none border-t border-line"><NarrationBar compact /></div>
      {/* A text has no steps: while one is pasted, the room is its own. */}
      <div className={`flex-none flex-col items-center gap-1 bg-surface px-3 pt-1 pb-3 low:flex-row-reverse low:gap-3 low:py-1 ${pasting ? 'hidden' : 'flex'}`}>
        <div className="flex w-full min-w-0"><ChapterBar /></div>
        <TransportButtons big />
        <span className="low:sr-only"><StepCount separator=", " /></span>
      </div>
    </>
  );
}
