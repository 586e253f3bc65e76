/**
 * The lanes: drawn once a branch in two coats, "to come" in grey and "past" in ink over it, the past cut at the playhead.
 * So a step moves one clipping edge, whatever the length of the run.
 */
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { narrate } from '../../simulation/narrate';
import { useBranch, usePage, usePageStore, useStep } from '../../state/usePage';
import { Icon } from '../shared/icons';
import { actorKinds } from '../shared/kinds';
import { PodName } from '../shared/PodName';
import { loudStepsOf } from '../../state/loudSteps';
import { Chapters } from './Chapters';
import { componentTimeline, groupSize, podTimeline, withPodLane, type Lane, type Mark, type TimelineModel } from './timeline';

const LANE = 19;
const TOP = 14;
/** The column of names, and what is left free at the right, px. */
const NAMES = 176;
const MARGIN = 16;

export interface TimelineProps {
  readonly by: 'component' | 'pod';
  /** 1 shows the whole run in the width; more spreads it. */
  readonly zoom: number;
}

export function Timeline({ by, zoom }: TimelineProps) {
  const branch = useBranch();
  const selected = usePage((page) => (page.selection?.kind === 'pod' ? page.selection.id : null));
  const all = useMemo(() => (by === 'pod' ? podTimeline : componentTimeline)(loudStepsOf(branch)), [branch, by]);
  const model = useMemo(() => (selected && by === 'component' ? withPodLane(all, loudStepsOf(branch), selected) : all), [all, branch, by, selected]);
  const place = useFollowing(model);
  const width = `calc((100cqw - ${NAMES + MARGIN}px) * ${zoom})`;
  return (
    <div ref={place} className="min-h-0 flex-1 overflow-auto [container-type:inline-size] scroll-thin">
      <div className="sticky top-0 z-20 flex w-max bg-surface">
        <span className="sticky left-0 z-10 flex-none bg-surface" style={{ width: NAMES }} />
        <Chapters width={width} />
      </div>
      <div className="flex w-max">
        <ol className="sticky left-0 z-10 flex-none bg-surface pl-4 pr-3" style={{ paddingTop: TOP - LANE / 2, width: NAMES }} aria-label="Lanes">
          {model.lanes.map((lane) => (
            <LaneName key={lane.id} lane={lane} />
          ))}
        </ol>
        <Lanes model={model} width={width} />
      </div>
    </div>
  );
}

/** What stands over the lanes, and of what follows the playhead so much is seen with it. */
const CHAPTERS = 24;
const AROUND = 40;

