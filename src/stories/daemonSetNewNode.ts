/** A DaemonSet meets a new node: one pod for each node, also for those to come. */
import type { DaemonSet } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode } from './workloads';

const IMAGE = 'registry.example/agent:1.0';
const agent: DaemonSet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'agent', image: IMAGE }] } },
  },
};

const joined: StepMatcher = { rule: 'user.startKubelet' };
const newAgent: StepMatcher = { rule: 'daemonSet.createPod', about: { owner: 'agent' }, after: joined };
const cordoned: StepMatcher = { rule: 'user.edit' };
const tainted: StepMatcher = { rule: 'user.edit', nth: 2 };
const untainted: StepMatcher = { rule: 'user.edit', nth: 3 };
const after = (rule: StepMatcher['rule'], what: StepMatcher, about?: StepMatcher['about']): StepMatcher =>
  ({ rule, after: what, ...(about ? { about } : {}) });

export const daemonSetNewNode: Story = {
  version: 1,
  ...headingOf('daemon-set-new-node'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    machines: ['worker-2'],
    ready: true,
    images: { [IMAGE]: onEveryNode() },
  },
  seed: 20,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [agent] } },
    { id: 'join', at: 8_000, action: { do: 'startKubelet', node: 'worker-2' } },
    { id: 'cordon', at: 30_000, action: { do: 'cordon', node: 'worker-2' } },
    { id: 'taint', at: 34_000, action: { do: 'taint', node: 'worker-2', key: 'repair', effect: 'NoExecute' } },
    { id: 'untaint', at: 42_000, action: { do: 'taint', node: 'worker-2', key: 'repair', effect: 'NoExecute', remove: true } },
  ],
  until: 50_000,
  opening: 'A DaemonSet is applied, and later a new machine joins. **Press Play: who tells the DaemonSet of it?**',
  chapters: [
    { title: 'One pod for one node' },
    { title: 'A machine joins', at: joined },
    { title: 'Its turn', at: newAgent },
    { title: 'Cordon', at: cordoned },
    { title: 'A taint that drives out', at: tainted },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'There is no field `replicas`. **The number of pods is the number of nodes that fit.**' },
    { at: { rule: 'daemonSet.createPod' }, text: 'One, and not two: the control plane’s taint is not tolerated, so cp-1 does not fit.' },
    { at: { rule: 'scheduler.bindOnly' }, text: 'The affinity leaves it no choice. It checks the room all the same.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'The DaemonSet has what it wants.' },
    { at: joined, text: 'A machine that was no node so far.' },
    { at: { rule: 'kubelet.registerNode' }, text: 'That is the message: **a new Node object. Controllers watch objects, not machines.**' },
    { at: { rule: 'daemonSet.createPod', after: joined }, text: 'Two other DaemonSets answer at once, those of the network plugin and of kube-proxy. They tolerate every taint. agent does not.' },
    { at: after('nodeLifecycle.taintNoExecute', joined), text: 'The node is not ready: nothing there can have an address of its own.' },
    { at: after('containerd.keepNodeNetwork', joined), text: 'They run in the node’s network, so they need no plugin to start. **That is how the plugin itself can come as a pod.**' },
    { at: { rule: 'process.writeNetworkConfig' }, text: 'What the node was waiting for.' },
    { at: after('nodeLifecycle.removeTaint', joined), text: 'And this is what the DaemonSet agent was waiting for.' },
    { at: newAgent, text: '**A daemon pod does not go to a node that is not ready yet**, unless its template tolerates that taint.' },
    { at: after('kubelet.patchStatus', newAgent, { status: 'Running, ready' }), text: 'Nobody has changed the DaemonSet. Two nodes fit, two pods run.' },
    { at: cordoned, text: 'Now nothing new shall come to worker-2.' },
    { at: after('nodeLifecycle.taintNoSchedule', cordoned), text: 'The agent stays, and a new one could even come: **daemon pods tolerate a cordon.** So `kubectl drain` leaves them alone.' },
    { at: tainted, text: 'A taint of your own, with the effect NoExecute.' },
    { at: { rule: 'daemonSet.deletePod' }, text: 'The node does not fit any more, so it shall have none. kube-proxy and the plugin tolerate everything and stay.' },
    { at: { rule: 'taintEviction.mark' }, text: 'The same taint, seen by another controller. Both want the same.' },
    { at: { rule: 'kubelet.deletePod' }, text: 'No pod takes its place on another node: **each pod was meant for its node.**' },
    { at: untainted, text: 'The repair is done. The node is still cordoned.' },
    { at: after('daemonSet.createPod', untainted), text: 'And here it comes, onto a cordoned node.' },
    { at: after('kubelet.patchStatus', untainted, { status: 'Running, ready' }), text: '**A DaemonSet asks for each node anew: does it fit, and has it its pod?** That is all it does.' },
  ],
  questions: [
    {
      at: { rule: 'kubelet.registerNode' },
      text: 'The cluster knows worker-2 now. Which daemon pods are made for it at once?',
      choices: ['All three', 'Those of kube-proxy and the network plugin', 'None, until the node is ready'],
      answer: 1,
      because: 'The new node has the taint not-ready. kube-proxy and the network plugin tolerate every taint; agent tolerates it only with the effect NoExecute.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
