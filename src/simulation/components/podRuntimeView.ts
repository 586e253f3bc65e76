/**
 * What the container runtime reports of a pod, for the functions of src/kubernetes: rows of the tables sandboxes and
 * containers, the newest first. Stands for pkg/kubelet/kuberuntime/kuberuntime_manager.go:GetPodStatus. Simplification:
 * always fresh, where upstream may use a report that is up to a second old.
 */
import type { RuntimeView, SandboxStatus } from '../../kubernetes/runtimeView';
import type { Tx } from '../tx';
import type { ContainerRow, PodWorkerRow, SandboxRow } from '../world';

const newerContainer = (a: ContainerRow, b: ContainerRow): number =>
  b.createdAt - a.createdAt || b.restartCount - a.restartCount || (a.id < b.id ? 1 : -1);

/** The containers of a pod, the newest first. */
export function containersOf(tx: Tx, podUid: string): ContainerRow[] {
  const rows = tx.rows('containers', 'containersByPod', podUid);
  return rows.length > 1 ? rows.sort(newerContainer) : rows;
}

/** The sandboxes of a pod, the newest first. */
export function sandboxesOf(tx: Tx, podUid: string): SandboxRow[] {
  const rows = tx.rows('sandboxes', 'sandboxesByPod', podUid);
  return rows.length > 1 ? rows.sort((a, b) => b.attempt - a.attempt) : rows;
}

const sandboxStatus = (row: SandboxRow): SandboxStatus => ({
  id: row.id,
  attempt: row.attempt,
  state: row.state === 'ready' ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
  networkMode: row.hostNetwork ? 'NODE' : 'POD',
  ip: row.ip ?? '',
});

/**
 * The runtime's report of one pod. A pod without a ready sandbox keeps the addresses that it had: they are still told
 * when it is over (pkg/kubelet/pleg/generic.go:getPodIPs).
 */
export function podRuntimeView(tx: Tx, { uid, memory }: PodWorkerRow): RuntimeView {
  const sandboxes = sandboxesOf(tx, uid);
  const newest = sandboxes[0];
  const isReady = newest?.state === 'ready';
  const own = isReady && newest.ip && !newest.hostNetwork ? [newest.ip] : undefined;
  const ips = own ?? (isReady ? undefined : memory.status?.podIPs?.map(({ ip }) => ip));
  return { sandboxes: sandboxes.map(sandboxStatus), containers: containersOf(tx, uid), ips };
}
