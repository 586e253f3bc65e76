import { expect, test } from 'vitest';
import type { ContainerState, ContainerStatus, Pod, RestartPolicy } from './objects';
import { getPhase, hasAnyActiveRegularContainerStarted } from './podPhase';
import type { RuntimeView } from './runtimeView';

const ended = (exitCode: number): ContainerState => ({ terminated: { exitCode } });
const waiting: ContainerState = { waiting: {} };
const running: ContainerState = { running: {} };
const podOf = (restartPolicy: RestartPolicy, ...names: string[]): Pod => ({ spec: { restartPolicy, containers: names.map((name) => ({ name })) } });
const phase = (pod: Pod, statuses: ContainerStatus[], isTerminal = false, initialized = true) => getPhase(pod, statuses, isTerminal, initialized);

test('Running only when every container has begun', () => {
  const pod = podOf('Always', 'a', 'b');
  expect(phase(pod, [])).toBe('Pending');
  expect(phase(pod, [{ name: 'a', state: running }, { name: 'b', state: waiting }])).toBe('Pending');
  expect(phase(pod, [{ name: 'a', state: running }])).toBe('Pending');
  expect(phase(pod, [{ name: 'a', state: running }, { name: 'b', state: ended(1) }])).toBe('Running');
});

test('the end depends on what may be restarted', () => {
  const both = (code: number): ContainerStatus[] => [{ name: 'a', state: ended(0) }, { name: 'b', state: ended(code) }];
  expect(phase(podOf('Always', 'a', 'b'), both(0))).toBe('Running');
  expect(phase(podOf('OnFailure', 'a', 'b'), both(0))).toBe('Succeeded');
  expect(phase(podOf('OnFailure', 'a', 'b'), both(1))).toBe('Running');
  expect(phase(podOf('Never', 'a', 'b'), both(1))).toBe('Failed');
  expect(phase(podOf('Always', 'a', 'b'), both(0), true)).toBe('Succeeded');
});

test('an end without an exit code is an end with 0', () => {
  const bare: ContainerState = { terminated: {} };
  expect(phase(podOf('Never', 'a'), [{ name: 'a', state: bare }])).toBe('Succeeded');
  const withInit: Pod = { spec: { restartPolicy: 'Never', initContainers: [{ name: 'i' }], containers: [{ name: 'a' }] } };
  expect(phase(withInit, [{ name: 'a', state: running }, { name: 'i', state: bare }])).toBe('Running');
});

test('a static pod is given no terminal phase at its end', () => {
  const pod: Pod = { ...podOf('Always', 'a'), metadata: { annotations: { 'kubernetes.io/config.source': 'file' } } };
  expect(phase(pod, [{ name: 'a', state: ended(0) }], true)).toBe('Running');
});

test('a container that waits for its next start has not succeeded', () => {
  const status: ContainerStatus = { name: 'a', state: waiting, lastState: ended(0) };
  expect(phase(podOf('Always', 'a'), [status])).toBe('Running');
  expect(phase(podOf('Never', 'a'), [status])).toBe('Failed');
});

test('sidecars hold the pod back until they have started, once', () => {
  const pod: Pod = { spec: { initContainers: [{ name: 's', restartPolicy: 'Always' }], containers: [{ name: 'a' }] } };
  const a: ContainerStatus = { name: 'a', state: running };
  expect(phase(pod, [{ name: 's', state: running, started: false }, a], false, false)).toBe('Pending');
  expect(phase(pod, [{ name: 's', state: running, started: false }, a], false, true)).toBe('Running');
  expect(phase(pod, [{ name: 's', state: ended(1) }, a])).toBe('Running');
});

test('an init container that will not be tried again fails the pod', () => {
  const pod: Pod = { spec: { restartPolicy: 'Never', initContainers: [{ name: 'i' }], containers: [{ name: 'a' }] } };
  expect(phase(pod, [{ name: 'i', state: ended(1) }])).toBe('Failed');
  expect(phase({ spec: { ...pod.spec, restartPolicy: 'OnFailure' } }, [{ name: 'i', state: ended(1) }])).toBe('Pending');
});

test('has an app container of the present sandbox run', () => {
  const pod = podOf('Always', 'a');
  const view = (sandbox: string | undefined): RuntimeView => ({
    sandboxes: [{ id: 's1', attempt: 1, state: 'SANDBOX_READY', networkMode: 'POD' }],
    containers: [{ id: 'x', name: 'a', state: 'exited', ...(sandbox ? { sandbox } : {}) }],
  });
  expect(hasAnyActiveRegularContainerStarted(pod, view('s1'))).toBe(true);
  expect(hasAnyActiveRegularContainerStarted(pod, view(undefined))).toBe(true);
  expect(hasAnyActiveRegularContainerStarted(pod, view('s0'))).toBe(false);
  expect(hasAnyActiveRegularContainerStarted(pod, { ...view(undefined), sandboxes: [] })).toBe(false);
});
