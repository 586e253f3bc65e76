/** Find by words, and stop where one wants to look. */
import { expectAccessible } from './axe';
import { expect, test } from './fixtures';

test('what the words fit is chosen with arrows and opened with Enter', async ({ user, page }) => {
  await user.open();
  await page.keyboard.press('/');
  const dialog = page.getByRole('dialog', { name: 'Find' });
  const field = dialog.getByRole('combobox', { name: 'Words' });
  await expect(field).toBeFocused();
  await field.fill('sandbox etcd');
  await expect(dialog.getByRole('option', { selected: true })).toContainText('sandbox for etcd-cp-1');
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await user.expectNarration('etcd-cp-1');
  expect(await user.stepNumber()).toBeGreaterThan(0);

  await page.keyboard.press('/');
  await field.fill('no such thing');
  await expect(dialog).toContainText('Nothing fits.');
  await field.fill('crash loop');
  await dialog.getByRole('option').filter({ hasText: 'story' }).first().click();
  await expect(user.storyMenu).toContainText('Crash loop');
});

test('playing stops at each step of a kind, until that is removed', async ({ user, page }) => {
  await user.open();
  await user.step(2);
  await page.keyboard.press('b');
  const breakpoint = page.getByRole('button', { name: /^Stops at: / });
  await expect(breakpoint).toBeVisible();
  await breakpoint.click();
  await expect(breakpoint).toBeHidden();
});
