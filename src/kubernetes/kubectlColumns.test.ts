import { expect, test } from 'vitest';
import { nodeRolesColumn, nodeStatusColumn, printNode, printPod, printPodWide, table } from './kubectlColumns';
import type { ContainerStatus, Pod } from './objects';

const NOW = 1_767_268_800_000; // 2026-01-01T12:00:00Z
const c = (name: string, status: Partial<ContainerStatus>): ContainerStatus => ({ name, restartCount: 0, ready: false, ...status });
const podOf = (...containerStatuses: ContainerStatus[]): Pod => ({
  metadata: { name: 'p', creationTimestamp: '2026-01-01T11:58:00Z' },
  spec: { containers: containerStatuses.map(({ name }) => ({ name })) },
  status: { phase: 'Running', containerStatuses },
});
const statusOf = (pod: Pod) => printPod(pod, NOW).STATUS;

test('a running pod', () => {
  expect(printPod(podOf(c('a', { ready: true, state: { running: {} } })), NOW)).toEqual({ NAME: 'p', READY: '1/1', STATUS: 'Running', RESTARTS: '0', AGE: '2m' });
});

test('a crash loop counts restarts and tells when the last one was', () => {
  const crashing = c('a', { restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T11:59:15Z' } } });
  expect(printPod(podOf(crashing), NOW)).toMatchObject({ STATUS: 'CrashLoopBackOff', RESTARTS: '4 (45s ago)', READY: '0/1' });
});

test('the first container has the last word, unless it is done and another failed', () => {
  const done = c('a', { state: { terminated: { exitCode: 0, reason: 'Completed' } } });
  const failed = c('b', { state: { terminated: { exitCode: 1, reason: 'Error' } } });
  const running = c('c', { ready: true, state: { running: {} } });
  expect(statusOf(podOf(done, failed))).toBe('Error');
  expect(statusOf(podOf(failed, done))).toBe('Error');
  expect(statusOf(podOf(done, running))).toBe('NotReady');
  const ready: Pod = podOf(done, failed, running);
  expect(statusOf({ ...ready, status: { ...ready.status, conditions: [{ type: 'Ready', status: 'True' }] } })).toBe('Running');
});

test('the end: deleting, node lost, over', () => {
  const deleting: Pod = { ...podOf(c('a', { state: { running: {} } })), metadata: { name: 'p', deletionTimestamp: '2026-01-01T12:00:00Z' } };
  expect(statusOf(deleting)).toBe('Terminating');
  expect(statusOf({ ...deleting, status: { ...deleting.status, reason: 'NodeLost' } })).toBe('Unknown');
  expect(statusOf({ ...deleting, status: { phase: 'Succeeded' } })).toBe('Succeeded');
});

test('init containers', () => {
  const init = (state: ContainerStatus['state']): Pod => ({
    spec: { initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }], containers: [{ name: 'a' }] },
    status: { phase: 'Pending', initContainerStatuses: [c('i', { state })], containerStatuses: [c('a', { state: { waiting: { reason: 'PodInitializing' } } })] },
  });
  expect(statusOf(init({ running: {} }))).toBe('Init:0/2');
  expect(statusOf(init({ waiting: { reason: 'CrashLoopBackOff' } }))).toBe('Init:CrashLoopBackOff');
  expect(statusOf(init({ terminated: { exitCode: 3 } }))).toBe('Init:ExitCode:3');
  expect(statusOf(init({ terminated: { exitCode: 137, signal: 9 } }))).toBe('Init:Signal:9');
  expect(statusOf(init({ terminated: { exitCode: 0 } }))).toBe('PodInitializing');
  expect(printPod(init({ running: {} }), NOW).READY).toBe('0/2');
});

test('nodes', () => {
  const ready = { type: 'Ready', status: 'True' as const };
  expect(nodeStatusColumn({ status: { conditions: [ready] } })).toBe('Ready');
  expect(nodeStatusColumn({ status: { conditions: [{ ...ready, status: 'Unknown' }] } })).toBe('NotReady');
  expect(nodeStatusColumn({ spec: { unschedulable: true } })).toBe('Unknown,SchedulingDisabled');
  expect(nodeRolesColumn({ metadata: { labels: { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '', 'kubernetes.io/role': 'db' } } })).toBe('control-plane,db,worker');
  expect(nodeRolesColumn({})).toBe('<none>');
  expect(printNode({ metadata: { name: 'n1', creationTimestamp: '2026-01-01T10:00:00Z' }, status: { nodeInfo: { kubeletVersion: 'v1.36.2' } } }, NOW)).toEqual({
    NAME: 'n1', STATUS: 'Unknown', ROLES: '<none>', AGE: '120m', VERSION: 'v1.36.2',
  });
});

test('the table has three spaces between columns, and none at the end', () => {
  const rows = [printPod(podOf(c('a', { ready: true, state: { running: {} } })), NOW), { ...printPod(podOf(), NOW), NAME: 'a-longer-name', AGE: '5s' }];
  expect(table(rows)).toBe(
    ['NAME            READY   STATUS    RESTARTS   AGE', 'p               1/1     Running   0          2m', 'a-longer-name   0/0     Running   0          5s'].join('\n'),
  );
  expect(table([{ A: '1', B: '2' }])).toBe('A     B\n1     2');
  expect(table([])).toBe('');
});

test('podIP decides where podIPs are missing or differ; Go’s zero time is no time', () => {
  expect(printPodWide({ status: { podIP: '10.0.0.1' } }, NOW).IP).toBe('10.0.0.1');
  expect(printPodWide({ status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] } }, NOW).IP).toBe('10.0.0.1');
  expect(printPodWide({}, NOW)).toMatchObject({ IP: '<none>', NODE: '<none>', 'NOMINATED NODE': '<none>', 'READINESS GATES': '<none>' });
  expect(printPod({ metadata: { creationTimestamp: '0001-01-01T00:00:00Z' } }, NOW).AGE).toBe('<unknown>');
});
