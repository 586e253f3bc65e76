/** Large input: read beside the page, with progress, a Stop that keeps what was read, and every form that a dump may have. */
import type { Page } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures';
import type { User } from './verbs';

const pod = (i: number): unknown => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name: `web-5d8f6c7b9d-x${i}`, namespace: 'shop', uid: `u${i}`, creationTimestamp: '2026-01-01T00:00:00Z', labels: { 'pod-template-hash': '5d8f6c7b9d' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d8f6c7b9d', controller: true, uid: 'r' }],
  },
  spec: { nodeName: `worker-${i % 5}`, containers: [{ name: 'web', image: 'registry.example/web:2' }] },
  status: { phase: 'Running', qosClass: 'BestEffort' },
});
const pods = (from: number, count: number): unknown[] => Array.from({ length: count }, (_, i) => pod(from + i));
const list = (from: number, count: number): string => JSON.stringify({ apiVersion: 'v1', items: pods(from, count), kind: 'List' }, null, 4);
const deployment = (i: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${i}
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: api
        image: registry.example/api:2
        env:
${Array.from({ length: 90 }, (_, k) => `        - name: VARIABLE_${k}\n          value: "value ${k} of ${i}, some letters more"\n`).join('')}`;

const listed = (user: User) => user.manifest.getByText(/^[\d,]+ listed$/);

async function choose(user: User, files: readonly { readonly name: string; readonly text: string | Buffer }[]): Promise<void> {
  await user.openPaste();
  await user.manifest.locator('input[type=file]').setInputFiles(files.map(({ name, text }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })));
}

/** A dump of 150,000 pods, 2.6 GB, made of one piece that is stored once, dropped on the panel. */
async function dropHuge(page: Page, piece: string): Promise<void> {
  const dropped = await page.evaluateHandle((text) => {
    const hundred = new Blob([text]);
    const transfer = new DataTransfer();
    transfer.items.add(new File(['{\n    "apiVersion": "v1",\n    "items": [\n', ...Array.from({ length: 1500 }, () => hundred), text.slice(0, -2), '\n    ],\n    "kind": "List"\n}\n'], 'everything.json'));
    return transfer;
  }, piece);
  await page.getByRole('region', { name: 'Manifest', exact: true }).dispatchEvent('drop', { dataTransfer: dropped });
}

test.describe.configure({ timeout: 120_000 });

test.beforeEach(async ({ user }) => {
  await user.open();
});

test('2.6 GB: progress, Stop, and what was read stays and can be asked', async ({ user, page }) => {
  const note = 'x'.repeat(16_500);
  const piece = pods(0, 100).map((each) => `        ${JSON.stringify({ note, ...(each as Record<string, unknown>) }, null, 4).replaceAll('\n', '\n        ')},\n`).join('');
  await user.openPaste();
  await dropHuge(page, piece);
  await expect(user.manifest.getByRole('progressbar', { name: 'Reading' })).toBeVisible();
  await expect(user.manifest).toContainText(/[1-9][\d,]* pods, [\d.,]+ MB of 2,6\d\d MB/);
  await user.manifest.getByRole('button', { name: 'Stop' }).click();
  await expect(user.manifest).toContainText(/Stopped at [\d.,]+ MB of 2,6\d\d MB: [1-9][\d,]* pods of the part that was read\./);
  await expect(user.manifest.getByRole('progressbar')).toBeHidden();
  await expect(listed(user)).toContainText(/[1-9][\d,]* listed/);
  const all = await listed(user).innerText();
  await user.manifest.getByRole('searchbox', { name: 'Filter' }).fill('worker-3');
  await expect(listed(user)).not.toHaveText(all);
  await expect(listed(user)).toContainText(/[1-9][\d,]* listed/);
  // Rows are drawn a slice a frame: only when all are the filter's own does a row stay where it is.
  await expect(user.manifest.getByRole('row', { name: /^web-5d8f6c7b9d-x\d+ (?!.* worker-3 )/ })).toHaveCount(0);
  await user.manifest.getByText('web-5d8f6c7b9d-x3', { exact: false }).first().click();
  await user.expectVerdict('Pod web-5d8f6c7b9d-x3', 'Workload');
  await user.manifest.getByRole('radio', { name: 'Text' }).click();
  await expect(user.editor).toContainText('apiVersion');
});

test('a text that was cut off: the pods before the end, and where it ends', async ({ user }) => {
  const whole = list(0, 2000);
  const cut = whole.slice(0, whole.indexOf('x1500"'));
  const line = cut.slice(0, cut.lastIndexOf('\n        {')).split('\n').length + 1;
  await choose(user, [{ name: 'cut.json', text: cut }]);
  await expect(listed(user)).toContainText('1,500 listed');
  await user.manifest.getByText('1 object could not be read').click();
  await expect(user.manifest.getByRole('list', { name: 'Not read' })).toContainText(`line ${line.toLocaleString('en')}`);
});

test('several files at once: packed, in UTF-16, JSON lines, YAML, and a broken one that costs no other', async ({ user }) => {
  await choose(user, [
    { name: 'packed.json.gz', text: gzipSync(list(0, 100)) },
    { name: 'powershell.json', text: Buffer.from(`\ufeff${list(100, 10)}`, 'utf16le') },
    { name: 'pods.ndjson', text: pods(110, 10).map((each) => JSON.stringify(each)).join('\r\n') },
    { name: 'shop.yaml', text: `${deployment(1)}---\n${deployment(2)}` },
    { name: 'broken.json', text: '{"kind": "Pod", ' },
    { name: 'half.json.gz', text: gzipSync(list(120, 100)).subarray(0, 200) },
  ]);
  await expect(user.manifest).toContainText('of 6 files');
  await expect(listed(user)).toContainText('122 listed');
  await expect(user.manifest).toContainText('objects could not be read');
});

test('2 MB of YAML with 300 documents, pasted: an overview; the editor’s own text comes back', async ({ user }) => {
  await user.paste('apiVersion: v1\nkind: Pod\nmetadata:\n  name: mine\n');
  await user.expectVerdict('Pod mine');
  await user.paste(Array.from({ length: 300 }, (_, i) => deployment(i)).join('---\n'));
  await expect(listed(user)).toContainText('300 listed', { timeout: 30_000 });
  await expect(user.manifest).toContainText('of pasted text: 300 templates');
  await user.manifest.getByRole('button', { name: 'Close the overview' }).click();
  await expect(user.editor).toContainText('name: mine');
});
