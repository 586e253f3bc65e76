/** A node dies and returns: who notices, after how long, and what becomes of its pods. */
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { deployment, manifestFile, onEveryNode, podManifest, preferring } from './workloads';

const IMAGE = 'registry.example/web:1.0';
const shop = preferring('worker-1', deployment('shop', 1, [{ name: 'web', image: IMAGE }]));

const off: StepMatcher = { rule: 'user.powerOff' };
const on: StepMatcher = { rule: 'user.powerOn' };
const evicted: StepMatcher = { rule: 'taintEviction.deletePod' };
const after = (rule: StepMatcher['rule'], what: StepMatcher, about?: StepMatcher['about']): StepMatcher =>
  ({ rule, after: what, ...(about ? { about } : {}) });

export const nodeDiesAndReturns: Story = {
  version: 1,
  ...headingOf('node-dies-and-returns'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1', 'worker-2'],
    ready: true,
    images: { [IMAGE]: onEveryNode() },
  },
  seed: 14,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [shop] } },
    {
      id: 'file', at: 4_000,
      action: { do: 'writeFile', node: 'worker-1', path: manifestFile('hello'), manifest: podManifest('hello', { containers: [{ name: 'hello', image: IMAGE }] }) },
    },
    { id: 'off', at: 10_000, action: { do: 'stopNode', node: 'worker-1' } },
    { id: 'on', at: 400_000, action: { do: 'startNode', node: 'worker-1' } },
  ],
  until: 430_000,
  opening: 'A Deployment of one pod, and a static pod, both on worker-1. The machine will lose its power. **Press Play: how long until somebody notices?**',
  chapters: [
    { title: 'Two pods on worker-1' },
    { title: 'The power fails', at: off },
    { title: 'Silence is noticed', at: { rule: 'nodeLifecycle.markUnknown' } },
    { title: 'Pods are given up', at: { rule: 'taintEviction.mark' } },
    { title: 'The node returns', at: on },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'The pod would rather run on worker-1, but need not.' },
    { at: { rule: 'replicaSet.createPod' }, text: 'It gets two tolerations by itself: unreachable and not-ready, for 300 s each.' },
    { at: { rule: 'kubelet.createMirrorPod' }, text: 'And a pod that belongs to this one machine.' },
    { at: off, text: 'In the API server both pods are Running still. **An object is what was last reported.**' },
    { at: { rule: 'nodeLifecycle.markUnknown' }, text: 'The kubelet renewed its Lease every 10 s. **Nobody asked the node: what failed is the heartbeat.** Many texts still say 40 s.' },
    { at: { rule: 'nodeLifecycle.markPodNotReady', nth: 2 }, text: 'So Services send nothing to it. The phase stays Running.' },
    { at: { rule: 'nodeLifecycle.taintNoExecute' }, text: 'From now on the 300 s count. The pod may be running well: **perhaps only the network is gone.**' },
    { at: { rule: 'taintEviction.mark' }, text: 'Almost six minutes after the power failed. Static pods and daemon pods tolerate the taint for ever: they are not evicted.' },
    { at: evicted, text: 'kubectl shows it as Terminating until the node is back, or until its Node object is deleted.' },
    { at: after('replicaSet.createPod', evicted), text: 'A pod that is being deleted does not count any more. **The replacement does not wait.** A StatefulSet would: its pod’s name is still taken.' },
    { at: after('scheduler.bindOnly', evicted), text: 'worker-1 is tainted, so its wish cannot be granted.' },
    { at: after('kubelet.patchStatus', evicted, { status: 'Running, ready' }), text: '**A pod never moves.** This is another pod, with another name and address.' },
    { at: on, text: 'The machine boots. It knows nothing of what was decided meanwhile.' },
    { at: after('kubelet.addStaticPod', on), text: 'Its own folder first, for that it needs nobody.' },
    { at: after('kubelet.nodeReady', on), text: 'One heartbeat ends the silence.' },
    { at: after('containerd.startContainer', on), text: 'The static pod is back, in a new sandbox. It was never anywhere else.' },
    { at: after('kubelet.listPods', on), text: 'Now it hears what the API server has for it, the pod to be deleted among them.' },
    { at: after('kubelet.patchStatus', on, { status: 'Failed' }), text: 'Its process ended with the power. That is told only now.' },
    { at: after('kubelet.deletePod', on), text: 'The kubelet alone can say that a pod is really gone. The replacement stays on worker-2: **nothing is moved back.**' },
    { at: { rule: 'nodeLifecycle.removeTaint', nth: 2 }, text: '**50 s to be missed, 300 s to be given up.** Who cannot wait that long sets shorter tolerations in the pod.' },
  ],
  questions: [
    {
      at: off,
      text: 'When is the pod of the Deployment started on worker-2?',
      choices: ['At once', 'After about 50 s', 'After almost 6 minutes', 'Never'],
      answer: 2,
      because: 'After about 50 s the node counts as unknown and is tainted. The pod tolerates that taint for 300 s; only then is it deleted and replaced.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
