/**
 * The flowchart of pods as data: how a pod is started (workload or static) and what it is for (system or not). Nodes,
 * edges, labels and colours are the seed's; node H has its true name, the namespace kube-system. How it is drawn is
 * the views' business, where a pod belongs is classify.ts's.
 */

export type TaxonomyNodeId = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H';
export type TaxonomyClassId = 'class_pod' | 'class_sys' | 'class_nonsys' | 'class_stat' | 'class_nonstat';

/** A class of nodes and its colour, a CSS colour name. */
export interface TaxonomyClass {
  readonly id: TaxonomyClassId;
  readonly fill: string;
  /** Pixels. */
  readonly strokeWidth: number;
}

export const taxonomyClasses: readonly TaxonomyClass[] = [
  { id: 'class_pod', fill: 'goldenrod', strokeWidth: 2 },
  { id: 'class_sys', fill: 'cyan', strokeWidth: 2 },
  { id: 'class_nonsys', fill: 'antiquewhite', strokeWidth: 2 },
  { id: 'class_stat', fill: 'darkgrey', strokeWidth: 2 },
  { id: 'class_nonstat', fill: 'cornsilk', strokeWidth: 2 },
];

export interface TaxonomyNode {
  readonly id: TaxonomyNodeId;
  readonly label: string;
  /** The words that stand bold within the label. */
  readonly bold?: string;
  readonly class: TaxonomyClassId;
  readonly shape: 'box' | 'circle';
}

export const taxonomyNodes: readonly TaxonomyNode[] = [
  { id: 'A', label: 'Pod', class: 'class_pod', shape: 'box' },
  { id: 'B', label: 'Workload', bold: 'Workload', class: 'class_nonstat', shape: 'box' },
  { id: 'C', label: 'Static', bold: 'Static', class: 'class_stat', shape: 'box' },
  { id: 'D', label: 'Non-System', class: 'class_nonsys', shape: 'box' },
  { id: 'E', label: 'System', bold: 'System', class: 'class_sys', shape: 'box' },
  { id: 'F', label: 'Non-System', class: 'class_nonsys', shape: 'box' },
  { id: 'G', label: 'System', bold: 'System', class: 'class_sys', shape: 'box' },
  { id: 'H', label: 'in namespace kube-system', bold: 'kube-system', class: 'class_sys', shape: 'circle' },
];

export type TaxonomyEdgeId = 'A-B' | 'A-C' | 'B-F' | 'B-G' | 'C-D' | 'C-E' | 'E-H' | 'G-H';

export interface TaxonomyEdge {
  readonly id: TaxonomyEdgeId;
  readonly from: TaxonomyNodeId;
  readonly to: TaxonomyNodeId;
  readonly label?: string;
  /** A dotted edge is membership; it has a head at H too. */
  readonly style: 'solid' | 'dotted';
}

export const taxonomyEdges: readonly TaxonomyEdge[] = [
  { id: 'A-B', from: 'A', to: 'B', style: 'solid' },
  { id: 'A-C', from: 'A', to: 'C', label: '/etc/kubernetes/manifests/', style: 'solid' },
  { id: 'B-F', from: 'B', to: 'F', style: 'solid' },
  { id: 'B-G', from: 'B', to: 'G', label: 'CoreDNS, CNI, Metrics Server', style: 'solid' },
  { id: 'C-D', from: 'C', to: 'D', style: 'solid' },
  { id: 'C-E', from: 'C', to: 'E', label: 'on each control plane node', style: 'solid' },
  { id: 'E-H', from: 'E', to: 'H', style: 'dotted' },
  { id: 'G-H', from: 'G', to: 'H', style: 'dotted' },
];

/** The ids of the edges along a path of nodes. */
export const edgesAlong = (path: readonly TaxonomyNodeId[]): readonly TaxonomyEdgeId[] =>
  taxonomyEdges
    .filter((edge) => path.some((node, index) => node === edge.from && path[index + 1] === edge.to))
    .map((edge) => edge.id);
