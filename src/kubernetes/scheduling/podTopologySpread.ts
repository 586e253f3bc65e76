/**
 * Topology spread constraints as the plugin PodTopologySpread reads them (plugins/podtopologyspread: common.go,
 * plugin.go; plugins/helper/spread.go). A pod without constraints of its own is spread by the system's defaults, as a
 * preference, over the pods that its Services and its controller select.
 */
import type { Selector } from '../labelSelectors';
import {
  EVERYTHING,
  addRequirements,
  isEmptySelector,
  isSelectorError,
  requirementsOf,
  selectorFromSet,
  selectorOrNothing,
} from '../labelSelectors';
import type { Labels, LabelSelector, Pod, TopologySpreadConstraint } from '../objects';
import { tolerationsTolerateTaint } from '../tolerations';
import type { SchedulingGatesConfig } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { RequiredNodeAffinity } from './nodeSelector';
import { matchesNode } from './nodeSelector';
import type { PodInfo } from './podInfo';

export const HOSTNAME_LABEL = 'kubernetes.io/hostname';
const ZONE_LABEL = 'topology.kubernetes.io/zone';

export type WhenUnsatisfiable = TopologySpreadConstraint['whenUnsatisfiable'];

/** A constraint with its selector parsed and its defaults filled in (common.go:topologySpreadConstraint). */
export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly minDomains: number;
  /** Only nodes that the pod's node selector and affinity allow count. */
  readonly honorNodeAffinity: boolean;
  /** Only nodes whose taints the pod tolerates count. */
  readonly honorNodeTaints: boolean;
}

/** plugin.go:systemDefaultConstraints. */
const SYSTEM_DEFAULTS: readonly { readonly topologyKey: string; readonly maxSkew: number }[] = [
  { topologyKey: HOSTNAME_LABEL, maxSkew: 3 },
  { topologyKey: ZONE_LABEL, maxSkew: 5 },
];

/**
 * The selector of the pods that a pod without constraints is spread against: the Services that select it and its
 * ReplicaSet, StatefulSet or ReplicationController, all together (helper/spread.go:DefaultSelector). An empty one means
 * that nothing selects the pod, and there is no default spreading.
 */
export function defaultSelector(serviceSelectors: readonly Labels[], controllerSelector: LabelSelector | undefined): Selector {
  const merged: Labels = Object.assign({}, ...serviceSelectors);
  const ofServices = Object.keys(merged).length === 0 ? EVERYTHING : selectorFromSet(merged);
  const ofController = controllerSelector === undefined ? EVERYTHING : selectorOrNothing(controllerSelector);
  if (ofController.nothing) return ofServices;
  return isEmptySelector(ofServices) ? ofController : addRequirements(ofServices, ofController.requirements);
}

/** The pod's constraints of one kind; the system's defaults are all ScheduleAnyway. */
export function spreadConstraintsOf(
  pod: Pod,
  kind: WhenUnsatisfiable,
  selectorForDefaults: Selector | undefined,
): readonly SpreadConstraint[] {
  const own = pod.spec?.topologySpreadConstraints ?? [];
  if (own.length > 0) {
    return own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === kind).map((constraint) => parseConstraint(pod, constraint));
  }
  if (kind === 'DoNotSchedule' || selectorForDefaults === undefined || isEmptySelector(selectorForDefaults)) return [];
  return SYSTEM_DEFAULTS.map(({ topologyKey, maxSkew }) => ({
    topologyKey,
    maxSkew,
    selector: selectorForDefaults,
    minDomains: 1,
    honorNodeAffinity: true,
    honorNodeTaints: false,
  }));
}

/** common.go:filterTopologySpreadConstraints, for one. A selector that does not parse selects nothing. */
function parseConstraint(pod: Pod, constraint: TopologySpreadConstraint): SpreadConstraint {
  const labels = pod.metadata?.labels ?? {};
  const expressions = (constraint.matchLabelKeys ?? []).flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }];
  });
  const further = requirementsOf(expressions);
  const selector = selectorOrNothing(constraint.labelSelector);
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    selector: isSelectorError(further) ? selector : addRequirements(selector, further),
    minDomains: constraint.minDomains ?? 1,
    honorNodeAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorNodeTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
  };
}

/** Whether a node carries every topology key (common.go:nodeLabelsMatchSpreadConstraints). */
export const hasTopologyKeys = ({ labels }: NodeInfo, constraints: readonly SpreadConstraint[]): boolean =>
  constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined);

/** Whether a node counts for a constraint (common.go:matchNodeInclusionPolicies). */
export function includesNode(
  constraint: SpreadConstraint,
  podInfo: PodInfo,
  required: RequiredNodeAffinity,
  nodeInfo: NodeInfo,
  gates: SchedulingGatesConfig,
): boolean {
  if (constraint.honorNodeAffinity && !matchesNode(required, nodeInfo.name, nodeInfo.labels)) return false;
  if (!constraint.honorNodeTaints) return true;
  const { tolerations } = podInfo.pod.spec ?? {};
  return nodeInfo.doNotScheduleTaints.every((taint) =>
    tolerationsTolerateTaint(tolerations, taint, gates.taintTolerationComparisonOperators),
  );
}
