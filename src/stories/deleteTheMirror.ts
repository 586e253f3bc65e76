/** Delete the mirror: what kubectl can do to a static pod, and what only the file can. */
import { headingOf } from './contents';
import type { StepMatcher, Story } from './story';
import { manifestFile, podManifest } from './workloads';

const OLD = 'registry.example/hello:1.0';
const NEW = 'registry.example/hello:2.0';
const file = { node: 'worker-1', path: manifestFile('hello') };
const mirror = { kind: 'Pod', namespace: 'default', name: 'hello-worker-1' };
const hello = (image: string) => podManifest('hello', { containers: [{ name: 'web', image }] });

const deleted: StepMatcher = { rule: 'user.delete' };
const setImage: StepMatcher = { rule: 'user.edit' };
const edited: StepMatcher = { rule: 'user.writeFile', nth: 2 };
const removed: StepMatcher = { rule: 'user.removeFile' };

export const deleteTheMirror: Story = {
  version: 1,
  ...headingOf('delete-the-mirror'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [OLD]: { sizeMB: 40, exists: true, present: true }, [NEW]: { sizeMB: 40, exists: true } },
  },
  seed: 5,
  actions: [
    { id: 'write', at: 1_000, action: { do: 'writeFile', ...file, manifest: hello(OLD) } },
    { id: 'delete', at: 6_000, action: { do: 'delete', ...mirror } },
    { id: 'image', at: 14_000, action: { do: 'setImage', ...mirror, container: 'web', image: NEW } },
    { id: 'edit', at: 18_000, action: { do: 'writeFile', ...file, manifest: hello(NEW) } },
    { id: 'remove', at: 40_000, action: { do: 'removeFile', ...file } },
  ],
  until: 48_000,
  opening: 'A static pod is about to start on worker-1, and kubectl will see its mirror. **Press Play, then try to stop it.**',
  chapters: [
    { title: 'A static pod and its mirror' },
    { title: 'kubectl delete', at: deleted },
    { title: 'kubectl set image', at: setImage },
    { title: 'Edit the file', at: edited },
    { title: 'Remove the file', at: removed },
  ],
  captions: [
    { at: { rule: 'kubelet.addStaticPod' }, text: 'This is the pod itself. It lives in the kubelet.' },
    { at: { rule: 'kubelet.createMirrorPod' }, text: 'It is owned by the Node and carries the annotation `kubernetes.io/config.mirror`.' },
    { at: { rule: 'containerd.startContainer' }, text: 'Keep an eye on this container.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'Status goes one way: **from the pod to its mirror.**' },
    { at: deleted, text: 'With a pod that came through the API server, this would stop its containers.' },
    { at: { rule: 'kubelet.deleteMirrorPod' }, text: 'Same process, same address, **not even a restart.**' },
    {
      at: { rule: 'kubelet.createMirrorPod', after: deleted },
      text: 'The object has a new UID. kubectl prints Pending and a new age, **yet the container has been running all the time.**',
    },
    { at: { rule: 'kubelet.patchStatus', after: deleted }, text: 'The new mirror gets its status when the kubelet goes through all of them, every 10 s.' },
    { at: setImage, text: 'The API server accepts it, and **nothing happens: no kubelet reads what a mirror asks for.**' },
    { at: edited, text: 'Now the file itself, with the new image.' },
    { at: { rule: 'kubelet.removeStaticPod' }, text: 'Other content makes another UID: **for the kubelet this is another pod**, not a change of the old one.' },
    { at: { rule: 'kubelet.waitForNamesake' }, text: 'Two static pods of one name **never run side by side.**' },
    { at: { rule: 'containerd.sandboxStopped' }, text: 'The address has gone with them.' },
    { at: { rule: 'kubelet.deleteMirrorPod', after: edited }, text: 'This mirror shows the old file.' },
    { at: { rule: 'kubelet.createMirrorPod', after: edited }, text: 'The name is the same, **everything else is new.**' },
    { at: { rule: 'network.giveAddress', after: edited }, text: 'A new sandbox, so a new address.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, after: edited }, text: 'A static pod has no rolling update: **for some seconds nothing ran.**' },
    { at: removed, text: 'The API server has no request for this.' },
    { at: { rule: 'process.exit', after: removed }, text: 'This time the process really ends.' },
    { at: { rule: 'kubelet.deleteOrphanedMirror' }, text: '**The file is the wish, the mirror only shows what came of it.** Try it on kube-scheduler: delete its mirror.' },
  ],
  questions: [
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } },
      text: 'You run kubectl delete pod hello-worker-1. What happens to the container?',
      choices: ['It stops for good', 'It stops and is started again', 'Nothing'],
      answer: 2,
      because: 'What is deleted is the mirror. The kubelet sees that its file still stands, and posts a new mirror.',
    },
  ],
  select: 'default/hello-worker-1',
  focus: 'where',
};
