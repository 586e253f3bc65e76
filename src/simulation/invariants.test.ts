import { expect, test } from 'vitest';
import type { Node, Pod } from '../kubernetes/objects';
import { ms } from '../lib/brand';
import { startCluster } from './cluster';
import { checkInvariants, checkSettled } from './invariants';
import type { Address } from './messages';
import { Tx } from './tx';
import type { ContainerRow, SandboxRow } from './world';
import { World } from './worldState';

/** Does some writes as `actor` and checks them as one step: what is broken, or undefined. */
function broken(change: (tx: Tx) => void, prepare: (tx: Tx) => void = () => {}, actor: Address = 'kubelet/w1'): string | undefined {
  const world = World.empty();
  const before = new Tx(world, null, 0, actor);
  before.put('cluster', 'cluster', { now: ms(0), origin: ms(0), clock: 0, nextSequence: 0, resourceVersion: 0, seed: 1, nextId: 1, pullMBps: 50 });
  prepare(before);
  before.commit();
  const tx = new Tx(world, null, 1, actor);
  change(tx);
  tx.because('user.begin');
  const step = tx.close([]);
  if (!step) throw new Error('no step');
  try {
    checkInvariants(world, step);
    return undefined;
  } catch (error) {
    return String(error).replace('AssertionError: ', '').replace(/ \(step.*/, '');
  }
}

const sandbox = (id: string, more: Partial<SandboxRow> = {}): SandboxRow =>
  ({ id, node: 'w1', podUid: 'p', pod: 'default/p', attempt: 0, state: 'ready', hostNetwork: false, createdAt: ms(0), namespaces: {}, ...more });
const container = (more: Partial<ContainerRow> = {}): ContainerRow => ({
  id: 'c', node: 'w1', sandbox: 's', podUid: 'p', name: 'c', kind: 'app', spec: { name: 'c' }, image: 'i', state: 'running', restartCount: 0, createdAt: ms(0),
  namespaces: {}, memory: {}, ...more,
});
const pod = (spec: Pod['spec'], metadata: Pod['metadata'] = {}): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default', uid: 'u', ...metadata }, spec });
const requests = (cpu: string) => [{ name: 'c', resources: { requests: { cpu } } }];
const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1' }, status: { allocatable: { cpu: '2', memory: '1Gi', pods: '2' } } };

test('a container runs only in a sandbox of its node, and begins only in a ready one', () => {
  const put = (row: ContainerRow) => (tx: Tx) => tx.put('containers', 'c', row);
  expect(broken(put(container()), (tx) => tx.put('sandboxes', 's', sandbox('s')))).toBeUndefined();
  expect(broken(put(container()))).toBe('container c runs without a sandbox');
  expect(broken(put(container()), (tx) => tx.put('sandboxes', 's', sandbox('s', { node: 'w2' })))).toBe('container c is on w1, its sandbox on w2');
  expect(broken(put(container()), (tx) => tx.put('sandboxes', 's', sandbox('s', { state: 'notReady' })))).toBe('container c starts in a sandbox that is not ready');
  const dead = (tx: Tx) => {
    tx.put('sandboxes', 's', sandbox('s'));
    tx.put('containers', 'c', container({ state: 'exited' }));
  };
  expect(broken(put(container()), dead)).toBe('container c runs again after its end');
});

test('a sandbox whose pause was killed may keep containers that ran', () => {
  const alive = (tx: Tx) => {
    tx.put('sandboxes', 's', sandbox('s', { state: 'notReady' }));
    tx.put('containers', 'c', container());
  };
  expect(broken((tx) => tx.put('containers', 'c', container({ restartCount: 0, message: 'x' })), alive)).toBeUndefined();
});

test('two ready sandboxes never share an address; a stopped one and the node\'s network do not count', () => {
  const other = (more: Partial<SandboxRow>) => (tx: Tx) => tx.put('sandboxes', 'other', sandbox('other', { ip: '10.0.0.2', ...more }));
  const put = (tx: Tx) => tx.put('sandboxes', 's', sandbox('s', { ip: '10.0.0.2' }));
  expect(broken(put, other({}))).toBe('10.0.0.2 is given to 2 sandboxes');
  expect(broken(put, other({ state: 'notReady' }))).toBeUndefined();
  expect(broken(put, other({ hostNetwork: true }))).toBeUndefined();
});

test('a pod is bound once', () => {
  const bind = (name: string) => (tx: Tx) => tx.put('pods', 'default/p', pod({ nodeName: name }));
  expect(broken(bind('w1'), (tx) => tx.put('pods', 'default/p', pod({})))).toBeUndefined();
  expect(broken(bind('w2'), bind('w1'))).toBe('pod p moves from w1 to w2');
  expect(broken((tx) => tx.put('pods', 'default/p', pod({})), bind('w1'))).toBe('pod p moves from w1 to no node');
  expect(broken((tx) => tx.put('pods', 'default/p', pod({ nodeName: 'w2' }, { uid: 'new' })), bind('w1'))).toBeUndefined();
});

test('what has happened to a pod stays so: an end, a delete, a restart', () => {
  const put = (status: Pod['status'], metadata: Pod['metadata'] = {}) => (tx: Tx) => tx.put('pods', 'default/p', { ...pod({}, metadata), status });
  const restarts = (restartCount: number): Pod['status'] => ({ phase: 'Running', containerStatuses: [{ name: 'c', restartCount, ready: true, image: 'i', imageID: '' }] });
  expect(broken(put({ phase: 'Running' }), put({ phase: 'Succeeded' }))).toBe('pod p goes from Succeeded to Running');
  expect(broken(put({ phase: 'Failed' }), put({ phase: 'Running' }))).toBeUndefined();
  const going = { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 };
  expect(broken(put({}), put({}, going))).toBe('pod p is no longer being deleted');
  expect(broken(put({}, { ...going, deletionGracePeriodSeconds: 60 }), put({}, going))).toBe('pod p is given more time to end');
  expect(broken(put({}, { ...going, deletionGracePeriodSeconds: 0 }), put({}, going))).toBeUndefined();
  expect(broken(put(restarts(1)), put(restarts(2)))).toBe('container c of pod p has fewer restarts than before');
  expect(broken(put(restarts(3)), put(restarts(2)))).toBeUndefined();
});

test('the scheduler never gives away more than a node has; others may, and finished pods do not count', () => {
  const full = (phase: 'Running' | 'Failed') => (tx: Tx) => {
    tx.put('nodes', 'w1', node);
    tx.put('pods', 'default/a', { ...pod({ nodeName: 'w1', containers: requests('1500m') }, { name: 'a', uid: 'a' }), status: { phase } });
    tx.put('pods', 'default/p', pod({ containers: requests('600m') }));
  };
  const bind = (tx: Tx) => tx.put('pods', 'default/p', pod({ nodeName: 'w1', containers: requests('600m') }));
  expect(broken(bind, full('Running'), 'scheduler/default-scheduler')).toBe('w1 has less cpu than its pods request');
  expect(broken(bind, full('Failed'), 'scheduler/default-scheduler')).toBeUndefined();
  expect(broken(bind, full('Running'), 'user/you')).toBeUndefined();
  const many = (tx: Tx) => {
    full('Failed')(tx);
    for (const name of ['x', 'y']) tx.put('pods', `default/${name}`, pod({ nodeName: 'w1' }, { name, uid: name }));
  };
  expect(broken(bind, many, 'scheduler/default-scheduler')).toBe('w1 has more pods than it may');
});

const mirror = pod({ nodeName: 'w1' }, { name: 'web-w1', annotations: { 'kubernetes.io/config.mirror': 'h' } });

test('a kubelet makes a mirror only of a static pod that it has; a user\'s forgery is not its doing', () => {
  const make = (tx: Tx) => tx.put('pods', 'default/web-w1', mirror);
  const worker = (origin: 'file' | 'api') => (tx: Tx) =>
    tx.put('podWorkers', 'w1/h', { node: 'w1', uid: 'h', fullName: 'default/web-w1', origin, pod: pod({}), state: 'sync', memory: {} as never });
  expect(broken(make)).toBe('the mirror default/web-w1 has no static pod');
  expect(broken(make, worker('api'))).toBe('the mirror default/web-w1 has no static pod');
  expect(broken(make, worker('file'))).toBeUndefined();
  expect(broken(make, () => {}, 'user/you')).toBeUndefined();
});

test('deleting a mirror ends no container', () => {
  const there = (tx: Tx) => {
    tx.put('pods', 'default/web-w1', mirror);
    tx.put('sandboxes', 's', sandbox('s'));
    tx.put('containers', 'c', container());
  };
  expect(broken((tx) => tx.delete('pods', 'default/web-w1'), there)).toBeUndefined();
  const both = (tx: Tx) => {
    tx.delete('pods', 'default/web-w1');
    tx.put('containers', 'c', container({ state: 'exited' }));
  };
  expect(broken(both, there)).toBe('a container ends with the mirror default/web-w1');
});

test('at rest: mirrors and static pods, bound pods and workers, containers and pods belong together', () => {
  const run = startCluster({ controlPlanes: ['cp1'], workers: ['w1'], ready: true });
  expect(checkSettled(run.world)).toEqual([]);
  const disturbed = (change: (tx: Tx) => void) => {
    const { world } = run.fork();
    change(new Tx(world, null, 0, 'user/you'));
    return checkSettled(world);
  };
  expect(disturbed((tx) => tx.delete('pods', 'kube-system/etcd-cp1'))).toEqual(['the static pod kube-system/etcd-cp1 has no mirror']);
  expect(disturbed((tx) => tx.put('pods', 'default/web-w1', mirror))).toEqual(['the mirror default/web-w1 has no static pod on w1']);
  expect(disturbed((tx) => tx.put('pods', 'default/p', pod({ nodeName: 'w1' })))).toEqual(['the kubelet of w1 does not know default/p']);
  const [first = ''] = run.world.indexes.get('workersByNode', 'w1');
  expect(disturbed((tx) => tx.delete('podWorkers', first)).some((line) => line.endsWith('on w1 belongs to no pod'))).toBe(true);
});
