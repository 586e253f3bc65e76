import { expect, test } from 'vitest';
import { present } from '../../lib/assert';
import { containerExited, pauseKilled } from './containerd/exit';
import { machineOff } from './containerRuntime';
import { TestRuntime } from './containerd/testRuntime';
import { fullImageName } from './containerd/images';

const twoContainers = { containers: [{ name: 'a' }, { name: 'b' }] };

test('a sandbox: network namespace, address, pause, then the answer', () => {
  const runtime = new TestRuntime().pod('p', twoContainers).call('RunPodSandbox', 'p', { data: { attempt: 2 } }).run(1000);
  expect(runtime.transcript()).toMatchInlineSnapshot(`
    [
      "0 containerd, w1: makes a network namespace for p, before any process, and asks the network plugin for an address.",
      "140 network plugin, w1: puts an interface into the network namespace of p and gives it 10.244.1.2, a free address of w1.",
      "200 containerd, w1: starts the pause process of p: it holds the pod's Linux namespaces, so the sandbox is ready.",
    ]
  `);
  expect(runtime.facts()).toEqual([
    '0 RunPodSandbox call', '0 CNI ADD call', '140 CNI ADD return', '200 start pause', '200 RunPodSandbox return',
  ]);
  const [sandbox] = runtime.world.tables.sandboxes.values();
  expect(sandbox).toMatchObject({ pod: 'default/p', attempt: 2, state: 'ready', ip: '10.244.1.2' });
  expect(Object.keys(sandbox?.namespaces ?? {}).sort()).toEqual(['ipc', 'net', 'uts']);
  expect(new Set(Object.values(sandbox?.namespaces ?? {})).size).toBe(3);
  expect(runtime.returns).toEqual([{ type: 'criReturn', to: 'kubelet/w1', op: 'RunPodSandbox', podUid: 'p', ok: true, sandbox: sandbox?.id }]);
});

test('before its first process the sandbox has no other namespace than the network', () => {
  const runtime = new TestRuntime().pod('p', { shareProcessNamespace: true, containers: [] }).call('RunPodSandbox', 'p').run(150);
  const [creating] = runtime.world.tables.sandboxes.values();
  expect([creating?.state, Object.keys(creating?.namespaces ?? {})]).toEqual(['creating', ['net']]);
  runtime.run(1000);
  const [ready] = runtime.world.tables.sandboxes.values();
  expect(Object.keys(ready?.namespaces ?? {}).sort()).toEqual(['ipc', 'net', 'pid', 'uts']);
});

test('hostNetwork: no network namespace, no CNI, the node\'s UTS', () => {
  const runtime = new TestRuntime().pod('p', { hostNetwork: true, containers: [] });
  runtime.sandbox('p');
  const [sandbox] = runtime.world.tables.sandboxes.values();
  expect([sandbox?.hostNetwork, sandbox?.ip, Object.keys(sandbox?.namespaces ?? {})]).toEqual([true, undefined, ['ipc']]);
  expect(runtime.facts().filter((line) => line.includes('CNI'))).toEqual([]);
  const at = runtime.now;
  runtime.call('StopPodSandbox', 'p', { sandbox: sandbox?.id ?? '' }).run(at + 1000);
  expect(runtime.facts(at).map((line) => line.replace(/^\d+ /, ''))).toEqual(['StopPodSandbox call', 'StopPodSandbox return']);
});

test('without its configuration the network plugin refuses, and nothing is left of the sandbox', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  runtime.set((tx) => tx.put('machines', 'w1', { ...present(tx.get('machines', 'w1'), 'w1'), cniConfigured: false }));
  runtime.call('RunPodSandbox', 'p').run(1000);
  expect(runtime.world.tables.sandboxes.size).toBe(0);
  expect(runtime.returns[0]).toMatchObject({ ok: false });
  expect(runtime.returns[0]?.error).toMatch(/^rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{13}": cni plugin not initialized$/);
  expect(runtime.facts().map((line) => line.split(':')[0])).toEqual([
    '0 RunPodSandbox call', '0 CNI ADD call', '140 CNI ADD return cni plugin not initialized', '140 RunPodSandbox return rpc error',
  ]);
  expect(runtime.rules.slice(-2)).toEqual(['network.refuseAddress', 'containerd.sandboxFailed']);
});

