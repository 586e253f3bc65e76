/** A key of the keyboard. */
import type { ReactNode } from 'react';

/** The key with its own edge; `children` is what is printed on it. */
export function Kbd({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <kbd className="inline-block rounded-[4px] border border-b-2 border-line-strong bg-surface px-[5px] font-mono text-[12px] leading-4 font-normal text-ink-2">
      {children}
    </kbd>
  );
}
