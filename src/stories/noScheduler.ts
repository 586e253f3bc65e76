/** No scheduler: who waits for it, and who never asked it. */
import type { Container, DaemonSet } from '../kubernetes/objects';
import type { Story } from './story';
import { deployment, manifestFile, podManifest } from './workloads';

const IMAGE = 'registry.example/hello:1.0';
const container: Container = { name: 'hello', image: IMAGE };
const manifest = manifestFile('kube-scheduler');

const agent: DaemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [container] } } },
};

export const noScheduler: Story = {
  version: 1,
  id: 'no-scheduler',
  title: 'No scheduler',
  teaches: 'The scheduler only writes a node name into a pod. Pods that have one already start without it.',
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true, present: true } },
  },
  seed: 6,
  actions: [
    { id: 'stop', at: 1_000, action: { do: 'removeFile', node: 'cp-1', path: manifest } },
    { id: 'apply', at: 6_000, action: { do: 'apply', objects: [deployment('shop', 2, [container])] } },
    { id: 'daemon', at: 9_000, action: { do: 'apply', objects: [agent] } },
    { id: 'file', at: 12_000, action: { do: 'writeFile', node: 'worker-1', path: manifestFile('hello'), manifest: podManifest('hello', { containers: [container] }) } },
    { id: 'bound', at: 18_000, action: { do: 'apply', objects: [podManifest('by-hand', { nodeName: 'worker-1', containers: [container] })] } },
    { id: 'return', at: 24_000, action: { do: 'writeFile', node: 'cp-1', path: manifest, manifest: { $kubeadm: 'kube-scheduler' } } },
  ],
  until: 40_000,
  opening: '',
  chapters: [{ title: 'The scheduler stops' }],
  captions: [],
  select: 'kube-system/kube-scheduler-cp-1',
  focus: 'where',
};
