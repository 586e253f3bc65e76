import { expect, test } from 'vitest';
import { describeEvents, firstLine, getEvents, getNodes, getPods, type PrintedEvent } from './kubectlText';
import type { Pod } from './objects';
import { formatRfc1123 } from './rfc1123';

const NOW = Date.UTC(2026, 2, 2, 10, 0, 0);
const pod = (name: string, namespace: string): Pod => ({
  metadata: { name, namespace, creationTimestamp: '2026-03-02T09:58:00Z' },
  spec: { nodeName: 'w1', containers: [{ name: 'a' }] },
  status: { phase: 'Running', podIPs: [{ ip: '10.244.1.2' }], containerStatuses: [{ name: 'a', ready: true, restartCount: 0, state: { running: {} } }] },
});
const event = (fields: Partial<PrintedEvent>): PrintedEvent => ({
  type: 'Normal', reason: 'Started', message: 'Container started', component: 'kubelet', namespace: 'default', kind: 'Pod', name: 'web',
  count: 1, first: NOW - 60_000, last: NOW - 60_000, newApi: false, ...fields,
});

test('pods: the columns of printPod, with the namespace before and the wide ones behind', () => {
  expect(getPods([pod('web', 'default')], NOW).split('\n')).toEqual([
    'NAME   READY   STATUS    RESTARTS   AGE',
    'web    1/1     Running   0          2m',
  ]);
  expect(getPods([pod('web', 'default'), pod('db', 'x')], NOW, { wide: true, withNamespace: true }).split('\n')).toEqual([
    'NAMESPACE   NAME   READY   STATUS    RESTARTS   AGE   IP           NODE   NOMINATED NODE   READINESS GATES',
    'default     web    1/1     Running   0          2m    10.244.1.2   w1     <none>           <none>',
    'x           db     1/1     Running   0          2m    10.244.1.2   w1     <none>           <none>',
  ]);
  expect(getPods([], NOW)).toBe('');
});

test('nodes', () => {
  const text = getNodes([{ metadata: { name: 'cp1', labels: { 'node-role.kubernetes.io/control-plane': '' } }, spec: { unschedulable: true }, status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.36.2' } } }], NOW);
  expect(text.split('\n')).toEqual([
    'NAME   STATUS                     ROLES           AGE         VERSION',
    'cp1    Ready,SchedulingDisabled   control-plane   <unknown>   v1.36.2',
  ]);
});

test('nodes with -o wide', () => {
  const status = { addresses: [{ type: 'InternalIP', address: '192.168.0.10' }], nodeInfo: { kubeletVersion: 'v1.36.2', osImage: 'Debian', containerRuntimeVersion: 'containerd://2.2.0' } };
  expect(getNodes([{ metadata: { name: 'w1' }, status }], NOW, true).split('\n')).toEqual([
    'NAME   STATUS    ROLES    AGE         VERSION   INTERNAL-IP    EXTERNAL-IP   OS-IMAGE   KERNEL-VERSION   CONTAINER-RUNTIME',
    'w1     Unknown   <none>   <unknown>   v1.36.2   192.168.0.10   <none>        Debian     <unknown>        containerd://2.2.0',
  ]);
});

test('events: last seen, the object in lower case, the first line of the message', () => {
  expect(getEvents([event({ count: 3, last: NOW - 5000, message: 'one\ntwo' })], NOW).split('\n')).toEqual([
    'LAST SEEN   TYPE     REASON    OBJECT    MESSAGE',
    '5s          Normal   Started   pod/web   one...',
  ]);
  expect(getEvents([event({})], NOW, true)).toContain('NAMESPACE   LAST SEEN');
  expect([firstLine('a'), firstLine('a\r\nb')]).toEqual(['a', 'a...']);
});

test('events of describe: repeats with their span, those of events.k8s.io first', () => {
  expect(describeEvents([event({ count: 3, last: NOW - 5000 }), event({ component: 'default-scheduler', reason: 'Scheduled', newApi: true, first: NOW, last: NOW })], NOW)).toEqual([
    'Events:',
    '  Type\tReason\tAge\tFrom\tMessage',
    '  ----\t------\t----\t----\t-------',
    '  Normal\tScheduled\t0s\tdefault-scheduler\tContainer started',
    '  Normal\tStarted\t5s (x3 over 60s)\tkubelet\tContainer started',
  ]);
  expect(describeEvents([], NOW)).toEqual(['Events:\t<none>']);
});

test('dates are RFC1123Z, and Go’s zero time where none is set', () => {
  expect(formatRfc1123('2026-03-02T10:00:00Z')).toBe('Mon, 02 Mar 2026 10:00:00 +0000');
  expect(formatRfc1123('1970-01-01T00:00:00Z')).toBe('Thu, 01 Jan 1970 00:00:00 +0000');
  expect(formatRfc1123(undefined)).toBe('Mon, 01 Jan 0001 00:00:00 +0000');
});