test('addresses: in turn, never two at once, taken until CNI DEL; then the range is empty', () => {
  // A /29 has five: .2 to .6 (.1 is the gateway, .7 broadcast).
  const runtime = new TestRuntime();
  const ids = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((name) => runtime.pod(name, twoContainers).sandbox(name));
  const ips = () => [...runtime.world.tables.sandboxes.values()].map(({ ip }) => ip ?? 'none').sort();
  expect(ips()).toEqual(['10.244.1.2', '10.244.1.3', '10.244.1.4', '10.244.1.5', '10.244.1.6']);
  expect(runtime.returns.at(-1)?.error).toContain('no IP addresses available in range set: 10.244.1.0/29');
  const [, second] = ids;
  runtime.call('StopPodSandbox', 'p2', { sandbox: second ?? '' }).run(runtime.now + 40);
  expect(runtime.world.tables.sandboxes.get(second ?? '')).toMatchObject({ state: 'notReady', ip: '10.244.1.3' });
  runtime.run(runtime.now + 1000);
  expect(ips()).toEqual(['10.244.1.2', '10.244.1.4', '10.244.1.5', '10.244.1.6', 'none']);
  runtime.pod('p7', twoContainers).sandbox('p7');
  expect(ips()).toContain('10.244.1.3');
});

test('a container is created, started, asked to end; the answer comes when it has ended', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  const sandbox = runtime.sandbox('p');
  const from = runtime.now;
  const a = runtime.container('p', sandbox, 'a', { data: { kind: 'app', restartCount: 3 } });
  expect(runtime.row(a)).toMatchObject({ name: 'a', kind: 'app', restartCount: 3, state: 'running', sandbox });
  const stop = runtime.now;
  runtime.call('StopContainer', 'p', { container: a, timeout: 30 }).run(stop + 5000);
  expect(runtime.facts(from).map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'CreateContainer call a CONTAINER', 'CreateContainer return a CONTAINER', 'StartContainer call a', 'StartContainer return a',
    'StopContainer call a 30 s', 'signal SIGTERM a', 'exit a exit 0', 'StopContainer return a 30 s',
  ]);
  expect(runtime.row(a)).toMatchObject({ state: 'exited', exitCode: 0, reason: 'Completed', finishedAt: stop + 500 });
  expect(runtime.returns.at(-1)).toMatchObject({ op: 'StopContainer', ok: true, container: a });
});

test('SIGTERM ignored: SIGKILL when the time is over; a second, shorter call hurries it and both are answered', () => {
  const stubborn = { sequence: [{ run: 'forever' }], sigterm: 'ignore' } as const;
  const runtime = new TestRuntime({ a: stubborn }).pod('p', twoContainers);
  const a = runtime.container('p', runtime.sandbox('p'), 'a');
  const stop = runtime.now;
  runtime.call('StopContainer', 'p', { container: a, timeout: 30 }).run(stop + 1000);
  runtime.call('StopContainer', 'p', { container: a, timeout: 2 }).run(stop + 60_000);
  expect(runtime.facts(stop).map((line) => line.replace(/^\d+/, (at) => String(Number(at) - stop)))).toEqual([
    '0 StopContainer call a 30 s', '0 signal SIGTERM a', '1000 StopContainer call a 2 s', '3000 signal SIGKILL a',
    '3020 exit a exit 137', '3020 StopContainer return a 30 s', '3020 StopContainer return a 2 s',
  ]);
  expect(runtime.row(a)).toMatchObject({ exitCode: 137, reason: 'Error' });
  const late = runtime.now;
  runtime.call('StopContainer', 'p', { container: a, timeout: 30 }).run(late + 10);
  expect(runtime.returns.at(-1)).toMatchObject({ op: 'StopContainer', ok: true });
});

test('no time: SIGKILL at once', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  const a = runtime.container('p', runtime.sandbox('p'), 'a');
  const stop = runtime.now;
  runtime.call('StopContainer', 'p', { container: a, timeout: 0 }).run(stop + 1000);
  expect(runtime.facts(stop).map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'StopContainer call a 0 s', 'signal SIGKILL a', 'exit a exit 137', 'StopContainer return a 0 s',
  ]);
  expect(runtime.rules).toContain('containerd.killAtOnce');
});

test('scripts: the nth start runs the nth entry, the last one repeats', () => {
  const program = { sequence: [{ run: 300, exit: 1 }, { run: 1000 }, { run: 'forever' }] } as const;
  const ends = [0, 1, 2, 3].map((restartCount) => {
    const runtime = new TestRuntime({ a: program }).pod('p', twoContainers);
    const a = runtime.container('p', runtime.sandbox('p'), 'a', { data: { restartCount } });
    const started = runtime.row(a)?.startedAt ?? 0;
    runtime.run(started + 100_000);
    const row = runtime.row(a);
    return row?.state === 'exited' ? [(row.finishedAt ?? 0) - started, row.exitCode, row.reason] : row?.state;
  });
  expect(ends).toEqual([[300, 1, 'Error'], [1000, 0, 'Completed'], 'running', 'running']);
});

