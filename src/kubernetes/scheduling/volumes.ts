/**
 * Filters VolumeBinding and VolumeZone (plugins/volumebinding, plugins/volumezone), as far as they decide where a pod may
 * go: claims must exist and be bound or bindable, and a node must lie where their volumes do.
 * Left out: storage capacity tracking, label selectors of claims, volume modes, attach limits (NodeVolumeLimits),
 * ReadWriteOncePod (VolumeRestrictions), and the reservation of a volume between two cycles.
 */
import { compareQuantities } from '../quantities';
import type { NodeSelectorTerm, OtherObject, Pod, Quantity, Volume } from '../objects';
import type { FilterStatus, Rejection, Skip } from './framework';
import { SKIP, unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';
import { matchesNode, nodeAffinityFrom } from './nodeSelector';

/** The storage objects of the cluster. */
export interface StorageObjects {
  claim(apiNamespace: string, name: string): OtherObject | undefined;
  persistentVolume(name: string): OtherObject | undefined;
  persistentVolumes(): Iterable<OtherObject>;
  storageClass(name: string): StorageClassObject | undefined;
}

/** A StorageClass keeps its fields at the top, not under spec. */
export interface StorageClassObject extends OtherObject {
  readonly provisioner?: string;
  readonly volumeBindingMode?: string;
  readonly allowedTopologies?: readonly {
    readonly matchLabelExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
  }[];
}

interface ClaimSpec {
  readonly storageClassName?: string;
  readonly volumeName?: string;
  readonly accessModes?: readonly string[];
  readonly resources?: { readonly requests?: { readonly storage?: Quantity } };
}

interface PersistentVolumeSpec {
  readonly storageClassName?: string;
  readonly accessModes?: readonly string[];
  readonly capacity?: { readonly storage?: Quantity };
  readonly claimRef?: object;
  readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] } };
}

export interface VolumesState {
  readonly storage: StorageObjects;
  /** The volumes that the claims are bound to; undefined where one is gone. */
  readonly bound: readonly (OtherObject | undefined)[];
  /** Claims that are bound only once the pod has a node. */
  readonly delayed: readonly OtherObject[];
}

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
const VOLUME_MISSING = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const ZONE_CONFLICT = unresolvable('VolumeZone', 'node(s) had no available volume zone');

const claimSpec = (claim: OtherObject): ClaimSpec => (claim.spec ?? {}) as ClaimSpec;
const volumeSpec = (volume: OtherObject): PersistentVolumeSpec => (volume.spec ?? {}) as PersistentVolumeSpec;

/** volume_binding.go:PreFilter, podHasPVCs; binder.go:GetPodVolumeClaims. */
export function preFilterVolumes(pod: Pod, storage: StorageObjects | undefined): VolumesState | Rejection | Skip {
  const claimNames = (pod.spec?.volumes ?? []).flatMap((volume) => claimNameOf(pod, volume));
  if (storage === undefined || claimNames.length === 0) return SKIP;
  const bound: (OtherObject | undefined)[] = [];
  const delayed: OtherObject[] = [];
  for (const { name, ephemeral } of claimNames) {
    const claim = storage.claim(pod.metadata?.namespace ?? '', name);
    const wrong = claimProblem(claim, name, ephemeral);
    if (wrong !== undefined || claim === undefined) return unresolvable('VolumeBinding', wrong ?? '');
    const volumeName = claimSpec(claim).volumeName ?? '';
    if (volumeName !== '') bound.push(storage.persistentVolume(volumeName));
    else if (bindsLate(claim, storage)) delayed.push(claim);
    else return unresolvable('VolumeBinding', 'pod has unbound immediate PersistentVolumeClaims');
  }
  return { storage, bound, delayed };
}

function claimNameOf(pod: Pod, volume: Volume): readonly { readonly name: string; readonly ephemeral: boolean }[] {
  if (volume.persistentVolumeClaim !== undefined) return [{ name: volume.persistentVolumeClaim.claimName, ephemeral: false }];
  return volume.ephemeral === undefined ? [] : [{ name: `${pod.metadata?.name ?? ''}-${volume.name}`, ephemeral: true }];
}

