import { expect, test } from 'vitest';
import type { Container, Pod, ResourceList } from './objects';
import { computePodQOS, containerOOMScoreAdjust, getPodQOS } from './qos';

const with_ = (requests: ResourceList | undefined, limits: ResourceList | undefined): Container => ({ name: 'c', resources: { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) } });
const full = { cpu: '1', memory: '1Gi' };
const classOf = (...containers: Container[]) => computePodQOS({ spec: { containers } });

test('the three classes', () => {
  expect(classOf(with_(undefined, undefined))).toBe('BestEffort');
  expect(classOf(with_(full, full))).toBe('Guaranteed');
  expect(classOf(with_({ cpu: '1000m', memory: '1024Mi' }, full))).toBe('Guaranteed');
  expect(classOf(with_({ cpu: '1' }, { cpu: '1' }))).toBe('Burstable');
  expect(classOf(with_(full, { ...full, cpu: '2' }))).toBe('Burstable');
  expect(classOf(with_(full, full), with_(undefined, undefined))).toBe('Burstable');
  expect(computePodQOS({ spec: { initContainers: [with_({ cpu: '1' }, undefined)], containers: [with_(full, full)] } })).toBe('Burstable');
});

test('pod-level resources decide where they are given; the stored class wins', () => {
  const pod: Pod = { spec: { resources: { requests: full, limits: full }, containers: [with_({ cpu: '1' }, undefined)] } };
  expect(computePodQOS(pod)).toBe('Guaranteed');
  expect(getPodQOS({ ...pod, status: { qosClass: 'Burstable' } })).toBe('Burstable');
});

test('the more of the node a container asks for, the later it is killed', () => {
  const container = with_({ memory: '2Gi' }, undefined);
  const pod: Pod = { spec: { containers: [container] } };
  expect(containerOOMScoreAdjust(pod, container, 8 * 1024 ** 3)).toBe(750);
  expect(containerOOMScoreAdjust({ spec: { containers: [with_(undefined, undefined)] } }, container, 8 * 1024 ** 3)).toBe(1000);
  expect(containerOOMScoreAdjust({ spec: { ...pod.spec, priority: 2_000_001_000, priorityClassName: 'system-node-critical' } }, container, 8 * 1024 ** 3)).toBe(-997);
});

test('a manifest that holds something else where containers belong has no class but the last', () => {
  const wrong = { spec: { containers: { name: 'c' }, initContainers: [null, 'x', { resources: { limits: 'much' } }] } } as unknown as Pod;
  expect(computePodQOS(wrong)).toBe('BestEffort');
});
