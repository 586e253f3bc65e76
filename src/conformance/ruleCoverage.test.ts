/** The rules of the catalogue happen somewhere: in a story, a golden trace, a transcript; or a test names them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { rules } from '../kubernetes/rules/catalogue';
import { startCluster } from '../simulation/cluster';
import type { Simulation } from '../simulation/simulation';
import { milliseconds } from '../simulation/clusterText';
import { playTranscript } from '../simulation/transcript';
import { openStory } from '../state/session';
import { stories } from '../stories/catalogue';
import { actionsOf, clusterOf, type Trace } from './traceRun';

const SRC = fileURLToPath(new URL('..', import.meta.url));
const list = (folder: string, end: string): string[] =>
  readdirSync(path.join(SRC, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(end)).map((name) => path.join(SRC, folder, name));
const read = (file: string): string => readFileSync(file, 'utf8');

function traceRun(trace: Trace): Simulation {
  const run = startCluster(clusterOf(trace), 1);
  run.plan(actionsOf(trace));
  run.run(milliseconds(trace.until));
  return run;
}

/**
 * Not yet met by any run or test: mostly refusals and repairs that need two faults at once. The list may only become
 * shorter; a new rule comes with its test.
 */
const UNMET = [
  'controllers.forgetRevision', 'deployment.replicaSetRefused', 'deployment.adoptReplicaSet', 'deployment.releaseReplicaSet', 'cronJob.jobRefused',
  'endpointSlice.delete', 'kubelet.sandboxFailed', 'kubelet.nodeNotReady', 'kubelet.nodeStatusRefused',
];

it('leaves no rule without a test', () => {
  const missing = new Set(Object.keys(rules));
  const see = ({ history }: Simulation): void => history.steps.forEach(({ rule }) => missing.delete(rule));
  for (const file of list('simulation/transcripts', '.txt')) see(playTranscript(read(file)).run);
  for (const story of stories) see(openStory(story).simulation);
  const isTrace = (file: string): boolean => !/(index|schema)\.json$/.test(file);
  for (const file of list('conformance/traces', '.json').filter(isTrace)) see(traceRun(JSON.parse(read(file)) as Trace));
  const tests = list('.', '.test.ts').filter((file) => !file.endsWith('ruleCoverage.test.ts')).map(read).join('\n');
  expect([...missing].filter((id) => !tests.includes(`'${id}'`)).sort()).toEqual([...UNMET].sort());
});
