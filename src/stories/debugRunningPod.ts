/** Debug a running pod: a guest that comes in, looks around, and cannot be shown out. */
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest } from './workloads';

const WEB = 'registry.example/web:1.0';
const METRICS = 'registry.example/metrics:1.0';
const SHELL = 'registry.example/shell:1.0';

const first: StepMatcher = { rule: 'user.edit' };
const second: StepMatcher = { rule: 'user.edit', nth: 2 };
const left: StepMatcher = { rule: 'user.exitContainer' };
const killed: StepMatcher = { rule: 'user.killContainer' };
const after = (rule: StepMatcher['rule'], what: StepMatcher): StepMatcher => ({ rule, after: what });

export const debugRunningPod: Story = {
  version: 1,
  ...headingOf('debug-running-pod'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [WEB]: onEveryNode(), [METRICS]: onEveryNode(), [SHELL]: { sizeMB: 20, exists: true } },
  },
  seed: 21,
  actions: [
    {
      id: 'apply', at: 1_000,
      action: { do: 'apply', objects: [podManifest('shop', { containers: [{ name: 'web', image: WEB }, { name: 'metrics', image: METRICS }] })] },
    },
    { id: 'look', at: 8_000, action: { do: 'debug', namespace: 'default', pod: 'shop', image: SHELL, name: 'look' } },
    { id: 'target', at: 14_000, action: { do: 'debug', namespace: 'default', pod: 'shop', image: SHELL, target: 'web', name: 'look-at-web' } },
    { id: 'leave', at: 20_000, action: { do: 'exitContainer', node: 'worker-1', pod: 'default/shop', container: 'look', exitCode: 1 } },
    { id: 'typo', at: 26_000, action: { do: 'debug', namespace: 'default', pod: 'shop', image: SHELL, target: 'wep', name: 'look-at-wep' } },
    { id: 'kill', at: 32_000, action: { do: 'killContainer', node: 'worker-1', pod: 'default/shop', container: 'web' } },
  ],
  until: 40_000,
  opening: 'A running pod whose images have no shell. You want to look into it without restarting anything. **Press Play.**',
  chapters: [
    { title: 'A pod without a shell' },
    { title: 'A guest', at: first },
    { title: 'With a target', at: second },
    { title: 'The guest leaves', at: left },
    { title: 'The host dies', at: killed },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'web and metrics contain their program and nothing else.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'READY 2/2. `kubectl exec` would find no shell to run.' },
    { at: first, text: 'Containers of a pod are fixed when it is created. **Ephemeral containers are the exception**, with a subresource of their own.' },
    { at: after('kubelet.pullImage', first), text: 'The image brings the tools. It is pulled like any other.' },
    { at: after('kubelet.createContainer', first), text: 'In the sandbox that is there: the same address, the same localhost.' },
    { at: after('containerd.startContainer', first), text: 'It sees the pod’s network, **but not the processes of the others:** `pid` is each container’s own here.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, nth: 3 }, text: 'READY is still 2/2, RESTARTS still 0. **A guest does not count.**' },
    { at: second, text: 'Another one, this time with `--target=web`.' },
    { at: after('containerd.startContainer', second), text: 'It has joined the `pid` namespace of web: it sees the processes of web, and through /proc/1/root, if it may, its files.' },
    { at: left, text: 'You leave the first shell.' },
    { at: { rule: 'kubelet.containerDied' }, text: 'restartPolicy Always does not apply: **an ephemeral container is never started again.**' },
    { at: after('kubelet.patchStatus', left), text: 'Nor can it be removed. It stays in the pod’s spec and status, with its exit code.' },
    { at: { rule: 'user.refused' }, text: 'A target that does not exist. The name is checked before anything is changed.' },
    { at: killed, text: 'The process that the second guest looks at is process 1 of their common `pid` namespace.' },
    { at: { rule: 'process.killed' }, text: 'When process 1 of a `pid` namespace ends, the kernel ends **all others in it.**' },
    { at: { rule: 'kubelet.containerDied', after: killed }, text: 'Both have ended with 137. metrics has a `pid` namespace of its own and runs on.' },
    { at: { rule: 'kubelet.createContainer', after: killed }, text: 'web is restarted. Its guest is not.' },
    { at: { rule: 'containerd.startContainer', after: killed }, text: 'To look at the new process, debug again: it is another `pid` namespace.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, after: killed },
      text: '**Debugging has changed no container of the pod, and has left traces in its object.** They go when the pod goes.',
    },
  ],
  questions: [
    {
      at: left,
      text: 'The shell has ended with exit code 1, and the pod’s restartPolicy is Always. What happens?',
      choices: ['It is started again', 'It stays ended, and listed', 'The pod is no longer ready'],
      answer: 1,
      because: 'Ephemeral containers are never restarted, cannot be removed, and count neither for the phase nor for Ready.',
    },
  ],
  select: 'default/shop',
  focus: 'inside',
};
