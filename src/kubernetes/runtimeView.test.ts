import { expect, test } from 'vitest';
import { activeSandboxID, containerChanged, EMPTY_RUNTIME_VIEW, findContainer, hashContainer, type RuntimeView } from './runtimeView';

const view: RuntimeView = {
  sandboxes: [{ id: 's1', attempt: 1, state: 'SANDBOX_READY', networkMode: 'POD' }, { id: 's0', attempt: 0, state: 'SANDBOX_NOTREADY', networkMode: 'POD' }],
  containers: [{ id: 'new', name: 'c', state: 'running' }, { id: 'old', name: 'c', state: 'exited' }],
};

test('the newest comes first', () => {
  expect(findContainer(view, 'c')?.id).toBe('new');
  expect(findContainer(view, 'd')).toBeUndefined();
  expect(activeSandboxID(view)).toBe('s1');
  expect(activeSandboxID({ ...view, sandboxes: view.sandboxes.slice(1) })).toBeUndefined();
  expect(activeSandboxID(EMPTY_RUNTIME_VIEW)).toBeUndefined();
});

test('a definition has changed when its image has', () => {
  const made = { id: 'x', name: 'c', state: 'running' as const, image: 'c:1' };
  expect(containerChanged({ name: 'c', image: 'c:1', command: ['other'] }, made)).toBe(false);
  expect(containerChanged({ name: 'c', image: 'c:2' }, made)).toBe(true);
  expect(containerChanged({ name: 'c', image: 'c:2' }, { ...made, hash: hashContainer({ name: 'c', image: 'c:2' }) })).toBe(false);
});
