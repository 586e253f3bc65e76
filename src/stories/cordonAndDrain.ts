/** Cordon and drain: a node is emptied, politely. */
import type { PodDisruptionBudget } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { deployment, onEveryNode, preferring } from './workloads';

const IMAGE = 'registry.example/web:1.0';
const shop = preferring('worker-1', deployment('shop', 2, [{ name: 'web', image: IMAGE }]));
const budget: PodDisruptionBudget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'shop', namespace: 'default' },
  spec: { minAvailable: 1, selector: { matchLabels: { app: 'shop' } } },
};

const cordoned: StepMatcher = { rule: 'user.edit' };
const drained: StepMatcher = { rule: 'user.drainChoose' };
const uncordoned: StepMatcher = { rule: 'user.edit', nth: 2 };
const after = (rule: StepMatcher['rule'], what: StepMatcher, nth = 1): StepMatcher => ({ rule, after: what, nth });

export const cordonAndDrain: Story = {
  version: 1,
  ...headingOf('cordon-and-drain'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1', 'worker-2'],
    ready: true,
    images: { [IMAGE]: onEveryNode() },
  },
  seed: 15,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [shop, budget] } },
    { id: 'cordon', at: 8_000, action: { do: 'cordon', node: 'worker-1' } },
    { id: 'wrong', at: 12_000, action: { do: 'drain', node: 'worker-1' } },
    { id: 'drain', at: 16_000, action: { do: 'drain', node: 'worker-1', ignoreDaemonsets: true } },
    { id: 'uncordon', at: 40_000, action: { do: 'uncordon', node: 'worker-1' } },
  ],
  until: 50_000,
  opening: 'worker-1 needs repair, and two pods run on it. A budget says that one of them must always be healthy. **Press Play.**',
  chapters: [
    { title: 'Two pods and a budget' },
    { title: 'Cordon', at: cordoned },
    { title: 'Drain', at: { rule: 'user.drainCordon' } },
    { title: 'The second pod', at: { rule: 'user.evict', nth: 2 } },
    { title: 'Uncordon', at: uncordoned },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'Both pods would rather run on worker-1.' },
    { at: { rule: 'deployment.complete' }, text: 'Two are healthy, one is needed: **one may be disturbed at a time.**' },
    { at: cordoned, text: 'One field of the Node object: `spec.unschedulable`.' },
    { at: { rule: 'nodeLifecycle.taintNoSchedule' }, text: '**What runs there runs on.** A cordon keeps new pods away and does nothing else.' },
    { at: { rule: 'user.drainCordon' }, text: 'Drain is no command of the API server: kubectl does it step by step. Here the first one is done already.' },
    { at: { rule: 'user.refused' }, text: 'A DaemonSet would put its pods back at once, cordon or not. So kubectl wants to be told to leave them.' },
    { at: drained, text: 'The pods of kube-proxy and of the network plugin stay on the node, to the end.' },
    { at: { rule: 'user.evict' }, text: 'An eviction is a delete that **asks the budget first.**' },
    { at: { rule: 'user.evictionRefused' }, text: 'Both look healthy at this moment, but the one disturbance that was allowed has just been granted.' },
    { at: after('kubelet.podIsDeleted', drained), text: 'An evicted pod has its grace period like any other.' },
    { at: after('replicaSet.createPod', drained), text: 'The drain does not know of replacements. **It is the ReplicaSet that counts one pod too few.**' },
    { at: after('disruption.updateStatus', drained), text: 'Until the new pod is ready nobody else may be disturbed.' },
    { at: after('scheduler.bindOnly', drained), text: 'worker-1 is cordoned, the control plane is tainted: one node is left.' },
    { at: after('disruption.updateStatus', drained, 2), text: 'It is ready. The budget is open again.' },
    { at: after('user.evict', drained, 2), text: 'kubectl had only waited and asked again, after 5 s.' },
    { at: after('replicaSet.createPod', drained, 2), text: 'The same once more. **At no moment was there no healthy pod.**' },
    { at: { rule: 'user.drained' }, text: 'Only now does the command return. Of the workloads only daemon pods are left.' },
    { at: uncordoned, text: 'The repair is done.' },
    { at: { rule: 'nodeLifecycle.removeTaint' }, text: 'Both pods wished for worker-1, and both stay on worker-2: **nothing comes back by itself.** New pods will go there.' },
  ],
  questions: [
    {
      at: cordoned,
      text: 'worker-1 is cordoned. What happens to the two pods on it?',
      choices: ['They are deleted', 'They are moved to worker-2', 'Nothing'],
      answer: 2,
      because: 'The taint of a cordon has the effect NoSchedule: it counts when a pod is to be placed, not for pods that run already.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
