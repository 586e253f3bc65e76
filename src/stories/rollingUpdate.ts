/** A rolling update, and one that gets stuck and is rolled back. */
import type { Deployment } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { deployment, onEveryNode } from './workloads';

const IMAGE = { one: 'registry.example/web:1.0', two: 'registry.example/web:2.0', three: 'registry.example/web:3.0-typo' } as const;
const target = { kind: 'Deployment', namespace: 'default', name: 'shop' } as const;
const base = deployment('shop', 2, [{ name: 'web', image: IMAGE.one }]);
const shop: Deployment = { ...base, spec: { ...base.spec, progressDeadlineSeconds: 30 } };

const updated: StepMatcher = { rule: 'user.edit' };
const typo: StepMatcher = { rule: 'user.edit', nth: 2 };
const undone: StepMatcher = { rule: 'user.edit', nth: 3 };
const after = (rule: StepMatcher['rule'], what: StepMatcher, nth = 1): StepMatcher => ({ rule, after: what, nth });

export const rollingUpdate: Story = {
  version: 1,
  ...headingOf('rolling-update'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1', 'worker-2'],
    ready: true,
    images: { [IMAGE.one]: onEveryNode(), [IMAGE.two]: onEveryNode(), [IMAGE.three]: { sizeMB: 40, exists: false } },
  },
  seed: 11,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [shop] } },
    { id: 'update', at: 8_000, action: { do: 'setImage', ...target, container: 'web', image: IMAGE.two } },
    { id: 'typo', at: 25_000, action: { do: 'setImage', ...target, container: 'web', image: IMAGE.three } },
    { id: 'undo', at: 70_000, action: { do: 'rolloutUndo', ...target } },
  ],
  until: 80_000,
  opening: 'A Deployment with two replicas will get a new image, and then one that does not exist. **Press Play: when is a pod missing?**',
  chapters: [
    { title: 'A Deployment' },
    { title: 'A new image', at: updated },
    { title: 'An image that is not there', at: typo },
    { title: 'Stuck', at: { rule: 'deployment.deadlineExceeded' } },
    { title: 'Back again', at: undone },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'Two replicas, strategy RollingUpdate with 25 % each way: **one pod more is allowed, none less.**' },
    { at: { rule: 'deployment.createReplicaSet' }, text: 'A Deployment makes no pods. It makes a ReplicaSet, and that one makes pods.' },
    { at: { rule: 'replicaSet.createPod', nth: 2 }, text: 'The middle part of the name is the hash of the template.' },
    { at: { rule: 'deployment.complete' }, text: 'Two of two: the first rollout is done too.' },
    { at: updated, text: 'Only the template has changed. No pod is touched by that.' },
    { at: after('deployment.createReplicaSet', updated), text: 'Another template, another ReplicaSet. It begins with one pod: that is the one more that is allowed.' },
    { at: after('replicaSet.createPod', updated), text: 'Three pods now. **Pods are not changed, they are replaced.**' },
    { at: { rule: 'deployment.scaleDown' }, text: 'The new pod is ready, so one old one may go. **First up, then down.**' },
    { at: after('kubelet.podIsDeleted', updated), text: 'It ends as any deleted pod does, with its grace period.' },
    { at: { rule: 'deployment.scaleUp' }, text: 'It does not wait until the old pod is gone: **it counts what ReplicaSets want, not what still lives.**' },
    { at: { rule: 'deployment.scaleDown', nth: 2 }, text: 'The old ReplicaSet stays, with 0 replicas. It is the way back.' },
    { at: { rule: 'deployment.complete', nth: 2 }, text: 'The rollout counts as complete while old pods are still stopping.' },
    { at: typo, text: 'A tag with a typing error. Nobody checks it.' },
    { at: after('deployment.createReplicaSet', typo), text: 'The third ReplicaSet, again with one pod.' },
    { at: after('containerd.imageMissing', typo), text: 'This pod will never be ready.' },
    { at: after('kubelet.patchStatus', { rule: 'containerd.imageMissing' }), text: 'And so no old pod goes: **both old pods serve on.** Users notice nothing.' },
    { at: { rule: 'deployment.deadlineExceeded' }, text: 'It is said in a condition, after `progressDeadlineSeconds`, 30 s here. **Nothing is rolled back by itself.**' },
    { at: undone, text: 'The template of the revision before is put back.' },
    { at: { rule: 'deployment.scaleDown', nth: 3 }, text: 'The template matches a ReplicaSet that exists and is complete. Only the stuck one has to shrink.' },
    { at: after('kubelet.podIsDeleted', undone), text: 'Its container never ran, so there is nothing to wait for.' },
    { at: { rule: 'deployment.complete', nth: 3 }, text: 'The way back was short, because the old pods had never gone.' },
    { at: after('kubelet.deletePod', undone), text: '**A rolling update is careful only as far as readiness tells the truth.** Without a probe a started process counts as ready.' },
  ],
  questions: [
    {
      at: after('containerd.imageMissing', typo),
      text: 'The new pod cannot start. What does the Deployment do with the two old ones?',
      choices: ['It deletes one of them', 'It keeps both', 'It rolls back'],
      answer: 1,
      because: 'With 25 % of two, maxUnavailable is rounded down to 0: no old pod goes before a new one is ready. A rollback is for a person, or a tool, to ask for.',
    },
  ],
  follow: 'default',
  focus: 'where',
};
