/** Preemption: a pod of higher priority finds no place, and another has to make room. */
import type { Deployment, Pod, PriorityClass } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { deployment, onEveryNode, podManifest } from './workloads';

const BATCH = 'registry.example/batch:1.0';
const SHOP = 'registry.example/shop:1.0';
const resources = { requests: { cpu: '3' } };
const batch: Deployment = deployment('batch', 1, [{ name: 'work', image: BATCH, resources }]);
const important: PriorityClass = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'important' },
  value: 1_000,
};
const shop: Pod = podManifest('shop', { priorityClassName: 'important', containers: [{ name: 'web', image: SHOP, resources }] });

const nominated: StepMatcher = { rule: 'scheduler.nominate' };
const deleted: StepMatcher = { rule: 'user.delete' };
const bound: StepMatcher = { rule: 'scheduler.bindOnly', about: { pod: 'shop' } };

export const preemption: Story = {
  version: 1,
  ...headingOf('preemption'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    nodes: { 'worker-1': { cpu: '4' } },
    images: { [BATCH]: onEveryNode({ sequence: [{ run: 'forever' }], sigterm: { after: 6_000, exit: 0 } }), [SHOP]: onEveryNode() },
  },
  seed: 17,
  actions: [
    { id: 'batch', at: 1_000, action: { do: 'apply', objects: [batch] } },
    { id: 'shop', at: 8_000, action: { do: 'apply', objects: [important, shop] } },
    { id: 'delete', at: 30_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'shop' } },
  ],
  until: 42_000,
  opening: 'worker-1 has 4 CPU, and a batch pod has asked for 3 of them. Now an important pod wants 3 as well. **Press Play: who gets them?**',
  chapters: [
    { title: 'The node is taken' },
    { title: 'Somebody has to go', at: nominated },
    { title: 'The important pod', at: bound },
    { title: 'The other one’s turn', at: deleted },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'A pod without a PriorityClass has priority 0.' },
    { at: { rule: 'scheduler.bindOnly' }, text: '3 of 4 CPU are promised from here on, whether they are used or not.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'It works, and has done nothing wrong.' },
    { at: { rule: 'user.apply', nth: 2 }, text: 'A PriorityClass is a name for a number, 1000 here.' },
    { at: { rule: 'user.apply', nth: 3 }, text: 'The number was written into the pod when it was admitted. **Priority says who comes first, not how much one gets.**' },
    { at: nominated, text: '`status.nominatedNodeName` is a note, **not a binding**: the pod is still Pending.' },
    { at: { rule: 'scheduler.markVictim' }, text: 'DisruptionTarget with the reason PreemptionByScheduler: so one can tell it from a crash.' },
    { at: { rule: 'scheduler.deleteVictim' }, text: 'The scheduler deletes it by the API, as you would. **A PodDisruptionBudget would be heeded if possible, and overridden if not.**' },
    { at: { rule: 'replicaSet.createPod', nth: 2 }, text: 'Its ReplicaSet makes a new one, while the old one is still stopping.' },
    { at: { rule: 'containerd.sendStopSignal' }, text: 'It may finish its work: the grace period is kept.' },
    { at: { rule: 'scheduler.failed' }, text: 'The new batch pod gets no place: the old one still holds the CPU, and shop is nominated for it.' },
    { at: { rule: 'process.exit' }, text: 'It took 6 s. **A preempting pod waits until its victims have ended.**' },
    { at: bound, text: 'Now there is room. Only this is the binding.' },
    { at: { rule: 'scheduler.failed', nth: 2 }, text: 'It was tried again, because something had changed. But not for it.' },
    { at: { rule: 'kubelet.patchStatus', about: { pod: 'shop', status: 'Running, ready' } }, text: 'Six seconds after it was applied. Had its victim needed all its grace, it would have been 30.' },
    { at: deleted, text: 'The important work is done.' },
    { at: { rule: 'containerd.sandboxStopped', nth: 2 }, text: 'Nobody tells the batch pod. The scheduler watches pods, too.' },
    { at: { rule: 'scheduler.bindOnly', after: deleted }, text: 'The end of a pod could help, so what waits is tried again.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, after: deleted }, text: 'It begins from the start. **Preemption moves nothing and saves nothing: victims must be able to begin anew.**' },
    { at: { rule: 'kubelet.deletePod', after: deleted }, text: 'With `preemptionPolicy: Never` the important pod would have been first in the queue, and would have waited.' },
  ],
  questions: [
    {
      at: nominated,
      text: 'The batch pod is to go. When is shop bound to worker-1?',
      choices: ['At once: it has the higher priority', 'When the batch pod has ended', 'When somebody deletes the batch Deployment'],
      answer: 1,
      because: 'The victim is deleted with its grace period, and its CPU is free only when it has reached a terminal phase.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
