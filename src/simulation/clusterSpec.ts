/** Clusters to begin with, as data. */
import type { Quantity } from '../kubernetes/objects';
import type { ManifestRef } from './actions';
import type { Program } from './programs';
import type { MachineRow } from './world';

/** How big a machine is, and what its kubelet says of it when it registers. */
export interface MachineSize {
  /** Cores, as a quantity. */
  readonly cpu?: Quantity;
  /** A quantity, such as 8Gi. */
  readonly memory?: string;
  readonly pods?: Quantity;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: NonNullable<MachineRow['taints']>;
}

export interface ImageSpec {
  readonly sizeMB: number;
  /** In the registry. */
  readonly exists: boolean;
  /** Already on every node. */
  readonly present?: boolean;
  readonly program?: Program;
}

export interface FileSpec {
  readonly node: string;
  readonly path: string;
  readonly content: string | ManifestRef;
}

/** The vocabulary of the golden traces (conformance/traces/FORMAT.md, section 4). */
export interface ClusterSpec {
  readonly controlPlanes: readonly string[];
  readonly workers: readonly string[];
  /** Further machines, switched on, that never were nodes. */
  readonly machines?: readonly string[];
  /** Has everything been started before time 0? Otherwise machines are on, and no kubelet runs. */
  readonly ready: boolean;
  /** Where the leaders run; default: the first control plane. */
  readonly leaders?: Readonly<Partial<Record<'kube-controller-manager' | 'kube-scheduler', string>>>;
  /** `missing`: no network plugin. Default `ready`. */
  readonly cni?: 'ready' | 'missing';
  readonly nodes?: Readonly<Record<string, MachineSize>>;
  /** Wall clock at time 0, RFC 3339. */
  readonly clock?: string;
  readonly pullMBps?: number;
  readonly images?: Readonly<Record<string, ImageSpec>>;
  /** Manifest files that are on disk when the kubelets start, besides kubeadm's. */
  readonly files?: readonly FileSpec[];
  /** Applied before time 0, once the cluster is ready; what they make then has {@link objectsTime} to start. */
  readonly objects?: readonly ManifestRef[];
}

/** Simulated ms between the apply of a cluster's objects and time 0. */
export const objectsTime = 120_000;
