/**
 * The status manager: keeps the status that the kubelet last computed for each pod, writes it to the API server when it
 * changed, and deletes a pod for good when it is through. Stands for pkg/kubelet/status/status_manager.go and
 * pkg/kubelet/kubelet_pods.go:generateAPIPodStatus. Left out: the reconciling of statuses that others overwrote.
 */
import { generateAPIPodStatus, proberUpdate } from '../../kubernetes/apiPodStatus';
import type { Condition, ContainerStatus, Pod, PodStatus } from '../../kubernetes/objects';
import { isMirrorPodOf } from '../../kubernetes/mirrorPod';
import { generateContainersReadyCondition, generatePodReadyCondition } from '../../kubernetes/podConditions';
import { isMirrorPod } from '../../kubernetes/podOrigin';
import { isEqualStatus, isPodPhaseTerminal, isPodReady, mergePodStatus, terminatePodStatus, withTimes } from '../../kubernetes/podStatus';
import { LATENCY } from '../latencies';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { patchPodStatus, remove } from './apiServer';
import { aboutPod, clockOf, kubeletAddress, kubeletMemory, podNote, podTimer, setWorker, untilTick, workerOf } from './kubeletState';
import { podRuntimeView } from './podRuntimeView';
import { couldHaveRunningContainers } from './podWorkers';
import { probeResults, startedBeforeKubelet } from './probeResults';

/** All statuses are looked at this often; what could not be written is tried again then (status_manager.go:syncPeriod). */
const SYNC_PERIOD = 10_000;

/** The pod in the API server that shows this one: itself, or its mirror. */
export function apiPodOf(tx: Tx, row: PodWorkerRow): Pod | undefined {
  const pod = tx.get('pods', row.fullName);
  if (!pod) return undefined;
  return (row.origin === 'file' ? isMirrorPod(pod) : pod.metadata?.uid === row.uid) ? pod : undefined;
}

/** The same, unless it is the mirror of another version, which is about to be replaced. */
function shownBy(tx: Tx, row: PodWorkerRow): Pod | undefined {
  const pod = apiPodOf(tx, row);
  return pod && row.origin === 'file' && !isMirrorPodOf(pod, row.pod) ? undefined : pod;
}

/** The pod with the status that its source shows: for API pods, what the API server has. */
function podWithStatus(tx: Tx, row: PodWorkerRow): Pod {
  const status = row.origin === 'api' ? apiPodOf(tx, row)?.status : undefined;
  return status && status !== row.pod.status ? { ...row.pod, status } : row.pod;
}

/** A pod that the kubelet itself ends says so in a condition. */
const disruptionTarget = (message: string): Condition =>
  ({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message });

/** The status of the pod by what the runtime reports now (kubelet_pods.go:generateAPIPodStatus). */
export function generateStatus(tx: Tx, row: PodWorkerRow, podIsTerminal: boolean): PodStatus {
  const { memory } = row;
  const pod = podWithStatus(tx, row);
  const address = tx.get('machines', row.node)?.address;
  const { evict } = memory;
  const status = generateAPIPodStatus(pod, podRuntimeView(tx, row), {
    previousStatus: memory.status,
    podIsTerminal,
    hostIPs: address ? [address] : [],
    updatePodStatus: proberUpdate({ probes: probeResults(row), startedBeforeKubelet: startedBeforeKubelet(tx, row) }),
    waitingReason: (name) => memory.waiting[name],
    formatTime: clockOf(tx),
    evict,
  });
  if (!evict?.disruption || status.conditions?.some((condition) => condition.type === 'DisruptionTarget')) return status;
  return { ...status, conditions: [disruptionTarget(evict.disruption), ...(status.conditions ?? [])] };
}

