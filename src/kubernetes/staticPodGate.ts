/**
 * One static pod of a name at a time: a new version starts when the old one has ended, the others wait in order of
 * arrival. Stands for pkg/kubelet/pod_workers.go (allowPodStart, allowStaticPodStart). API pods are not held back.
 */
import type { Pod } from './objects';
import { isStaticPod } from './podOrigin';

/** What the pod workers know of one pod, by UID. */
export interface WorkerState {
  readonly fullName: string;
  readonly terminating?: boolean;
  readonly terminated?: boolean;
}

export interface StaticPodGate {
  readonly workers: Readonly<Record<string, WorkerState>>;
  /** Full name → UID of the static pod that was started. */
  readonly started: Readonly<Record<string, string>>;
  /** Full name → UIDs that wait, in order of arrival. */
  readonly waiting: Readonly<Record<string, readonly string[]>>;
}

export const openGate: StaticPodGate = { workers: {}, started: {}, waiting: {} };

export interface StartAnswer {
  /** May it start now? */
  readonly allowed: boolean;
  /** May it ever? A pod that is being ended before it started may not. */
  readonly allowedEver: boolean;
  readonly gate: StaticPodGate;
}

const without = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));

const isOver = (worker: WorkerState | undefined): boolean => worker === undefined || worker.terminating === true || worker.terminated === true;

/** pod_workers.go:allowStaticPodStart. */
function allowStaticPodStart(gate: StaticPodGate, fullName: string, uid: string): StartAnswer {
  const started = gate.started[fullName];
  if (started !== undefined) return { allowed: started === uid, allowedEver: true, gate };
  const queue = gate.waiting[fullName] ?? [];
  const next = queue.findIndex((each) => !isOver(gate.workers[each]));
  const first = queue[next];
  if (first !== undefined && first !== uid) {
    return { allowed: false, allowedEver: true, gate: { ...gate, waiting: { ...gate.waiting, [fullName]: queue.slice(next) } } };
  }
  // Without a live one in it the queue is kept as it is, as upstream keeps it.
  const rest = first === undefined ? queue : queue.slice(next + 1);
  const waiting = rest.length > 0 ? { ...gate.waiting, [fullName]: rest } : without(gate.waiting, fullName);
  return { allowed: true, allowedEver: true, gate: { ...gate, waiting, started: { ...gate.started, [fullName]: uid } } };
}

/** May this pod start now? (pod_workers.go:allowPodStart) A pod that must wait is asked again after about 10 s. */
export function allowPodStart(gate: StaticPodGate, pod: Pod): StartAnswer {
  if (!isStaticPod(pod)) return { allowed: true, allowedEver: true, gate };
  const uid = pod.metadata?.uid ?? '';
  const worker = gate.workers[uid];
  if (worker === undefined || worker.terminating) return { allowed: false, allowedEver: false, gate };
  return allowStaticPodStart(gate, worker.fullName, uid);
}

/** A pod arrives: its worker is known, and a static one joins the queue of its name (pod_workers.go:UpdatePod). */
export function enterGate(gate: StaticPodGate, pod: Pod, fullName: string): StaticPodGate {
  const uid = pod.metadata?.uid ?? '';
  const workers = { ...gate.workers, [uid]: { fullName } };
  return isStaticPod(pod)
    ? { ...gate, workers, waiting: { ...gate.waiting, [fullName]: [...(gate.waiting[fullName] ?? []), uid] } }
    : { ...gate, workers };
}

/** A pod has ended: its name is free for the next; its place in the queue is skipped later (pod_workers.go:completeTerminated). */
export function leaveGate(gate: StaticPodGate, uid: string): StaticPodGate {
  const worker = gate.workers[uid];
  if (worker === undefined) return gate;
  return {
    ...gate,
    workers: { ...gate.workers, [uid]: { ...worker, terminating: true, terminated: true } },
    started: gate.started[worker.fullName] === uid ? without(gate.started, worker.fullName) : gate.started,
  };
}
