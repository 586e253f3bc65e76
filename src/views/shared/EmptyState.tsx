/** A place where something will be: what, and the one thing to do about it. */
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** A few bold words: 'Nothing selected.' */
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** A dashed box. */
export function EmptyState({ title, children, action, className = '' }: EmptyStateProps): ReactNode {
  return (
    <div className={`rounded-card border-[1.5px] border-dashed border-line-strong px-4 py-[13px] text-sm leading-[19px] ${className}`}>
      <p><b>{title}</b> {children}</p>
      {action === undefined ? null : <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
