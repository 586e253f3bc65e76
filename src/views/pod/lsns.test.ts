import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import type { LinuxNamespaceKind } from '../../kubernetes/linuxNamespaces';
import type { ContainerRow, SandboxRow } from '../../simulation/world';
import { lsns, NODE_INODES } from './lsns';

const pod = (spec: Pod['spec']): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'x' }, { name: 'b', image: 'x' }], ...spec } });
/** A sandbox and containers that hold a number of their own for whatever they may hold. */
const SANDBOX = { namespaces: { net: 101, ipc: 102, uts: 103, pid: 104, user: 105 } } as unknown as SandboxRow;
const row = (base: number): ContainerRow => ({ namespaces: { pid: base + 1, mnt: base + 2, cgroup: base + 3 } }) as unknown as ContainerRow;
const BOTH = new Map([['a', row(200)], ['b', row(300)]]);

const rowOf = (table: ReturnType<typeof lsns>, kind: LinuxNamespaceKind) => table.rows.find((one) => one.kind === kind);

describe('lsns', () => {
  it('has one number where a namespace is shared and two where it is not', () => {
    const table = lsns(pod({}), SANDBOX, BOTH);
    expect(table.containers).toEqual(['a', 'b']);
    for (const [kind, inode] of [['net', 101], ['ipc', 102], ['uts', 103]] as const) expect(rowOf(table, kind)).toMatchObject({ inodes: [inode, inode], same: true, nodes: false });
    expect(rowOf(table, 'pid')).toMatchObject({ inodes: [201, 301], same: false });
    expect(rowOf(table, 'mnt')).toMatchObject({ inodes: [202, 302], same: false });
    expect(rowOf(table, 'cgroup')).toMatchObject({ inodes: [203, 303], same: false });
    for (const kind of ['user', 'time'] as const) expect(rowOf(table, kind)).toMatchObject({ inodes: [NODE_INODES[kind], NODE_INODES[kind]], same: true, nodes: true });
  });

  it.each([
    ['hostNetwork', ['net', 'uts']], ['hostPID', ['pid']], ['hostIPC', ['ipc']],
  ] as const)('%s gives the numbers of the node', (field, kinds) => {
    const table = lsns(pod({ [field]: true }), SANDBOX, BOTH);
    for (const kind of kinds) expect(rowOf(table, kind)).toMatchObject({ inodes: [NODE_INODES[kind], NODE_INODES[kind]], nodes: true });
    expect(rowOf(table, 'mnt')?.nodes).toBe(false);
  });

  it('gives the sandbox’s process namespace to all with shareProcessNamespace, and its user namespace with hostUsers: false', () => {
    expect(rowOf(lsns(pod({ shareProcessNamespace: true }), SANDBOX, BOTH), 'pid')).toMatchObject({ inodes: [104, 104], same: true, nodes: false });
    expect(rowOf(lsns(pod({ hostUsers: false }), SANDBOX, BOTH), 'user')).toMatchObject({ inodes: [105, 105], same: true, nodes: false });
  });

  it('gives a debug container the process namespace of its target', () => {
    const debugged = pod({ ephemeralContainers: [{ name: 'shell', image: 'x', targetContainerName: 'b' }] });
    const table = lsns(debugged, SANDBOX, new Map([...BOTH, ['shell', row(400)]]));
    const pid = rowOf(table, 'pid');
    expect(pid?.inodes[table.containers.indexOf('shell')]).toBe(301);
    expect(pid?.same).toBe(false);
    expect(rowOf(table, 'mnt')?.inodes[table.containers.indexOf('shell')]).toBe(402);
  });

  it('leaves open what does not exist yet', () => {
    const before = lsns(pod({}), undefined, new Map());
    for (const { inodes, same, nodes } of before.rows) {
      expect(inodes).toEqual([null, null]);
      expect([same, nodes]).toEqual([false, false]);
    }
    expect(rowOf(lsns(pod({}), SANDBOX, new Map([['a', row(200)]])), 'net')?.inodes).toEqual([101, null]);
  });
});