/** Keeps the playhead and the lanes of its step in sight, when the lanes are longer or higher than the panel. */
function useFollowing(model: TimelineModel): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const cursor = usePage((page) => page.cursor);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    // In the frame that draws the step: to ask for sizes before it would lay the page out once more.
    const frame = requestAnimationFrame(() => {
      const group = groupSize(model.columns);
      const mark = model.marks.find(({ column }) => column === cursor);
      const length = element.scrollWidth - NAMES - MARGIN;
      const x = (xOf(cursor, group) / (xOf(model.columns, group) + UNIT)) * length;
      element.scrollTo({
        left: within(element.scrollLeft, x - AROUND, x + AROUND, element.clientWidth - NAMES),
        top: mark ? within(element.scrollTop, yOf(Math.min(mark.from, mark.to)) - LANE, yOf(Math.max(mark.from, mark.to)) + LANE, element.clientHeight - CHAPTERS) : element.scrollTop,
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [model, cursor]);
  return place;
}

/** The scroll position nearest to `now` that shows `from`..`to` in a room of this size; what is larger shows its end. */
function within(now: number, from: number, to: number, room: number): number {
  return Math.max(Math.min(now, from), to - room, 0);
}

function LaneName({ lane }: { readonly lane: Lane }) {
  const icon = lane.icon === 'pod' ? 'container' : lane.icon === 'folder' ? 'folder' : actorKinds[lane.icon].icon;
  return (
    <li className="flex items-center gap-2 whitespace-nowrap text-xs text-ink" style={{ height: LANE }}>
      <Icon name={icon} size={14} />
      {lane.icon === 'pod' ? <PodName name={lane.label} max={20} /> : lane.label}
    </li>
  );
}

/** Column n stands at n / (columns + 1) of the width, in units of the SVG's own coordinate system. */
const UNIT = 10;
const xOf = (column: number, group: number): number => Math.ceil(column / group) * UNIT;

function Lanes({ model, width: shown }: { readonly model: TimelineModel; readonly width: string }) {
  const store = usePageStore();
  const cursor = usePage((page) => page.cursor);
  const step = useStep();
  const clip = useId();
  const ref = useRef<HTMLDivElement>(null);
  const group = groupSize(model.columns);
  const width = xOf(model.columns, group) + UNIT;
  const height = TOP + model.lanes.length * LANE;
  const at = xOf(cursor, group);

  const seekTo = (event: PointerEvent) => {
    const box = ref.current?.getBoundingClientRect();
    if (!box) return;
    const column = Math.round((((event.clientX - box.left) / box.width) * width) / UNIT) * group;
    store.getState().setPlaying(false);
    store.getState().seek(Math.max(0, Math.min(column, model.columns)));
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    seekTo(event);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = store.getState();
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (by !== undefined) page.seek(Math.max(0, page.cursor + by));
    else if (event.key === 'Home') page.first();
    else if (event.key === 'End') page.last();
    else return;
    page.setPlaying(false);
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={ref}
      // A slider over a drawing: an input of type range could not hold the lanes.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      tabIndex={0}
      aria-label="Timeline"
      aria-valuemin={0}
      aria-valuemax={model.columns}
      aria-valuenow={cursor}
      aria-valuetext={step ? `Step ${cursor} of ${model.columns}. ${narrate(step).plain}` : `Start of ${model.columns} steps`}
      className="relative mr-4 flex-none cursor-pointer touch-none outline-offset-[-3px]"
      style={{ width: shown, height }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    >
      <svg className="absolute inset-0 size-full" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <clipPath id={clip}>
          <rect x={0} y={0} width={at + 0.5} height={height} />
        </clipPath>
        <Coat model={model} group={group} past={false} />
        <g clipPath={`url(#${clip})`}>
          <Coat model={model} group={group} past />
        </g>
      </svg>
      <Playhead x={(at / width) * 100} mark={model.marks.find(({ column }) => column === cursor)} height={height} />
      <Crosses model={model} group={group} width={width} />
    </div>
  );
}

const yOf = (lane: number): number => TOP + lane * LANE;

/** One coat of paint: bars, lines and dots of all steps. A path each, so that thousands of steps stay four elements. */
function Coat({ model, group, past }: { readonly model: TimelineModel; readonly group: number; readonly past: boolean }) {
  const paths = useMemo(() => {
    let lines = '';
    let dots = '';
    for (const { column, from, to } of model.marks) {
      const x = xOf(column, group);
      if (from !== to) lines += `M${x} ${yOf(from)}V${yOf(to)}`;
      dots += `M${x} ${yOf(to)}h0`;
    }
    const bars = model.bars.map(({ lane, from, to }) => `M${xOf(from, group)} ${yOf(lane)}H${xOf(to, group)}`).join('');
    const rails = model.lanes.map((_, lane) => `M0 ${yOf(lane)}H${xOf(model.columns, group) + UNIT}`).join('');
    return { lines, dots, bars, rails };
  }, [model, group]);
  const stroke = { vectorEffect: 'non-scaling-stroke', fill: 'none' } as const;
  return (
    <>
      {!past && <path d={paths.rails} stroke="var(--color-line)" strokeWidth={1} {...stroke} />}
      {!past && <path d={paths.bars} stroke="var(--color-line)" strokeWidth={5} strokeLinecap="round" {...stroke} />}
      <path d={paths.lines} stroke={past ? 'var(--color-ink-2)' : 'var(--color-line-strong)'} strokeWidth={1.5} opacity={past ? 1 : 0.6} {...stroke} />
      <path d={paths.dots} stroke={past ? 'var(--color-ink-2)' : 'var(--color-line-strong)'} strokeWidth={past ? 6 : 5} strokeLinecap="round" {...stroke} />
    </>
  );
}

/** Where we are: a line through all lanes, the step's own line and dot in blue. */
function Playhead({ x, mark, height }: { readonly x: number; readonly mark: Mark | undefined; readonly height: number }) {
  const top = mark && yOf(Math.min(mark.from, mark.to));
  return (
    <div className="class-fill pointer-events-none absolute inset-y-0 w-0" style={{ left: `${x}%` }} aria-hidden="true">
      <div className="absolute -left-px top-0 w-0.5 bg-now" style={{ height }} />
      <svg className="absolute -left-[7px] -top-0.5" width={14} height={12} viewBox="0 0 14 12">
        <path d="M0 0H14V6L7 12L0 6Z" fill="var(--color-now)" />
      </svg>
      {mark && top !== undefined && (
        <>
          <div className="absolute -left-[2.5px] w-[5px] rounded-full bg-now" style={{ top, height: Math.abs(mark.to - mark.from) * LANE }} />
          <div className="absolute -left-[5px] size-[10px] rounded-full bg-now" style={{ top: yOf(mark.to) - 5 }} />
        </>
      )}
    </div>
  );
}

/** Refusals and crashes, as red crosses that keep their shape at any zoom. */
function Crosses({ model, group, width }: { readonly model: TimelineModel; readonly group: number; readonly width: number }) {
  const crosses = useMemo(() => model.marks.filter(({ kind }) => kind !== 'done'), [model]);
  return (
    <div className="pointer-events-none absolute inset-0" aria-hidden="true">
      {crosses.map(({ column, to }) => (
        <svg key={column} className="absolute" style={{ left: `${(xOf(column, group) / width) * 100}%`, top: yOf(to), margin: '-5px 0 0 -5px' }} width={10} height={10} viewBox="0 0 10 10">
          <rect width={10} height={10} fill="var(--color-surface)" />
          <path d="M1.5 1.5L8.5 8.5M8.5 1.5L1.5 8.5" stroke="var(--color-failed)" strokeWidth={2.2} strokeLinecap="round" />
        </svg>
      ))}
    </div>
  );
}
