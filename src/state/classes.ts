/** Which kind a pod of the simulation is, and how many of each there are. Answers are remembered a pod object. */
import type { Classification } from '../kubernetes/classification';
import { classify } from '../kubernetes/classify';
import { printPod } from '../kubernetes/kubectlColumns';
import type { ObjectMeta, Pod } from '../kubernetes/objects';
import type { TaxonomyNodeId } from '../kubernetes/taxonomy';
import { allPodIds, podView, type PodView } from '../simulation/podView';
import type { World } from '../simulation/worldState';

type Told = Pick<PodView, 'pod' | 'stored' | 'startedBy'>;

const known = new WeakMap<object, Classification>();
const NO_METADATA: ObjectMeta = {};

/**
 * Classifies a pod of the simulation as its live object tells: the kubelet's own view of a static pod, or else what the
 * API server stores. Remembered by metadata: a new status alone asks nothing anew.
 */
export function classificationOf({ pod, stored, startedBy }: Told): Classification {
  const told = startedBy === 'static' ? pod : (stored ?? pod);
  const key = told.metadata ?? NO_METADATA;
  let answer = known.get(key);
  if (!answer) known.set(key, (answer = classify(told.kind ? told : { ...told, apiVersion: 'v1', kind: 'Pod' })));
  return answer;
}

/** What `kubectl get pods` prints under STATUS. The column does not depend on the time of day. */
export const statusColumn = (pod: Pod): string => printPod(pod, 0).STATUS;

/** A place on the flowchart's lowest row: D static non-system, E static system, F workload non-system, G workload system. */
export type LeafId = 'D' | 'E' | 'F' | 'G';

export const isLeaf = (id: TaxonomyNodeId | null): id is LeafId => id === 'D' || id === 'E' || id === 'F' || id === 'G';

/** Where a pod stands on the flowchart. A pod of which it is unsure counts as Non-System. */
export function leafOf(view: Told): LeafId {
  const system = classificationOf(view).system === 'system';
  return view.startedBy === 'static' ? (system ? 'E' : 'D') : system ? 'G' : 'F';
}

const BELOW: Readonly<Record<TaxonomyNodeId, readonly LeafId[]>> = {
  A: ['D', 'E', 'F', 'G'], B: ['F', 'G'], C: ['D', 'E'], D: ['D'], E: ['E'], F: ['F'], G: ['G'], H: ['E', 'G'],
};

/** Does a pod at `leaf` belong to what the chosen node of the flowchart stands for? */
export const belongsTo = (leaf: LeafId, chosen: TaxonomyNodeId): boolean => BELOW[chosen].includes(leaf);

/** Pods at each node of the flowchart at this instant. Costs time in proportion to the number of pods. */
export function countClasses(world: World): Readonly<Record<TaxonomyNodeId, number>> {
  const leaves: Record<LeafId, number> = { D: 0, E: 0, F: 0, G: 0 };
  let inSystemNamespace = 0;
  for (const id of allPodIds(world)) {
    const view = podView(world, id);
    if (!view) continue;
    const leaf = leafOf(view);
    leaves[leaf]++;
    if (view.namespace === 'kube-system' && (leaf === 'E' || leaf === 'G')) inSystemNamespace++;
  }
  const { D, E, F, G } = leaves;
  return { A: D + E + F + G, B: F + G, C: D + E, D, E, F, G, H: inSystemNamespace };
}
