import { expect, test } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { startCluster } from '../../simulation/cluster';
import { podView } from '../../simulation/podView';
import type { Simulation } from '../../simulation/simulation';
import { type Lifecycle, lifecycleOf, terminationAt } from './lifecycle';
import { place, positionOf, scaleOf } from './lifecycleScale';

const web: Pod = {
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' },
  spec: { terminationGracePeriodSeconds: 10, containers: [{ name: 'app', image: 'slow:1', lifecycle: { preStop: { exec: { command: ['sleep', '2'] } } }, readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } }] },
};
/** A pod that is made, runs, and is deleted; its process ignores SIGTERM. */
function deleted(): Simulation {
  const run = startCluster({
    controlPlanes: ['cp1'], workers: ['w1'], ready: true,
    images: { 'slow:1': { sizeMB: 1, exists: true, present: true, program: { sequence: [{ run: 'forever' }], sigterm: 'ignore', hooks: { preStop: { takes: 2000, ok: true } }, probes: { readiness: [{ at: 0, ok: false }, { at: 3000, ok: true }] } } } },
  });
  run.plan([{ id: 'a', at: 0, action: { do: 'apply', objects: [web] } }, { id: 'd', at: 20_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'web' } }]);
  run.run(60_000);
  return run;
}
const lifeOf = (run: Simulation, id: string): Lifecycle => {
  const view = podView(run.world, id);
  return lifecycleOf(id, { steps: run.history.steps, columnOf: (index) => run.history.ordinalOf(index), columns: run.history.length, origin: run.cluster.origin, end: run.time, present: { stored: view?.stored, worker: view?.worker } });
};
const texts = (life: Lifecycle, lane: string) => life.lanes.find(({ id }) => id === lane)?.segments.map(({ text }) => text);
const run = deleted();
const life = lifeOf(run, 'default/web');

test('lanes stand in the order status, conditions, runtime, containers', () => {
  expect(life.lanes.map(({ id }) => id)).toEqual([
    'phase', 'status', 'restarts', 'condition/PodScheduled', 'condition/PodReadyToStartContainers', 'condition/Initialized',
    'condition/ContainersReady', 'condition/Ready', 'network', 'sandbox', 'container/app', 'runtime/app', 'signals/app', 'probes/app',
  ]);
});

test('what the status said, one segment for each change', () => {
  expect(texts(life, 'status')).toEqual(['Pending', 'ContainerCreating', 'Running', 'Terminating', 'Error']);
  expect(texts(life, 'phase')?.slice(0, 2)).toEqual(['Pending', 'Running']);
  expect(texts(life, 'container/app')?.slice(0, 3)).toEqual(['ContainerCreating', 'running', 'running, ready']);
  expect(texts(life, 'condition/Ready')?.slice(0, 2)).toEqual(['False', 'True']);
});

test('segments of a status lane follow each other, and each but the first state knows its step', () => {
  for (const { id, segments } of life.lanes) {
    if (/^(runtime|signals|probes|sandbox|network)/.test(id)) continue;
    segments.forEach(({ from, to, step }, i) => {
      expect(to).toBeGreaterThanOrEqual(from);
      expect(step).not.toBeNull();
      const next = segments[i + 1];
      if (next) expect(next.from).toBeGreaterThanOrEqual(to);
    });
  }
});

test('hooks, signals, exits and probes', () => {
  const runtime = texts(life, 'runtime/app') ?? [];
  expect(runtime.filter((text) => /preStop|Stop/.test(text))).toEqual(['exec preStop', 'StopContainer']);
  expect(texts(life, 'signals/app')).toEqual(['signal SIGTERM', 'signal SIGKILL', 'exit 137']);
  const probes = texts(life, 'probes/app') ?? [];
  expect(probes[0]).toBe('readiness failed');
  expect(probes).toContain('readiness succeeded');
  const hook = life.lanes.find(({ id }) => id === 'runtime/app')?.segments.find(({ text }) => text === 'exec preStop');
  expect((hook?.toTime ?? 0) - (hook?.fromTime ?? 0)).toBeGreaterThanOrEqual(2000);
});

test('the termination: from the request to the end, by simulated time', () => {
  expect(life.terminations).toHaveLength(1);
  const span = terminationAt(life, 0);
  expect(span?.fromTime).toBeGreaterThanOrEqual(20_000);
  const lasts = (span?.toTime ?? 0) - (span?.fromTime ?? 0);
  expect(lasts).toBeGreaterThan(10_000);
  expect(lasts).toBeLessThan(15_000);
  const scale = scaleOf('termination', life, run.history.length, run.time, 0);
  expect(scale?.byTime).toBe(true);
  const signal = life.lanes.find(({ id }) => id === 'signals/app')?.segments.find(({ text }) => text === 'signal SIGTERM');
  const placed = scale && signal && place(scale, signal);
  expect(placed?.left).toBeGreaterThan(0.1);
  expect(placed?.left).toBeLessThan(0.4);
});

test('a forced deletion ends what is stored at once; the termination lasts until nothing runs', () => {
  const forced = startCluster({ controlPlanes: ['cp1'], workers: ['w1'], ready: true, images: { 'slow:1': { sizeMB: 1, exists: true, present: true, program: { sequence: [{ run: 'forever' }], sigterm: 'ignore' } } } });
  forced.plan([{ id: 'a', at: 0, action: { do: 'apply', objects: [web] } }, { id: 'd', at: 10_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'web', force: true, gracePeriodSeconds: 0 } }]);
  forced.run(60_000);
  const { terminations, lanes } = lifeOf(forced, 'default/web');
  expect(terminations).toHaveLength(1);
  const status = lanes.find(({ id }) => id === 'status')?.segments.at(-1);
  expect(status?.toTime).toBeLessThan(10_100);
  expect(terminations[0]?.toTime).toBeGreaterThan(status?.toTime ?? 0);
});

test('what the runtime does is told by steps about the pod', () => {
  for (const { id, segments } of life.lanes) {
    if (!/^(runtime|status|phase)/.test(id)) continue;
    for (const { step } of segments) expect(Object.values(run.history.steps[step ?? -1]?.about ?? {})).toContain('web');
  }
});

test('a segment outside of the part has no place, one across its edge is cut', () => {
  const scale = { span: { from: 10, to: 20, fromTime: 0, toTime: 1 }, byTime: false };
  const segment = { text: '', tone: 'plain' as const, detail: '', fromTime: 0, toTime: 0, step: null };
  expect(place(scale, { ...segment, from: 0, to: 5 })).toBeNull();
  expect(place(scale, { ...segment, from: 21, to: 25 })).toBeNull();
  expect(place(scale, { ...segment, from: 5, to: 15 })).toEqual({ left: 0, width: 0.5 });
  expect(positionOf(scale, { column: 15, time: 0 })).toBe(0.5);
});

test('it is the same wherever the cursor stands', () => {
  run.seek(Math.floor(run.history.length / 2));
  const there = lifeOf(run, 'default/web');
  run.seek(run.history.length);
  expect(there.lanes.map(({ id, segments }) => [id, segments.length])).toEqual(life.lanes.map(({ id, segments }) => [id, segments.length]));
});

test('a static pod that no step touches is one segment a lane, from the start to the end', () => {
  const still = lifeOf(run, 'kube-system/etcd-cp1');
  const status = still.lanes.find(({ id }) => id === 'status')?.segments;
  expect(status).toMatchObject([{ text: 'Running', from: 0, to: run.history.length, step: null }]);
  expect(lifeOf(run, 'default/nobody').lanes).toEqual([]);
});
