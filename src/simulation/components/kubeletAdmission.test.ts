import { expect, test } from 'vitest';
import { container, pod, TestCluster } from './testKubelet';

const cluster = () => TestCluster.ready({}, { nodes: { 'w-1': { cpu: 2, memory: '4Gi', pods: 6 } } });
const asks = (cpu: string, memory = '0') => container({ resources: { requests: { cpu, memory } } });

test('a pod that was put where it does not fit fails for good', () => {
  const play = cluster().apply(
    pod({ containers: [asks('3')] }, 'cpu'),
    pod({ nodeSelector: { disk: 'ssd' } }, 'affinity'),
    pod({ containers: [asks('100m', '8Gi')] }, 'memory'),
  ).wait(5);
  expect(play.stored('cpu')?.status).toMatchObject({
    phase: 'Failed', reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
    observedGeneration: 1,
  });
  expect(play.kubectl('affinity')).toBe('0/1 NodeAffinity 0');
  expect(play.events('affinity')).toEqual(["NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"]);
  expect(play.stored('memory')?.status?.reason).toBe('OutOfmemory');
  expect(play.times('cpu', 'RunPodSandbox')).toEqual([]);
  expect(play.told('affinity')).toBe(`
    rejectPod NodeAffinity
    patchStatus Failed, NodeAffinity
  `);
  play.delete('cpu').wait(5);
  expect(play.stored('cpu')).toBeUndefined();
  expect(play.worker('cpu')).toBeUndefined();
  play.checkUndo();
});

test('too many pods, ports that are taken, taints that are not tolerated', () => {
  const ports = [{ containerPort: 80, hostPort: 8080 }];
  const play = cluster().apply(pod({ containers: [container({ ports })] }, 'one'), pod({ containers: [container({ ports })] }, 'two')).wait(5);
  expect(play.stored('two')?.status?.reason).toBe('NodePorts');
  play.do({ do: 'taint', node: 'w-1', key: 'k', effect: 'NoExecute' }).apply(pod({}, 'tainted')).wait(2);
  expect(play.events('tainted')).toEqual(['TaintToleration: Predicate TaintToleration failed: node(s) had untolerated taint(s)']);
  play.do({ do: 'taint', node: 'w-1', key: 'k', effect: 'NoExecute', remove: true }).wait(1);
  play.apply(...['a', 'b', 'c', 'd', 'e'].map((name) => pod({}, name))).wait(5);
  const reasons = ['a', 'b', 'c', 'd', 'e'].map((name) => play.stored(name)?.status?.reason);
  expect(reasons.filter((reason) => reason === 'OutOfpods').length).toBeGreaterThan(0);
});

test('a finished pod gives its place back', () => {
  const play = TestCluster.ready({ once: { sizeMB: 1, exists: true, present: true, program: { sequence: [{ run: 1000, exit: 0 }] } } }, { nodes: { 'w-1': { cpu: 2 } } });
  play.apply(pod({ restartPolicy: 'Never', containers: [{ ...asks('1900m'), image: 'once' }] }, 'first')).wait(8).apply(pod({ containers: [asks('1900m')] }, 'second')).wait(5);
  expect(play.kubectl('second')).toBe('1/1 Running 0');
});

test('a critical pod makes room for itself', () => {
  const play = cluster().apply(pod({ containers: [asks('1500m')] }, 'victim')).wait(5);
  play.write('web.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [asks('1')] } } as never).wait(15);
  expect(play.told('victim')).toContain('preemptPod');
  expect(play.events('victim')).toContain('Preempting: Preempted in order to admit critical pod');
  expect(play.stored('victim')?.status).toMatchObject({ phase: 'Failed', reason: 'Preempting' });
  expect(play.stored('victim')?.status?.conditions?.find((condition) => condition.type === 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'TerminationByKubelet' });
  expect(play.kubectl('web-w-1')).toBe('1/1 Running 0');
  play.checkUndo();
});

test('a critical pod for which no room can be made is rejected', () => {
  const play = cluster().write('web.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [asks('8')] } } as never).wait(5);
  expect(play.events('web-w-1')[0]).toMatch(/^UnexpectedAdmissionError: Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt/);
  expect(play.times('web-w-1', 'RunPodSandbox')).toEqual([]);
});
