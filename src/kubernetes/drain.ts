/**
 * What `kubectl drain` does with a pod: evict it, skip it, or refuse to go on. Stands for
 * staging/src/k8s.io/kubectl/pkg/drain/filters.go. Mirrors are skipped, because deleting one ends nothing.
 */
import { controllerOf } from './controllerChain';
import type { ApiObject, Pod } from './objects';
import { isMirrorPod } from './podOrigin';
import { isFields, listOf, textOf } from './reading';

export interface DrainOptions {
  readonly force?: boolean;
  readonly ignoreDaemonSets?: boolean;
  readonly deleteEmptyDirData?: boolean;
}

export type DrainDecision =
  | { readonly action: 'delete'; readonly warning?: string }
  | { readonly action: 'skip'; readonly warning?: string }
  /** The whole drain stops. */
  | { readonly action: 'refuse'; readonly because: string };

const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** filters.go:daemonSetFilter. `daemonSets`: those that exist; undefined when it is not known which do. */
function daemonSetFilter(pod: Pod, options: DrainOptions, daemonSets: readonly ApiObject[] | undefined): DrainDecision | undefined {
  const owner = controllerOf(pod)?.owner;
  if (owner?.['kind'] !== 'DaemonSet' || isFinished(pod)) return undefined;
  const name = textOf(owner['name']) ?? '';
  const isGone = daemonSets !== undefined && !daemonSets.some((set) => set.metadata?.name === name);
  if (isGone) {
    return options.force
      ? { action: 'delete', warning: `daemonsets.apps ${JSON.stringify(name)} not found` }
      : { action: 'refuse', because: `daemonsets.apps ${JSON.stringify(name)} not found` };
  }
  return options.ignoreDaemonSets
    ? { action: 'skip', warning: 'ignoring DaemonSet-managed Pods' }
    : { action: 'refuse', because: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
}

/** An emptyDir is lost with the pod (filters.go, the filter for pods with local storage). */
function emptyDirFilter(pod: Pod, options: DrainOptions): DrainDecision | undefined {
  if (isFinished(pod) || !listOf(pod.spec?.volumes).some((volume) => isFields(volume['emptyDir']))) return undefined;
  return options.deleteEmptyDirData
    ? undefined
    : { action: 'refuse', because: 'Pods with local storage (use --delete-emptydir-data to override)' };
}

/** filters.go:unreplicatedFilter: nobody would make a pod without a controller again. */
function unreplicatedFilter(pod: Pod, options: DrainOptions): DrainDecision | undefined {
  if (isFinished(pod) || controllerOf(pod)) return undefined;
  return options.force
    ? undefined
    : { action: 'refuse', because: 'Pods that declare no controller (use --force to override)' };
}

/** What happens to this pod in a drain of its node (filters.go:makeFilters, in upstream's order). */
export function drainDecision(pod: Pod, options: DrainOptions = {}, daemonSets?: readonly ApiObject[]): DrainDecision {
  const daemonSet = daemonSetFilter(pod, options, daemonSets);
  if (daemonSet?.action === 'skip') return daemonSet;
  if (isMirrorPod(pod)) return { action: 'skip' };
  return [daemonSet, emptyDirFilter(pod, options), unreplicatedFilter(pod, options)].find((each) => each?.action === 'refuse') ??
    daemonSet ?? { action: 'delete' };
}
