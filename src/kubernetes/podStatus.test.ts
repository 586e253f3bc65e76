import { expect, test } from 'vitest';
import type { Pod, PodStatus } from './objects';
import { isEqualStatus, isPodReady, mergePodStatus, terminatePodStatus, withTimes } from './podStatus';

const T0 = '2026-01-01T00:00:00Z';
const T1 = '2026-01-01T00:01:00Z';
const ready = (status: 'True' | 'False') => ({ type: 'Ready', status });

test('a condition keeps its time while its status stays', () => {
  const first = withTimes({ phase: 'Pending', conditions: [ready('False')] }, undefined, T0);
  expect(first).toEqual({ phase: 'Pending', startTime: T0, conditions: [{ ...ready('False'), lastTransitionTime: T0 }] });
  expect(withTimes({ conditions: [ready('False')] }, first, T1).conditions?.[0]?.lastTransitionTime).toBe(T0);
  const later = withTimes({ conditions: [ready('True')] }, first, T1);
  expect(later).toMatchObject({ startTime: T0, conditions: [{ lastTransitionTime: T1 }] });
  expect(isPodReady(later)).toBe(true);
});

test('what others wrote stays; the rest is the kubelet’s', () => {
  const old: PodStatus = { phase: 'Running', conditions: [{ type: 'gate', status: 'True' }, ready('True')] };
  const merged = mergePodStatus(old, { phase: 'Running', conditions: [ready('False')] }, true, T1);
  expect(merged.conditions).toEqual([{ type: 'gate', status: 'True' }, ready('False')]);
});

test('a terminal phase waits until nothing can run', () => {
  const old: PodStatus = { phase: 'Running', conditions: [] };
  const ended: PodStatus = { phase: 'Failed', reason: 'Evicted', conditions: [{ type: 'DisruptionTarget', status: 'True' }, ready('True')] };
  expect(mergePodStatus(old, ended, true, T1)).toEqual({ phase: 'Running', conditions: [ready('True')] });
  expect(mergePodStatus(old, ended, false, T1)).toEqual({
    phase: 'Failed', reason: 'Evicted',
    conditions: [{ type: 'DisruptionTarget', status: 'True', lastTransitionTime: T1 }, { ...ready('False'), reason: 'PodFailed', lastTransitionTime: T1 }],
  });
});

test('the last status of a pod: what was not seen to end is lost', () => {
  const pod: Pod = { spec: { containers: [{ name: 'a' }, { name: 'b' }] } };
  const status: PodStatus = {
    phase: 'Running', containerStatuses: [{ name: 'a', state: { terminated: { exitCode: 0 } } }, { name: 'b', state: { running: {} } }],
  };
  expect(terminatePodStatus(pod, status)).toMatchObject({
    phase: 'Failed',
    containerStatuses: [{ state: { terminated: { exitCode: 0 } } }, { state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } } }],
  });
  const fromFile: Pod = { ...pod, metadata: { annotations: { 'kubernetes.io/config.source': 'file' } } };
  expect(terminatePodStatus(fromFile, status).phase).toBe('Running');
});

test('init containers that never began, and app containers behind them, just wait', () => {
  const pod: Pod = { spec: { initContainers: [{ name: 'i1' }, { name: 'i2' }], containers: [{ name: 'a' }] } };
  const waiting = { waiting: { reason: 'PodInitializing' } };
  const status: PodStatus = {
    phase: 'Pending', initContainerStatuses: [{ name: 'i1', state: { running: {} } }, { name: 'i2', state: waiting }], containerStatuses: [{ name: 'a', state: waiting }],
  };
  expect(terminatePodStatus(pod, status)).toMatchObject({
    phase: 'Failed', initContainerStatuses: [{ state: { terminated: { exitCode: 137 } } }, { state: waiting }], containerStatuses: [{ state: waiting }],
  });
});

test('equality looks at values, not at the order of keys or at absent fields', () => {
  expect(isEqualStatus({ phase: 'Running', podIPs: [{ ip: 'x' }] }, { podIPs: [{ ip: 'x' }], phase: 'Running', reason: undefined })).toBe(true);
  expect(isEqualStatus({ phase: 'Running' }, { phase: 'Running', reason: 'x' })).toBe(false);
  expect(isEqualStatus([1, 2], [2, 1])).toBe(false);
  expect(isEqualStatus({}, [])).toBe(false);
});
