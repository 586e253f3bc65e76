/** The API server goes away: what needs it stands still, what does not goes on. */
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { deployment, manifestFile, podManifest } from './workloads';

const IMAGE = 'registry.example/web:1.0';
const manifest = manifestFile('kube-apiserver');

const stopped: StepMatcher = { rule: 'user.removeFile' };
const killed: StepMatcher = { rule: 'user.killContainer' };
const lost: StepMatcher = { rule: 'process.loseLease' };
const returned: StepMatcher = { rule: 'user.writeFile', about: { file: 'kube-apiserver.yaml' } };
const serves: StepMatcher = { rule: 'apiServer.serve' };
const again: StepMatcher = { rule: 'user.edit' };

export const apiServerGoesAway: Story = {
  version: 1,
  ...headingOf('api-server-goes-away'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true, present: true } },
  },
  seed: 4,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [deployment('shop', 1, [{ name: 'web', image: IMAGE }])] } },
    { id: 'stop', at: 5_000, action: { do: 'removeFile', node: 'cp-1', path: manifest } },
    { id: 'scale', at: 9_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
    { id: 'kill', at: 11_000, action: { do: 'killContainer', node: 'worker-1', podPattern: 'default/shop-.*', container: 'web' } },
    {
      id: 'file', at: 14_000,
      action: { do: 'writeFile', node: 'worker-1', path: manifestFile('hello'), manifest: podManifest('hello', { containers: [{ name: 'hello', image: IMAGE }] }) },
    },
    { id: 'return', at: 22_000, action: { do: 'writeFile', node: 'cp-1', path: manifest, manifest: { $kubeadm: 'kube-apiserver' } } },
    { id: 'again', at: 48_000, action: { do: 'scale', kind: 'Deployment', namespace: 'default', name: 'shop', replicas: 2 } },
  ],
  until: 110_000,
  opening: 'A running cluster. In a moment its only API server will be stopped. **Before you press Play, guess: which containers will stop?**',
  chapters: [
    { title: 'All is well' },
    { title: 'The API server stops', at: stopped },
    { title: 'What goes on without it', at: killed },
    { title: 'The leaders give up', at: lost },
    { title: 'It returns', at: returned },
    { title: 'Work again', at: again },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'First a workload, while there is somebody to ask.' },
    { at: { rule: 'deployment.complete' }, text: 'What runs on worker-1 now **needs no control plane to go on.**' },
    { at: stopped, text: 'A static pod is stopped by taking its file away.' },
    { at: { rule: 'process.exit', about: { container: 'kube-apiserver' } }, text: 'No object can be read or written any more. **No other container has stopped.**' },
    { at: { rule: 'kubelet.statusRefused', about: { pod: 'kube-apiserver-cp-1' } }, text: 'Its mirror stays in etcd, as it was last.' },
    { at: { rule: 'user.refused' }, text: 'kubectl speaks to the API server **and to nobody else.**' },
    { at: killed, text: 'A container of a workload crashes, and there is nobody to report it to.' },
    { at: { rule: 'kubelet.containerDied', after: killed }, text: 'The kubelet still knows what shall run on its node.' },
    { at: { rule: 'containerd.startContainer', after: killed }, text: '**A restart needs no API server**, no controller and no scheduler.' },
    { at: { rule: 'user.writeFile', about: { file: 'hello.yaml' } }, text: 'Can a new pod begin? Through this door, yes.' },
    { at: { rule: 'kubelet.mirrorRefused', about: { pod: 'hello-worker-1' } }, text: '**kubectl will not know of it** until later.' },
    { at: { rule: 'containerd.startContainer', about: { container: 'hello' } }, text: 'A pod that nobody in the control plane has heard of.' },
    { at: lost, text: '**Rather none than two leaders:** it cannot know whether another has taken over.' },
    { at: { rule: 'kubelet.createContainer', about: { container: 'kube-controller-manager' } }, text: 'It is a static pod like the others: its kubelet starts it again.' },
    { at: returned, text: 'The file is back. The same door serves the control plane and everybody else.' },
    { at: serves, text: '**All objects are as they were:** they were in etcd all the time.' },
    { at: { rule: 'kubelet.patchStatus', after: serves }, text: 'What happened meanwhile is told now.' },
    {
      at: { rule: 'process.takeLead' },
      text: 'Who held it before is gone and could not give it back: **it had to be seen unrenewed for 15 s.**',
    },
    { at: { rule: 'process.takeLead', nth: 2 }, text: 'Both lead again. The kubelets have renewed their own Leases in time, so **no node is taken for dead.**' },
    { at: again, text: 'The same wish as before, and now it is heard.' },
    { at: { rule: 'scheduler.bindOnly', after: again }, text: 'Only **new** pods had to wait for the control plane.' },
    {
      at: { rule: 'kubelet.createMirrorPod', about: { pod: 'hello-worker-1' } },
      text: 'It tries at its next regular sync, after a minute or more. **Now kubectl sees a pod that has long been running.**',
    },
    {
      at: { rule: 'kubelet.patchStatus', about: { pod: 'hello-worker-1' } },
      text: '**The control plane decides what shall run; each kubelet keeps it running.** Now stop etcd, and compare.',
    },
  ],
  questions: [
    {
      at: { rule: 'process.loseLease', about: { lease: 'kube-scheduler' } },
      text: 'If worker-1 broke down now, who would replace the pod of the Deployment?',
      choices: ['Another kubelet', 'The ReplicaSet controller', 'Nobody, until the API server is back'],
      answer: 2,
      because: 'A controller sees and changes objects through the API server only, and a kubelet looks after its own node only.',
    },
  ],
  select: 'kube-system/kube-apiserver-cp-1',
  focus: 'where',
};
