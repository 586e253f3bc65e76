/** Why we say so: a check proves, an 'i' does not count. Each line can lead to the field or file it speaks of. */
import type { ReactNode } from 'react';
import { Icon } from './icons';
import { NarrationText } from './Narration';

export interface EvidenceItem {
  /** False for what was seen but decides nothing. */
  readonly proves: boolean;
  /** What it proves: 'Static'. */
  readonly lead?: string | undefined;
  /** A sentence with **bold** and `code`. */
  readonly text: string;
  /** Goes to the line, the file or the owner. */
  readonly onOpen?: (() => void) | undefined;
}

function Line({ item }: { readonly item: EvidenceItem }): ReactNode {
  return (
    <>
      <Icon name={item.proves ? 'check' : 'info'} label={item.proves ? 'proves' : 'does not count'} className={`mt-px ${item.proves ? 'text-running' : 'text-muted'}`} />
      <span className={`min-w-0 wrap-anywhere ${item.proves ? '' : 'text-muted'}`}>
        {item.lead === undefined ? null : <><b>{`${item.lead}:`}</b>{' '}</>}
        <NarrationText text={item.text} />
      </span>
    </>
  );
}

/** A list of reasons. */
export function EvidenceList({ items }: { readonly items: readonly EvidenceItem[] }): ReactNode {
  return (
    <ul className="text-sm">
      {items.map((item) => (
        <li key={`${item.lead ?? ''} ${item.text}`} className="mt-[7px]">
          {item.onOpen === undefined
            ? <div className="flex gap-2"><Line item={item} /></div>
            : (
              <button type="button" className="group flex w-full gap-2 rounded-tag text-left" onClick={item.onOpen}>
                <Line item={item} />
                <Icon name="right" size={14} className="mt-0.5 ml-auto text-muted group-hover:text-ink" />
              </button>
            )}
        </li>
      ))}
    </ul>
  );
}

/** How sure: three bars, none of them filled when nothing is decided. `label` says it in words for screen readers. */
export function Meter({ value, label }: { readonly value: 0 | 1 | 2 | 3; readonly label: string }): ReactNode {
  return (
    <span className="inline-flex items-center gap-[3px]">
      {[1, 2, 3].map((bar) => (
        <i key={bar} className={`class-fill block h-[7px] w-[22px] rounded-[3px] ${bar <= value ? 'bg-actor' : 'inset-ring-[1.25px] inset-ring-line-strong'}`} />
      ))}
      <span className="sr-only">{label}</span>
    </span>
  );
}
