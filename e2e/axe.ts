/** Axe, run inside the page as it is: by the debugger's door, so that the page's own Content-Security-Policy stays on. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page and in its frames, one line a rule with the elements that break it. */
async function violations(page: Page): Promise<string[]> {
  for (const frame of page.frames()) await frame.evaluate(SOURCE);
  return page.evaluate(async (tags) => {
    // Half faded is not what anybody reads.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
    const { axe: run } = window as unknown as { axe: typeof axe };
    const found = await run.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`).join(' | ')}`);
  }, TAGS);
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}
