/** What the fields of a container change in the pictures: see explain.ts. */
import { fieldsOf, listOf } from '../kubernetes/reading';
import type { PodContainer, PodContainerKind } from '../kubernetes/podContainers';
import { effect, said, seconds, type Effect } from './explainWords';

const boxes: Readonly<Record<PodContainerKind, string>> = {
  app: 'A box of its own among the app containers: the kubelet starts it once the init containers are done.',
  init: 'A dotted box: it runs to its end, in its turn, before the app containers start.',
  sidecar: 'A box with a doubled edge: a sidecar, which starts before the app containers, runs beside them and stops after them.',
  ephemeral: 'A dashed box: a debugging container, which joins the running pod and is never started again.',
};

export const containerBox = ({ kind }: PodContainer): Effect => effect('Inside', boxes[kind]);

const pulls: Readonly<Record<string, string>> = {
  Always: 'containerd asks the registry at every start, even when the node has the image.',
  IfNotPresent: 'The image is pulled only when the node does not have it yet.',
  Never: 'Nothing is pulled: without the image on the node the container waits with ErrImageNeverPull.',
};

const restarts: Readonly<Record<string, string>> = {
  Always: 'It is started again whenever it ends.', OnFailure: 'It is started again only when it fails.', Never: 'It is never started again.',
};

function restartPolicy({ kind, name }: PodContainer, value: unknown): Effect | undefined {
  if (kind === 'sidecar') return effect('When', `Makes ${name} a sidecar: it starts before the app containers, keeps running beside them and stops after them.`);
  const words = restarts[said(value)];
  return words === undefined ? undefined : effect('When', `${words} This counts before the pod's restartPolicy.`);
}

function probe(name: string, value: unknown): Effect {
  const fields = fieldsOf(value);
  const threshold = said(fields['failureThreshold'] ?? 3);
  const period = seconds(fields['periodSeconds'] ?? 10);
  if (name === 'readinessProbe') return effect('When', `Asked every ${period}. Until it succeeds the pod is not ready, and Services send it nothing.`);
  if (name === 'startupProbe') return effect('When', `Asked every ${period}. Until it succeeds the other probes wait; after ${threshold} failures the kubelet kills the container.`);
  return effect('When', `Asked every ${period}. After ${threshold} failures in a row the kubelet kills the container, which starts anew by its restart policy.`);
}

/** The effect of a field that stands directly in a container; `value` is what is written. */
export function containerField(here: PodContainer, field: string, value: unknown): Effect | undefined {
  switch (field) {
    case 'name':
      return effect('Inside', `The box is called ${here.name}, and so is the row on the pod's card.`);
    case 'image':
      return effect('When', 'The kubelet has containerd pull it before the container is made; until then the container waits.');
    case 'imagePullPolicy':
      return pulls[said(value)] === undefined ? undefined : effect('When', pulls[said(value)] ?? '');
    case 'restartPolicy':
      return restartPolicy(here, value);
    case 'command':
      return effect('Inside', 'Runs in place of the image’s entry point, as the first process of the container’s PID namespace.');
    case 'args':
      return effect('Inside', 'Given to the entry point in place of the image’s own arguments.');
    case 'ports':
      return effect('Inside', listOf(value).some((port) => 'hostPort' in port)
        ? 'A port of the node is taken: a second pod that wants it does not fit on that node.'
        : 'Says which ports are meant. It opens none and closes none.');
    case 'livenessProbe':
    case 'readinessProbe':
    case 'startupProbe':
      return probe(field, value);
    case 'stdin':
    case 'tty':
      return undefined;
    case 'targetContainerName':
      return effect('Inside', `Its PID chip joins that of ${said(value)}: it sees the processes of ${said(value)} and nobody else's.`);
    case 'volumeMounts':
      return effect('Inside', 'Each is a line to a tray under the containers. The mount namespace stays the container’s own.');
    case 'envFrom':
    case 'env':
      return effect('Inside', 'Set when the container is made; a later change of the source does not reach it.');
    default:
      return undefined;
  }
}

/** The effect of a deeper field of a container: `securityContext.privileged`, `lifecycle.preStop`. */
export function deepContainerField(here: PodContainer, path: string, value: unknown): Effect | undefined {
  if (path === 'securityContext.privileged') {
    return value === true
      ? effect('Inside', `The CGROUP chip of ${here.name} moves to the node, and it may use all of the node's devices.`)
      : effect('Inside', 'The container keeps a CGROUP namespace of its own.');
  }
  if (path === 'securityContext.runAsUser') return effect('Inside', `Its processes run as user ${said(value)}; the USER namespace stays whose it was.`);
  if (path === 'lifecycle.postStart') return effect('When', 'Runs right after the container has started. Until it is done the container does not count as started.');
  if (path === 'lifecycle.preStop') return effect('When', 'Runs before SIGTERM when the pod is deleted, within the grace period.');
  if (/^ports\[\d+\]\.hostPort$/.test(path)) return effect('Where', `Port ${said(value)} of the node is taken: the scheduler puts no second pod that wants it there.`);
  if (/^resources\.requests(?:\[|\.|$)/.test(path)) return effect('Where', 'The scheduler counts it: a node without that much left is no candidate.');
  if (/^resources\.limits(?:\[memory\]|\.memory)$/.test(path)) return effect('When', 'Beyond it the kernel kills a process of the container, told as OOMKilled.');
  if (/^resources\.limits(?:\[cpu\]|\.cpu)$/.test(path)) return effect('Inside', 'Beyond it the container is slowed down, never killed.');
  return undefined;
}
