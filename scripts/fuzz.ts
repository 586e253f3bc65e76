/**
 * Random runs: `npm run fuzz -- --seeds N [--from S] [--actions K]`. Each seed makes a cluster and a user; the run must hold the
 * invariants after every step, undo to its beginning, redo to its end, and go on from a random step as it did before; and
 * once everything is switched on again, nothing may be left over.
 * A failing seed prints itself with as few actions as still fail. Exits with 1 when one fails.
 */
import { parseArgs } from 'node:util';
import { startCluster } from '../src/simulation/cluster';
import { digest } from '../src/simulation/digest';
import { checkSettled } from '../src/simulation/invariants';
import { healed, randomRun, type RandomRun } from '../src/simulation/randomRun';
import { stepKeys } from '../src/simulation/stepKey';

const { values } = parseArgs({ args: process.argv.slice(2), options: { seeds: { type: 'string', default: '100' }, from: { type: 'string', default: '1' }, actions: { type: 'string', default: '14' } } });

/** What is wrong with a run, or null. */
function fault(spec: RandomRun): string | null {
  try {
    const run = startCluster(spec.cluster, spec.seed, { check: true });
    run.plan(spec.actions);
    const beginning = digest(run.world);
    run.run(spec.until);
    run.history.dropTail();
    const end = digest(run.world);
    const keys = stepKeys(run.history.steps).join('\n');
    run.seek(0);
    if (digest(run.world) !== beginning) return 'undo does not lead back to the beginning';
    run.seek(spec.seed % (run.history.length + 1));
    const fork = run.fork();
    fork.run(spec.until);
    if (stepKeys(fork.history.steps).join('\n') !== keys) return `a fork at step ${run.cursor} goes another way`;
    run.seek(run.history.length);
    if (digest(run.world) !== end) return 'redo does not lead to the same end';
    return unsettled(healed(spec));
  } catch (error) {
    return String(error);
  }
}

/** What is still wrong in a healed cluster at rest, or null. */
function unsettled({ cluster, seed, actions, until }: RandomRun): string | null {
  const run = startCluster(cluster, seed);
  run.plan(actions);
  run.run(until);
  return checkSettled(run.world)[0] ?? null;
}

/** The run without every action that is not needed to fail. */
function shrink(spec: RandomRun): RandomRun {
  let small = spec;
  for (let i = small.actions.length - 1; i >= 0; i--) {
    const fewer = { ...small, actions: small.actions.filter((_, at) => at !== i) };
    if (fault(fewer) !== null) small = fewer;
  }
  return small;
}

let failed = 0;
const from = Number(values.from);
const count = Number(values.seeds);
for (let seed = from; seed < from + count; seed++) {
  const spec = randomRun(seed, Number(values.actions));
  const found = fault(spec);
  if (found === null) continue;
  failed++;
  console.log(`seed ${seed}: ${found}`);
  if (failed <= 3) console.log(JSON.stringify(shrink(spec)));
}
console.log(`fuzz: ${count - failed}/${count}`);
process.exitCode = failed === 0 ? 0 : 1;
