/** What makes the page calm to use: the focus is never lost, nothing jumps from step to step, and what is brought in is taken. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: brought\nspec:\n  containers:\n  - name: web\n    image: nginx:1.29\n';

/** Pastes where nobody types, as Ctrl+V over the page does. */
const pasteOverThePage = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** Drops a file; answers whether the page kept the browser from leaving for it. */
const dropFile = (target: Locator, text: string): Promise<boolean> =>
  target.evaluate((element, content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], 'brought.yaml'));
    return !element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, text);

test('after each dialog the focus is where it was', async ({ user, page }) => {
  await user.open();
  for (const [button, title] of [['Break something', 'Break something'], ['Share or embed', 'Share or embed'], ['Keys', 'Keys'], ['How true is this?', 'How true is this?']] as const) {
    const opener = page.getByRole('banner').getByRole('button', { name: button });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(user.dialog(title)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(user.dialog(title)).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test('the paste panel takes the focus, catches nobody while it is empty, and gives the focus back', async ({ user, page }) => {
  await user.open();
  const opener = page.getByRole('button', { name: 'Paste manifest' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(user.editor).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(user.editor).not.toBeFocused();
  await user.editor.focus();
  await page.keyboard.press('Escape');
  await expect(user.manifest).toBeHidden();
  await expect(opener).toBeFocused();
});

test('pasted or dropped anywhere, a manifest is read, and the sentence says what it is', async ({ user, page }) => {
  await user.open();
  await pasteOverThePage(page, POD);
  await user.expectVerdict('Pod brought');
  await user.expectNarration('A manifest does not say who will start it');
  await page.getByRole('button', { name: 'Close the manifest' }).click();
  await user.expectNarration('Press Play');
  expect(await dropFile(user.panel('What'), POD.replace('brought', 'dropped'))).toBe(true);
  await user.expectVerdict('Pod dropped');
});

test('an embed takes no file, and does not leave its page for one', async ({ user }) => {
  await user.open('embed.html#v=1&k8s=1.36&story=two-doors&only=where');
  const files = user.panel('Where').getByRole('group', { name: /^Manifests folder of/ }).first();
  expect(await dropFile(files, POD)).toBe(true);
  await expect(user.panel('Where')).not.toContainText('brought.yaml');
  expect(await user.stepNumber()).toBe(0);
});

test('while steps go by nothing but the steps moves: bar, panels and timeline keep their places', async ({ user, page }) => {
  await user.open('#v=1&k8s=1.36&story=crash-loop');
  await user.waitForChart();
  const places = () => page.evaluate(() => ['[data-panel="what"]', '[data-panel="where"]', '[data-panel="inside"]', '[data-panel="when"]', '[aria-label="Narration"]'].map((selector) => {
    const { x, y, width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
    return [selector, x, y, width, height].join(' ');
  }));
  const question = page.getByRole('region', { name: 'Question' });
  const first = await places();
  for (let i = 0; i < 30; i++) {
    await user.step();
    // A question makes room for itself.
    if (!(await question.isVisible())) expect(await places()).toEqual(first);
  }
});

test('a story ends with the way to the next one, and Play has the focus there', async ({ user, page }) => {
  await user.open('#v=1&k8s=1.36&story=power-on');
  await expect(user.narration.getByRole('button', { name: /^Next/ })).toBeHidden();
  await user.toEnd();
  await user.narration.getByRole('button', { name: /^Next Two doors/ }).click();
  await expect(user.storyMenu).toContainText('Two doors');
  await expect(user.timeButton('Play')).toBeFocused();
  await expect(page).toHaveURL(/story=two-doors/);
});

test('zoomed in, the lanes follow the playhead', async ({ user, page }) => {
  await user.open('#v=1&k8s=1.36&story=rolling-update');
  for (let i = 0; i < 4; i++) await user.panel('When').getByRole('button', { name: 'Zoom in' }).click();
  await user.toEnd();
  const head = page.getByRole('list', { name: 'Chapters' }).getByRole('button').last();
  await expect(head).toBeInViewport();
  await user.toStart();
  await expect(page.getByRole('list', { name: 'Chapters' }).getByRole('button').first()).toBeInViewport();
});

test('keys go on while the slider of a phone has the focus', async ({ user, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await user.open();
  await user.slider.focus();
  await page.keyboard.press('l');
  await user.expectStep(1);
  await page.keyboard.press('PageDown');
  await user.expectStep(11);
});

for (const [width, height] of [[820, 1180], [1600, 1000]] as const) {
  test(`${width} × ${height}: inside a pasted pod no words lie over others`, async ({ user, page }) => {
    await page.setViewportSize({ width, height });
    await user.open();
    await user.paste(POD);
    await user.expectVerdict('Pod brought');
    if (width >= 1024) await user.manifest.getByRole('radio', { name: 'Inside' }).or(user.manifest.getByRole('button', { name: 'Inside', exact: true })).first().click();
    const inside = user.panel('Inside').last();
    await expect(inside).toContainText('web');
    const over = await inside.evaluate((panel) => {
      const words: { readonly text: string; readonly box: DOMRect }[] = [];
      const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.textContent?.trim() || node.parentElement?.closest('.sr-only, [role=list]')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width > 1 && box.height > 1) words.push({ text: node.textContent, box });
      }
      return words.flatMap((a, i) => words.slice(i + 1).filter((b) => Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 2 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4).map((b) => `${a.text} | ${b.text}`));
    });
    expect(over).toEqual([]);
  });
}
