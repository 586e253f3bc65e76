/**
 * Why a pod fits nowhere, and how the FailedScheduling event says it (pkg/scheduler/framework/types.go:Diagnosis,
 * FitError).
 */
import type { PluginName, Rejection } from './framework';

export const NO_NODES_AVAILABLE = 'no nodes available to schedule pods';

export interface Diagnosis {
  /** Why each node that was looked at refused, in the order in which they were looked at. */
  readonly nodeToStatus: ReadonlyMap<string, Rejection>;
  /** What the nodes count as that were not looked at. */
  readonly absentNodes: { readonly code: Rejection['code']; readonly reasons: readonly string[] };
  /** The plugins that refused: an event that concerns one of them may make the pod schedulable. */
  readonly unschedulablePlugins: ReadonlySet<PluginName>;
  /** What PreFilter said, if it refused the pod as a whole. */
  readonly preFilterMessage: string;
}

/** The code of nodes that say nothing of themselves (NewDefaultNodeToStatus). */
export const DEFAULT_ABSENT_NODES: Diagnosis['absentNodes'] = { code: 'UnschedulableAndUnresolvable', reasons: [] };

export interface FitError {
  readonly numAllNodes: number;
  readonly diagnosis: Diagnosis;
}

/**
 * "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s). preemption: …" (FitError.Error).
 * `postFilterMessage` is what preemption had to say; empty if it found a way.
 */
export function fitErrorMessage({ numAllNodes, diagnosis }: FitError, postFilterMessage = ''): string {
  let message = `0/${numAllNodes} nodes are available:`;
  if (diagnosis.preFilterMessage !== '') {
    message += ` ${diagnosis.preFilterMessage}.`;
  } else {
    const reasons = reasonsHistogram(numAllNodes, diagnosis);
    if (reasons.length > 0) message += ` ${reasons.join(', ')}.`;
  }
  return postFilterMessage === '' ? message : `${message} ${postFilterMessage}`;
}

/** "<count> <reason>", sorted as texts. */
function reasonsHistogram(numAllNodes: number, { nodeToStatus, absentNodes }: Diagnosis): readonly string[] {
  const counts = new Map<string, number>();
  const count = (reason: string, nodes: number): void => {
    counts.set(reason, (counts.get(reason) ?? 0) + nodes);
  };
  for (const { reasons } of nodeToStatus.values()) for (const reason of reasons) count(reason, 1);
  if (nodeToStatus.size < numAllNodes) for (const reason of absentNodes.reasons) count(reason, numAllNodes - nodeToStatus.size);
  return [...counts].map(([reason, nodes]) => `${nodes} ${reason}`).toSorted((a, b) => (a < b ? -1 : 1));
}
