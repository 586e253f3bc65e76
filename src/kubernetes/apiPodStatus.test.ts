import { describe, expect, test } from 'vitest';
import { generateAPIPodStatus, proberUpdate, type ApiPodStatusOptions } from './apiPodStatus';
import type { ContainerStatus, Pod, PodStatus } from './objects';
import { NO_PROBE_RESULTS, type ProbeResult } from './probes';
import { EMPTY_RUNTIME_VIEW, type RuntimeView, type SandboxStatus } from './runtimeView';

const sandbox: SandboxStatus = { id: 's0', attempt: 0, state: 'SANDBOX_READY', networkMode: 'POD', ip: '10.0.0.1' };
const pod: Pod = { metadata: { name: 'p', namespace: 'd', uid: 'u' }, spec: { restartPolicy: 'Always', containers: [{ name: 'b', image: 'b:1' }, { name: 'a', image: 'a:1' }] } };
const options: ApiPodStatusOptions = { podIsTerminal: false, hostIPs: ['192.168.0.1'], updatePodStatus: proberUpdate({ probes: NO_PROBE_RESULTS }) };
const generate = (view: RuntimeView, more: Partial<ApiPodStatusOptions> = {}, of = pod): PodStatus => generateAPIPodStatus(of, view, { ...options, ...more });
const condition = (status: PodStatus, type: string) => status.conditions?.find((each) => each.type === type);
const container = (status: PodStatus, name: string): ContainerStatus | undefined => status.containerStatuses?.find((each) => each.name === name);
const bothRunning: RuntimeView = {
  sandboxes: [sandbox], ips: ['10.0.0.1'],
  containers: [{ id: '2', name: 'a', state: 'running', image: 'a:1', startedAt: 2000 }, { id: '1', name: 'b', state: 'running', image: 'b:1', startedAt: 1000 }],
};

test('a new pod waits', () => {
  const status = generate(EMPTY_RUNTIME_VIEW);
  expect(status).toMatchObject({ phase: 'Pending', qosClass: 'BestEffort', hostIP: '192.168.0.1', hostIPs: [{ ip: '192.168.0.1' }] });
  expect(status.podIP).toBeUndefined();
  expect(status.containerStatuses?.map(({ name, state, ready, restartCount, started }) => ({ name, state, ready, restartCount, started }))).toEqual([
    { name: 'a', state: { waiting: { reason: 'ContainerCreating' } }, ready: false, restartCount: 0, started: false },
    { name: 'b', state: { waiting: { reason: 'ContainerCreating' } }, ready: false, restartCount: 0, started: false },
  ]);
  expect(status.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
    'PodReadyToStartContainers=False', 'Initialized=True', 'Ready=False', 'ContainersReady=False', 'PodScheduled=True',
  ]);
  expect(condition(status, 'Ready')).toMatchObject({ reason: 'ContainersNotReady', message: 'containers with unready status: [b a]' });
});

test('a restart in place that the status speaks of goes on, whatever the rules say now', () => {
  const restarting: PodStatus = {
    conditions: [{ type: 'AllContainersRestarting', status: 'True' }], containerStatuses: [{ name: 'a', state: { running: {} } }, { name: 'b', state: { waiting: {} } }],
  };
  const status = generate({ sandboxes: [sandbox], containers: [] }, { previousStatus: restarting });
  expect(container(status, 'a')?.state).toMatchObject({ waiting: { reason: 'RestartingAllContainers' } });
  expect(container(status, 'b')?.state).toMatchObject({ waiting: { reason: 'ContainerCreating' } });
});

test('a running pod is ready, without probes', () => {
  const status = generate(bothRunning);
  expect(status).toMatchObject({ phase: 'Running', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] });
  expect(container(status, 'b')).toMatchObject({ containerID: 'containerd://1', state: { running: { startedAt: '1970-01-01T00:00:01Z' } }, ready: true, started: true });
  expect(condition(status, 'Ready')?.status).toBe('True');
});

test('a pod on the host network has the node’s address at once', () => {
  const status = generate(EMPTY_RUNTIME_VIEW, {}, { ...pod, spec: { ...pod.spec, hostNetwork: true } });
  expect(status.podIP).toBe('192.168.0.1');
});

