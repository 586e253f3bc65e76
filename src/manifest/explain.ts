/**
 * What a field of a manifest changes in Podarium's pictures, in one sentence: a chip that moves, a box that appears, an
 * actor that is skipped. Computed from the pod where it can be. The way there of causes.ts. What the field is for stands
 * in the API's own documentation, generated/descriptions.ts.
 */
import { podDefaults } from '../kubernetes/defaults';
import type { Pod, Volume } from '../kubernetes/objects';
import { containersOf, type PodContainer } from '../kubernetes/podContainers';
import { configHashAnnotation, configMirrorAnnotation, configSeenAnnotation, configSourceAnnotation, systemClusterCritical, systemNodeCritical } from '../kubernetes/podOrigin';
import { computePodQOS } from '../kubernetes/qos';
import { isFields } from '../kubernetes/reading';
import { containerBox, containerField, deepContainerField } from './explainContainers';
import { objectField } from './explainObjects';
import { does, effect, listed, said, seconds, type Effect } from './explainWords';
import { fieldSteps } from './located';
import { fieldInPod } from './podTemplates';

export type { Effect } from './explainWords';

/** All containers, and what they do: `web uses`, `web and logs use`. */
const all = (pod: Pod, one: string, several: string): string => {
  const names = containersOf(pod.spec).map(({ name }) => name);
  return `${listed(names)} ${does(names, one, several)}`;
};

/** Who mounts a volume, in the pod's order. */
const mountersOf = (pod: Pod, volume: string): readonly string[] =>
  containersOf(pod.spec)
    .filter(({ container }) => [...(container.volumeMounts ?? []), ...(container.volumeDevices ?? [])].some(({ name }) => name === volume))
    .map(({ name }) => name);

type Told = (pod: Pod, value: unknown) => Effect | undefined;

const onlyTrue = (yes: (pod: Pod) => string, no: string): Told => (pod, value) => effect('Inside', value === true ? yes(pod) : no);

const restarts: Readonly<Record<string, string>> = {
  Always: 'A container that ends is started again, after a growing back-off when it crashes.',
  OnFailure: 'A container is started again only when it fails; the pod succeeds when all have ended well.',
  Never: 'No container is started again: the pod ends with them.',
};