/** Keeps a computed status and has it written if it differs from the one before (status_manager.go:SetPodStatus). */
export function setPodStatus(tx: Tx, row: PodWorkerRow, status: PodStatus): PodWorkerRow {
  if (row.memory.orphan) return row;
  const old = row.memory.status ?? apiPodOf(tx, row)?.status;
  const timed = withTimes(observed(row.pod, status), old, tx.timestamp);
  if (row.memory.status && isEqualStatus(row.memory.status, timed)) return row;
  const worker = setWorker(tx, row, { status: timed, statusUnsent: true });
  sendStatus(tx, worker, LATENCY.apiRequest);
  return worker;
}

/**
 * What a probe says of a running container goes straight into its status, whatever the pod's worker is busy with; a pod
 * that is being taken down still tells that it is not ready (status_manager.go:SetContainerReadiness, SetContainerStartup).
 */
export function setContainerProbed(tx: Tx, row: PodWorkerRow, containerID: string | undefined, heard: { readonly ready: boolean } | { readonly started: boolean }): PodWorkerRow {
  const { status } = row.memory;
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const known = statuses.find((each) => each.containerID === containerID);
  if (!status || !known || containerID === undefined) return row;
  const set = (each: ContainerStatus): ContainerStatus => (each === known ? { ...each, ...heard } : each);
  const all = statuses.map(set);
  const again = (condition: Condition): Condition => {
    if (condition.type === 'Ready') return generatePodReadyCondition(row.pod, status.conditions, all, status.phase);
    return condition.type === 'ContainersReady' ? generateContainersReadyCondition(row.pod, all, status.phase) : condition;
  };
  return setPodStatus(tx, row, {
    ...status,
    ...(status.initContainerStatuses ? { initContainerStatuses: status.initContainerStatuses.map(set) } : {}),
    ...(status.containerStatuses ? { containerStatuses: status.containerStatuses.map(set) } : {}),
    ...('ready' in heard && status.conditions ? { conditions: status.conditions.map(again) } : {}),
  });
}

/** Says which generation of the pod a status speaks of; a static pod has none. */
const observed = (pod: Pod, status: PodStatus): PodStatus =>
  pod.metadata?.generation ? { ...status, observedGeneration: pod.metadata.generation } : status;

/** Has the status written after `delay` ms; one write may carry several changes. */
function sendStatus(tx: Tx, row: PodWorkerRow, delay: number): void {
  tx.sendSoonest(podNote(row, 'status'), delay, podTimer('status', row.node, row.uid));
}

/** A new mirror has no status yet: it is written at the next change, or at the next pass over all statuses. */
export function sendStatusAtNextPass(tx: Tx, row: PodWorkerRow): void {
  const worker = setWorker(tx, row, { statusUnsent: true });
  sendStatus(tx, worker, untilTick(tx, row.node, SYNC_PERIOD));
}

/** The pod is through: its last status is written, and it may be deleted (status_manager.go:TerminatePod). */
export function terminatePod(tx: Tx, row: PodWorkerRow): PodWorkerRow {
  if (row.memory.orphan) return row;
  const status = terminatePodStatus(row.pod, row.memory.status ?? row.pod.status ?? {});
  const worker = setWorker(tx, row, { status: withTimes(status, row.memory.status, tx.timestamp), statusUnsent: true, podIsFinished: true });
  sendStatus(tx, worker, LATENCY.apiRequest);
  return worker;
}

/** Writes the status, or deletes the pod when there is nothing left to write (status_manager.go:syncPod). */
export function syncStatus(tx: Tx, node: string, uid: string): void {
  const row = workerOf(tx, node, uid);
  const pod = row && shownBy(tx, row);
  const kubelet = kubeletMemory(tx, node);
  if (!row?.memory.status || !pod || !kubelet) return;
  // The client recovers with the heartbeat: until that is heard again, nothing else is tried a second time.
  if (row.memory.statusTries > 0 && kubelet.leaseTries > 0) {
    sendStatus(tx, row, untilTick(tx, node, SYNC_PERIOD));
    return;
  }
  const couldRun = row.origin === 'api' && couldHaveRunningContainers(row);
  const merged = mergePodStatus(pod.status ?? {}, row.memory.status, couldRun, tx.timestamp);
  if (row.memory.statusUnsent && !isEqualStatus(pod.status, merged)) {
    writeStatus(tx, row, pod, merged);
    return;
  }
  if (row.memory.statusUnsent) setWorker(tx, row, { statusUnsent: false });
  if (canBeDeleted(pod, merged, row)) deletePod(tx, row, pod);
}

