/** Power-on: from four files on a disk to a cluster of three nodes. */
import { markControlPlane } from '../simulation/bootstrap';
import type { Story } from './story';

export const powerOn: Story = {
  version: 1,
  id: 'power-on',
  title: 'From power-on to the first workload pods',
  teaches: 'Why static pods exist: the control plane itself is started from files, before there is anyone to ask.',
  cluster: { controlPlanes: ['cp-1'], workers: ['worker-1', 'worker-2'], ready: false },
  seed: 1,
  actions: [
    { id: 'power', at: 0, action: { do: 'startKubelet', node: 'cp-1' } },
    { id: 'mark', at: 11_000, action: markControlPlane('cp-1') },
    { id: 'addons', at: 13_000, action: { do: 'apply', objects: [{ $kubeadm: 'kube-proxy' }, { $kubeadm: 'coredns' }] } },
    { id: 'cni', at: 24_000, action: { do: 'apply', objects: [{ $cni: 'daemonset' }] } },
    { id: 'join-1', at: 40_000, action: { do: 'startKubelet', node: 'worker-1' } },
    { id: 'join-2', at: 43_000, action: { do: 'startKubelet', node: 'worker-2' } },
  ],
  until: 75_000,
  opening: 'One machine is on, with four files on its disk. There is no cluster yet. **Press Play to see who starts what.**',
  chapters: [{ title: 'The kubelet alone' }],
  captions: [],
  select: 'kube-system/etcd-cp-1',
};
