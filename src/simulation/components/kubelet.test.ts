import { expect, test } from 'vitest';
import { container, image, pod, TestCluster } from './testKubelet';

const seconds = (value: number) => value * 1000;
const IMAGES = {
  once: image({ sequence: [{ run: seconds(4), exit: 0 }] }),
  web: image({}, { present: false }),
  slow: image({ sigterm: { after: seconds(3), exit: 0 } }),
  stubborn: image({ sigterm: 'ignore' }),
  big: image({}, { present: false, sizeMB: 5000 }),
};
const cluster = () => TestCluster.ready(IMAGES);

test('a bound pod starts: status, sandbox, image, container, status', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'web' })] })).wait(5);
  expect(play.told('p')).toBe(`
    addPod
    patchStatus Pending, ContainerCreating
    runPodSandbox
    pullImage web
    patchStatus Pending, its sandbox is ready
    createContainer c
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  expect(play.events('p')).toEqual([
    'Pulling spec.containers{c}: Pulling image "web"',
    'Pulled spec.containers{c}: Successfully pulled image "web" in 700ms (700ms including waiting). Image size: 20000000 bytes.',
    'Created spec.containers{c}: Container created',
    'Started spec.containers{c}: Container started',
  ]);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
  play.checkUndo();
});

test('app containers start one after the other; the pod runs when the last one does', () => {
  const play = cluster().apply(pod({ containers: [container({ name: 'a' }), container({ name: 'b' })] })).wait(5);
  expect(play.told('p')).toBe(`
    addPod
    patchStatus Pending, ContainerCreating
    runPodSandbox
    createContainer a
    patchStatus Pending, its sandbox is ready
    startContainer a
    createContainer b
    startContainer b
    containerStarted b
    patchStatus Running, ready
  `);
  play.checkUndo();
});

test('init containers end one by one, a sidecar starts and stays, then come the apps', () => {
  const play = cluster().apply(pod({
    initContainers: [container({ name: 'i', image: 'once' }), container({ name: 's', restartPolicy: 'Always' })],
    containers: [container({ name: 'a' })],
  }));
  play.wait(2);
  expect(play.kubectl('p')).toBe('0/2 Init:0/2 0');
  play.wait(8);
  expect(play.told('p')).toBe(`
    addPod
    patchStatus Pending, PodInitializing
    runPodSandbox
    createContainer i
    patchStatus Pending, its sandbox is ready
    startContainer i
    containerStarted i
    patchStatus Pending, PodInitializing
    containerDied i
    createContainer s
    patchStatus Pending, PodInitializing
    startContainer s
    containerStarted s
    createContainer a
    patchStatus Pending, PodInitializing
    startContainer a
    containerStarted a
    patchStatus Running, ready
  `);
  expect(play.kubectl('p')).toBe('2/2 Running 0');
  play.checkUndo();
});

test('a deleted pod: SIGTERM, the sandbox, the last status, then the object', () => {
  const play = cluster().apply(pod()).wait(5);
  play.told();
  play.delete('p');
  expect(play.kubectl('p')).toBe('1/1 Terminating 0');
  play.wait(5);
  expect(play.told('p')).toBe(`
    podIsDeleted
    stopContainer c
    patchGeneration
    stopPodSandbox
    patchStatus Succeeded
    podIsFinished
    deletePod
    forgetPod
  `);
  expect(play.times('p', 'StopContainer c', 'call')).toHaveLength(1);
  expect(play.stored('p')).toBeUndefined();
  expect(play.worker('p')).toBeUndefined();
  expect(play.run.world.tables.sandboxes.size).toBe(cluster().run.world.tables.sandboxes.size);
  play.checkUndo();
});

test('a process that ignores SIGTERM gets SIGKILL when its grace is over, and the pod fails', () => {
  const play = cluster().apply(pod({ terminationGracePeriodSeconds: 7, containers: [container({ image: 'stubborn' })] })).wait(5).delete('p').wait(20);
  const [term = 0] = play.times('p', 'signal SIGTERM');
  const [kill = 0] = play.times('p', 'signal SIGKILL');
  expect(kill - term).toBe(7000);
  const failed = play.run.history.steps.some((step) => step.about['status'] === 'Failed' && step.about['pod'] === 'p');
  expect(failed).toBe(true);
  expect(play.stored('p')).toBeUndefined();
});

test('a forced delete takes the object at once; the process still gets 2 s', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'stubborn' })] })).wait(5);
  play.told();
  play.do({ do: 'delete', kind: 'Pod', namespace: 'default', name: 'p', gracePeriodSeconds: 0, force: true });
  expect(play.stored('p')).toBeUndefined();
  play.wait(10);
  const [term = 0] = play.times('p', 'signal SIGTERM');
  const [kill = 0] = play.times('p', 'signal SIGKILL');
  expect(kill - term).toBe(2000);
  expect(play.told('p')).toBe(`
    podIsGone
    stopContainer c
    stopPodSandbox
    podIsFinished
    forgetPod
  `);
  expect(play.worker('p')).toBeUndefined();
  play.checkUndo();
});

test('a second delete with a shorter grace does not hurry the stop that is under way', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'stubborn' })] })).wait(5).delete('p').wait(5).delete('p', 3).wait(40);
  const [term = 0] = play.times('p', 'signal SIGTERM');
  const [kill = 0] = play.times('p', 'signal SIGKILL');
  expect(kill - term).toBe(30_000);
});

test('a delete cancels a pull that is waited for', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'big' })] })).wait(5).delete('p').wait(5);
  expect(play.stored('p')).toBeUndefined();
  expect(play.events('p').filter((event) => event.startsWith('Created'))).toEqual([]);
});

test('the next pod in the queue gets its image when the first one was cancelled', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'big' })] }), pod({ containers: [container({ image: 'web' })] }, 'q')).wait(2);
  expect(play.told('q')).toContain('queuePull web');
  play.delete('p').wait(120);
  expect(play.kubectl('q')).toBe('1/1 Running 0');
});

test('an OnFailure pod ends when its last container succeeds: the sandbox stops before the phase is told', () => {
  const play = cluster().apply(pod({ restartPolicy: 'Never', containers: [container({ image: 'once' })] })).wait(12);
  expect(play.told('p').split('containerStarted c')[1]).toBe(`
    patchStatus Running, ready
    containerDied c
    podIsOver Succeeded
    patchStatus Running, not ready
    stopPodSandbox
    patchStatus Succeeded
    podIsFinished
  `);
  expect(play.kubectl('p')).toBe('0/1 Completed 0');
  expect(play.stored('p')?.status?.podIP).toMatch(/^10\./);
  play.delete('p').wait(3);
  expect(play.stored('p')).toBeUndefined();
  expect(play.worker('p')).toBeUndefined();
  play.checkUndo();
});

test('activeDeadlineSeconds ends the pod', () => {
  const play = cluster().apply(pod({ activeDeadlineSeconds: 8 })).wait(20);
  expect(play.stored('p')?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  expect(play.events('p')).toContain('DeadlineExceeded: Pod was active on the node longer than the specified deadline');
  expect(play.told('p')).toContain('deadlineExceeded');
});

test('the pause process dies: the same pod gets a new sandbox', () => {
  const play = cluster().apply(pod()).wait(5);
  const before = play.stored('p')?.status?.podIP;
  play.told();
  play.do({ do: 'killContainer', node: 'w-1', pod: 'default/p', container: 'pause' }).wait(6);
  expect(play.told('p')).toBe(`
    sandboxChanged
    stopContainer c
    patchStatus Running, ready
    stopPodSandbox
    runPodSandbox
    createContainer c
    patchStatus Running, its sandbox is ready
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  expect(play.events('p')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.');
  expect(play.kubectl('p')).toBe('1/1 Running 1');
  expect(play.stored('p')?.status?.podIP).not.toBe(before);
  play.checkUndo();
});

