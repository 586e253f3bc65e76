/** The page: four panels that answer What, Where, Inside and When, always in the same places. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { applyTheme } from '../state/theme';
import { usePage, usePageStore } from '../state/usePage';
import { NarrationBar } from '../views/timeline/NarrationBar';
import { Toast } from '../views/shared/Toast';
import { handleKey } from './keys';
import { NarrowLayout, SmallLayout, WideLayout } from './layouts';
import { TopBar } from './TopBar';
import { useIncoming } from './useIncoming';
import { useLayout } from './useWidth';

const ShareDialog = lazy(() => import('./ShareDialog').then((module) => ({ default: module.ShareDialog })));
const BreakDialog = lazy(() => import('./BreakDialog').then((module) => ({ default: module.BreakDialog })));
const FindDialog = lazy(() => import('./FindDialog').then((module) => ({ default: module.FindDialog })));
const KeysDialog = lazy(() => import('./KeysDialog').then((module) => ({ default: module.KeysDialog })));
const ParityDialog = lazy(() => import('./ParityDialog').then((module) => ({ default: module.ParityDialog })));

export function App({ notice }: { readonly notice: string | null }) {
  const store = usePageStore();
  const layout = useLayout();
  const theme = usePage((page) => page.theme);
  useEffect(() => applyTheme(theme), [theme]);
  useIncoming();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && handleKey(event, store.getState())) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [store]);

  return (
    <div className="relative flex h-dvh min-w-80 flex-col overflow-clip bg-canvas text-base text-ink">
      <TopBar narrow={layout === 'narrow'} />
      <main className="flex min-h-0 flex-1 flex-col">
        {layout === 'narrow' ? <NarrowLayout /> : layout === 'small' ? <SmallLayout narration={<NarrationBar />} /> : <WideLayout narration={<NarrationBar />} layout={layout} />}
      </main>
      <Lazily when={usePage((page) => page.dialog === 'keys')}>
        <KeysDialog />
      </Lazily>
      <Lazily when={usePage((page) => page.dialog === 'share')}>
        <ShareDialog />
      </Lazily>
      <Lazily when={usePage((page) => page.dialog === 'break')}>
        <BreakDialog />
      </Lazily>
      <Lazily when={usePage((page) => page.dialog === 'find')}>
        <FindDialog />
      </Lazily>
      <Lazily when={usePage((page) => page.dialog === 'parity')}>
        <ParityDialog />
      </Lazily>
      <Toasts notice={notice} />
    </div>
  );
}

/** Loads a part when it is first wanted, and keeps it then. */
function Lazily({ when, children }: { readonly when: boolean; readonly children: React.ReactNode }) {
  const [wanted, want] = useState(when);
  if (when && !wanted) want(true);
  return wanted ? <Suspense fallback={null}>{children}</Suspense> : null;
}

function Toasts({ notice }: { readonly notice: string | null }) {
  const store = usePageStore();
  const toast = usePage((page) => page.toast);
  const [noticed, setNoticed] = useState(notice === null);
  if (!noticed && notice !== null) return <Toast message={notice} onClose={() => setNoticed(true)} seconds={12} />;
  if (!toast) return null;
  return (
    <Toast
      key={toast.id}
      message={toast.text}
      icon="fork"
      onClose={() => store.getState().dismissToast()}
      {...(toast.undo ? { actionLabel: 'Undo', onAction: () => store.getState().undo() } : {})}
    />
  );
}
