/** The embed: one panel with the transport, from 320 px; a polite guest in the page around it. */
import { type FrameLocator, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { expect, test as base, watch } from './fixtures';
import { serve } from './server';
import { User } from './verbs';

const EMBED = 'embed.html#v=1&k8s=1.36&story=power-on&only=where';

for (const [width, height] of [[640, 360], [320, 400]] as const) {
  base.describe(`${width} × ${height}`, () => {
    base.use({ viewport: { width, height } });

    base('one panel, sentence and transport, nothing cut off', async ({ user, page }) => {
      await user.open(EMBED);
      await expect(user.panel('Where')).toBeVisible();
      await expect(user.panel('What')).toHaveCount(0);
      await expect(user.panel('Inside')).toHaveCount(0);
      await user.expectNarration('Press Play');
      for (const control of [user.timeButton('Play'), user.timeButton('Step'), user.slider, page.getByRole('link', { name: 'Open the full explorer at this step' })]) {
        await expect(control).toBeInViewport({ ratio: 1 });
      }
      expect(await page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight])).toEqual([true, true]);
      await user.step(3);
      await user.expectStep(3);
      await expect(user.narration).toBeInViewport({ ratio: 1 });
      await user.toEnd();
      await user.expectPod('etcd-cp-1', 'running');
    });
  });
}

for (const [width, height] of [[640, 360], [320, 400]] as const) {
  base(`${width} × ${height}: why? opens the inspector over the panel, and Escape closes it`, async ({ user, page }) => {
    await page.setViewportSize({ width, height });
    await user.open(EMBED);
    await user.step(5);
    await user.askWhy();
    await expect(user.inspector).toContainText('reads kube-controller-manager.yaml');
    for (const tab of ['Why', 'Object', 'Events', 'kubectl', 'Lifecycle']) await expect(user.inspector.getByRole('tab', { name: tab })).toBeInViewport({ ratio: 1 });
    await expect(user.inspector.getByRole('button', { name: 'Close the inspector' })).toBeInViewport({ ratio: 1 });
    await expect(user.timeButton('Step')).toBeInViewport({ ratio: 1 });
    await user.inspector.getByText('What changed').scrollIntoViewIfNeeded();
    await expect(user.inspector.getByText('What changed')).toBeInViewport({ ratio: 1 });
    await user.look('Object');
    await expect(user.inspector.getByRole('tabpanel', { name: 'Object' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(user.inspector).toHaveCount(0);
    // The focus went back to the button: keys still come through.
    await page.keyboard.press('ArrowRight');
    await user.expectStep(6);
  });
}

base('keys of what an embed does not have do nothing, and take no other key away', async ({ user, page }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await user.open(EMBED);
  await user.step();
  for (const key of ['?', '/', 'x', 'p', 'd']) await page.keyboard.press(key);
  await page.keyboard.press('ArrowRight');
  await user.expectStep(2);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^(Add a file|Fork here)/ })).toHaveCount(0);
});

for (const [only, panel] of [['what', 'What'], ['inside', 'Inside']] as const) {
  base(`only=${only} shows ${panel} alone`, async ({ user, page }) => {
    await page.setViewportSize({ width: 640, height: 360 });
    await user.open(`embed.html#v=1&k8s=1.36&story=power-on&only=${only}`);
    await expect(user.panel(panel)).toBeVisible();
    await expect(user.panel('Where')).toHaveCount(0);
  });
}

base('without a choice all panels are there, the timeline too', async ({ user, page }) => {
  await page.setViewportSize({ width: 1400, height: 800 });
  await user.open('embed.html#v=1&k8s=1.36&story=power-on');
  for (const panel of ['What', 'Where', 'Inside', 'When'] as const) await expect(user.panel(panel)).toBeVisible();
});

base('where there is room for one, the panel that the story is about is seen, and the others are a press away', async ({ user, page }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await user.open('embed.html#v=1&k8s=1.36&story=what-containers-share');
  await expect(user.panel('Inside')).toBeVisible();
  await expect(user.panel('Where')).toBeHidden();
  await page.getByRole('radio', { name: 'What', exact: true }).click();
  await expect(user.panel('What')).toBeVisible();
  await expect(user.panel('Inside')).toBeHidden();
  await page.setViewportSize({ width: 800, height: 500 });
  await expect(user.panel('What')).toBeVisible();
  await expect(user.panel('Where')).toBeVisible();
});

