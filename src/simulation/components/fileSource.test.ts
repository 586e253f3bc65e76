import { expect, test } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { container, image, pod, TestCluster } from './testKubelet';

const cluster = () => TestCluster.ready({ other: image(), slow: image({ sigterm: { after: 6000, exit: 0 } }) });

/** A manifest as a person writes it: no node, no API namespace. */
const manifest = (name: string, more: Partial<NonNullable<Pod['spec']>> = {}, uid?: string): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, ...(uid ? { uid } : {}) }, spec: { containers: [container()], ...more },
});

test('a manifest is read at once: the pod, its mirror, its sandbox', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5);
  expect(play.told('web-w-1')).toBe(`
    addStaticPod web.yaml
    createMirrorPod
    runPodSandbox
    createContainer c
    patchStatus Pending, its sandbox is ready
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  const mirror = play.stored('web-w-1');
  const uid = play.worker('web-w-1')?.uid ?? '';
  expect(mirror?.metadata?.annotations).toMatchObject({
    'kubernetes.io/config.source': 'file', 'kubernetes.io/config.hash': uid, 'kubernetes.io/config.mirror': uid,
  });
  expect(mirror?.metadata?.uid).not.toBe(uid);
  expect(mirror?.spec?.tolerations).toContainEqual({ operator: 'Exists', effect: 'NoExecute' });
  expect(play.events('web-w-1').at(-1)).toBe('Started spec.containers{c}: Container started');
  play.checkUndo();
});

test('an edited manifest is another pod: the old one ends first, then the new one starts', () => {
  const play = cluster().write('web.yaml', manifest('web', { containers: [container({ image: 'slow' })] })).wait(5);
  play.told();
  play.write('web.yaml', manifest('web', { containers: [container({ image: 'other' })] })).wait(40);
  expect(play.told('web-w-1')).toBe(`
    removeStaticPod web.yaml
    stopContainer c
    addStaticPod web.yaml
    waitForNamesake
    stopPodSandbox
    patchStatus Running, not ready
    podIsFinished
    forgetPod
    deleteMirrorPod
    createMirrorPod
    runPodSandbox
    createContainer c
    patchStatus Pending, its sandbox is ready
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  expect(play.stored('web-w-1')?.spec?.containers?.[0]?.image).toBe('other');
  play.checkUndo();
});

test('a manifest with a UID of its own is changed in place, and the mirror goes stale', () => {
  const play = cluster().write('web.yaml', manifest('web', {}, 'fixed-uid')).wait(5);
  play.told();
  play.write('web.yaml', manifest('web', { containers: [container({ image: 'other' })] }, 'fixed-uid')).wait(5);
  expect(play.told('web-w-1')).toBe(`
    updateStaticPod web.yaml
    stopContainer c
    createContainer c
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  expect(play.events('web-w-1')).toContain('Killing spec.containers{c}: Container c definition changed, will be restarted');
  expect(play.stored('web-w-1')?.spec?.containers?.[0]?.image).toBe('app');
});

test('a removed manifest: the pod stops, then housekeeping deletes the mirror', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5);
  play.told();
  play.remove('web.yaml').wait(10);
  const told = play.told('web-w-1');
  expect(told.indexOf('deleteOrphanedMirror')).toBeGreaterThan(told.indexOf('stopPodSandbox'));
  expect(told.replace('    deleteOrphanedMirror\n', '')).toBe(`
    removeStaticPod web.yaml
    stopContainer c
    stopPodSandbox
    patchStatus Running, not ready
    podIsFinished
    forgetPod
  `);
  expect(play.stored('web-w-1')).toBeUndefined();
  expect(play.worker('web-w-1')).toBeUndefined();
  play.checkUndo();
});

test('removed and put back while it stops: it ends, then it starts anew with the same UID; the mirror stays', () => {
  const play = cluster().write('web.yaml', manifest('web', { containers: [container({ image: 'slow' })] })).wait(5);
  const uid = play.worker('web-w-1')?.uid;
  const mirrorUid = play.stored('web-w-1')?.metadata?.uid;
  play.told();
  play.remove('web.yaml').wait(3).write('web.yaml', manifest('web', { containers: [container({ image: 'slow' })] })).wait(20);
  expect(play.told('web-w-1')).toBe(`
    removeStaticPod web.yaml
    stopContainer c
    readdStaticPod web.yaml
    stopPodSandbox
    patchStatus Running, not ready
    podIsFinished
    restartPod
    patchStatus Running
    sandboxChanged
    stopPodSandbox
    runPodSandbox
    createContainer c
    patchStatus Running, its sandbox is ready
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  expect(play.worker('web-w-1')?.uid).toBe(uid);
  expect(play.stored('web-w-1')?.metadata?.uid).toBe(mirrorUid);
  play.checkUndo();
});

test('a file that became invalid is passed over; the next listing takes its pod away', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5);
  play.told();
  play.write('web.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web\n').wait(1);
  const ignored = play.run.history.steps.findLast((step) => step.rule === 'kubelet.ignoreFile');
  expect(ignored?.about['reason']).toMatch(/^\/etc\/kubernetes\/manifests\/web.yaml: couldn't parse as pod/);
  expect(play.running('web-w-1')).toEqual(['c']);
  play.wait(30);
  expect(play.told('web-w-1')).toContain('removeStaticPod');
  expect(play.stored('web-w-1')).toBeUndefined();
});

