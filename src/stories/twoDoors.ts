/** Two doors: the same container through a file on the node and through the API server. */
import type { Container } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { StepMatcher, Story } from './story';
import { deployment, manifestFile, podManifest } from './workloads';

const IMAGE = 'registry.example/hello:1.0';
const container: Container = { name: 'web', image: IMAGE };
const file = { node: 'worker-1', path: manifestFile('hello') };

const applied: StepMatcher = { rule: 'user.apply' };
const deleted: StepMatcher = { rule: 'user.delete' };
const removed: StepMatcher = { rule: 'user.removeFile' };

export const twoDoors: Story = {
  version: 1,
  ...headingOf('two-doors'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true } },
  },
  seed: 2,
  actions: [
    { id: 'file', at: 1_000, action: { do: 'writeFile', ...file, manifest: podManifest('hello', { containers: [container] }) } },
    { id: 'apply', at: 8_000, action: { do: 'apply', objects: [deployment('hello', 2, [container])] } },
    { id: 'delete', at: 14_000, action: { do: 'delete', kind: 'Deployment', namespace: 'default', name: 'hello' } },
    { id: 'remove', at: 20_000, action: { do: 'removeFile', ...file } },
  ],
  until: 26_000,
  opening: 'A running cluster with one worker. The same container will come in twice: as a file on the node, and as a Deployment. **Press Play and compare the two ways.**',
  chapters: [
    { title: 'The first door: a file' },
    { title: 'The second door: the API server', at: applied },
    { title: 'Out through the API server', at: deleted },
    { title: 'Out through the file', at: removed },
  ],
  captions: [
    { at: { rule: 'user.writeFile' }, text: 'This takes a hand on the node’s disk: **the API server has no request for it.**' },
    { at: { rule: 'kubelet.addStaticPod' }, text: 'Its UID is made from the content, the node and the path of the file.' },
    { at: { rule: 'kubelet.createMirrorPod' }, text: 'The pod does not come through the API server, **but its picture goes there.**' },
    { at: { rule: 'kubelet.runPodSandbox' }, text: 'From here on both ways are the same: **every pod is started by a kubelet.**' },
    { at: { rule: 'network.giveAddress' }, text: 'A static pod is not bound to the node’s network: it has an address of its own.' },
    { at: { rule: 'kubelet.pullImage' }, text: 'The sandbox is there before the image: **first the pod, then its containers.**' },
    { at: { rule: 'containerd.startContainer' }, text: 'It runs, and **neither scheduler nor controller has heard of it.**' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'The report goes to the mirror: `kubectl get pods` shows it like any other pod.' },
    { at: applied, text: 'No pod exists yet, and **nobody has chosen a node.**' },
    { at: { rule: 'deployment.createReplicaSet' }, text: 'A Deployment makes no pods itself.' },
    { at: { rule: 'replicaSet.createPod' }, text: 'It has no node name, so **no kubelet looks at it**: it is Pending.' },
    { at: { rule: 'replicaSet.createPod', nth: 2 }, text: 'Names end at random here; the static pod is named after its node.' },
    { at: { rule: 'scheduler.bindOnly' }, text: 'cp-1 is tainted, so worker-1 is the only choice.' },
    { at: { rule: 'kubelet.addPod' }, text: 'It watches the API server for pods with its node’s name. **Nobody called it.**' },
    { at: { rule: 'kubelet.runPodSandbox', after: applied }, text: 'This is the same call as for the static pod.' },
    { at: { rule: 'kubelet.createContainer', after: applied }, text: 'Nothing is pulled: the static pod has brought the image to this node.' },
    { at: { rule: 'deployment.complete' }, text: 'Three pods from one image on one node: **a controller counts two of them, a file stands for the third.**' },
    { at: deleted, text: 'The Deployment is gone at once. Its pods are not.' },
    { at: { rule: 'garbageCollector.deleteDependant' }, text: 'The chain is followed downwards: Deployment, ReplicaSet, pods.' },
    {
      at: { rule: 'garbageCollector.deleteDependant', about: { kind: 'Pod' } },
      text: 'A time of deletion is written into the pod: kubectl prints Terminating. **The pod still runs.**',
    },
    { at: { rule: 'containerd.sendStopSignal' }, text: 'This is the process’s chance to finish its work.' },
    { at: { rule: 'process.exit' }, text: 'The rest of the 30 s is not waited for.' },
    { at: { rule: 'containerd.sandboxStopped' }, text: 'Now the pod has no namespaces and no address any more.' },
    { at: { rule: 'kubelet.deletePod' }, text: '**The wish comes first, the fact last:** only the kubelet knows that nothing runs any more.' },
    { at: removed, text: 'The API server is not asked this time either.' },
    { at: { rule: 'kubelet.removeStaticPod' }, text: 'It stops as gracefully as any other pod.' },
    { at: { rule: 'kubelet.deleteOrphanedMirror' }, text: '**The node decides, the API server follows:** through the other door it is the other way round.' },
    { at: { rule: 'kubelet.podIsFinished', after: removed }, text: 'Both doors are closed. Try it with a manifest of yours: **put it through one door, then through the other.**' },
  ],
  questions: [
    {
      at: { rule: 'deployment.complete' },
      text: 'You delete the Deployment. What becomes of hello-worker-1, which has the same label app=hello?',
      choices: ['It is deleted too', 'Nothing happens to it', 'Its mirror goes, its container stays'],
      answer: 1,
      because: 'Deletion follows owners, not labels. The mirror is owned by its Node, and the pod itself depends on its file only.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
