/**
 * Buttons. Solid ink for the one thing a dialog or panel is for, outline for most, quiet for the rest of a row. Solid
 * blue is Play and nothing else. A button that shows an icon alone has a name and a tooltip.
 */
import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './icons';
import { Tooltip } from './Tooltip';

export type ButtonVariant = 'outline' | 'solid' | 'quiet' | 'play';
export type ButtonSize = 'sm' | 'md' | 'lg';

const looks: Readonly<Record<ButtonVariant, string>> = {
  outline: 'border-line-strong bg-surface text-ink not-disabled:hover:border-ink not-disabled:hover:bg-sunken disabled:border-dashed',
  solid: 'border-actor bg-actor font-semibold text-on-actor not-disabled:hover:opacity-90 disabled:border-dashed disabled:border-line-strong disabled:bg-transparent',
  quiet: 'border-transparent text-ink-2 not-disabled:hover:bg-sunken not-disabled:hover:text-ink disabled:opacity-70',
  play: 'border-now bg-now font-semibold text-on-now not-disabled:hover:opacity-90',
};

/** Touch screens get 44 px whatever the size. */
const heights: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-[30px] pointer-coarse:h-11',
  md: 'h-9 pointer-coarse:h-11',
  lg: 'h-12',
};

const squares: Readonly<Record<ButtonSize, string>> = {
  sm: 'w-[30px] pointer-coarse:w-11',
  md: 'w-9 pointer-coarse:w-11',
  lg: 'w-12',
};

const base = 'inline-flex items-center justify-center gap-2 rounded-control border text-base whitespace-nowrap select-none disabled:text-muted';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: IconName | undefined;
  /** An icon after the words, as the arrow of a menu. */
  readonly trailing?: IconName | undefined;
  /** It may become narrower than its words, which then cut themselves. */
  readonly shrinks?: boolean;
}

/** A button with words. */
export function Button({ variant = 'outline', size = 'md', icon, trailing, shrinks = false, className = '', children, ...rest }: ButtonProps): ReactNode {
  return (
    <button type="button" className={`${base} ${shrinks ? 'min-w-0' : 'flex-none'} px-3 ${looks[variant]} ${heights[size]} ${className}`} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
      {trailing === undefined ? null : <Icon name={trailing} size={14} />}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  readonly icon: IconName;
  readonly label: string;
  /** The key that does the same, as shown in the tooltip. */
  readonly shortcut?: string | undefined;
  /** Given for a toggle only. */
  readonly pressed?: boolean | undefined;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

/** A square button with an icon, a name and a tooltip. */
export function IconButton({ icon, label, shortcut, pressed, variant = 'quiet', size = 'md', className = '', ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={`${base} flex-none ${looks[variant]} ${heights[size]} ${squares[size]} ${pressed ? 'bg-sunken inset-ring-[1.5px] inset-ring-line-strong' : ''} ${className}`}
        {...rest}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}
