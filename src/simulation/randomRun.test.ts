/** Properties of every run, over random users: whatever they do, time runs both ways and Kubernetes' promises hold. */
import { describe, expect, it } from 'vitest';
import { startCluster } from './cluster';
import { digest } from './digest';
import { checkSettled } from './invariants';
import { healed, randomRun, type RandomRun } from './randomRun';
import type { Simulation } from './simulation';
import { stepKeys } from './stepKey';

const SEEDS = Array.from({ length: 14 }, (_, i) => 1000 + i * 7919);

/** Invariants are checked after each step (check: true). */
function play({ cluster, seed, actions, until }: RandomRun): Simulation {
  const run = startCluster(cluster, seed, { check: true });
  run.plan(actions);
  run.run(until);
  return run;
}

const names = (run: Simulation): string[] => stepKeys(run.history.steps);

describe.each(SEEDS)('a random user, seed %i', (seed) => {
  const spec = randomRun(seed);

  it('undoes to the beginning, redoes to the same end, and does the same again', () => {
    const start = startCluster(spec.cluster, spec.seed, { check: true });
    start.plan(spec.actions);
    const beginning = digest(start.world);
    start.run(spec.until);
    start.history.dropTail();
    const end = digest(start.world);
    expect(start.history.length).toBeGreaterThan(0);
    start.seek(0);
    expect(digest(start.world)).toBe(beginning);
    start.seek(start.history.length);
    expect(digest(start.world)).toBe(end);
    expect(names(play(spec))).toEqual(names(start));
  });

  it('goes on from any step as it did the first time', () => {
    const whole = play(spec);
    const middle = Math.floor(whole.history.length / 2);
    whole.seek(middle);
    const fork = whole.fork();
    fork.run(spec.until);
    whole.seek(whole.history.length);
    expect(names(fork)).toEqual(names(whole));
  });
});

it.each(SEEDS.slice(0, 5))('a cluster in which everything was switched on again comes to rest, seed %i', (seed) => {
  const spec = healed(randomRun(seed));
  expect(spec.actions.some(({ action }) => action.do === 'startNode')).toBe(true);
  expect(checkSettled(play(spec).world)).toEqual([]);
});
