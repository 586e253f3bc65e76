/**
 * What each lane of a pod's lifecycle says of one version of the pod: a text, a tone and a longer account. Pure. Phase,
 * STATUS, restarts, conditions and container states, in the order in which a reader asks for them.
 */
import { printPod } from '../../kubernetes/kubectlColumns';
import type { Condition, ContainerStatus, Pod } from '../../kubernetes/objects';

export type Tone = 'running' | 'waiting' | 'failed' | 'terminating' | 'completed' | 'plain';

export interface LaneValue {
  readonly text: string;
  readonly tone: Tone;
  /** Reason and message, where there are some. */
  readonly detail: string;
}

export interface LaneKey {
  readonly id: string;
  readonly label: string;
  /** Lanes are sorted by these, number by number. */
  readonly rank: readonly number[];
}

const PHASES: Readonly<Record<string, Tone>> = { Pending: 'waiting', Running: 'running', Succeeded: 'completed', Failed: 'failed', Unknown: 'waiting' };
const CONDITIONS = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];
const TROUBLE = /BackOff|Err|Error|Failed|Invalid|OOM|Evicted|Deadline|ExitCode|Signal|Unknown/;
/** Conditions that announce an end when they are true. */
const OMINOUS = new Set(['DisruptionTarget', 'PodResizePending']);

function toneOfStatus(status: string): Tone {
  if (status === 'Running') return 'running';
  if (status === 'Completed' || status === 'Succeeded') return 'completed';
  if (status === 'Terminating') return 'terminating';
  return TROUBLE.test(status) ? 'failed' : 'waiting';
}

const join = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part).join(': ');

function conditionValue({ type, status, reason, message }: Condition): LaneValue {
  const tone = OMINOUS.has(type) ? 'terminating' : 'running';
  return { text: status, tone: status === 'True' ? tone : 'waiting', detail: join(reason, message) };
}

function containerValue({ state, ready }: ContainerStatus): LaneValue {
  if (state?.running) return { text: ready ? 'running, ready' : 'running', tone: ready ? 'running' : 'waiting', detail: ready ? '' : 'not ready' };
  if (state?.terminated) {
    const { exitCode, reason, message } = state.terminated;
    return { text: `${reason ?? 'terminated'} ${exitCode}`, tone: exitCode === 0 ? 'completed' : 'failed', detail: join(`exit code ${exitCode}`, message) };
  }
  const reason = state?.waiting?.reason ?? 'waiting';
  return { text: reason, tone: TROUBLE.test(reason) ? 'failed' : 'waiting', detail: state?.waiting?.message ?? '' };
}

/** The rank of a container's own lane; its hooks and probes stand behind it. */
export function containerLane(pod: Pod, name: string): LaneKey {
  const lists = [pod.spec?.initContainers ?? [], pod.spec?.containers ?? [], pod.spec?.ephemeralContainers ?? []];
  const kind = lists.findIndex((list) => list.some((container) => container.name === name));
  const place = lists[kind]?.findIndex((container) => container.name === name) ?? 0;
  return { id: `container/${name}`, label: name, rank: [4, Math.max(kind, 0), place, 0] };
}

/** The lanes of one version of a pod, with what they say. Ages play no part. */
export function lanesOf(pod: Pod): readonly (readonly [LaneKey, LaneValue])[] {
  const { STATUS, RESTARTS } = printPod(pod, 0);
  const restarts = Number.parseInt(RESTARTS, 10);
  const phase = pod.status?.phase ?? 'Pending';
  const { conditions = [], initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {};
  return [
    [{ id: 'phase', label: 'Phase', rank: [0] }, { text: phase, tone: PHASES[phase] ?? 'plain', detail: join(pod.status?.reason, pod.status?.message) }],
    [{ id: 'status', label: 'STATUS', rank: [1] }, { text: STATUS, tone: toneOfStatus(STATUS), detail: '' }],
    [{ id: 'restarts', label: 'RESTARTS', rank: [2] }, { text: String(restarts), tone: restarts === 0 ? 'plain' : 'failed', detail: '' }],
    ...conditions.map((condition): readonly [LaneKey, LaneValue] => {
      const known = CONDITIONS.indexOf(condition.type);
      return [{ id: `condition/${condition.type}`, label: condition.type, rank: [3, known < 0 ? CONDITIONS.length : known] }, conditionValue(condition)];
    }),
    ...[...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].map((status): readonly [LaneKey, LaneValue] => [containerLane(pod, status.name), containerValue(status)]),
  ];
}
