/** Chapters: where the story turns. A row of buttons above the lanes, or one bar with gaps where there is little room. */
import { useBranch, usePage, usePageStore } from '../../state/usePage';
import type { ResolvedChapter } from '../../stories/resolve';

interface Span extends ResolvedChapter {
  readonly to: number;
  readonly current: boolean;
}

function useSpans(): readonly Span[] {
  const { chapters } = useBranch().resolved;
  const cursor = usePage((page) => page.cursor);
  const length = usePage((page) => page.length);
  return chapters.map((chapter, i) => {
    const to = (chapters[i + 1]?.from ?? length + 1) - 1;
    return { ...chapter, to, current: cursor >= chapter.from && cursor <= to };
  });
}

/** The number and title of the chapter we are in: "Chapter 2 of 6". */
export function useChapter(): { readonly number: number; readonly of: number; readonly title: string } | null {
  const spans = useSpans();
  const at = spans.findIndex(({ current }) => current);
  const chapter = spans[at];
  return chapter ? { number: at + 1, of: spans.length, title: chapter.title } : null;
}

/** Over the lanes, in their measure: `width` is theirs. */
export function Chapters({ width }: { readonly width: string }) {
  const store = usePageStore();
  const length = usePage((page) => page.length);
  const spans = useSpans();
  return (
    <ol className="flex h-6 flex-none" aria-label="Chapters" style={{ width }}>
      {spans.map(({ title, from, to, current }, i) => (
        <li key={from} className="min-w-0 pr-0.5" style={{ flexGrow: Math.max(1, to - from + 1), flexBasis: 0, minWidth: length > 0 ? 26 : 0 }}>
          <button
            type="button"
            className={`h-full w-full truncate rounded-sm px-2 text-left text-xs outline-offset-[-3px] ${current ? 'bg-now-soft font-bold text-ink' : 'bg-sunken text-muted hover:text-ink'}`}
            title={`${i + 1} ${title}`}
            aria-current={current ? 'step' : undefined}
            onClick={() => store.getState().seek(from)}
          >
            {i + 1} {title}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Steps that PageUp and PageDown leap over. */
const LEAP = 10;

/** The folded timeline: one bar, a gap at each chapter, draggable. */
export function ChapterBar() {
  const store = usePageStore();
  const cursor = usePage((page) => page.cursor);
  const length = usePage((page) => page.length);
  const spans = useSpans();
  const chapter = useChapter();
  return (
    <div className="relative flex h-6 min-w-0 flex-1 items-center">
      <div className="pointer-events-none absolute inset-x-0 flex h-1.5 gap-[3px]" aria-hidden="true">
        {spans.map(({ from, to }) => {
          const done = Math.max(0, Math.min(1, (cursor - from) / Math.max(1, to - from + 1)));
          return (
            <span key={from} className="class-fill h-full overflow-hidden rounded-full bg-line" style={{ flexGrow: Math.max(1, to - from + 1) }}>
              <span className="block h-full bg-now" style={{ width: `${(cursor > to ? 1 : done) * 100}%` }} />
            </span>
          );
        })}
      </div>
      <input
        type="range"
        className="bar-slider absolute inset-x-0 h-6 w-full"
        aria-label="Timeline"
        aria-valuetext={`Step ${cursor} of ${length}${chapter ? `, chapter ${chapter.number}, ${chapter.title}` : ''}`}
        min={0}
        max={length}
        value={cursor}
        // As on the lanes: down is later. A browser would have it the other way round.
        onKeyDown={(event) => {
          const by = { PageUp: -LEAP, PageDown: LEAP }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          store.getState().setPlaying(false);
          store.getState().seek(cursor + by);
        }}
        onChange={(event) => {
          store.getState().setPlaying(false);
          store.getState().seek(Number(event.target.value));
        }}
      />
    </div>
  );
}
