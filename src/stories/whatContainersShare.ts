/** What containers share: one pod of four containers, looked into while it starts, then two pods that share otherwise. */
import type { PodSpec } from '../kubernetes/objects';
import { headingOf } from './contents';
import type { StepMatcher, Story } from './story';
import { podManifest } from './workloads';

const IMAGES = {
  fetch: 'registry.example/fetch:1.0',
  logs: 'registry.example/log-shipper:1.0',
  web: 'registry.example/web:1.0',
  metrics: 'registry.example/metrics:1.0',
  shell: 'registry.example/shell:1.0',
};

const web = { name: 'web', image: IMAGES.web, ports: [{ containerPort: 80 }] };
const metrics = { name: 'metrics', image: IMAGES.metrics, ports: [{ containerPort: 9113 }] };

const spec: PodSpec = {
  initContainers: [
    { name: 'fetch', image: IMAGES.fetch, volumeMounts: [{ name: 'pages', mountPath: '/work' }] },
    { name: 'log-shipper', image: IMAGES.logs, restartPolicy: 'Always' },
  ],
  containers: [{ ...web, volumeMounts: [{ name: 'pages', mountPath: '/usr/share/nginx/html', readOnly: true }] }, metrics],
  volumes: [{ name: 'pages', emptyDir: {} }],
};

const killed: StepMatcher = { rule: 'user.killContainer' };
const debugged: StepMatcher = { rule: 'user.edit' };
const open: StepMatcher = { rule: 'user.apply', about: { name: 'shop-open' } };
const onHost: StepMatcher = { rule: 'user.apply', about: { name: 'shop-host' } };
const started = (container: string, after?: StepMatcher): StepMatcher =>
  ({ rule: 'containerd.startContainer', about: { container }, ...(after ? { after } : {}) });

