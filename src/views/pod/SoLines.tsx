/** Under the picture: what follows from it, sentence by sentence. */
import type { ReactNode } from 'react';
import { NarrationText } from '../shared/Narration';

export function SoLines({ lines, children }: { readonly lines: readonly string[]; readonly children?: ReactNode }) {
  return (
    <ul className="mt-3 flex flex-col gap-1.5 border-t border-line pt-3 text-sm text-ink-2" aria-label="So">
      {lines.map((line) => (
        <li key={line} className="flex gap-2">
          <span aria-hidden="true">›</span>
          <span><NarrationText text={line} /></span>
        </li>
      ))}
      {children}
    </ul>
  );
}