/** Fields of the pod's spec and metadata, by their path. */
const podFields: Readonly<Record<string, Told>> = {
  'spec.hostNetwork': onlyTrue((pod) => `The NET and UTS chips move from the pod to the node: ${all(pod, 'uses', 'use')} the node's addresses, ports and hostname.`,
    'The NET chip stays with the pod: its containers share one address and localhost.'),
  'spec.hostPID': onlyTrue((pod) => `The PID chips move to the node: ${all(pod, 'sees', 'see')} every process of the node.`, 'The PID chips stay with the containers.'),
  'spec.hostIPC': onlyTrue((pod) => `The IPC chip moves from the pod to the node: ${all(pod, 'uses', 'use')} the node's /dev/shm.`, 'The IPC chip stays with the pod.'),
  'spec.hostUsers': (_pod, value) => effect('Inside', value === false
    ? 'The USER chip moves from the node to the pod: root inside is an ordinary user on the node.'
    : 'The USER chip stays with the node: root inside is root on the node.'),
  'spec.shareProcessNamespace': onlyTrue((pod) => `The PID chips move up from the containers to the pod: ${all(pod, 'sees', 'see')} all processes of the pod, and PID 1 is the sandbox's.`,
    'Each container keeps its own PID chip: its first process is PID 1.'),
  'spec.nodeName': (_pod, value) => effect('Where', `The scheduler is skipped: the kubelet of ${said(value)} takes the pod at once, and refuses it itself when it does not fit.`),
  'spec.nodeSelector': () => effect('Where', 'The scheduler leaves out every node without these labels.'),
  'spec.affinity': () => effect('Where', 'The scheduler leaves out nodes, or prefers some, by their labels or by the pods there.'),
  'spec.tolerations': () => effect('Where', 'The pod may go to, or stay on, nodes with these taints. It is not drawn to them.'),
  'spec.topologySpreadConstraints': () => effect('Where', 'The scheduler spreads such pods evenly over zones or nodes.'),
  'spec.schedulerName': (_pod, value) => effect('When', `Only the scheduler called ${said(value)} looks at the pod; without it the pod stays Pending.`),
  'spec.schedulingGates': () => effect('When', 'The scheduler does not try until all gates are removed: kubectl shows SchedulingGated.'),
  'spec.priorityClassName': (_pod, value) => (value === systemNodeCritical || value === systemClusterCritical
    ? effect('What', `${said(value)} speaks for a system pod: the scheduler and the kubelet let others go first to make room for it.`)
    : effect('Where', 'Where there is no room, the scheduler evicts pods of lower priority for it.')),
  'spec.restartPolicy': (_pod, value) => (restarts[said(value)] === undefined ? undefined : effect('When', restarts[said(value)] ?? '')),
  'spec.terminationGracePeriodSeconds': (_pod, value) => effect('When', `Deleted, its containers have ${seconds(value)} between SIGTERM and SIGKILL.`),
  'spec.activeDeadlineSeconds': (_pod, value) => effect('When', `After ${seconds(value)} on its node the pod is ended as failed.`),
  'spec.serviceAccountName': () => effect('Inside', 'Its token comes as a volume into every container. A static pod may not refer to a service account.'),
  'spec.automountServiceAccountToken': (_pod, value) => (value === false ? effect('Inside', 'No volume with an API token is added.') : undefined),
  'spec.hostname': (_pod, value) => effect('Inside', `The UTS chip says ${said(value)}: the hostname that all its containers see.`),
  'spec.runtimeClassName': () => effect('Inside', 'The runtime that this class names runs the pod, perhaps in a box of its own such as a virtual machine.'),
  'spec.initContainers': () => effect('When', 'They run one after another before the app containers; sidecars among them keep running.'),
  'spec.containers': (pod) => effect('Inside', `Boxes side by side, which share the pod's addresses and volumes. Quality of service: ${computePodQOS(podDefaults(pod))}.`),
  'spec.ephemeralContainers': () => effect('Inside', 'Only a running pod can have them: kubectl debug adds them.'),
  'spec.volumes': () => effect('Inside', 'Trays under the containers: what several of them mount is shared.'),
  'spec.os.name': (_pod, value) => (value === 'windows' ? effect('Inside', 'A Windows pod: it has no Linux namespaces.') : undefined),
  'spec.readinessGates': () => effect('When', 'The pod is not ready until somebody sets these conditions to True.'),
  'metadata.name': (_pod, value) => effect('Where', `The pod is called ${said(value)}; as a static pod the node's name is added to it.`),
  'metadata.generateName': () => effect('Where', 'The API server adds five characters to it. A kubelet refuses a file without a name.'),
  'metadata.namespace': (_pod, value) => effect('What', value === 'kube-system'
    ? 'Most system pods are in it. That alone does not make this one a system pod.'
    : 'Where the pod is kept in the API. It has nothing to do with Linux namespaces.'),
  'metadata.labels': () => effect('What', 'By its labels controllers count it as their own and Services send to it.'),
  'metadata.ownerReferences': () => effect('What', 'Says who made it: with the owner it is deleted too.'),
  'metadata.finalizers': () => effect('When', 'Deleted, the pod stays as Terminating until these are removed.'),
};

const annotations: Readonly<Record<string, Effect>> = {
  [configMirrorAnnotation]: effect('What', 'Makes it the mirror of a static pod: a kubelet runs the pod from a file, and this is its picture in the API.'),
  [configSourceAnnotation]: effect('What', 'Written by a kubelet: from file or http it is a static pod, from api it is not.'),
  [configHashAnnotation]: effect('What', 'Written by a kubelet: the UID of the static pod that it makes of its file.'),
  [configSeenAnnotation]: effect('What', 'Written by a kubelet: when it first saw the pod.'),
};

