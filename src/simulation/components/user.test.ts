import { beforeAll, expect, test } from 'vitest';
import type { ApiObject, Deployment, Node, Pod, PodSpec } from '../../kubernetes/objects';
import type { UserAction } from '../actions';
import { startCluster } from '../cluster';
import type { Simulation } from '../simulation';

const forever = { sequence: [{ run: 'forever' }] } as const;
const begin = startCluster({
  controlPlanes: ['cp1'], workers: ['w1', 'w2'], ready: true,
  images: { app: { sizeMB: 20, exists: true, present: true, program: forever }, app2: { sizeMB: 20, exists: true, present: true, program: forever } },
}, 1, { check: true });

let run: Simulation;
let count = 0;
beforeAll(() => expect(begin.world.tables.others.has('ServiceAccount/default/default')).toBe(true));

const start = () => {
  run = begin.fork();
};
/** Does an action; the facts of its inputs since then, `until` ms later. */
function act(action: UserAction, wait = 1000) {
  const id = `i${++count}`;
  const from = run.history.steps.length;
  run.input(id, action);
  if (wait > 0) run.run(run.time + wait);
  const facts = run.history.steps.slice(from).flatMap((step) => step.facts);
  return facts.flatMap((fact) => (fact.type === 'input' && fact.input === id ? [fact.ok ? 'ok' : (fact.message ?? '')] : []));
}
const apply = (...objects: readonly ApiObject[]) => act({ do: 'apply', objects });
const rulesSince = (from: number) => run.history.steps.slice(from).map(({ rule }) => rule as string);

const container = (image = 'app') => ({ name: 'c', image, imagePullPolicy: 'IfNotPresent' as const });
const pod = (name: string, spec: PodSpec = {}, labels: Readonly<Record<string, string>> = {}): Pod =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels }, spec: { containers: [container()], ...spec } });
const deployment = (spec: Deployment['spec'] = {}, labels = {}): Deployment => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default', labels },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container()] } }, ...spec },
});
const web = () => run.world.tables.deployments.get('default/web');
const stored = (name: string) => run.world.tables.pods.get(`default/${name}`);
const node = (name: string): Node | undefined => run.world.tables.nodes.get(name);

test('apply creates, changes what the manifest changed, and writes nothing when nothing changed', () => {
  start();
  expect(apply(deployment({}, { a: '1', b: '2' }))).toEqual(['ok']);
  run.run(run.time + 5000);
  const before = web();
  expect(apply(deployment({}, { a: '1', b: '2' }))).toEqual(['ok']);
  expect(web()).toBe(before);
  act({ do: 'scale', kind: 'Deployment', name: 'web', replicas: 4 }, 5000);
  act({ do: 'patch', kind: 'Deployment', name: 'web', patch: { metadata: { labels: { other: 'x' } } } });
  expect(apply(deployment({}, { a: '9' }))).toEqual(['ok']);
  expect(web()).toMatchObject({ metadata: { labels: { a: '9', other: 'x' }, uid: before?.metadata?.uid }, spec: { replicas: 2, progressDeadlineSeconds: 600 } });
  expect(web()?.metadata?.labels).not.toHaveProperty('b');
  expect(web()?.status).toBeDefined();
  expect(web()?.metadata?.generation).toBe(3);
});

test('apply of a running pod keeps what admission and the kubelet added; its spec is fixed but for the image', () => {
  start();
  apply(pod('p', { tolerations: [{ key: 'x', operator: 'Exists' }] }));
  run.run(run.time + 5000);
  const before = stored('p');
  expect(before?.status?.phase).toBe('Running');
  expect(apply(pod('p', { tolerations: [{ key: 'x', operator: 'Exists' }] }, { tier: 'new' }))).toEqual(['ok']);
  expect(stored('p')?.spec).toBe(before?.spec);
  expect(stored('p')?.metadata?.labels).toEqual({ tier: 'new' });
  expect(apply(pod('p', { tolerations: [{ key: 'x', operator: 'Exists' }], hostNetwork: true }))[0]).toMatch(/^The Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than/);
  expect(act({ do: 'setImage', kind: 'Pod', name: 'p', container: 'c', image: 'app2' })).toEqual(['ok']);
  expect(stored('p')?.spec?.containers?.[0]?.image).toBe('app2');
  expect(act({ do: 'setImage', kind: 'Pod', name: 'p', container: 'x', image: 'app2' })).toEqual(['error: unable to find container named "x"']);
});

