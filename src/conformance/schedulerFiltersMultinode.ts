/** Adapter of the table scheduler-filters-multinode.json: one pod, several nodes, filters that look at all of them. */
import type { Namespace, Node, Pod } from '../kubernetes/objects';
import type { FilterStatus, Rejection, Skip } from '../kubernetes/scheduling/framework';
import { DEFAULT_GATES, SKIP } from '../kubernetes/scheduling/framework';
import { filterInterPodAffinity, preFilterInterPodAffinity } from '../kubernetes/scheduling/interPodAffinity';
import type { NodeInfo } from '../kubernetes/scheduling/nodeInfo';
import type { NodeInfoLister } from '../kubernetes/scheduling/nodeInfoLister';
import { allNodes } from '../kubernetes/scheduling/nodeInfoLister';
import { podInfoOf } from '../kubernetes/scheduling/podInfo';
import { filterTopologySpread, preFilterTopologySpread } from '../kubernetes/scheduling/podTopologySpreadFilter';
import { preEnqueueSchedulingGates } from '../kubernetes/scheduling/schedulingGates';
import { answerOf, apiNamespacesOf, compareFields, fieldsExpected, listerOf, sameValue, withoutInclusionPolicies } from './schedulerCases';
import type { CaseResult, TableCase } from './table';

interface MultinodeCase {
  readonly plugin: string;
  readonly pod: Pod;
  readonly nodes: readonly Node[];
  readonly existingPods: readonly Pod[];
  readonly input?: { readonly namespaces?: readonly Namespace[]; readonly enableNodeInclusionPolicy?: boolean };
  readonly expected: { readonly perNode?: Readonly<Record<string, object>>; readonly preEnqueue?: object };
}

/** Answers one case of scheduler-filters-multinode.json. */
export function check(testCase: TableCase): CaseResult {
  const multinodeCase = testCase as unknown as MultinodeCase;
  const { plugin, pod, nodes, existingPods, input = {}, expected } = multinodeCase;
  if (plugin === 'SchedulingGates') return preEnqueue(pod, expected.preEnqueue ?? {});
  const lister = listerOf(nodes, existingPods);
  switch (plugin) {
    case 'InterPodAffinity': {
      const state = preFilterInterPodAffinity(podInfoOf(pod), lister, apiNamespacesOf(input.namespaces));
      return perNode(expected.perNode ?? {}, lister, state, filterInterPodAffinity);
    }
    case 'PodTopologySpread': {
      const asked = input.enableNodeInclusionPolicy === false ? withoutInclusionPolicies(pod) : pod;
      const state = preFilterTopologySpread(podInfoOf(asked), lister, DEFAULT_GATES);
      return perNode(expected.perNode ?? {}, lister, state, filterTopologySpread);
    }
    default:
      return { expected, found: { unknownPlugin: plugin }, pass: false };
  }
}

function preEnqueue(pod: Pod, expected: object): CaseResult {
  const status = preEnqueueSchedulingGates(pod);
  const { fits, ...answer } = answerOf(status);
  const { found, pass } = compareFields(expected, { allowed: fits, ...answer, message: answer.reasons.join(', ') });
  return { expected: { preEnqueue: expected }, found: { preEnqueue: found }, pass };
}

function perNode<State extends object>(
  expected: Readonly<Record<string, object>>,
  nodes: NodeInfoLister,
  state: State | Rejection | Skip,
  filter: (state: State, nodeInfo: NodeInfo) => FilterStatus,
): CaseResult {
  const found: Record<string, object> = {};
  for (const nodeInfo of allNodes(nodes)) {
    found[nodeInfo.name] = fieldsExpected(expected[nodeInfo.name] ?? {}, answerFor(state, nodeInfo, filter));
  }
  return { expected: { perNode: expected }, found: { perNode: found }, pass: sameValue(expected, found) };
}

/** What PreFilter says of the pod as a whole, it says of every node. */
function answerFor<State extends object>(
  state: State | Rejection | Skip,
  nodeInfo: NodeInfo,
  filter: (state: State, nodeInfo: NodeInfo) => FilterStatus,
): object {
  if (state === SKIP) return { ...answerOf(undefined), preFilterSkip: true };
  return answerOf('reasons' in state ? state : filter(state, nodeInfo));
}