base('index.html?embed is the embed', async ({ user, page }) => {
  await user.open('index.html?embed#v=1&k8s=1.36&story=power-on&only=where');
  await expect(page).toHaveURL(/\/embed\.html#.*only=where/);
  await expect(user.panel('Where')).toBeVisible();
});

base('the link to the full explorer leads to the step that is shown', async ({ user, page, context }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await user.open(EMBED);
  await user.step(4);
  const sentence = await user.sentence();
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open the full explorer at this step' }).click();
  const explorer = new User(await opened);
  await explorer.expectStep(4);
  expect(sentence).toContain(await explorer.sentence());
});

base('at the first and the last step the arrows are left to the page around', async ({ user, page }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await user.open(EMBED);
  const prevented = async (key: string): Promise<boolean> => {
    await page.evaluate(() => addEventListener('keydown', ({ defaultPrevented }) => document.body.setAttribute('data-prevented', String(defaultPrevented)), { once: true }));
    await page.getByRole('main', { name: /^Podarium: / }).press(key);
    return (await page.evaluate(() => document.body.getAttribute('data-prevented'))) === 'true';
  };
  expect(await prevented('ArrowLeft')).toBe(false);
  expect(await prevented('ArrowRight')).toBe(true);
  await user.expectStep(1);
  expect(await prevented('End')).toBe(true);
  expect(await prevented('ArrowRight')).toBe(false);
  expect(await prevented('ArrowLeft')).toBe(true);
  await user.expectStep((await user.length()) - 1);
});

// ---- in a page of somebody else ----

interface Host {
  readonly page: Page;
  readonly embed: FrameLocator;
  readonly inside: User;
  /** What the embed has told the page around. */
  readonly heard: () => Promise<{ readonly event: string; readonly cursor: number; readonly length: number; readonly sentence: string; readonly story: string }[]>;
  readonly tell: (message: unknown) => Promise<void>;
}

const test = base.extend<{ readonly host: Host }>({
  host: async ({ browser, baseURL }, use) => {
    const served = await serve({
      pages: {
        '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,"><body style="height:3000px;margin:0">
          <h1>Pods</h1><button>Next slide</button><p>Some words before.</p>
          <iframe title="Podarium" src="${baseURL}${EMBED}" style="width:640px;height:360px;border:0"></iframe>
          <script>window.heard = []; addEventListener('message', (event) => heard.push(event.data));</script></body></html>`,
      },
    });
    const context = await browser.newContext({ viewport: { width: 900, height: 700 } });
    const problems: string[] = [];
    await watch(context, '', problems);
    const page = await context.newPage();
    await page.goto(`${served.origin}/`);
    const embed = page.frameLocator('iframe[title="Podarium"]');
    const frame = page.frames().find((one) => one.url().startsWith(baseURL ?? ''));
    if (!frame) throw new Error('the embed did not load');
    await expect(embed.getByRole('group', { name: 'Transport' })).toBeVisible();
    await use({
      page,
      embed,
      // A frame finds by role as a page does; the verbs of an embed need no more.
      inside: new User(frame as unknown as Page),
      heard: () => page.evaluate(() => (window as unknown as { heard: Awaited<ReturnType<Host['heard']>> }).heard),
      tell: (message) => page.getByTitle('Podarium').evaluate((element, told) => (element as HTMLIFrameElement).contentWindow?.postMessage(told, '*'), message),
    });
    await context.close();
    await served.close();
    const own = new URL(baseURL ?? '').origin;
    expect(problems.filter((problem) => !problem.startsWith(`request: ${own}/`) && !problem.startsWith(`request: ${served.origin}/`))).toEqual([]);
  },
});

test('it takes keys only after the focus came in', async ({ host }) => {
  await host.page.getByRole('button', { name: 'Next slide' }).focus();
  await host.page.keyboard.press('ArrowRight');
  await host.page.keyboard.press('l');
  await host.inside.expectStep(0);
  await host.embed.getByRole('heading', { level: 1 }).click();
  await host.page.keyboard.press('ArrowRight');
  await host.inside.expectStep(1);
  await host.page.getByRole('button', { name: 'Next slide' }).focus();
  await host.page.keyboard.press('ArrowRight');
  await host.inside.step();
  await host.inside.expectStep(2);
});

test('Tab goes in, through, and out again', async ({ host }) => {
  await host.page.getByRole('button', { name: 'Next slide' }).focus();
  await host.page.keyboard.press('Tab');
  expect(await host.page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  await expect(async () => {
    await host.page.keyboard.press('Tab');
    expect(await host.page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');
  }).toPass({ intervals: [0], timeout: 20_000 });
});

test('the wheel scrolls the page around until the embed has the focus', async ({ host }) => {
  const box = await host.page.getByTitle('Podarium').boundingBox();
  await host.page.mouse.move((box?.x ?? 0) + 320, (box?.y ?? 0) + 150);
  await host.page.mouse.wheel(0, 200);
  await expect.poll(() => host.page.evaluate(() => scrollY)).toBeGreaterThan(100);
});

test('the page around moves it by messages and hears each step', async ({ host }) => {
  await host.tell({ podarium: 1, do: 'forward' });
  await host.inside.expectStep(1);
  await host.tell({ podarium: 1, do: 'seek', cursor: 7 });
  await host.inside.expectStep(7);
  const sentence = await host.inside.sentence();
  await expect.poll(async () => (await host.heard()).at(-1)?.cursor).toBe(7);
  const last = (await host.heard()).at(-1);
  expect(last).toMatchObject({ podarium: 1, event: 'step', story: 'power-on', cursor: 7, length: await host.inside.length() });
  expect(sentence).toContain((last?.sentence ?? '').split(': ').slice(1).join(': '));
  await host.tell({ podarium: 1, do: 'last' });
  await host.inside.expectStep(await host.inside.length());
  await host.tell({ podarium: 1, do: 'first' });
  await host.inside.expectStep(0);
  await host.tell({ podarium: 1, do: 'beatForward' });
  await host.inside.expectStepAfter(0);
  await host.tell({ podarium: 1, do: 'play' });
  await expect(host.inside.timeButton('Pause')).toBeVisible();
  await host.tell({ podarium: 1, do: 'pause' });
  await expect(host.inside.timeButton('Play')).toBeVisible();
});

test('messages that are none of its own are passed over in silence', async ({ host }) => {
  const before = (await host.heard()).length;
  for (const message of ['forward', null, 42, { do: 'forward' }, { podarium: 2, do: 'forward' }, { podarium: 1, do: 'constructor' }, { podarium: 1, do: 'seek', cursor: -1 }, { podarium: 1, do: 'seek', cursor: '9' }, { podarium: 1, do: 'act' }]) {
    await host.tell(message);
  }
  await host.tell({ podarium: 1, do: 'seek', cursor: 2 });
  await host.inside.expectStep(2);
  expect((await host.heard()).slice(before).map(({ cursor }) => cursor)).toEqual([2]);
});
