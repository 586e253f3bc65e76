/** The API server goes away: what needs it stands still, what does not goes on. */
import type { Container } from '../kubernetes/objects';
import type { Story } from './story';
import { deployment, manifestFile, podManifest } from './workloads';

const IMAGE = 'registry.example/shop:1.0';
const container: Container = { name: 'shop', image: IMAGE };
const manifest = manifestFile('kube-apiserver');

export const apiServerGoesAway: Story = {
  version: 1,
  id: 'api-server-goes-away',
  title: 'The API server goes away',
  teaches: 'Without the API server nothing new can be asked for; what runs, runs on, and kubelets keep it alive.',
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true, present: true } },
  },
  seed: 4,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [deployment('shop', 1, [container])] } },
    { id: 'stop', at: 5_000, action: { do: 'removeFile', node: 'cp-1', path: manifest } },
    { id: 'scale', at: 10_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
    { id: 'kill', at: 12_000, action: { do: 'killContainer', node: 'worker-1', podPattern: 'default/shop-.*', container: 'shop' } },
    { id: 'file', at: 15_000, action: { do: 'writeFile', node: 'worker-1', path: manifestFile('hello'), manifest: podManifest('hello', { containers: [{ name: 'hello', image: IMAGE }] }) } },
    { id: 'return', at: 30_000, action: { do: 'writeFile', node: 'cp-1', path: manifest, manifest: { $kubeadm: 'kube-apiserver' } } },
    { id: 'again', at: 60_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
  ],
  until: 70_000,
  opening: '',
  chapters: [{ title: 'All is well' }],
  captions: [],
  select: 'kube-system/kube-apiserver-cp-1',
  focus: 'where',
};
