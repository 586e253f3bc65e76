/**
 * Is the node's network ready, as far as the kubelet knows? The runtime says so once the network plugin has written its
 * configuration. Stands for pkg/kubelet/runtime.go (runtimeState.networkErrors) and kubelet.go:updateRuntimeUp.
 */
import type { Tx } from '../tx';
import { kubeletMemory } from './kubeletState';

const NOT_READY =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

/** Why not, in the kubelet's words; undefined when it is. */
export const networkErrors = (tx: Tx, node: string): string | undefined => (kubeletMemory(tx, node)?.networkReady ? undefined : NOT_READY);
