import { describe, expect, it } from 'vitest';
import { drainDecision, type DrainOptions } from './drain';
import type { Pod } from './objects';

const owned = (kind: string, change: Pod = {}): Pod => ({ metadata: { name: 'p', ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'o', uid: 'u', controller: true }] }, ...change });
const bare: Pod = { metadata: { name: 'p' } };
const withEmptyDir: Pod = { spec: { volumes: [{ name: 'v', emptyDir: {} }] } };
const mirror: Pod = { ...owned('Node'), metadata: { ...owned('Node').metadata, annotations: { 'kubernetes.io/config.mirror': 'h' } } };

describe('drainDecision', () => {
  it.each<[string, Pod, DrainOptions, string]>([
    ['a controller’s pod', owned('ReplicaSet'), {}, 'delete'],
    ['a bare pod', bare, {}, 'refuse'],
    ['a bare pod, forced', bare, { force: true }, 'delete'],
    ['a finished bare pod', { ...bare, status: { phase: 'Succeeded' } }, {}, 'delete'],
    ['a DaemonSet’s pod', owned('DaemonSet'), {}, 'refuse'],
    ['a DaemonSet’s pod, ignored', owned('DaemonSet', withEmptyDir), { ignoreDaemonSets: true }, 'skip'],
    ['a finished pod of a DaemonSet', owned('DaemonSet', { status: { phase: 'Failed' } }), {}, 'delete'],
    ['a mirror', mirror, {}, 'skip'],
    ['a mirror, forced', mirror, { force: true }, 'skip'],
    ['local storage', owned('ReplicaSet', withEmptyDir), {}, 'refuse'],
    ['local storage, given up', owned('ReplicaSet', withEmptyDir), { deleteEmptyDirData: true }, 'delete'],
    ['local storage of a bare pod, forced', { ...bare, ...withEmptyDir }, { force: true }, 'refuse'],
  ])('%s', (_name, pod, options, action) => {
    expect(drainDecision(pod, options).action).toBe(action);
  });
  it('looks whether the DaemonSet still exists', () => {
    expect(drainDecision(owned('DaemonSet'), { ignoreDaemonSets: true }, []).action).toBe('refuse');
    expect(drainDecision(owned('DaemonSet'), { force: true }, [])).toMatchObject({ action: 'delete', warning: expect.stringContaining('not found') });
    expect(drainDecision(owned('DaemonSet'), { ignoreDaemonSets: true }, [{ metadata: { name: 'o' } }]).action).toBe('skip');
  });
});
