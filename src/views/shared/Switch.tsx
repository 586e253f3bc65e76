/**
 * A switch of the pod's spec, named as the field is. One that validation forbids is disabled, dashed, and says in whose
 * words; what it would do is its description.
 */
import { Switch as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';

export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onCheckedChange: (on: boolean) => void;
  readonly disabled?: boolean;
  /** Why it is refused, shown beside it. */
  readonly reason?: string | undefined;
  /** What happens when it is set, for screen readers and as the tooltip. */
  readonly description?: string | undefined;
  /** Fields are set in mono; plain words are not. */
  readonly mono?: boolean;
  readonly className?: string;
}

function trackLook(checked: boolean, disabled: boolean): string {
  if (disabled) return 'border-[1.5px] border-dashed border-line-strong';
  return checked ? 'bg-ink' : 'bg-surface inset-ring-[1.5px] inset-ring-line-strong';
}

function knobLook(checked: boolean, disabled: boolean): string {
  const place = checked ? 'translate-x-[18px]' : 'translate-x-1';
  if (disabled) return `${place} -ml-[1.5px] bg-line-strong opacity-50`;
  return `${place} ${checked ? 'bg-surface' : 'bg-line-strong'}`;
}

/** role=switch with its label at the right. */
export function Switch({ label, checked, onCheckedChange, disabled = false, reason, description, mono = true, className = '' }: SwitchProps): ReactNode {
  const id = useId();
  const reasonId = `${id}-reason`;
  return (
    <div className={`flex min-w-0 flex-wrap items-center gap-x-2 ${disabled ? 'text-muted' : 'text-ink'} ${className}`} title={description}>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        aria-description={description}
        aria-describedby={reason === undefined ? undefined : reasonId}
        className="nodrag group relative -my-0.5 flex h-6 w-[34px] flex-none items-center pointer-coarse:h-11"
      >
        <span className={`class-fill flex h-5 w-full items-center rounded-full ${trackLook(checked, disabled)}`}>
          <Radix.Thumb className={`block size-3 rounded-full transition-transform duration-120 ${knobLook(checked, disabled)}`} />
        </span>
      </Radix.Root>
      <label htmlFor={id} className={`min-w-0 ${mono ? 'font-mono text-[12.5px] leading-[18px]' : 'text-base'}`}>{label}</label>
      {reason === undefined ? null : <span id={reasonId} className="text-xs text-muted">{reason}</span>}
    </div>
  );
}