test('PID namespaces: own, the pod\'s, the node\'s, another container\'s', () => {
  const runtime = new TestRuntime()
    .pod('own', twoContainers)
    .pod('shared', { shareProcessNamespace: true, ...twoContainers })
    .pod('host', { hostPID: true, ...twoContainers })
    .pod('debug', { ...twoContainers, ephemeralContainers: [{ name: 'd', targetContainerName: 'a' }] });
  const pids = (pod: string, names: readonly string[]) => {
    const sandbox = runtime.sandbox(pod);
    return names.map((name) => runtime.row(runtime.container(pod, sandbox, name))?.namespaces.pid);
  };
  const [a, b] = pids('own', ['a', 'b']);
  expect(a !== undefined && b !== undefined && a !== b).toBe(true);
  expect(pids('shared', ['a', 'b'])).toEqual([undefined, undefined]);
  expect(pids('host', ['a'])).toEqual([undefined]);
  const [target, debugger_] = pids('debug', ['a', 'd']);
  expect(debugger_).toBe(target);
  const modes = runtime.facts().filter((line) => line.includes('CreateContainer call')).map((line) => line.split(' ').at(-1));
  expect(modes).toEqual(['CONTAINER', 'CONTAINER', 'POD', 'POD', 'NODE', 'CONTAINER', 'TARGET']);
});

test('the end of PID 1 takes its namespace along; others go on', () => {
  const runtime = new TestRuntime().pod('p', { ...twoContainers, ephemeralContainers: [{ name: 'd', targetContainerName: 'a' }] });
  const sandbox = runtime.sandbox('p');
  const [a = '', b = '', d = ''] = ['a', 'b', 'd'].map((name) => runtime.container('p', sandbox, name, { data: { kind: name === 'd' ? 'ephemeral' : 'app' } }));
  runtime.note(`process/${d}`, 'exit', { exitCode: 0 }).run(runtime.now);
  expect(runtime.row(a)?.state).toBe('running');
  const again = runtime.container('p', sandbox, 'd', { data: { kind: 'ephemeral' } });
  runtime.note(`process/${a}`, 'exit', { exitCode: 3 }).run(runtime.now);
  expect([a, b, again].map((id) => [runtime.row(id)?.state, runtime.row(id)?.exitCode])).toEqual([['exited', 3], ['running', undefined], ['exited', 137]]);
});

test('pause killed: containers go on, unless pause was PID 1 for all of them', () => {
  const states = [false, true].map((shareProcessNamespace) => {
    const runtime = new TestRuntime().pod('p', { shareProcessNamespace, ...twoContainers });
    const sandbox = runtime.sandbox('p');
    const a = runtime.container('p', sandbox, 'a');
    runtime.set((tx) => pauseKilled(tx, present(tx.get('sandboxes', sandbox), 'sandbox')));
    return [runtime.world.tables.sandboxes.get(sandbox)?.state, runtime.row(a)?.state];
  });
  expect(states).toEqual([['notReady', 'running'], ['notReady', 'exited']]);
});

test('StopPodSandbox kills what is left, gives the address back, and may be repeated', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  const sandbox = runtime.sandbox('p');
  const a = runtime.container('p', sandbox, 'a');
  const stop = runtime.now;
  runtime.call('StopPodSandbox', 'p', { sandbox }).run(stop + 1000);
  runtime.call('StopPodSandbox', 'p', { sandbox }).run(stop + 2000);
  expect(runtime.facts(stop).map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'StopPodSandbox call', 'signal SIGKILL a', 'exit a exit 137', 'CNI DEL call', 'CNI DEL return', 'StopPodSandbox return',
    'StopPodSandbox call', 'StopPodSandbox return',
  ]);
  expect(runtime.row(a)?.exitCode).toBe(137);
  expect(runtime.world.tables.sandboxes.get(sandbox)).toMatchObject({ state: 'notReady', namespaces: {} });
  runtime.call('RemovePodSandbox', 'p', { sandbox }).run(stop + 3000);
  expect([runtime.world.tables.sandboxes.size, runtime.world.tables.containers.size]).toEqual([0, 0]);
});

test('images: size by bandwidth, again only the question, an unknown name refused', () => {
  const runtime = new TestRuntime({ web: { sequence: [{ run: 'forever' }] } }).pod('p', twoContainers);
  runtime.set((tx) => tx.put('registry', 'gone', { name: 'gone', sizeMB: 1, exists: false, program: { sequence: [] } }));
  for (const image of ['web', 'web', 'gone']) runtime.call('PullImage', 'p', { image }).run(runtime.now + 5000);
  const pulls = runtime.history.steps.flatMap((step) => step.facts.map((fact) => [step.time, fact.type === 'runtime' ? fact.edge : '', fact.ok] as const));
  expect(pulls).toEqual([
    [0, 'call', undefined], [700, 'return', true], [5000, 'call', undefined], [5300, 'return', true],
    [10_000, 'call', undefined], [10_300, 'return', false],
  ]);
  expect(runtime.returns.at(-1)?.error).toBe('rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/gone:latest": ' +
    'failed to resolve reference "docker.io/library/gone:latest": docker.io/library/gone:latest: not found');
  expect([...runtime.world.tables.images.keys()]).toEqual(['w1/web']);
});