test('a renamed pod inside its file starts at once beside the old one, which goes at the next listing', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5).write('web.yaml', manifest('shop')).wait(2);
  expect(play.running('shop-w-1')).toEqual(['c']);
  expect(play.running('web-w-1')).toEqual(['c']);
  play.wait(25);
  expect(play.running('web-w-1')).toEqual([]);
  expect(play.stored('web-w-1')).toBeUndefined();
});

test('a renamed file is another pod', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5);
  const uid = play.worker('web-w-1')?.uid;
  play.do({ do: 'renameFile', node: 'w-1', from: '/etc/kubernetes/manifests/web.yaml', to: '/etc/kubernetes/manifests/new.yaml' }).wait(30);
  expect(play.worker('web-w-1')?.uid).not.toBe(uid);
  expect(play.kubectl('web-w-1')).toBe('1/1 Running 0');
});

test('a copy of a manifest takes over; when it goes, the pod goes until the next listing', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5).write('web.yaml.bak', manifest('web')).wait(30);
  expect(play.worker('web-w-1')?.file).toBe('/etc/kubernetes/manifests/web.yaml.bak');
  play.remove('web.yaml.bak').wait(60);
  expect(play.worker('web-w-1')?.file).toBe('/etc/kubernetes/manifests/web.yaml');
  expect(play.kubectl('web-w-1')).toBe('1/1 Running 0');
});

test('dot files, sub-folders, second documents and other kinds give no pod', () => {
  const second = 'apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: c, image: app}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: two}\nspec: {containers: [{name: c, image: app}]}\n';
  const play = cluster().write('.hidden.yaml', manifest('hidden')).write('sub/web.yaml', manifest('sub')).write('both.yaml', second)
    .write('deployment.yaml', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' } })
    .write('account.yaml', manifest('account', { serviceAccountName: 'robot' })).wait(25);
  const names = ['hidden', 'sub', 'one', 'two', 'd', 'account'].filter((name) => play.worker(`${name}-w-1`));
  expect(names).toEqual(['one']);
  const reasons = play.run.history.steps.filter((step) => step.rule === 'kubelet.ignoreFile').map((step) => step.about['file']);
  expect(reasons).toEqual(['deployment.yaml', 'account.yaml']);
});

test('a deleted mirror comes back with a new UID; nothing is restarted', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(5);
  const mirrorUid = play.stored('web-w-1')?.metadata?.uid;
  play.told();
  play.delete('web-w-1').wait(15);
  expect(play.told('web-w-1')).toBe(`
    deleteMirrorPod
    createMirrorPod
    patchStatus Running, ready
  `);
  expect(play.stored('web-w-1')?.metadata?.uid).not.toBe(mirrorUid);
  expect(play.kubectl('web-w-1')).toBe('1/1 Running 0');
  play.checkUndo();
});

test('a mirror that the API server refuses is tried again; the pod runs all the same', () => {
  const play = cluster().write('web.yaml', { ...manifest('web'), metadata: { name: 'web', namespace: 'nowhere' } }).wait(5);
  expect(play.told('web-w-1')).toContain('mirrorRefused');
  const running = () => [...play.run.world.tables.containers.values()].filter((row) => row.podUid === [...play.run.world.tables.podWorkers.values()].find((each) => each.fullName === 'nowhere/web-w-1')?.uid);
  expect(running().map((row) => row.state)).toEqual(['running']);
  play.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'nowhere' } }).wait(100);
  expect(play.run.world.tables.pods.has('nowhere/web-w-1')).toBe(true);
});

