/** Where the inspector comes in, over the panels, when it is asked for; in the page and in an embed. */
import { lazy, Suspense } from 'react';
import { usePage } from '../state/usePage';

const InspectorDrawer = lazy(() => import('../views/inspector/InspectorDrawer').then((module) => ({ default: module.InspectorDrawer })));

/** Its parent is positioned: the inspector takes its right side and leaves sentence and timeline free. */
export function InspectorSlot() {
  const open = usePage((page) => page.inspector);
  return open ? <Suspense fallback={null}><InspectorDrawer /></Suspense> : null;
}
