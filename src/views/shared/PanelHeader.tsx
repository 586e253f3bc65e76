/** The title of a panel is its question, and the words after it are what it asks: 'What' 'kind of pod'. */
import type { ReactNode } from 'react';

export interface PanelHeaderProps {
  readonly title: string;
  readonly detail?: ReactNode;
  /** The heading's level in the page. */
  readonly level?: 2 | 3;
  readonly id?: string;
  /** Actions at the right. */
  readonly children?: ReactNode;
}

/** 42 px high. */
export function PanelHeader({ title, detail, level = 2, id, children }: PanelHeaderProps): ReactNode {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <header className="panel-header flex h-[42px] flex-none items-center gap-[7px] pr-2 pl-4 text-base whitespace-nowrap text-muted">
      <div className="flex min-w-0 flex-1 items-baseline gap-[7px] pt-0.5">
        <Heading id={id} className="flex-none text-lg font-bold text-ink">{title}</Heading>
        {detail === undefined ? null : <span className="min-w-0 overflow-hidden text-ellipsis">{detail}</span>}
      </div>
      {children}
    </header>
  );
}
