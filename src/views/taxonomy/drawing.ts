/**
 * Makes Mermaid's shapes and lines into our chart: labels and counts as text, a ring for each node, a wide target and a
 * blue twin for each line, roles and names. Done once for each drawing; afterwards showModel only toggles classes and
 * writes counts.
 */
import type { TaxonomyClassId, TaxonomyEdgeId, TaxonomyNode, TaxonomyNodeId } from '../../kubernetes/taxonomy';
import { glyphs, type GlyphName } from '../shared/glyphs';
import { countText, edgeLabelLines, edgesOf, isCounted, isPill, labelLines, nodesOf, type ChartForm } from './chart';
import type { ChartModel, Light } from './chartModel';
import { smallFontSize } from './mermaid';
import { glyphElement, svgElement, textWidth } from './svg';

interface NodeHandle {
  readonly group: SVGGElement;
  /** Icon and count, centred together; missing where nothing is counted. */
  readonly count?: { readonly icon: SVGGElement; readonly text: SVGTextElement; readonly y: number };
}

/** What showModel and the keyboard need of a drawn chart. */
export interface ChartDrawing {
  readonly svg: SVGSVGElement;
  readonly form: ChartForm;
  readonly fontFamily: string;
  readonly nodes: ReadonlyMap<TaxonomyNodeId, NodeHandle>;
  readonly edges: ReadonlyMap<TaxonomyEdgeId, SVGGElement>;
}

const fills: Readonly<Record<TaxonomyClassId, string>> = {
  class_pod: 'var(--color-pod)',
  class_sys: 'var(--color-sys)',
  class_nonsys: 'var(--color-nonsys)',
  class_stat: 'var(--color-static)',
  class_nonstat: 'var(--color-workload)',
};

const icons: Partial<Record<TaxonomyClassId, GlyphName>> = {
  class_sys: 'system', class_nonsys: 'nonSystem', class_stat: 'static', class_nonstat: 'workload',
};

const iconSize = 13;
const iconGap = 4;
/** Distances in px between the edge of a node and the middle of its ring. */
const ringDistance = 5;
const focusDistance = 8.5;
const corner = 8;
const mostScale = 1.15;

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0);

/** The outline of a node's shape, `distance` px outside it. */
function outline(shape: Element, distance: number, className: string): SVGElement {
  if (shape.tagName === 'circle') return svgElement('circle', { class: className, r: number(shape, 'r') + distance });
  return svgElement('rect', {
    class: className,
    x: number(shape, 'x') - distance,
    y: number(shape, 'y') - distance,
    width: number(shape, 'width') + 2 * distance,
    height: number(shape, 'height') + 2 * distance,
    rx: number(shape, 'rx') + distance,
  });
}

/** A space between two lines for whoever reads the text, without any width of its own. */
const lineEnd = (): SVGTSpanElement => svgElement('tspan', { 'font-size': 0 }, ' ');

function labelText(node: TaxonomyNode, form: ChartForm): SVGTextElement {
  const lines = labelLines(node, form);
  const baselines = lines.length === 2 ? [-3, 13] : [isCounted(node.id) ? -5 : 5];
  const spans = lines.flatMap((line, index) => [
    ...(index > 0 ? [lineEnd()] : []),
    ...line.map((run, place) => svgElement('tspan', {
      x: place === 0 ? 0 : undefined, y: place === 0 ? baselines[index] : undefined, class: run.bold ? 'tx-bold' : undefined,
    }, run.text)),
  ]);
  return svgElement('text', { class: node.shape === 'circle' ? 'tx-title tx-small' : 'tx-title' }, ...spans);
}

function decorateNode(group: SVGGElement, node: TaxonomyNode, form: ChartForm): NodeHandle {
  const shape = group.querySelector('.label-container');
  if (shape === null) throw new Error(`The drawing has no shape for ${node.id}`);
  const label = labelText(node, form);
  group.setAttribute('class', 'tx-node');
  group.setAttribute('style', `--tx-fill: ${fills[node.class]}`);
  group.dataset['node'] = node.id;
  group.setAttribute('role', 'button');
  if (shape.tagName === 'rect') shape.setAttribute('rx', String(isPill(node, form) ? number(shape, 'height') / 2 : corner));
  shape.removeAttribute('ry');
  shape.setAttribute('class', 'tx-box');
  group.replaceChildren(outline(shape, focusDistance, 'tx-focus'), outline(shape, ringDistance, 'tx-ring'), shape, label);
  const glyph = icons[node.class];
  if (!isCounted(node.id) || glyph === undefined) return { group };
  const icon = glyphElement(glyphs[glyph], iconSize);
  const text = svgElement('text', { class: 'tx-count tx-small', y: 15 });
  const holder = svgElement('g', {}, icon);
  label.append(lineEnd());
  group.append(holder, text);
  return { group, count: { icon: holder, text, y: 4 } };
}

function edgeLabel(lines: readonly string[], at: string, fontFamily: string): SVGGElement {
  // Measured bold: the label must cover its line when it is lit, too.
  const width = Math.max(...lines.map((line) => textWidth(line, smallFontSize, 700, fontFamily))) + 6;
  const height = lines.length * 16 + 4;
  const spans = lines.flatMap((line, index) => [
    ...(index > 0 && !lines[index - 1]?.endsWith('/') ? [lineEnd()] : []),
    svgElement('tspan', { x: 0, y: (index - lines.length / 2) * 16 + 12 }, line),
  ]);
  return svgElement('g', { class: 'tx-label', transform: at },
    svgElement('rect', { x: -width / 2, y: -height / 2, width, height }),
    svgElement('text', { class: 'tx-small' }, ...spans));
}

