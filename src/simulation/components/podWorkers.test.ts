import { expect, test } from 'vitest';
import { container, image, pod, TestCluster } from './testKubelet';

const IMAGES = {
  web: image({}, { present: false }),
  once: image({ sequence: [{ run: 300, exit: 0 }] }),
  boom: image({ sequence: [{ run: 300, exit: 1 }] }),
  nope: image({}, { exists: false, present: false }),
  hooked: image({ hooks: { postStart: { takes: 400, ok: true }, preStop: { takes: 700, ok: true } } }),
};
const cluster = () => TestCluster.ready(IMAGES);

/** A pod with a bit of everything: init container, sidecar, pull, hooks, two apps. */
const rich = () => pod({
  volumes: [{ name: 'v', emptyDir: {} }],
  terminationGracePeriodSeconds: 5,
  initContainers: [container({ name: 'i', image: 'once' }), container({ name: 's', restartPolicy: 'Always' })],
  containers: [
    container({ name: 'a', image: 'web' }),
    container({ name: 'b', image: 'hooked', lifecycle: { postStart: { exec: { command: ['x'] } }, preStop: { exec: { command: ['x'] } } } }),
  ],
});

/** Nothing of the pod is left on the node. */
function expectGone(play: TestCluster, at: number): void {
  const { tables } = play.run.world;
  const uid = (row: { readonly podUid: string }) => row.podUid;
  const known = new Set([...tables.podWorkers.values()].map((row) => row.uid));
  expect(play.stored('p'), `object, at ${at}`).toBeUndefined();
  expect(play.worker('p'), `worker, at ${at}`).toBeUndefined();
  expect([...tables.sandboxes.values()].map(uid).filter((each) => !known.has(each)), `sandboxes, at ${at}`).toEqual([]);
  expect([...tables.containers.values()].map(uid).filter((each) => !known.has(each)), `containers, at ${at}`).toEqual([]);
  expect([...tables.timers.keys()].filter((key) => key.startsWith('kubelet/w-1/') && /\/(work|sync|requeue|pleg|status|deadline|probe|kill)\//.test(key) && ![...known].some((each) => key.endsWith(each))), `timers, at ${at}`).toEqual([]);
}

const moments = (until: number, step: number): number[] => Array.from({ length: Math.floor(until / step) }, (_, index) => index * step);

test('a pod can be deleted at any moment of its start', () => {
  for (const at of moments(4, 0.11)) {
    const play = cluster().apply(rich()).wait(at).delete('p').wait(30);
    expectGone(play, at);
    expect(play.times('p', 'CNI ADD', 'return').length, `addresses, at ${at}`).toBe(play.times('p', 'CNI DEL', 'return').length);
  }
});

test('and by force', () => {
  for (const at of moments(4, 0.31)) expectGone(cluster().apply(rich()).wait(at).delete('p', 0).wait(30), at);
});

test('a pod that cannot start, or crashes, can be deleted too', () => {
  const stuck = [
    pod({ containers: [container({ image: 'nope' })] }),
    pod({ containers: [container({ image: 'boom' })] }),
    pod({ containers: [container({ envFrom: [{ configMapRef: { name: 'none' } }] })] }),
    pod({ volumes: [{ name: 'v', secret: { secretName: 'none' } }] }),
  ];
  for (const each of stuck) for (const at of [0.5, 1.5, 9, 17]) expectGone(cluster().apply(each).wait(at).delete('p').wait(40), at);
});

test('the kubelet can be restarted at any moment', () => {
  for (const at of moments(4, 0.23)) {
    const play = cluster().apply(rich()).wait(at).do({ do: 'stopKubelet', node: 'w-1' }).wait(1).do({ do: 'startKubelet', node: 'w-1' }).wait(45);
    expect(play.kubectl('p'), `at ${at}`).toMatch(/^3\/3 Running/);
    expect([...play.running('p')].sort((a, b) => (a < b ? -1 : 1)), `at ${at}`).toEqual(['a', 'b', 's']);
    expect([...play.run.world.tables.sandboxes.values()].filter((row) => row.pod === 'default/p' && row.state === 'ready'), `at ${at}`).toHaveLength(1);
  }
});

test('the machine can lose power at any moment', () => {
  for (const at of moments(4, 0.41)) {
    const play = cluster().apply(rich()).wait(at).do({ do: 'stopNode', node: 'w-1' }).wait(3).do({ do: 'startNode', node: 'w-1' }).wait(60);
    expect(play.kubectl('p'), `at ${at}`).toMatch(/^3\/3 Running/);
  }
});

test('the pause process can be killed at any moment', () => {
  for (const at of moments(4, 0.37)) {
    const play = cluster().apply(rich()).wait(at);
    if (![...play.run.world.tables.sandboxes.values()].some((row) => row.pod === 'default/p' && row.state === 'ready')) continue;
    play.do({ do: 'killContainer', node: 'w-1', pod: 'default/p', container: 'pause' }).wait(60);
    expect(play.kubectl('p'), `at ${at}`).toMatch(/^3\/3 Running/);
    expect(play.times('p', 'RunPodSandbox', 'return').length, `at ${at}`).toBe(2);
  }
});

test('a manifest can be changed at any moment', () => {
  const manifest = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { ...rich().spec, nodeName: undefined, containers: [container({ name, image: 'web' })] } }) as never;
  for (const at of moments(4, 0.43)) {
    const play = cluster().write('web.yaml', manifest('one')).wait(at).write('web.yaml', manifest('two')).wait(60);
    expect(play.running('web-w-1').filter((name) => name !== 's'), `at ${at}`).toEqual(['two']);
    expect(play.stored('web-w-1')?.spec?.containers?.[0]?.name, `at ${at}`).toBe('two');
    expect(play.kubectl('web-w-1'), `at ${at}`).toMatch(/^2\/2 Running/);
  }
});

test('the API server can go at any moment, and come back', () => {
  const file = { node: 'cp-1', path: '/etc/kubernetes/manifests/kube-apiserver.yaml' };
  for (const at of moments(4, 0.53)) {
    const play = cluster().apply(rich()).wait(at).do({ do: 'removeFile', ...file }).wait(30).do({ do: 'writeFile', ...file, manifest: { $kubeadm: 'kube-apiserver' } }).wait(60);
    expect(play.kubectl('p'), `at ${at}`).toMatch(/^3\/3 Running 0/);
  }
});
