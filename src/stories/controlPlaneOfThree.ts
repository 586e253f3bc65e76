/** A control plane of three: the same four files on three computers, and who leads when one fails. */
import type { TimedAction } from '../simulation/actions';
import { markControlPlane } from '../simulation/bootstrap';
import { manifestPath, STATIC_COMPONENTS } from '../simulation/kubeadm';
import type { Story } from './story';
import { deployment, manifestFile } from './workloads';

const IMAGE = 'registry.example/web:1.0';
const scheduler = { node: 'cp-1', path: manifestFile('kube-scheduler') };

const files = STATIC_COMPONENTS.map((component, i): TimedAction => ({
  id: component,
  at: 1_000 + 100 * i,
  action: { do: 'writeFile', node: 'cp-3', path: manifestPath(component), manifest: { $kubeadm: component } },
}));

export const controlPlaneOfThree: Story = {
  version: 1,
  id: 'control-plane-of-three',
  title: 'A control plane of three',
  teaches: 'Each control-plane node runs its own copies of the four static pods; of schedulers and controller managers only one at a time leads.',
  cluster: {
    controlPlanes: ['cp-1', 'cp-2'],
    workers: ['worker-1'],
    machines: ['cp-3'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true, present: true } },
  },
  seed: 7,
  actions: [
    ...files,
    { id: 'join', at: 2_000, action: { do: 'startKubelet', node: 'cp-3' } },
    { id: 'mark', at: 6_000, action: markControlPlane('cp-3') },
    { id: 'stop', at: 20_000, action: { do: 'removeFile', ...scheduler } },
    { id: 'apply', at: 27_000, action: { do: 'apply', objects: [deployment('shop', 1, [{ name: 'web', image: IMAGE }])] } },
    { id: 'off', at: 35_000, action: { do: 'stopNode', node: 'cp-1' } },
    { id: 'scale', at: 54_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
  ],
  until: 104_000,
  opening: '',
  chapters: [{ title: 'A third node joins' }],
  captions: [],
  select: 'kube-system/kube-apiserver-cp-3',
  focus: 'where',
};
