/** The ring of whoever receives the message appears when the token has arrived. It is painted late, the state is not. */
import { useEffect, useRef, type RefObject } from 'react';
import { usePage, usePageStore } from '../../state/usePage';
import type { Part } from './motion';
import { RING, travelTime } from './timing';

/** Whether the reader, or the page around, wants no motion. */
export const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches || document.documentElement.dataset['motion'] === 'off';

export function useArrival<T extends HTMLElement>(part: Part | null): RefObject<T | null> {
  const store = usePageStore();
  const ref = useRef<T>(null);
  const version = usePage((page) => (part === 'receiving' ? page.version : 0));
  useEffect(() => {
    const travel = part === 'receiving' ? travelTime(store.getState(), isStill()) : 0;
    if (travel === 0) return;
    const whole = travel + RING;
    const animation = ref.current?.animate([{ outlineColor: 'transparent' }, { outlineColor: 'transparent', offset: travel / whole }, {}], { duration: whole });
    return () => animation?.cancel();
  }, [store, part, version]);
  return ref;
}
