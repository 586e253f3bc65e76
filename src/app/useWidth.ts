/** The size of the window, as one of the layouts of the page. */
import { useSyncExternalStore } from 'react';

export type Layout = 'wide' | 'medium' | 'small' | 'narrow';

/** Below this height, as at 200 % zoom, two rows of panels would leave each a slit. */
const LOW = 620;

const layoutOf = (width: number, height: number): Layout =>
  width >= 1440 ? 'wide' : width >= 1024 ? 'medium' : width >= 768 && height >= LOW ? 'small' : 'narrow';

const subscribe = (changed: () => void) => {
  addEventListener('resize', changed);
  return () => removeEventListener('resize', changed);
};

export const useLayout = (): Layout => useSyncExternalStore(subscribe, () => layoutOf(innerWidth, innerHeight));
