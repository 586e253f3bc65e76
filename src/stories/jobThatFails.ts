/** A Job that fails and retries: new pods, or new containers in one pod. */
import type { Job } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode } from './workloads';

const BROKEN = 'registry.example/import:1.0';
const FLAKY = 'registry.example/export:1.0';
const job = (name: string, image: string, restartPolicy: 'Never' | 'OnFailure'): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: 'default' },
  spec: { backoffLimit: 2, template: { spec: { restartPolicy, containers: [{ name: 'work', image }] } } },
});

const never: StepMatcher = { rule: 'user.apply' };
const onFailure: StepMatcher = { rule: 'user.apply', nth: 2 };
const created = (nth: number): StepMatcher => ({ rule: 'job.createPod', nth });
const over = (nth: number): StepMatcher => ({ rule: 'kubelet.podIsOver', nth });

export const jobThatFails: Story = {
  version: 1,
  ...headingOf('job-that-fails'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: {
      [BROKEN]: onEveryNode({ sequence: [{ run: 2_000, exit: 1 }] }),
      [FLAKY]: onEveryNode({ sequence: [{ run: 2_000, exit: 1 }, { run: 2_000, exit: 0 }] }),
    },
  },
  seed: 18,
  actions: [
    { id: 'never', at: 1_000, action: { do: 'apply', objects: [job('import', BROKEN, 'Never')] } },
    { id: 'on-failure', at: 60_000, action: { do: 'apply', objects: [job('export', FLAKY, 'OnFailure')] } },
  ],
  until: 80_000,
  opening: 'A Job whose process fails every time, and then one whose process fails once. **Press Play: how many pods will there be?**',
  chapters: [
    { title: 'The first try' },
    { title: 'The second', at: created(2) },
    { title: 'The third and last', at: created(3) },
    { title: 'restartPolicy OnFailure', at: onFailure },
  ],
  captions: [
    { at: never, text: 'restartPolicy Never and `backoffLimit: 2`: two failures are forgiven.' },
    { at: created(1), text: 'A finalizer keeps the pod until the Job has counted it, even if somebody deletes it.' },
    { at: { rule: 'process.exit' }, text: 'Exit code 1. The kubelet must not start it again.' },
    { at: over(1), text: 'With Never what has ended stays ended. One container that failed is enough for a failed pod.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, not ready' } }, text: 'Still Running: **Failed is said when the sandbox is stopped**, so that a finished pod really uses nothing.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Failed' } }, text: 'A pod that has failed stays failed. It is kept, for its logs.' },
    { at: created(2), text: 'About 10 s after the first one’s end. **The Job retries, with another pod:** another name, and perhaps another node.' },
    { at: { rule: 'process.exit', nth: 2 }, text: 'The second failure.' },
    { at: over(2), text: 'The next pause is twice as long: 20 s.' },
    { at: created(3), text: 'The pauses are the Job controller’s, **not the kubelet’s: no CrashLoopBackOff here.**' },
    { at: { rule: 'process.exit', nth: 3 }, text: 'The third. Two were allowed.' },
    { at: { rule: 'job.noteFailure' }, text: 'With BackoffLimitExceeded: more failures than `backoffLimit`.' },
    { at: { rule: 'job.fail' }, text: 'The three pods stay, until somebody deletes the Job, or `ttlSecondsAfterFinished` does.' },
    { at: onFailure, text: 'Another Job, the same limit, another restartPolicy.' },
    { at: created(4), text: 'One pod again.' },
    { at: { rule: 'process.exit', nth: 4 }, text: 'It fails, as the others did.' },
    { at: { rule: 'kubelet.createContainer', after: { rule: 'process.exit', nth: 4 } }, text: '**Now it is the kubelet that retries:** a new container in the same pod, on the same node. Further restarts would be held back as in a crash loop.' },
    { at: { rule: 'process.exit', nth: 5 }, text: 'Exit code 0 this time.' },
    { at: over(4), text: 'With OnFailure a container that has succeeded is not started again.' },
    { at: { rule: 'job.noteSuccess' }, text: 'One completion was asked for, and there is one.' },
    { at: { rule: 'job.complete' }, text: '**Never: one pod for each try, all to be looked at. OnFailure: one pod, and only the last logs.** Each failure counts against `backoffLimit` in both.' },
  ],
  questions: [
    {
      at: over(1),
      text: 'The pod has failed. What comes next?',
      choices: ['The kubelet starts its container again', 'The Job controller makes a second pod', 'The Job has failed'],
      answer: 1,
      because: 'restartPolicy Never forbids the kubelet to restart. The Job still wants one completion, and makes another pod after about 10 s.',
    },
  ],
  follow: 'default',
  focus: 'when',
};
