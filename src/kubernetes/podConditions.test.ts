import { expect, test } from 'vitest';
import type { Pod } from './objects';
import { findCondition, generateContainersReadyCondition, generatePodInitializedCondition, generatePodReadyCondition, generatePodReadyToStartContainersCondition, generatePodScheduledCondition } from './podConditions';
import { EMPTY_RUNTIME_VIEW } from './runtimeView';

const pod: Pod = {
  metadata: { generation: 2 },
  spec: { initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }], containers: [{ name: 'a' }, { name: 'b' }] },
};

test('the words name every container that is missing or not ready', () => {
  const condition = generateContainersReadyCondition(pod, [{ name: 's', ready: false }, { name: 'a', ready: false }], 'Running');
  expect(condition).toEqual({
    type: 'ContainersReady', observedGeneration: 2, status: 'False', reason: 'ContainersNotReady',
    message: 'containers with unknown status: [b], containers with unready status: [s a]',
  });
});

test('Ready waits for the gates, too', () => {
  const gated: Pod = { spec: { containers: [{ name: 'a' }], readinessGates: [{ conditionType: 'g1' }, { conditionType: 'g2' }] } };
  const condition = generatePodReadyCondition(gated, [{ type: 'g2', status: 'False' }], [{ name: 'a', ready: true }], 'Running');
  expect(condition).toMatchObject({
    status: 'False', reason: 'ReadinessGatesNotReady',
    message: 'corresponding condition of pod readiness gate "g1" does not exist., the status of pod readiness gate "g2" is not "True", but False',
  });
});

test('Initialized never goes back', () => {
  const incomplete = [{ name: 'i', ready: false }, { name: 's', started: false }];
  expect(generatePodInitializedCondition(pod, {}, incomplete, 'Pending')).toMatchObject({
    status: 'False', reason: 'ContainersNotInitialized', message: 'containers with incomplete status: [i s]',
  });
  expect(generatePodInitializedCondition(pod, { conditions: [{ type: 'Initialized', status: 'True' }] }, incomplete, 'Pending').status).toBe('True');
  expect(generatePodInitializedCondition(pod, {}, [...incomplete, { name: 'a', state: { running: {} } }], 'Running').status).toBe('True');
});

test('without a sandbox no container can start; a pod that a kubelet has is scheduled', () => {
  expect(generatePodReadyToStartContainersCondition(pod, EMPTY_RUNTIME_VIEW).status).toBe('False');
  expect(findCondition([generatePodScheduledCondition(pod)], 'PodScheduled')).toEqual({ type: 'PodScheduled', observedGeneration: 2, status: 'True' });
});
