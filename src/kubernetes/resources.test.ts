import { expect, test } from 'vitest';
import type { Container, Pod } from './objects';
import { podLimits, podRequests } from './resources';

const asking = (name: string, cpu: string, sidecar = false): Container => ({
  name, resources: { requests: { cpu }, limits: { cpu } }, ...(sidecar ? { restartPolicy: 'Always' as const } : {}),
});

test('init containers overlap, sidecars add up', () => {
  const pod: Pod = { spec: { initContainers: [asking('i1', '500m'), asking('s', '100m', true), asking('i2', '1')], containers: [asking('a', '300m'), asking('b', '300m')] } };
  expect(podRequests(pod)).toEqual({ cpu: '1100m' });
  expect(podRequests({ spec: { ...pod.spec, initContainers: [asking('s', '100m', true)] } })).toEqual({ cpu: '700m' });
});

test('pod-level values replace the sum, overhead comes on top', () => {
  const pod: Pod = { spec: { containers: [asking('a', '1')], resources: { requests: { cpu: '2', 'example.com/gpu': '4' } }, overhead: { cpu: '50m', memory: '10Mi' } } };
  expect(podRequests(pod)).toEqual({ cpu: '2050m', memory: '10Mi' });
  expect(podRequests(pod, { excludeOverhead: true, skipPodLevelResources: true })).toEqual({ cpu: '1' });
  expect(podLimits(pod)).toEqual({ cpu: '1050m' });
});

test('what is not asked for counts as the caller says', () => {
  const pod: Pod = { spec: { containers: [asking('a', '0'), { name: 'b' }] } };
  expect(podRequests(pod, { nonMissingContainerRequests: { cpu: '100m', memory: '200Mi' } })).toEqual({ cpu: '100m', memory: '400Mi' });
});

test('while a resize is under way the greatest counts; the spec does not if it can never fit', () => {
  const statuses = [{ name: 'a', allocatedResources: { cpu: '2' }, resources: { requests: { cpu: '1' } } }];
  const pod: Pod = { spec: { containers: [asking('a', '4')] }, status: { containerStatuses: statuses } };
  expect(podRequests(pod)).toEqual({ cpu: '4' });
  expect(podRequests(pod, { useStatusResources: true })).toEqual({ cpu: '4' });
  const infeasible: Pod = { ...pod, status: { ...pod.status, conditions: [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }] } };
  expect(podRequests(infeasible, { useStatusResources: true })).toEqual({ cpu: '2' });
});
