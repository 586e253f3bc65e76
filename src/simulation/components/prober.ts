/**
 * The prober: one worker for each probe of each container, and what their results set off. The decisions stand in
 * src/kubernetes/probes.ts; here are the timers. A probe that keeps succeeding is not run again until its script says
 * otherwise: nobody could see the difference. Stands for pkg/kubelet/prober (prober_manager.go, worker.go, prober.go).
 * Left out: the random first sleep after a kubelet's start, and the time that a probe takes. The first turn comes as
 * soon as the container is seen to run; upstream it may be up to one period later.
 */
import { isSidecar, type Container, type PodStatus, type Probe } from '../../kubernetes/objects';
import { NEW_PROBE_WORKER, prepareProbe, probeOf, type ProbeKind, probeTiming, recordProbe } from '../../kubernetes/probes';
import { readinessProbesToTrigger } from '../../kubernetes/probeStatus';
import type { ProbeMemory } from '../kubeletMemory';
import type { Tx } from '../tx';
import type { ContainerRow, PodWorkerRow } from '../world';
import { aboutPod, emitPodEvent, fieldPath, podNote, podTimer, setWorker, workerOf } from './kubeletState';
import { containersOf } from './podRuntimeView';
import { updatePod } from './podWorkers';
import { isListening, probeOutcome, untilProbeFails } from './programOf';
import { startedBeforeKubelet } from './probeResults';
import { setContainerProbed } from './statusManager';

const KINDS: readonly ProbeKind[] = ['startup', 'liveness', 'readiness'];
const NAMES: Readonly<Record<ProbeKind, string>> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' };
/** How often a probe that succeeds is run although nobody can tell when it will fail; upstream its own period. */
const UNSCRIPTED_PERIOD = 10_000;

const timerOf = (row: PodWorkerRow, key: string): string => podTimer(`probe/${key}`, row.node, row.uid);
const resultTimerOf = (row: PodWorkerRow, key: string): string => podTimer(`probeResult/${key}`, row.node, row.uid);

/** The containers of a pod that may have probes. */
const probedContainers = (row: PodWorkerRow): readonly Container[] => {
  const { initContainers, containers = [] } = row.pod.spec ?? {};
  return initContainers?.some(isSidecar) ? [...initContainers.filter(isSidecar), ...containers] : containers;
};

const statusOf = (status: PodStatus | undefined, name: string) =>
  status?.containerStatuses?.find((each) => each.name === name) ?? status?.initContainerStatuses?.find((each) => each.name === name);

/**
 * A worker for each probe, from the first sync on (prober_manager.go:AddPod), and a tick for each that has work: its
 * container is new, or its turn has come.
 */
export function followContainers(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  let worker = row;
  for (const container of probedContainers(row)) {
    for (const kind of KINDS) {
      const probe = probeOf(container, kind);
      if (!probe) continue;
      const key = `${container.name}/${kind}`;
      if (!worker.memory.probes[key]) worker = setProbe(tx, worker, key, { worker: NEW_PROBE_WORKER, container: container.name, kind });
      scheduleIfDue(tx, worker, key, probe);
    }
  }
  return worker;
}

const setProbe = (tx: Tx, row: PodWorkerRow, key: string, probe: ProbeMemory): PodWorkerRow =>
  setWorker(tx, row, { probes: { ...row.memory.probes, [key]: probe } });

const running = (tx: Tx, row: PodWorkerRow, name: string): ContainerRow | undefined => {
  const newest = containersOf(tx, row.uid).find((container) => container.name === name);
  return newest?.state === 'running' ? newest : undefined;
};

/** Has the worker something to do now or soon? Then it gets a tick, unless it has one. */
function scheduleIfDue(tx: Tx, row: PodWorkerRow, key: string, probe: Probe): void {
  const memory = row.memory.probes[key];
  if (!memory || tx.pending(timerOf(row, key))) return;
  const status = statusOf(row.memory.status, memory.container);
  const container = running(tx, row, memory.container);
  if (!container || !status?.state?.running) return;
  const { worker, kind } = memory;
  const isNew = worker.containerID !== status.containerID;
  const isItsTurn = (status.started === true) !== (kind === 'startup');
  if (!isItsTurn || (!isNew && (worker.onHold || worker.result === 'Success'))) return;
  tick(tx, row, key, untilInitialDelay(tx, container, probe));
}

