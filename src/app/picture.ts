/** A picture of a panel as it is now: SVG for a page or a wiki, PNG for everything else. Made in the tab; nothing is sent. */
import type { PanelName } from '../state/store';

export type PictureFormat = 'svg' | 'png';

/** What is left out of a picture: controls and what only screen readers hear. */
const isWanted = (node: HTMLElement): boolean => !(node.classList?.contains('sr-only') || node.dataset?.['picture'] === 'none');

/** Pixels of the PNG for each px of the page: sharp on a projector. */
const PNG_SCALE = 2;

/** A data URL of the panel, or null when it is not on the page. */
export async function pictureOf(panel: PanelName, format: PictureFormat): Promise<string | null> {
  const element = document.querySelector<HTMLElement>(`[data-panel="${panel}"]`);
  if (!element) return null;
  const { toPng, toSvg } = await import('html-to-image');
  const options = { filter: isWanted, backgroundColor: getComputedStyle(element).backgroundColor, skipFonts: true };
  return format === 'svg' ? toSvg(element, options) : toPng(element, { ...options, pixelRatio: PNG_SCALE });
}

/** Hands a data URL to the browser as a file. */
export function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
