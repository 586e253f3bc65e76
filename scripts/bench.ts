/**
 * Measurements: `npm run bench`, or `npm run bench -- paste [MEGABYTES]` for those of pasted texts only. Figures of one run
 * on one machine, with ratios where two of them belong together; nothing here passes or fails. The size of the first load
 * needs a build (`npm run build`) before.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Deployment } from '../src/kubernetes/objects';
import type { TimedAction } from '../src/simulation/actions';
import { startCluster } from '../src/simulation/cluster';
import type { ClusterSpec } from '../src/simulation/clusterSpec';
import type { Simulation } from '../src/simulation/simulation';
import { openStory } from '../src/state/session';
import { stories } from '../src/stories/catalogue';
import { measurePage } from './bench-page';
import { measurePastes } from './bench-paste';

const ROUNDS = 5;

const milliseconds = (from: number): number => performance.now() - from;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const fixed = (value: number, digits = 1): string => value.toFixed(digits);

function line(what: string, text: string): void {
  console.log(`${what.padEnd(44)} ${text}`);
}

/** A Deployment of plain pods whose image is on every node. */
function deployment(replicas: number): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1', imagePullPolicy: 'IfNotPresent' }] } },
    },
  };
}

function cluster(workers: number): ClusterSpec {
  const names = Array.from({ length: workers }, (_, i) => `worker-${i + 1}`);
  const nodes = Object.fromEntries(names.map((name) => [name, { cpu: 64, memory: '256Gi', pods: 250 }]));
  return { controlPlanes: ['cp-1'], workers: names, nodes, ready: true, images: { 'web:1': { sizeMB: 20, exists: true, present: true } } };
}

const running = (run: Simulation): number => {
  let count = 0;
  for (const [key, pod] of run.world.tables.pods) if (key.startsWith('default/') && pod.status?.phase === 'Running') count++;
  return count;
};

interface Measured {
  readonly compute: number;
  readonly steps: number;
  readonly run: Simulation;
}

/** From `apply` until all pods run, in compute time. */
function deploy(start: Simulation, replicas: number): Measured {
  const run = start.fork();
  const action: TimedAction['action'] = { do: 'apply', objects: [deployment(replicas)] };
  const from = performance.now();
  run.input('apply', action);
  const before = run.history.steps.length;
  while (running(run) < replicas && run.time < 600_000) run.run(run.time + 500);
  return { compute: milliseconds(from), steps: run.history.steps.length - before, run };
}

function measureDeploy(workers: number, replicas: number): Measured {
  const start = startCluster(cluster(workers));
  const rounds = Array.from({ length: ROUNDS }, () => deploy(start, replicas));
  const compute = median(rounds.map((round) => round.compute));
  const best = Math.min(...rounds.map((round) => round.compute));
  const { run, steps } = rounds.at(-1) as Measured;
  line(`${replicas} pods on ${workers} nodes to Running`, `${fixed(compute)} ms median, ${fixed(best)} ms best; ${running(run)} Running; ${steps} steps, ${fixed((compute * 1000) / steps, 1)} µs a step, ${Math.round((steps * 1000) / compute).toLocaleString('en')} steps/s`);
  return { compute, steps, run };
}

function measureHistory({ run }: Measured): void {
  const length = run.history.steps.length;
  const from = performance.now();
  run.seek(0);
  const back = milliseconds(from);
  const again = performance.now();
  run.seek(run.history.length);
  const forward = milliseconds(again);
  line('back to the start and forward again', `${fixed((back * 1000) / length, 2)} and ${fixed((forward * 1000) / length, 2)} µs a step (${length} steps)`);
}

function measureStories(): void {
  for (const story of stories) {
    const times = Array.from({ length: 3 }, () => {
      const from = performance.now();
      openStory(story);
      return milliseconds(from);
    });
    const branch = openStory(story);
    line(`story ${story.id}`, `opens in ${fixed(median(times))} ms; ${branch.simulation.history.length} steps, ${branch.resolved.beats.length} beats`);
  }
}

/** A step's cost must follow what changed, not the size of the cluster: the same pod started in ever larger clusters. */
function measureScale(): void {
  const costs = [10, 100, 1000].map((workers) => {
    const start = startCluster(cluster(workers));
    const rounds = Array.from({ length: ROUNDS }, () => deploy(start, 10));
    const own = rounds.map(({ compute, steps }) => (compute * 1000) / steps);
    return { workers, cost: median(own) };
  });
  const first = costs[0]?.cost ?? 1;
  for (const { workers, cost } of costs) line(`10 pods in a cluster of ${workers} nodes`, `${fixed(cost)} µs a step, ${fixed(cost / first, 2)} times that of 10 nodes (leases and heartbeats of all nodes included)`);
}

interface ManifestEntry {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** Files that a module and all it imports statically are made of. */
function filesOf(manifest: Readonly<Record<string, ManifestEntry>>, name: string, seen = new Set<string>()): Set<string> {
  const entry = manifest[name];
  if (!entry || seen.has(entry.file)) return seen;
  seen.add(entry.file);
  for (const css of entry.css ?? []) seen.add(css);
  for (const next of entry.imports ?? []) filesOf(manifest, next, seen);
  return seen;
}

function measureSize(): void {
  const dist = path.resolve('dist');
  const file = path.join(dist, '.vite', 'manifest.json');
  if (!existsSync(file)) return line('first load', 'no build: run npm run build first');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, ManifestEntry>;
  const size = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(dist, name))).length / 1000, 0);
  const entry = filesOf(manifest, 'index.html');
  const page = filesOf(manifest, 'src/app/start.tsx');
  line('first load, gzip', `entry ${fixed(size(entry))} kB; with React, simulation and state ${fixed(size(new Set([...entry, ...page])))} kB; panels, Mermaid and editor come after`);
}

console.log('Podarium bench: one run on this machine');
const [, , part, megabytes] = process.argv;
if (part === undefined) {
  measureStories();
  const large = measureDeploy(10, 1000);
  measureDeploy(10, 300);
  measureHistory(large);
  measureScale();
  measureSize();
}
if (part !== 'page') measurePastes(Number(megabytes ?? 177));
if (part !== 'paste') await measurePage(Number(megabytes ?? 177));
