/** The width of the window, as one of the layouts of the page. */
import { useSyncExternalStore } from 'react';

export type Layout = 'wide' | 'medium' | 'small' | 'narrow';

const layoutOf = (width: number): Layout => (width >= 1440 ? 'wide' : width >= 1024 ? 'medium' : width >= 768 ? 'small' : 'narrow');

const subscribe = (changed: () => void) => {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
};

export const useLayout = (): Layout => useSyncExternalStore(subscribe, () => layoutOf(innerWidth));
