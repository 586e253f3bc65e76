/** A choice of one among a few, all seen at once. Arrow keys move, as in any group of radio buttons. */
import { RadioGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

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

/** The options in one frame, the chosen one solid. */
export function Segmented<Value extends string>({ label, value, onChange, options, fill = false }: SegmentedProps<Value>): ReactNode {
  const choose = (text: string): void => {
    const option = options.find((candidate) => candidate.value === text);
    if (option) onChange(option.value);
  };
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={choose}
      orientation="horizontal"
      className={`${fill ? 'flex w-full' : 'inline-flex'} rounded-control border border-line-strong text-sm`}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className="px-[13px] py-1.5 not-first:border-l not-first:border-line-strong first:rounded-l-[7px] last:rounded-r-[7px] focus-visible:z-10 disabled:text-muted data-[state=checked]:bg-ink data-[state=checked]:font-semibold data-[state=checked]:text-surface pointer-coarse:min-h-11 not-data-[state=checked]:not-disabled:hover:bg-sunken"
          style={fill ? { flex: 1 } : undefined}
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
