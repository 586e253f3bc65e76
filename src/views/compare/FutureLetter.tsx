/** The sign of a future: its letter on ink. */
import type { ReactNode } from 'react';

export function FutureLetter({ letter }: { readonly letter: string }): ReactNode {
  return <span className="inline-grid size-7 flex-none place-items-center rounded-full bg-actor font-bold text-on-actor">{letter}</span>;
}
