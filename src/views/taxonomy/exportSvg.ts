/**
 * The chart as a picture file: the same drawing as on the page with its looks written into it, text as text and
 * nothing that only a browser understands, so that it opens in any drawing program.
 */

/** What a style sheet gives the chart; written as attributes, which drawing programs read. */
const looks = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin',
  'opacity', 'font-size', 'font-weight', 'text-anchor',
] as const;

const onlyForThePage = ['class', 'style', 'role', 'tabindex', 'aria-label', 'aria-pressed', 'data-node', 'data-edge', 'data-form', 'data-look', 'id'];

function writeLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  if (from.tagName !== 'g' && from.tagName !== 'svg' && from.tagName !== 'defs' && from.tagName !== 'marker') {
    for (const name of looks) {
      const value = style.getPropertyValue(name);
      if (value !== '' && value !== 'none' || name === 'fill') to.setAttribute(name, value);
    }
  }
  const isMarker = from.tagName === 'marker';
  for (const name of onlyForThePage) if (!(isMarker && name === 'id')) to.removeAttribute(name);
}

/**
 * The chart that is on the page now, as the text of an svg file; undefined when none is drawn. `root` narrows the
 * search, for pages with more than one.
 */
export function taxonomySvg(root: ParentNode = document): string | undefined {
  const chart = root.querySelector<SVGSVGElement>('svg.taxonomy');
  if (chart === null) return undefined;
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return undefined;
  const originals = [chart, ...chart.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  const unseen: Element[] = [];
  originals.forEach((original, index) => {
    const twin = copies[index];
    if (twin === undefined) return;
    const style = getComputedStyle(original);
    if (style.opacity === '0' || original.matches('.tx-target, .tx-gap, .tx-focus')) unseen.push(twin);
    writeLooks(original, twin);
  });
  for (const element of unseen) element.remove();
  const style = getComputedStyle(chart);
  const { width, height } = chart.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('font-family', style.fontFamily);
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: style.getPropertyValue('--color-surface').trim() })) ground.setAttribute(name, value);
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = 'Kinds of pod';
  copy.prepend(title, ground);
  return new XMLSerializer().serializeToString(copy);
}
