/**
 * The words of the scheduler's framework: codes, statuses, plugin names, weights
 * (staging/src/k8s.io/kube-scheduler/framework, pkg/scheduler/apis/config/v1/default_plugins.go).
 * Statuses that say no carry the plugin and the reasons that FailedScheduling counts; success is `undefined`.
 */

/** The plugins of the default profile that we have, in the order in which they run. */
export type PluginName =
  | 'SchedulingGates'
  | 'NodeUnschedulable'
  | 'NodeName'
  | 'TaintToleration'
  | 'NodeAffinity'
  | 'NodePorts'
  | 'NodeResourcesFit'
  | 'VolumeBinding'
  | 'VolumeZone'
  | 'PodTopologySpread'
  | 'InterPodAffinity'
  | 'DefaultPreemption'
  | 'NodeResourcesBalancedAllocation'
  | 'ImageLocality';

/** Unschedulable: evicting pods may help. UnschedulableAndUnresolvable: it cannot. */
export type RejectionCode = 'Unschedulable' | 'UnschedulableAndUnresolvable';

/** Why a plugin refused a node, or a pod as a whole. */
export interface Rejection {
  readonly plugin: PluginName;
  readonly code: RejectionCode;
  readonly reasons: readonly string[];
}

/** A filter's answer: undefined is success. */
export type FilterStatus = Rejection | undefined;

/** What PreFilter may say besides "go on": the plugin has nothing to do with this pod. */
export const SKIP = 'skip';
export type Skip = typeof SKIP;

/** A {@link Rejection} that no removal of pods can lift. */
export function unresolvable(plugin: PluginName, ...reasons: string[]): Rejection {
  return { plugin, code: 'UnschedulableAndUnresolvable', reasons };
}

/** A {@link Rejection} that the removal of pods may lift. */
export function unschedulable(plugin: PluginName, ...reasons: string[]): Rejection {
  return { plugin, code: 'Unschedulable', reasons };
}

/** kube-scheduler/framework:MaxNodeScore. */
export const MAX_NODE_SCORE = 100;

/** The plugins that score, with their weights in the default profile. */
export const SCORE_WEIGHTS = {
  TaintToleration: 3,
  NodeAffinity: 2,
  NodeResourcesFit: 1,
  PodTopologySpread: 2,
  InterPodAffinity: 2,
  NodeResourcesBalancedAllocation: 1,
  ImageLocality: 1,
} as const satisfies Partial<Record<PluginName, number>>;

export type ScorePluginName = keyof typeof SCORE_WEIGHTS;

/** In the order in which they run. */
export const SCORE_PLUGINS: readonly ScorePluginName[] = [
  'TaintToleration',
  'NodeAffinity',
  'NodeResourcesFit',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeResourcesBalancedAllocation',
  'ImageLocality',
];

/** The gates that change a rule here, with their state in a default 1.36 cluster. */
export interface SchedulingGatesConfig {
  /** TaintTolerationComparisonOperators: the toleration operators Lt and Gt. */
  readonly taintTolerationComparisonOperators: boolean;
  /** SidecarContainers, which cannot be turned off any more; absent counts as on. */
  readonly sidecarContainers?: boolean;
}

export const DEFAULT_GATES: SchedulingGatesConfig = { taintTolerationComparisonOperators: false };
