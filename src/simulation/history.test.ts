/** Time runs both ways, whatever lies at the end of the history. */
import { describe, expect, it } from 'vitest';
import { startCluster } from './cluster';
import { digest } from './digest';

describe('the history', () => {
  const run = startCluster({ controlPlanes: ['cp-1'], workers: [], ready: false }, 3, { check: true });
  run.plan([{ id: 'power', at: 0, action: { do: 'startKubelet', node: 'cp-1' } }]);
  const beginning = digest(run.world);
  run.run(20_000);
  const end = digest(run.world);

  it('keeps what silent messages did after the last step', () => {
    expect(run.time).toBe(20_000);
    run.seek(0);
    expect(digest(run.world)).toBe(beginning);
    run.seek(run.history.length);
    expect(digest(run.world)).toBe(end);
    expect(run.time).toBe(20_000);
  });

  it('counts loud steps only', () => {
    const loud = run.history.steps.filter((step) => !step.quiet);
    expect(run.history.length).toBe(loud.length);
    run.seek(3);
    expect(run.cursor).toBe(3);
    expect(run.step).toBe(loud[2]);
    expect(run.back()).toBe(loud[1]);
    expect(run.forward()).toBe(loud[2]);
  });

  it('knows the place of a quiet step: the loud one after it', () => {
    const quiet = run.history.steps.find((step) => step.quiet);
    const after = run.history.steps.find((step) => !step.quiet && step.index > (quiet?.index ?? 0));
    expect(quiet).toBeDefined();
    expect(run.history.ordinalOf(quiet?.index ?? -1)).toBe(run.history.ordinalOf(after?.index ?? -1));
  });

  it('forgets the future when something is done in the past', () => {
    run.seek(5);
    const fork = run.fork();
    fork.input('late', { do: 'stopKubelet', node: 'cp-1' });
    expect(fork.history.length).toBe(6);
    expect(run.history.length).toBeGreaterThan(6);
  });
});
