/** The page at every width, light and dark: nothing runs off the side, the sentence and the transport are always there. */
import { expect, test } from './fixtures';

const SIZES = [[1600, 1000], [1280, 800], [820, 1000], [390, 844]] as const;

for (const [width, height] of SIZES) {
  test.describe(`${width} × ${height}`, () => {
    test.use({ viewport: { width, height } });

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${colorScheme}: nothing runs off the side, sentence and transport in sight`, async ({ user, page }) => {
        await page.emulateMedia({ colorScheme });
        await user.open();
        const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight);
        await expect(user.panel('Where')).toBeVisible();
        await expect.poll(fits).toBe(true);
        await user.toEnd();
        await user.expectPod('etcd-cp-1', 'running');
        await expect.poll(fits).toBe(true);
        await expect(user.narration).toBeInViewport({ ratio: 1 });
        for (const name of ['Beat back', 'Step back', 'Again', 'Step', 'Beat'] as const) await expect(user.timeButton(name)).toBeInViewport({ ratio: 1 });
        await expect(user.storyMenu).toBeInViewport({ ratio: 1 });
        const luminance = await user.narration.evaluate((element) => {
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
          if (!context) return Number.NaN;
          context.fillStyle = getComputedStyle(element).backgroundColor;
          context.fillRect(0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
          return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
        });
        if (colorScheme === 'light') expect(luminance).toBeGreaterThan(0.8);
        else expect(luminance).toBeLessThan(0.2);
      });
    }

    test('a manifest is pasted and applied at this width', async ({ user, page }) => {
      await user.open();
      await user.toEnd();
      if (width < 768) {
        await user.choose(page.getByRole('button', { name: 'More' }), 'Paste manifest');
        await expect(user.editor).toBeVisible();
      }
      await user.paste('apiVersion: v1\nkind: Pod\nmetadata:\n  name: small\nspec:\n  containers:\n  - name: web\n    image: nginx:1.29\n');
      await user.expectVerdict('Pod small');
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await user.applyToTheApiServer();
      await user.toEnd();
      if (width < 768) await user.openPanel('Where');
      await user.expectPod('small', 'workload', 'running');
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('one panel at a time, as tabs that say what they show', async ({ user, page }) => {
    await user.open();
    await user.toEnd();
    for (const name of ['What', 'Where', 'Inside'] as const) {
      await user.openPanel(name);
      for (const other of (['What', 'Where', 'Inside'] as const).filter((one) => one !== name)) await expect(user.panel(other)).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
    const tabs = page.getByRole('tablist', { name: 'Panels' });
    await expect(tabs.getByRole('tab', { name: 'Inside' })).toContainText('etcd-cp-1');
    await tabs.getByRole('tab', { name: 'Inside' }).press('ArrowLeft');
    await expect(tabs.getByRole('tab', { name: 'Where' })).toBeFocused();
    await expect(user.panel('Where')).toBeVisible();
  });

  test('Enter on a pod opens Inside with it', async ({ user }) => {
    await user.open();
    await user.toEnd();
    await user.openPanel('Where');
    await user.pod('kube-scheduler-cp-1').press('Enter');
    await expect(user.panel('Inside')).toBeVisible();
    await user.expectInside('kube-scheduler-cp-1');
  });

  test('what fingers touch is large enough', async ({ user }) => {
    await user.open();
    for (const name of ['Beat back', 'Step back', 'Play', 'Step', 'Beat'] as const) {
      const box = await user.timeButton(name).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
  });

  test('the rest is behind More', async ({ user, page }) => {
    await user.open();
    const more = page.getByRole('button', { name: 'More' });
    await user.choose(more, 'Keys');
    await expect(user.dialog('Keys')).toBeVisible();
    await page.keyboard.press('Escape');
    await user.choose(more, 'Share or embed');
    await expect(user.dialog('Share or embed')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await user.choose(more, 'Break something');
    await expect(user.dialog('Break something')).toBeVisible();
  });
});

test('the colours follow the system until one is chosen', async ({ user, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await user.open();
  const ground = () => user.narration.evaluate((element) => getComputedStyle(element).backgroundColor);
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await user.setTheme('Light');
  await expect.poll(ground).toBe(light);
  await user.setTheme('Dark');
  await expect.poll(ground).toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(ground).toBe(dark);
  await user.setTheme('As the system');
  await expect.poll(ground).toBe(light);
});
