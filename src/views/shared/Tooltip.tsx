/**
 * A few words beside what the pointer or the focus is on. It opens on focus too, stays while the pointer is on the words,
 * and closes with Escape.
 */
import { cloneElement, type FocusEvent, type PointerEvent, type ReactElement, type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './Kbd';

export interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: Side;
  /** One element that passes its props on. */
  readonly children: ReactElement<Listening>;
}

type Side = 'top' | 'right' | 'bottom' | 'left';

interface Listening {
  readonly 'aria-describedby'?: string | undefined;
  readonly onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave?: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerDown?: (event: PointerEvent<HTMLElement>) => void;
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void;
}

/** Before it opens under a pointer, and before it closes behind one that may be on its way to the words, ms. */
const OPENS = 400;
const CLOSES = 120;
/** From its element, and from the edges of the window, px. */
const GAP = 6;
const EDGE = 8;

/** Where the words stand: at the wanted side, or at the other one where there is no room. */
function place(anchor: DOMRect, { width, height }: DOMRect, side: Side): { readonly left: number; readonly top: number } {
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - height;
  const right = anchor.right + GAP;
  const left = anchor.left - GAP - width;
  const [x, y] = side === 'top' || side === 'bottom'
    ? [anchor.left + (anchor.width - width) / 2, side === 'bottom' ? (below + height + EDGE > innerHeight ? above : below) : above < EDGE ? below : above]
    : [side === 'right' ? (right + width + EDGE > innerWidth ? left : right) : left < EDGE ? right : left, anchor.top + (anchor.height - height) / 2];
  return { left: Math.max(EDGE, Math.min(x, innerWidth - EDGE - width)), top: Math.max(EDGE, Math.min(y, innerHeight - EDGE - height)) };
}

interface Telling {
  /** The element beside which the words stand; null while they do not. */
  readonly anchor: HTMLElement | null;
  readonly listening: Listening;
  readonly close: () => void;
  readonly stay: () => void;
}

/** When the words come and go. `own`: what the element listens to besides. */
function useTelling(own: Listening, id: string): Telling {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const after = useCallback((wait: number, next: HTMLElement | null) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(next), wait);
  }, []);
  const close = useCallback(() => after(0, null), [after]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const listening: Listening = {
    ...(anchor ? { 'aria-describedby': id } : {}),
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType !== 'touch') after(OPENS, event.currentTarget);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      after(CLOSES, null);
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      close();
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(':focus-visible')) after(0, event.currentTarget);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      close();
    },
  };
  return { anchor, listening, close, stay: () => clearTimeout(timer.current) };
}

/** Wraps one element. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps): ReactNode {
  const id = useId();
  const { anchor, listening, close, stay } = useTelling(children.props, id);
  return (
    <>
      {cloneElement(children, listening)}
      {anchor && <Words id={id} anchor={anchor} side={side} onClose={close} onStay={stay}>{text}{shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}</Words>}
    </>
  );
}

interface WordsProps {
  readonly id: string;
  readonly anchor: HTMLElement;
  readonly side: Side;
  readonly onClose: () => void;
  readonly onStay: () => void;
  readonly children: ReactNode;
}

function Words({ id, anchor, side, onClose, onStay, children }: WordsProps): ReactNode {
  const words = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = words;
    if (current) Object.assign(current.style, Object.fromEntries(Object.entries(place(anchor.getBoundingClientRect(), current.getBoundingClientRect(), side)).map(([name, value]) => [name, `${value}px`])));
  }, [anchor, side, children]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    addEventListener('keydown', onKeyDown, true);
    addEventListener('scroll', onClose, true);
    return () => {
      removeEventListener('keydown', onKeyDown, true);
      removeEventListener('scroll', onClose, true);
    };
  }, [onClose]);
  return createPortal(
    <div
      ref={words}
      id={id}
      role="tooltip"
      onPointerEnter={onStay}
      onPointerLeave={onClose}
      className="fixed top-0 left-0 z-50 flex w-max max-w-72 animate-fade items-center gap-2 rounded-chip bg-actor px-2.5 py-1.5 text-xs text-on-actor shadow-float"
    >
      {children}
    </div>,
    document.body,
  );
}
