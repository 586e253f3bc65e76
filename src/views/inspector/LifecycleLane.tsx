/** One lane of a lifecycle: its name, and its segments as buttons on a track with the playhead. */
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import type { LifecycleLane as LaneModel, Segment } from './lifecycle';
import { place, positionOf, type Scale } from './lifecycleScale';
import type { Tone } from './lifecycleValues';

const GROUND: Readonly<Record<Tone, string>> = {
  running: 'bg-running text-surface',
  waiting: 'bg-waiting text-surface',
  failed: 'bg-failed text-surface',
  terminating: 'bg-terminating text-surface',
  completed: 'bg-completed text-surface',
  plain: 'bg-line-strong text-surface',
};

export interface LaneProps {
  readonly lane: LaneModel;
  readonly scale: Scale;
  readonly cursor: { readonly column: number; readonly time: number };
  /** The segment under the pointer or the focus; null when it is left. */
  readonly onLook: (segment: Segment | null) => void;
  readonly onSeek: (segment: Segment) => void;
}

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

/** Arrows move between the segments of a lane: one of them alone is in the tab order. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const next = event.key === 'ArrowRight' ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
  if (next instanceof HTMLButtonElement) next.focus();
  event.preventDefault();
}

/** A lane. Segments shorter than two pixels are drawn two pixels wide. */
export function Lane({ lane, scale, cursor, onLook, onSeek }: LaneProps): ReactNode {
  const shown = lane.segments.flatMap((segment) => {
    const placed = place(scale, segment);
    return placed ? [{ segment, placed }] : [];
  });
  if (shown.length === 0) return null;
  const now = positionOf(scale, cursor);
  const reachable = Math.max(0, shown.findLastIndex(({ segment }) => segment.from <= cursor.column));
  return (
    <li className="grid grid-cols-[112px_1fr] items-center gap-x-2">
      <span className="truncate text-xs text-ink-2" title={lane.label}>{lane.label}</span>
      <div className="relative h-[18px] rounded-[3px] bg-sunken" data-own-arrows>
        {shown.map(({ segment, placed }, i) => (
          <Bar key={`${segment.fromTime}-${segment.from}-${segment.text}-${i}`} segment={segment} left={placed.left} width={placed.width} lane={lane.label} reachable={i === reachable} onLook={onLook} onSeek={onSeek} />
        ))}
        {now >= 0 && now <= 1 && <span aria-hidden="true" className="pointer-events-none absolute inset-y-[-2px] w-[2px] bg-now" style={{ left: percent(now) }} />}
      </div>
    </li>
  );
}

interface BarProps extends Pick<LaneProps, 'onLook' | 'onSeek'> {
  readonly segment: Segment;
  readonly left: number;
  readonly width: number;
  readonly lane: string;
  readonly reachable: boolean;
}

const sameBar = (a: BarProps, b: BarProps): boolean =>
  a.segment === b.segment && a.left === b.left && a.width === b.width && a.reachable === b.reachable;

const Bar = memo(function Bar({ segment, left, width, lane, reachable, onLook, onSeek }: BarProps): ReactNode {
  return (
    <button
      type="button"
      tabIndex={reachable ? 0 : -1}
      aria-label={`${lane}: ${segment.text}, step ${segment.from}`}
      className={`absolute inset-y-0 min-w-[3px] overflow-hidden rounded-[2px] border-r border-surface px-[3px] text-left text-[11px] leading-[18px] whitespace-nowrap hover:brightness-110 focus-visible:z-10 ${GROUND[segment.tone]}`}
      style={{ left: `min(${percent(left)}, calc(100% - 3px))`, width: percent(width) }}
      onPointerEnter={() => onLook(segment)}
      onPointerLeave={() => onLook(null)}
      onFocus={() => onLook(segment)}
      onBlur={() => onLook(null)}
      onClick={() => onSeek(segment)}
      onKeyDown={onArrow}
    >
      {width > 0.08 ? segment.text : ''}
    </button>
  );
}, sameBar);