function claimProblem(claim: OtherObject | undefined, name: string, ephemeral: boolean): string | undefined {
  if (claim === undefined) {
    return ephemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }
  if (claim.status?.['phase'] === 'Lost') {
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claimSpec(claim).volumeName ?? ''}"`;
  }
  return claim.metadata?.deletionTimestamp === undefined ? undefined : `persistentvolumeclaim "${name}" is being deleted`;
}

function classOf(claim: OtherObject, storage: StorageObjects): StorageClassObject | undefined {
  const name = claimSpec(claim).storageClassName ?? '';
  return name === '' ? undefined : storage.storageClass(name);
}

const bindsLate = (claim: OtherObject, storage: StorageObjects): boolean =>
  classOf(claim, storage)?.volumeBindingMode === 'WaitForFirstConsumer';

/** volume_binding.go:Filter, binder.go:FindPodVolumes. */
export function filterVolumeBinding(state: VolumesState, nodeInfo: NodeInfo): FilterStatus {
  const reasons: string[] = [];
  if (state.bound.includes(undefined)) reasons.push(VOLUME_MISSING);
  if (state.bound.some((volume) => volume !== undefined && !reaches(volume, nodeInfo))) reasons.push(NODE_CONFLICT);
  if (!canBind(state, nodeInfo)) reasons.push(BIND_CONFLICT);
  return reasons.length === 0 ? undefined : unresolvable('VolumeBinding', ...reasons);
}

/** Whether the volume's node affinity allows the node. */
function reaches(volume: OtherObject, { name, labels }: NodeInfo): boolean {
  return matchesNode(nodeAffinityFrom(undefined, volumeSpec(volume).nodeAffinity?.required), name, labels);
}

/** Whether each late claim finds a free volume, or a class that can provision one here; no volume serves twice. */
function canBind({ storage, delayed }: VolumesState, nodeInfo: NodeInfo): boolean {
  const taken = new Set<OtherObject>();
  return delayed.every((claim) => {
    for (const volume of storage.persistentVolumes()) {
      if (taken.has(volume) || !serves(volume, claim) || !reaches(volume, nodeInfo)) continue;
      taken.add(volume);
      return true;
    }
    return provisions(classOf(claim, storage), nodeInfo);
  });
}

function serves(volume: OtherObject, claim: OtherObject): boolean {
  const wanted = claimSpec(claim);
  const offered = volumeSpec(volume);
  return (
    volume.metadata?.deletionTimestamp === undefined &&
    offered.claimRef === undefined &&
    (offered.storageClassName ?? '') === (wanted.storageClassName ?? '') &&
    (wanted.accessModes ?? []).every((mode) => (offered.accessModes ?? []).includes(mode)) &&
    compareQuantities(offered.capacity?.storage, wanted.resources?.requests?.storage) >= 0
  );
}

/** binder.go:checkVolumeProvisions. */
function provisions(storageClass: StorageClassObject | undefined, { labels }: NodeInfo): boolean {
  const provisioner = storageClass?.provisioner ?? '';
  if (provisioner === '' || provisioner === 'kubernetes.io/no-provisioner') return false;
  const topologies = storageClass?.allowedTopologies ?? [];
  if (topologies.length === 0) return true;
  return topologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values = [] }) => {
      const value = labels[key];
      return value !== undefined && values.includes(value);
    }),
  );
}

const TOPOLOGY_LABELS = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];

/** volume_zone.go:Filter. A volume may name several zones, with two underscores between them. */
export function filterVolumeZone(state: VolumesState, { labels }: NodeInfo): FilterStatus {
  for (const volume of state.bound) {
    for (const key of TOPOLOGY_LABELS) {
      const zones = volume?.metadata?.labels?.[key];
      if (zones === undefined) continue;
      const here = labels[key] ?? labels[key.replace('failure-domain.beta', 'topology')];
      if (here === undefined || !zones.split('__').includes(here)) return ZONE_CONFLICT;
    }
  }
  return undefined;
}
