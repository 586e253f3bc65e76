/** Playing: the only place that owns timers. One step after another, each given the time its motion needs. */
import type { PageStore } from './store';

/** How long a step is shown before the next, ms at speed 1: travel 420, ring 160, and time to read. */
const STEP = 1100;
const CAPTION = 2600;

/** Starts listening; returns the function that stops. */
export function startPlayback(store: PageStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const next = () => {
    const { playing, speed, cursor, branches, branchId, stepBy, stopAt } = store.getState();
    if (!playing) return;
    const branch = branches.find(({ id }) => id === branchId);
    // A question waits for an answer, or for Play.
    if (branch?.resolved.questions.has(cursor)) return store.getState().setPlaying(false);
    if (stopAt !== null && branch?.simulation.step?.rule === stopAt) return store.getState().setPlaying(false);
    const rest = stepBy === 'beat' || branch?.resolved.captions.has(cursor) ? CAPTION : STEP;
    timer = setTimeout(() => {
      const page = store.getState();
      const moved = page.stepBy === 'beat' ? page.beatForward() : page.forward();
      if (!moved) page.setPlaying(false);
      else next();
    }, rest / speed);
  };
  const unsubscribe = store.subscribe((page, before) => {
    if (page.playing === before.playing && page.speed === before.speed) return;
    stop();
    if (!page.playing) return;
    if (page.cursor === page.length) page.first();
    else if (page.playing !== before.playing) {
      // Playing answers at once: the first step does not wait.
      const moved = page.stepBy === 'beat' ? page.beatForward() : page.forward();
      if (!moved) return page.setPlaying(false);
    }
    next();
  });
  return () => {
    stop();
    unsubscribe();
  };
}
