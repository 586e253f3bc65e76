import { describe, expect, it } from 'vitest';
import type { Node, Pod } from '../objects';
import { imageLocalityState, normalizedImageName, scoreImageLocality } from './imageLocality';
import { lister, nodeWithPods, testNode, testPod } from './testObjects';

const MEBIBYTE = 1024 * 1024;
const holding = (name: string, image: string, mebibytes: number): Node => ({
  ...testNode(name),
  status: { images: [{ names: [image], sizeBytes: mebibytes * MEBIBYTE }] },
});

describe('ImageLocality', () => {
  it.each([
    ['nginx', 'nginx:latest'],
    ['nginx:1.27', 'nginx:1.27'],
    ['registry:5000/nginx', 'registry:5000/nginx:latest'],
    ['nginx@sha256:abc', 'nginx@sha256:abc'],
  ])('reads %s as %s', (name, expected) => {
    expect(normalizedImageName(name)).toBe(expected);
  });

  it.each([
    [23, 0],
    [32, 0],
    [33, 1],
    [1000, 100],
    [5000, 100],
  ])('gives an image of %i MiB %i points', (mebibytes, expected) => {
    const node = nodeWithPods(holding('a', 'app:latest', mebibytes));
    expect(scoreImageLocality(imageLocalityState(testPod('p')), node, lister(node))).toBe(expected);
  });

  it('counts an image less the fewer nodes hold it, and asks more of pods with more containers', () => {
    const nodes = [nodeWithPods(holding('a', 'app:latest', 1000)), nodeWithPods(testNode('b'))];
    const score = (pod: Pod) => nodes.map((node) => scoreImageLocality(imageLocalityState(pod), node, lister(...nodes)));
    expect(score(testPod('p'))).toEqual([Math.trunc((100 * 477) / 977), 0]);
    const two = testPod('p', { spec: { containers: [{ name: 'c', image: 'app' }], initContainers: [{ name: 'i', image: 'other' }] } });
    expect(score(two)).toEqual([Math.trunc((100 * 477) / 1977), 0]);
  });
});
