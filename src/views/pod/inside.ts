/**
 * What a pod's containers share, as data for the drawing: each Linux namespace as a chip at the level of whoever shares
 * it. Pure; the levels come from linuxNamespaces.ts, the values from what runs at this instant.
 */
import { linuxNamespacesOf, type ContainerNamespaces, type LinuxNamespaceKind, type NamespaceSharing } from '../../kubernetes/linuxNamespaces';
import { generatePodHostNameAndDomain } from '../../kubernetes/hostnames';
import type { Container, Pod, Volume } from '../../kubernetes/objects';
import { containersOf, type PodContainer } from '../../kubernetes/podContainers';
import { isForWindows, isTokenVolume } from '../../manifest/podSummary';

/** What is known of the pod beyond its text. */
export interface InsideFacts {
  /** Its name, or words for what is not known of it. */
  readonly node: string;
  /** Both null while they are not known. */
  readonly nodeHostname: string | null;
  readonly nodeAddress: string | null;
  readonly podAddress: string | null;
  readonly hasSandbox: boolean;
  /** It had a sandbox, and has none any more. */
  readonly isOver?: boolean;
  /** How each container is, by name. */
  readonly containers: Readonly<Record<string, ContainerFacts>>;
}

export interface ContainerFacts {
  readonly running: boolean;
  readonly words: string;
  readonly created: boolean;
  /** Its main process has ended, and with it the Linux namespaces that were its own. */
  readonly ended?: boolean;
}

export type Level = 'node' | 'pod' | 'container';

export interface Chip {
  readonly id: string;
  readonly kind: LinuxNamespaceKind;
  readonly level: Level;
  /** The container whose box holds it, with level container. */
  readonly container: string | null;
  /** Containers that joined it: an ephemeral container in its target's PID namespace. */
  readonly joined: readonly string[];
  readonly value: string;
  readonly planned: boolean;
  /** It was there, and went with the last process in it. */
  readonly gone: boolean;
  readonly because: string;
  readonly source: string;
}

/** A place where the chip could sit, and where it sits instead. */
export interface Ghost {
  readonly kind: LinuxNamespaceKind;
  readonly level: 'node' | 'pod';
  readonly sits: 'higher' | 'lower';
}

export interface ContainerBox {
  readonly name: string;
  readonly kind: PodContainer['kind'];
  readonly ports: string;
  readonly words: string;
  readonly running: boolean;
  readonly created: boolean;
}

export interface VolumeTray {
  readonly name: string;
  readonly type: string;
  /** "nginx /var/log, log-shipper /logs (read-only)" */
  readonly mounts: readonly { readonly container: string; readonly path: string; readonly readOnly: boolean }[];
  readonly detail: string;
}

export interface InsideScene {
  readonly containers: readonly ContainerBox[];
  readonly chips: readonly Chip[];
  readonly ghosts: readonly Ghost[];
  readonly volumes: readonly VolumeTray[];
  readonly hiddenTokens: number;
}

/** On the shelves of node and pod; CGROUP and TIME never sit at the pod, MNT never above the container. */
const NODE_SHELF: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'uts', 'pid', 'user', 'cgroup', 'time'];
const POD_SHELF: readonly LinuxNamespaceKind[] = ['net', 'ipc', 'uts', 'pid', 'user'];

/** `tokens`: draw the service account's token volumes too. */
export function insideScene(pod: Pod, facts: InsideFacts, { tokens = false }: { readonly tokens?: boolean } = {}): InsideScene {
  const windows = isForWindows(pod);
  const all = windows ? [] : linuxNamespacesOf(pod);
  const containers = containersOf(pod.spec);
  const chips = all.length === 0 ? [] : [...sharedChips(pod, all, facts), ...ownChips(all, facts)];
  const isToken = (volume: Volume) => isTokenVolume(volume.name, { ...volume });
  const volumes = (pod.spec?.volumes ?? []).filter((volume) => tokens || !isToken(volume)).map((volume) => trayOf(volume, containers));
  return {
    containers: containers.map((one) => boxOf(one, pod, facts)),
    chips,
    ghosts: windows ? [] : ghostsOf(chips),
    volumes,
    hiddenTokens: tokens ? 0 : (pod.spec?.volumes ?? []).filter(isToken).length,
  };
}

