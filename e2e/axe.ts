/** Axe, run inside the page as it is: by the debugger's door, so that the page's own Content-Security-Policy stays on. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page, one line for each rule and the element that breaks it. A frame in it is a page of its own. */
async function violations(page: Page, without: readonly string[]): Promise<string[]> {
  await page.evaluate(SOURCE);
  return page.evaluate(async ([tags, off]) => {
    // Half faded is not what anybody reads.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
    const { axe: run } = window as unknown as { axe: typeof axe };
    const found = await run.run(document, { runOnly: [...tags], rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])), resultTypes: ['violations'], iframes: false });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => `${id}: ${html.slice(0, 120)}: ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`));
  }, [TAGS, without] as const);
}

export async function expectAccessible(page: Page, without: readonly string[] = []): Promise<void> {
  expect(await violations(page, without)).toEqual([]);
}
