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
});
