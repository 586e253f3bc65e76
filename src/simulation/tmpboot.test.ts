import { test } from 'vitest';
import { startCluster } from './cluster';
import { checkSettled } from './invariants';
import { Simulation } from './simulation';
test('x', () => {
  let steps = 0; const orig = Simulation.prototype.asBeginning; let max = '';
  Simulation.prototype.asBeginning = function () { steps = this.history.steps.length; const s = this.history.steps; max = String(s.filter((x) => !x.quiet).at(-1)?.time); return orig.call(this); };
  for (const [cps, ws] of [[1, 1], [1, 1], [1, 1], [3, 5], [1, 100], [1, 300], [1,1000]] as const) {
    const t = performance.now();
    try {
      const run = startCluster({ controlPlanes: Array.from({ length: cps }, (_, i) => `cp${i + 1}`), workers: Array.from({ length: ws }, (_, i) => `w${i + 1}`), ready: true, leaders: cps > 1 ? { 'kube-scheduler': 'cp2' } : {} }, 1, { });
      console.log(cps, ws, Math.round(performance.now() - t), 'ms', steps, 'steps, last loud at', max, run.cluster.now, run.cluster.origin, checkSettled(run.world));
    } catch (e) { console.log(cps, ws, String(e), Math.round(performance.now() - t)); console.log(((e as Error).cause as Error)?.stack ?? (e as Error).stack); }
  }
}, 150000);
