/**
 * Which nodes a DaemonSet wants, and what its pods look like.
 * Stands for: pkg/controller/daemon/util/daemonset_util.go, daemon_controller.go:NodeShouldRunDaemonPod.
 */
import type { Affinity, DaemonSet, Node, NodeSelectorTerm, Pod, PodTemplateSpec, Toleration } from '../../kubernetes/objects';
import { matchesNode, requiredNodeAffinityOf } from '../../kubernetes/scheduling/nodeSelector';
import { findUntoleratedTaint, isDoNotScheduleTaint, isNoExecuteTaint } from '../../kubernetes/tolerations';
import { REVISION_LABEL } from './controllerRevisions';
import { computeHash, nameOf, scaledValue } from './controllerUtils';

const TEMPLATE_GENERATION = 'pod-template-generation';

// ── Hash and template ────────────────────────────────────────────────────────────────────────────────────────────────

const hashes = new WeakMap<PodTemplateSpec, string>();

/** The hash of a template, which names its ControllerRevision and marks its pods. */
export function revisionHash(template: PodTemplateSpec): string {
  let hash = hashes.get(template);
  if (hash === undefined) hashes.set(template, (hash = computeHash(template)));
  return hash;
}

const EVERYWHERE: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const ON_HOST_NETWORK: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

/** The tolerations that every daemon pod gets (AddOrUpdateDaemonPodTolerations). */
function daemonTolerations(template: PodTemplateSpec): readonly Toleration[] {
  const added = template.spec?.hostNetwork ? [...EVERYWHERE, ON_HOST_NETWORK] : EVERYWHERE;
  const own = template.spec?.tolerations ?? [];
  const replaced = (toleration: Toleration) =>
    added.some(({ key, effect, operator }) => key === toleration.key && effect === toleration.effect && operator === toleration.operator);
  return [...own.filter((toleration) => !replaced(toleration)), ...added];
}

const templates = new WeakMap<PodTemplateSpec, { readonly revision: number; readonly made: PodTemplateSpec }>();

/** The template of a daemon pod, before it is told its node (CreatePodTemplate). */
export function daemonTemplate(template: PodTemplateSpec, revision: number): PodTemplateSpec {
  const known = templates.get(template);
  if (known?.revision === revision) return known.made;
  const labels = { ...template.metadata?.labels, [REVISION_LABEL]: revisionHash(template), [TEMPLATE_GENERATION]: String(revision) };
  const made = { ...template, metadata: { ...template.metadata, labels }, spec: { ...template.spec, tolerations: daemonTolerations(template) } };
  templates.set(template, { revision, made });
  return made;
}

/** The same template for one node: it may only go there (ReplaceDaemonSetPodNodeNameNodeAffinity). */
export function templateForNode(template: PodTemplateSpec, node: string): PodTemplateSpec {
  const only: NodeSelectorTerm = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const { affinity } = template.spec ?? {};
  const required = { nodeSelectorTerms: [only] };
  const replaced: Affinity = { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required } };
  return { ...template, spec: { ...template.spec, affinity: replaced } };
}

/** The node a daemon pod is on, or is meant for (GetTargetNodeName). */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  for (const term of pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    for (const field of term.matchFields ?? []) if (field.key === 'metadata.name' && field.operator === 'In') return field.values?.[0];
  }
  return undefined;
}

// ── Nodes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Verdict {
  /** A pod should be created there. */
  readonly shouldRun: boolean;
  /** A pod that is there may stay. */
  readonly shouldContinueRunning: boolean;
}

const NO: Verdict = { shouldRun: false, shouldContinueRunning: false };
const YES: Verdict = { shouldRun: true, shouldContinueRunning: true };
const STAY: Verdict = { shouldRun: false, shouldContinueRunning: true };

const verdicts = new WeakMap<PodTemplateSpec, WeakMap<Node, Verdict>>();

/** daemon_controller.go:NodeShouldRunDaemonPod; remembered for each version of a node. */
export function nodeShouldRunDaemonPod(node: Node, set: DaemonSet): Verdict {
  const template = set.spec?.template ?? {};
  let known = verdicts.get(template);
  if (!known) verdicts.set(template, (known = new WeakMap()));
  let verdict = known.get(node);
  if (!verdict) known.set(node, (verdict = judge(node, template)));
  return verdict;
}

function judge(node: Node, template: PodTemplateSpec): Verdict {
  const { spec = {} } = template;
  if (spec.nodeName && spec.nodeName !== nameOf(node)) return NO;
  if (!matchesNode(requiredNodeAffinityOf({ spec }), nameOf(node), node.metadata?.labels ?? {})) return NO;
  const tolerations = daemonTolerations(template);
  if (!findUntoleratedTaint(node.spec?.taints, tolerations, isDoNotScheduleTaint)) return YES;
  return findUntoleratedTaint(node.spec?.taints, tolerations, isNoExecuteTaint) ? NO : STAY;
}

// ── Update strategy ──────────────────────────────────────────────────────────────────────────────────────────────────

/** How many pods more, and how many fewer, an update may have (daemon_controller.go:updatedDesiredNodeCounts). */
export function updateLimits(set: DaemonSet, desired: number): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const { maxSurge = 0, maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, desired, true);
  const unavailable = scaledValue(maxUnavailable, desired, true);
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export const allowsSurge = (set: DaemonSet): boolean => updateLimits(set, 1).maxSurge > 0;

/** Pods on a node first, then the oldest, then by name (podByCreationTimestampAndPhase). */
export function oldestFirst(pods: readonly Pod[]): Pod[] {
  const rank = (pod: Pod) => `${pod.spec?.nodeName ? 0 : 1}/${pod.metadata?.creationTimestamp ?? ''}/${nameOf(pod)}`;
  return pods.length < 2 ? [...pods] : pods.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
