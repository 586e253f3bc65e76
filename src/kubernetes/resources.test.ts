import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Container, Pod } from './objects';
import { quantityMilliValue } from './quantities';
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

test('a pod asks for the most that it uses at any moment of its life', () => {
  const milli = fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined });
  const init = fc.record({ milli, sidecar: fc.boolean() });
  const container = (name: string, amount: number | undefined, sidecar = false): Container =>
    ({ name, ...(amount === undefined ? {} : { resources: { requests: { cpu: `${amount}m` } } }), ...(sidecar ? { restartPolicy: 'Always' } : {}) });
  fc.assert(fc.property(fc.array(init, { maxLength: 5 }), fc.array(milli, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 500 }), (inits, apps, overhead) => {
    const pod: Pod = {
      spec: {
        initContainers: inits.map((each, i) => container(`i${i}`, each.milli, each.sidecar)),
        containers: apps.map((amount, i) => container(`a${i}`, amount)),
        overhead: { cpu: `${overhead}m` },
      },
    };
    // Live through it: each init container runs beside the sidecars that were started before it; at last all apps do.
    let sidecars = 0;
    const moments: number[] = [];
    for (const each of inits) {
      moments.push(sidecars + (each.milli ?? 0));
      if (each.sidecar) sidecars += each.milli ?? 0;
    }
    moments.push(sidecars + apps.reduce<number>((sum, amount) => sum + (amount ?? 0), 0));
    expect(quantityMilliValue(podRequests(pod)['cpu'])).toBe(Math.max(...moments) + overhead);
  }));
});
