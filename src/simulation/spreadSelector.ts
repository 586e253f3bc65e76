/** What a pod without spread constraints of its own is spread against (plugins/helper/spread.go:DefaultSelector). */
import type { Selector } from '../kubernetes/labelSelectors';
import type { ApiObject, LabelSelector, Labels, Pod } from '../kubernetes/objects';
import { defaultSelector } from '../kubernetes/scheduling/podTopologySpread';

/** How a controller of a pod is looked up: by its table, and `namespace/name`. */
export type FindController = (table: 'replicaSets' | 'statefulSets', key: string) => { readonly spec?: { readonly selector?: LabelSelector } } | undefined;

/** The pods of the Services and of the controller that select this one; undefined when nothing does. `services`: those of its namespace. */
export function spreadSelector(pod: Pod, services: readonly ApiObject[], find: FindController): Selector | undefined {
  const labels = pod.metadata?.labels ?? {};
  const selecting = services.flatMap((service): Labels[] => {
    const selector = ((service as { readonly spec?: { readonly selector?: Labels } }).spec?.selector ?? {});
    const names = Object.keys(selector);
    return names.length > 0 && names.every((name) => selector[name] === labels[name]) ? [selector] : [];
  });
  const owner = pod.metadata?.ownerReferences?.find((reference) => reference.controller);
  const table = owner?.kind === 'ReplicaSet' ? 'replicaSets' : owner?.kind === 'StatefulSet' ? 'statefulSets' : undefined;
  const controller = table && owner ? find(table, `${pod.metadata?.namespace ?? ''}/${owner.name}`)?.spec?.selector : undefined;
  return selecting.length === 0 && !controller ? undefined : defaultSelector(selecting, controller);
}