test('several objects: one refusal does not stop the others; a new API namespace is waited for', () => {
  start();
  const facts = apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { ...pod('a'), metadata: { name: 'a', namespace: 'shop' } },
    { ...pod('b'), metadata: { name: 'b', namespace: 'nowhere' } },
    pod('c'),
  );
  expect(facts).toEqual(['Error from server (NotFound): namespaces "nowhere" not found']);
  expect([run.world.tables.pods.has('shop/a'), run.world.tables.pods.has('default/c')]).toEqual([true, true]);
});

test('a selector cannot be changed, and a refusal changes nothing', () => {
  start();
  apply(deployment());
  const before = web();
  const other = deployment({ selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec: { containers: [container()] } } });
  expect(apply(other)[0]).toMatch(/^The Deployment\.apps "web" is invalid: spec\.selector: Invalid value: .*field is immutable/);
  expect(web()?.spec).toBe(before?.spec);
});

test('patch: merge, null, the taint that is appended once', () => {
  start();
  const mark: UserAction = { do: 'patch', kind: 'Node', name: 'w1', patch: { metadata: { labels: { role: 'x' } }, spec: { $appendTaint: { key: 'k', effect: 'NoSchedule' } } } };
  act(mark);
  act(mark);
  expect(node('w1')?.spec?.taints).toEqual([{ key: 'k', effect: 'NoSchedule' }]);
  act({ do: 'patch', kind: 'Node', name: 'w1', patch: { metadata: { labels: { role: null } } } });
  expect(node('w1')?.metadata?.labels).not.toHaveProperty('role');
  expect(act({ do: 'patch', kind: 'Node', name: 'none', patch: {} })).toEqual(['Error from server (NotFound): nodes "none" not found']);
});

test('set image makes a new ReplicaSet, rollout undo brings the old template back', () => {
  start();
  apply(deployment());
  run.run(run.time + 10_000);
  act({ do: 'setImage', kind: 'Deployment', name: 'web', container: 'c', image: 'app2' }, 20_000);
  expect(run.world.tables.replicaSets.size).toBe(3);
  expect(act({ do: 'rolloutUndo', kind: 'Deployment', name: 'web' }, 20_000)).toEqual(['ok']);
  expect(web()?.spec?.template?.spec?.containers?.[0]?.image).toBe('app');
  expect(web()?.spec?.template?.metadata?.labels).toEqual({ app: 'web' });
  expect(run.world.tables.replicaSets.size).toBe(3);
  expect(act({ do: 'rolloutUndo', kind: 'Deployment', namespace: 'kube-system', name: 'coredns' })).toEqual(['error: no rollout history found for deployment "coredns"']);
});

test('rollout undo of a DaemonSet and a StatefulSet: from their ControllerRevisions', () => {
  start();
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [container()] } };
  const owner = (kind: string, name: string, more = {}) => ({ apiVersion: 'apps/v1', kind, metadata: { name, namespace: 'default' }, spec: { selector: { matchLabels: { app: 'x' } }, template, ...more } }) as ApiObject;
  apply(owner('DaemonSet', 'agent'), owner('StatefulSet', 'db', { serviceName: 'db', replicas: 1 }));
  const image = (table: 'daemonSets' | 'statefulSets', key: string) => run.world.tables[table].get(key)?.spec?.template?.spec?.containers?.[0]?.image;
  for (const [kind, name] of [['DaemonSet', 'agent'], ['StatefulSet', 'db']] as const) {
    act({ do: 'setImage', kind, name, container: 'c', image: 'app2' }, 10_000);
    expect(act({ do: 'rolloutUndo', kind, name }, 10_000)).toEqual(['ok']);
  }
  expect([image('daemonSets', 'default/agent'), image('statefulSets', 'default/db')]).toEqual(['app', 'app']);
  expect(act({ do: 'rolloutUndo', kind: 'DaemonSet', namespace: 'kube-system', name: 'cni' })).toEqual(['error: no rollout history found for daemonset "cni"']);
});

test('delete: by name, by pattern (one pod), forced, refused', () => {
  start();
  apply(deployment(), pod('p', { nodeName: 'w1' }));
  run.run(run.time + 5000);
  act({ do: 'delete', kind: 'Pod', namePattern: 'web-{hash}-{rand5}' }, 100);
  const going = [...run.world.tables.pods.values()].filter(({ metadata }) => metadata?.deletionTimestamp);
  expect(going.map(({ metadata }) => metadata?.deletionGracePeriodSeconds)).toEqual([30]);
  act({ do: 'delete', kind: 'Pod', name: 'p', force: true }, 0);
  expect(stored('p')).toBeUndefined();
  expect(act({ do: 'delete', kind: 'Pod', name: 'p' })).toEqual(['Error from server (NotFound): pods "p" not found']);
  expect(act({ do: 'delete', kind: 'Namespace', name: 'kube-system' })).toEqual(['Error from server (Forbidden): namespaces "kube-system" is forbidden: this namespace may not be deleted']);
});