export const whatContainersShare: Story = {
  version: 1,
  ...headingOf('what-containers-share'),
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: {
      [IMAGES.fetch]: { sizeMB: 20, exists: true, program: { sequence: [{ run: 2_000, exit: 0 }] } },
      [IMAGES.logs]: { sizeMB: 30, exists: true },
      [IMAGES.web]: { sizeMB: 50, exists: true },
      [IMAGES.metrics]: { sizeMB: 20, exists: true },
      [IMAGES.shell]: { sizeMB: 5, exists: true },
    },
  },
  seed: 3,
  actions: [
    { id: 'apply', at: 1_000, action: { do: 'apply', objects: [podManifest('shop', spec)] } },
    { id: 'kill', at: 14_000, action: { do: 'killContainer', node: 'worker-1', pod: 'default/shop', container: 'web' } },
    { id: 'debug', at: 20_000, action: { do: 'debug', pod: 'shop', namespace: 'default', image: IMAGES.shell, target: 'web', name: 'shell' } },
    { id: 'share', at: 26_000, action: { do: 'apply', objects: [podManifest('shop-open', { shareProcessNamespace: true, containers: [web, metrics] })] } },
    { id: 'host', at: 34_000, action: { do: 'apply', objects: [podManifest('shop-host', { hostNetwork: true, containers: [metrics] })] } },
  ],
  until: 42_000,
  opening: 'One manifest will become one pod with an init container, a sidecar, two app containers and a volume. **Press Play and watch in Inside what they share.**',
  chapters: [
    { title: 'The sandbox first' },
    { title: 'Init container and sidecar', at: { rule: 'kubelet.pullImage' } },
    { title: 'The app containers', at: { rule: 'kubelet.pullImage', about: { image: IMAGES.web } } },
    { title: 'One container dies', at: killed },
    { title: 'A guest for debugging', at: debugged },
    { title: 'Sharing more', at: open },
  ],
  captions: [
    { at: { rule: 'user.apply' }, text: 'Four containers, one object.' },
    { at: { rule: 'scheduler.bindOnly' }, text: 'A pod is bound as a whole: **its containers never spread over several nodes.**' },
    {
      at: { rule: 'containerd.makeNetworkNamespace' },
      text: 'That is `net`: one set of interfaces, one localhost, one range of ports **for all containers of the pod.**',
    },
    { at: { rule: 'network.giveAddress' }, text: 'The address belongs to the sandbox, **not to a container.**' },
    { at: { rule: 'containerd.startPause' }, text: '`ipc` and `uts` are made with it: one shared memory and one host name for the pod.' },
    { at: { rule: 'containerd.createContainer' }, text: 'Each container has the files of its own image.' },
    {
      at: started('fetch'),
      text: '**The pod has no `mnt` to share.** What containers can share is a volume: fetch sees `pages` at /work.',
    },
    { at: { rule: 'process.exit' }, text: 'An init container must have succeeded before the next one begins. The sandbox stays.' },
    { at: { rule: 'kubelet.containerDied' }, text: 'Nobody tells the kubelet: **it looks at the runtime once a second.**' },
    { at: { rule: 'kubelet.createContainer', about: { container: 'log-shipper' } }, text: 'A sidecar is an init container with `restartPolicy: Always`.' },
    { at: started('log-shipper'), text: 'It need not end: once it has started, the next may begin. It mounts no volume, so **it cannot see `pages`.**' },
    { at: { rule: 'kubelet.pullImage', about: { image: IMAGES.web } }, text: 'App containers start one after the other, in the order of the manifest.' },
    { at: started('web'), text: 'web sees `pages` too, read-only and at another path: **one folder on the node, mounted into two containers.**' },
    { at: started('metrics'), text: 'It reaches web at localhost:80. **Two containers of a pod cannot use the same port.**' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } }, text: 'kubectl prints READY 3/3: two apps and the sidecar. Init containers that have ended do not count.' },
    { at: killed, text: 'The other containers are not touched.' },
    { at: { rule: 'kubelet.containerDied', after: killed }, text: 'By the pod’s restartPolicy it shall run again.' },
    { at: { rule: 'kubelet.createContainer', after: killed }, text: 'A new container, **in the same sandbox**. A first restart does not wait.' },
    { at: started('web', killed), text: 'Its root filesystem is new: what it wrote there is lost, **what is in `pages` is not.**' },
    { at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' }, after: killed }, text: 'RESTARTS says 1. **The address is still the same.**' },
    { at: debugged, text: 'Containers cannot be added to a pod, **with one exception: ephemeral ones**, for looking around.' },
    {
      at: started('shell'),
      text: 'Because of `--target` it is also in the `pid` namespace of web: **it sees the processes of web, not those of metrics.**',
    },
    { at: open, text: 'What a pod shares is fixed when it is created, so here is another pod, with `shareProcessNamespace: true`.' },
    { at: { rule: 'containerd.startPause', after: open }, text: 'It holds `pid` as well: **pause is process 1 for all of them.**' },
    { at: started('metrics', open), text: 'It sees the processes of web now. **`mnt` is its own still.**' },
    { at: onHost, text: 'And one with `hostNetwork: true`.' },
    { at: { rule: 'containerd.keepNodeNetwork' }, text: 'Its address is the node’s. **Pods on the node’s network share one address**, the exception to one address a pod.' },
    { at: started('metrics', onHost), text: 'Port 9113 is now taken **on the node**: there is no room for a second pod like this.' },
    {
      at: { rule: 'kubelet.patchStatus', about: { pod: 'shop-host', status: 'Running, ready' } },
      text: 'Now turn the switches in Inside, and see **who shares which namespace.**',
    },
  ],
  questions: [
    {
      at: { rule: 'kubelet.patchStatus', about: { status: 'Running, ready' } },
      text: 'What do web and metrics not share?',
      choices: ['The address', 'The host name', 'The root filesystem'],
      answer: 2,
      because: 'Each container has a root filesystem and a mount namespace of its own. Address and host name belong to the sandbox.',
    },
  ],
  select: 'default/shop',
  focus: 'inside',
};
