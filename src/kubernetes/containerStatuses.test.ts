import { expect, test } from 'vitest';
import { convertToAPIContainerStatuses, lostContainerState, type ContainerStatusOptions } from './containerStatuses';
import type { ContainerStatus, Pod } from './objects';
import type { RuntimeContainer } from './runtimeView';

const options: ContainerStatusOptions = { formatTime: (time) => `t${time}`, runtimeName: 'containerd', podRestarting: false };
const c = { name: 'c', image: 'c:1', resources: { requests: { cpu: '1' } } };
const pod: Pod = { spec: { containers: [c] } };

const convert = (reported: RuntimeContainer[], previous: ContainerStatus[] = [], of = pod, more: Partial<ContainerStatusOptions> = {}): ContainerStatus | undefined =>
  convertToAPIContainerStatuses(of, { sandboxes: [], containers: reported }, { containers: of.spec?.containers ?? [], previous, isInit: false }, { ...options, ...more })[0];

test('a container is shown as the runtime reports it', () => {
  expect(convert([{ id: '1', name: 'c', state: 'exited', exitCode: 2, reason: 'Error', startedAt: 1, finishedAt: 9, image: 'c:1', imageID: 'sha256:x', restartCount: 3 }])).toEqual({
    name: 'c', ready: false, restartCount: 3, image: 'c:1', imageID: 'sha256:x', containerID: 'containerd://1',
    resources: { requests: { cpu: '1' } }, allocatedResources: { cpu: '1' },
    state: { terminated: { exitCode: 2, reason: 'Error', startedAt: 't1', finishedAt: 't9', containerID: 'containerd://1' } },
  });
  expect(convert([{ id: '1', name: 'c', state: 'created' }])?.state).toEqual({ waiting: {} });
});

test('before the runtime knows it, it waits for the pod or for the image', () => {
  expect(convert([])?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
  expect(convert([], [], { spec: { ...pod.spec, initContainers: [{ name: 'i' }] } })?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
});

test('one that was lost keeps the pod from going back to Pending', () => {
  const before: ContainerStatus = { name: 'c', state: { running: {} }, restartCount: 1 };
  expect(convert([], [before])).toMatchObject({ state: { waiting: { reason: 'ContainerCreating' } }, lastState: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } }, restartCount: 2 });
  expect(convert([{ id: '1', name: 'c', state: 'unknown' }], [before])).toMatchObject({ state: lostContainerState(), restartCount: 2 });
  const ended: ContainerStatus = { name: 'c', state: { terminated: { exitCode: 0 } }, restartCount: 4 };
  expect(convert([], [ended])).toEqual(ended);
});

test('the end before the present run is the last state', () => {
  const before: ContainerStatus = { name: 'c', containerID: 'containerd://1', state: { terminated: { exitCode: 7 } }, restartCount: 0 };
  expect(convert([{ id: '2', name: 'c', state: 'running', restartCount: 1 }], [before])).toMatchObject({ lastState: { terminated: { exitCode: 7 } }, restartCount: 1 });
});

test('a restart in place shows why the containers are gone', () => {
  const before: ContainerStatus = { name: 'c', state: { running: {} }, restartCount: 0 };
  expect(convert([], [before], pod, { podRestarting: true })).toMatchObject({ state: { waiting: { reason: 'RestartingAllContainers' } }, restartCount: 1 });
  const ended: ContainerStatus = { name: 'c', containerID: 'containerd://1', imageID: 'sha256:x', state: { terminated: { exitCode: 42 } }, restartCount: 1 };
  expect(convert([], [ended], pod, { podRestarting: true })).toMatchObject({
    containerID: 'containerd://1', imageID: 'sha256:x', restartCount: 2,
    state: { waiting: { reason: 'RestartingAllContainers' } }, lastState: { terminated: { exitCode: 137, reason: 'RestartingAllContainers' } },
  });
});

test('of two statuses of one name before, the last counts', () => {
  expect(convert([], [{ name: 'c', restartCount: 1 }, { name: 'c', restartCount: 5 }])?.restartCount).toBe(5);
});

test('app containers by name, init containers as in the spec', () => {
  const containers = [{ name: 'z' }, { name: 'B' }, { name: 'a' }];
  const names = (isInit: boolean) =>
    convertToAPIContainerStatuses(pod, { sandboxes: [], containers: [] }, { containers, previous: undefined, isInit }, options).map(({ name }) => name);
  expect(names(false)).toEqual(['B', 'a', 'z']);
  expect(names(true)).toEqual(['z', 'B', 'a']);
});

test('an init container that the runtime has forgotten counts as done once an app container was made; a sidecar waits', () => {
  const containers = [{ name: 'i' }, { name: 's', restartPolicy: 'Always' as const }];
  const of: Pod = { spec: { initContainers: containers, containers: [c] } };
  const statesOf = (reported: RuntimeContainer[]) =>
    convertToAPIContainerStatuses(of, { sandboxes: [], containers: reported }, { containers, previous: undefined, isInit: true }, options).map(({ state }) => state);
  expect(statesOf([])).toEqual([{ waiting: { reason: 'PodInitializing' } }, { waiting: { reason: 'PodInitializing' } }]);
  expect(statesOf([{ id: '1', name: 'c', state: 'exited' }])).toMatchObject([{ terminated: { exitCode: 0, reason: 'Completed' } }, { waiting: { reason: 'PodInitializing' } }]);
});