test('a kubelet that restarts adopts what runs', () => {
  const play = cluster().apply(pod()).wait(5);
  play.do({ do: 'stopKubelet', node: 'w-1' });
  expect(play.worker('p')).toBeUndefined();
  expect(play.run.world.tables.memory.has('kubelet/w-1')).toBe(false);
  play.wait(3).told();
  play.do({ do: 'startKubelet', node: 'w-1' }).wait(10);
  expect(play.told('p')).toBe(`
    addPod
  `);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
  expect(play.running('p')).toEqual(['c']);
  play.checkUndo();
});

test('what nobody wants any more is stopped when the kubelet comes back', () => {
  const play = cluster().apply(pod()).wait(5);
  play.do({ do: 'stopKubelet', node: 'w-1' }).do({ do: 'delete', kind: 'Pod', namespace: 'default', name: 'p', gracePeriodSeconds: 0, force: true });
  play.wait(3).told();
  play.do({ do: 'startKubelet', node: 'w-1' }).wait(10);
  expect(play.told('p')).toBe(`
    killOrphan
    stopContainer c
    stopPodSandbox
    forgetPod
  `);
  expect(play.times('p', 'exit')).toHaveLength(1);
  play.checkUndo();
});

test('a readiness gate that another one opens in the status makes the pod ready', () => {
  const play = TestCluster.ready().apply(pod({ readinessGates: [{ conditionType: 'lb/attached' }] })).wait(5);
  const ready = () => play.stored('p')?.status?.conditions?.find((condition) => condition.type === 'Ready');
  expect(ready()).toMatchObject({ status: 'False', reason: 'ReadinessGatesNotReady' });
  const status = { conditions: [{ type: 'lb/attached', status: 'True' }] };
  play.do({ do: 'patch', kind: 'Pod', namespace: 'default', name: 'p', patch: { status } }).wait(2);
  expect(ready()).toMatchObject({ status: 'True' });
  play.checkUndo();
});

