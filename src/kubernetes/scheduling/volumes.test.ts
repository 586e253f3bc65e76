import { describe, expect, it } from 'vitest';
import type { OtherObject, Pod } from '../objects';
import { nodeWithPods, testNode, testPod } from './testObjects';
import type { StorageClassObject, StorageObjects } from './volumes';
import { filterVolumeBinding, filterVolumeZone, preFilterVolumes } from './volumes';

const zoneLabel = 'topology.kubernetes.io/zone';
const inZone = (zone: string) => ({ required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zoneLabel, operator: 'In', values: [zone] }] }] } });
const node = (name: string, zone: string) => nodeWithPods(testNode(name, { labels: { [zoneLabel]: zone } }));

const claims: Record<string, OtherObject> = {
  bound: { spec: { volumeName: 'pv-x' } },
  lost: { spec: { volumeName: 'gone' }, status: { phase: 'Lost' } },
  dangling: { spec: { volumeName: 'gone' } },
  immediate: { spec: { storageClassName: 'now' } },
  late: { spec: { storageClassName: 'local', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } } },
  cloud: { spec: { storageClassName: 'cloud' } },
  leaving: { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
};
const volumes: Record<string, OtherObject> = {
  'pv-x': { metadata: { name: 'pv-x', labels: { [zoneLabel]: 'x' } }, spec: { nodeAffinity: inZone('x') } },
  small: { spec: { storageClassName: 'local', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, nodeAffinity: inZone('y') } },
  large: { spec: { storageClassName: 'local', accessModes: ['ReadWriteOnce'], capacity: { storage: '9Gi' }, nodeAffinity: inZone('x') } },
};
const classes: Record<string, StorageClassObject> = {
  now: { volumeBindingMode: 'Immediate', provisioner: 'x' },
  local: { volumeBindingMode: 'WaitForFirstConsumer', provisioner: 'kubernetes.io/no-provisioner' },
  cloud: { volumeBindingMode: 'WaitForFirstConsumer', provisioner: 'x', allowedTopologies: [{ matchLabelExpressions: [{ key: zoneLabel, values: ['y'] }] }] },
};
const storage: StorageObjects = {
  claim: (_namespace, name) => claims[name],
  persistentVolume: (name) => volumes[name],
  persistentVolumes: () => Object.values(volumes),
  storageClass: (name) => classes[name],
};

const podWith = (...names: readonly string[]): Pod =>
  testPod('p', { spec: { volumes: names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })) } });

const objection = (pod: Pod): unknown => {
  const state = preFilterVolumes(pod, storage);
  return typeof state === 'object' && 'reasons' in state ? state.reasons[0] : state;
};
const zones = (pod: Pod, filter: typeof filterVolumeBinding): readonly unknown[] => {
  const state = preFilterVolumes(pod, storage);
  if (state === 'skip' || 'reasons' in state) throw new Error('no state');
  return ['x', 'y'].map((zone) => filter(state, node(zone, zone))?.reasons);
};

describe('volumes', () => {
  it('do not concern pods without claims', () => {
    expect(preFilterVolumes(testPod('p', { spec: { volumes: [{ name: 'v', emptyDir: {} }] } }), storage)).toBe('skip');
    expect(preFilterVolumes(podWith('bound'), undefined)).toBe('skip');
  });

  it.each([
    ['missing', 'persistentvolumeclaim "missing" not found'],
    ['lost', 'persistentvolumeclaim "lost" bound to non-existent persistentvolume "gone"'],
    ['leaving', 'persistentvolumeclaim "leaving" is being deleted'],
    ['immediate', 'pod has unbound immediate PersistentVolumeClaims'],
  ])('hold a pod back whose claim is %s', (name, reason) => {
    expect(objection(podWith(name))).toBe(reason);
  });

  it('wait for the claim of an ephemeral volume', () => {
    expect(objection(testPod('p', { spec: { volumes: [{ name: 'scratch', ephemeral: {} }] } }))).toBe(
      'waiting for ephemeral volume controller to create the persistentvolumeclaim "p-scratch"',
    );
  });

  it('keep a pod where its volume is', () => {
    expect(zones(podWith('bound'), filterVolumeBinding)).toEqual([undefined, ["node(s) didn't match PersistentVolume's node affinity"]]);
    expect(zones(podWith('bound'), filterVolumeZone)).toEqual([undefined, ['node(s) had no available volume zone']]);
    expect(zones(podWith('dangling'), filterVolumeBinding)[0]).toEqual(['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)']);
  });

  it('bind late where a volume is free and large enough, or can be made', () => {
    const none = ["node(s) didn't find available persistent volumes to bind"];
    expect(zones(podWith('late'), filterVolumeBinding)).toEqual([undefined, none]);
    expect(zones(podWith('late', 'late'), filterVolumeBinding)).toEqual([none, none]);
    expect(zones(podWith('cloud'), filterVolumeBinding)).toEqual([none, undefined]);
  });
});
