/** The lists that menus open: of actions, and of choices. They stand at a button that is not theirs and give it the focus back. */
import { DropdownMenu as Radix } from 'radix-ui';
import { useRef, useState, type ReactNode } from 'react';
import { Icon } from './icons';
import { Kbd } from './Kbd';
import type { ChoiceOption, MenuAlign, MenuItem, OpenedAt } from './menuItems';

interface ListProps {
  readonly at: OpenedAt;
  readonly onClose: () => void;
}

const panel = 'scroll-thin z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-96 animate-appear overflow-y-auto rounded-card border border-line-strong bg-surface p-1 text-base text-ink shadow-float';
const row = 'flex min-h-9 items-center gap-2.5 rounded-chip px-2.5 py-1.5 outline-offset-[-3px] select-none data-[disabled]:text-muted data-[highlighted]:bg-sunken data-[highlighted]:inset-ring-[1.5px] data-[highlighted]:inset-ring-line-strong pointer-coarse:min-h-11';

/** Once the list has taken the focus itself. */
function focusFirst(list: HTMLElement | null): void {
  requestAnimationFrame(() => list?.querySelector<HTMLElement>('[role^=menuitem]:not([data-disabled])')?.focus());
}

/** Radix places a list at its own trigger: one as large as the button lies over it, unseen and untouchable. */
function List({ at: { button, byKey }, onClose, label, align = 'start', children }: ListProps & { readonly label?: string | undefined; readonly align?: MenuAlign; readonly children: ReactNode }): ReactNode {
  const [{ left, top, width, height }] = useState(() => button.getBoundingClientRect());
  const leftByPointer = useRef(false);
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger asChild><span aria-hidden tabIndex={-1} className="pointer-events-none fixed" style={{ left, top, width, height }} /></Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label ?? button.textContent}
          aria-labelledby={undefined}
          className={panel}
          ref={byKey ? focusFirst : null}
          onInteractOutside={() => {
            leftByPointer.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!leftByPointer.current) button.focus();
          }}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Row({ item }: { readonly item: MenuItem }): ReactNode {
  if (item.heading) return <Radix.Label className="px-2.5 pt-2 pb-1 text-xs text-muted">{item.label}</Radix.Label>;
  return (
    <Radix.Item
      disabled={item.disabled ?? false}
      onSelect={() => item.onSelect?.()}
      textValue={item.label}
      className={`${row} ${item.danger ? 'text-failed' : ''}`}
    >
      {item.icon === undefined ? null : <Icon name={item.icon} />}
      <span className="min-w-0 flex-1">
        <span className={item.detail === undefined ? undefined : 'font-semibold'}>{item.label}</span>
        {item.detail === undefined ? null : <span className="block text-sm text-muted">{item.detail}</span>}
      </span>
      {item.checked ? <Icon name="check" label="chosen" /> : null}
      {item.shortcut === undefined ? null : <Kbd>{item.shortcut}</Kbd>}
    </Radix.Item>
  );
}

interface ActionListProps extends ListProps {
  readonly items: readonly MenuItem[];
  readonly align: MenuAlign;
  readonly label: string | undefined;
}

export function ActionList({ items, ...list }: ActionListProps): ReactNode {
  return (
    <List {...list}>
      {items.map((item) => (
        <div key={item.id} className="contents">
          {item.separatorBefore ? <Radix.Separator className="my-1 h-px bg-line" /> : null}
          <Row item={item} />
        </div>
      ))}
    </List>
  );
}

interface ChoiceListProps extends ListProps {
  readonly value: string;
  readonly options: readonly ChoiceOption<string>[];
  readonly onChoose: (value: string) => void;
}

export function ChoiceList({ value, options, onChoose, ...list }: ChoiceListProps): ReactNode {
  return (
    <List {...list}>
      <Radix.RadioGroup value={value} onValueChange={onChoose}>
        {options.map((option) => (
          <Radix.RadioItem key={option.value} value={option.value} textValue={option.label} className={row}>
            <span className="min-w-0 flex-1">
              {option.label}
              {option.detail === undefined ? null : <span className="block text-sm text-muted">{option.detail}</span>}
            </span>
            <Radix.ItemIndicator><Icon name="check" /></Radix.ItemIndicator>
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </List>
  );
}
