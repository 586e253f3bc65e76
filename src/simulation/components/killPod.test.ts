import { expect, test } from 'vitest';
import { container, image, pod, TestCluster } from './testKubelet';

const IMAGES = {
  hooked: image({ sigterm: { after: 1000, exit: 0 }, hooks: { preStop: { takes: 6000, ok: true } } }),
  endless: image({ sigterm: 'ignore', hooks: { preStop: { takes: 300_000, ok: true } } }),
  refusing: image({ hooks: { preStop: { takes: 500, ok: false } } }),
  slow: image({ sigterm: { after: 3000, exit: 0 } }),
  stubborn: image({ sigterm: 'ignore' }),
  unwell: image({ probes: { liveness: [{ at: 0, ok: false }] } }),
};
const cluster = () => TestCluster.ready(IMAGES);
const preStop = { preStop: { exec: { command: ['wait'] } } };
const first = (times: readonly number[]): number => times[0] ?? Number.NaN;

test('the preStop hook runs first; its time is taken from the grace period', () => {
  const play = cluster().apply(pod({ terminationGracePeriodSeconds: 20, containers: [container({ image: 'hooked', lifecycle: preStop })] })).wait(5);
  play.told();
  play.delete('p').wait(15);
  expect(play.told('p')).toBe(`
    podIsDeleted
    preStop c
    patchGeneration
    stopContainer c
    stopPodSandbox
    patchStatus Succeeded
    podIsFinished
    deletePod
    forgetPod
  `);
  expect(first(play.times('p', 'signal SIGTERM')) - first(play.times('p', 'exec preStop', 'call'))).toBe(6000);
  const timeouts = play.run.history.steps.flatMap((step) => step.facts).map((fact) => (fact.type === 'runtime' && fact.op === 'StopContainer' ? fact.timeout : undefined));
  expect(timeouts.filter((timeout) => timeout !== undefined)[0]).toBe(14);
  play.checkUndo();
});

test('a hook is cut off when the grace is used up; the process still has 2 s', () => {
  const play = cluster().apply(pod({ terminationGracePeriodSeconds: 4, containers: [container({ image: 'endless', lifecycle: preStop })] })).wait(5);
  play.delete('p').wait(15);
  expect(first(play.times('p', 'signal SIGTERM')) - first(play.times('p', 'exec preStop', 'call'))).toBe(4000);
  expect(first(play.times('p', 'signal SIGKILL')) - first(play.times('p', 'signal SIGTERM'))).toBe(2000);
  expect(play.stored('p')).toBeUndefined();
});

test('a hook that fails is told, and the stop goes on', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'refusing', lifecycle: preStop })] })).wait(5).delete('p').wait(10);
  expect(play.events('p').slice(-2)).toEqual([
    'Killing spec.containers{c}: Stopping container c',
    'FailedPreStopHook spec.containers{c}: PreStopHook failed',
  ]);
  expect(play.stored('p')).toBeUndefined();
});

test('a sleep hook needs no runtime', () => {
  const play = cluster().apply(pod({ containers: [container({ lifecycle: { preStop: { sleep: { seconds: 5 } } } })] })).wait(5).delete('p').wait(15);
  expect(play.times('p', 'exec preStop')).toEqual([]);
  const killing = play.run.world.tables.events;
  const at = [...killing.values()].find((event) => event.reason === 'Killing')?.at ?? 0;
  expect(first(play.times('p', 'signal SIGTERM')) - (at - play.run.cluster.origin)).toBe(5000);
});

test('sidecars stop after the apps, the last one first', () => {
  const sidecar = (name: string) => container({ name, image: 'slow', restartPolicy: 'Always' });
  const play = cluster().apply(pod({ initContainers: [sidecar('s1'), sidecar('s2')], containers: [container({ name: 'a', image: 'slow' })] })).wait(5);
  expect(play.running('p')).toHaveLength(3);
  play.delete('p').wait(20);
  const [a, s2, s1] = ['a', 's2', 's1'].map((name) => first(play.times('p', `signal SIGTERM ${name}`)));
  expect([(s2 ?? 0) - (a ?? 0), (s1 ?? 0) - (s2 ?? 0)]).toEqual([3000, 3000]);
  expect(play.events('p').filter((event) => event.startsWith('Killing'))).toHaveLength(3);
  play.checkUndo();
});

test('a sidecar does not wait longer than the grace period', () => {
  const play = cluster().apply(pod({
    terminationGracePeriodSeconds: 5,
    initContainers: [container({ name: 's', restartPolicy: 'Always' })],
    containers: [container({ name: 'a', image: 'stubborn' })],
  })).wait(5).delete('p').wait(20);
  const begin = first(play.times('p', 'signal SIGTERM a'));
  expect(first(play.times('p', 'signal SIGTERM s')) - begin).toBe(5000);
  expect(play.stored('p')).toBeUndefined();
});

test('preStop of a sidecar runs at once, before its turn', () => {
  const play = cluster().apply(pod({
    initContainers: [container({ name: 's', image: 'hooked', restartPolicy: 'Always', lifecycle: preStop })],
    containers: [container({ name: 'a', image: 'slow' })],
  })).wait(5).delete('p').wait(20);
  expect(first(play.times('p', 'exec preStop s', 'call'))).toBeLessThanOrEqual(first(play.times('p', 'signal SIGTERM a')));
  expect(first(play.times('p', 'signal SIGTERM s')) - first(play.times('p', 'exec preStop s', 'call'))).toBe(6000);
});

test('an HTTP hook that fails is told as well', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'refusing', lifecycle: { preStop: { httpGet: { port: 80 } } } })] })).wait(5).delete('p').wait(10);
  expect(play.times('p', 'exec preStop')).toEqual([]);
  expect(play.events('p').at(-1)).toBe('FailedPreStopHook spec.containers{c}: PreStopHook failed');
  expect(play.stored('p')).toBeUndefined();
});

test('a hook ends with its container, and has failed', () => {
  const play = cluster().apply(pod({ terminationGracePeriodSeconds: 4, containers: [container({ image: 'endless', lifecycle: preStop })] })).wait(5).delete('p').wait(60);
  const [ended] = play.times('p', 'exec preStop', 'return');
  expect(ended).toBe(first(play.times('p', 'exit')));
  expect(play.events('p').filter((event) => event.startsWith('FailedPreStopHook'))).toHaveLength(1);
  play.checkUndo();
});

test('each container that is stopped is a sentence of its own', () => {
  const play = cluster().apply(pod({ containers: ['a', 'b', 'd'].map((name) => container({ name, lifecycle: name === 'b' ? preStop : {} })) })).wait(5).delete('p').wait(10);
  expect(play.run.history.steps.filter(({ actor, quiet, also }) => actor.startsWith('kubelet/') && !quiet && also).map(({ rule }) => rule)).toEqual([]);
  const stops = play.run.history.steps.filter(({ rule, about }) => rule === 'kubelet.stopContainer' && about['pod'] === 'p');
  expect(stops.map(({ about }) => about['container'])).toEqual(['a', 'd', 'b']);
});

test('with the whole pod each container is killed once', () => {
  const play = cluster().apply(pod({
    restartPolicy: 'Never', containers: [container({ image: 'unwell', livenessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } })],
  })).wait(15);
  expect(play.events('p').filter((event) => event.startsWith('Killing'))).toEqual(['Killing spec.containers{c}: Stopping container c']);
});