const sharingOf = (container: ContainerNamespaces, kind: LinuxNamespaceKind): NamespaceSharing | undefined => container.sharing.find((one) => one.kind === kind);

/** One chip for each namespace that some container has from the pod or from the node. */
function sharedChips(pod: Pod, all: readonly ContainerNamespaces[], facts: InsideFacts): Chip[] {
  const chips: Chip[] = [];
  for (const kind of NODE_SHELF) {
    for (const level of ['node', 'pod'] as const) {
      const users = all.filter((container) => sharingOf(container, kind)?.level === level);
      const first = users[0] && sharingOf(users[0], kind);
      if (!first) continue;
      chips.push({
        // One id whatever the level: so the chip slides instead of appearing anew.
        id: `${kind}`,
        kind,
        level,
        container: null,
        joined: [],
        value: sharedValue(kind, level, pod, facts),
        planned: level === 'pod' && !facts.hasSandbox && !facts.isOver,
        gone: level === 'pod' && facts.isOver === true,
        because: first.because,
        source: first.source,
      });
    }
  }
  return chips;
}

/** The host name that the pod's UTS namespace gets; its own name where the fields make none. */
function hostnameOf(pod: Pod): string {
  const made = generatePodHostNameAndDomain(pod);
  return made.ok ? made.value.hostname : (pod.metadata?.name ?? 'pod');
}

function sharedValue(kind: LinuxNamespaceKind, level: 'node' | 'pod', pod: Pod, facts: InsideFacts): string {
  if (kind === 'net') return level === 'node' ? (facts.nodeAddress ?? 'the node’s address') : (facts.podAddress ?? (facts.isOver ? 'its own address' : 'no IP yet'));
  if (kind === 'uts') return level === 'node' ? (facts.nodeHostname ?? 'node’s') : hostnameOf(pod);
  if (kind === 'ipc') return '/dev/shm';
  if (kind === 'pid') return level === 'pod' ? '1 = pause' : '1 = init';
  if (kind === 'user') return level === 'pod' ? 'own ids' : 'node’s';
  return 'node’s';
}

/** Chips inside the containers: own PID, MNT and CGROUP; a target's PID is joined by the one that looks into it. */
function ownChips(all: readonly ContainerNamespaces[], facts: InsideFacts): Chip[] {
  return all.flatMap((container) =>
    (['pid', 'mnt', 'cgroup'] as const).flatMap((kind): Chip[] => {
      const sharing = sharingOf(container, kind);
      const { created = false, ended = false } = facts.containers[container.name] ?? {};
      if (sharing?.target) return [joinerChip(container.name, sharing, { planned: !created, gone: ended })];
      if (!sharing || sharing.level !== 'container') return [];
      const joined = all.filter((other) => sharingOf(other, kind)?.target === container.name).map(({ name }) => name);
      return [
        {
          id: `${kind}/${container.name}`,
          kind,
          level: 'container',
          container: container.name,
          joined,
          value: ownValue(kind, container.name),
          planned: !created,
          gone: ended,
          because: sharing.because,
          source: sharing.source,
        },
      ];
    }),
  );
}

/** In the box of the one that joined: whose namespace it is in. Drawn where the other's chip cannot reach over to it. */
const joinerChip = (name: string, { target, because, source }: NamespaceSharing, state: Pick<Chip, 'planned' | 'gone'>): Chip =>
  ({ id: `pid/${name}`, kind: 'pid', level: 'container', container: name, joined: [], value: `${target}’s`, ...state, because, source });

