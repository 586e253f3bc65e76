/**
 * When the shared namespaces of a pod are thrown away: the kubelet makes a new sandbox, with new net, ipc and uts
 * namespaces and normally a new IP address; the pod's UID stays. A container's restart alone keeps them all.
 */
import { isHostNetworkPod, networkNamespaceForPod } from './criNamespaces';
import type { Pod } from './objects';

/** A sandbox as the runtime reports it. */
export interface SandboxStatus {
  readonly id: string;
  /** The how-manieth sandbox of the pod, from 0. */
  readonly attempt: number;
  readonly state: 'SANDBOX_READY' | 'SANDBOX_NOTREADY';
  readonly networkMode: 'POD' | 'NODE';
  /** Its IP address; the empty text when it has none; absent when the runtime reports no network status. */
  readonly ip?: string;
}

export type SandboxReason =
  | 'NoSandbox' | 'SeveralReady' | 'NotReady' | 'NetworkModeChanged' | 'NoAddress' | 'Kept';

export interface SandboxDecision {
  /** Must a new sandbox be made? */
  readonly changed: boolean;
  /** The number of the sandbox to make, or of the one that is kept. */
  readonly attempt: number;
  /** The sandbox that is there, empty when none is carried over. */
  readonly sandboxID: string;
  readonly reason: SandboxReason;
}

/**
 * Must the kubelet make a new sandbox? `sandboxes` holds the newest first, as the runtime lists them
 * (pkg/kubelet/kuberuntime/util/util.go:PodSandboxChanged).
 */
export function podSandboxChanged(pod: Pod, sandboxes: readonly SandboxStatus[]): SandboxDecision {
  const newest = sandboxes[0];
  if (!newest) return { changed: true, attempt: 0, sandboxID: '', reason: 'NoSandbox' };
  const attempt = Math.max(...sandboxes.map((each) => each.attempt));
  const make = (reason: SandboxReason, sandboxID: string): SandboxDecision =>
    ({ changed: true, attempt: attempt + 1, sandboxID, reason });

  if (sandboxes.filter((each) => each.state === 'SANDBOX_READY').length > 1) return make('SeveralReady', newest.id);
  if (newest.state !== 'SANDBOX_READY') return make('NotReady', newest.id);
  if (newest.networkMode !== networkNamespaceForPod(pod)) return make('NetworkModeChanged', '');
  if (!isHostNetworkPod(pod) && newest.ip === '') return make('NoAddress', newest.id);
  return { changed: false, attempt, sandboxID: newest.id, reason: 'Kept' };
}
