import { test } from 'vitest';
import { startCluster } from './cluster';
import { narrate } from './narrate';
test('x', () => {
  const run = startCluster({ controlPlanes: ['cp1'], workers: [], ready: false }, 1, { check: true });
  run.input('k', { do: 'startKubelet', node: 'cp1' });
  try { run.run(10_000); } catch (e) { console.log(String(e)); console.log(((e as Error).cause as Error)?.stack); }
  console.log(run.history.steps.filter((s) => 1).map((s) => `${s.time} ${s.quiet} ${narrate(s).plain}`).join('\n'));
});
