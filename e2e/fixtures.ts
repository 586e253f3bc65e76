/**
 * What every test has: a user, and a watch over the page. A console error, an uncaught exception, a dialog of the browser,
 * a broken Content-Security-Policy or a request to another origin fails the test in which it happened.
 */
import { type BrowserContext, expect, test as base } from '@playwright/test';
import { User } from './verbs';

/** Notes in `problems` what must not happen on any page of a context whose pages come from `origin`. */
export async function watch(context: BrowserContext, origin: string, problems: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && asked !== origin) problems.push(`request: ${request.url()}`);
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`CSP ${violatedDirective} blocked ${blockedURI}`));
  });
}

interface Fixtures {
  readonly user: User;
  /** Filled while the test runs; must be empty at its end. */
  readonly problems: string[];
}

export const test = base.extend<Fixtures>({
  problems: [
    async ({ context, baseURL }, use) => {
      const problems: string[] = [];
      await watch(context, new URL(baseURL ?? '').origin, problems);
      await use(problems);
      expect(problems, 'what must not happen on the page').toEqual([]);
    },
    { auto: true },
  ],
  user: async ({ page }, use) => use(new User(page)),
});

export { expect };
