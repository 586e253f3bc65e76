import { describe, expect, test } from 'vitest';
import type { Container, ContainerStatus, Pod, Probe } from './objects';
import { NEW_PROBE_WORKER, prepareProbe, probeTiming, recordProbe, type ProbeKind, type ProbeWorker } from './probes';

const probe: Probe = { failureThreshold: 3 };
const container: Container = { name: 'c', livenessProbe: probe, readinessProbe: { ...probe, initialDelaySeconds: 5, successThreshold: 2 }, startupProbe: probe };
const pod: Pod = { spec: { restartPolicy: 'Always', containers: [container] } };
const running = (started: boolean): ContainerStatus => ({ name: 'c', containerID: 'containerd://1', state: { running: {} }, started });

const prepare = (worker: ProbeWorker, kind: ProbeKind, status: ContainerStatus | undefined, runningForMs = 60_000, ofPod = pod) =>
  prepareProbe(worker, kind, { pod: ofPod, container, runningForMs, ...(status ? { status: { phase: 'Running', containerStatuses: [status] } } : {}) });

const fail = (worker: ProbeWorker, kind: ProbeKind, times: number): ProbeWorker => {
  let after = worker;
  for (let i = 0; i < times; i++) after = recordProbe(after, kind, probe, 'Failure');
  return after;
};

test('defaults', () => {
  expect(probeTiming({})).toEqual({ initialDelaySeconds: 0, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  expect(probeTiming({ periodSeconds: 0, failureThreshold: 24 })).toMatchObject({ periodSeconds: 10, failureThreshold: 24 });
});

describe('before the probe', () => {
  test('a worker waits for a status and a container', () => {
    expect(prepare(NEW_PROBE_WORKER, 'liveness', undefined).next).toBe('wait');
    expect(prepare(NEW_PROBE_WORKER, 'liveness', { name: 'c', state: { waiting: {} } })).toEqual({ worker: NEW_PROBE_WORKER, next: 'wait' });
  });

  test('a new container gets the first result of its kind', () => {
    const results = (['readiness', 'liveness', 'startup'] as const).map((kind) => prepare(NEW_PROBE_WORKER, kind, running(false)).worker.result);
    expect(results).toEqual(['Failure', 'Success', 'Unknown']);
  });

  test('the startup probe goes first, then the others', () => {
    const turns = (started: boolean) => (['startup', 'liveness', 'readiness'] as const).map((kind) => prepare(NEW_PROBE_WORKER, kind, running(started)).next);
    expect(turns(false)).toEqual(['probe', 'wait', 'wait']);
    expect(turns(true)).toEqual(['wait', 'probe', 'probe']);
  });

  test('the initial delay counts whole seconds', () => {
    expect(prepare(NEW_PROBE_WORKER, 'readiness', running(true), 4_999).next).toBe('wait');
    expect(prepare(NEW_PROBE_WORKER, 'readiness', running(true), 5_000).next).toBe('probe');
  });

  test('a container that ended has failed; the worker ends with it if it does not come back', () => {
    const ended: ContainerStatus = { name: 'c', containerID: 'containerd://1', state: { terminated: { exitCode: 1 } } };
    expect(prepare(NEW_PROBE_WORKER, 'liveness', ended)).toMatchObject({ worker: { result: 'Failure' }, next: 'wait' });
    const never: Pod = { spec: { restartPolicy: 'Never', containers: [container] } };
    expect(prepare(NEW_PROBE_WORKER, 'liveness', ended, 0, never).next).toBe('stop');
    expect(prepareProbe(NEW_PROBE_WORKER, 'liveness', { pod, container, status: { phase: 'Failed' } }).next).toBe('stop');
  });

  test('in a pod that is being deleted only readiness is still asked', () => {
    const deleted: Pod = { ...pod, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(prepare(NEW_PROBE_WORKER, 'liveness', running(true), 60_000, deleted)).toMatchObject({ worker: { result: 'Success' }, next: 'stop' });
    expect(prepare(NEW_PROBE_WORKER, 'readiness', running(true), 60_000, deleted).next).toBe('probe');
  });

  test('a container older than the kubelet keeps its readiness until the first result', () => {
    const status = { phase: 'Running' as const, containerStatuses: [running(true)] };
    const { worker } = prepareProbe(NEW_PROBE_WORKER, 'readiness', { pod, container, status, runningForMs: 60_000, startedBeforeKubelet: true });
    expect(worker.result).toBeUndefined();
  });
});

describe('after the probe', () => {
  const ready = prepare(NEW_PROBE_WORKER, 'liveness', running(true)).worker;

  test('a result counts when the threshold is reached', () => {
    expect(fail(ready, 'liveness', 2)).toMatchObject({ result: 'Success', resultRun: 2, onHold: false });
    expect(fail(ready, 'liveness', 3)).toMatchObject({ result: 'Failure', resultRun: 0, onHold: true });
  });

  test('a success in between begins the count anew', () => {
    const interrupted = recordProbe(fail(ready, 'liveness', 2), 'liveness', probe, 'Success');
    expect(fail(interrupted, 'liveness', 2).result).toBe('Success');
  });

  test('after a failed liveness probe nothing is asked until there is a new container', () => {
    const held = fail(ready, 'liveness', 3);
    expect(prepare(held, 'liveness', running(true)).next).toBe('wait');
    const next = prepare(held, 'liveness', { ...running(true), containerID: 'containerd://2' });
    expect(next).toMatchObject({ next: 'probe', worker: { result: 'Success', onHold: false } });
  });

  test('readiness goes on after a failure, and needs its own number of successes', () => {
    const readiness: Probe = { successThreshold: 2, failureThreshold: 1 };
    const unready = recordProbe(NEW_PROBE_WORKER, 'readiness', readiness, 'Failure');
    expect(unready).toMatchObject({ result: 'Failure', onHold: false });
    const once = recordProbe(unready, 'readiness', readiness, 'Success');
    expect(once.result).toBe('Failure');
    expect(recordProbe(once, 'readiness', readiness, 'Success').result).toBe('Success');
  });

  test('a startup probe is done after its first counted result', () => {
    expect(recordProbe(NEW_PROBE_WORKER, 'startup', probe, 'Success')).toMatchObject({ result: 'Success', onHold: true });
  });
});
