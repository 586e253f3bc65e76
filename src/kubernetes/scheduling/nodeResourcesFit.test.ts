import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_GATES } from './framework';
import { filterNodeResourcesFit, preFilterNodeResourcesFit } from './nodeResourcesFit';
import { podInfoOf } from './podInfo';
import { isExtendedResourceName, isScalarResourceName } from './resource';
import { nodeWithPods, testNode, testPod } from './testObjects';

describe('NodeResourcesFit', () => {
  it('tells what preemption could free from what the node never has', () => {
    const node = nodeWithPods(testNode('a'), testPod('other', { requests: { cpu: '3' } }));
    const refusal = (cpu: string) => filterNodeResourcesFit(podInfoOf(testPod('p', { requests: { cpu } })).requests, node);
    expect(refusal('1')).toBeUndefined();
    expect(refusal('2')).toMatchObject({ code: 'Unschedulable', reasons: ['Insufficient cpu'] });
    expect(refusal('5')).toMatchObject({ code: 'UnschedulableAndUnresolvable', reasons: ['Insufficient cpu'] });
  });

  it('counts places for pods, also for pods that request nothing', () => {
    const node = nodeWithPods(testNode('a', { allocatable: { pods: '1' } }), testPod('other'));
    const refusal = filterNodeResourcesFit(podInfoOf(testPod('p', { requests: { memory: '9Gi' } })).requests, node);
    expect(refusal).toMatchObject({ code: 'UnschedulableAndUnresolvable', reasons: ['Too many pods', 'Insufficient memory'] });
    expect(filterNodeResourcesFit(podInfoOf(testPod('p')).requests, node)?.reasons).toEqual(['Too many pods']);
  });

  it('passes over ignored extended resources', () => {
    const { requests } = podInfoOf(testPod('p', { requests: { 'example.com/a': '1', 'example.org/b': '1' } }));
    const node = nodeWithPods(testNode('a'));
    expect(filterNodeResourcesFit(requests, node)?.reasons).toEqual(['Insufficient example.com/a', 'Insufficient example.org/b']);
    expect(filterNodeResourcesFit(requests, node, { names: new Set(['example.com/a']) })?.reasons).toEqual(['Insufficient example.org/b']);
    expect(filterNodeResourcesFit(requests, node, { names: new Set(['example.com/a']), groups: new Set(['example.org']) })).toBeUndefined();
  });

  it('refuses sidecars only where they are turned off', () => {
    const pod = testPod('p', { spec: { initContainers: [{ name: 's', restartPolicy: 'Always' }] } });
    expect(preFilterNodeResourcesFit(pod, DEFAULT_GATES)).toBeUndefined();
    expect(preFilterNodeResourcesFit(pod, { ...DEFAULT_GATES, sidecarContainers: false })?.reasons).toEqual([
      'Pod has a restartable init container and the SidecarContainers feature is disabled',
    ]);
  });

  it('knows which names are counted', () => {
    expect(['hugepages-2Mi', 'example.com/gpu', 'kubernetes.io/x', 'attachable-volumes-ebs'].map(isScalarResourceName)).toEqual([true, true, true, true]);
    expect(['cpu', 'storage', 'foo', 'bad name/x', 'requests.a/b'].map(isScalarResourceName)).toEqual([false, false, false, false, false]);
    expect([isExtendedResourceName('example.com/gpu'), isExtendedResourceName('kubernetes.io/x')]).toEqual([true, false]);
  });

  it('lets a pod in exactly when the sums allow it', () => {
    const amounts = fc.record({ cpu: fc.integer({ min: 0, max: 4 }), memory: fc.integer({ min: 0, max: 4 }), gpu: fc.integer({ min: 0, max: 2 }) });
    const list = ({ cpu, memory, gpu }: { cpu: number; memory: number; gpu: number }) => ({ cpu: String(cpu), memory: `${memory}Gi`, 'example.com/gpu': String(gpu) });
    fc.assert(
      fc.property(amounts, fc.array(amounts, { maxLength: 3 }), amounts, fc.integer({ min: 0, max: 4 }), (capacity, others, wanted, places) => {
        const node = nodeWithPods(testNode('a', { allocatable: { ...list(capacity), pods: String(places) } }), ...others.map((each, i) => testPod(`o${i}`, { requests: list(each) })));
        const lacks = (name: 'cpu' | 'memory' | 'gpu', capacityOf = capacity[name]) => wanted[name] > 0 && others.reduce((sum, each) => sum + each[name], 0) + wanted[name] > capacityOf;
        const never = (['cpu', 'memory', 'gpu'] as const).some((name) => wanted[name] > capacity[name]);
        const expected = [
          ...(others.length + 1 > places ? ['Too many pods'] : []),
          ...(lacks('cpu') ? ['Insufficient cpu'] : []), ...(lacks('memory') ? ['Insufficient memory'] : []), ...(lacks('gpu') ? ['Insufficient example.com/gpu'] : []),
        ];
        const refusal = filterNodeResourcesFit(podInfoOf(testPod('p', { requests: list(wanted) })).requests, node);
        expect(refusal?.reasons ?? []).toEqual(expected);
        if (refusal) expect(refusal.code).toBe(never ? 'UnschedulableAndUnresolvable' : 'Unschedulable');
      }),
    );
  });
});
