/**
 * The cgroups of a pod: names as the kubelet builds them, and as its two drivers write them into the file system.
 * Stands for pkg/kubelet/cm (cgroup_manager_linux.go, pod_container_manager_linux.go). Each container has its own
 * cgroup inside the pod's; a cgroup namespace is another thing (linuxNamespaces.ts).
 */
import type { PodQOSClass } from './objects';

/** Parts from the root downwards, without driver-specific spelling: `['kubepods', 'burstable', 'pod<uid>']`. */
export type CgroupName = readonly string[];
export type CgroupDriver = 'systemd' | 'cgroupfs';

const sliceSuffix = '.slice';
const podPrefix = 'pod';

/** A dash would mean a level to systemd, so it becomes an underscore (escapeSystemdCgroupName). */
const escapePart = (part: string): string => part.replaceAll('-', '_');
const unescapePart = (part: string): string => part.replaceAll('_', '-');

/** The path that systemd makes: every level repeats the names above it (cgroup_manager_linux.go:ToSystemd). */
export function toSystemd(name: CgroupName): string {
  const parts = name.filter((part) => part !== '').map(escapePart);
  return parts.length === 0 ? '/' : parts.map((_, index) => `/${parts.slice(0, index + 1).join('-')}${sliceSuffix}`).join('');
}

/** The last part of the systemd path: the slice's own name (cgroup_manager_linux.go:GetCgroupNameToSystemdBasename). */
export function systemdBaseName(name: CgroupName): string {
  const path = toSystemd(name);
  return path === '/' ? path : path.slice(path.lastIndexOf('/') + 1);
}

/** The plain path of the cgroupfs driver (cgroup_manager_linux.go:ToCgroupfs). */
export const toCgroupfs = (name: CgroupName): string => `/${name.filter((part) => part !== '').join('/')}`;

export const cgroupPath = (name: CgroupName, driver: CgroupDriver): string =>
  driver === 'systemd' ? toSystemd(name) : toCgroupfs(name);

/** The name that a path stands for (cgroup_manager_linux.go:CgroupName). */
export function parseCgroupPath(path: string, driver: CgroupDriver): CgroupName {
  if (driver === 'cgroupfs') return path.split('/').filter((part) => part !== '');
  const base = path.slice(path.lastIndexOf('/') + 1);
  const name = base.endsWith(sliceSuffix) ? base.slice(0, -sliceSuffix.length) : base;
  return name === '' ? [] : name.split('-').map(unescapePart);
}

/** The cgroups under which pods sit by QoS class; Guaranteed pods sit directly under the node's. */
export interface QosParents {
  readonly Guaranteed: CgroupName;
  readonly Burstable: CgroupName;
  readonly BestEffort: CgroupName;
}

/** Those of a real node (node_container_manager_linux.go, with --cgroups-per-qos). */
export const defaultQosParents: QosParents = {
  Guaranteed: ['kubepods'], Burstable: ['kubepods', 'burstable'], BestEffort: ['kubepods', 'besteffort'],
};

/** The pod's cgroup: `pod<uid>` under the parent of its QoS class (pod_container_manager_linux.go:GetPodContainerName). */
export const podCgroupName = (uid: string, qos: PodQOSClass, parents: QosParents = defaultQosParents): CgroupName =>
  [...parents[qos], `${podPrefix}${uid}`];

/**
 * The UID of the pod whose cgroup this is, undefined when it is none: a name one part longer than a QoS parent, that
 * begins with `pod` and has that word once (pod_container_manager_linux.go:IsPodCgroup).
 */
export function podOfCgroup(path: string, driver: CgroupDriver, parents: QosParents = defaultQosParents): string | undefined {
  const name = parseCgroupPath(path, driver);
  const parent = [parents.BestEffort, parents.Burstable, parents.Guaranteed].findLast((each) => name.length === each.length + 1);
  const last = parent && name[parent.length];
  if (!last?.startsWith(podPrefix)) return undefined;
  const parts = last.split(podPrefix);
  return parts.length === 2 ? parts[1] : undefined;
}
