/**
 * The answer of computePodActions: pkg/kubelet/kuberuntime/kuberuntime_manager.go:podActions, and what it needs to know
 * besides the pod and the runtime's report.
 */
import type { Container } from './objects';
import type { ProbeResults } from './probes';

/** kuberuntime_manager.go:containerKillReason. A changed definition has none. */
export type ContainerKillReason = '' | 'LivenessProbe' | 'StartupProbe' | 'FailedPostStartHook' | 'Unknown';

export interface ContainerToKill {
  readonly containerID: string;
  readonly name: string;
  readonly container: Container;
  /** The text of the event Killing. */
  readonly message: string;
  readonly reason: ContainerKillReason;
}

/** A container that goes away because the pod restarts in place. `kill`: it is still running. */
export interface ContainerToReset {
  readonly containerID: string;
  readonly name: string;
  readonly container: Container;
  readonly kill: boolean;
}

/** kuberuntime_manager.go:podActions. The numbers are indexes into the lists of the spec. */
export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** The sandbox to start containers in, or the one that is replaced; empty when there is none. */
  readonly sandboxID: string;
  readonly attempt: number;
  readonly initContainersToStart: readonly number[];
  readonly containersToStart: readonly number[];
  readonly ephemeralContainersToStart: readonly number[];
  readonly containersToKill: readonly ContainerToKill[];
  /** In this order: those that were only affected, then those that caused it. */
  readonly containersToReset: readonly ContainerToReset[];
}

export interface PodActionOptions {
  readonly liveness: ProbeResults['liveness'];
  readonly startup: ProbeResults['startup'];
  /** restartPolicy.ts:shouldAllContainersRestart. */
  readonly restartAllContainers?: boolean;
}

/** Being filled in; {@link PodActions} to everybody else. */
export interface PodActionsDraft {
  killPod: boolean;
  createSandbox: boolean;
  sandboxID: string;
  attempt: number;
  initContainersToStart: number[];
  containersToStart: number[];
  ephemeralContainersToStart: number[];
  containersToKill: ContainerToKill[];
  containersToReset: ContainerToReset[];
}
