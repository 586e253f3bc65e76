/**
 * How a scheduling cycle looks at the nodes (kube-scheduler/framework:NodeInfoLister, SharedLister): by position, so that
 * a cycle that stops early touches few of them, by name, and through the few lists that plugins ask for.
 * NodeInfoIndex is the kept version for a simulation; listNodeInfos wraps a plain list for one-off questions.
 */
import type { Selector } from '../labelSelectors';
import { isEmptySelector, selectorMatches } from '../labelSelectors';
import type { NodeInfo } from './nodeInfo';

export interface NodeInfoLister {
  readonly size: number;
  /** The node at a position from 0 to size − 1. */
  at(position: number): NodeInfo;
  get(name: string): NodeInfo | undefined;
  /** Nodes with a pod that has pod affinity or anti-affinity (HavePodsWithAffinityList). */
  withAffinityPods(): Iterable<NodeInfo>;
  /** Nodes with a pod that has required anti-affinity (HavePodsWithRequiredAntiAffinityList). */
  withRequiredAntiAffinityPods(): Iterable<NodeInfo>;
  /** On how many nodes an image is, by one of its names (ImageStateSummary.NumNodes). */
  nodesWithImage(image: string): number;
  /**
   * How many pods of an apiNamespace that are not being deleted a selector selects on each node, by node name; nodes
   * without any are absent. An empty selector counts none (podtopologyspread/common.go:countPodsMatchSelector).
   */
  podCounts(apiNamespace: string, selector: Selector): ReadonlyMap<string, number>;
  /** The same summed up by the nodes' values of a label; nodes without the label are left out. */
  podCountsByLabel(apiNamespace: string, selector: Selector, label: string): ReadonlyMap<string, number>;
}

/** All nodes of a lister, in order. */
export function* allNodes(lister: NodeInfoLister): Generator<NodeInfo> {
  for (let position = 0; position < lister.size; position++) yield lister.at(position);
}

/** Counts one node's pods as {@link NodeInfoLister.podCounts} does. */
export function countPods(nodeInfo: NodeInfo, apiNamespace: string, selector: Selector): number {
  if (isEmptySelector(selector)) return 0;
  let count = 0;
  for (const info of nodeInfo.pods.values()) {
    if (!info.terminating && info.apiNamespace === apiNamespace && selectorMatches(selector, info.labels)) count++;
  }
  return count;
}

/** Sums up counts by node name over the nodes' values of a label. */
export function sumByLabel(counts: ReadonlyMap<string, number>, label: string, nodes: Pick<NodeInfoLister, 'get'>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) {
    const value = nodes.get(name)?.labels[label];
    if (value !== undefined) sums.set(value, (sums.get(value) ?? 0) + count);
  }
  return sums;
}

/** A lister over a list that does not change while it is used. */
export function listNodeInfos(nodeInfos: readonly NodeInfo[]): NodeInfoLister {
  const byName = new Map(nodeInfos.map((info) => [info.name, info]));
  const lister: NodeInfoLister = {
    size: nodeInfos.length,
    at(position) {
      const info = nodeInfos[position];
      if (info === undefined) throw new RangeError(`no node at position ${position}`);
      return info;
    },
    get: (name) => byName.get(name),
    withAffinityPods: () => nodeInfos.filter((info) => info.podsWithAffinity.size > 0),
    withRequiredAntiAffinityPods: () => nodeInfos.filter((info) => info.podsWithRequiredAntiAffinity.size > 0),
    nodesWithImage: (image) => nodeInfos.reduce((count, info) => count + (info.imageSizes.has(image) ? 1 : 0), 0),
    podCounts(apiNamespace, selector) {
      const counts = nodeInfos.map((info) => [info.name, countPods(info, apiNamespace, selector)] as const);
      return new Map(counts.filter(([, count]) => count > 0));
    },
    podCountsByLabel: (apiNamespace, selector, label) => sumByLabel(lister.podCounts(apiNamespace, selector), label, lister),
  };
  return lister;
}
