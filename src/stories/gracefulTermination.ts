/** Graceful termination under the microscope: the seconds between delete and gone. */
import type { Pod, PodSpec } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest, service } from './workloads';

const WEB = 'registry.example/web:1.0';
const METRICS = 'registry.example/metrics:1.0';

const spec: PodSpec = {
  terminationGracePeriodSeconds: 10,
  containers: [
    { name: 'web', image: WEB, lifecycle: { preStop: { exec: { command: ['finish-requests'] } } } },
    { name: 'metrics', image: METRICS },
  ],
};
const shop: Pod = podManifest('shop', spec);
const stubborn: Pod = podManifest('shop', { terminationGracePeriodSeconds: 10, containers: [{ name: 'web', image: WEB }] });

const deleted: StepMatcher = { rule: 'user.delete' };
const again: StepMatcher = { rule: 'user.apply', nth: 2 };
const forced: StepMatcher = { rule: 'user.delete', nth: 2 };
const after = (rule: StepMatcher['rule'], what: StepMatcher): StepMatcher => ({ rule, after: what });

export const gracefulTermination: Story = {
  version: 1,
  ...headingOf('graceful-termination'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: {
      [WEB]: onEveryNode({ sequence: [{ run: 'forever' }], sigterm: 'ignore', hooks: { preStop: { takes: 4_000, ok: true } } }),
      [METRICS]: onEveryNode(),
    },
  },
  seed: 13,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [service('shop'), shop] } },
    { id: 'delete', at: 8_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'shop' } },
    { id: 'again', at: 24_000, action: { do: 'apply', objects: [stubborn] } },
    { id: 'force', at: 32_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'shop', force: true, gracePeriodSeconds: 0 } },
  ],
  until: 45_000,
  opening: 'A pod with a preStop hook of 4 s, a process that pays no heed to SIGTERM, and 10 s of grace. **Press Play: when is it gone?**',
  chapters: [
    { title: 'A pod that serves' },
    { title: 'kubectl delete', at: deleted },
    { title: 'Time runs out', at: { rule: 'containerd.sendSigkill' } },
    { title: 'Gone', at: { rule: 'kubelet.deletePod' } },
    { title: 'Once more, by force', at: again },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'web has a preStop hook that takes 4 s. metrics has none.' },
    { at: { rule: 'endpointSlice.update', nth: 2 }, text: 'A Service sends requests here. Watch when that ends.' },
    { at: deleted, text: 'Nothing is stopped by this. **A deletionTimestamp is written, 10 s ahead:** kubectl prints Terminating.' },
    { at: { rule: 'kubelet.podIsDeleted' }, text: 'Now one clock runs for everything that follows.' },
    { at: { rule: 'kubelet.preStop' }, text: 'The hook uses up grace: its 4 s are part of the 10.' },
    { at: { rule: 'containerd.sendStopSignal', after: deleted }, text: 'metrics has no hook, so SIGTERM comes at once. **Containers are stopped side by side.**' },
    {
      at: after('endpointSlice.update', deleted),
      text: 'At the same time, not before: the pod leaves the ready endpoints. **Requests may still arrive for a moment**, and that is what a preStop sleep is for.',
    },
    { at: after('process.exit', deleted), text: 'metrics heeds the signal. The pod waits for the other one.' },
    { at: { rule: 'containerd.hookEnded' }, text: '4 s have passed.' },
    { at: { rule: 'kubelet.stopContainer', about: { container: 'web' } }, text: 'Only 6 s are left of the 10.' },
    { at: { rule: 'process.ignoreSignal' }, text: 'A shell as process 1 often does this: it does not pass the signal on.' },
    { at: { rule: 'containerd.sendSigkill' }, text: '10 s after the delete. Nobody can ignore this one.' },
    { at: { rule: 'process.killed' }, text: '137 is 128 + 9, the number of SIGKILL. **It does not say by itself that memory ran out.**' },
    { at: { rule: 'containerd.stopPause' }, text: 'The address lived until now: the process could talk to others to the last.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Failed' } }, text: 'A container ended with 137, so the phase is Failed.' },
    { at: { rule: 'kubelet.deletePod' }, text: '**The kubelet deletes the object, not the one who ran kubectl delete.**' },
    { at: again, text: 'Once more, without hook and without metrics.' },
    { at: forced, text: '`--force --grace-period=0`: the object is removed at once, whatever runs.' },
    { at: { rule: 'kubelet.podIsGone' }, text: 'kubectl says: gone. **On the node it still runs.** A new pod of this name could start now, beside it.' },
    { at: after('containerd.sendStopSignal', forced), text: 'Force does not mean SIGKILL at once: the kubelet still asks, for 2 s.' },
    { at: after('process.killed', forced), text: 'Had the node been unreachable, **it would run on, and nobody could see it.**' },
    { at: after('containerd.sandboxStopped', forced), text: 'Force deletes the record first and the pod afterwards. **Use it only when you know that the pod is dead.**' },
  ],
  questions: [
    {
      at: { rule: 'containerd.hookEnded' },
      text: 'The hook has taken 4 s. How long may web still take after SIGTERM?',
      choices: ['10 s', '6 s', '30 s'],
      answer: 1,
      because: 'The grace period of 10 s began with the delete, and the preStop hook is part of it.',
    },
  ],
  select: 'default/shop',
  focus: 'when',
};
