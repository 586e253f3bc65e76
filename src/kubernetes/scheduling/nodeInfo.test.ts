import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pod } from '../objects';
import type { NodeInfo } from './nodeInfo';
import { podInfoOf } from './podInfo';
import { nodeWithPods, testNode, testPod } from './testObjects';

const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, topologyKey: 'zone' }] } };
const kinds: readonly ((name: string) => Pod)[] = [
  (name) => testPod(name),
  (name) => testPod(name, { requests: { cpu: '250m', memory: '64Mi', 'ephemeral-storage': '1Gi', 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi' } }),
  (name) => testPod(name, { spec: { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 53, hostPort: 53, protocol: 'UDP' }] }] } }),
  (name) => testPod(name, { requests: { cpu: '1' }, spec: { containers: [{ name: 'c' }, { name: 'd' }], affinity } }),
];

/** The sums, without the order in which pods came. */
const contents = (info: NodeInfo): unknown => ({
  pods: [...info.pods.keys()].toSorted(),
  affinity: [...info.podsWithAffinity.keys()].toSorted(),
  antiAffinity: [...info.podsWithRequiredAntiAffinity.keys()].toSorted(),
  requested: { ...info.requested, scalar: Object.fromEntries(info.requested.scalar ?? []) },
  nonZeroRequested: info.nonZeroRequested,
  ports: Object.fromEntries([...info.usedPorts].map(([port, addresses]) => [port, Object.fromEntries(addresses)])),
});

describe('NodeInfo', () => {
  it('is after any adding and removing what it would be from scratch', () => {
    const moves = fc.array(fc.record({ name: fc.integer({ min: 0, max: 5 }), kind: fc.integer({ min: 0, max: kinds.length - 1 }) }), { maxLength: 30 });
    fc.assert(
      fc.property(moves, (steps) => {
        const info = nodeWithPods(testNode('a'));
        const present = new Map<string, Pod>();
        for (const { name, kind } of steps) {
          const pod = (kinds[kind] ?? testPod)(`p${name}`);
          const key = podInfoOf(pod).key;
          if (present.has(key)) {
            expect(info.removePod(key)?.key).toBe(key);
            present.delete(key);
          } else {
            info.addPod(podInfoOf(pod));
            present.set(key, pod);
          }
        }
        expect(contents(info)).toEqual(contents(nodeWithPods(testNode('a'), ...present.values())));
        expect(contents(info.clone())).toEqual(contents(info));
      }),
      { numRuns: 60 },
    );
  });

  it('counts requests, and defaults for containers without any', () => {
    const info = nodeWithPods(testNode('a'), testPod('none'), testPod('cpu', { requests: { cpu: '1' } }));
    expect(info.requested).toMatchObject({ milliCPU: 1000, memory: 0 });
    expect(info.nonZeroRequested).toEqual({ milliCPU: 1100, memory: 400 * 1024 * 1024 });
  });

  it('takes over a new version of the node', () => {
    const info = nodeWithPods(testNode('a'), testPod('p', { requests: { cpu: '1' } }));
    info.setNode(testNode('a', { allocatable: { cpu: '8' }, labels: { zone: 'z' }, spec: { unschedulable: true } }));
    expect([info.allocatable.milliCPU, info.labels['zone'], info.unschedulable, info.requested.milliCPU]).toEqual([8000, 'z', true, 1000]);
  });

  it('does not count a pod twice, nor one out that is not there', () => {
    const info = nodeWithPods(testNode('a'), testPod('p'));
    expect(() => info.addPod(podInfoOf(testPod('p')))).toThrow('already on node a');
    expect(info.removePod('uid-q')).toBeUndefined();
  });

  it('lets a clone go its own way', () => {
    const info = nodeWithPods(testNode('a'), kinds[2]?.('p') ?? testPod('p'));
    const copy = info.clone();
    copy.removePod('uid-p');
    copy.addPod(podInfoOf(testPod('q', { requests: { 'example.com/gpu': '1' } })));
    expect([info.pods.size, info.usedPorts.size, info.requested.scalar?.size ?? 0]).toEqual([1, 2, 0]);
  });
});
