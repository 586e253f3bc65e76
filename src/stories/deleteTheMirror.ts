/** Delete the mirror: what kubectl can do to a static pod, and what only the file can. */
import type { Story } from './story';
import { manifestFile, podManifest } from './workloads';

const OLD = 'registry.example/hello:1.0';
const NEW = 'registry.example/hello:2.0';
const file = { node: 'worker-1', path: manifestFile('hello') };
const hello = (image: string) => podManifest('hello', { containers: [{ name: 'hello', image }] });

export const deleteTheMirror: Story = {
  version: 1,
  id: 'delete-the-mirror',
  title: 'Delete the mirror',
  teaches: 'The mirror only shows a static pod: deleting it stops nothing. Who wants to change the pod changes the file.',
  cluster: {
    controlPlanes: ['cp-1'],
    workers: ['worker-1'],
    ready: true,
    images: { [OLD]: { sizeMB: 40, exists: true, present: true }, [NEW]: { sizeMB: 40, exists: true } },
  },
  seed: 5,
  actions: [
    { id: 'write', at: 1_000, action: { do: 'writeFile', ...file, manifest: hello(OLD) } },
    { id: 'delete', at: 12_000, action: { do: 'delete', kind: 'Pod', namespace: 'default', name: 'hello-worker-1' } },
    { id: 'edit', at: 24_000, action: { do: 'writeFile', ...file, manifest: hello(NEW) } },
    { id: 'remove', at: 55_000, action: { do: 'removeFile', ...file } },
  ],
  until: 66_000,
  opening: '',
  chapters: [{ title: 'A static pod and its mirror' }],
  captions: [],
  select: 'default/hello-worker-1',
  focus: 'where',
};
