import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/objects';
import { EXAMPLE_POD } from '../../state/examplePod';
import { type Chip, consequences, insideScene, type InsideFacts } from './inside';

const FACTS: InsideFacts = {
  node: 'worker-1',
  nodeHostname: 'worker-1',
  nodeAddress: '10.0.0.21',
  podAddress: '10.244.1.7',
  hasSandbox: true,
  containers: { nginx: { running: true, created: true, words: 'running' } },
};
const withSpec = (spec: Pod['spec']): Pod => ({ ...EXAMPLE_POD, spec: { ...EXAMPLE_POD.spec, ...spec } });
const at = (pod: Pod, level: Chip['level'], facts = FACTS): string[] => insideScene(pod, facts).chips.filter((chip) => chip.level === level).map(({ kind }) => kind);

describe('chips', () => {
  it('sit at the level of whoever shares them', () => {
    expect(at(EXAMPLE_POD, 'node')).toEqual(['user', 'time']);
    expect(at(EXAMPLE_POD, 'pod')).toEqual(['net', 'ipc', 'uts']);
    const own = insideScene(EXAMPLE_POD, FACTS).chips.filter(({ container }) => container === 'nginx').map(({ kind }) => kind);
    expect(own).toEqual(['pid', 'mnt', 'cgroup']);
  });

  it.each([
    [{ hostNetwork: true }, ['net', 'uts', 'user', 'time'], ['ipc']],
    [{ hostPID: true }, ['pid', 'user', 'time'], ['net', 'ipc', 'uts']],
    [{ hostIPC: true }, ['ipc', 'user', 'time'], ['net', 'uts']],
    [{ shareProcessNamespace: true }, ['user', 'time'], ['net', 'ipc', 'uts', 'pid']],
    [{ hostUsers: false }, ['time'], ['net', 'ipc', 'uts', 'user']],
  ])('%j moves them between node and pod', (spec, node, pod) => {
    expect(at(withSpec(spec), 'node')).toEqual(node);
    expect(at(withSpec(spec), 'pod')).toEqual(pod);
  });

  it('keep their id when they change the level, so that they slide', () => {
    const id = (pod: Pod) => insideScene(pod, FACTS).chips.find(({ kind }) => kind === 'net')?.id;
    expect(id(withSpec({ hostNetwork: true }))).toBe(id(EXAMPLE_POD));
    const ids = insideScene(EXAMPLE_POD, FACTS).chips.map((chip) => chip.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never put a mount namespace above a container', () => {
    for (const spec of [{}, { hostPID: true }, { hostNetwork: true, hostIPC: true }, { shareProcessNamespace: true }]) {
      for (const { kind, level } of insideScene(withSpec(spec), FACTS).chips) if (kind === 'mnt') expect(level).toBe('container');
    }
  });

  it('say what one sees: addresses and names as they are at this instant', () => {
    const value = (pod: Pod, kind: Chip['kind'], facts = FACTS) => insideScene(pod, facts).chips.find((chip) => chip.kind === kind && chip.level !== 'container')?.value;
    expect(value(EXAMPLE_POD, 'net')).toBe('10.244.1.7');
    expect(value(EXAMPLE_POD, 'net', { ...FACTS, podAddress: null })).toBe('no IP yet');
    expect(value(withSpec({ hostNetwork: true }), 'net')).toBe('10.0.0.21');
    expect(value(EXAMPLE_POD, 'uts')).toBe('web');
    expect(value(withSpec({ hostname: 'front' }), 'uts')).toBe('front');
    expect(value(withSpec({ hostNetwork: true }), 'uts')).toBe('worker-1');
  });

  it('are planned until there is a sandbox, or the container', () => {
    const planned = insideScene(EXAMPLE_POD, { ...FACTS, hasSandbox: false, containers: {} }).chips;
    for (const chip of planned) expect(chip.planned).toBe(chip.level !== 'node');
    const now = insideScene(EXAMPLE_POD, FACTS).chips;
    expect(now.find(({ id }) => id === 'net')?.planned).toBe(false);
    expect(now.find(({ id }) => id === 'mnt/nginx')?.planned).toBe(false);
    expect(now.find(({ id }) => id === 'mnt/metrics')?.planned).toBe(true);
  });

  it('are gone with their container, and with the sandbox', () => {
    const fetch = { running: false, created: true, ended: true, words: 'exit 0' };
    const now = insideScene(EXAMPLE_POD, { ...FACTS, containers: { ...FACTS.containers, fetch } }).chips;
    expect(now.filter(({ gone }) => gone).map(({ id }) => id)).toEqual(['pid/fetch', 'mnt/fetch', 'cgroup/fetch']);
    const over = insideScene(EXAMPLE_POD, { ...FACTS, hasSandbox: false, isOver: true }).chips;
    for (const { level, gone, planned } of over) if (level === 'pod') expect([gone, planned]).toEqual([true, false]);
  });

  it('are joined by a debug container that looks into its target', () => {
    const { chips } = insideScene(withSpec({ ephemeralContainers: [{ name: 'shell', image: 'x', targetContainerName: 'nginx' }] }), FACTS);
    expect(chips.find(({ id }) => id === 'pid/nginx')?.joined).toEqual(['shell']);
    expect(chips.find(({ id }) => id === 'pid/shell')?.value).toBe('nginx’s');
    expect(chips.some(({ id }) => id === 'mnt/shell')).toBe(true);
  });
});

describe('ghosts', () => {
  it('stand wherever a chip could sit and does not, and say where it is', () => {
    for (const spec of [{}, { hostNetwork: true }, { hostPID: true }, { shareProcessNamespace: true }, { hostUsers: false }]) {
      const { chips, ghosts } = insideScene(withSpec(spec), FACTS);
      const filled = [...chips, ...ghosts].filter(({ level }) => level !== 'container').map(({ level, kind }) => `${level} ${kind}`).sort();
      expect(filled).toEqual(['node cgroup', 'node ipc', 'node net', 'node pid', 'node time', 'node user', 'node uts', 'pod ipc', 'pod net', 'pod pid', 'pod user', 'pod uts']);
      for (const { kind, level, sits } of ghosts) {
        const nodeHasIt = chips.some((chip) => chip.kind === kind && chip.level === 'node');
        expect(sits).toBe(level === 'pod' && nodeHasIt ? 'higher' : 'lower');
      }
    }
  });
});

describe('containers and volumes', () => {
  it('are init, sidecar, app in the pod’s own order, with ports as one reaches them', () => {
    const { containers } = insideScene(EXAMPLE_POD, FACTS);
    expect(containers.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['fetch init', 'log-shipper sidecar', 'nginx app', 'metrics app']);
    expect(containers[2]).toMatchObject({ ports: 'localhost:80', words: 'running', running: true });
    expect(containers[3]).toMatchObject({ words: 'not created', created: false });
    expect(insideScene(withSpec({ hostNetwork: true }), FACTS).containers[2]?.ports).toBe('the node’s port 80');
  });

  it('show who mounts a volume where, and not the token that every pod has', () => {
    const { volumes, hiddenTokens } = insideScene(
      withSpec({ volumes: [{ name: 'pages', emptyDir: {} }, { name: 'unused', hostPath: { path: '/srv' } }, { name: 'kube-api-access-x7', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }] }),
      FACTS,
    );
    expect(volumes.map(({ name, type, detail }) => [name, type, detail])).toEqual([['pages', 'emptyDir', ''], ['unused', 'hostPath', '/srv']]);
    expect(volumes[0]?.mounts).toEqual([
      { container: 'fetch', path: '/work', readOnly: false },
      { container: 'nginx', path: '/usr/share/nginx/html', readOnly: true },
    ]);
    expect(volumes[1]?.mounts).toEqual([]);
    expect(hiddenTokens).toBe(1);
  });

  it('of a Windows pod are boxes without Linux namespaces', () => {
    const scene = insideScene(withSpec({ os: { name: 'windows' } }), FACTS);
    expect(scene.chips).toEqual([]);
    expect(scene.containers).toHaveLength(4);
  });
});

describe('consequences', () => {
  const text = (spec: Pod['spec']) => consequences(withSpec(spec), FACTS).join(' ');

  it('follow from the levels', () => {
    expect(text({})).toContain('`localhost:80` in metrics is nginx');
    expect(text({})).toContain('Each container sees only its own processes.');
    expect(text({ hostNetwork: true })).toContain('`10.0.0.21`');
    expect(text({ hostNetwork: true })).not.toContain('localhost');
    expect(text({ hostPID: true })).toContain('every process of the node');
    expect(text({ shareProcessNamespace: true })).toContain('pause is PID 1');
    expect(text({ hostUsers: false })).toContain('unprivileged');
  });

  it('always end with what is never shared', () => {
    for (const spec of [{}, { hostNetwork: true }, { hostPID: true }]) expect(consequences(withSpec(spec), FACTS).at(-1)).toMatch(/own root filesystem/);
  });
});
