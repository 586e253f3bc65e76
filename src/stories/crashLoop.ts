/** A crash loop: what is restarted when, and what CrashLoopBackOff says and does not say. */
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest } from './workloads';

const IMAGE = 'registry.example/shop:1.0';

const crash = { run: 2_000, exit: 1 } as const;
/** It ends as long as what it needs is missing, and runs from its fifth start on. */
const fourTimes = [crash, crash, crash, crash];

const exit = (nth: number): StepMatcher => ({ rule: 'process.exit', nth });
const behind = (rule: StepMatcher['rule'], nth: number): StepMatcher => ({ rule, after: exit(nth) });

export const crashLoop: Story = {
  version: 1,
  ...headingOf('crash-loop'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: onEveryNode({ sequence: [...fourTimes, { run: 'forever' }] }) },
  },
  seed: 8,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [podManifest('shop', { containers: [{ name: 'web', image: IMAGE }] })] } },
  ],
  until: 110_000,
  opening: 'A pod whose main process ends 2 s after each start, because what it needs is not there yet. **Press Play and watch the pauses.**',
  chapters: [
    { title: 'A container that ends' },
    { title: 'Restarted at once', at: exit(1) },
    { title: 'The first pause', at: exit(2) },
    { title: 'Longer and longer', at: exit(3) },
    { title: 'It runs', at: { rule: 'containerd.startContainer', nth: 5 } },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'Its restartPolicy is Always, because the manifest names none.' },
    { at: { rule: 'kubelet.runPodSandbox' }, text: 'Keep an eye on this sandbox: **it will be the only one.**' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'All looks well. Without a readiness probe a process that runs counts as ready.' },
    { at: exit(1), text: 'Exit code 1: by the custom of processes, something failed.' },
    { at: { rule: 'kubelet.containerDied' }, text: 'The scheduler has no part in this: **the kubelet restarts containers, on the same node, in the same pod.**' },
    { at: behind('kubelet.createContainer', 1), text: 'A first restart does not wait: no CrashLoopBackOff yet.' },
    { at: behind('containerd.startContainer', 1), text: 'A new container from the same image, in the same sandbox. RESTARTS is 1.' },
    { at: exit(2), text: 'A restart changes nothing when the cause is elsewhere.' },
    { at: behind('kubelet.crashBackOff', 2), text: 'The pause begins with 10 s, counted from the end of the process.' },
    {
      at: behind('kubelet.patchStatus', 2),
      text: 'kubectl prints Error at first: **CrashLoopBackOff is told one look later than it begins.**',
    },
    { at: behind('kubelet.createContainer', 2), text: 'The pause is 10 s or up to half as long again: a random part keeps many pods from starting together.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Running, CrashLoopBackOff' } },
      text: 'The phase is still **Running**: the pod has not failed, one of its containers waits. `kubectl logs --previous` shows why it ended.',
    },
    { at: behind('kubelet.crashBackOff', 3), text: 'Twice as long as before.' },
    { at: { rule: 'kubelet.createContainer', after: exit(3) }, text: 'Name, UID, node and address of the pod are those of the beginning. **No pod was replaced, however often it crashed.**' },
    { at: behind('kubelet.crashBackOff', 4), text: 'And so on: 10, 20, 40, 80, 160 s, then 300 s each time. Ten minutes of running well wipe the slate clean.' },
    { at: { rule: 'containerd.startContainer', nth: 5 }, text: 'What it needs is there now, and nobody had to be told. It only took until the pause was over.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, nth: 5 },
      text: 'RESTARTS says 4. **CrashLoopBackOff names the pause, never the fault: look for exit code and logs.**',
    },
  ],
  questions: [
    {
      at: exit(3),
      text: 'The container has ended for the third time. When is it started again?',
      choices: ['At once', 'After 10 to 15 s', 'After 20 to 30 s', 'Never'],
      answer: 2,
      because: 'The first restart was immediate, the second waited for 10 s, and each pause is twice the one before it, with up to half of it added at random.',
    },
  ],
  select: 'default/shop',
  focus: 'inside',
};
