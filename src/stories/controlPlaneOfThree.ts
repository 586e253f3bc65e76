/** A control plane of three: the same four files on three computers. */
import type { Container } from '../kubernetes/objects';
import type { Story } from './story';
import { deployment, manifestFile } from './workloads';

const IMAGE = 'registry.example/hello:1.0';
const container: Container = { name: 'hello', image: IMAGE };
const scheduler = { node: 'cp-1', path: manifestFile('kube-scheduler') };

export const controlPlaneOfThree: Story = {
  version: 1,
  id: 'control-plane-of-three',
  title: 'A control plane of three',
  teaches: 'Each control-plane node runs its own copies of the four static pods; of schedulers and controller managers only one at a time leads.',
  cluster: {
    controlPlanes: ['cp-1', 'cp-2', 'cp-3'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true, present: true } },
  },
  seed: 7,
  actions: [
    { id: 'delete', at: 1_000, action: { do: 'removeFile', ...scheduler } },
    { id: 'apply', at: 8_000, action: { do: 'apply', objects: [deployment('shop', 2, [container])] } },
    { id: 'return', at: 12_000, action: { do: 'writeFile', ...scheduler, manifest: { $kubeadm: 'kube-scheduler' } } },
    { id: 'off', at: 25_000, action: { do: 'stopNode', node: 'cp-1' } },
    { id: 'scale', at: 50_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 3 } },
    { id: 'on', at: 90_000, action: { do: 'startNode', node: 'cp-1' } },
  ],
  until: 120_000,
  opening: '',
  chapters: [{ title: 'Twelve pods, nobody assigned them' }],
  captions: [],
  select: 'kube-system/kube-scheduler-cp-1',
  focus: 'where',
};
