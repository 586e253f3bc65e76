/** The build is plain files: it works from any folder of any server, and asks nobody else for anything. */
import { expect, test, watch } from './fixtures';
import { serve } from './server';
import { User } from './verbs';

test('from a folder deep in another site: page, chart, editor and embed', async ({ browser }) => {
  const served = await serve({ app: '/courses/k8s/pods/' });
  const context = await browser.newContext({ baseURL: `${served.origin}/courses/k8s/pods/`, viewport: { width: 1600, height: 1000 } });
  const problems: string[] = [];
  await watch(context, served.origin, problems);
  const user = new User(await context.newPage());
  await user.open();
  await user.waitForChart();
  await user.toEnd();
  await user.expectPod('etcd-cp-1', 'running');
  await user.paste('apiVersion: v1\nkind: Pod\nmetadata:\n  name: hello\nspec:\n  containers:\n  - name: web\n    image: nginx\n');
  await user.expectVerdict('Pod hello');
  await user.applyToTheApiServer();
  await user.page.getByRole('button', { name: 'Share or embed' }).click();
  const dialog = user.dialog('Share or embed');
  await expect(dialog.getByRole('region', { name: 'Link' })).toContainText(`${served.origin}/courses/k8s/pods/#v=1`);
  await expect(dialog.frameLocator('iframe').getByRole('group', { name: 'Transport' })).toBeVisible();
  await user.open('index.html?embed#v=1&k8s=1.36&story=power-on&only=where');
  await user.step();
  await user.expectStep(1);
  expect(user.page.url()).toContain('/courses/k8s/pods/embed.html#');
  await context.close();
  await served.close();
  expect(problems).toEqual([]);
});

test('once it is there it needs no network: what was opened goes on', async ({ user, context, page, problems }) => {
  await user.open();
  await user.waitForChart();
  await user.paste('kind: Pod\napiVersion: v1\nmetadata: {name: hello}\nspec: {containers: [{name: web, image: nginx}]}\n');
  await user.expectVerdict('Pod hello');
  const failed: string[] = [];
  context.on('requestfailed', (request) => failed.push(new URL(request.url()).pathname));
  await context.setOffline(true);
  await user.toEnd();
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod('hello', 'running');
  await context.setOffline(false);
  await expect(page).toHaveURL(/&in=/);
  // The browser asks for the icon of the tab again when the address changes; the page itself asks for nothing.
  expect(failed.filter((path) => path !== '/favicon.svg')).toEqual([]);
  problems.splice(0, Infinity, ...problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED')));
});

test('the Content-Security-Policy stands in both pages, and stops what is written into them', async ({ browser, baseURL }) => {
  // A page of its own without a watch: here something is to be refused.
  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  const page = await context.newPage();
  for (const address of ['index.html', 'embed.html']) {
    await page.goto(address);
    const policy = await page.evaluate(() => document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toContain('unsafe-eval');
    const stopped = await page.evaluate(async () => {
      const refused = new Promise<string>((resolve) => addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), { once: true }));
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' }));
      return refused;
    });
    expect(stopped).toMatch(/^script-src/);
    expect(await page.title()).not.toBe('run');
  }
  await context.close();
});