/** initialDelaySeconds counts in whole seconds from the container's start. */
const untilInitialDelay = (tx: Tx, container: ContainerRow, probe: Probe): number =>
  Math.max(0, (container.startedAt ?? tx.now) + probeTiming(probe).initialDelaySeconds * 1000 - tx.now);

const tick = (tx: Tx, row: PodWorkerRow, key: string, delay: number): void => {
  tx.send(podNote(row, 'probe', { key }), delay, timerOf(row, key));
};

/** Every sync has the readiness of a container that is not ready looked at out of turn (prober_manager.go:UpdatePodStatus). */
export function triggerReadiness(tx: Tx, row: PodWorkerRow, status: PodStatus): PodWorkerRow {
  for (const name of readinessProbesToTrigger(row.pod, status)) {
    const key = `${name}/readiness`;
    const container = running(tx, row, name);
    const probe = probedContainers(row).find((each) => each.name === name)?.readinessProbe;
    if (container && probe && row.memory.probes[key]) tick(tx, row, key, untilInitialDelay(tx, container, probe));
  }
  return row;
}

/** One turn of a probe worker (prober/worker.go:doProbe). */
export function probeTick(tx: Tx, node: string, uid: string, key: string): void {
  const row = workerOf(tx, node, uid);
  const memory = row?.memory.probes[key];
  const spec = row && memory && probedContainers(row).find((container) => container.name === memory.container);
  const probe = spec && memory && probeOf(spec, memory.kind);
  if (!row || !memory || !spec || !probe) return;
  const container = running(tx, row, spec.name);
  const step = prepareProbe(memory.worker, memory.kind, {
    pod: row.pod,
    container: spec,
    ...(row.memory.status ? { status: row.memory.status } : {}),
    ...(container?.startedAt === undefined ? {} : { runningForMs: tx.now - container.startedAt }),
    startedBeforeKubelet: container ? startedBeforeKubelet(tx, row)(container.id) : false,
  });
  if (step.next === 'stop') {
    const { [key]: _, ...others } = row.memory.probes;
    setWorker(tx, row, { probes: others });
    return;
  }
  const prepared = setProbe(tx, row, key, { ...memory, worker: step.worker });
  if (step.next === 'probe' && container) runProbe(tx, prepared, key, { spec, probe, container });
}

interface Probed {
  readonly spec: Container;
  readonly probe: Probe;
  readonly container: ContainerRow;
}

/** Probes, counts the outcome, and tells the kubelet's loop when the result is another one (worker.go:doProbe). */
function runProbe(tx: Tx, row: PodWorkerRow, key: string, { spec, probe, container }: Probed): void {
  const memory = row.memory.probes[key];
  if (!memory) return;
  const { kind } = memory;
  const outcome = probeOutcome(tx, container, kind);
  if (typeof outcome === 'object') return probeErrored(tx, row, key, { spec, probe, container }, outcome.error);
  const before = memory.worker.result;
  const counted = recordProbe(memory.worker, kind, probe, outcome);
  const worker = setProbe(tx, row, key, { ...memory, worker: counted });
  if (outcome === 'Failure') {
    // Every failure is told, also one below the threshold (prober.go:probe).
    emitPodEvent(tx, worker, 'Warning', 'Unhealthy', `${NAMES[kind]} probe failed: ${complaint(tx, worker, probe, container)}`, fieldPath(container.kind, spec.name));
    tx.because('kubelet.probeFailed', aboutPod(worker, { container: spec.name, probe: kind }));
  }
  const isSteady = outcome === 'Success' && counted.result === 'Success';
  const delay = isSteady ? untilNextChange(tx, container, kind, probe) : probeTiming(probe).periodSeconds * 1000;
  if (!counted.onHold && delay !== Infinity) tick(tx, worker, key, delay);
  if (counted.result !== before) tx.send(podNote(worker, 'probeResult', { key }), 0, resultTimerOf(worker, key));
}

