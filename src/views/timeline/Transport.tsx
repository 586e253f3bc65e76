/** Play, step, beat, speed: the controls of time. The one solid blue button of the page is Play. */
import { ruleOf } from '../../kubernetes/rules/catalogue';
import { seconds } from '../shared/format';
import { Button, IconButton } from '../shared/Button';
import { Kbd } from '../shared/Kbd';
import { Choice } from '../shared/Menu';
import type { StepBy } from '../../state/store';
import { usePage, usePageStore, useStep } from '../../state/usePage';

const SPEEDS = [0.5, 1, 2, 4, 8, 16].map((speed) => ({ value: String(speed), label: `${speed}×` }));
const STEP_BY: readonly { value: StepBy; label: string }[] = [
  { value: 'message', label: 'message' },
  { value: 'beat', label: 'beat' },
];

/** Beat back, step back, Play, step, beat. */
export function TransportButtons({ big = false, beats = true }: { readonly big?: boolean; readonly beats?: boolean }) {
  const store = usePageStore();
  const playing = usePage((page) => page.playing);
  const atStart = usePage((page) => page.cursor === 0);
  const atEnd = usePage((page) => page.cursor === page.length);
  const page = () => store.getState();
  const size = big ? 'lg' : 'md';
  const playLabel = playing ? 'Pause' : atEnd ? 'Again' : 'Play';
  return (
    <fieldset className="flex items-center gap-1" aria-label="Transport">
      {beats && <IconButton icon="beatBack" label="Beat back" shortcut="⇧ ←" size={size} disabled={atStart} onClick={() => page().beatBack()} />}
      <IconButton icon="stepBack" label="Step back" shortcut="←" size={size} disabled={atStart} onClick={() => page().back()} />
      <Button data-play="" variant="play" size={size} icon={playing ? 'pause' : atEnd ? 'again' : 'play'} onClick={() => page().setPlaying(!playing)}>
        {playLabel}
      </Button>
      <IconButton icon="stepForward" label="Step" shortcut="→" size={size} disabled={atEnd} onClick={() => page().forward()} />
      {beats && <IconButton icon="beatForward" label="Beat" shortcut="⇧ →" size={size} disabled={atEnd} onClick={() => page().beatForward()} />}
    </fieldset>
  );
}

/** "Step 7 of 142 · 0.31 s" */
export function StepCount({ separator = ' · ' }: { readonly separator?: string }) {
  const cursor = usePage((page) => page.cursor);
  const length = usePage((page) => page.length);
  const time = useStepTime();
  return (
    <span className="tabular whitespace-nowrap text-ink-2">
      Step <b className="text-ink">{cursor.toLocaleString('en')}</b> of {length.toLocaleString('en')}
      {separator}
      {seconds(time)}
    </span>
  );
}

/** Simulated ms since the story's beginning, of the step that led to what is seen. */
function useStepTime(): number {
  const store = usePageStore();
  const step = useStep();
  const { branches, branchId } = store.getState();
  const origin = branches.find(({ id }) => id === branchId)?.simulation.cluster.origin ?? 0;
  return step ? step.time - origin : 0;
}

export function TransportMore() {
  const store = usePageStore();
  const speed = usePage((page) => page.speed);
  const stepBy = usePage((page) => page.stepBy);
  const embedded = usePage((page) => page.embedded);
  return (
    <>
      <Choice label="Speed" value={String(speed)} options={SPEEDS} onChange={(value) => store.getState().setSpeed(Number(value))} />
      <Choice className="max-[1400px]:hidden" label="Play by" value={stepBy} options={STEP_BY} onChange={(value) => store.getState().setStepBy(value === 'beat' ? 'beat' : 'message')} />
      <Breakpoint />
      {!embedded && (
        <Button variant="quiet" icon="fork" onClick={() => store.getState().setDialog('break')}>
          Fork here <span className="max-lg:hidden"><Kbd>F</Kbd></span>
        </Button>
      )}
    </>
  );
}

/** Where playing stops, while it is set to stop somewhere. */
function Breakpoint() {
  const store = usePageStore();
  const stopAt = usePage((page) => page.stopAt);
  if (stopAt === null) return null;
  const { title } = ruleOf(stopAt);
  return (
    <Button size="sm" shrinks trailing="close" title={`Playing stops at each: ${title}`} aria-label={`Stops at: ${title}. Remove this breakpoint`} onClick={() => store.getState().setStopAt(null)}>
      <span className="max-w-44 truncate">Stops at: {title}</span>
    </Button>
  );
}
