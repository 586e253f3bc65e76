import { expect, test } from 'vitest';
import { container, image, pod, TestCluster } from './testKubelet';

const fails = (run: number, exit = 1) => ({ run, exit });
const IMAGES = {
  boom: image({ sequence: [fails(300)] }),
  flaky: image({ sequence: [fails(1000), fails(1000), { run: 1000, exit: 0 }] }),
  late: image({ sequence: [fails(300), fails(300), fails(620_000), { run: 'forever' }] }),
  hooked: image({ hooks: { postStart: { takes: 100, ok: false } } }),
  short: image({ sequence: [{ run: 200, exit: 0 }] }),
  unwell: image({ sigterm: { after: 100, exit: 0 }, probes: { liveness: [{ at: 0, ok: false }] } }),
  once42: image({ sequence: [fails(2000, 42), { run: 'forever' }] }),
  nope: image({}, { exists: false, present: false }),
  absent: image({}, { present: false }),
};
const cluster = () => TestCluster.ready(IMAGES);

test('a container that crashes is restarted at once, then after 10 s, 20 s, 40 s', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'boom' })] })).wait(5);
  expect(play.told('p').split('containerStarted c')[1]).toBe(`
    patchStatus Running, ready
    containerDied c
    createContainer c
    patchStatus Running, not ready
    startContainer c
    `);
  play.wait(118);
  const exits = play.times('p', 'exit c');
  const starts = play.times('p', 'StartContainer c', 'return');
  const waits = starts.slice(1).map((at, index) => at - (exits[index] ?? 0));
  const [first = 0, second = 0, third = 0, fourth = 0] = waits;
  expect(first).toBeLessThan(2000);
  for (const [wait, least] of [[second, 10_000], [third, 20_000], [fourth, 40_000]] as const) {
    expect(wait).toBeGreaterThanOrEqual(least);
    expect(wait).toBeLessThan(least * 1.5 + 3000);
  }
  const uid = play.stored('p')?.metadata?.uid ?? '';
  expect(play.events('p')).toContain(`BackOff spec.containers{c}: Back-off restarting failed container c in pod p_default(${uid})`);
  play.checkUndo();
});

test('CrashLoopBackOff is shown one sync late', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'boom' })] }));
  const shown: string[] = [];
  for (let second = 0; second < 30; second++) {
    const now = play.wait(1).kubectl('p');
    if (shown.at(-1) !== now) shown.push(now);
  }
  expect(shown.filter((line) => line.includes('Error') || line.includes('CrashLoop'))[0]).toBe('0/1 Error 1');
  expect(play.run.history.steps.some((step) => step.about['status'] === 'Running, CrashLoopBackOff')).toBe(true);
  expect(play.told('p')).toContain('crashBackOff c');
});

test('the back-off is forgotten when the container ran for more than 10 minutes', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'late' })] })).wait(700);
  const exits = play.times('p', 'exit c');
  const starts = play.times('p', 'StartContainer c', 'return');
  expect((starts[3] ?? Infinity) - (exits[2] ?? 0)).toBeLessThan(2000);
});

test('OnFailure restarts failures and ends with a success', () => {
  const play = cluster().apply(pod({ restartPolicy: 'OnFailure', containers: [container({ image: 'flaky' })] })).wait(40);
  expect(play.kubectl('p')).toBe('0/1 Completed 2');
  expect(play.times('p', 'StartContainer c', 'return')).toHaveLength(3);
  // Of each name one dead container is kept.
  expect([...play.run.world.tables.containers.values()].filter((row) => row.podUid === play.stored('p')?.metadata?.uid)).toHaveLength(1);
});

test('an init container that fails for good fails the pod', () => {
  const play = cluster().apply(pod({ restartPolicy: 'Never', initContainers: [container({ name: 'i', image: 'boom' })] })).wait(10);
  expect(play.kubectl('p')).toBe('0/1 Init:Error 0');
  expect(play.stored('p')?.status?.phase).toBe('Failed');
  expect(play.times('p', 'CreateContainer c')).toEqual([]);
});

