/**
 * One lane of a lifecycle: its name, and its segments as buttons on a track with the playhead. The name is the one stop of
 * the Tab key, large enough for a finger; arrows go from it through the segments.
 */
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

/** A segment that lasts; a moment is a mere stroke, and stands before what it falls into. */
const LASTING = 'border-r border-surface';
const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

/** From the name to the segment at the cursor. */
function enterLane(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
  event.currentTarget.nextElementSibling?.querySelector<HTMLElement>('[data-present]')?.focus();
  event.preventDefault();
}

/** From a segment to its neighbour. */
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
  const present = Math.max(0, shown.findLastIndex(({ segment }) => segment.from <= cursor.column));
  return (
    <li className="grid grid-cols-[128px_1fr] items-center gap-x-2">
      <button
        type="button"
        className="min-h-6 truncate rounded-tag text-left text-xs text-ink-2 hover:text-ink"
        title={lane.label}
        data-own-arrows
        onFocus={() => onLook(shown[present]?.segment ?? null)}
        onBlur={() => onLook(null)}
        onKeyDown={enterLane}
        onClick={() => {
          const segment = shown[present]?.segment;
          if (segment) onSeek(segment);
        }}
      >
        {lane.label}
      </button>
      <div className="relative h-[18px] rounded-[3px] bg-sunken" data-own-arrows>
        {shown.map(({ segment, placed }, i) => (
          <Bar key={`${segment.fromTime}-${segment.from}-${segment.text}-${i}`} segment={segment} left={placed.left} width={placed.width} lane={lane.label} present={i === present} onLook={onLook} onSeek={onSeek} />
        ))}
        {now >= 0 && now <= 1 && <span aria-hidden="true" className="pointer-events-none absolute inset-y-[-2px] w-[2px] bg-now" style={{ left: `min(${percent(now)}, calc(100% - 2px))` }} />}
      </div>
    </li>
  );
}

interface BarProps extends Pick<LaneProps, 'onLook' | 'onSeek'> {
  readonly segment: Segment;
  readonly left: number;
  readonly width: number;
  readonly lane: string;
  readonly present: boolean;
}

const sameBar = (a: BarProps, b: BarProps): boolean =>
  a.segment === b.segment && a.left === b.left && a.width === b.width && a.present === b.present;

const Bar = memo(function Bar({ segment, left, width, lane, present, onLook, onSeek }: BarProps): ReactNode {
  return (
    <button
      type="button"
      tabIndex={-1}
      {...(present ? { 'data-present': '' } : {})}
      aria-label={`${lane}: ${segment.text}, step ${segment.from}`}
      className={`absolute inset-y-0 min-w-[3px] @container overflow-hidden rounded-[2px] text-left hover:brightness-110 focus-visible:z-10 ${width > 0 ? LASTING : 'z-[1]'} ${GROUND[segment.tone]}`}
      style={{ left: `min(${percent(left)}, calc(100% - 3px))`, width: percent(width) }}
      onPointerEnter={() => onLook(segment)}
      onPointerLeave={() => onLook(null)}
      onFocus={() => onLook(segment)}
      onBlur={() => onLook(null)}
      onClick={() => onSeek(segment)}
      onKeyDown={onArrow}
    >
      {width > 0 && <span className="hidden truncate px-[3px] text-xs leading-[18px] @min-[34px]:block">{segment.text}</span>}
    </button>
  );
}, sameBar);
