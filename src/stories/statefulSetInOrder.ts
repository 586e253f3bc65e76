/** A StatefulSet in order: names, claims, and one at a time. */
import type { StatefulSet } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode } from './workloads';

const IMAGE = 'registry.example/db:1.0';
const db: StatefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'default' },
  spec: {
    serviceName: 'db',
    replicas: 3,
    selector: { matchLabels: { app: 'db' } },
    template: {
      metadata: { labels: { app: 'db' } },
      spec: { terminationGracePeriodSeconds: 10, containers: [{ name: 'db', image: IMAGE }] },
    },
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
  },
};

const created = (pod: string, nth = 1): StepMatcher => ({ rule: 'statefulSet.createPod', about: { pod }, nth });
const ready = (pod: string, nth = 1): StepMatcher => ({ rule: 'kubelet.patchStatus', about: { pod, status: 'Running, ready' }, nth });
const gone = (pod: string, nth = 1): StepMatcher => ({ rule: 'kubelet.deletePod', about: { pod }, nth });
const deleted: StepMatcher = { rule: 'user.delete' };
const down: StepMatcher = { rule: 'user.edit' };
const up: StepMatcher = { rule: 'user.edit', nth: 2 };

export const statefulSetInOrder: Story = {
  version: 1,
  ...headingOf('stateful-set-in-order'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1', 'worker-2'],
    ready: true,
    images: { [IMAGE]: onEveryNode({ sequence: [{ run: 'forever' }], sigterm: { after: 2_000, exit: 0 } }) },
  },
  seed: 19,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [db] } },
    { id: 'delete', at: 20_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'db-1' } },
    { id: 'scale', at: 35_000, action: { do: 'scale', kind: 'StatefulSet', namespace: 'default', name: 'db', replicas: 1 } },
    { id: 'back', at: 55_000, action: { do: 'scale', kind: 'StatefulSet', namespace: 'default', name: 'db', replicas: 2 } },
  ],
  until: 62_000,
  opening: 'A StatefulSet wants three pods, each with a name and a claim of its own. **Press Play and watch the order.**',
  chapters: [
    { title: 'One after the other' },
    { title: 'One is deleted', at: deleted },
    { title: 'Fewer', at: down },
    { title: 'More again', at: up },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'No ReplicaSet here: its controller makes the pods itself.' },
    { at: { rule: 'statefulSet.createClaim' }, text: 'The claim comes before the pod, and bears its name.' },
    { at: created('db-0'), text: 'Not a random name: **0, 1, 2.** The others wait.' },
    { at: ready('db-0'), text: 'Running **and ready**: that is what db-1 was waiting for.' },
    { at: created('db-1'), text: 'If db-0 never became ready, db-1 would never be made.' },
    { at: ready('db-1'), text: 'Now the next.' },
    { at: created('db-2'), text: '`podManagementPolicy: Parallel` would have made all three at once.' },
    { at: ready('db-2'), text: 'Three pods, three claims.' },
    { at: deleted, text: 'A pod in the middle.' },
    { at: { rule: 'process.exit' }, text: 'Its process has ended. A ReplicaSet would have made another pod long ago.' },
    { at: gone('db-1'), text: 'Two pods of one name cannot be. **The name must be free first**, even if the node is dead.' },
    { at: created('db-1', 2), text: '**The same name and the same claim**, and yet another pod: new UID, new address, perhaps another node.' },
    { at: ready('db-1', 2), text: 'Its claim is the one that the first db-1 had, with whatever is in it.' },
    { at: down, text: 'From three to one.' },
    { at: { rule: 'statefulSet.deletePod' }, text: 'From the top. Nobody asks which pod is the busiest or the oldest.' },
    { at: gone('db-2'), text: 'Only when db-2 is gone altogether is it the next one’s turn.' },
    { at: { rule: 'statefulSet.deletePod', nth: 2 }, text: 'One at a time: a database can hand over its data.' },
    { at: gone('db-1', 2), text: 'Two pods are gone. **The claims data-db-1 and data-db-2 are still there.**' },
    { at: up, text: 'And one more again.' },
    { at: created('db-1', 3), text: 'No claim had to be made this time: data-db-1 exists.' },
    { at: ready('db-1', 3), text: '**Names and claims outlive pods.** Scaling to 0 would keep the data, and so would deleting the StatefulSet.' },
  ],
  questions: [
    {
      at: deleted,
      text: 'db-1 is deleted. When is its successor made?',
      choices: ['At once, beside it', 'When db-1 is gone from the API server', 'When db-2 has been deleted as well'],
      answer: 1,
      because: 'The successor has the same name, and a name is free only when the object is gone. The other pods are not touched.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
