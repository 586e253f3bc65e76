import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podInfoOf } from './podInfo';
import type { AllocationState } from './resourceAllocation';
import { DEFAULT_RESOURCES, preScoreBalancedAllocation, preScoreFit, scoreBalancedAllocation, scoreLeastAllocated } from './resourceAllocation';
import { nodeWithPods, testNode, testPod } from './testObjects';

const amounts = fc.record({ cpu: fc.integer({ min: 0, max: 5000 }), memory: fc.integer({ min: 0, max: 9000 }) });
const list = ({ cpu, memory }: { cpu: number; memory: number }) => ({ cpu: `${cpu}m`, memory: `${memory}Mi` });

describe('resource allocation', () => {
  it('scores cpu and memory on the short way as on the long one', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, (capacity, used, wanted) => {
        const nodeInfo = nodeWithPods(testNode('a', { allocatable: list(capacity) }), testPod('other', { requests: list(used) }));
        const podInfo = podInfoOf(testPod('p', { requests: list(wanted) }));
        const long = [...DEFAULT_RESOURCES];
        expect(scoreLeastAllocated(preScoreFit(podInfo), nodeInfo)).toBe(scoreLeastAllocated(preScoreFit(podInfo, long), nodeInfo));
        const [short, same] = [preScoreBalancedAllocation(podInfo), preScoreBalancedAllocation(podInfo, long)];
        if (short === 'skip' || same === 'skip') expect(short).toBe(same);
        else expect(scoreBalancedAllocation(short, nodeInfo)).toBe(scoreBalancedAllocation(same, nodeInfo));
      }),
    );
  });

  it('does not balance pods that request nothing', () => {
    expect(preScoreBalancedAllocation(podInfoOf(testPod('p')))).toBe('skip');
  });

  it('balances over three resources where a node has the third', () => {
    const name = 'extended.resource.dra.io/something';
    const resources = [...DEFAULT_RESOURCES, { name, weight: 1 }];
    const state = preScoreBalancedAllocation(podInfoOf(testPod('p', { requests: { [name]: '1' } })), resources) as AllocationState;
    const used = (memory: string) => testPod('other', { requests: { cpu: '3000m', memory } });
    const withDevices = testNode('a', { allocatable: { cpu: '3500m', memory: '40000', [name]: '8' } });
    const without = testNode('b', { allocatable: { cpu: '3500m', memory: '40000' } });
    expect(scoreBalancedAllocation(state, nodeWithPods(withDevices, used('0')))).toBe(76);
    expect(scoreBalancedAllocation(state, nodeWithPods(without, used('5000')))).toBe(75);
  });
});