function ownValue(kind: 'pid' | 'mnt' | 'cgroup', name: string): string {
  if (kind === 'pid') return `1 = ${name}`;
  return kind === 'mnt' ? 'own root /' : 'own';
}

function ghostsOf(chips: readonly Chip[]): Ghost[] {
  const at = (kind: LinuxNamespaceKind, level: Level) => chips.some((chip) => chip.kind === kind && chip.level === level);
  const ghosts: Ghost[] = [];
  for (const kind of NODE_SHELF) if (!at(kind, 'node')) ghosts.push({ kind, level: 'node', sits: 'lower' });
  for (const kind of POD_SHELF) if (!at(kind, 'pod')) ghosts.push({ kind, level: 'pod', sits: at(kind, 'node') ? 'higher' : 'lower' });
  return ghosts;
}

function boxOf({ name, kind, container }: PodContainer, pod: Pod, facts: InsideFacts): ContainerBox {
  const state = facts.containers[name];
  return { name, kind, ports: portsOf(container, pod), words: state?.words ?? 'not created', running: state?.running ?? false, created: state?.created ?? false };
}

function portsOf(container: Container, pod: Pod): string {
  const ports = (container.ports ?? []).map(({ containerPort }) => containerPort);
  if (ports.length === 0) return '';
  return pod.spec?.hostNetwork ? `the node’s port ${ports.join(', ')}` : `localhost:${ports.join(', ')}`;
}

const sourceOf = (volume: Volume): string => Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';

function trayOf(volume: Volume, containers: readonly PodContainer[]): VolumeTray {
  const mounts = containers.flatMap(({ name, container }) =>
    (container.volumeMounts ?? []).filter((mount) => mount.name === volume.name).map(({ mountPath, readOnly }) => ({ container: name, path: mountPath, readOnly: readOnly === true })),
  );
  const type = sourceOf(volume);
  const detail = type === 'hostPath' ? (volume.hostPath?.path ?? '') : type === 'configMap' ? (volume.configMap?.name ?? '') : type === 'secret' ? (volume.secret?.secretName ?? '') : '';
  return { name: volume.name, type, mounts, detail };
}

/** Sentences that follow from the levels: what one can see from inside. */
export function consequences(pod: Pod, facts: InsideFacts): string[] {
  const { spec } = pod;
  if (isForWindows(pod)) return ['A pod for Windows: its containers have no Linux namespaces.'];
  const apps = (spec?.containers ?? []).map(({ name }) => name);
  const lines: string[] = [];
  const port = (spec?.containers ?? []).flatMap(({ name, ports }) => (ports ?? []).map(({ containerPort }) => ({ name, containerPort })))[0];
  if (spec?.hostNetwork) {
    lines.push(`Its address is the node’s${facts.nodeAddress === null ? '' : `, \`${facts.nodeAddress}\``}.`, 'It needs no network plugin, so it can start before one exists.');
    if (port) lines.push(`${port.name} takes port ${port.containerPort} of the node itself.`);
  } else if (port && apps.length > 1) {
    const other = apps.find((name) => name !== port.name);
    lines.push(`One address for all: \`localhost:${port.containerPort}\` in ${other} is ${port.name}.`);
  } else lines.push('One address, whatever the number of containers. Two of them cannot use the same port.');
  if (spec?.hostPID) lines.push('Its containers see every process of the node.');
  else if (spec?.shareProcessNamespace) lines.push('pause is PID 1 and reaps zombies.', 'The containers see each other’s processes, and files under `/proc/<pid>/root` as far as permissions allow.');
  else lines.push('Each container sees only its own processes.');
  if (spec?.hostIPC) lines.push('Shared memory is the node’s.');
  if (spec?.hostUsers === false) lines.push('root in the pod is an unprivileged id on the node, from a range of 65,536.');
  lines.push('Each has its own root filesystem. Files are shared through volumes only.');
  return lines;
}
