import { expect, test } from 'vitest';
import { startCluster } from '../cluster';
import type { Step } from '../step';
import { container, image, pod, TestCluster } from './testKubelet';

const nodeRules = (steps: readonly Step[], node: string): string[] =>
  steps.filter((step) => step.actor === `kubelet/${node}` && step.about['pod'] === undefined && !step.quiet).map((step) => step.rule.replace('kubelet.', ''));
const cluster = (more = {}) => TestCluster.ready({ once: image({ sequence: [{ run: 1000, exit: 1 }] }) }, more);

test('a machine that is alone: static pods first, the node when somebody answers', () => {
  const run = startCluster({ controlPlanes: [], workers: [], machines: ['m'], ready: false, cni: 'missing' }, 1, { check: true });
  for (const component of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const) {
    run.input(component, { do: 'writeFile', node: 'm', path: `/etc/kubernetes/manifests/${component}.yaml`, manifest: { $kubeadm: component } });
  }
  run.input('start', { do: 'startKubelet', node: 'm' });
  run.run(20_000);
  expect(nodeRules(run.history.steps, 'm')).toEqual(['start', 'registerRefused', 'registerNode', 'listPods']);
  const rules = run.history.steps.map((step) => step.rule);
  expect(rules.filter((rule) => rule === 'kubelet.addStaticPod')).toHaveLength(4);
  expect(rules.filter((rule) => rule === 'kubelet.createMirrorPod')).toHaveLength(4);
  expect(rules.indexOf('kubelet.createMirrorPod')).toBeGreaterThan(rules.indexOf('kubelet.registerNode'));
  expect(rules).toContain('kubelet.registerRefusedAgain');
  expect(rules).toContain('kubelet.createLease');
  const node = run.world.tables.nodes.get('m');
  expect(node?.status?.conditions?.find((condition) => condition.type === 'Ready')).toMatchObject({
    status: 'False', reason: 'KubeletNotReady',
    message: 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
  });
  expect(node?.spec?.taints).toContainEqual({ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' });
  expect(run.world.tables.leases.get('kube-node-lease/m')?.spec).toMatchObject({ holderIdentity: 'm', leaseDurationSeconds: 40 });
  const events = [...run.world.tables.events.values()].filter((event) => event.regarding.name === 'm' && event.component === 'kubelet').map((event) => event.reason);
  expect(events).toEqual(['Starting', 'NodeAllocatableEnforced', 'NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']);
});

test('without a network only host network pods start; with it the node becomes Ready', () => {
  const play = cluster({ cni: 'missing' }).apply(pod({}, 'plain'), pod({ hostNetwork: true }, 'host')).wait(20);
  expect(play.kubectl('plain')).toBe('0/1 ContainerCreating 0');
  expect(play.kubectl('host')).toBe('1/1 Running 0');
  const refusals = play.events('plain').filter((event) => event.startsWith('NetworkNotReady: network is not ready: container runtime network not ready'));
  expect(refusals.length).toBeGreaterThan(8);
  expect(refusals.length).toBeLessThan(21);
  expect(play.told('plain')).toContain('networkNotReady');
  play.do({ do: 'apply', objects: [{ $cni: 'daemonset' }] }).wait(30);
  expect(play.kubectl('plain')).toBe('1/1 Running 0');
  expect(play.run.history.steps.filter((step) => step.rule === 'kubelet.nodeReady').map((step) => step.about['node']).sort((a = '', b = '') => (a < b ? -1 : 1))).toEqual(['cp-1', 'w-1']);
  play.checkUndo();
});

test('while no API server answers the kubelet restarts what crashes, and catches up afterwards', () => {
  const play = cluster().apply(pod()).wait(5).remove('kube-apiserver.yaml', 'cp-1').wait(40);
  play.told();
  play.do({ do: 'exitContainer', node: 'w-1', pod: 'default/p', container: 'c', exitCode: 1 }).wait(30);
  expect(play.running('p')).toEqual(['c']);
  expect(play.stored('p')?.status?.containerStatuses?.[0]?.restartCount).toBe(0);
  expect(play.told('p').match(/statusRefused/g)?.length).toBe(1);
  play.do({ do: 'writeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/kube-apiserver.yaml', manifest: { $kubeadm: 'kube-apiserver' } }).wait(60);
  expect(play.stored('p')?.status?.containerStatuses?.[0]?.restartCount).toBe(1);
  play.checkUndo();
});

test('a status that nobody hears is tried again quietly', () => {
  const play = cluster().apply(pod()).wait(5).remove('kube-apiserver.yaml', 'cp-1').wait(3);
  play.do({ do: 'exitContainer', node: 'w-1', pod: 'default/p', container: 'c', exitCode: 1 }).wait(30);
  const rules = play.run.history.steps.filter((step) => step.about['pod'] === 'p').map((step) => step.rule);
  expect(rules).toContain('kubelet.statusRefused');
  expect(play.run.history.steps.some((step) => step.rule === 'kubelet.leaseRefused')).toBe(true);
});

test('a kubelet that restarts without an API server runs its files and leaves the rest alone', () => {
  const play = cluster().apply(pod(), pod({}, 'q')).write('web.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container()] } } as never).wait(5);
  play.remove('kube-apiserver.yaml', 'cp-1').wait(20).do({ do: 'stopKubelet', node: 'w-1' }).wait(2).do({ do: 'startKubelet', node: 'w-1' }).wait(5);
  expect(play.worker('p')).toBeUndefined();
  play.do({ do: 'exitContainer', node: 'w-1', pod: 'default/p', container: 'c', exitCode: 1 });
  play.do({ do: 'exitContainer', node: 'w-1', pod: 'default/web-w-1', container: 'c', exitCode: 1 }).wait(10);
  expect(play.times('p', 'StartContainer c', 'return')).toHaveLength(1);
  expect(play.times('web-w-1', 'StartContainer c', 'return')).toHaveLength(2);
  play.do({ do: 'writeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/kube-apiserver.yaml', manifest: { $kubeadm: 'kube-apiserver' } }).wait(60);
  expect(play.times('p', 'StartContainer c', 'return')).toHaveLength(2);
  expect(play.times('q', 'exit')).toEqual([]);
  expect(play.run.history.steps.some((step) => step.rule === 'kubelet.nodeExists')).toBe(true);
});

test('a reboot: every pod gets a new sandbox, static ones too', () => {
  const play = cluster().apply(pod()).write('web.yaml', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container()] } } as never).wait(10);
  play.do({ do: 'stopNode', node: 'w-1' }).wait(10).do({ do: 'startNode', node: 'w-1' }).wait(30);
  expect(play.kubectl('p')).toBe('1/1 Running 1');
  expect(play.kubectl('web-w-1')).toBe('1/1 Running 1');
  const rebooted = [...play.run.world.tables.events.values()].filter((event) => event.reason === 'Rebooted');
  expect(rebooted.map((event) => event.regarding.name)).toEqual(['w-1']);
  expect(play.events('p')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.');
  play.checkUndo();
});

test('the kubelet notes that its node is cordoned', () => {
  const play = cluster().wait(1).do({ do: 'cordon', node: 'w-1' }).wait(15).do({ do: 'uncordon', node: 'w-1' }).wait(15);
  const events = [...play.run.world.tables.events.values()].filter((event) => event.component === 'kubelet' && event.regarding.name === 'w-1' && event.at > play.run.cluster.origin);
  expect(events.map((event) => event.message)).toEqual(['Node w-1 status is now: NodeNotSchedulable', 'Node w-1 status is now: NodeSchedulable']);
});

test('heartbeats: the Lease every 10 s, the status every 5 minutes', () => {
  const play = cluster().wait(400);
  const of = (rule: string) => play.run.history.steps.filter((step) => step.rule === rule && step.about['node'] === 'w-1' && step.time > play.run.cluster.origin);
  expect(of('kubelet.renewLease').length).toBeGreaterThan(36);
  expect(of('kubelet.renewLease').length).toBeLessThan(42);
  expect(of('kubelet.nodeHeartbeat').length).toBeGreaterThan(0);
});

test('an image that was pulled is reported with the node\'s status', () => {
  const play = TestCluster.ready({ web: image({}, { present: false }) }).apply(pod({ containers: [container({ image: 'web' })] })).wait(15);
  expect(play.run.world.tables.nodes.get('w-1')?.status?.images?.some(({ names }) => names?.includes('web'))).toBe(true);
  expect(play.run.history.steps.some((step) => step.rule === 'kubelet.nodeStatusChanged')).toBe(true);
});

test('a deleted Node takes its Lease with it; its kubelet makes none before it registers again', () => {
  const play = cluster().wait(5).do({ do: 'delete', kind: 'Node', name: 'w-1' }).wait(40);
  const { leases, nodes } = play.run.world.tables;
  expect(leases.has('kube-node-lease/w-1')).toBe(false);
  play.do({ do: 'stopKubelet', node: 'w-1' }).wait(2).do({ do: 'startKubelet', node: 'w-1' }).wait(10);
  expect(nodes.has('w-1')).toBe(true);
  expect(leases.get('kube-node-lease/w-1')?.metadata?.ownerReferences?.[0]?.uid).toBe(nodes.get('w-1')?.metadata?.uid);
  play.checkUndo();
});

test('a heartbeat changes times only: what the scheduler reads of the node stays the same object, so that nobody is told of a change', () => {
  const play = cluster();
  const status = () => play.run.world.tables.nodes.get('w-1')?.status;
  const before = status();
  play.wait(330); // the kubelet reports an unchanged status every five minutes
  expect(status()?.conditions).not.toEqual(before?.conditions);
  expect(status()?.allocatable).toBe(before?.allocatable);
});
