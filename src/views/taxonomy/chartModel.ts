/**
 * What the chart says at this moment, without saying how it is drawn: which nodes and edges are lit, open or off, in
 * which order they light up, how many pods each kind has, and how each is called. Pure, so that it can be tested
 * without a browser.
 */
import { edgesAlong, taxonomyEdges, taxonomyNodes, type TaxonomyEdgeId, type TaxonomyNodeId } from '../../kubernetes/taxonomy';
import type { ChartForm } from './chart';

/** How many pods are at each node of the chart. A missing one counts as 0. */
export type ClassCounts = Readonly<Partial<Record<TaxonomyNodeId, number>>>;

/** Where a pod stands in the chart. */
export interface ChartPath {
  /** The nodes that hold whatever is still open, from A downward. */
  readonly settled: readonly TaxonomyNodeId[];
  /** Every path that is still possible; one when the answer is settled. */
  readonly open: readonly (readonly TaxonomyNodeId[])[];
}

/** Lit: the pod is here. Open: it may be. Off: it is elsewhere. Plain: nobody asked. */
export type Light = 'lit' | 'open' | 'off' | 'plain';

export interface Part {
  readonly light: Light;
  /** The edge after which it lights up, counted from Pod; 0 for Pod itself. */
  readonly order: number;
  readonly label: string;
}

export interface NodePart extends Part {
  readonly count: number;
  readonly selected: boolean;
}

export interface ChartModel {
  readonly nodes: Readonly<Record<TaxonomyNodeId, NodePart>>;
  readonly edges: Readonly<Record<TaxonomyEdgeId, Part>>;
}

/** What a node is called. It ends as the node itself reads, so that what is seen can be said to a voice control. */
export const nodeNames: Readonly<Record<TaxonomyNodeId, string>> = {
  A: 'Pod, all kinds',
  B: 'Workload',
  C: 'Static',
  D: 'Static Non-System',
  E: 'Static System',
  F: 'Workload Non-System',
  G: 'Workload System',
  H: 'System pods in namespace kube-system',
};

const rank: Readonly<Record<TaxonomyNodeId, number>> = { A: 0, B: 1, C: 1, D: 2, E: 2, F: 2, G: 2, H: 3 };

const pods = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'pod' : 'pods'}`;

const words: Readonly<Record<Light, string>> = { lit: ', on the path', open: ', possible', off: '', plain: '' };

function nodeLight(id: TaxonomyNodeId, path: ChartPath | null): Light {
  if (path === null || path.open.length === 0) return 'plain';
  // With nothing settled but 'it is a pod', even Pod is only the beginning of a question.
  const settled = path.open.length === 1 || path.settled.length > 1;
  if (settled && (path.settled.includes(id) || (path.open.length === 1 && path.open[0]?.includes(id)))) return 'lit';
  return path.open.some((each) => each.includes(id)) ? 'open' : 'off';
}

function edgeLight(id: TaxonomyEdgeId, path: ChartPath | null): Light {
  if (path === null || path.open.length === 0) return 'plain';
  const holding = path.open.filter((each) => edgesAlong(each).includes(id)).length;
  if (holding === 0) return 'off';
  return holding === path.open.length ? 'lit' : 'open';
}

/** The model of the chart. */
export function chartModel(counts: ClassCounts, path: ChartPath | null, selected: TaxonomyNodeId | null): ChartModel {
  const nodes = taxonomyNodes.map((node): [TaxonomyNodeId, NodePart] => {
    const light = nodeLight(node.id, path);
    const count = counts[node.id] ?? 0;
    const label = `${nodeNames[node.id]}, ${pods(count)}${words[light]}`;
    return [node.id, { light, order: rank[node.id], label, count, selected: selected === node.id }];
  });
  const edges = taxonomyEdges.map((edge): [TaxonomyEdgeId, Part] => {
    const light = edgeLight(edge.id, path);
    const what = edge.label === undefined ? '' : `: ${edge.label}`;
    const label = `Line from ${edge.from === 'A' ? 'Pod' : nodeNames[edge.from]} to ${nodeNames[edge.to]}${what}${words[light]}`;
    return [edge.id, { light, order: rank[edge.to], label }];
  });
  // Every node and edge of the taxonomy is in the two lists, so the records are whole.
  return {
    nodes: Object.fromEntries(nodes) as Record<TaxonomyNodeId, NodePart>,
    edges: Object.fromEntries(edges) as Record<TaxonomyEdgeId, Part>,
  };
}

const underWorkload: readonly TaxonomyNodeId[] = ['B', 'F', 'G'];
const underStatic: readonly TaxonomyNodeId[] = ['C', 'D', 'E'];

/**
 * How much of the chart to draw. With little room the branch that was not taken keeps its head only; the branch is that
 * of the chosen class, else that of the path. While neither says, all of it is drawn, as narrow as it goes.
 */
export function chartForm(narrow: boolean, path: ChartPath | null, selected: TaxonomyNodeId | null): ChartForm {
  if (!narrow) return 'full';
  const asked: readonly TaxonomyNodeId[] = selected !== null && selected !== 'A' && selected !== 'H' ? [selected] : (path?.open.flat() ?? []);
  const workload = asked.some((id) => underWorkload.includes(id));
  const isStatic = asked.some((id) => underStatic.includes(id));
  if (workload === isStatic) return 'compact';
  return workload ? 'workload' : 'static';
}
