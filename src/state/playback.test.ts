/** Playing goes step by step by the clock, and stops at the end, at questions and at breakpoints. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { twoDoors } from '../stories/twoDoors';
import { startPlayback } from './playback';
import { branchOf, createPage, type PageStore, stepOf } from './store';

let store: PageStore;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  store = createPage(twoDoors);
  stop = startPlayback(store);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const page = () => store.getState();
/** Plays until it stops by itself. */
function play(): void {
  page().setPlaying(true);
  for (let i = 0; page().playing && i < 1000; i++) vi.advanceTimersByTime(5000);
}

it('takes the first step at once, and faster with the speed', () => {
  page().setPlaying(true);
  expect(page().cursor).toBe(1);
  vi.advanceTimersByTime(1100);
  const slow = page().cursor;
  expect(slow).toBeGreaterThanOrEqual(1);
  page().setSpeed(16);
  vi.advanceTimersByTime(1100);
  expect(page().cursor - slow).toBeGreaterThan(3);
});

it('stops at a question, goes on from there, and ends at the end', () => {
  const { questions } = branchOf(page()).resolved;
  play();
  expect(questions.has(page().cursor)).toBe(true);
  for (let i = 0; page().cursor < page().length && i < 20; i++) play();
  expect(page()).toMatchObject({ playing: false, cursor: page().length });
});

it('stops at each step of the kind that a breakpoint names', () => {
  page().setStopAt('kubelet.runPodSandbox');
  const stops: number[] = [];
  for (let i = 0; page().cursor < page().length && i < 40; i++) {
    play();
    if (stepOf(page())?.rule === 'kubelet.runPodSandbox') stops.push(page().cursor);
  }
  const all = branchOf(page()).simulation.history.steps.filter(({ quiet }) => !quiet);
  expect(stops).toEqual(all.flatMap(({ rule }, i) => (rule === 'kubelet.runPodSandbox' ? [i + 1] : [])));
  expect(stops.length).toBeGreaterThan(1);
});
