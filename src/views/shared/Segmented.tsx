/** A choice of one among a few, all seen at once. Arrow keys move and choose, as in any group of radio buttons. */
import { useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SegmentedProps<Value extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SegmentedOption<Value>[];
  /** Takes the whole width in equal parts. */
  readonly fill?: boolean;
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The options in one frame, the chosen one solid. */
export function Segmented<Value extends string>({ label, value, onChange, options, fill = false }: SegmentedProps<Value>): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const can = options.filter(({ disabled }) => !disabled);
  // Tab reaches the chosen one; where it is none of these, the first.
  const reached = can.some((option) => option.value === value) ? value : can[0]?.value;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const at = can.findIndex((option) => option.value === reached);
    const next = step === undefined ? undefined : can[(at + step + can.length) % can.length];
    if (!next || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    group.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
    onChange(next.value);
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={label}
      className={`${fill ? 'flex w-full' : 'inline-flex'} rounded-control border border-line-strong text-sm`}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          // A button, because the page's keys rest in whatever is an input.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="radio"
          aria-checked={option.value === value}
          data-value={option.value}
          tabIndex={option.value === reached ? 0 : -1}
          disabled={option.disabled}
          onKeyDown={onKeyDown}
          onClick={() => option.value !== value && onChange(option.value)}
          className="px-[13px] py-1.5 not-first:border-l not-first:border-line-strong first:rounded-l-[7px] last:rounded-r-[7px] focus-visible:z-10 disabled:text-muted aria-checked:bg-ink aria-checked:font-semibold aria-checked:text-surface pointer-coarse:min-h-11 not-aria-checked:not-disabled:hover:bg-sunken"
          style={fill ? { flex: 1 } : undefined}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