describe('probes', () => {
  const probed: Pod = { ...pod, spec: { ...pod.spec, containers: [{ name: 'a', image: 'a:1', readinessProbe: {}, startupProbe: {} }] } };
  const view: RuntimeView = { sandboxes: [sandbox], containers: [{ id: '2', name: 'a', state: 'running', image: 'a:1' }] };
  const statusWith = (startup: ProbeResult | undefined, readiness: ProbeResult | undefined) =>
    container(generate(view, { updatePodStatus: proberUpdate({ probes: { startup: () => startup, readiness: () => readiness } }) }, probed), 'a');

  test('started, then ready', () => {
    expect(statusWith(undefined, undefined)).toMatchObject({ started: false, ready: false });
    expect(statusWith('Unknown', 'Success')).toMatchObject({ started: false, ready: false });
    expect(statusWith('Success', 'Failure')).toMatchObject({ started: true, ready: false });
    expect(statusWith('Success', 'Success')).toMatchObject({ started: true, ready: true });
  });

  test('a container older than the kubelet stays ready', () => {
    const wasReady: Pod = { ...probed, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    const previous: PodStatus = { containerStatuses: [{ name: 'a', containerID: 'containerd://2', state: { running: {} }, started: true, ready: true }] };
    const update = proberUpdate({ probes: NO_PROBE_RESULTS, startedBeforeKubelet: () => true });
    expect(container(generate(view, { updatePodStatus: update, previousStatus: previous }, wasReady), 'a')).toMatchObject({ started: true, ready: true });
  });
});

describe('a crash', () => {
  const crashed: RuntimeView = {
    sandboxes: [sandbox],
    containers: [
      { id: '3', name: 'a', state: 'exited', exitCode: 1, reason: 'Error', restartCount: 1, startedAt: 5000, finishedAt: 6000, image: 'a:1' },
      { id: '2', name: 'a', state: 'exited', exitCode: 1, reason: 'Error', restartCount: 0, startedAt: 2000, finishedAt: 3000, image: 'a:1' },
      { id: '1', name: 'b', state: 'running', startedAt: 1000, image: 'b:1' },
    ],
  };

  test('shows the end, until the reason cache has a word', () => {
    const status = generate(crashed);
    expect(container(status, 'a')).toMatchObject({
      restartCount: 1, state: { terminated: { exitCode: 1, reason: 'Error', containerID: 'containerd://3' } }, lastState: { terminated: { containerID: 'containerd://2' } },
    });
    expect(status.phase).toBe('Running');
  });

  test('then waits, and remembers the end', () => {
    const status = generate(crashed, { waitingReason: (name) => (name === 'a' ? { reason: 'CrashLoopBackOff', message: 'back-off 10s' } : undefined) });
    expect(container(status, 'a')).toMatchObject({
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } }, lastState: { terminated: { exitCode: 1, containerID: 'containerd://3' } },
    });
    expect(status.phase).toBe('Running');
  });

  test('a running container is not made to wait by an old word', () => {
    const status = generate(bothRunning, { waitingReason: () => ({ reason: 'CrashLoopBackOff' }) });
    expect(container(status, 'a')?.state?.running).toBeDefined();
  });
});

describe('the end', () => {
  const never: Pod = { ...pod, spec: { ...pod.spec, restartPolicy: 'Never' } };
  const ended = (exitCode: number): RuntimeView => ({
    sandboxes: [{ ...sandbox, state: 'SANDBOX_NOTREADY' }],
    containers: [{ id: '2', name: 'a', state: 'exited', exitCode, image: 'a:1' }, { id: '1', name: 'b', state: 'exited', image: 'b:1' }],
  });

  test('Succeeded and Failed', () => {
    expect(generate(ended(0), {}, never).phase).toBe('Succeeded');
    expect(generate(ended(1), {}, never).phase).toBe('Failed');
    expect(generate(ended(1)).phase).toBe('Running');
    expect(generate(ended(1), { podIsTerminal: true }).phase).toBe('Failed');
  });

  test('a terminal phase is never left', () => {
    expect(generate(bothRunning, { previousStatus: { phase: 'Failed', reason: 'Evicted', message: 'low' } })).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'low' });
  });

  test('an eviction fails the pod with its own words', () => {
    expect(generate(bothRunning, { evict: { reason: 'DeadlineExceeded', message: 'too long' } })).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message: 'too long' });
  });
});

test('conditions of others stay, those of the kubelet are made anew', () => {
  const gated: Pod = { ...pod, metadata: { ...pod.metadata, generation: 3 }, status: { conditions: [{ type: 'example.com/gate', status: 'True' }, { type: 'Ready', status: 'True' }] } };
  const status = generate(EMPTY_RUNTIME_VIEW, {}, gated);
  expect(status.conditions?.[0]).toEqual({ type: 'example.com/gate', status: 'True' });
  expect(condition(status, 'Ready')).toMatchObject({ status: 'False', observedGeneration: 3 });
  expect(status.observedGeneration).toBe(3);
});
