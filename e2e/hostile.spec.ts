/** Names, annotations, images and links of an ill-meaning person stay text: nothing runs, nothing is asked of anybody. */
import { expect, test } from './fixtures';

const IMG = '<img src=x onerror=alert(1)>';
const LINK = 'javascript:alert(document.domain)';
const CDATA = ']]><script>alert(1)</script>';
const RTL = '\u202Egnp.exe\u202C';

/** Elements that the page itself never makes. */
const foreign = (page: { evaluate: (of: () => string[]) => Promise<string[]> }) =>
  page.evaluate(() => [...document.querySelectorAll('img, script:not([src]), object, embed, a[href^="javascript" i], [onerror], [onload]')].map(({ outerHTML }) => outerHTML.slice(0, 200)));

test.beforeEach(async ({ user }) => user.open());

test.afterEach(async ({ page }) => expect(await foreign(page)).toEqual([]));

const HOSTILE = `apiVersion: v1
kind: Pod
metadata:
  name: hostile
  labels:
    app: hostile
  annotations:
    note: '${IMG}'
    link: '${LINK}'
    cdata: '${CDATA}'
    turned: "${RTL}"
spec:
  containers:
  - name: web
    image: 'nginx:1.29'
    command: ['sh', '-c', '${IMG}']
    env:
    - name: HTML
      value: '${CDATA}'
`;

test('annotations and commands of a pod that is taken', async ({ user }) => {
  await user.toEnd();
  await user.paste(HOSTILE);
  await user.expectVerdict('Pod hostile');
  await expect(user.editor).toContainText(IMG);
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod('hostile', 'running');
  await user.look('Object');
  const yaml = user.inspector.getByRole('region', { name: 'default/hostile' });
  for (const text of [IMG, LINK, CDATA]) await expect(yaml).toContainText(text);
  await expect(yaml).toContainText(/gnp\.exe/);
  await user.look('Why');
  for (const sentence of await user.everySentence()) expect(sentence).not.toContain('[object');
});

test('names and labels that the API server refuses are told as text', async ({ user }) => {
  await user.paste(HOSTILE.replaceAll('hostile', `"${IMG}"`));
  await user.expectVerdict(`Pod ${IMG}`);
  await user.toEnd();
  const at = await user.stepNumber();
  await user.applyToTheApiServer();
  await user.seek(at + 1);
  await user.expectNarration(IMG);
  await user.expectNarration('refused');
});

test('the same as a file: the kubelet’s complaint is text too', async ({ user }) => {
  await user.toEnd();
  await user.paste(HOSTILE.replace('name: hostile', `name: "${IMG}"`));
  await user.expectVerdict(`Pod ${IMG}`);
  const at = await user.stepNumber();
  await user.putInTheFolderOf('worker-1');
  await user.seek(at + 1);
  await user.expectNarration('worker-1');
  await user.everySentence();
  await user.expectNoPod(`${IMG}-worker-1`);
});

test('an image that is a trap', async ({ user }) => {
  await user.toEnd();
  await user.paste(HOSTILE.replace("'nginx:1.29'", `'${IMG}'`));
  await user.expectVerdict('Pod hostile');
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod('hostile', 'workload');
  await user.look('Events');
  await expect(user.inspector).toContainText(IMG);
});

test('very long names stay in their boxes', async ({ user, page }) => {
  const name = `${'long-'.repeat(49)}name`;
  await user.toEnd();
  await user.paste(HOSTILE.replace('name: hostile', `name: ${name}`).replace('name: web', `name: ${'w'.repeat(63)}`));
  await user.expectVerdict(`Pod ${name}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await user.applyToTheApiServer();
  await user.toEnd();
  await user.expectPod(name, 'running');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  const box = await user.pod(name).boundingBox();
  expect(box?.width).toBeLessThan(500);
});

test('a picture of a panel with hostile names holds them as text', async ({ user, page }) => {
  const { readFile } = await import('node:fs/promises');
  await user.toEnd();
  await user.paste(HOSTILE.replace("'nginx:1.29'", `'${IMG}'`));
  await user.expectVerdict('Pod hostile');
  await user.applyToTheApiServer();
  await page.getByRole('button', { name: 'Share or embed' }).click();
  const dialog = user.dialog('Share or embed');
  await expect(dialog.getByRole('region', { name: 'Link' })).toBeVisible();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'SVG', exact: true }).click();
  const svg = await readFile(await (await download).path(), 'utf8');
  const parsed = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { broken: picture.querySelector('parsererror') !== null, scripts: picture.querySelectorAll('script, [onerror], [onload]').length };
  }, svg);
  expect(parsed).toEqual({ broken: false, scripts: 0 });
  await page.keyboard.press('Escape');
});

const BOMBS = [
  { what: 'aliases that multiply', text: `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`).join('\n')}\n` },
  { what: 'a hundred thousand brackets', text: '['.repeat(100_000) },
  { what: 'a line of nine hundred thousand characters', text: `apiVersion: v1\nkind: Pod\nmetadata:\n  name: wide\n  annotations:\n    wide: "${'w'.repeat(900_000)}"\n` },
  { what: 'an alias of itself', text: 'apiVersion: v1\nkind: Pod\nmetadata: &me\n  name: loop\n  annotations: *me\n' },
] as const;
for (const { what, text } of BOMBS) {
  test(`a text that is a bomb: ${what}`, async ({ user }) => {
    const { manifest } = user;
    await user.openPaste();
    await user.paste(text);
    // A problem, a verdict or the overview of a large text: an answer comes, and the page lives.
    await expect(manifest).not.toContainText('reading', { timeout: 30_000 });
    const lists = manifest.getByRole('list', { name: 'Problems' }).or(manifest.getByRole('list', { name: 'Evidence' }));
    await expect(lists.or(manifest.getByRole('table')).or(manifest.getByText(/took too long/)).first()).toBeVisible();
    await user.step();
    await user.expectStep(1);
    await manifest.getByRole('button', { name: 'Close the manifest' }).click();
    await expect(manifest).toBeHidden();
    await user.step();
    await user.expectStep(2);
  });
}

test('a link with hostile parts', async ({ user, page }) => {
  const hash = `#v=1&k8s=1.36&story=${encodeURIComponent(IMG)}&sel=${encodeURIComponent(`pod:${IMG}`)}&at=${encodeURIComponent(CDATA)}`;
  await page.goto('about:blank');
  await user.open(hash);
  await expect(user.toast).toContainText(IMG);
  await user.step();
  await user.expectStep(1);
  await user.look('Object');
  await expect(user.inspector).toContainText(IMG);
});
