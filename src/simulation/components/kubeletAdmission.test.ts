import { expect, test } from 'vitest';
import { quantityValue } from '../../kubernetes/quantities';
import { podsToPreempt } from './kubeletPreemption';
import { NEW_WORKER_MEMORY } from './kubeletState';
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
  });
  expect(play.kubectl('affinity')).toBe('0/1 NodeAffinity 0');
  expect(play.events('affinity')).toEqual(["NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"]);
  expect(play.stored('memory')?.status?.reason).toBe('OutOfmemory');
  expect(play.times('cpu', 'RunPodSandbox')).toEqual([]);
  expect(play.told('affinity')).toBe(`
    addPod
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
  expect(play.stored('tainted')?.status?.reason).toBe('TaintToleration');
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

test('whom a critical pod preempts: as little as can be, guaranteed pods last', () => {
  const row = (name: string, requests: Record<string, string>, limits?: Record<string, string>) => ({
    node: 'w-1', uid: name, fullName: `default/${name}`, origin: 'api' as const, state: 'sync' as const, memory: { ...NEW_WORKER_MEMORY, arrival: 1 },
    pod: pod({ containers: [container({ resources: { requests, ...(limits ? { limits } : {}) } })] }, name),
  });
  const critical = pod({ priority: 2_000_001_000 }, 'critical');
  const bestEffort = row('besteffort', {});
  const small = row('small', { memory: '1Gi' });
  const large = row('large', { memory: '3Gi' });
  const guaranteed = row('guaranteed', { cpu: '1', memory: '2Gi' }, { cpu: '1', memory: '2Gi' });
  const chosen = (gib: number) => podsToPreempt(critical, [bestEffort, small, large, guaranteed], { memory: gib * quantityValue('1Gi') })?.map(({ uid }) => uid);
  expect(chosen(1)).toEqual(['small']);
  expect(chosen(2)).toEqual(['large']);
  expect(chosen(4)).toEqual(['large', 'small']);
  expect(chosen(5)).toEqual(['large', 'small', 'guaranteed']);
  expect(chosen(7)).toBeUndefined();
});
