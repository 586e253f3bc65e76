import { describe, expect, it } from 'vitest';
import { containerdContainerPid, containerdMounts, containerdSandbox, crioContainer, hasOwnCgroupNamespace } from './runtimeNamespaces';

describe('containerd', () => {
  it('gives the pause container what is not the node’s', () => {
    expect(containerdSandbox({ network: 'POD', pid: 'CONTAINER', ipc: 'POD' })).toMatchObject({ value: { has: ['network', 'uts', 'pid', 'ipc', 'mount'] } });
    expect(containerdSandbox({ network: 'NODE', pid: 'NODE', ipc: 'NODE' })).toMatchObject({ value: { has: ['mount'], hasNot: ['network', 'uts', 'pid', 'ipc', 'user'] } });
  });
  it('makes a user namespace with one range', () => {
    expect(containerdSandbox({ user: 'POD', uidMappings: 1 })).toMatchObject({ ok: true, value: { userNamespacePinned: true, sysMount: 'sysfs' } });
    expect(containerdSandbox({ user: 'POD', uidMappings: 1, network: 'NODE' })).toMatchObject({ value: { userNamespacePinned: false, sysMount: 'bind of the node /sys' } });
    for (const cri of [{ user: 'POD' }, { user: 'POD', uidMappings: 2 }, { user: 'POD', uidMappings: 1, gidMappings: 0 }, { user: 'NODE', uidMappings: 1 }, { user: 'CONTAINER' }, { user: 'TARGET', uidMappings: 1 }] as const) {
      expect(containerdSandbox(cri).ok).toBe(false);
    }
    expect(containerdSandbox({ user: 'NODE' }).ok).toBe(true);
  });
  it('puts containers into a PID namespace', () => {
    expect((['POD', 'NODE', 'CONTAINER', 'TARGET'] as const).map(containerdContainerPid)).toEqual(['sandbox', 'sandbox', 'own', 'target']);
  });
  it('mounts the sandbox’s files, read-only with the root', () => {
    expect(containerdMounts('POD', true)).toEqual({
      mounts: { '/etc/hostname': 'sandbox:hostname', '/etc/hosts': 'sandbox:hosts', '/etc/resolv.conf': 'sandbox:resolv.conf', '/dev/shm': 'sandbox:shm' },
      readOnly: ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'],
    });
    expect(containerdMounts('NODE', false, ['/etc/hosts']).mounts).toEqual({ '/etc/hostname': 'sandbox:hostname', '/etc/resolv.conf': 'sandbox:resolv.conf', '/dev/shm': '/dev/shm' });
  });
});

describe('cgroup namespaces', () => {
  it('need cgroup v2 and no privilege', () => {
    expect([hasOwnCgroupNamespace(2, false), hasOwnCgroupNamespace(2, true), hasOwnCgroupNamespace(1, false)]).toEqual([true, false, false]);
  });
});

describe('CRI-O', () => {
  it('joins what is pinned, and a PID namespace by mode', () => {
    expect(crioContainer({ network: 'NODE', pid: 'CONTAINER' })).toEqual({ ok: true, value: { joinsManaged: true, dropsNetwork: true, pid: 'own' } });
    expect(crioContainer({ network: 'POD', pid: 'POD' })).toMatchObject({ value: { dropsNetwork: false, pid: 'infra' } });
    expect(crioContainer({ pid: 'NODE' })).toMatchObject({ value: { pid: 'node' } });
    expect(crioContainer({ pid: 'TARGET' })).toMatchObject({ value: { pid: 'target' } });
  });
  it('refuses what the sandbox cannot give', () => {
    expect(crioContainer({ pid: 'POD' }, 'CONTAINER').ok).toBe(false);
    expect(crioContainer({ pid: 'TARGET' }, 'CONTAINER', false).ok).toBe(false);
  });
});
