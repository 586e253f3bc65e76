/** What went wrong: Kubernetes' own message in mono, then plain words and a way to mend it. */
import type { ReactNode } from 'react';

export interface ErrorNoteProps {
  /** Kubernetes' message, verbatim. */
  readonly message?: string | undefined;
  readonly tone?: 'error' | 'warning';
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** A red left edge, or an amber one for what is only worth knowing. */
export function ErrorNote({ message, tone = 'error', children, action, className = '' }: ErrorNoteProps): ReactNode {
  return (
    <div
      role={tone === 'error' ? 'alert' : 'note'}
      className={`rounded-control border-[1.5px] border-l-[5px] bg-surface px-3 py-[9px] text-sm ${tone === 'error' ? 'border-failed' : 'border-waiting'} ${className}`}
    >
      {message === undefined ? null : <code className="block wrap-anywhere whitespace-pre-wrap">{message}</code>}
      {children === undefined ? null : <div>{children}</div>}
      {action === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