test('an image that does not exist: ErrImagePull, then ImagePullBackOff', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'nope' })] })).wait(1.5);
  expect(play.kubectl('p')).toBe('0/1 ErrImagePull 0');
  play.wait(14.5);
  expect(play.events('p').slice(0, 5)).toEqual([
    'Pulling spec.containers{c}: Pulling image "nope"',
    'Failed spec.containers{c}: Failed to pull image "nope": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nope:latest": failed to resolve reference "docker.io/library/nope:latest": docker.io/library/nope:latest: not found',
    'Failed spec.containers{c}: Error: ErrImagePull',
    'BackOff spec.containers{c}: Back-off pulling image "nope"',
    'Failed spec.containers{c}: Error: ImagePullBackOff',
  ]);
  expect(play.told('p')).toContain('noImage c');
  play.wait(60);
  const pulls = play.times('p', 'PullImage', 'return');
  expect((pulls[1] ?? 0) - (pulls[0] ?? 0)).toBeGreaterThanOrEqual(10_000);
  expect((pulls[2] ?? 0) - (pulls[1] ?? 0)).toBeGreaterThanOrEqual(20_000);
  expect(play.stored('p')?.status?.phase).toBe('Pending');
  play.do({ do: 'setImageExists', image: 'nope', exists: true }).wait(120);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
  play.checkUndo();
});

test('pull policies: Never does not pull, Always asks even for what is there; a name that is none is refused', () => {
  const play = cluster().apply(
    pod({ containers: [container({ image: 'absent', imagePullPolicy: 'Never' })] }, 'never'),
    pod({ containers: [container({ imagePullPolicy: 'Always' })] }, 'always'),
    pod({ containers: [container({ image: 'Upper:case' })] }, 'invalid'),
  ).wait(14);
  expect(play.kubectl('never')).toBe('0/1 ErrImageNeverPull 0');
  expect(play.events('never').slice(0, 2)).toEqual([
    'ErrImageNeverPull spec.containers{c}: Container image "absent" is not present with pull policy of Never',
    'Failed spec.containers{c}: Error: ErrImageNeverPull',
  ]);
  expect(play.events('always')[0]).toBe('Pulling spec.containers{c}: Pulling image "app"');
  expect(play.kubectl('always')).toBe('1/1 Running 0');
  expect(play.kubectl('invalid')).toBe('0/1 InvalidImageName 0');
  expect(play.times('never', 'PullImage')).toEqual([]);
});

test('a container without its image does not hold back the next one', () => {
  const play = cluster().apply(pod({ containers: [container({ name: 'a', image: 'nope' }), container({ name: 'b' })] })).wait(4);
  expect(play.running('p')).toEqual(['b']);
  expect(play.stored('p')?.status?.phase).toBe('Pending');
});

test('a rule RestartAllContainers takes all containers away and starts the pod anew in its sandbox', () => {
  const play = cluster().apply(pod({
    initContainers: [container({ name: 'i', image: 'short' })],
    containers: [
      container({ name: 'a' }),
      container({ name: 'b', image: 'once42', restartPolicy: 'Never', restartPolicyRules: [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [42] } }] }),
    ],
  })).wait(20);
  expect(play.running('p').sort((x, y) => (x < y ? -1 : 1))).toEqual(['a', 'b']);
  expect(play.times('p', 'RunPodSandbox', 'return')).toHaveLength(1);
  for (const name of ['i', 'a', 'b']) expect(play.times('p', `StartContainer ${name}`, 'return'), name).toHaveLength(2);
  play.checkUndo();
});

test('a postStart hook that fails costs the container its life', () => {
  const hooked = container({ image: 'hooked', lifecycle: { postStart: { exec: { command: ['false'] } } } });
  const play = cluster().apply(pod({ containers: [hooked] })).wait(2);
  expect(play.told('p').split('startContainer c')[1]).toBe(`
    postStart c
    postStartFailed c
    stopContainer c
    createContainer c
    patchStatus Running, PostStartHookError
    `);
  expect(play.events('p').slice(2, 5)).toEqual([
    'Started spec.containers{c}: Container started',
    'FailedPostStartHook spec.containers{c}: PostStartHook failed',
    'Killing spec.containers{c}: FailedPostStartHook',
  ]);
});

test('a hook of the kubelet\'s own takes its time too', () => {
  const hooked = container({ lifecycle: { postStart: { sleep: { seconds: 3 } } } });
  const play = cluster().apply(pod({ containers: [hooked, container({ name: 'd' })] })).wait(10);
  const [first = 0] = play.times('p', 'StartContainer c', 'return');
  const [second = 0] = play.times('p', 'CreateContainer d', 'call');
  expect(second - first).toBe(3000);
});

