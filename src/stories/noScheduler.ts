/** No scheduler: who waits for it, and who never asked it. */
import type { Container, DaemonSet } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { StepMatcher, Story } from './story';
import { deployment, manifestFile, podManifest } from './workloads';

const IMAGE = 'registry.example/hello:1.0';
const container: Container = { name: 'web', image: IMAGE };
const manifest = manifestFile('kube-scheduler');

const agent: DaemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [container] } } },
};

const applied: StepMatcher = { rule: 'user.apply' };
const byHand: StepMatcher = { rule: 'user.apply', about: { name: 'by-hand' } };
const file: StepMatcher = { rule: 'user.writeFile', about: { file: 'hello.yaml' } };
const returned: StepMatcher = { rule: 'user.writeFile', about: { file: 'kube-scheduler.yaml' } };

export const noScheduler: Story = {
  version: 1,
  ...headingOf('no-scheduler'),
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
    { id: 'bound', at: 17_000, action: { do: 'apply', objects: [podManifest('by-hand', { nodeName: 'worker-1', containers: [container] })] } },
    { id: 'return', at: 22_000, action: { do: 'writeFile', node: 'cp-1', path: manifest, manifest: { $kubeadm: 'kube-scheduler' } } },
  ],
  until: 36_000,
  opening: 'A running cluster, and its only scheduler is about to be stopped. **Press Play to see which pods start without it.**',
  chapters: [
    { title: 'The scheduler stops' },
    { title: 'Pods that wait', at: applied },
    { title: 'Pods that do not ask', at: file },
    { title: 'The scheduler returns', at: returned },
  ],
  captions: [
    { at: { rule: 'user.removeFile' }, text: 'The scheduler is a static pod: its file goes, and it goes.' },
    { at: { rule: 'process.releaseLease' }, text: 'In this cluster there is no other to take it.' },
    { at: { rule: 'process.exit' }, text: 'No pod notices: **a pod needs the scheduler for one moment of its life.**' },
    { at: { rule: 'kubelet.deleteOrphanedMirror' }, text: 'kubectl no longer lists a scheduler.' },
    { at: applied, text: 'The API server and the controllers work as ever.' },
    { at: { rule: 'replicaSet.createPod' }, text: 'It is Pending, because `spec.nodeName` is empty.' },
    { at: { rule: 'replicaSet.createPod', nth: 2 }, text: 'No event and no condition say why they wait. **The one who would write them is missing.**' },
    { at: { rule: 'daemonSet.createPod' }, text: 'Its place is certain, **yet it waits too: daemon pods are bound by the scheduler.**' },
    { at: file, text: 'Now a pod that nobody has to place.' },
    { at: { rule: 'kubelet.addStaticPod' }, text: 'Its node is where its file is.' },
    { at: { rule: 'kubelet.createMirrorPod' }, text: 'The mirror has a node’s name from birth. **A scheduler would only count it, never place it.**' },
    { at: { rule: 'containerd.startContainer' }, text: 'Nothing was missing.' },
    { at: byHand, text: 'Its manifest says `nodeName: worker-1`: **you have done the scheduler’s work.**' },
    { at: { rule: 'kubelet.addPod' }, text: 'For the kubelet the name is all that counts, **whoever has written it.**' },
    { at: { rule: 'kubelet.patchStatus', about: { pod: 'by-hand', status: 'Running, ready' } }, text: 'It runs without any scheduler, but not without an API server.' },
    { at: returned, text: 'The file is back.' },
    { at: { rule: 'containerd.startContainer', about: { container: 'kube-scheduler' } }, text: 'Nothing has scheduled the scheduler.' },
    { at: { rule: 'process.takeLead' }, text: 'The Lease was free. It lists all pods without a node: **nothing was lost, they have only waited.**' },
    { at: { rule: 'scheduler.bindOnly', nth: 3 }, text: 'Three bindings in 20 ms. The rest is up to the kubelet.' },
    { at: { rule: 'deployment.complete' }, text: 'It has waited for this since it was applied.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { pod: 'kube-scheduler-cp-1', status: 'Running, ready' } },
      text: '**The scheduler says where; it starts nothing, and moves nothing that runs.** Try it with the controller manager next.',
    },
  ],
  questions: [
    {
      at: { rule: 'kubelet.patchStatus', about: { pod: 'by-hand', status: 'Running, ready' } },
      text: 'Is by-hand a static pod?',
      choices: ['Yes, no scheduler was involved', 'No, it came through the API server'],
      answer: 1,
      because: 'Static is what a kubelet has from a file or a URL. by-hand is an object: delete it in the API server, and it stops.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
