/**
 * A Linux namespace as a chip: its tag, and what one sees of it. Where the chip stands says who shares it, so a place
 * where it could stand but does not is drawn as well, dotted, with the direction in which the chip is to be found.
 */
import type { CSSProperties, ReactNode } from 'react';
import { namespaceKinds, type NamespaceKind } from './kinds';

export type NamespaceChipVariant = 'lit' | 'planned' | 'gone' | 'moved' | 'ghostUp' | 'ghostDown' | 'joined';

export interface NamespaceChipProps {
  readonly kind: NamespaceKind;
  /** What it holds: an address, a host name, 'own', 'node’s'. */
  readonly value?: string | undefined;
  readonly variant?: NamespaceChipVariant;
  /** Under 96 px the value is dropped; the tag never is. */
  readonly narrow?: boolean;
  /** Why it sits here, as a tooltip and for screen readers. */
  readonly title?: string | undefined;
  readonly className?: string;
}

const frame = 'flex h-[26px] min-w-0 items-center overflow-hidden rounded-chip text-xs whitespace-nowrap';

function Ghost({ kind, up, title, className }: { readonly kind: NamespaceKind; readonly up: boolean; readonly title?: string | undefined; readonly className: string }): ReactNode {
  const words = up ? 'sits higher' : 'sits lower';
  return (
    <div className={`${frame} border-[1.5px] border-dotted border-line-strong px-1.5 text-muted ${className}`} title={title ?? words}>
      {namespaceKinds[kind].tag}
      <span aria-hidden className="pl-[3px]">{up ? '↑' : '↓'}</span>
      <span className="sr-only">{`, ${title ?? words}`}</span>
    </div>
  );
}

/** The chip. `joined` looks lit; give it the width of the containers it spans. */
export function NamespaceChip({ kind, value, variant = 'lit', narrow = false, title, className = '' }: NamespaceChipProps): ReactNode {
  if (variant === 'ghostUp' || variant === 'ghostDown') {
    return <Ghost kind={kind} up={variant === 'ghostUp'} title={title} className={className} />;
  }
  const look = namespaceKinds[kind];
  if (variant === 'gone') {
    return (
      <div className={`${frame} border-[1.5px] border-dashed border-line-strong px-[5px] text-muted ${className}`} title={title ?? `${look.tag}: gone`}>
        <s className="overflow-hidden text-ellipsis"><b>{look.tag}</b>{narrow || value === undefined ? '' : ` ${value}`}</s>
        <span className="sr-only">, gone{title === undefined ? '' : `, ${title}`}</span>
      </div>
    );
  }
  const edge = variant === 'planned' ? 'border-dashed' : 'border-solid';
  const style: CSSProperties = { borderColor: look.hue, background: look.tint };
  return (
    <div
      className={`${frame} border-[1.5px] text-ink ${edge} ${variant === 'moved' ? 'moved-ring' : ''} ${className}`}
      style={style}
      title={title ?? `${look.tag}: ${look.what}`}
    >
      <span className="class-fill flex items-center self-stretch px-[5px] font-bold text-on-ns" style={{ background: look.hue }}>
        {look.tag}
      </span>
      {narrow || value === undefined ? null : <span className="overflow-hidden px-[5px] text-ellipsis">{value}</span>}
      {variant === 'planned' ? <span className="sr-only">, planned</span> : null}
      {title === undefined ? null : <span className="sr-only">{`, ${title}`}</span>}
    </div>
  );
}

/** The tag by itself, as a small pill, for tables. */
export function NamespaceTag({ kind }: { readonly kind: NamespaceKind }): ReactNode {
  const look = namespaceKinds[kind];
  return (
    <span
      className="class-fill inline-flex h-5 items-center rounded-tag px-1.5 font-mono text-xs font-bold text-on-ns"
      style={{ background: look.hue }}
      title={look.what}
    >
      {look.tag}
    </span>
  );
}
