/** The Podarium mark: a bell jar on its base, and a goldenrod pod under the glass. The same drawing is the favicon. */
import type { ReactNode } from 'react';

/** The mark in the colour of the text, the pod always goldenrod. Decoration: the name stands beside it. */
export function Mark({ size = 26 }: { readonly size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden className="block flex-none">
      <circle cx="12" cy="2.5" r="1.3" fill="currentColor" stroke="none" />
      <path d="M4.7 20v-8.7a7.3 7.3 0 0 1 14.6 0V20" strokeWidth="1.8" strokeLinecap="butt" />
      <path d="M2.4 20.6h19.2" strokeWidth="2.4" />
      <rect x="8" y="11.2" width="8" height="6.4" rx="1.8" fill="#daa520" strokeWidth="1.4" className="class-fill" />
    </svg>
  );
}
