import { describe, expect, it } from 'vitest';
import { groupsOf, linuxNamespaceKinds, linuxNamespacesOf, type NamespaceRuntime } from './linuxNamespaces';
import type { Pod, PodSpec } from './objects';

const containerd: NamespaceRuntime = { name: 'containerd', cgroupVersion: 2 };
const pod = (spec: PodSpec): Pod => ({ spec: { containers: [{ name: 'app' }], ...spec } });

/** The levels of the first container as one letter each: Node, Pod, Container, Target; in the order of the kinds. */
const levels = (spec: PodSpec, runtime = containerd, index = 0): string =>
  (linuxNamespacesOf(pod(spec), runtime)[index]?.sharing ?? []).map(({ level }) => level[0]?.toUpperCase()).join('');

describe('the sharing table (net ipc uts pid mnt user cgroup time)', () => {
  it.each<[string, PodSpec, string]>([
    ['default', {}, 'PPPCCNCN'],
    ['shareProcessNamespace', { shareProcessNamespace: true }, 'PPPPCNCN'],
    ['hostPID', { hostPID: true }, 'PPPNCNCN'],
    ['hostIPC', { hostIPC: true }, 'PNPCCNCN'],
    ['hostNetwork', { hostNetwork: true }, 'NPNCCNCN'],
    ['hostUsers: false', { hostUsers: false }, 'PPPCCPCN'],
    ['privileged', { containers: [{ name: 'app', securityContext: { privileged: true } }] }, 'PPPCCNNN'],
    ['all of the node', { hostNetwork: true, hostIPC: true, hostPID: true }, 'NNNNCNCN'],
  ])('%s', (_name, spec, expected) => {
    expect(levels(spec)).toBe(expected);
  });
  it('on a cgroup v1 node nobody has a cgroup namespace of its own', () => {
    expect(levels({}, { name: 'containerd', cgroupVersion: 1 })).toBe('PPPCCNNN');
  });
  it('CRI-O keeps a UTS namespace for a hostNetwork pod', () => {
    expect(levels({ hostNetwork: true }, { name: 'cri-o', cgroupVersion: 2 })).toBe('NPPCCNCN');
  });
  it('an ephemeral container joins its target’s pid namespace', () => {
    const debug = { ephemeralContainers: [{ name: 'debug', targetContainerName: 'app' }] };
    expect(levels(debug, containerd, 1)).toBe('PPPTCNCN');
    expect(levels({ ...debug, shareProcessNamespace: true }, containerd, 1)).toBe('PPPPCNCN');
  });
  it('holds for every kind of container', () => {
    const all = linuxNamespacesOf(pod({ initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }] }), containerd);
    expect(all.map(({ kind }) => kind)).toEqual(['init', 'sidecar', 'app']);
    for (const { sharing } of all) {
      expect(sharing.map(({ kind }) => kind)).toEqual([...linuxNamespaceKinds]);
      expect(sharing.every(({ because, source }) => because.endsWith('.') && source.includes(':'))).toBe(true);
    }
  });
  it('names the field that decides', () => {
    const [app] = linuxNamespacesOf(pod({ hostNetwork: true, hostUsers: false }), containerd);
    expect(app?.sharing.filter(({ field }) => field).map(({ kind, field }) => [kind, field])).toEqual([
      ['net', 'spec.hostNetwork'], ['uts', 'spec.hostNetwork'], ['user', 'spec.hostUsers'],
    ]);
  });
  it('says nothing of a Windows pod', () => {
    expect(linuxNamespacesOf(pod({ os: { name: 'windows' } }))).toEqual([]);
  });
});

describe('groupsOf', () => {
  it('tells which containers share one instance', () => {
    const groups = groupsOf(pod({ containers: [{ name: 'a' }, { name: 'b' }], ephemeralContainers: [{ name: 'debug', targetContainerName: 'b' }] }));
    const of = (kind: string) => groups.filter((group) => group.kind === kind).map(({ level, containers }) => [level, containers.join()]);
    expect(of('net')).toEqual([['pod', 'a,b,debug']]);
    expect(of('pid')).toEqual([['container', 'a'], ['container', 'b,debug']]);
    expect(of('mnt')).toEqual([['container', 'a'], ['container', 'b'], ['container', 'debug']]);
    expect(of('time')).toEqual([['node', 'a,b,debug']]);
  });
});

describe('a pod of thousands of containers', () => {
  it('has its lists read once, not once for each container', () => {
    let reads = 0;
    const containers = Array.from({ length: 2000 }, (_, index) => ({ name: `c${index}`, image: 'i' }));
    const spec = {
      get containers() {
        reads += 1;
        return containers;
      },
    };
    expect(linuxNamespacesOf({ spec })).toHaveLength(2000);
    expect(reads).toBeLessThan(10);
  });
});
