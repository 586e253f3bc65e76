/** Adapter of the table scheduler-filters.json: one pod, one node, one filter plugin. */
import type { NodeAffinity, Node, Pod } from '../kubernetes/objects';
import type { Rejection, SchedulingGatesConfig } from '../kubernetes/scheduling/framework';
import { DEFAULT_GATES, SKIP } from '../kubernetes/scheduling/framework';
import { filterNodeAffinity, nodeAffinityState, preFilterNodeAffinity } from '../kubernetes/scheduling/nodeAffinity';
import type { NodeInfo } from '../kubernetes/scheduling/nodeInfo';
import { filterNodeName } from '../kubernetes/scheduling/nodeName';
import { filterNodePorts, preFilterNodePorts } from '../kubernetes/scheduling/nodePorts';
import type { IgnoredResources, InsufficientResource } from '../kubernetes/scheduling/nodeResourcesFit';
import { filterNodeResourcesFit, fitsRequest, preFilterNodeResourcesFit } from '../kubernetes/scheduling/nodeResourcesFit';
import { filterNodeUnschedulable } from '../kubernetes/scheduling/nodeUnschedulable';
import { podInfoOf } from '../kubernetes/scheduling/podInfo';
import { filterTaintToleration } from '../kubernetes/scheduling/taintToleration';
import { withoutZeros } from './compare';
import { withoutPodLevel } from './podLevel';
import { answerOf, compareFields, nodeInfoWith } from './schedulerCases';
import type { CaseResult, TableCase } from './table';

interface FilterInput {
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly podLevelResourcesEnabled?: boolean;
  /** Left out where {@link SIDECARS_ASKED_FOR} leaves the gate off; elsewhere the gate is on, as it is in every cluster. */
  readonly enableSidecarContainers?: boolean;
  readonly args?: {
    readonly AddedAffinity?: NodeAffinity;
    readonly IgnoredResources?: readonly string[];
    readonly IgnoredResourceGroups?: readonly string[];
  };
}

/** The one test of the source that turns the gate SidecarContainers on case by case. */
const SIDECARS_ASKED_FOR = 'TestRestartableInitContainers';

interface FilterCase {
  readonly plugin: string;
  readonly source?: string;
  readonly pod: Pod;
  readonly node: Node | null;
  readonly podsOnNode?: readonly Pod[];
  readonly input?: FilterInput;
  readonly expected: object;
}

/** Answers one case of scheduler-filters.json. */
export function check(testCase: TableCase): CaseResult {
  const filterCase = testCase as unknown as FilterCase;
  const { node, podsOnNode = [], expected } = filterCase;
  if (node === null) return compareFields(expected, { fits: false });
  return compareFields(expected, answer(filterCase, nodeInfoWith(node, podsOnNode)));
}

function answer({ plugin, source = '', pod, input = {} }: FilterCase, nodeInfo: NodeInfo): object {
  const gates: SchedulingGatesConfig = {
    taintTolerationComparisonOperators: input.featureGates?.['TaintTolerationComparisonOperators'] === true,
  };
  switch (plugin) {
    case 'NodeUnschedulable':
      return answerOf(filterNodeUnschedulable(pod, nodeInfo, gates));
    case 'NodeName':
      return answerOf(filterNodeName(pod, nodeInfo));
    case 'TaintToleration':
      return answerOf(filterTaintToleration(pod, nodeInfo, gates));
    case 'NodeAffinity':
      return nodeAffinity(pod, nodeInfo, input.args?.AddedAffinity);
    case 'NodePorts':
      return nodePorts(pod, nodeInfo);
    case 'NodeResourcesFit':
      return nodeResourcesFit(input.podLevelResourcesEnabled === false ? withoutPodLevel(pod) : pod, nodeInfo, { enableSidecarContainers: !source.endsWith(SIDECARS_ASKED_FOR), ...input });
    default:
      return { unknownPlugin: plugin };
  }
}

/** The source's tests ask Filter even where PreFilter has refused the pod already. */
function nodeAffinity(pod: Pod, nodeInfo: NodeInfo, added: NodeAffinity | undefined): object {
  const preFilter = preFilterNodeAffinity(pod, added);
  if (preFilter === SKIP) return { ...answerOf(undefined), preFilterSkip: true };
  if ('reasons' in preFilter) {
    return { ...answerOf(filterNodeAffinity(nodeAffinityState(pod, added), nodeInfo)), preFilter: answerOf(preFilter) };
  }
  const { nodeNames } = preFilter;
  const preFilterNodeNames = nodeNames && { NodeNames: Object.fromEntries([...nodeNames].map((name) => [name, {}])) };
  return { ...answerOf(filterNodeAffinity(preFilter, nodeInfo)), preFilterNodeNames };
}

function nodePorts(pod: Pod, nodeInfo: NodeInfo): object {
  const ports = preFilterNodePorts(podInfoOf(pod));
  return ports === SKIP ? { ...answerOf(undefined), preFilterSkip: true } : answerOf(filterNodePorts(ports, nodeInfo));
}

function nodeResourcesFit(pod: Pod, nodeInfo: NodeInfo, { args, enableSidecarContainers = true }: FilterInput): object {
  const refused = preFilterNodeResourcesFit(pod, { ...DEFAULT_GATES, sidecarContainers: enableSidecarContainers });
  if (refused !== undefined) return answerOf(refused);
  const { requests } = podInfoOf(pod);
  const ignored: IgnoredResources = { names: new Set(args?.IgnoredResources), groups: new Set(args?.IgnoredResourceGroups) };
  const status: Rejection | undefined = filterNodeResourcesFit(requests, nodeInfo, ignored);
  return { ...answerOf(status), insufficientResources: fitsRequest(requests, nodeInfo, ignored).map(asWritten) };
}

/** As Go writes the struct, without its zero values. */
function asWritten({ resourceName, reason, requested, used, capacity, unresolvable }: InsufficientResource): unknown {
  return withoutZeros({ ResourceName: resourceName, Reason: reason, Requested: requested, Used: used, Capacity: capacity, Unresolvable: unresolvable });
}
