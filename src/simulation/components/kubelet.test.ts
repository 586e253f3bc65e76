import { expect, test } from 'vitest';
import { container, image, pod, TestCluster } from './testKubelet';

const seconds = (value: number) => value * 1000;
const IMAGES = {
  once: image({ sequence: [{ run: seconds(4), exit: 0 }] }),
  web: image({}, { present: false }),
  slow: image({ sigterm: { after: seconds(3), exit: 0 } }),
  stubborn: image({ sigterm: 'ignore' }),
  big: image({}, { present: false, sizeMB: 5000 }),
};
const cluster = () => TestCluster.ready(IMAGES);

test('a bound pod starts: status, sandbox, image, container, status', () => {
  const play = cluster().apply(pod({ containers: [container({ image: 'web' })] })).wait(5);
  expect(play.told('p')).toBe(`
    addPod
    patchStatus Pending, ContainerCreating
    runPodSandbox
    pullImage web
    patchStatus Pending, its sandbox is ready
    createContainer c
    startContainer c
    containerStarted c
    patchStatus Running, ready
  `);
  expect(play.events('p')).toEqual([
    'Pulling spec.containers{c}: Pulling image "web"',
    'Pulled spec.containers{c}: Successfully pulled image "web" in 700ms (700ms including waiting). Image size: 20000000 bytes.',
    'Created spec.containers{c}: Container created',
    'Started spec.containers{c}: Container started',
  ]);
  expect(play.kubectl('p')).toBe('1/1 Running 0');
  play.checkUndo();
});
