/**
 * The taxonomy as text for Mermaid: once as it was first written, to be shown and copied, and once as it is drawn.
 * The drawn text says the same with four repairs: bold words are marked so that Mermaid prints them bold, CNI is in capitals, the
 * namespace has its true name, and both lines of membership have a head. Nodes and edges stand in the order that keeps
 * the branches apart; the folded forms leave out the leaves of the branch that was not taken.
 */
import {
  taxonomyClasses, taxonomyEdges, taxonomyNodes,
  type TaxonomyEdge, type TaxonomyEdgeId, type TaxonomyNode, type TaxonomyNodeId,
} from '../../kubernetes/taxonomy';

/** The chart in its author's own words. */
export const originalSource = `flowchart TD
classDef class_pod fill:goldenrod,stroke-width:2px
classDef class_sys fill:cyan,stroke-width:2px
classDef class_nonsys fill:antiquewhite,stroke-width:2px
classDef class_stat fill:darkgrey,stroke-width:2px
classDef class_nonstat fill:cornsilk,stroke-width:2px
A[Pod]:::class_pod
B[**Workload**]:::class_nonstat
C[**Static**]:::class_stat
D[Non-System]:::class_nonsys
E[**System**]:::class_sys
F[Non-System]:::class_nonsys
G[**System**]:::class_sys
H((in namespace **system**)):::class_sys
A --> B
A --> |/etc/kubernetes/manifests/| C
B --> F
B -->|"CoreDNS, Cni, Metrics Server" | G
C --> D
C -->|"on each control plane node" | E
E <-.- H
G -.-> H
`;

/** What the drawing changes, and why; shown beside the text. Sentences with \`code\` marks. */
export const sourceNotes: readonly string[] = [
  'The namespace is `kube-system`. The text calls it **system** for short.',
  'CNI, the Container Network Interface, is written in capitals.',
  'Both dotted lines are drawn with a head at the namespace. `E <-.- H` has none in Mermaid.',
  'Words between `**` are drawn bold. In plain labels Mermaid prints the asterisks.',
  'Kubernetes has no field for system or not: the chart’s lower row is read from namespace, name, priority and labels.',
];

/**
 * How much of the chart is drawn: all of it, all of it in little width, or with the leaves of one branch only
 * (`workload` keeps those under Workload).
 */
export type ChartForm = 'full' | 'compact' | 'workload' | 'static';

const nodeOrder: readonly TaxonomyNodeId[] = ['H', 'A', 'B', 'C', 'D', 'E', 'F', 'G'];
/** Declared so, dagre draws F G E D from left to right and no two lines cross. */
const edgeOrder: readonly TaxonomyEdgeId[] = ['A-B', 'A-C', 'B-F', 'B-G', 'C-E', 'C-D', 'G-H', 'E-H'];

const leftOut: Readonly<Record<ChartForm, readonly TaxonomyNodeId[]>> = {
  full: [],
  compact: [],
  workload: ['D', 'E'],
  static: ['F', 'G'],
};

/** The nodes that a form draws, in the order in which they are declared. */
export function nodesOf(form: ChartForm): readonly TaxonomyNode[] {
  return nodeOrder.flatMap((id) => taxonomyNodes.filter((node) => node.id === id && !leftOut[form].includes(id)));
}

/** The edges that a form draws, in the order in which they are declared. */
export function edgesOf(form: ChartForm): readonly TaxonomyEdge[] {
  const gone = leftOut[form];
  return edgeOrder.flatMap((id) =>
    taxonomyEdges.filter((edge) => edge.id === id && !gone.includes(edge.from) && !gone.includes(edge.to)));
}

/** Does the node carry a count under its name? Pod and the namespace do not: their names say enough. */
export const isCounted = (id: TaxonomyNodeId): boolean => id !== 'A' && id !== 'H';

/** A count as it stands in a node: '4 pods'; the figure alone where there is no room for the word. */
export function countText(count: number, form: ChartForm): string {
  const figure = count.toLocaleString('en');
  if (form === 'compact' || count > 999) return figure;
  return `${figure} ${count === 1 ? 'pod' : 'pods'}`;
}

/**
 * Breaks a label into at most `count` lines, at spaces and after slashes, so that the longest is as short as can be.
 */
