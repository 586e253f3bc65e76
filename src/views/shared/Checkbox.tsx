/** A box to tick: one of several things that may all be wanted. */
import { Checkbox as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import { Icon } from './icons';

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onCheckedChange: (on: boolean) => void;
  readonly disabled?: boolean;
}

/** A box with its label at the right. */
export function Checkbox({ label, checked, onCheckedChange, disabled = false }: CheckboxProps): ReactNode {
  const id = useId();
  return (
    <span className={`inline-flex min-h-6 items-center gap-[7px] pointer-coarse:min-h-11 ${disabled ? 'text-muted' : ''}`}>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={(state) => onCheckedChange(state === true)}
        disabled={disabled}
        className={`grid size-5 flex-none place-items-center rounded-tag ${checked ? 'bg-ink text-surface' : 'inset-ring-[1.5px] inset-ring-line-strong'}`}
      >
        <Radix.Indicator><Icon name="check" size={13} /></Radix.Indicator>
      </Radix.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
