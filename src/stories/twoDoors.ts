/** Two doors: the same container through a file on the node and through the API server. */
import type { Container } from '../kubernetes/objects';
import type { Story } from './story';
import { deployment, manifestFile, podManifest } from './workloads';

const IMAGE = 'registry.example/hello:1.0';
const container: Container = { name: 'hello', image: IMAGE };

export const twoDoors: Story = {
  version: 1,
  id: 'two-doors',
  title: 'Two doors: a file and a Deployment',
  teaches: 'A static pod needs only its kubelet; a workload pod needs the API server, the controllers and the scheduler too.',
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [IMAGE]: { sizeMB: 40, exists: true } },
  },
  seed: 2,
  actions: [
    { id: 'file', at: 1_000, action: { do: 'writeFile', node: 'worker-1', path: manifestFile('hello'), manifest: podManifest('hello', { containers: [container] }) } },
    { id: 'apply', at: 14_000, action: { do: 'apply', objects: [deployment('hello', 2, [container])] } },
    { id: 'delete', at: 24_000, action: { do: 'delete', kind: 'Deployment', namespace: 'default', name: 'hello' } },
    { id: 'remove', at: 32_000, action: { do: 'removeFile', node: 'worker-1', path: manifestFile('hello') } },
  ],
  until: 42_000,
  opening: '',
  chapters: [{ title: 'The first door: a file' }],
  captions: [],
  select: 'default/hello-worker-1',
  focus: 'where',
};
