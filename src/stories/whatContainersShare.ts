/** What containers share: one pod of four containers, looked into while it starts, then two pods that share otherwise. */
import type { PodSpec } from '../kubernetes/objects';
import type { Story } from './story';
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

export const whatContainersShare: Story = {
  version: 1,
  id: 'what-containers-share',
  title: 'What containers share',
  teaches: 'The sandbox holds what is shared, one address above all; files are shared only through volumes.',
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
  opening: '',
  chapters: [{ title: 'One pod, four containers' }],
  captions: [],
  select: 'default/shop',
  focus: 'inside',
};
