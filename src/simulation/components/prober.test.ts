import { expect, test } from 'vitest';
import { container, image, pod, TestCluster } from './testKubelet';

const exec = { exec: { command: ['ok'] } };
const IMAGES = {
  flap: image({ probes: { readiness: [{ at: 0, ok: true }, { at: 20_000, ok: false }, { at: 45_000, ok: true }] } }),
  'slow-start': image({ probes: {
    startup: [{ at: 0, ok: false }, { at: 22_000, ok: true }],
    liveness: [{ at: 0, ok: false }, { at: 22_000, ok: true }],
    readiness: [{ at: 0, ok: false }, { at: 22_000, ok: true }],
  } }),
  hang: image({ sigterm: 'ignore', probesByStart: [{ liveness: [{ at: 10_000, ok: false }] }, {}] }),
  never: image({ probes: { startup: [{ at: 0, ok: false }] } }),
};
const cluster = () => TestCluster.ready(IMAGES);
const firstTwo = (times: readonly number[]): readonly [number, number] => [times[0] ?? Number.NaN, times[1] ?? Number.NaN];

test('a container without probes is ready when it runs', () => {
  expect(cluster().apply(pod()).wait(3).kubectl('p')).toBe('1/1 Running 0');
});

test('readiness takes the pod out of service after three failures, and never restarts it', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'flap', readinessProbe: { ...exec, periodSeconds: 5 } })] }));
  const shown: string[] = [];
  for (let second = 0; second < 70; second++) {
    const now = play.wait(1).kubectl('p');
    if (shown.at(-1) !== now) shown.push(now);
  }
  expect(shown).toEqual(['1/1 Running 0', '0/1 Running 0', '1/1 Running 0']);
  const failed = play.run.history.steps.filter((step) => step.rule === 'kubelet.probeFailed');
  const [a, b] = firstTwo(failed.map((step) => step.time));
  expect(b - a).toBe(5000);
  expect(play.events('p')).toContain('Unhealthy spec.containers{c}: Readiness probe failed: ');
  expect(play.events('p').some((event) => event.startsWith('Killing'))).toBe(false);
  expect(play.told('p')).toContain('probeGaveUp c');
  play.checkUndo();
});

test('until the startup probe succeeds the others are held back', () => {
  const play = cluster().apply(pod({ containers: [container({
    image: 'slow-start', startupProbe: { ...exec, periodSeconds: 5, failureThreshold: 10 }, livenessProbe: { ...exec, periodSeconds: 3, failureThreshold: 1 }, readinessProbe: { ...exec, periodSeconds: 3 },
  })] })).wait(20);
  expect(play.kubectl('p')).toBe('0/1 Running 0');
  expect(play.stored('p')?.status?.containerStatuses?.[0]?.started).toBe(false);
  play.wait(15);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
  expect(play.events('p').filter((event) => /Liveness|Readiness/.test(event))).toEqual([]);
});

test('liveness kills with the grace of the probe, and the container starts again at once', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'hang', livenessProbe: { ...exec, periodSeconds: 2, failureThreshold: 2, terminationGracePeriodSeconds: 3 } })] })).wait(40);
  const [term = 0] = play.times('p', 'signal SIGTERM');
  const [kill = 0] = play.times('p', 'signal SIGKILL');
  expect(kill - term).toBe(3000);
  expect(play.events('p').filter((event) => event.startsWith('Unhealthy'))).toHaveLength(2);
  expect(play.events('p')).toContain('Killing spec.containers{c}: Container c failed liveness probe, will be restarted');
  expect(play.kubectl('p')).toBe('1/1 Running 1');
  play.checkUndo();
});

test('a startup probe that never succeeds kills too', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'never', startupProbe: { ...exec, initialDelaySeconds: 3, periodSeconds: 1, failureThreshold: 3 } })] })).wait(9);
  const [start = 0] = play.times('p', 'StartContainer c', 'return');
  const failed = play.run.history.steps.filter((step) => step.rule === 'kubelet.probeFailed').map((step) => step.time - play.run.cluster.origin - start);
  expect(failed.slice(0, 3)).toEqual([3000, 4000, 5000]);
  expect(play.events('p')).toContain('Killing spec.containers{c}: Container c failed startup probe, will be restarted');
});

test('a sidecar lets the app start when its startup probe has succeeded', () => {
  const play = cluster().apply(pod({
    initContainers: [container({ name: 's', image: 'slow-start', restartPolicy: 'Always', startupProbe: { ...exec, periodSeconds: 4, failureThreshold: 30 } })],
  })).wait(15);
  expect(play.kubectl('p')).toBe('0/2 Init:0/1 0');
  play.wait(15);
  expect(play.kubectl('p')).toBe('2/2 Running 0');
});

test('what other probes say', () => {
  const readinessProbe = { httpGet: { port: 80 }, periodSeconds: 5 };
  const play = cluster().apply(
    pod({ containers: [container({ image: 'slow-start', readinessProbe })] }, 'http'),
    pod({ containers: [container({ image: 'slow-start', readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 5 } })] }, 'tcp'),
    pod({ containers: [container({ image: 'slow-start', readinessProbe: { grpc: { port: 80 }, periodSeconds: 5 } })] }, 'grpc'),
  ).wait(10);
  const said = (name: string) => play.events(name).find((event) => event.startsWith('Unhealthy'));
  expect(said('http')).toBe('Unhealthy spec.containers{c}: Readiness probe failed: HTTP probe failed with statuscode: 500');
  expect(said('tcp')).toMatch(/^Unhealthy spec.containers{c}: Readiness probe failed: dial tcp 10\.24\d\.\d+\.\d+:80: connect: connection refused$/);
  expect(said('grpc')).toBe('Unhealthy spec.containers{c}: Readiness probe failed: service unhealthy (responded with "NOT_SERVING")');
});

test('a steady success costs no messages', () => {
  const play = cluster().apply(pod({ containers: [container({ readinessProbe: { ...exec, periodSeconds: 1 } })] })).wait(5);
  const timers = [...play.run.world.tables.timers.values()].filter(({ message }) => message.type === 'note' && message.kind === 'probe' && message.about === play.stored('p')?.metadata?.uid);
  expect(timers).toEqual([]);
});
