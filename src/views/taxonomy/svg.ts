/** Small helpers for making svg by hand, and for measuring text even while nothing is shown. */
import type { GlyphPart } from '../shared/glyphs';

const svgNamespace = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An svg element with its attributes (those that are undefined left out) and children. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name, attributes: Attributes = {}, ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children);
  return element;
}

/** A glyph of 16 × 16 scaled to `size` px, its top left corner at 0,0. */
export function glyphElement(parts: readonly GlyphPart[], size: number): SVGGElement {
  const paths = parts.map((part) => svgElement('path', {
    d: part.d, fill: part.solid ? 'currentColor' : 'none', 'stroke-dasharray': part.dash,
  }));
  return svgElement('g', { class: 'tx-icon', transform: `scale(${size / 16})` }, ...paths);
}

const canvases = new Map<'2d', CanvasRenderingContext2D | null>();

/** The width of a text in px. Works while the chart is hidden, when the DOM has no measures to give. */
export function textWidth(text: string, fontSize: number, fontWeight: number, fontFamily: string): number {
  if (!canvases.has('2d')) canvases.set('2d', document.createElement('canvas').getContext('2d'));
  const context = canvases.get('2d');
  if (!context) return text.length * fontSize * 0.56; // near enough to centre a label by
  context.font = `${fontWeight} ${fontSize}px ${fontFamily}`;
  return context.measureText(text).width;
}
