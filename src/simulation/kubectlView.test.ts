import { expect, test } from 'vitest';
import type { Pod } from '../kubernetes/objects';
import { startCluster } from './cluster';
import { commandLine, kubectl, type KubectlCommand } from './kubectlView';

const started = () => startCluster({ controlPlanes: ['cp1'], workers: ['w1'], ready: true, images: { 'bad:1': { sizeMB: 1, exists: true, present: true, program: { sequence: [{ run: 100, exit: 1 }] } } } });
const loop: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'loop', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'bad:1' }] } };
const fromFile: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 's' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const withPod = () => {
  const run = started();
  run.input('a', { do: 'apply', objects: [loop] });
  run.run(45_000);
  return run;
};

test('the command as it is typed', () => {
  const commands: KubectlCommand[] = [
    { verb: 'getPods' }, { verb: 'getPods', apiNamespace: 'default', wide: true }, { verb: 'getPods', node: 'w1' }, { verb: 'getNodes' },
    { verb: 'getEvents', apiNamespace: 'x', about: 'p' }, { verb: 'describePod', apiNamespace: 'kube-system', name: 'p' },
  ];
  expect(commands.map(commandLine)).toEqual([
    'kubectl get pods -A', 'kubectl get pods -o wide', 'kubectl get pods -A --field-selector spec.nodeName=w1', 'kubectl get nodes',
    'kubectl get events -n x --field-selector involvedObject.name=p', 'kubectl describe pod p -n kube-system',
  ]);
});

test('pods and nodes of a ready cluster; nothing in an empty namespace', () => {
  const { world } = started();
  expect(kubectl(world, { verb: 'getNodes' }).split('\n').map((line) => line.split(/ +/).slice(0, 3))).toEqual([['NAME', 'STATUS', 'ROLES'], ['cp1', 'Ready', 'control-plane'], ['w1', 'Ready', '<none>']]);
  expect(kubectl(world, { verb: 'getNodes', wide: true })).toMatch(/cp1 .* v1\.36\.2 {3}[\d.]+ +<none> +Debian GNU\/Linux 13 \(trixie\) /);
  expect(kubectl(world, { verb: 'getPods' }).split('\n').length).toBe(world.tables.pods.size + 1);
  expect(kubectl(world, { verb: 'getPods', node: 'w1', apiNamespace: 'kube-system' })).not.toContain('etcd-cp1');
  expect(kubectl(world, { verb: 'getPods', apiNamespace: 'default' })).toBe('No resources found in default namespace.');
});

test('a crash loop: repeats of one event are one line with a count', () => {
  const { world } = withPod();
  const text = kubectl(world, { verb: 'describePod', apiNamespace: 'default', name: 'loop' });
  expect(text).toMatch(/ {2}Normal {3}Created {4}\d+s \(x\d over \d+s\) +kubelet +Container created/);
  expect(text).toMatch(/Normal {3}Scheduled +\d+s +default-scheduler +Successfully assigned default\/loop to w1/);
  const lines = kubectl(world, { verb: 'getEvents', apiNamespace: 'default', about: 'loop' }).split('\n');
  expect(lines[0]).toMatch(/^LAST SEEN {3}TYPE {6}REASON {6}OBJECT {5}MESSAGE$/);
  expect(lines.filter((line) => line.includes('Container created'))).toHaveLength(1);
});

test('a mirror pod shows the events of its static pod; an unknown pod is not found', () => {
  const run = started();
  run.input('f', { do: 'writeFile', node: 'w1', path: '/etc/kubernetes/manifests/s.yaml', manifest: fromFile });
  run.run(30_000);
  expect(kubectl(run.world, { verb: 'describePod', apiNamespace: 'default', name: 's-w1' })).toContain('Container started');
  expect(kubectl(run.world, { verb: 'describePod', apiNamespace: 'default', name: 'x' })).toBe('Error from server (NotFound): pods "x" not found');
});

test('while no API server serves, the connection is refused', () => {
  const run = started();
  run.input('off', { do: 'stopNode', node: 'cp1' });
  expect(kubectl(run.world, { verb: 'getPods' })).toMatch(/^The connection to the server [\d.]+:6443 was refused - did you specify the right host or port\?$/);
});
