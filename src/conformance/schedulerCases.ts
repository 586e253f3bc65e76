/**
 * What the adapters of the three scheduler tables share: nodes with their pods from a case, and the comparison of an
 * answer with what the case expects.
 */
import type { Namespace, Node, Pod, TopologySpreadConstraint } from '../kubernetes/objects';
import type { Rejection } from '../kubernetes/scheduling/framework';
import type { ApiNamespaces } from '../kubernetes/scheduling/interPodAffinity';
import { NodeInfo } from '../kubernetes/scheduling/nodeInfo';
import type { NodeInfoLister } from '../kubernetes/scheduling/nodeInfoLister';
import { listNodeInfos } from '../kubernetes/scheduling/nodeInfoLister';
import { podInfoOf } from '../kubernetes/scheduling/podInfo';
import { isEqual } from './compare';
import type { CaseResult } from './table';

/** Pods of a table have no uid, and some no name: each gets a uid of its own, so that two that are alike are two. */
const withUid = (pod: Pod, index: number): Pod => ({ ...pod, metadata: { ...pod.metadata, uid: `existing-${index}` } });

/** A node with pods, whatever node the pods name. */
export function nodeInfoWith(node: Node, pods: readonly Pod[]): NodeInfo {
  const nodeInfo = new NodeInfo(node);
  pods.forEach((pod, index) => nodeInfo.addPod(podInfoOf(withUid(pod, index))));
  return nodeInfo;
}

/** Nodes in order, each with the pods that are bound to it. */
export function nodeInfosOf(nodes: readonly Node[], pods: readonly Pod[]): readonly NodeInfo[] {
  const numbered = pods.map(withUid);
  return nodes.map((node) => nodeInfoWith(node, numbered.filter(({ spec }) => spec?.nodeName === node.metadata?.name)));
}

export const listerOf = (nodes: readonly Node[], pods: readonly Pod[]): NodeInfoLister => listNodeInfos(nodeInfosOf(nodes, pods));

/**
 * The apiNamespaces that the source's tests of pod affinity all share (interpodaffinity: var namespaces); the tables of
 * scores do not repeat them.
 */
const SHARED_NAMESPACES: readonly Namespace[] = [
  { metadata: { name: 'subteam1.team1', labels: { team: 'team1' } } },
  { metadata: { name: 'subteam2.team1', labels: { team: 'team1' } } },
  { metadata: { name: 'subteam1.team2', labels: { team: 'team2' } } },
  { metadata: { name: 'subteam2.team2', labels: { team: 'team2' } } },
];

export function apiNamespacesOf(namespaces: readonly Namespace[] = SHARED_NAMESPACES): ApiNamespaces {
  const labels = new Map(namespaces.map(({ metadata }) => [metadata?.name ?? '', metadata?.labels ?? {}]));
  return { names: () => labels.keys(), labelsOf: (name) => labels.get(name) };
}

/** A filter's answer as the tables write it. */
export interface FilterAnswer {
  readonly fits: boolean;
  readonly code: string;
  readonly reasons: readonly string[];
}

export const answerOf = (status: Rejection | undefined): FilterAnswer =>
  status === undefined
    ? { fits: true, code: 'Success', reasons: [] }
    : { fits: false, code: status.code, reasons: status.reasons };

/** Lists of texts in order: upstream walks through maps of resources, so that the order of reasons means nothing. */
function withSortedTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value.toSorted() : value.map(withSortedTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withSortedTexts(field)]));
}

export const sameValue = (a: unknown, b: unknown): boolean => isEqual(withSortedTexts(a), withSortedTexts(b));

/** Only the fields of an answer that the case says anything about. */
export function fieldsExpected(expected: object, found: object): Readonly<Record<string, unknown>> {
  const answer: Readonly<Record<string, unknown>> = { ...found };
  return Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]]));
}

/** Passes when every field that the case names is as it says. */
export function compareFields(expected: object, found: object): CaseResult {
  const answer = fieldsExpected(expected, found);
  return { expected, found: answer, pass: sameValue(expected, answer) };
}

const withConstraints = (pod: Pod, change: (constraint: TopologySpreadConstraint) => TopologySpreadConstraint): Pod =>
  ({ ...pod, spec: { ...pod.spec, topologySpreadConstraints: (pod.spec?.topologySpreadConstraints ?? []).map(change) } });

/** Without the gate NodeInclusionPolicyInPodTopologySpread the API server drops the two policies. */
export const withoutInclusionPolicies = (pod: Pod): Pod => withConstraints(pod, ({ nodeAffinityPolicy: _a, nodeTaintsPolicy: _b, ...rest }) => rest);

/** Without the gate MatchLabelKeysInPodTopologySpread it drops the keys. */
export const withoutMatchLabelKeys = (pod: Pod): Pod => withConstraints(pod, ({ matchLabelKeys: _keys, ...rest }) => rest);