interface EdgeToDraw {
  readonly id: TaxonomyEdgeId;
  readonly dotted: boolean;
  readonly lines: readonly string[];
}

function decorateEdge(path: SVGPathElement, edge: EdgeToDraw, labelAt: string | null, heads: string, fontFamily: string): SVGGElement {
  const d = path.getAttribute('d') ?? '';
  const dots = edge.dotted ? ' tx-dotted' : '';
  const line = (className: string, marker?: string): SVGPathElement =>
    svgElement('path', { d, class: className, 'marker-end': marker && `url(#${heads}-${marker})` });
  const parts: Node[] = [line('tx-target'), line('tx-gap'), line(`tx-line${dots}`, 'off'), line(`tx-lit${dots}`, 'lit')];
  if (edge.lines.length > 0 && labelAt !== null) parts.push(edgeLabel(edge.lines, labelAt, fontFamily));
  const group = svgElement('g', { class: 'tx-edge', role: 'button' }, ...parts);
  group.dataset['edge'] = edge.id;
  return group;
}

/**
 * The arrowheads. Mermaid ends its lines 4 px before a node: the head of a plain line bridges that, the head of a lit
 * one stops at the ring.
 */
function markers(heads: string): SVGDefsElement {
  const head = (name: string, refX: number, size: number): SVGMarkerElement => svgElement('marker', {
    id: `${heads}-${name}`, class: `tx-head-${name}`, viewBox: '0 0 10 10', refX, refY: 5, markerUnits: 'userSpaceOnUse', markerWidth: size, markerHeight: size, orient: 'auto',
  }, svgElement('path', { d: 'M0 .6 9 5 0 9.4z' }));
  return svgElement('defs', {}, head('off', 6.2, 12), head('lit', 10.6, 16));
}

/** As wide as its place, but not much more than its natural size. */
function fit(chart: SVGSVGElement, viewBox: string): void {
  const [, , width = 1] = viewBox.split(' ').map(Number);
  chart.setAttribute('style', `width: 100%; max-width: ${width * mostScale}px; margin-inline: auto`);
}

/** Turns a copy of Mermaid's drawing into the chart. `name` must be unique in the page. */
export function decorate(svg: SVGSVGElement, form: ChartForm, name: string, fontFamily: string): ChartDrawing {
  const heads = `${name}-head`;
  const nodes = new Map<TaxonomyNodeId, NodeHandle>();
  const edges = new Map<TaxonomyEdgeId, SVGGElement>();
  const lines = svgElement('g');
  const boxes = svgElement('g');
  for (const edge of edgesOf(form)) {
    const id = `L_${edge.from}_${edge.to}_0`;
    const path = svg.querySelector<SVGPathElement>(`path[data-id="${id}"]`);
    if (path === null) throw new Error(`The drawing has no line ${edge.id}`);
    const labelAt = svg.querySelector(`.label[data-id="${id}"]`)?.closest('.edgeLabel')?.getAttribute('transform') ?? null;
    const drawn = { id: edge.id, dotted: edge.style === 'dotted', lines: edge.label === undefined ? [] : edgeLabelLines(edge.label, form) };
    const group = decorateEdge(path, drawn, labelAt, heads, fontFamily);
    edges.set(edge.id, group);
    lines.append(group);
  }
  for (const node of nodesOf(form)) {
    const group = svg.querySelector<SVGGElement>(`g.node[id*="-flowchart-${node.id}-"]`);
    if (group === null) throw new Error(`The drawing has no node ${node.id}`);
    nodes.set(node.id, decorateNode(group, node, form));
    boxes.append(group);
  }
  const box = svg.getAttribute('viewBox') ?? '0 0 1 1';
  const chart = svgElement('svg', { class: 'taxonomy', viewBox: box, role: 'group', 'aria-label': 'Kinds of pod' }, markers(heads), lines, boxes);
  chart.dataset['form'] = form;
  fit(chart, box);
  return { svg: chart, form, fontFamily, nodes, edges };
}

function setLight(group: SVGGElement, kind: 'tx-node' | 'tx-edge', light: Light, order: number, selected: boolean): void {
  group.setAttribute('class', `${kind} is-${light}${selected ? ' is-selected' : ''}`);
  group.style.setProperty('--tx-order', String(order));
}

function showCount(drawing: ChartDrawing, handle: NodeHandle, count: number): void {
  if (!handle.count) return;
  const words = countText(count, drawing.form);
  if (handle.count.text.textContent === words) return;
  const width = textWidth(words, smallFontSize, 400, drawing.fontFamily);
  const left = -(iconSize + iconGap + width) / 2;
  handle.count.text.textContent = words;
  handle.count.text.setAttribute('x', String(left + iconSize + iconGap));
  handle.count.icon.setAttribute('transform', `translate(${left} ${handle.count.y})`);
}

/** Shows a model on a drawing: classes, counts and names. Nothing is laid out again. */
export function showModel(drawing: ChartDrawing, model: ChartModel): void {
  for (const [id, handle] of drawing.nodes) {
    const part = model.nodes[id];
    setLight(handle.group, 'tx-node', part.light, part.order, part.selected);
    handle.group.setAttribute('aria-label', part.label);
    handle.group.setAttribute('aria-pressed', String(part.selected));
    showCount(drawing, handle, part.count);
  }
  for (const [id, group] of drawing.edges) {
    const part = model.edges[id];
    setLight(group, 'tx-edge', part.light, part.order, false);
    group.setAttribute('aria-label', part.label);
  }
}
