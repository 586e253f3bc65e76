/** What stands in a menu, and where its list opens: for the button (Menu.tsx) and the list (MenuLists.tsx), which comes later. */
import type { IconName } from './icons';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** A second line: what it does. */
  readonly detail?: string | undefined;
  readonly icon?: IconName | undefined;
  readonly shortcut?: string | undefined;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** A title over the items that follow; it cannot be chosen. */
  readonly heading?: boolean;
  readonly separatorBefore?: boolean;
  readonly onSelect?: () => void;
}

export interface ChoiceOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string | undefined;
}

export type MenuAlign = 'start' | 'center' | 'end';

/** Where a list stands, and whether a key opened it: then its first row has the focus. */
export interface OpenedAt {
  readonly button: HTMLElement;
  readonly byKey: boolean;
}
