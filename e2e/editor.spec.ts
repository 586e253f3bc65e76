/** The editor of a manifest: help at a field, completion, problems and what mends them, line by line, by pointer and keys. */
import { expectAccessible } from './axe';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: hello
spec:
  hostNetwork: true
  containers:
  - name: web
    image: nginx:1.29
    volumeMounts:
    - name: data
      mountPath: /data
  - name: logs
    image: fluent:3
    volumeMounts:
    - name: data
      mountPath: /data
  volumes:
  - name: data
    emptyDir: {}
`;
const TYPO = POD.replace('spec:', 'spec:\n  restartPolcy: Never');

test.beforeEach(async ({ user }) => {
  await user.open();
});

test('a field tells under the pointer what it is and what it changes', async ({ user }) => {
  await user.paste(POD);
  await user.expectVerdict('Pod hello');
  await user.editor.getByText('hostNetwork').hover();
  const help = user.page.locator('.cm-help');
  await expect(help).toContainText('spec.hostNetwork');
  await expect(help).toContainText('by default false');
  await expect(help).toContainText('Inside: The NET and UTS chips move from the pod to the node: web and logs use');
});

test('pointing at a line rings what it causes in the picture', async ({ user, page }) => {
  await user.paste(POD);
  await user.expectVerdict('Pod hello');
  await page.getByRole('radio', { name: 'Inside', exact: true }).click();
  const chip = user.panel('Inside').getByRole('button', { name: /^NET / });
  await expect(chip).toHaveCSS('outline-style', 'none');
  await user.editor.getByText('hostNetwork').hover();
  await expect(chip).toHaveCSS('outline-style', 'solid');
  // Below it: its help may stand above.
  await user.editor.getByText('emptyDir').hover();
  await expect(chip).toHaveCSS('outline-style', 'none');
  await user.editor.getByText('hostNetwork').click();
  await page.keyboard.press('ArrowLeft');
  await expect(chip).toHaveCSS('outline-style', 'solid');
});

test('a key tells the same of the field at the cursor, aloud', async ({ user, page }) => {
  await user.paste(POD);
  await user.expectVerdict('Pod hello');
  await user.editor.getByText('emptyDir').click();
  // The pointer asks for help too, and would bring it back.
  await page.mouse.move(0, 0);
  for (const key of ['F1', 'ControlOrMeta+k ControlOrMeta+i']) {
    for (const stroke of key.split(' ')) await page.keyboard.press(stroke);
    await expect(page.locator('.cm-help')).toContainText('spec.volumes[0].emptyDir');
    await expect(user.manifest.getByText(/^spec\.volumes\[0\]\.emptyDir: a map/)).toBeAttached();
    await page.keyboard.press('Escape');
    await expect(page.locator('.cm-help')).toBeHidden();
  }
});

/** A list of offers takes no key in its first moment, so that nobody accepts what has just come up: a reader looks first. */
const look = (page: Page): Promise<void> => page.waitForTimeout(200);

test('completion knows the fields of the place, their words, and what the pod declares', async ({ user, page }) => {
  await user.paste('apiVersion: v1\nkind: Pod\nmetadata:\n  name: hello\nspec:\n');
  await user.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('  restartP');
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options.first()).toContainText('restartPolicy');
  await look(page);
  await page.keyboard.press('Enter');
  await expect(options).toHaveText([/^Always/, /^OnFailure/, /^Never/]);
  await look(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(user.editor).toContainText('restartPolicy: Never');
  await page.keyboard.press('Enter');
  await page.keyboard.type('contai');
  await expect(options.first()).toContainText('containers');
  await look(page);
  await page.keyboard.press('Enter');
  await expect(user.editor).toContainText('- ');
  await page.keyboard.type('name: web');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Space');
  await expect(options.filter({ hasText: /^image(?!Pull)/ })).toBeVisible();
  await expect(options.filter({ hasText: /^name/ })).toHaveCount(0);
});

test('JSON is typed without offers in the way', async ({ user, page }) => {
  await user.paste('{"apiVersion": "v1", "kind": "Pod", ');
  await page.keyboard.type('"metadata": {"name": "a"}}');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(user.editor).toContainText('"metadata": {"name": "a"}}');
});

test('a quick fix mends the text, and one undo takes it back', async ({ user, page }) => {
  await user.paste(TYPO);
  await expect(user.problem(/restartPolcy/)).toBeVisible();
  await user.manifest.getByRole('list', { name: 'Problems' }).getByRole('button', { name: 'Rename restartPolcy to restartPolicy' }).click();
  await expect(user.editor).toContainText('restartPolicy: Never');
  await expect(user.manifest.getByRole('list', { name: 'Problems' })).toBeHidden();
  await user.editor.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(user.editor).toContainText('restartPolcy: Never');
  await expect(user.problem(/restartPolcy/)).toBeVisible();
});

test('a problem stands under its line, and mends there too', async ({ user }) => {
  await user.paste(TYPO);
  const told = user.editor.locator('.cm-told');
  await expect(told).toContainText('unknown field "spec.restartPolcy".');
  await expect(told).toContainText('Did you mean restartPolicy?');
  await told.getByText('Rename restartPolcy to restartPolicy').click();
  await expect(told).toBeHidden();
  await expect(user.editor).toContainText('restartPolicy: Never');
});

test('problem and line lead to one another, by pointer and by key', async ({ user, page }) => {
  await user.paste(TYPO);
  await user.problem(/restartPolcy/).click();
  await expect(user.editor).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('.cm-line')?.textContent)).toContain('restartPolcy');
  await page.keyboard.press('ControlOrMeta+.');
  await expect(user.problem(/restartPolcy/)).toBeFocused();
  await user.editor.focus();
  await user.manifest.locator('.cm-sign').filter({ visible: true }).first().click();
  await expect(user.problem(/restartPolcy/)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(user.manifest.getByRole('button', { name: /^Rename/ }).last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(user.editor).toContainText('restartPolicy: Never');
});

test('a letter leads to its evidence', async ({ user }) => {
  await user.paste(POD);
  await user.expectVerdict('Pod hello');
  await user.manifest.locator('.cm-letter').filter({ visible: true }).first().click();
  await expect(user.manifest.getByRole('list', { name: 'Evidence' }).getByRole('button').first()).toBeFocused();
});

test('line by line: what each field is and changes, each line reached by keys', async ({ user, page }) => {
  await user.paste(POD);
  await user.expectVerdict('Pod hello');
  const explain = user.manifest.getByRole('button', { name: 'Explain' });
  await explain.press('Enter');
  await expect(explain).toHaveAttribute('aria-pressed', 'true');
  const lines = user.manifest.getByRole('list', { name: 'Explained lines' }).getByRole('button');
  const volume = lines.filter({ hasText: 'web and logs mount it and share what is in it' });
  await expect(volume).toContainText('line 19');
  await user.manifest.getByRole('radio', { name: /^Every field/ }).click();
  await expect(lines.filter({ hasText: 'mountPath' }).first()).toContainText('a text, required');
  await lines.first().focus();
  await page.keyboard.press('Tab');
  await expect(lines.nth(1)).toBeFocused();
  await volume.press('Enter');
  await expect(user.editor).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest('.cm-line')?.textContent)).toContain('name: data');
});

test('tells what a kubelet makes of it as a file, or why nothing', async ({ user }) => {
  const file = user.manifest.getByRole('region', { name: 'As a file' });
  await user.paste(POD);
  await expect(file).toContainText('hello-worker-1');
  await expect(file).toContainText('operator: Exists, effect: NoExecute');
  await user.paste(POD.replace('spec:', 'spec:\n  serviceAccountName: robot'));
  await expect(file).toContainText('As a file it is refused');
  await expect(file).toContainText('static pods may not reference serviceaccounts');
  await file.getByRole('button', { name: 'line 6' }).click();
  await expect(user.editor).toBeFocused();
});

test('what was pasted never becomes markup, nor do its fixes and explanations', async ({ user, page }) => {
  await user.paste(`apiVersion: v1\nkind: Pod\nmetadata:\n  name: <img src=x onerror=alert(1)>\nspec:\n  <b>hostNetwrk</b>: true\n  containers:\n  - name: <i>web</i>\n    image: 5\n`);
  await expect(user.problem(/hostNetwrk/).first()).toBeVisible();
  await user.manifest.getByRole('button', { name: 'Explain' }).click();
  await expect(user.manifest.getByRole('list', { name: 'Explained lines' })).toContainText('<i>web</i>');
  expect(await page.evaluate(() => document.querySelectorAll('img, i:empty + i, b > b').length)).toBe(0);
  expect(await page.evaluate(() => [...document.querySelectorAll('b, i')].some((each) => each.textContent === 'hostNetwrk'))).toBe(false);
});

for (const theme of ['Light', 'Dark'] as const) {
  test(`axe finds nothing in the editor with problems, explanations and help, ${theme.toLowerCase()}`, async ({ user, page }) => {
    test.slow();
    await user.setTheme(theme);
    await user.paste(TYPO);
    await expect(user.editor.locator('.cm-told')).toContainText('restartPolcy');
    await expectAccessible(page);
    await user.editor.getByText('hostNetwork').click();
    await page.keyboard.press('F1');
    await expect(page.locator('.cm-help')).toBeVisible();
    await expectAccessible(page);
    await user.manifest.getByRole('button', { name: 'Explain' }).click();
    await expect(user.manifest.getByRole('list', { name: 'Explained lines' })).toBeVisible();
    await expectAccessible(page);
  });
}

test('on a phone everything is reached by scrolling down', async ({ user, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press('p');
  await expect(user.editor).toBeVisible();
  await user.paste(TYPO);
  for (const name of [/^Rename/, 'Apply to the API server', /^Put in the manifests folder/]) {
    const button = user.manifest.getByRole('button', { name }).last();
    await button.scrollIntoViewIfNeeded();
    await expect(button).toBeInViewport();
    const [box, words] = await button.locator('span').first().evaluate((element) => [element.clientWidth, element.scrollWidth]);
    expect(words).toBeLessThanOrEqual(box ?? 0);
  }
});
