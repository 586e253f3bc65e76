/**
 * Mermaid, fetched when the chart is first wanted, draws each form of the chart once. What it gives is read into nodes
 * of our own: no style sheet, no html inside the svg, nothing but shapes and lines. Labels are put in by drawing.ts.
 */
import { chartSource, type ChartForm } from './chart';

/** Text sizes in px; the labels that drawing.ts writes have the same. */
export const nodeFontSize = 14;
export const smallFontSize = 12;

interface Spacing {
  readonly nodeSpacing: number;
  /** Twice this stands at the left and right of a label, once above and below. */
  readonly padding: number;
  readonly minNodeWidth: number;
}

const spacing: Readonly<Record<ChartForm, Spacing>> = {
  full: { nodeSpacing: 8, padding: 2.5, minNodeWidth: 66 },
  compact: { nodeSpacing: 6, padding: 1.5, minNodeWidth: 40 },
  workload: { nodeSpacing: 16, padding: 5, minNodeWidth: 66 },
  static: { nodeSpacing: 16, padding: 5, minNodeWidth: 66 },
};

const drawn = new Map<string, Promise<SVGSVGElement>>();
/** The last drawing that was begun. Mermaid has one configuration, so drawings must follow one another. */
const queue = new Map<'last', Promise<unknown>>();

async function draw(form: ChartForm, fontFamily: string): Promise<SVGSVGElement> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    layout: 'dagre', // the default, ELK, is three times the size
    look: 'classic', // the default puts its own dashes on every edge
    theme: 'base',
    themeVariables: { fontSize: `${nodeFontSize}px` },
    // What is measured must be what will be drawn.
    themeCSS: `.nodeLabel, .nodeLabel p, .edgeLabel, .edgeLabel p { line-height: 23px } .nodeLabel b { font-weight: 650 } .nodeLabel small, .edgeLabel, .edgeLabel p { font-size: ${smallFontSize}px } .edgeLabel, .edgeLabel p { line-height: 16px; font-weight: 650 }`,
    fontFamily,
    htmlLabels: true, // gives each line its height; the labels themselves are replaced
    flowchart: { ...spacing[form], rankSpacing: 42, diagramPadding: 8, curve: 'basis', useMaxWidth: false },
  });
  const { svg } = await mermaid.render(`taxonomy-${form}`, chartSource(form));
  const found = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (found === null) throw new Error('Mermaid drew nothing');
  for (const useless of found.querySelectorAll('style, foreignObject, defs, marker, filter, linearGradient')) useless.remove();
  for (const styled of found.querySelectorAll('[style]')) styled.removeAttribute('style');
  return found;
}

/**
 * A fresh copy of the chart in one form, measured in `fontFamily`. Fails when Mermaid cannot be fetched; the next call
 * tries again.
 */
export async function drawChart(form: ChartForm, fontFamily: string): Promise<SVGSVGElement> {
  const key = `${form} ${fontFamily}`;
  let drawing = drawn.get(key);
  if (drawing === undefined) {
    const before = queue.get('last') ?? Promise.resolve();
    drawing = before.catch(() => undefined).then(() => draw(form, fontFamily));
    queue.set('last', drawing);
    drawn.set(key, drawing);
    drawing.catch(() => drawn.delete(key));
  }
  const original = await drawing;
  return document.importNode(original, true);
}
