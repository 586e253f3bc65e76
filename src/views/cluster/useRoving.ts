/**
 * One stop for the Tab key: of all buttons on the canvas one can be reached with it, the one used last; arrows go to the
 * nearest in their direction, Home and End to the first and the last.
 */
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { isDirection, nearest } from './nearest';

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
