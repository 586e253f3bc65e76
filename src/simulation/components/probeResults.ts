/**
 * What the probes of a pod say at this moment, by container id. Stands for pkg/kubelet/prober/results (Manager) and
 * prober_manager.go: what a container that is older than the kubelet keeps.
 */
import type { ProbeKind, ProbeResult, ProbeResults } from '../../kubernetes/probes';
import type { Tx } from '../tx';
import type { PodWorkerRow } from '../world';
import { kubeletMemory } from './kubeletState';

/** A container that ran this long before its kubelet started keeps its readiness (prober/worker.go). */
const BEFORE_KUBELET = 10_000;

function resultOf(row: PodWorkerRow, kind: ProbeKind, containerID: string): ProbeResult | undefined {
  const { probes } = row.memory;
  for (const key in probes) {
    const probe = probes[key];
    if (probe?.kind === kind && probe.worker.containerID?.endsWith(containerID)) return probe.worker.result;
  }
  return undefined;
}

/** The results by container id, without the runtime's name in front; undefined: never probed. */
export const probeResults = (row: PodWorkerRow): ProbeResults => ({
  liveness: (id) => resultOf(row, 'liveness', id),
  readiness: (id) => resultOf(row, 'readiness', id),
  startup: (id) => resultOf(row, 'startup', id),
});

/** Did this container run already 10 s before this kubelet started? */
export const startedBeforeKubelet = (tx: Tx, row: PodWorkerRow) => (containerID: string): boolean => {
  const startedAt = tx.get('containers', containerID)?.startedAt;
  const kubelet = kubeletMemory(tx, row.node);
  return startedAt !== undefined && kubelet !== undefined && startedAt < kubelet.startedAt - BEFORE_KUBELET;
};
