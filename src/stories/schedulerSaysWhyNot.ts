/** The scheduler says why not: one reason for each node, and what makes it look again. */
import type { Pod } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest } from './workloads';

const IMAGE = 'registry.example/db:1.0';
const db = (name: string, cpu: string): Pod =>
  podManifest(name, { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'db', image: IMAGE, resources: { requests: { cpu } } }] });

const failed = (pod: string): StepMatcher => ({ rule: 'scheduler.failed', about: { pod } });
const bound = (pod: string): StepMatcher => ({ rule: 'scheduler.bindOnly', about: { pod } });
const labelled: StepMatcher = { rule: 'user.edit' };
const untainted: StepMatcher = { rule: 'user.edit', nth: 2 };
const deleted: StepMatcher = { rule: 'user.delete' };

export const schedulerSaysWhyNot: Story = {
  version: 1,
  ...headingOf('scheduler-says-why-not'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1', 'worker-2', 'worker-3'],
    ready: true,
    nodes: {
      'worker-1': { cpu: '1', labels: { disk: 'ssd' } },
      'worker-2': { labels: { disk: 'ssd' }, taints: [{ key: 'dedicated', value: 'video', effect: 'NoSchedule' }] },
    },
    images: { [IMAGE]: onEveryNode() },
  },
  seed: 16,
  actions: [
    { id: 'first', at: 1_000, action: { do: 'apply', objects: [db('db-a', '2')] } },
    { id: 'label', at: 10_000, action: { do: 'patch', kind: 'Node', name: 'worker-3', patch: { metadata: { labels: { disk: 'ssd' } } } } },
    { id: 'second', at: 18_000, action: { do: 'apply', objects: [db('db-b', '3')] } },
    { id: 'untaint', at: 24_000, action: { do: 'taint', node: 'worker-2', key: 'dedicated', value: 'video', effect: 'NoSchedule', remove: true } },
    { id: 'third', at: 34_000, action: { do: 'apply', objects: [db('db-c', '3')] } },
    { id: 'delete', at: 40_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'db-a' } },
  ],
  until: 52_000,
  opening: 'Four nodes and a pod that fits on none of them. **Press Play and read the scheduler’s answer word by word.**',
  chapters: [
    { title: 'Four nodes, four refusals' },
    { title: 'A label', at: labelled },
    { title: 'A second pod', at: { rule: 'user.apply', nth: 2 } },
    { title: 'A taint is taken off', at: untainted },
    { title: 'No room', at: { rule: 'user.apply', nth: 3 } },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'It asks for 2 CPU and, by its nodeSelector, for a node with the label `disk: ssd`.' },
    {
      at: failed('db-a'),
      text: 'One reason for each node, **the first that failed**: cp-1 and worker-2 are tainted, worker-1 has 1 CPU only, worker-3 has no such label.',
    },
    { at: labelled, text: 'A label on worker-3. Nobody touches the pod.' },
    { at: bound('db-a'), text: '**It was not asked every few seconds:** a change of a node’s labels could help this pod, so it was tried again at once.' },
    { at: { rule: 'kubelet.addPod' }, text: 'PodScheduled is True, and the scheduler is done with this pod.' },
    { at: { rule: 'kubelet.patchStatus', about: { pod: 'db-a', status: 'Running, ready' } }, text: 'worker-3 has 4 CPU; 2 of them are promised now.' },
    { at: { rule: 'user.apply', nth: 2 }, text: 'The next one asks for 3 CPU.' },
    { at: failed('db-b'), text: 'worker-3 has the label now, but not 3 CPU that are free. **What counts is what pods ask for, not what they use.**' },
    { at: untainted, text: 'worker-2 may be used by all from now on.' },
    { at: bound('db-b'), text: 'It has the label, and room.' },
    { at: { rule: 'kubelet.patchStatus', about: { pod: 'db-b', status: 'Running, ready' } }, text: 'A taint keeps pods away, a label attracts none: **only a nodeSelector or an affinity asks for it.**' },
    { at: { rule: 'user.apply', nth: 3 }, text: 'A third pod, as big as the second.' },
    {
      at: failed('db-c'),
      text: 'Three nodes have too little CPU left. And no pod is of lower priority, so **preemption finds no victim.**',
    },
    { at: deleted, text: 'db-a is to go.' },
    { at: { rule: 'process.exit' }, text: 'Its process has ended. Its 2 CPU are still promised.' },
    { at: { rule: 'kubelet.patchStatus', about: { pod: 'db-a', status: 'Succeeded' } }, text: 'A pod in a terminal phase needs nothing any more.' },
    { at: bound('db-c'), text: 'The place was free before the object was gone: **a terminal phase is enough.**' },
    {
      at: { rule: 'kubelet.patchStatus', about: { pod: 'db-c', status: 'Running, ready' } },
      text: '**Pending is no error: it is a question that no node answers yet.** Read the reasons, then change the pod or the nodes.',
    },
  ],
  questions: [
    {
      at: failed('db-a'),
      text: 'Somebody sets the label `disk: ssd` on worker-3. What must be done with the pod?',
      choices: ['It must be deleted and applied again', 'It must be edited', 'Nothing'],
      answer: 2,
      because: 'The scheduler remembers which of its filters refused the pod, and tries it again when a change could satisfy one of them.',
    },
  ],
  follow: 'default',
  focus: 'what',
};