test('cordon, uncordon, taint', () => {
  start();
  act({ do: 'cordon', node: 'w1' });
  expect(node('w1')?.spec?.unschedulable).toBe(true);
  act({ do: 'uncordon', node: 'w1' });
  expect(node('w1')?.spec?.unschedulable).toBeUndefined();
  act({ do: 'taint', node: 'w1', key: 'dedicated', value: 'gpu', effect: 'NoExecute' });
  expect(node('w1')?.spec?.taints).toEqual([{ key: 'dedicated', value: 'gpu', effect: 'NoExecute', timeAdded: expect.stringMatching(/Z$/) as string }]);
  act({ do: 'taint', node: 'w1', key: 'dedicated', effect: 'NoExecute', remove: true });
  expect(node('w1')?.spec?.taints ?? []).toEqual([]);
  expect(act({ do: 'taint', node: 'w1', key: 'dedicated', effect: 'NoExecute', remove: true })).toEqual(['error: taint "dedicated:NoExecute" not found']);
});

test('drain is refused for DaemonSet pods, bare pods and emptyDirs, each with kubectl\'s words, and evicts nothing', () => {
  start();
  apply(pod('bare', { nodeName: 'w1' }));
  run.run(run.time + 3000);
  const [message = ''] = act({ do: 'drain', node: 'w1' });
  expect(message).toMatch(/^error: unable to drain node "w1" due to error: \[/);
  expect(message).toMatch(/cannot delete DaemonSet-managed Pods \(use --ignore-daemonsets to ignore\): kube-system\/cni-\w+, kube-system\/kube-proxy-\w+/);
  expect(message).toContain('cannot delete Pods that declare no controller (use --force to override): default/bare');
  expect(node('w1')?.spec?.unschedulable).toBe(true);
  expect(act({ do: 'drain', node: 'w1', ignoreDaemonsets: true })[0]).toContain('declare no controller');
  apply(pod('scratch', { nodeName: 'w2', volumes: [{ name: 'v', emptyDir: {} }] }));
  expect(act({ do: 'drain', node: 'w2', ignoreDaemonsets: true, force: true })[0]).toContain('cannot delete Pods with local storage (use --delete-emptydir-data to override): default/scratch');
  expect(stored('scratch')?.metadata?.deletionTimestamp).toBeUndefined();
});

test('drain evicts, waits until all are gone, and leaves mirrors and DaemonSet pods', () => {
  start();
  apply(deployment({ replicas: 4 }));
  run.run(run.time + 5000);
  const on = (name: string) => [...run.world.indexes.get('podsByNode', name)];
  expect(on('w1').filter((key) => key.startsWith('default/web-')).length).toBeGreaterThan(0);
  expect(act({ do: 'drain', node: 'w1', ignoreDaemonsets: true, deleteEmptydirData: true }, 60_000)).toEqual(['ok']);
  expect(on('w1').filter((key) => key.startsWith('default/'))).toEqual([]);
  expect(on('cp1').length).toBeGreaterThan(4);
  expect(act({ do: 'drain', node: 'cp1', ignoreDaemonsets: true }, 60_000)).toEqual(['ok']);
  expect(on('cp1').filter((key) => /\/(?:etcd|kube)-/.test(key)).length).toBe(5);
});

test('a budget keeps its pods from eviction until it is gone', () => {
  start();
  apply(deployment({ replicas: 1 }), { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b', namespace: 'default' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } } as ApiObject);
  run.run(run.time + 10_000);
  const [name = ''] = [...run.world.tables.pods.values()].filter(({ metadata }) => metadata?.labels?.['app'] === 'web').map(({ spec }) => spec?.nodeName ?? '');
  const from = run.history.steps.length;
  expect(act({ do: 'drain', node: name, ignoreDaemonsets: true, deleteEmptydirData: true }, 12_000)).toEqual([]);
  const refusals = run.history.steps.slice(from).filter(({ rule }) => rule === 'user.evictionRefused');
  expect(refusals.slice(1).map(({ time }, index) => time - (refusals[index]?.time ?? 0))).toEqual([5000, 5000]);
  expect(refusals[0]?.about['error']).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  act({ do: 'delete', kind: 'PodDisruptionBudget', name: 'b' }, 60_000);
  expect(rulesSince(from)).toContain('user.drained');
});

test('debug adds an ephemeral container; not to a mirror, not twice under one name, not beside a container that is not there', () => {
  start();
  apply(pod('p'));
  run.run(run.time + 3000);
  expect(act({ do: 'debug', pod: 'p', image: 'app', target: 'c' })).toEqual(['ok']);
  const [added] = stored('p')?.spec?.ephemeralContainers ?? [];
  expect(added).toMatchObject({ image: 'app', targetContainerName: 'c', imagePullPolicy: 'Always', stdin: true, tty: true });
  expect(added?.name).toMatch(/^debugger-[a-z0-9]{5}$/);
  expect(act({ do: 'debug', pod: 'p', image: 'app', name: 'c' })[0]).toContain('spec.ephemeralContainers[1].name: Duplicate value: "c"');
  expect(act({ do: 'debug', pod: 'p', image: 'app', target: 'x' })[0]).toContain('spec.ephemeralContainers[1].targetContainerName: Not found: "x"');
  expect(act({ do: 'debug', namespace: 'kube-system', pod: 'etcd-cp1', image: 'app' })[0]).toContain('static pods do not support ephemeral containers');
});

test('files: written with a comment, changed, renamed, removed; the kubelet notices by itself', () => {
  start();
  const path = '/etc/kubernetes/manifests/web.yaml';
  const manifest: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container()] } };
  act({ do: 'writeFile', node: 'w1', path, manifest, comment: 'by hand' }, 5000);
  expect(run.world.tables.files.get(`w1:${path}`)?.text).toMatch(/^# by hand\napiVersion: v1\nkind: Pod\n/);
  expect(stored('web-w1')?.status?.phase).toBe('Running');
  act({ do: 'renameFile', node: 'w1', from: path, to: `${path}.bak` }, 60_000);
  expect([...run.world.tables.files.keys()].filter((key) => key.startsWith('w1:'))).toEqual([`w1:${path}.bak`]);
  expect(stored('web-w1')?.status?.phase).toBe('Running');
  expect(act({ do: 'removeFile', node: 'w1', path })).toEqual([`rm: cannot remove '${path}': No such file or directory`]);
  act({ do: 'removeFile', node: 'w1', path: `${path}.bak` }, 60_000);
  expect(stored('web-w1')).toBeUndefined();
});

test('only the first document of a file counts; a text that is no YAML holds nothing', () => {
  start();
  const write = (content: string) => {
    act({ do: 'writeFile', node: 'w1', path: '/etc/kubernetes/manifests/x.yaml', content }, 0);
    const { object, error, ignoredDocuments } = run.world.tables.files.get('w1:/etc/kubernetes/manifests/x.yaml') ?? {};
    return { name: object?.metadata?.name, error, ignoredDocuments };
  };
  expect(write('kind: Pod\nmetadata: {name: one}\n---\nkind: Pod\nmetadata: {name: two}\n')).toEqual({ name: 'one', error: undefined, ignoredDocuments: 1 });
  expect(write('metadata: {name: web\n').error).toMatch(/^yaml: line \d+: /);
  expect(write('metadata:\n\tname: a\n').error).toMatch(/^yaml: line 2: /);
  expect(write('')).toEqual({ name: undefined, error: undefined, ignoredDocuments: undefined });
});

test('processes: exit, kill, out of memory, pause; and what is not there', () => {
  start();
  apply(pod('p', { nodeName: 'w1', restartPolicy: 'Never', containers: [container(), { ...container(), name: 'd' }, { ...container(), name: 'e' }] }));
  run.run(run.time + 3000);
  const where = { node: 'w1', pod: 'default/p' };
  act({ do: 'exitContainer', ...where, container: 'c', exitCode: 3 }, 100);
  act({ do: 'killContainer', ...where, container: 'd' }, 100);
  act({ do: 'killContainer', ...where, container: 'e', reason: 'OOM' }, 100);
  const ended = [...run.world.tables.containers.values()].filter(({ podUid }) => podUid === stored('p')?.metadata?.uid).map(({ name, exitCode, reason }) => `${name} ${exitCode} ${reason}`);
  expect(ended.sort()).toEqual(['c 3 Error', 'd 137 Error', 'e 137 OOMKilled']);
  expect(act({ do: 'exitContainer', ...where, container: 'c', exitCode: 3 })).toEqual(['no container c of default/p runs on w1']);
  apply(pod('q', { nodeName: 'w1' }));
  run.run(run.time + 3000);
  expect(act({ do: 'killContainer', node: 'w1', podPattern: 'default/q', container: 'pause' }, 5000)).toEqual(['ok']);
  const attempts = [...run.world.tables.sandboxes.values()].filter(({ pod: name }) => name === 'default/q').map(({ attempt, state }) => `${attempt} ${state}`);
  expect(attempts).toContain('1 ready');
});

test('the kubelet stopped: containers run on; the machine off: nothing does; files stay', () => {
  start();
  apply(pod('p', { nodeName: 'w1' }));
  run.run(run.time + 3000);
  const states = () => [...run.world.tables.containers.values()].filter(({ node: name }) => name === 'w1').map(({ state }) => state);
  act({ do: 'stopKubelet', node: 'w1' });
  expect(new Set(states())).toEqual(new Set(['running']));
  expect(run.world.tables.machines.get('w1')).toMatchObject({ power: 'on', kubelet: 'stopped' });
  act({ do: 'startKubelet', node: 'w1' });
  expect(run.world.tables.machines.get('w1')?.kubelet).toBe('running');
  act({ do: 'stopNode', node: 'w1' });
  expect(new Set(states())).toEqual(new Set(['exited']));
  expect(act({ do: 'startKubelet', node: 'w1' })).toEqual(['w1 is switched off']);
  expect(act({ do: 'stopNode', node: 'nowhere' })).toEqual(['there is no machine nowhere']);
  act({ do: 'startNode', node: 'w1' }, 30_000);
  expect(stored('p')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
});

test('working sets are kept by pod and container, replaced by the next setting', () => {
  start();
  apply(pod('p', { nodeName: 'w1' }));
  run.run(run.time + 3000);
  act({ do: 'setUsage', node: 'w1', usage: [{ podPattern: 'default/.*', container: 'c', memory: '1Gi' }, { pod: 'default/none', container: 'c', memory: '1Gi' }] });
  expect(run.world.tables.memory.get('usage/w1')).toMatchObject({ bytes: { [`${stored('p')?.metadata?.uid}/c`]: 2 ** 30 } });
  act({ do: 'setUsage', node: 'w1', usage: [] });
  expect(run.world.tables.memory.get('usage/w1')).toMatchObject({ bytes: {} });
});

test('the registry: an image taken out cannot be pulled any more', () => {
  start();
  act({ do: 'setImageExists', image: 'app', exists: false });
  expect(run.world.tables.registry.get('app')).toMatchObject({ exists: false, sizeMB: 20 });
  act({ do: 'setImageExists', image: 'new', exists: false });
  apply(pod('p', { nodeName: 'w1', containers: [{ ...container('new'), imagePullPolicy: 'IfNotPresent' }] }));
  run.run(run.time + 5000);
  expect(stored('p')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toMatch(/ErrImagePull|ImagePullBackOff/);
});

test('no API server: kubectl says so for every command; a shell on a node works', () => {
  start();
  act({ do: 'stopNode', node: 'cp1' });
  const refused = 'The connection to the server 10.0.0.11:6443 was refused - did you specify the right host or port?';
  const commands: UserAction[] = [
    { do: 'apply', objects: [pod('p')] }, { do: 'delete', kind: 'Pod', name: 'p' }, { do: 'scale', kind: 'Deployment', name: 'web', replicas: 1 },
    { do: 'patch', kind: 'Node', name: 'w1', patch: {} }, { do: 'setImage', kind: 'Deployment', name: 'web', container: 'c', image: 'i' },
    { do: 'rolloutUndo', kind: 'Deployment', name: 'web' }, { do: 'cordon', node: 'w1' }, { do: 'taint', node: 'w1', key: 'k', effect: 'NoSchedule' },
    { do: 'drain', node: 'w1' }, { do: 'debug', pod: 'p', image: 'i' },
  ];
  for (const command of commands) expect([command.do, ...act(command, 0)]).toEqual([command.do, refused]);
  expect(act({ do: 'writeFile', node: 'w1', path: '/etc/kubernetes/manifests/a.yaml', content: '' })).toEqual(['ok']);
});

test('waiting for the API: told once, done when it answers', () => {
  start();
  act({ do: 'stopNode', node: 'cp1' });
  act({ do: 'startNode', node: 'cp1' }, 0);
  const from = run.history.steps.length;
  expect(act({ do: 'patch', kind: 'Node', name: 'w1', waitForAPI: true, patch: { metadata: { labels: { x: 'y' } } } }, 60_000)).toEqual(['ok']);
  expect(rulesSince(from).filter((rule) => rule.startsWith('user.'))).toEqual(['user.waitForAPI', 'user.edit']);
  expect(node('w1')?.metadata?.labels?.['x']).toBe('y');
});
