/** An image cannot be pulled: what waits, what goes on, and when it is tried again. */
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest } from './workloads';

const WEB = 'registry.example/web:2.0';
const METRICS = 'registry.example/metrics:1.0';

const pushed: StepMatcher = { rule: 'user.pushImage' };
const pull = (nth: number): StepMatcher => ({ rule: 'containerd.pullImage', nth });

export const imageCannotBePulled: Story = {
  version: 1,
  ...headingOf('image-cannot-be-pulled'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [WEB]: { sizeMB: 60, exists: false }, [METRICS]: onEveryNode() },
  },
  seed: 10,
  actions: [
    {
      id: 'apply', at: 1_000,
      action: { do: 'apply', objects: [podManifest('shop', { containers: [{ name: 'web', image: WEB }, { name: 'metrics', image: METRICS }] })] },
    },
    { id: 'push', at: 50_000, action: { do: 'setImageExists', image: WEB, exists: true } },
  ],
  until: 130_000,
  opening: 'Two containers, and one of their images is not in the registry. **Press Play: does the pod fail?**',
  chapters: [
    { title: 'No such image' },
    { title: 'Tried again', at: pull(2) },
    { title: 'The image is pushed', at: pushed },
    { title: 'It is found', at: pull(4) },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'The API server does not look into registries: **any name of an image is accepted.**' },
    { at: { rule: 'scheduler.bindOnly' }, text: 'The scheduler does not ask for it either.' },
    { at: { rule: 'containerd.startPause' }, text: 'The sandbox is there before any image is needed. The pod has its address already.' },
    { at: { rule: 'kubelet.pullImage' }, text: 'The node does not have it, and imagePullPolicy IfNotPresent says: then pull.' },
    { at: { rule: 'containerd.imageMissing' }, text: 'A typing error, a tag not yet pushed, a missing secret: to the kubelet all these are a pull that failed.' },
    { at: { rule: 'containerd.startContainer', about: { container: 'metrics' } }, text: 'The other container starts. **Containers of a pod do not wait for each other’s images.**' },
    { at: { rule: 'kubelet.noImage', about: { reason: 'ImagePullBackOff' } }, text: 'At the next look the pull is not even tried: a pause has begun.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Pending, ErrImagePull' } },
      text: 'The phase is **Pending**, though metrics runs: Running is said only when all app containers have been started.',
    },
    { at: pull(2), text: 'The pause was 10 s, and the kubelet looks only every 10 to 15 s.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Pending, ImagePullBackOff' } }, text: 'So kubectl changes between ErrImagePull and ImagePullBackOff: **it was tried, or it waits.** The fault is one and the same.' },
    { at: { rule: 'containerd.imageMissing', nth: 2 }, text: 'Still not there. The next pause is 20 s.' },
    { at: { rule: 'containerd.imageMissing', nth: 3 }, text: 'Now 40 s. It ends at 300 s, and **never in Failed.**' },
    { at: pushed, text: 'Somebody has found the mistake, and pushes the image.' },
    { at: { rule: 'kubelet.noImage', about: { reason: 'ImagePullBackOff' }, after: pushed }, text: 'No message goes from a registry to a cluster: **the pause has to pass.**' },
    { at: pull(4), text: 'The fourth try. A new pod would not have had to wait: the pause belongs to this pod.' },
    { at: { rule: 'containerd.imagePulled' }, text: 'From now on it is on this node, for all pods here.' },
    { at: { rule: 'containerd.startContainer', about: { container: 'web' } }, text: 'In the sandbox that has waited for it all the time.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } },
      text: 'Nobody restarted anything, RESTARTS is 0. **A container without an image waits; it does not crash.**',
    },
  ],
  questions: [
    {
      at: pushed,
      text: 'The image is in the registry now. When does web start?',
      choices: ['At once', 'When the pause is over', 'When somebody deletes the pod'],
      answer: 1,
      because: 'The kubelet hears nothing from a registry. It pulls again when its back-off for this image has passed.',
    },
  ],
  select: 'default/shop',
  focus: 'inside',
};