test('a static pod that is refused by admission has no mirror', () => {
  const ports = [{ containerPort: 80, hostPort: 8080 }];
  const play = cluster().apply(pod({ containers: [container({ ports })] })).wait(5).write('web.yaml', manifest('web', { containers: [container({ ports })] })).wait(5);
  expect(play.told('web-w-1')).toBe(`
    addStaticPod web.yaml
    rejectPod NodePorts
  `);
  expect(play.events('web-w-1')).toEqual(["NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"]);
  expect(play.stored('web-w-1')).toBeUndefined();
  play.remove('web.yaml').wait(5);
  expect(play.worker('web-w-1')).toBeUndefined();
});

test('a mirror that no static pod stands behind is deleted', () => {
  const forged = { ...pod({}, 'forged'), metadata: { name: 'forged', namespace: 'default', annotations: { 'kubernetes.io/config.mirror': 'x' } } };
  const play = cluster().apply(forged).wait(5);
  expect(play.told('forged')).toBe(`
    deleteOrphanedMirror
  `);
  expect(play.stored('forged')).toBeUndefined();
});

test('the mirror of the API server itself cannot be deleted before there is one again', () => {
  const play = cluster().remove('kube-apiserver.yaml', 'cp-1').wait(60);
  const refused = play.run.history.steps.filter((step) => step.rule === 'kubelet.mirrorRefused');
  expect(refused).toHaveLength(1);
  expect(play.run.history.steps.filter((step) => step.rule === 'kubelet.mirrorRefusedAgain').length).toBeGreaterThan(10);
  expect(play.run.world.tables.pods.has('kube-system/kube-apiserver-cp-1')).toBe(true);
  play.do({ do: 'writeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/kube-apiserver.yaml', manifest: { $kubeadm: 'kube-apiserver' } }).wait(60);
  expect(play.run.world.tables.pods.get('kube-system/kube-apiserver-cp-1')?.status?.phase).toBe('Running');
  play.checkUndo();
});

test('a mirror that is deleted by force: the sync that hears of it finds nothing to delete; a later one makes it again', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(20);
  const [uid, started] = [play.stored('web-w-1')?.metadata?.uid, play.times('web-w-1', 'StartContainer')];
  play.told();
  play.delete('web-w-1', 0).wait(30);
  expect(play.told('web-w-1')).toBe(`
    mirrorIsGone
  `);
  expect(play.stored('web-w-1')).toBeUndefined();
  play.wait(75);
  expect(play.stored('web-w-1')?.metadata?.uid).not.toBe(uid);
  expect(play.kubectl('web-w-1')).toBe('1/1 Running 0');
  expect(play.times('web-w-1', 'StartContainer')).toEqual(started);
  play.checkUndo();
});

test('a manifest that changed while the kubelet was stopped: the new pod starts, what the old one left is stopped as an orphan', () => {
  const play = cluster().write('web.yaml', manifest('web')).wait(20);
  play.do({ do: 'stopKubelet', node: 'w-1' }).write('web.yaml', manifest('web', { containers: [container({ image: 'slow' })] })).wait(5);
  play.do({ do: 'startKubelet', node: 'w-1' }).wait(10);
  expect(play.events('web-w-1')).toContain('Killing implicitly required container c: Stopping container c');
  expect(play.running('web-w-1')).toEqual(['c']);
  expect(play.stored('web-w-1')?.spec?.containers?.[0]?.image).toBe('slow');
  play.checkUndo();
});

test('a value of a wrong type: the decoder refuses the whole file', () => {
  const play = cluster().write('web.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, uid: 17}\nspec: {containers: [{name: c, image: app}]}\n').wait(2);
  const ignored = play.run.history.steps.findLast((step) => step.rule === 'kubelet.ignoreFile');
  expect(ignored?.about['reason']).toContain("couldn't parse as pod(json: cannot unmarshal number into Go struct field Pod.metadata.uid)");
  expect(play.worker('web-w-1')).toBeUndefined();
});
