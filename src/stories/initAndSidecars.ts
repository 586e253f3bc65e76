/** Init containers and sidecars: the order in which the containers of a pod start and stop. */
import type { PodSpec } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { Story, StepMatcher } from './story';
import { onEveryNode, podManifest } from './workloads';

const image = (name: string): string => `registry.example/${name}:1.0`;

const spec: PodSpec = {
  initContainers: [
    { name: 'migrate', image: image('migrate') },
    { name: 'proxy', image: image('proxy'), restartPolicy: 'Always' },
    { name: 'fetch', image: image('fetch') },
    { name: 'logs', image: image('logs'), restartPolicy: 'Always' },
  ],
  containers: [{ name: 'web', image: image('web') }, { name: 'metrics', image: image('metrics') }],
};

const killed: StepMatcher = { rule: 'user.killContainer' };
const deleted: StepMatcher = { rule: 'user.delete' };
const started = (container: string, nth = 1): StepMatcher => ({ rule: 'containerd.startContainer', about: { container }, nth });
const ended = (container: string, after?: StepMatcher): StepMatcher =>
  ({ rule: 'process.exit', about: { container }, ...(after ? { after } : {}) });

export const initAndSidecars: Story = {
  version: 1,
  ...headingOf('init-and-sidecars'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: {
      [image('migrate')]: onEveryNode({ sequence: [{ run: 2_000, exit: 1 }, { run: 2_000, exit: 0 }] }),
      [image('fetch')]: onEveryNode({ sequence: [{ run: 2_000, exit: 0 }] }),
      [image('proxy')]: onEveryNode(),
      [image('logs')]: onEveryNode(),
      [image('web')]: onEveryNode({ sequence: [{ run: 'forever' }], sigterm: { after: 3_000, exit: 0 } }),
      [image('metrics')]: onEveryNode(),
    },
  },
  seed: 9,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [podManifest('shop', spec)] } },
    { id: 'kill', at: 20_000, action: { do: 'killContainer', node: 'worker-1', pod: 'default/shop', container: 'proxy' } },
    { id: 'delete', at: 30_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'shop' } },
  ],
  until: 45_000,
  opening: 'One pod with two init containers, two sidecars and two app containers. **Press Play: who starts when, and who stops last?**',
  chapters: [
    { title: 'An init container fails' },
    { title: 'Sidecars between them', at: { rule: 'kubelet.createContainer', about: { container: 'proxy' } } },
    { title: 'The apps', at: { rule: 'kubelet.createContainer', about: { container: 'web' } } },
    { title: 'A sidecar dies', at: killed },
    { title: 'The end, in reverse', at: deleted },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'In `initContainers` stand migrate, proxy, fetch, logs, in this order. proxy and logs have `restartPolicy: Always`: **that makes them sidecars.**' },
    { at: { rule: 'kubelet.createContainer' }, text: 'Init containers come one by one, in the order of the manifest. The apps have to wait.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Pending, PodInitializing' } }, text: 'kubectl prints `Init:0/4`.' },
    { at: ended('migrate'), text: 'It fails. The next one must not begin.' },
    { at: { rule: 'kubelet.createContainer', nth: 2 }, text: 'The same init container is tried again. With restartPolicy Never the pod would have failed here.' },
    { at: { rule: 'process.exit', about: { container: 'migrate' }, nth: 2 }, text: 'Exit code 0: **an init container is done when it has succeeded.**' },
    { at: started('proxy'), text: 'A sidecar need not end. It counts as done as soon as it has started; with a startup probe, as soon as that has succeeded.' },
    { at: started('fetch'), text: 'fetch can use proxy already: **a sidecar serves the init containers behind it too.**' },
    { at: ended('fetch'), text: 'The second one that had to succeed.' },
    { at: started('logs'), text: 'The last in the list. Now nothing stands before the apps.' },
    { at: started('web'), text: 'App containers start one after the other. None of them waits until another is ready.' },
    { at: started('metrics'), text: 'Four containers run now, in one sandbox with one address.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'READY 4/4: two apps and two sidecars. **A sidecar that is not ready makes the pod not ready.**' },
    { at: killed, text: 'migrate and fetch have ended, as they should. proxy should run.' },
    { at: { rule: 'kubelet.createContainer', after: killed }, text: 'A sidecar is restarted all the pod’s life, whatever the restartPolicy of the pod. The apps run on.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, after: killed }, text: 'migrate and fetch are **not** run again: only a new sandbox starts everything anew.' },
    { at: { rule: 'kubelet.podIsDeleted' }, text: 'One grace period for all: 30 s.' },
    { at: { rule: 'containerd.sendStopSignal' }, text: 'The apps are asked first, all at once. proxy and logs still serve them.' },
    { at: ended('web', deleted), text: 'web took 3 s. Only now is it the sidecars’ turn.' },
    { at: { rule: 'containerd.sendStopSignal', about: { container: 'logs' } }, text: 'Sidecars stop in reverse order of their start, **each with what is left of the grace period.**' },
    { at: ended('proxy', deleted), text: 'The first to start was the last to stop.' },
    { at: { rule: 'containerd.sandboxStopped' }, text: 'The sandbox goes when the last container has ended.' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Succeeded' } }, text: 'Whether it succeeded is decided by the apps alone, **not by sidecars.**' },
    { at: { rule: 'kubelet.deletePod' }, text: 'In the manifest they stand with the init containers. **In life a sidecar comes before the apps and goes after them.**' },
  ],
  questions: [
    {
      at: killed,
      text: 'The sidecar proxy is killed while the apps run. What happens?',
      choices: ['The pod starts again from its first init container', 'proxy alone is started again', 'The pod fails'],
      answer: 1,
      because: 'A sidecar has a restartPolicy of its own, Always. Neither the apps nor the init containers that have ended are touched.',
    },
  ],
  select: 'default/shop',
  focus: 'inside',
};
