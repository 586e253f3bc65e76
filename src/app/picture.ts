/**
 * A picture of a panel as it is now, made in the tab; nothing is sent. The SVG holds the panel's own markup with the page's
 * style sheet once, so that it stays small and sharp in any browser; the PNG is for everything else. The chart of What can
 * also be had as plain SVG, from its own menu.
 */
import type { PanelName } from '../state/store';

export type PictureFormat = 'svg' | 'png';

/** What is left out of a picture: controls and what only screen readers hear. */
const UNWANTED = '.sr-only, [data-picture="none"], .react-flow__handle';

/** Pixels of the PNG for each px of the page: sharp on a projector. */
const PNG_SCALE = 2;

/** All rules of the page's own style sheets. */
function styles(): string {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n');
}

function svgOf(element: HTMLElement): string {
  const { width, height } = element.getBoundingClientRect();
  const copy = element.cloneNode(true) as HTMLElement;
  for (const unwanted of copy.querySelectorAll(UNWANTED)) unwanted.remove();
  Object.assign(copy.style, { width: `${width}px`, height: `${height}px` });
  const body = document.createElementNS('http://www.w3.org/1999/xhtml', 'div');
  body.setAttribute('style', `width:${width}px;height:${height}px;font:14px/20px var(--font-sans);color:var(--color-ink);background:${getComputedStyle(element).backgroundColor}`);
  const style = document.createElementNS('http://www.w3.org/1999/xhtml', 'style');
  style.textContent = styles();
  body.append(style, copy);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(name, String(value));
  svg.dataset['theme'] = document.documentElement.dataset['theme'] ?? 'light';
  const markers = document.querySelector('#edge-head')?.closest('svg')?.cloneNode(true);
  const foreign = document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject');
  foreign.setAttribute('width', '100%');
  foreign.setAttribute('height', '100%');
  foreign.append(body);
  svg.append(...(markers ? [markers] : []), foreign);
  return new XMLSerializer().serializeToString(svg);
}

/** A data URL of the panel, or null when it is not on the page. */
export async function pictureOf(panel: PanelName, format: PictureFormat): Promise<string | null> {
  const element = document.querySelector<HTMLElement>(`[data-panel="${panel}"]`);
  if (!element) return null;
  if (format === 'svg') return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(element))}`;
  const { toPng } = await import('html-to-image');
  return toPng(element, {
    filter: (node) => !(node instanceof Element && node.matches(UNWANTED)),
    backgroundColor: getComputedStyle(element).backgroundColor,
    skipFonts: true,
    pixelRatio: PNG_SCALE,
  });
}

/** Hands a data URL to the browser as a file. */
export function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
