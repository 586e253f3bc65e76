/**
 * matchLabelKeys and mismatchLabelKeys: when a pod is created, the API server writes the values that the pod's own labels
 * have into the selectors of its affinity terms and spread constraints; the scheduler reads the selectors
 * (pkg/registry/core/pod/strategy.go: mutatePodAffinity, mutateTopologySpreadConstraints).
 */
import type { Labels, LabelSelector, LabelSelectorRequirement, Pod, PodAffinity, PodAffinityTerm, PodSpec } from './objects';
import { fieldsOf } from './reading';

/** What an affinity term and a spread constraint have in common here. */
interface Selecting {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

const hasKeys = (term: Selecting): boolean => (term.matchLabelKeys?.length ?? 0) + (term.mismatchLabelKeys?.length ?? 0) > 0;

const requirementsOf = (keys: readonly string[] | undefined, operator: 'In' | 'NotIn', labels: Labels): readonly LabelSelectorRequirement[] =>
  (keys ?? []).flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });

/** A term without a selector selects nothing, and stays so (strategy.go:applyMatchLabelKeysAndMismatchLabelKeys). */
function withKeys<T extends Selecting>(term: T, labels: Labels): T {
  const { labelSelector, matchLabelKeys, mismatchLabelKeys } = term;
  if (!labelSelector || !hasKeys(term)) return term;
  const further = [...requirementsOf(matchLabelKeys, 'In', labels), ...requirementsOf(mismatchLabelKeys, 'NotIn', labels)];
  return { ...term, labelSelector: { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...further] } };
}

function affinityWithKeys(affinity: PodAffinity, labels: Labels): PodAffinity {
  const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution: preferred } = affinity;
  return {
    ...affinity,
    ...(required ? { requiredDuringSchedulingIgnoredDuringExecution: required.map((term) => withKeys(term, labels)) } : {}),
    ...(preferred
      ? {
          preferredDuringSchedulingIgnoredDuringExecution: preferred.map(({ weight, podAffinityTerm }) =>
            ({ weight, podAffinityTerm: withKeys<PodAffinityTerm>(fieldsOf(podAffinityTerm), labels) })),
        }
      : {}),
  };
}

/** Every term and constraint of the pod that may have keys. */
function* selectingPartsOf({ affinity, topologySpreadConstraints }: PodSpec): Iterable<Selecting> {
  for (const each of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    yield* each?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const { podAffinityTerm } of each?.preferredDuringSchedulingIgnoredDuringExecution ?? []) yield fieldsOf(podAffinityTerm);
  }
  yield* topologySpreadConstraints ?? [];
}

/** The pod as it is stored: its keys written into its selectors. The same object when it has no keys. */
export function withLabelKeys(pod: Pod): Pod {
  const { spec, metadata } = pod;
  if (!spec || ![...selectingPartsOf(spec)].some(hasKeys)) return pod;
  const labels = metadata?.labels ?? {};
  const { podAffinity, podAntiAffinity, ...otherAffinity } = spec.affinity ?? {};
  const affinity = {
    ...otherAffinity,
    ...(podAffinity ? { podAffinity: affinityWithKeys(podAffinity, labels) } : {}),
    ...(podAntiAffinity ? { podAntiAffinity: affinityWithKeys(podAntiAffinity, labels) } : {}),
  };
  const spread = spec.topologySpreadConstraints?.map((constraint) => withKeys(constraint, labels));
  return { ...pod, spec: { ...spec, ...(spec.affinity ? { affinity } : {}), ...(spread ? { topologySpreadConstraints: spread } : {}) } };
}
