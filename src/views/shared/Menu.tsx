/**
 * A list of actions, or of choices, that a button opens. Keys as in any menu: arrows, first letters, Escape. The list
 * itself is fetched when a pointer or the focus comes near its button.
 */
import { cloneElement, lazy, type MouseEvent, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react';
import { Button } from './Button';
import type { ChoiceOption, MenuAlign, MenuItem, OpenedAt } from './menuItems';

export type { MenuItem } from './menuItems';

/** What a button that opens a menu is given. */
interface Opening {
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
  readonly onPointerEnter?: () => void;
  readonly onFocus?: () => void;
  readonly onPointerDown?: () => void;
  readonly onClick?: (event: MouseEvent<HTMLElement>) => void;
  readonly onKeyDown?: (event: { readonly key: string; readonly currentTarget: HTMLElement; preventDefault(): void }) => void;
}

export interface MenuProps {
  /** The button that opens it; it must pass its props on. */
  readonly trigger: ReactElement<Opening>;
  readonly label?: string;
  readonly align?: MenuAlign;
  readonly items: readonly MenuItem[];
}

const fetchLists = () => import('./MenuLists');
const ActionList = lazy(() => fetchLists().then((module) => ({ default: module.ActionList })));
const ChoiceList = lazy(() => fetchLists().then((module) => ({ default: module.ChoiceList })));

/** Whether the list is open, at which button, and what that button needs for it. */
function useOpening(): { readonly at: OpenedAt | null; readonly close: () => void; readonly opening: Opening } {
  const [at, open] = useState<OpenedAt | null>(null);
  /** A press beside an open list closes it; on its own button the click that follows must not open it again. */
  const wasOpen = useRef(false);
  const near = () => void fetchLists().catch(() => undefined);
  return {
    at,
    close: () => open(null),
    opening: {
      'aria-haspopup': 'menu',
      'aria-expanded': at !== null,
      onPointerEnter: near,
      onFocus: near,
      onPointerDown: () => {
        wasOpen.current = at !== null;
      },
      onClick: ({ currentTarget, detail }) => {
        open(wasOpen.current ? null : { button: currentTarget, byKey: detail === 0 });
        wasOpen.current = false;
      },
      onKeyDown: (event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        open({ button: event.currentTarget, byKey: true });
      },
    },
  };
}

/** A menu of actions. */
export function Menu({ trigger, label, align = 'start', items }: MenuProps): ReactNode {
  const { at, close, opening } = useOpening();
  return (
    <>
      {cloneElement(trigger, opening)}
      {at && <Suspense fallback={null}><ActionList at={at} onClose={close} label={label} align={align} items={items} /></Suspense>}
    </>
  );
}

export interface ChoiceProps<Value extends string> {
  /** The words before the value on the button: 'Speed'. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly ChoiceOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly variant?: 'outline' | 'quiet';
  readonly className?: string;
}

/** A button that says what is chosen and opens the list to choose from. */
export function Choice<Value extends string>({ label, value, options, onChange, variant = 'quiet', className = '' }: ChoiceProps<Value>): ReactNode {
  const { at, close, opening } = useOpening();
  const current = options.find((option) => option.value === value);
  const choose = (text: string): void => {
    const option = options.find((candidate) => candidate.value === text);
    if (option) onChange(option.value);
  };
  return (
    <>
      <Button variant={variant} trailing="down" className={`min-w-0 ${className}`} {...opening}>
        {label === '' ? null : <span className="text-muted">{label}</span>}
        <b className="overflow-hidden text-ellipsis">{current?.label ?? value}</b>
      </Button>
      {at && <Suspense fallback={null}><ChoiceList at={at} onClose={close} value={value} options={options} onChoose={choose} /></Suspense>}
    </>
  );
}
