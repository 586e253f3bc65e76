/**
 * One short message that goes away by itself, with the way back first. It stays while the pointer or the focus is on
 * it, and the timer begins anew when they leave.
 */
import { useEffect, useState, type ReactNode } from 'react';
import { Icon, type IconName } from './icons';

export interface ToastProps {
  readonly message: string;
  readonly icon?: IconName | undefined;
  readonly actionLabel?: string | undefined;
  readonly onAction?: (() => void) | undefined;
  readonly onClose: () => void;
  readonly seconds?: number;
  readonly className?: string;
}

/** Render the newest one only; give it a key so that a new message gets its own time. */
export function Toast({ message, icon, actionLabel, onAction, onClose, seconds = 6, className = '' }: ToastProps): ReactNode {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onClose, seconds * 1000);
    return () => clearTimeout(timer);
  }, [held, onClose, seconds]);
  return (
    // The pointer and the focus only hold it: nothing is done by them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <output
      className={`flex min-h-11 w-max max-w-full animate-appear items-center gap-2.5 rounded-card bg-actor py-1 pr-2 pl-3.5 text-base text-on-actor shadow-float ${className}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span className="min-w-0">{message}</span>
      {actionLabel === undefined || onAction === undefined ? null : (
        <button
          type="button"
          className="ml-auto rounded-chip px-2.5 py-1.5 font-semibold underline underline-offset-[3px] focus-visible:outline-on-actor"
          onClick={() => { onAction(); onClose(); }}
        >
          {actionLabel}
        </button>
      )}
      <button type="button" aria-label="Dismiss" className="grid size-8 place-items-center rounded-chip focus-visible:outline-on-actor" onClick={onClose}>
        <Icon name="close" size={14} />
      </button>
    </output>
  );
}
