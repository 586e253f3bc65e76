/** The address holds story, step, selection and what the user did: a reload and a shared link show exactly the same. */
import type { Page } from '@playwright/test';
import { expect, test, watch } from './fixtures';
import { User } from './verbs';

/** Does something, and waits until the address tells it. */
async function told(page: Page, deed: () => Promise<void>): Promise<void> {
  const before = page.url();
  await deed();
  await expect(page).not.toHaveURL(before);
}

/** What of the page a link must bring back. */
async function seen(user: User) {
  return {
    story: await user.storyMenu.innerText(),
    step: await user.stepNumber(),
    length: await user.length(),
    sentence: await user.sentence(),
    pods: await user.panel('Where').getByRole('button', { name: /^pod / }).evaluateAll((pods) => pods.map((pod) => `${pod.getAttribute('aria-label')}, pressed ${pod.getAttribute('aria-pressed')}`).sort()),
    inside: await user.panel('Inside').getByRole('list', { name: /^Linux namespaces of/ }).innerText(),
  };
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: shared\nspec:\n  containers:\n  - name: web\n    image: nginx:1.29\n';

test('a reload restores story, step, selection and what was done', async ({ user, page }) => {
  await user.open();
  await told(page, () => user.toEnd());
  await told(page, async () => {
    await user.paste(POD);
    await user.expectVerdict('Pod shared');
    await user.applyToTheApiServer();
  });
  await told(page, () => user.toEnd());
  await told(page, () => user.beatBack());
  await told(page, () => user.selectPod('kube-scheduler-cp-1'));
  const before = await seen(user);
  expect(before.pods.join()).toContain('pod shared,');
  await page.reload();
  await user.expectStep(before.step);
  await expect(user.pod('kube-scheduler-cp-1')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => seen(user)).toEqual(before);
  await expect(user.toast).toBeHidden();
});

test('a shared link, opened elsewhere, shows the same sentence', async ({ user, page, browser, baseURL }) => {
  await user.open();
  await user.openStory('Two doors: a file and a Deployment');
  await user.beat(3);
  await user.breakSomething('Power off worker-1');
  await user.step(2);
  const before = await seen(user);
  await page.getByRole('button', { name: 'Share or embed' }).click();
  const link = await user.dialog('Share or embed').getByRole('region', { name: 'Link' }).innerText();
  expect(link).toMatch(/#v=1&k8s=1\.36&story=/);

  const problems: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  await watch(context, new URL(baseURL ?? '').origin, problems);
  const other = new User(await context.newPage());
  await other.open(link.trim());
  await other.expectStep(before.step);
  await expect.poll(() => seen(other)).toEqual(before);
  await context.close();
  expect(problems).toEqual([]);
});

test('the address names the step by a key that says who did what', async ({ user, page }) => {
  await user.open();
  await told(page, () => user.beat(2));
  expect(decodeURIComponent(page.url())).toMatch(/&at=[\w-]+\/\w+\/[^&]+/);
  await user.toStart();
  await expect.poll(() => page.url()).not.toContain('&at=');
});

test('another link in the same tab is followed at once', async ({ user, page }) => {
  await user.open('#v=1&k8s=1.36&story=power-on');
  await user.expectStep(0);
  await page.evaluate(() => {
    location.hash = '#v=1&k8s=1.36&story=no-scheduler';
  });
  await expect(user.storyMenu).toContainText('No scheduler');
});

test('colours travel with the link', async ({ user, page }) => {
  await user.open('#v=1&k8s=1.36&story=power-on&theme=dark');
  const ground = () => user.narration.evaluate((element) => getComputedStyle(element).backgroundColor);
  const dark = await ground();
  await told(page, () => user.setTheme('Light'));
  await expect.poll(ground).not.toBe(dark);
  expect(page.url()).toContain('theme=light');
});

const BROKEN = [
  { what: 'of a later version', link: '#v=99&story=power-on', says: /could not be read/ },
  { what: 'that is no link of ours', link: '#%E0%A4%A', says: /could not be read/ },
  { what: 'to a story that is not there', link: '#v=1&k8s=1.36&story=atlantis', says: /no story "atlantis"/ },
  { what: 'with actions cut off', link: '#v=1&k8s=1.36&story=power-on&in=LY-xbgIxEER', says: /actions in this link could not be read/ },
  { what: 'with actions that are none', link: '#v=1&k8s=1.36&story=power-on&in=!!!', says: /actions in this link could not be read/ },
  { what: 'to a step that is gone', link: '#v=1&k8s=1.36&story=power-on&at=mars/kubelet/RunPodSandbox/etcd', says: /step of this link/ },
] as const;
for (const { what, link, says } of BROKEN) {
  test(`a link ${what} gives a message, and the page all the same`, async ({ user }) => {
    await user.open(link);
    await expect(user.toast).toContainText(says);
    await user.expectStep(0);
    await user.step();
    await user.expectStep(1);
    await user.toast.getByRole('button', { name: 'Dismiss' }).click();
    await expect(user.toast).toBeHidden();
  });
}

test('the share dialog gives link, iframe and pictures of a panel', async ({ user, page }) => {
  const { readFile } = await import('node:fs/promises');
  await user.open();
  await user.toEnd();
  await page.getByRole('button', { name: 'Share or embed' }).click();
  const dialog = user.dialog('Share or embed');
  await expect(dialog.getByRole('region', { name: 'iframe' })).toContainText(/<iframe[\s\S]*embed\.html#v=1&amp;k8s=1\.36&amp;story=power-on[\s\S]*&amp;only=where/);
  await dialog.getByRole('checkbox', { name: 'Inside' }).click();
  await expect(dialog.getByRole('region', { name: 'iframe' })).toContainText('only=where,inside');
  await dialog.getByRole('radio', { name: '960 × 540' }).click();
  await expect(dialog.getByRole('region', { name: 'iframe' })).toContainText('width:960px');
  await expect(dialog.frameLocator('iframe[title="Preview of the embed"]').getByRole('group', { name: 'Transport' })).toBeVisible();
  for (const [format, begins] of [['SVG', '<svg'], ['PNG', '\u0089PNG']] as const) {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: format, exact: true }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(new RegExp(`^podarium-power-on-where-step-\\d+\\.${format.toLowerCase()}$`));
    expect((await readFile(await saved.path(), 'latin1')).slice(0, begins.length)).toBe(begins);
  }
});