export function breakLabel(label: string, count: number): readonly string[] {
  const longest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
  const breaks = count < 2 ? [] : Array.from(label.matchAll(/ |\/(?=.)/g), (match) => match.index + 1).filter((at) => at > 1);
  const ways = breaks.map((at) => [label.slice(0, at).trim(), ...breakLabel(label.slice(at).trim(), count - 1)]);
  return ways.reduce<readonly string[]>((best, way) => (longest(way) < longest(best) ? way : best), [label]);
}

/** The lines of an edge's label: two, or three where the chart must be narrow. */
export const edgeLabelLines = (label: string, form: ChartForm): readonly string[] => breakLabel(label, form === 'compact' ? 3 : 2);

/** A piece of a line of a label. */
export interface LabelRun {
  readonly text: string;
  readonly bold: boolean;
}

/** Is the namespace drawn as a pill of one line? In the folded forms it is. */
export const isPill = (node: TaxonomyNode, form: ChartForm): boolean => node.shape === 'circle' && (form === 'static' || form === 'workload');

/** A node's label, line by line, without its count. */
export function labelLines(node: TaxonomyNode, form: ChartForm): readonly (readonly LabelRun[])[] {
  const bold = node.bold ?? (node.id === 'A' ? node.label : undefined);
  if (bold === undefined) return [[{ text: node.label, bold: false }]];
  if (bold === node.label) return [[{ text: bold, bold: true }]];
  const before = node.label.slice(0, node.label.indexOf(bold)).trim();
  // The pill has room for the first word only: 'in kube-system'.
  if (isPill(node, form)) return [[{ text: `${before.split(' ')[0] ?? ''} `, bold: false }, { text: bold, bold: true }]];
  return [[{ text: before, bold: false }], [{ text: bold, bold: true }]];
}

/** Room for the widest count and the icon before it; the two branches are wider, being the sum of their leaves. */
function countRoom(id: TaxonomyNodeId, form: ChartForm): string {
  if (form === 'compact') return 'M 000';
  return id === 'B' || id === 'C' ? 'M 0000 pods' : 'M 000 pods';
}

function nodeText(node: TaxonomyNode, form: ChartForm): string {
  const lines = labelLines(node, form).map((line) => line.map((run) => (run.bold ? `<b>${run.text}</b>` : run.text)).join(''));
  const label = [...lines, ...(isCounted(node.id) ? [`<small>${countRoom(node.id, form)}</small>`] : [])].join('<br/>');
  if (isPill(node, form)) return `${node.id}("&emsp;${label}&emsp;")`;
  return node.shape === 'circle' ? `${node.id}(("<small>${label}</small>"))` : `${node.id}["${label}"]`;
}

function edgeText(edge: TaxonomyEdge, form: ChartForm): string {
  const arrow = edge.style === 'dotted' ? '-.->' : '-->';
  const label = edge.label === undefined ? '' : `|"${edgeLabelLines(edge.label, form).join('<br/>')}"|`;
  return `${edge.from} ${arrow}${label} ${edge.to}`;
}

function source(nodes: readonly string[], edges: readonly string[]): string {
  const classes = taxonomyClasses.map((each) => `classDef ${each.id} fill:${each.fill},stroke-width:${each.strokeWidth}px`);
  return ['flowchart TD', ...classes, ...nodes, ...edges, ''].join('\n');
}

/** The text that Mermaid draws: with the lines broken, and with room for a count under each name. */
export const chartSource = (form: ChartForm): string =>
  source(nodesOf(form).map((node) => `${nodeText(node, form)}:::${node.class}`), edgesOf(form).map((edge) => edgeText(edge, form)));

/** The repaired chart as one would write it, to be copied: the same nodes and edges as are drawn, without counts. */
export function repairedSource(): string {
  const words = (node: TaxonomyNode): string => (node.bold === undefined ? node.label : `"\`${node.label.replace(node.bold, `**${node.bold}**`)}\`"`);
  const nodes = nodesOf('full').map((node) => {
    const [open, close] = node.shape === 'circle' ? ['((', '))'] : ['[', ']'];
    return `${node.id}${open}${words(node)}${close}:::${node.class}`;
  });
  const edges = edgesOf('full').map((edge) => {
    const label = edge.label === undefined ? '' : `|"${edge.label}"|`;
    return `${edge.from} ${edge.style === 'dotted' ? '-.->' : '-->'}${label} ${edge.to}`;
  });
  return source(nodes, edges);
}
