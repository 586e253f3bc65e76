/** Panels of which one is seen at a time, each tab with its present value under its name. */
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What the panel shows at the moment: 'Static, System'. */
  readonly detail?: string | undefined;
  readonly content: ReactNode;
}

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
  /** Equal parts of the whole width, 50 px high, as on a phone. */
  readonly fill?: boolean;
  readonly className?: string;
}

/** The tabs above, the chosen panel under them. */
export function Tabs<Value extends string>({ label, value, onChange, tabs, fill = false, className = '' }: TabsProps<Value>): ReactNode {
  const choose = (text: string): void => {
    const tab = tabs.find((candidate) => candidate.value === text);
    if (tab) onChange(tab.value);
  };
  const shape = fill ? 'min-h-[50px] flex-1 border-b-4 px-1 pt-[7px] text-[16px] leading-5' : 'min-h-9 border-b-[3px] px-3 text-base max-[400px]:px-1 pointer-coarse:min-h-11';
  return (
    <Radix.Root value={value} onValueChange={choose} className={`flex min-h-0 flex-col ${className}`}>
      <Radix.List aria-label={label} className="flex flex-none border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={`min-w-0 border-transparent font-semibold text-ink-2 outline-offset-[-3px] hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink ${shape}`}
          >
            {tab.label}
            {tab.detail === undefined ? null : <small className="block overflow-hidden text-xs leading-[14px] font-normal text-ellipsis whitespace-nowrap text-muted">{tab.detail}</small>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 outline-offset-[-3px]">{tab.content}</Radix.Content>
      ))}
    </Radix.Root>
  );
}