test('binding is no change of the specification: the pod and its status stay at generation 1', () => {
  const made = pod();
  const { nodeName: _, ...spec } = made.spec ?? {};
  const unbound = { ...made, spec };
  const bound = TestCluster.ready().apply(unbound);
  expect(bound.stored('p')?.spec?.nodeName).toBeUndefined();
  bound.wait(5);
  expect(bound.stored('p')).toMatchObject({ spec: { nodeName: 'w-1' }, metadata: { generation: 1 }, status: { phase: 'Running', observedGeneration: 1 } });
});

test('a sandbox that gets no address: an event, and another try after 10 to 15 s', () => {
  const play = TestCluster.ready();
  const machine = play.run.world.tables.machines.get('w-1');
  if (!machine) throw new Error('no machine w-1');
  // A range of one address more than is taken.
  const taken = [...play.run.world.tables.sandboxes.values()].filter(({ node, ip }) => node === 'w-1' && ip !== undefined).length;
  expect(taken).toBeLessThanOrEqual(4);
  play.run.world.apply({ table: 'machines', key: 'w-1', before: machine, after: { ...machine, podCIDR: '10.244.1.0/29' } });
  const names = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].slice(0, 6 - taken);
  for (const name of names) play.apply(pod({}, name)).wait(2);
  const last = names.at(-1) ?? '';
  expect(play.events(last)).toEqual([expect.stringMatching(/^FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: .*no IP addresses available in range set: 10\.244\.1\.0\/29$/)]);
  expect(play.run.history.steps.filter(({ rule }) => rule === 'kubelet.sandboxFailed')).toHaveLength(1);
  expect(play.kubectl(last)).toBe('0/1 ContainerCreating 0');
  play.delete('p1', 1).wait(30);
  expect(play.kubectl(last)).toBe('1/1 Running 0');
  const tries = play.times(last, 'RunPodSandbox', 'call');
  expect(tries.length).toBeGreaterThanOrEqual(2);
  for (const [i, at] of tries.slice(1).entries()) {
    expect(at - (tries[i] ?? 0)).toBeGreaterThanOrEqual(10_000);
    expect(at - (tries[i] ?? 0)).toBeLessThan(17_000);
  }
  play.checkUndo();
});
