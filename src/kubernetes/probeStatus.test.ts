import { expect, test } from 'vitest';
import type { Pod, PodStatus } from './objects';
import { NO_PROBE_RESULTS } from './probes';
import { readinessProbesToTrigger, updatePodStatus } from './probeStatus';

const pod: Pod = {
  spec: {
    initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always', readinessProbe: {} }],
    containers: [{ name: 'a', readinessProbe: {} }, { name: 'b' }],
  },
};
const running = (name: string) => ({ name, containerID: `containerd://${name}`, state: { running: {} } });
const status: PodStatus = {
  initContainerStatuses: [{ name: 'i', state: { terminated: { exitCode: 0 } } }, running('s')],
  containerStatuses: [running('a'), running('b')],
};
const flags = (updated: PodStatus) =>
  [...(updated.initContainerStatuses ?? []), ...(updated.containerStatuses ?? [])].map(({ name, started, ready }) => [name, started, ready]);

test('an init container is ready when it has succeeded; others when their probe says so', () => {
  expect(flags(updatePodStatus(pod, status, { probes: NO_PROBE_RESULTS }))).toEqual([['i', false, true], ['s', true, false], ['a', true, false], ['b', true, true]]);
  const probes = { ...NO_PROBE_RESULTS, readiness: (id: string) => (id === 'a' ? ('Success' as const) : undefined) };
  expect(flags(updatePodStatus(pod, status, { probes }))).toEqual([['i', false, true], ['s', true, false], ['a', true, true], ['b', true, true]]);
});

test('those that are started and not ready are probed at once', () => {
  expect(readinessProbesToTrigger(pod, updatePodStatus(pod, status, { probes: NO_PROBE_RESULTS }))).toEqual(['s', 'a']);
  expect(readinessProbesToTrigger(pod, status)).toEqual([]);
});
