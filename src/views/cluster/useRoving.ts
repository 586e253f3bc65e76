/**
 * One stop for the Tab key: of all buttons on the canvas one can be reached with it, the one used last; arrows go to the
 * nearest in their direction, Home and End to the first and the last.
 */
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
const isDirection = (key: string): key is Direction => key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Index of the nearest of `others` in the direction, or -1. What lies in the same row or column comes first. */
export function nearest(from: Rect, others: readonly Rect[], direction: Direction): number {
  const flat = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowRight' || direction === 'ArrowDown' ? 1 : -1;
  const middle = (rect: Rect, across: boolean): number => (across ? (rect.left + rect.right) / 2 : (rect.top + rect.bottom) / 2);
  let best = -1;
  let least = Infinity;
  others.forEach((rect, i) => {
    const along = (middle(rect, flat) - middle(from, flat)) * sign;
    const inside = flat ? rect.left <= from.left && rect.right >= from.right : rect.top <= from.top && rect.bottom >= from.bottom;
    if (along < 4 || (inside && along < 12)) return;
    const [low, high, fromLow, fromHigh] = flat ? [rect.top, rect.bottom, from.top, from.bottom] : [rect.left, rect.right, from.left, from.right];
    const gap = Math.max(0, low - fromHigh, fromLow - high);
    const aside = Math.abs(middle(rect, !flat) - middle(from, !flat));
    const price = along + gap * 3 + aside * 0.3;
    if (price < least) {
      least = price;
      best = i;
    }
  });
  return best;
}

const buttonsIn = (root: HTMLElement): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('.react-flow__node button')];

/** `onFocused`: something on the canvas got the focus. */
export function useRoving(root: RefObject<HTMLElement | null>, onFocused: (element: HTMLElement) => void) {
  const current = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const keep = () => {
      const buttons = buttonsIn(element);
      if (!current.current || !buttons.includes(current.current)) current.current = buttons.find((button) => button.getAttribute('aria-pressed') === 'true') ?? buttons[0] ?? null;
      for (const button of buttons) {
        const wanted = button === current.current ? 0 : -1;
        if (button.tabIndex !== wanted) button.tabIndex = wanted;
      }
    };
    keep();
    const observer = new MutationObserver(keep);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [root]);

  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    if (!(target instanceof HTMLButtonElement) || !root.current || !target.closest('.react-flow__node')) return;
    if (current.current && current.current !== target) current.current.tabIndex = -1;
    current.current = target;
    target.tabIndex = 0;
    onFocused(target);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const element = root.current;
    if (!element || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    if (!event.target.closest('.react-flow__node')) return;
    const buttons = buttonsIn(element);
    let next: HTMLElement | undefined;
    if (event.key === 'Home') [next] = buttons;
    else if (event.key === 'End') next = buttons.at(-1);
    else if (isDirection(event.key)) {
      const others = buttons.filter((button) => button !== event.target);
      next = others[nearest(event.target.getBoundingClientRect(), others.map((button) => button.getBoundingClientRect()), event.key)];
    } else return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus({ preventScroll: true });
  };
  return { onFocus, onKeyDown };
}
