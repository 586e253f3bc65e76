/**
 * What one looks up first about a pod: its containers by kind, at which level each Linux namespace sits, which volumes
 * several containers share, its quality of service. For tables and overviews; the reasons stand in the functions that
 * this calls.
 */
import { linuxNamespacesOf, namespacesOfContainer, type LinuxNamespaceKind, type SharingLevel } from '../kubernetes/linuxNamespaces';
import type { Pod, PodQOSClass } from '../kubernetes/objects';
import { containersOf, type PodContainer, type PodContainerKind } from '../kubernetes/podContainers';
import { computePodQOS } from '../kubernetes/qos';
import { podDefaults } from '../kubernetes/defaults';

export interface SharedVolume {
  readonly name: string;
  /** The volume's source: emptyDir, hostPath, configMap, … */
  readonly type: string;
  /** The containers that mount it, at least two, in the pod's order. */
  readonly containers: readonly string[];
  /** A token for the API, which the API server adds to nearly every pod. */
  readonly serviceAccountToken: boolean;
}

export interface PodSummary {
  readonly containers: Readonly<Record<PodContainerKind, readonly string[]>>;
  /** For Windows pods: those containers have no Linux namespaces. */
  readonly windows: boolean;
  /** Does a container run as a process of the Windows node itself? */
  readonly hostProcess: boolean;
  /** The pod-wide levels, as its own containers have them; empty for Windows pods. */
  readonly namespaces: Readonly<Partial<Record<LinuxNamespaceKind, SharingLevel>>>;
  /** For each ephemeral container: whose process namespace it is in, `target:NAME` for another container's. */
  readonly ephemeralPid: Readonly<Record<string, string>>;
  readonly sharedVolumes: readonly SharedVolume[];
  readonly qos: PodQOSClass;
}

const osLabels = ['kubernetes.io/os', 'beta.kubernetes.io/os'] as const;

/** Is the pod for Windows? It says so in spec.os, by its node selector, or by asking for a host process container. */
export function isForWindows(pod: Pod): boolean {
  const { spec } = pod;
  if (spec?.os !== undefined) return spec.os.name === 'windows';
  return osLabels.some((label) => spec?.nodeSelector?.[label] === 'windows') || hasHostProcess(pod);
}

/** Is host process asked for, for the pod or for one of its containers? */
const hasHostProcess = ({ spec }: Pod): boolean =>
  spec?.securityContext?.windowsOptions?.hostProcess === true ||
  containersOf(spec).some(({ container }) => container.securityContext?.windowsOptions?.hostProcess === true);

/** A token for the API: mounted by the admission of service accounts, or, in old dumps, a Secret of the controller's. */
export const isTokenVolume = (name: string, volume: Readonly<Record<string, unknown>>): boolean => {
  const projected = volume['projected'];
  const sources: unknown = typeof projected === 'object' && projected !== null && 'sources' in projected ? projected.sources : [];
  const hasToken = Array.isArray(sources) &&
    sources.some((source: unknown) => typeof source === 'object' && source !== null && 'serviceAccountToken' in source);
  return (name.startsWith('kube-api-access-') && hasToken) || (volume['secret'] !== undefined && /-token-[a-z0-9]{5}$/.test(name));
};

/** The volumes that at least two containers mount or use as a device. */
export function sharedVolumesOf(pod: Pod): readonly SharedVolume[] {
  const containers = containersOf(pod.spec);
  return (pod.spec?.volumes ?? []).flatMap((volume): readonly SharedVolume[] => {
    const users = containers.filter(({ container }) =>
      [...(container.volumeMounts ?? []), ...(container.volumeDevices ?? [])].some((mount) => mount.name === volume.name));
    if (users.length < 2) return [];
    const type = Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
    return [{
      name: volume.name, type, containers: users.map(({ name }) => name), serviceAccountToken: isTokenVolume(volume.name, volume),
    }];
  });
}

/** Stands for the containers of a pod whose text has none yet: its own fields tell the levels all the same. */
const anyContainer: PodContainer = { kind: 'app', name: '', path: 'containers[0]', container: { name: '' } };

/** The summary of a pod. The pod must have the types of objects.ts, as podsOfDocument gives it. */
export function podSummary(pod: Pod): PodSummary {
  const names = (kind: PodContainerKind): readonly string[] =>
    containersOf(pod.spec).filter((each) => each.kind === kind).map(({ name }) => name);
  const windows = isForWindows(pod);
  const levels = windows ? [] : linuxNamespacesOf(pod);
  const pods = windows ? [] : namespacesOfContainer(pod, containersOf(pod.spec).find(({ kind }) => kind !== 'ephemeral') ?? anyContainer);
  return {
    containers: { init: names('init'), sidecar: names('sidecar'), app: names('app'), ephemeral: names('ephemeral') },
    windows,
    hostProcess: hasHostProcess(pod),
    namespaces: Object.fromEntries(pods.map(({ kind, level }) => [kind, level])),
    ephemeralPid: Object.fromEntries(levels.filter(({ kind }) => kind === 'ephemeral').map(({ name, sharing }) => {
      const pid = sharing.find(({ kind }) => kind === 'pid');
      return [name, pid?.level === 'target' ? `target:${pid.target ?? ''}` : pid?.level ?? 'container'];
    })),
    sharedVolumes: sharedVolumesOf(pod),
    qos: computePodQOS(podDefaults(pod)),
  };
}
