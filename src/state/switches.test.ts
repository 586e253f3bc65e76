import { beforeAll, describe, expect, it } from 'vitest';
import type { Pod } from '../kubernetes/objects';
import { podView, type PodView } from '../simulation/podView';
import type { World } from '../simulation/worldState';
import { powerOn } from '../stories/powerOn';
import { createPage, type PageStore, simulationOf } from './store';
import { isOn, refusal, switchAction, SWITCHES, withSwitches } from './switches';

const POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default' },
  spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }, { name: 'side', image: 'x' }] },
};

describe('withSwitches', () => {
  it('gives back the very pod when nothing differs', () => {
    expect(withSwitches(POD, {})).toBe(POD);
    expect(withSwitches(POD, { hostNetwork: false, hostUsers: false })).toBe(POD);
  });

  it('sets the field, and isOn sees it; back off, it is as before', () => {
    for (const name of SWITCHES) {
      const on = withSwitches(POD, { [name]: true });
      expect(isOn(on.spec, name)).toBe(true);
      for (const other of SWITCHES.filter((one) => one !== name)) expect(isOn(on.spec, other)).toBe(false);
      expect(isOn(withSwitches(on, { [name]: false }).spec, name)).toBe(false);
    }
    expect(POD.spec?.hostNetwork).toBeUndefined();
  });

  it('turns hostUsers on by writing false', () => {
    expect(withSwitches(POD, { hostUsers: true }).spec?.hostUsers).toBe(false);
    expect(isOn(undefined, 'hostUsers')).toBe(false);
  });

  it('lets the ports follow the node’s network, as the API server’s defaulting does', () => {
    const on = withSwitches(POD, { hostNetwork: true });
    expect(on.spec?.containers?.[0]?.ports).toEqual([{ containerPort: 80, hostPort: 80 }]);
    expect(withSwitches(on, { hostNetwork: false }).spec?.containers?.[0]?.ports).toEqual([{ containerPort: 80 }]);
    expect(on.spec?.containers?.[1]).toEqual(POD.spec?.containers?.[1]);
  });
});

describe('refusal', () => {
  it('takes each alone', () => {
    for (const name of SWITCHES) expect(refusal(POD, name, true)).toBeNull();
  });

  it('says in the API server’s words why two do not go together', () => {
    expect(refusal(withSwitches(POD, { hostPID: true }), 'shareProcessNamespace', true)).toMatch(/ShareProcessNamespace and HostPID cannot both be enabled$/);
    expect(refusal(withSwitches(POD, { shareProcessNamespace: true }), 'hostPID', true)).toMatch(/ShareProcessNamespace and HostPID cannot both be enabled$/);
    expect(refusal(withSwitches(POD, { hostNetwork: true }), 'hostUsers', true)).toBe('spec.hostNetwork: Forbidden: when `hostUsers` is false');
    for (const name of ['hostPID', 'hostIPC', 'hostNetwork'] as const) expect(refusal(withSwitches(POD, { hostUsers: true }), name, true)).toContain('Forbidden');
  });

  it('never hinders turning one off', () => {
    for (const name of SWITCHES) expect(refusal(withSwitches(POD, { [name]: true }), name, false)).toBeNull();
  });

  it('does not blame a switch for what was wrong before', () => {
    const broken: Pod = { ...POD, metadata: { name: 'NOT A NAME', namespace: 'default' } };
    for (const name of SWITCHES) expect(refusal(broken, name, true)).toBeNull();
  });
});

describe('switchAction', () => {
  let store: PageStore;
  let world: World;
  const view = (id: string): PodView => {
    const found = podView(world, id);
    if (!found) throw new Error(`no pod ${id}`);
    return found;
  };
  const podOf = (prefix: string): string => {
    const key = [...world.tables.pods.keys()].find((one) => one.startsWith(prefix));
    if (!key) throw new Error(`no pod ${prefix}`);
    return key;
  };

  beforeAll(() => {
    store = createPage(powerOn);
    store.getState().last();
    store.getState().act({ do: 'apply', objects: [POD] });
    store.getState().last();
    ({ world } = simulationOf(store.getState()));
  });

  it('of a static pod edits its file', () => {
    const made = switchAction(world, view('kube-system/etcd-cp-1'), { hostPID: true });
    expect(made?.words).toBe('edit etcd.yaml on cp-1');
    expect(made?.action).toMatchObject({ do: 'writeFile', node: 'cp-1', path: '/etc/kubernetes/manifests/etcd.yaml', manifest: { kind: 'Pod', metadata: { name: 'etcd' }, spec: { hostPID: true } } });
  });

  it('of a Deployment’s pod patches the Deployment, not its ReplicaSet', () => {
    expect(switchAction(world, view(podOf('kube-system/coredns-')), { shareProcessNamespace: true, hostUsers: true })?.action).toEqual({
      do: 'patch', kind: 'Deployment', namespace: 'kube-system', name: 'coredns', patch: { spec: { template: { spec: { shareProcessNamespace: true, hostUsers: false } } } },
    });
  });

  it('of a DaemonSet’s pod patches the DaemonSet', () => {
    expect(switchAction(world, view(podOf('kube-system/kube-proxy-')), { hostIPC: true })?.action).toMatchObject({ do: 'patch', kind: 'DaemonSet', name: 'kube-proxy' });
  });

  it('of a pod that nobody makes anew is none', () => {
    expect(switchAction(world, view('default/web'), { hostPID: true })).toBeNull();
  });
});