const sources: Readonly<Record<string, string>> = {
  emptyDir: 'An empty folder that lives as long as the pod',
  hostPath: 'A file or folder of the node, which stays when the pod goes',
  configMap: 'Files from a ConfigMap; a static pod may not refer to one',
  secret: 'Files from a Secret, held in memory; a static pod may not refer to one',
  persistentVolumeClaim: 'A disk that outlives the pod; a static pod may not refer to a claim',
  projected: 'Files from several sources in one folder',
  downwardAPI: 'Files that tell the pod of itself',
};

function volumeEffect(pod: Pod, volume: Volume): Effect {
  const users = mountersOf(pod, volume.name);
  const source = Object.keys(volume).find((name) => name !== 'name') ?? 'emptyDir';
  const who = users.length === 0 ? 'No container mounts it.' : users.length === 1 ? `Only ${listed(users)} mounts it: it is shared with nobody.` : `${listed(users)} mount it and share what is in it.`;
  return effect('Inside', `${sources[source] ?? `A volume of kind ${source}`}. ${who}`);
}

function mountEffect(pod: Pod, here: PodContainer, volume: string): Effect {
  const others = mountersOf(pod, volume).filter((name) => name !== here.name);
  return effect('Inside', others.length === 0
    ? `${here.name} is the only one that mounts ${said(volume)}.`
    : `${here.name} shares ${said(volume)} with ${listed(others)}: what one writes the others can read.`);
}

/** The value at a path, undefined when the path ends before. */
export function valueAt(object: unknown, steps: readonly string[]): unknown {
  let here = object;
  for (const step of steps) {
    if (Array.isArray(here)) here = here[Number(step)];
    else if (isFields(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

const containerPath = /^spec\.(initContainers|containers|ephemeralContainers)\[(\d+)\](?:\.(.+))?$/;

/** One container by its place, without a look at all others. */
function containerAt(pod: Pod, list: string, index: number): PodContainer | undefined {
  const own = valueAt(pod.spec, [list, String(index)]);
  return containersOf({ [list]: [own] }).at(0);
}

/** What a field of the pod changes; `field` is its path in the pod: `spec.containers[0].image`. */
export function podEffect(pod: Pod, field: string): Effect | undefined {
  const annotation = /^metadata\.annotations\[(.+)\]$/.exec(field)?.[1];
  if (annotation !== undefined) return annotations[annotation];
  const value = valueAt(pod, fieldSteps(field));
  const volume = /^spec\.volumes\[(\d+)\]$/.exec(field);
  if (volume) {
    const own = pod.spec?.volumes?.[Number(volume[1])];
    return own ? volumeEffect(pod, own) : undefined;
  }
  const [, list, index, below] = containerPath.exec(field) ?? [];
  if (list === undefined) return podFields[field]?.(pod, value);
  const here = containerAt(pod, list, Number(index));
  if (!here) return undefined;
  if (below === undefined) return containerBox(here);
  const mount = /^volume(?:Mounts|Devices)\[(\d+)\]$/.exec(below);
  if (mount) return isFields(value) && typeof value['name'] === 'string' ? mountEffect(pod, here, value['name']) : undefined;
  return containerField(here, below, value) ?? deepContainerField(here, below, value);
}

export interface ExplainedObject {
  readonly kind: string;
  readonly value: unknown;
  /** The pod that it makes, and where that stands in it. */
  readonly pod?: Pod | undefined;
  readonly path: string;
  readonly templatePath: string;
}

/** What a field of an object changes: of the pod in it, or of what makes the pod. `field` is its path in the object. */
export function effectOf({ kind, value, pod, ...place }: ExplainedObject, field: string): Effect | undefined {
  const inPod = fieldInPod(place, field);
  if (place.templatePath === '' || inPod === undefined) {
    const own = objectField(kind, field, valueAt(value, fieldSteps(field)));
    if (own) return own;
  }
  return pod && inPod !== undefined ? podEffect(pod, inPod) : undefined;
}
