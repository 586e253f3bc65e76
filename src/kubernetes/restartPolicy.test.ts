import { describe, expect, test } from 'vitest';
import type { Container, Pod, RestartPolicy } from './objects';
import {
  allContainersCouldRestart, allContainersRestartCleanedUp, containerShouldRestart, isContainerRestartable, shouldAllContainersRestart,
  shouldContainerBeRestarted,
} from './restartPolicy';
import { EMPTY_RUNTIME_VIEW, type RuntimeContainer, type RuntimeView } from './runtimeView';

const c: Container = { name: 'c' };
const withRule = (action: 'Restart' | 'RestartAllContainers', operator: 'In' | 'NotIn', ...values: number[]): Container => ({
  name: 'c', restartPolicy: 'Never', restartPolicyRules: [{ action, exitCodes: { operator, values } }],
});
const podOf = (restartPolicy: RestartPolicy, ...containers: Container[]): Pod => ({ spec: { restartPolicy, containers } });
const viewOf = (...containers: Pick<RuntimeContainer, 'name' | 'state' | 'exitCode'>[]): RuntimeView => ({
  sandboxes: [], containers: containers.map((each, index) => ({ id: `id${index}`, ...each })),
});

test('the pod decides for a container without a policy of its own', () => {
  const decided = (policy: RestartPolicy) => [0, 1].map((exitCode) => containerShouldRestart(c, { restartPolicy: policy }, exitCode));
  expect(decided('Always')).toEqual([true, true]);
  expect(decided('OnFailure')).toEqual([false, true]);
  expect(decided('Never')).toEqual([false, false]);
  expect(containerShouldRestart(c, {}, 0)).toBe(true);
});

test("a container's own policy wins, and its rules win over that", () => {
  expect(containerShouldRestart({ name: 'c', restartPolicy: 'Never' }, { restartPolicy: 'Always' }, 1)).toBe(false);
  expect(containerShouldRestart({ name: 'c', restartPolicy: 'OnFailure' }, { restartPolicy: 'Never' }, 1)).toBe(true);
  expect(containerShouldRestart(withRule('Restart', 'In', 42), { restartPolicy: 'Never' }, 42)).toBe(true);
  expect(containerShouldRestart(withRule('Restart', 'In', 42), { restartPolicy: 'Always' }, 1)).toBe(false);
  expect(containerShouldRestart(withRule('Restart', 'NotIn', 42), { restartPolicy: 'Never' }, 1)).toBe(true);
  expect(containerShouldRestart(withRule('RestartAllContainers', 'In', 42), { restartPolicy: 'Never' }, 42)).toBe(true);
});

test('rules without a policy of the container do not count', () => {
  const { restartPolicy: _none, ...ruleOnly } = withRule('Restart', 'In', 42);
  expect(containerShouldRestart(ruleOnly, { restartPolicy: 'Never' }, 42)).toBe(false);
});

test('can it ever be restarted', () => {
  expect(isContainerRestartable({ restartPolicy: 'Never' }, c)).toBe(false);
  expect(isContainerRestartable({ restartPolicy: 'Never' }, withRule('Restart', 'In', 1))).toBe(true);
  expect(isContainerRestartable({ restartPolicy: 'Always' }, { name: 'c', restartPolicy: 'Never' })).toBe(false);
});

test('what the next sync starts', () => {
  const pod = podOf('OnFailure', c);
  expect(shouldContainerBeRestarted(c, pod, EMPTY_RUNTIME_VIEW)).toBe(true);
  expect(shouldContainerBeRestarted(c, pod, viewOf({ name: 'c', state: 'running' }))).toBe(false);
  expect(shouldContainerBeRestarted(c, pod, viewOf({ name: 'c', state: 'created' }))).toBe(true);
  expect(shouldContainerBeRestarted(c, pod, viewOf({ name: 'c', state: 'unknown' }))).toBe(true);
  expect(shouldContainerBeRestarted(c, pod, viewOf({ name: 'c', state: 'exited' }))).toBe(false);
  expect(shouldContainerBeRestarted(c, pod, viewOf({ name: 'c', state: 'exited', exitCode: 1 }))).toBe(true);
  expect(shouldContainerBeRestarted(c, pod, viewOf({ name: 'c', state: 'exited' }, { name: 'c', state: 'exited', exitCode: 1 }))).toBe(false);
  const deleted: Pod = { ...pod, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
  expect(shouldContainerBeRestarted(c, deleted, EMPTY_RUNTIME_VIEW)).toBe(false);
});

describe('restarting all containers in place', () => {
  const pod = podOf('Never', withRule('RestartAllContainers', 'In', 42), { name: 'other' });
  const exited = viewOf({ name: 'c', state: 'exited', exitCode: 42 }, { name: 'other', state: 'running' });

  test('begins when a container exits as its rule says', () => {
    expect(allContainersCouldRestart(pod.spec)).toBe(true);
    expect(shouldAllContainersRestart(pod, exited, {})).toBe(true);
    expect(shouldAllContainersRestart(pod, viewOf({ name: 'c', state: 'exited', exitCode: 1 }), {})).toBe(false);
    expect(shouldAllContainersRestart(pod, undefined, { containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 42 } } }] })).toBe(true);
    expect(shouldAllContainersRestart({ ...pod, metadata: { deletionTimestamp: 'x' } }, exited, {})).toBe(false);
  });

  test('goes on until all are gone', () => {
    const status = { conditions: [{ type: 'AllContainersRestarting', status: 'True' as const }] };
    expect(shouldAllContainersRestart(pod, EMPTY_RUNTIME_VIEW, status)).toBe(true);
    expect(allContainersRestartCleanedUp(pod, exited)).toBe(false);
    expect(allContainersRestartCleanedUp(pod, EMPTY_RUNTIME_VIEW)).toBe(true);
  });
});
