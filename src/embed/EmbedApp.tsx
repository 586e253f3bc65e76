/**
 * The embed: one panel, or some beside each other, with sentence and transport. It takes keys and the wheel only after
 * the focus came in, and gives the arrows back to the page around at the first and last step.
 */
import { lazy, type KeyboardEvent, type ReactNode, Suspense, useEffect, useState, type WheelEvent } from 'react';
import { InspectorSlot } from '../app/InspectorSlot';
import { handleKey } from '../app/keys';
import { useIncoming } from '../app/useIncoming';
import type { PanelName } from '../state/store';
import { applyTheme } from '../state/theme';
import { addressOf } from '../state/url';
import { usePage, usePageStore } from '../state/usePage';
import { ChapterBar, useChapter } from '../views/timeline/Chapters';
import { NarrationBar } from '../views/timeline/NarrationBar';
import { StepCount, TransportButtons } from '../views/timeline/Transport';
import { WhenPanel } from '../views/timeline/WhenPanel';
import { Icon } from '../views/shared/icons';
import { Segmented } from '../views/shared/Segmented';
import { Mark } from '../views/shared/Mark';

const WhatPanel = lazy(() => import('../views/taxonomy/WhatPanel').then((module) => ({ default: module.WhatPanel })));
const WherePanel = lazy(() => import('../views/cluster/WherePanel').then((module) => ({ default: module.WherePanel })));
const InsidePanel = lazy(() => import('../views/pod/InsidePanel').then((module) => ({ default: module.InsidePanel })));

const PANELS: Readonly<Record<Exclude<PanelName, 'when'>, ReactNode>> = {
  what: <WhatPanel />,
  where: <WherePanel />,
  inside: <InsidePanel withInspector />,
};

type Shown = keyof typeof PANELS;
const TITLES: Readonly<Record<Shown, string>> = { what: 'What', where: 'Where', inside: 'Inside' };

/** One panel where there is room for one, two from 700 px, three from 1000 px; the one that is asked for is always there. */
function roomFor(panel: Shown, chosen: Shown, panels: readonly Shown[]): string {
  const second = panels.find((other) => other !== chosen);
  const medium = panel === chosen || panel === second ? '@min-[700px]:block' : '@min-[1000px]:block';
  return `${panel === chosen ? '' : 'hidden'} ${medium}`;
}

/** The whole page at what is shown now: it follows each step. */
function useFullAddress(): string {
  const store = usePageStore();
  const version = usePage((page) => page.version);
  const selection = usePage((page) => page.selection);
  const [address, setAddress] = useState('index.html');
  useEffect(() => {
    let wanted = true;
    void addressOf(store.getState()).then((fragment) => {
      if (wanted) setAddress(`index.html#${fragment}`);
    });
    return () => {
      wanted = false;
    };
  }, [store, version, selection]);
  return address;
}

export function EmbedApp({ only }: { readonly only: readonly PanelName[] }) {
  const fullAddress = useFullAddress();
  const store = usePageStore();
  const title = usePage((page) => page.story.title);
  const theme = usePage((page) => page.theme);
  const inspecting = usePage((page) => page.inspector);
  const chapter = useChapter();
  useEffect(() => applyTheme(theme), [theme]);
  useIncoming();
  const wanted = only.length === 0 ? (['what', 'where', 'inside', 'when'] as const) : only;
  const panels = wanted.filter((panel) => panel !== 'when');
  const tab = usePage((page) => page.tab);
  const chosen = panels.find((panel) => panel === tab) ?? panels.find((panel) => panel === 'where') ?? panels[0] ?? 'where';
  const several = panels.length > 1;

  const onKeyDown = (event: KeyboardEvent) => {
    const { cursor, length } = store.getState();
    if (event.key === 'ArrowLeft' && cursor === 0) return;
    if (event.key === 'ArrowRight' && cursor === length) return;
    if (!event.defaultPrevented && handleKey(event.nativeEvent, store.getState())) event.preventDefault();
  };

  /** Until the focus came in, the wheel scrolls the page around: the panels never hear of it. */
  const onWheel = (event: WheelEvent) => {
    if (!document.hasFocus()) event.stopPropagation();
  };

  return (
    // The whole frame takes keys, as the page around gives it the focus; what it holds is reached with Tab as usual.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <main aria-label={`Podarium: ${title}`} tabIndex={0} onKeyDown={onKeyDown} onWheelCapture={onWheel} className="@container relative flex h-dvh min-w-80 flex-col overflow-clip bg-canvas text-base text-ink">
      <header className="flex min-h-9 flex-none items-center gap-3 border-b border-line bg-surface px-3">
        <h1 className={`min-w-0 truncate text-base font-bold ${several ? '@max-[400px]:sr-only' : ''}`}>{title}</h1>
        {panels.length === 1 && panels[0] && <span className="text-sm text-muted">{TITLES[panels[0]]}</span>}
        {several && (
          <div className={`flex-none ${panels.length === 2 ? '@min-[700px]:hidden' : '@min-[1000px]:hidden'}`}>
            <Segmented label="Panel" value={chosen} options={panels.map((value) => ({ value, label: TITLES[value] }))} onChange={(value) => store.getState().setTab(value)} />
          </div>
        )}
        {chapter && <span className={`ml-auto hidden truncate text-sm text-muted ${several ? '@min-[800px]:inline' : '@min-[560px]:inline'}`}>Chapter {chapter.number} of {chapter.of}, {chapter.title}</span>}
        <a className={`ml-auto flex-none rounded-control p-1 ${several ? '@min-[800px]:ml-0' : '@min-[560px]:ml-0'}`} href={fullAddress} target="_blank" rel="noopener" aria-label="Open the full explorer at this step">
          <Icon name="fullscreen" size={18} />
        </a>
      </header>
      <div data-bare={several ? 'narrow' : ''} className={`relative grid min-h-0 flex-1 ${several ? '@min-[700px]:grid-flow-col @min-[700px]:auto-cols-fr' : ''}`}>
        {panels.map((panel) => (
          <div key={panel} className={`min-h-0 min-w-0 overflow-hidden border-line not-first:@min-[700px]:border-l ${roomFor(panel, chosen, panels)}`}>
            <Suspense fallback={<div className="size-full bg-surface" aria-busy="true" />}>{PANELS[panel]}</Suspense>
          </div>
        ))}
        <InspectorSlot />
      </div>
      {/* The inspector tells the sentence too: it gets most of the room while it is open. */}
      <div className={`flex-none border-t border-line ${inspecting ? '*:max-h-16' : ''}`}><NarrationBar compact label="Narration of the embed" /></div>
      {wanted.includes('when') && (
        <div className="hidden h-44 flex-none border-t border-line tall:@min-[900px]:block"><WhenPanel /></div>
      )}
      <footer className={`flex min-h-[46px] flex-none items-center gap-3 border-t border-line bg-surface px-3 ${wanted.includes('when') ? 'tall:@min-[900px]:hidden' : ''}`}>
        <TransportButtons beats={false} />
        <span className="hidden @min-[480px]:inline"><StepCount separator=", " /></span>
        <ChapterBar />
        <span className="hidden flex-none items-center gap-1.5 whitespace-nowrap text-sm text-muted @min-[600px]:flex"><Mark size={20} /> <span>Podarium<span className="hidden @min-[720px]:inline">, Kubernetes 1.36</span></span></span>
      </footer>
    </main>
  );
}