test('env from a ConfigMap that is missing, then there', () => {
  const play = cluster().apply(pod({ containers: [container({ envFrom: [{ configMapRef: { name: 'cfg' } }] })] })).wait(4);
  expect(play.kubectl('p')).toBe('0/1 CreateContainerConfigError 0');
  expect(play.events('p')).toContain('Failed spec.containers{c}: Error: configmap "cfg" not found');
  expect(play.told('p')).toContain('cannotCreate c');
  play.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cfg', namespace: 'default' } }).wait(20);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
});

test('a volume of a Secret that is missing holds the pod back before its sandbox', () => {
  const play = cluster().apply(pod({ volumes: [{ name: 'v', secret: { secretName: 's' } }] })).wait(10);
  expect(play.kubectl('p')).toBe('0/1 ContainerCreating 0');
  expect(play.events('p')[0]).toBe('FailedMount: MountVolume.SetUp failed for volume "v" : secret "s" not found');
  expect(play.told('p')).toContain('mountFailed');
  expect(play.times('p', 'RunPodSandbox')).toEqual([]);
  play.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' } }).wait(150);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
});

test('an ephemeral container starts once, and needs its target', () => {
  const play = cluster().apply(pod({ containers: [container(), container({ name: 'n', image: 'nope' })] })).wait(3);
  play.do({ do: 'debug', namespace: 'default', pod: 'p', image: 'boom', target: 'c', name: 'one' }).wait(5);
  expect(play.times('p', 'StartContainer one', 'return')).toHaveLength(1);
  play.do({ do: 'debug', namespace: 'default', pod: 'p', image: 'app', target: 'n', name: 'two' }).wait(20);
  expect(play.events('p')).toContain('Failed spec.ephemeralContainers{two}: Error: unable to find target container n');
  expect(play.stored('p')?.status?.ephemeralContainerStatuses?.[1]?.state?.waiting?.reason).toBe('CreateContainerConfigError');
  expect(play.times('p', 'StartContainer one', 'return')).toHaveLength(1);
});

test('a sync that kills a container itself does not count its end: the second restart is at once too', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'unwell', livenessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } })] })).wait(40);
  const exits = play.times('p', 'exit c');
  const waits = play.times('p', 'StartContainer c', 'return').slice(1).map((at, index) => at - (exits[index] ?? 0));
  const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = waits;
  expect(Math.max(first, second)).toBeLessThan(1000);
  expect(third).toBeGreaterThanOrEqual(9000);
});

test('another image ends the back-off', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'boom' })] })).wait(30);
  expect(play.kubectl('p')).toMatch(/^0\/1/);
  play.do({ do: 'setImage', kind: 'Pod', namespace: 'default', name: 'p', container: 'c', image: 'app' }).wait(1);
  expect(play.kubectl('p')).toMatch(/^1\/1 Running/);
  play.checkUndo();
});

test('an ending pod gives up the pull under way, and the next one has its turn', () => {
  const play = TestCluster.ready({ big: image({}, { present: false, sizeMB: 5000 }), ...IMAGES });
  play.apply(pod({ containers: [container({ image: 'big' })] }), pod({ containers: [container({ image: 'absent' })] }, 'q')).wait(5).delete('p').wait(5);
  expect(play.events('p').at(-2)).toBe('Failed spec.containers{c}: Failed to pull image "big": rpc error: code = Canceled desc = context canceled');
  expect(play.stored('p')).toBeUndefined();
  expect(play.kubectl('q')).toBe('1/1 Running 0');
  play.checkUndo();
});

test('a pull that is given up while it is queued fails when its turn comes', () => {
  const play = TestCluster.ready({ big: image({}, { present: false, sizeMB: 500 }), ...IMAGES });
  play.apply(pod({ containers: [container({ image: 'big' })] }), pod({ containers: [container({ image: 'absent' })] }, 'q')).wait(5).delete('q').wait(3);
  expect(play.stored('q')).toBeDefined();
  play.wait(10);
  expect(play.stored('q')).toBeUndefined();
  expect(play.times('q', 'PullImage')).toEqual([]);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
});