test('full image names', () => {
  const names = ['nginx', 'nginx:1.27', 'library/nginx', 'a/b/c@sha256:0', 'registry.k8s.io/pause:3.10', 'localhost/x', 'localhost:5000/x'].map(fullImageName);
  expect(names).toEqual([
    'docker.io/library/nginx:latest', 'docker.io/library/nginx:1.27', 'docker.io/library/nginx:latest', 'docker.io/a/b/c@sha256:0',
    'registry.k8s.io/pause:3.10', 'localhost/x:latest', 'localhost:5000/x:latest',
  ]);
});

test('hooks: they take their time, succeed or fail, and fail with their container', () => {
  const hooked = { sequence: [{ run: 'forever' }], hooks: { postStart: { takes: 100, ok: false }, preStop: { takes: 6000, ok: true } } } as const;
  const runtime = new TestRuntime({ a: hooked }).pod('p', twoContainers);
  const a = runtime.container('p', runtime.sandbox('p'), 'a');
  const from = runtime.now;
  runtime.call('ExecSync', 'p', { container: a, hook: 'postStart' }).run(from + 500);
  runtime.call('ExecSync', 'p', { container: a, hook: 'preStop' }).run(from + 10_000);
  runtime.call('ExecSync', 'p', { container: a, hook: 'preStop' }).run(from + 11_000);
  runtime.note(`process/${a}`, 'exit', { exitCode: 0 }).run(from + 20_000);
  expect(runtime.facts(from).map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'exec postStart call a', 'exec postStart return a command exited with 1', 'exec preStop call a', 'exec preStop return a',
    'exec preStop call a', 'exit a exit 0', 'exec preStop return a command exited with 137',
  ]);
});

test('power off: no exits are seen, sandboxes are lost, work in progress is void', () => {
  const runtime = new TestRuntime({ a: { sequence: [{ run: 5000, exit: 1 }] } }).pod('p', twoContainers).pod('q', twoContainers);
  const sandbox = runtime.sandbox('p');
  const a = runtime.container('p', sandbox, 'a');
  runtime.call('StopContainer', 'p', { container: a, timeout: 30 }).call('RunPodSandbox', 'q').call('PullImage', 'p', { image: 'big' });
  runtime.run(runtime.now + 10);
  const off = runtime.now;
  const steps = runtime.history.steps.length;
  runtime.set((tx) => machineOff(tx, 'w1'));
  expect(runtime.row(a)).toMatchObject({ state: 'exited', exitCode: 255, reason: 'Unknown' });
  expect(runtime.row(a)?.finishedAt).toBeUndefined();
  expect([...runtime.world.tables.sandboxes.values()].map(({ state }) => state)).toEqual(['notReady', 'notReady']);
  runtime.run(off + 100_000);
  expect(runtime.history.steps.length).toBe(steps);
  expect(runtime.world.tables.images.size).toBe(0);
});

test('a call about what is not there is refused', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  runtime.call('CreateContainer', 'p', { sandbox: 'none', containerName: 'a' }).call('StartContainer', 'p', { container: 'none' })
    .call('RunPodSandbox', 'stranger').call('ExecSync', 'p', { container: 'none', hook: 'preStop' }).run(1000);
  expect(runtime.returns.map(({ op, ok }) => [op, ok])).toEqual([['CreateContainer', false], ['StartContainer', false], ['RunPodSandbox', false], ['ExecSync', false]]);
  expect(runtime.rules.filter((rule) => rule === 'containerd.refuseCall').length).toBeGreaterThan(0);
});

test('undo takes everything back, redo brings it again', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  const count = () => [runtime.world.tables.sandboxes.size, runtime.world.tables.containers.size];
  const sandbox = runtime.sandbox('p');
  const a = runtime.container('p', sandbox, 'a');
  runtime.call('StopContainer', 'p', { container: a, timeout: 5 }).run(runtime.now + 3000);
  const before = count();
  runtime.history.seek(0);
  expect(count()).toEqual([0, 0]);
  runtime.history.seek(Infinity);
  expect(count()).toEqual(before);
  expect(runtime.row(a)?.state).toBe('exited');
});

test('only a running container can end, and only once', () => {
  const runtime = new TestRuntime().pod('p', twoContainers);
  const a = runtime.container('p', runtime.sandbox('p'), 'a');
  runtime.set((tx) => {
    containerExited(tx, present(tx.get('containers', a), 'container'), 4);
    containerExited(tx, present(tx.get('containers', a), 'container'), 5);
  });
  expect(runtime.row(a)?.exitCode).toBe(4);
});
