/**
 * Probes: their defaults and the state machine of one probe worker. Stands for pkg/kubelet/prober/worker.go: doProbe is
 * cut in two here, because the probe itself takes time: {@link prepareProbe} before it, {@link recordProbe} after it.
 * Left out: the ticker, the random first sleep and the three tries on an error, which are the caller's timers.
 */
import { exitCodeOf, type Container, type Pod, type PodStatus, type Probe } from './objects';
import { containerShouldRestart, shouldAllContainersRestart } from './restartPolicy';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';
/** pkg/kubelet/prober/results:Result. */
export type ProbeResult = 'Success' | 'Failure' | 'Unknown';

/** The timing of a probe in its own units, with the API's defaults. */
export interface ProbeTiming {
  readonly initialDelaySeconds: number;
  readonly timeoutSeconds: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** pkg/apis/core/v1/defaults.go:SetDefaults_Probe. Zero counts as not set. */
export const probeTiming = (probe: Probe): ProbeTiming => ({
  initialDelaySeconds: probe.initialDelaySeconds || 0,
  timeoutSeconds: probe.timeoutSeconds || 1,
  periodSeconds: probe.periodSeconds || 10,
  successThreshold: probe.successThreshold || 1,
  failureThreshold: probe.failureThreshold || 3,
});

/** The probe of that kind, if the container has one. */
export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  switch (kind) {
    case 'liveness':
      return container.livenessProbe;
    case 'readiness':
      return container.readinessProbe;
    case 'startup':
      return container.startupProbe;
  }
}

/** What counts until the first result: a container is not ready, alive, and has not begun. worker.go:newWorker. */
export const INITIAL_PROBE_RESULT: Readonly<Record<ProbeKind, ProbeResult>> = {
  readiness: 'Failure',
  liveness: 'Success',
  startup: 'Unknown',
};

/** What one probe worker remembers. A new worker remembers nothing: {@link NEW_PROBE_WORKER}. */
export interface ProbeWorker {
  /** The container that the result below belongs to. */
  readonly containerID?: string;
  /** What the rest of the kubelet sees for that container (the result managers). Absent: never probed. */
  readonly result?: ProbeResult;
  readonly lastResult?: ProbeResult;
  /** How often in a row the probe gave `lastResult`. */
  readonly resultRun: number;
  /** No probes until there is a new container. */
  readonly onHold: boolean;
}

export const NEW_PROBE_WORKER: ProbeWorker = { resultRun: 0, onHold: false };

/** What a worker has to know before it probes. */
export interface ProbeSituation {
  readonly pod: Pod;
  readonly container: Container;
  /** The status as the kubelet last computed it. Absent: none yet. */
  readonly status?: PodStatus;
  /** Milliseconds since the running container started. Absent: it does not run. */
  readonly runningForMs?: number;
  /** It ran already 10 s before this kubelet started: then it keeps its readiness until the first real result. */
  readonly startedBeforeKubelet?: boolean;
}

export interface ProbeStep {
  readonly worker: ProbeWorker;
  /** `probe`: do it now. `wait`: come again at the next tick. `stop`: the worker ends for good. */
  readonly next: 'probe' | 'wait' | 'stop';
}

const withResult = (worker: ProbeWorker, result: ProbeResult): ProbeWorker =>
  worker.result === result ? worker : { ...worker, result };

/** A new container makes the worker forget and go on. */
function followContainer(worker: ProbeWorker, kind: ProbeKind, containerID: string, startedBeforeKubelet: boolean): ProbeWorker {
  if (worker.containerID === containerID) return worker;
  const { lastResult, resultRun } = worker;
  const result = startedBeforeKubelet ? undefined : INITIAL_PROBE_RESULT[kind];
  return { containerID, ...(result ? { result } : {}), ...(lastResult ? { lastResult } : {}), resultRun, onHold: false };
}

/** Everything in worker.go:doProbe up to the probe itself. */
export function prepareProbe(worker: ProbeWorker, kind: ProbeKind, situation: ProbeSituation): ProbeStep {
  const { pod, container, status, runningForMs } = situation;
  if (!status) return { worker, next: 'wait' };
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return { worker, next: 'stop' };
  const observed = observedContainer(status, container.name);
  if (!observed?.containerID) return { worker, next: 'wait' };

  const known = followContainer(worker, kind, observed.containerID, situation.startedBeforeKubelet ?? false);
  if (known.onHold) return { worker: known, next: 'wait' };

  if (!observed.state?.running) {
    const terminated = observed.state?.terminated;
    const comesBack = !terminated || containerShouldRestart(container, pod.spec, exitCodeOf(terminated)) || shouldAllContainersRestart(pod, undefined, status);
    return { worker: withResult(known, 'Failure'), next: comesBack ? 'wait' : 'stop' };
  }
  if (pod.metadata?.deletionTimestamp && kind !== 'readiness') return { worker: withResult(known, 'Success'), next: 'stop' };

  const probe = probeOf(container, kind);
  const initialDelay = probe?.initialDelaySeconds ?? 0;
  if (Math.floor((runningForMs ?? 0) / 1000) < initialDelay) return { worker: known, next: 'wait' };
  // Only the startup probe runs until the container has started, and only the others afterwards.
  const isItsTurn = (observed.started === true) !== (kind === 'startup');
  return { worker: known, next: isItsTurn ? 'probe' : 'wait' };
}

const observedContainer = (status: PodStatus, name: string) => {
  const app = status.containerStatuses?.find((each) => each.name === name);
  return app?.containerID ? app : status.initContainerStatuses?.find((each) => each.name === name);
};

/** The second half of worker.go:doProbe: counts the outcome against the thresholds. Compare `result` before and after. */
export function recordProbe(worker: ProbeWorker, kind: ProbeKind, probe: Probe, outcome: 'Success' | 'Failure'): ProbeWorker {
  const { successThreshold, failureThreshold } = probeTiming(probe);
  const resultRun = worker.lastResult === outcome ? worker.resultRun + 1 : 1;
  const counted: ProbeWorker = { ...worker, lastResult: outcome, resultRun };
  if (resultRun < (outcome === 'Failure' ? failureThreshold : successThreshold)) return counted;
  // A container that failed its liveness probe is about to be killed, and a startup probe has said all it can.
  const isDone = kind === 'startup' || (kind === 'liveness' && outcome === 'Failure');
  return { ...counted, result: outcome, ...(isDone ? { onHold: true, resultRun: 0 } : {}) };
}

/** The results that the prober has, by container id. Absent: not probed yet. pkg/kubelet/prober/results:Manager. */
export interface ProbeResults {
  readonly liveness: (containerID: string) => ProbeResult | undefined;
  readonly readiness: (containerID: string) => ProbeResult | undefined;
  readonly startup: (containerID: string) => ProbeResult | undefined;
}

const none = (): undefined => undefined;
export const NO_PROBE_RESULTS: ProbeResults = { liveness: none, readiness: none, startup: none };