function writeStatus(tx: Tx, row: PodWorkerRow, pod: Pod, status: PodStatus): void {
  const answer = patchPodStatus(tx, kubeletAddress(row.node), row.fullName, pod.metadata?.uid ?? '', status);
  if (!answer.ok) {
    tryAgainLater(tx, row);
    return;
  }
  if (isOnlyOfGeneration(status, pod.status)) tx.because('kubelet.patchGeneration', aboutPod(row));
  else tx.because('kubelet.patchStatus', aboutPod(row, { status: inWords(status, pod.status) }));
  setWorker(tx, row, { statusUnsent: false, statusTries: 0 });
  if (canBeDeleted(pod, status, row)) sendStatus(tx, row, LATENCY.apiRequest);
}

/** Says the status nothing new but which generation of the pod it speaks of? That is so when a deletion begins. */
function isOnlyOfGeneration(status: PodStatus, before: PodStatus | undefined): boolean {
  if (!before || status.observedGeneration === before.observedGeneration) return false;
  const bare = (each: PodStatus): PodStatus => ({
    ...each, observedGeneration: 0, conditions: (each.conditions ?? []).map((condition) => ({ ...condition, observedGeneration: 0 })),
  });
  return isEqualStatus(bare(before), bare(status));
}

const hasSandbox = (status: PodStatus | undefined): boolean =>
  status?.conditions?.some((condition) => condition.type === 'PodReadyToStartContainers' && condition.status === 'True') ?? false;

/** "Pending, ContainerCreating", "Pending, its sandbox is ready", "Running, ready". */
function inWords(status: PodStatus, before: PodStatus | undefined): string {
  const phase = status.phase ?? 'Pending';
  if (isPodReady(status)) return `${phase}, ready`;
  if (hasSandbox(status) && !hasSandbox(before)) return `${phase}, its sandbox is ready`;
  if (isPodPhaseTerminal(phase)) return status.reason ? `${phase}, ${status.reason}` : phase;
  const waiting = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].find((each) => each.state?.waiting?.reason);
  const detail = status.reason ?? waiting?.state?.waiting?.reason ?? (isPodReady(before) ? 'not ready' : undefined);
  return detail ? `${phase}, ${detail}` : phase;
}

/** No answer: the status stays unsent until the next pass. Only the first refusal is a step of its own. */
function tryAgainLater(tx: Tx, row: PodWorkerRow): void {
  tx.because(row.memory.statusTries === 0 ? 'kubelet.statusRefused' : 'kubelet.statusRefusedAgain', aboutPod(row));
  setWorker(tx, row, { statusTries: row.memory.statusTries + 1 });
  sendStatus(tx, row, untilTick(tx, row.node, SYNC_PERIOD));
}

/** status_manager.go:canBeDeleted. The kubelet never deletes a mirror in this way. */
const canBeDeleted = (pod: Pod, status: PodStatus, row: PodWorkerRow): boolean =>
  row.origin === 'api' && pod.metadata?.deletionTimestamp !== undefined && row.memory.podIsFinished && isPodPhaseTerminal(status.phase);

function deletePod(tx: Tx, row: PodWorkerRow, pod: Pod): void {
  const uid = pod.metadata?.uid;
  const answer = remove(tx, kubeletAddress(row.node), 'pods', row.fullName, { gracePeriodSeconds: 0, ...(uid ? { uid } : {}) });
  if (answer.ok) tx.because('kubelet.deletePod', aboutPod(row));
  else tryAgainLater(tx, row);
}
