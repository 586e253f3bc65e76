/** A list of actions, or of choices, that a button opens. Keys as in any menu: arrows, first letters, Escape. */
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './Button';
import { Icon, type IconName } from './icons';
import { Kbd } from './Kbd';

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

export interface MenuProps {
  /** The button that opens it; it must take a ref and pass its props on. */
  readonly trigger: ReactElement;
  readonly label?: string;
  readonly align?: 'start' | 'center' | 'end';
  /** A long list stands in two columns where there is room. */
  readonly columns?: boolean;
  readonly items: readonly MenuItem[];
}

const panel = 'scroll-thin z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-appear overflow-y-auto rounded-card border border-line-strong bg-surface p-1 text-base text-ink shadow-float';
const row = 'flex min-h-9 break-inside-avoid items-center gap-2.5 rounded-chip px-2.5 py-1.5 outline-offset-[-3px] select-none data-[disabled]:text-muted data-[highlighted]:bg-sunken data-[highlighted]:inset-ring-[1.5px] data-[highlighted]:inset-ring-line-strong pointer-coarse:min-h-11';

function Row({ item }: { readonly item: MenuItem }): ReactNode {
  if (item.heading) return <Radix.Label className="break-after-avoid px-2.5 pt-2 pb-1 text-xs font-semibold text-ink-2">{item.label}</Radix.Label>;
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

/** A menu of actions. */
export function Menu({ trigger, label, align = 'start', columns = false, items }: MenuProps): ReactNode {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={6} collisionPadding={8} aria-label={label} className={`${panel} ${columns ? 'max-w-96 lg:max-w-[820px]' : 'max-w-96'}`}>
          <div className={columns ? 'gap-1 lg:columns-2' : 'contents'}>
            {items.map((item) => (
              <div key={item.id} className="contents">
                {item.separatorBefore ? <Radix.Separator className="my-1 h-px bg-line" /> : null}
                <Row item={item} />
              </div>
            ))}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ChoiceOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string | undefined;
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
  const current = options.find((option) => option.value === value);
  const choose = (text: string): void => {
    const option = options.find((candidate) => candidate.value === text);
    if (option) onChange(option.value);
  };
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>
        <Button variant={variant} trailing="down" className={`min-w-0 ${className}`}>
          {label === '' ? null : <span className="text-muted">{label}</span>}
          <b className="overflow-hidden text-ellipsis">{current?.label ?? value}</b>
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align="start" sideOffset={6} collisionPadding={8} className={`${panel} max-w-96`}>
          <Radix.RadioGroup value={value} onValueChange={choose}>
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
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