/** An error is told and thrown away: it counts neither as a failure nor as a success (prober.go:probe, worker.go:doProbe). */
function probeErrored(tx: Tx, row: PodWorkerRow, key: string, { spec, probe, container }: Probed, error: string): void {
  const kind = row.memory.probes[key]?.kind ?? 'liveness';
  emitPodEvent(tx, row, 'Warning', 'Unhealthy', `${NAMES[kind]} probe errored and resulted in unknown state: ${error}`, fieldPath(container.kind, spec.name));
  tx.because('kubelet.probeErrored', aboutPod(row, { container: spec.name, probe: kind, error }));
  tick(tx, row, key, probeTiming(probe).periodSeconds * 1000);
}

/** The kubelet's loop hears of a new result, and has the pod synced for it (kubelet.go:syncLoopIteration). */
export function afterProbeResult(tx: Tx, row: PodWorkerRow, key: string): void {
  const memory = row.memory.probes[key];
  const spec = memory && probedContainers(row).find((container) => container.name === memory.container);
  const probe = spec && probeOf(spec, memory.kind);
  if (!memory || !probe) return;
  const { kind, container, worker } = memory;
  const about = aboutPod(row, { container, probe: kind });
  if (worker.result === 'Success') tx.because('kubelet.probeSucceeded', about);
  else tx.because('kubelet.probeGaveUp', { ...about, threshold: String(probeTiming(probe).failureThreshold) });
  const isGood = worker.result === 'Success';
  const told = kind === 'liveness' ? row : setContainerProbed(tx, row, worker.containerID, kind === 'readiness' ? { ready: isGood } : { started: isGood });
  if (kind !== 'liveness' || !isGood) updatePod(tx, told, { type: 'sync' });
}

/** A steady success is looked at again at the first turn that will find it failing; Infinity: never. */
function untilNextChange(tx: Tx, container: ContainerRow, kind: ProbeKind, probe: Probe): number {
  const period = probeTiming(probe).periodSeconds * 1000;
  const change = untilProbeFails(tx, container, kind);
  if (change === undefined) return Math.max(period, UNSCRIPTED_PERIOD);
  return Math.ceil(change / period) * period;
}

/** What the failed probe says (prober.go:runProbe). */
function complaint(tx: Tx, row: PodWorkerRow, probe: Probe, container: ContainerRow): string {
  const { httpGet } = probe;
  if (httpGet) {
    if (isListening(tx, container)) return 'HTTP probe failed with statuscode: 500';
    const port = container.spec.ports?.find(({ name }) => name === httpGet.port)?.containerPort ?? httpGet.port;
    const address = `${httpGet.host ?? row.memory.status?.podIP ?? ''}:${port}`;
    return `Get "${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${address}${httpGet.path ?? '/'}": dial tcp ${address}: connect: connection refused`;
  }
  if (probe.tcpSocket) return `dial tcp ${row.memory.status?.podIP ?? ''}:${probe.tcpSocket.port}: connect: connection refused`;
  if (probe.grpc) return 'service unhealthy (responded with "NOT_SERVING")';
  return '';
}

/** Ends the workers of these kinds (prober_manager.go:StopLivenessAndStartup, RemovePod). */
function stop(tx: Tx, row: PodWorkerRow, ends: (kind: ProbeKind) => boolean): PodWorkerRow {
  const kept: Record<string, ProbeMemory> = {};
  let changed = false;
  for (const [key, probe] of Object.entries(row.memory.probes)) {
    if (!ends(probe.kind)) {
      kept[key] = probe;
      continue;
    }
    tx.cancel(timerOf(row, key));
    tx.cancel(resultTimerOf(row, key));
    changed = true;
  }
  return changed ? setWorker(tx, row, { probes: kept }) : row;
}

export const stopLivenessAndStartup = (tx: Tx, row: PodWorkerRow): PodWorkerRow => stop(tx, row, (kind) => kind !== 'readiness');

export const removeProbes = (tx: Tx, row: PodWorkerRow): PodWorkerRow => stop(tx, row, () => true);
