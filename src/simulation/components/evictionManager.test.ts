import { expect, test } from 'vitest';
import { container, pod, TestCluster } from './testKubelet';

const asks = (memory: string) => container({ resources: { requests: { memory } } });
const cluster = () => TestCluster.ready({}, { nodes: { 'w-1': { cpu: 4, memory: '4Gi' } } });

test('memory runs short: the pod that uses most above what it asked for goes, with 2 s', () => {
  const play = cluster().apply(pod({ containers: [asks('1Gi')] }, 'modest'), pod({ containers: [asks('100Mi')] }, 'greedy')).wait(5);
  play.do({ do: 'setUsage', node: 'w-1', usage: [{ pod: 'default/modest', container: 'c', memory: '500Mi' }, { pod: 'default/greedy', container: 'c', memory: '3550Mi' }] }).wait(25);
  expect(play.stored('greedy')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
  expect(play.events('greedy').find((event) => event.startsWith('Evicted'))).toBe(
    'Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 46Mi. Container c was using 3550Mi, request is 100Mi, has larger consumption of memory. ',
  );
  expect(play.told('greedy')).toContain('evictPod');
  expect(play.kubectl('modest')).toBe('1/1 Running 0');
  expect(play.run.history.steps.some((step) => step.rule === 'kubelet.nodeUnderPressure')).toBe(true);
  play.apply(pod({}, 'besteffort')).wait(5);
  expect(play.stored('besteffort')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'Pod was rejected: The node had condition: [MemoryPressure]. ' });
  play.wait(330);
  expect(play.run.history.steps.some((step) => step.rule === 'kubelet.nodeWithoutPressure')).toBe(true);
  play.checkUndo();
});

test('critical pods are spared', () => {
  const play = cluster().write('hog.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hog' }, spec: { containers: [container()] } } as never).wait(5);
  play.do({ do: 'setUsage', node: 'w-1', usage: [{ pod: 'default/hog-w-1', container: 'c', memory: '4050Mi' }] }).wait(25);
  expect(play.kubectl('hog-w-1')).toBe('1/1 Running 0');
  expect(play.run.history.steps.some((step) => step.rule === 'kubelet.memoryPressure')).toBe(true);
});

test('the message names sidecars that use more than they asked for, figures as Kubernetes writes them', () => {
  const sidecar = container({ name: 's', restartPolicy: 'Always', resources: { requests: { memory: '1024Mi' } } });
  const play = cluster().apply(pod({ containers: [asks('100Mi')], initContainers: [sidecar] }, 'p')).wait(5);
  play.do({ do: 'setUsage', node: 'w-1', usage: [{ pod: 'default/p', container: 's', memory: '4000Mi' }] }).wait(25);
  expect(play.stored('p')?.status?.message).toBe('The node was low on resource: memory. Threshold quantity: 100Mi, available: 96Mi. Container s was using 4000Mi, request is 1Gi, has larger consumption of memory. ');
});
