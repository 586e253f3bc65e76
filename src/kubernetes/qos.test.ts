import fc from 'fast-check';
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

test('against the definition: all limits set and equal, or nothing set at all', () => {
  const amount = fc.constantFrom(undefined, '0', '1', '1000m', '2');
  const resources = fc.record({ cpu: amount, memory: amount, 'example.com/gpu': amount });
  const list = (all: Readonly<Record<string, string | undefined>>): ResourceList =>
    Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const size = (text: string | undefined): number => ({ '1': 1, '1000m': 1, '2': 2 })[text ?? ''] ?? 0;
  const both = fc.record({ requests: resources, limits: resources });
  fc.assert(fc.property(fc.array(both, { maxLength: 2 }), fc.array(both, { minLength: 1, maxLength: 3 }), (inits, apps) => {
    const containers = (all: typeof apps): Container[] => all.map(({ requests, limits }, i) => ({ name: `c${i}`, resources: { requests: list(requests), limits: list(limits) } }));
    const all = [...inits, ...apps];
    const names = ['cpu', 'memory'] as const;
    const isGuaranteed = all.every(({ requests, limits }) => names.every((name) => size(limits[name]) > 0 && size(requests[name]) === size(limits[name])));
    const isBestEffort = all.every(({ requests, limits }) => names.every((name) => size(limits[name]) === 0 && size(requests[name]) === 0));
    const expected = isGuaranteed ? 'Guaranteed' : isBestEffort ? 'BestEffort' : 'Burstable';
    expect(computePodQOS({ spec: { initContainers: containers(inits), containers: containers(apps) } })).toBe(expected);
  }));
});

test('an oom_score_adj lies between that of Guaranteed and that of BestEffort, and a sidecar’s is not above the least app’s', () => {
  const memory = fc.integer({ min: 0, max: 2 ** 34 });
  fc.assert(fc.property(memory, memory, fc.integer({ min: 2 ** 30, max: 2 ** 36 }), (app, sidecar, capacity) => {
    const [container] = [with_({ memory: String(app), cpu: '1' }, undefined)];
    const side: Container = { ...with_({ memory: String(sidecar) }, undefined), name: 's', restartPolicy: 'Always' };
    const pod: Pod = { spec: { initContainers: [side], containers: [container] } };
    const [ofApp, ofSide] = [containerOOMScoreAdjust(pod, container, capacity), containerOOMScoreAdjust(pod, side, capacity)];
    for (const score of [ofApp, ofSide]) {
      expect(score).toBeGreaterThanOrEqual(3);
      expect(score).toBeLessThanOrEqual(999);
    }
    expect(ofSide).toBeLessThanOrEqual(ofApp);
  }));
});
