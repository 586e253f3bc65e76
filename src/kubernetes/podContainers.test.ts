import { describe, expect, it } from 'vitest';
import type { PodSpec } from './objects';
import { containersOf, targetContainerNameOf } from './podContainers';

describe('containersOf', () => {
  const spec: PodSpec = {
    initContainers: [{ name: 'setup' }, { name: 'mesh', restartPolicy: 'Always' }],
    containers: [{ name: 'app' }],
    ephemeralContainers: [{ name: 'debug', targetContainerName: 'app' }],
  };
  it('lists init containers, sidecars, app and ephemeral containers with their paths', () => {
    expect(containersOf(spec).map(({ kind, name, path }) => [kind, name, path])).toEqual([
      ['init', 'setup', 'initContainers[0]'], ['sidecar', 'mesh', 'initContainers[1]'], ['app', 'app', 'containers[0]'],
      ['ephemeral', 'debug', 'ephemeralContainers[0]'],
    ]);
  });
  it('tells the target of an ephemeral container', () => {
    expect(containersOf(spec).map(({ container }) => targetContainerNameOf(container))).toEqual([undefined, undefined, undefined, 'app']);
  });
  it('takes no list and no mapping for nothing', () => {
    const broken = { containers: 'app', initContainers: [null, 'x', { name: 3 }] } as unknown as PodSpec;
    expect(containersOf(broken).map(({ name, path }) => [name, path])).toEqual([['', 'initContainers[2]']]);
    expect(containersOf(undefined)).toEqual([]);
  });
});
