/**
 * What node pressure means for a pod: whether the kubelet takes it in, and whether it may evict it. Stands for
 * pkg/kubelet/eviction/eviction_manager.go (Admit, evictPod). Left out: ranking of victims, thresholds, reclaiming.
 */
import type { Pod } from './objects';
import { isCriticalPod } from './podOrigin';
import { getPodQOS } from './qos';
import { tolerationsTolerateTaint } from './tolerations';

/** Node conditions that stand for pressure. */
export type PressureCondition = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure';

export type EvictionAdmission =
  | { readonly admit: true }
  | { readonly admit: false; readonly reason: 'Evicted'; readonly message: string };

/**
 * Does the kubelet take the pod in under these conditions? Critical pods always; under memory pressure alone all but
 * BestEffort pods, and those that tolerate it; else none (eviction_manager.go:Admit).
 */
export function admitUnderPressure(pod: Pod, conditions: readonly string[]): EvictionAdmission {
  if (conditions.length === 0 || isCriticalPod(pod)) return { admit: true };
  if (conditions.length === 1 && conditions[0] === 'MemoryPressure') {
    const memoryPressure = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' };
    if (getPodQOS(pod) !== 'BestEffort' || tolerationsTolerateTaint(pod.spec?.tolerations, memoryPressure)) return { admit: true };
  }
  return { admit: false, reason: 'Evicted', message: `The node had condition: [${conditions.join(' ')}]. ` };
}

/** May the kubelet evict this pod under pressure? Never a critical one, static pods among them (eviction_manager.go:evictPod). */
export const mayEvict = (pod: Pod): boolean => !isCriticalPod(pod);
