/**
 * Measurements of the built page in a real Chromium, a part of `npm run bench`; alone: `npm run bench -- page`. How much
 * is fetched and how long it takes until the first story can be used, with the processor as it is and four times slower;
 * and how long the main thread is busy at a time while large dumps are read and looked at.
 */
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { builtFile, BrowserBench, type Measured } from './browserBench';
import { bytesOfPod, kubectl, manySmall, type Print } from './dumps';

const fixed = (value: number, digits = 0): string => value.toFixed(digits);
const line = (what: string, text: string): void => console.log(`${what.padEnd(34)} ${text}`);

/** Marks of the page's way to its first story, noted by the page itself. */
interface Marks {
  readonly steps: number;
  readonly where: number;
  readonly chart: number;
}

/** Runs in the page: notes when steps can be taken, when the nodes are drawn, when the flowchart is. */
function noteMarks(): void {
  const marks: Record<string, number> = {};
  Object.assign(globalThis, { marks });
  const wanted = { steps: '[aria-label="Transport"] button', where: '.react-flow__node', chart: '[aria-label="Kinds of pod"] button, [aria-label="Kinds of pod"] [role=button]' };
  const look = () => {
    for (const [name, selector] of Object.entries(wanted)) if (marks[name] === undefined && document.querySelector(selector)) marks[name] = performance.now();
    if (Object.keys(marks).length < 3) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function firstLoad(bench: BrowserBench, slower: number): Promise<void> {
  const page = await bench.page();
  const asked: { readonly name: string; readonly at: number }[] = [];
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.slice(1) || 'index.html';
    if (response.ok()) asked.push({ name, at: asked.length });
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.addInitScript(noteMarks);
  const measured = await bench.during(page, async () => {
    await page.goto(bench.address);
    await page.waitForFunction(() => Object.keys((globalThis as unknown as { readonly marks: object }).marks).length === 3, undefined, { timeout: 120_000 });
  });
  const marks = await page.evaluate(() => (globalThis as unknown as { readonly marks: Marks }).marks);
  const bytes = asked.reduce((sum, { name }) => sum + gzipSync(builtFile(name)).length / 1000, 0);
  line(slower === 1 ? 'first story' : `first story, processor ${slower}× slower`, `steps after ${fixed(marks.steps)} ms, nodes drawn ${fixed(marks.where)} ms, flowchart ${fixed(marks.chart)} ms; ${asked.length} files, ${fixed(bytes, 1)} kB gzip with all that comes after; longest task ${fixed(measured.longest)} ms`);
  await page.context().close();
}

/** Writes a dump; answers its size in bytes. */
export async function writeDump(file: string, print: Print, pods: number): Promise<number> {
  const out = createWriteStream(file);
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await put(print.head);
  for (let i = 0; i < pods; i += 100) {
    const some = Array.from({ length: Math.min(100, pods - i) }, (_, k) => print.pod(i + k));
    await put(`${i > 0 ? print.between : ''}${some.join(print.between)}`);
  }
  out.end(print.tail);
  await once(out, 'finish');
  return out.bytesWritten;
}

/** Ms of the processor that the browser's own parser takes for the file, as a text in one piece. */
async function parserTime(bench: BrowserBench, file: string): Promise<number> {
  const page = await bench.page();
  await page.setContent('<input type=file>');
  await page.locator('input').setInputFiles(file);
  await page.locator('input').evaluate(async (input: HTMLInputElement) => Object.assign(globalThis, { dump: await input.files?.[0]?.text() }));
  const { longestOwn } = await bench.during(page, () => page.evaluate(() => {
    JSON.parse((globalThis as unknown as { readonly dump: string }).dump);
  }));
  await page.context().close();
  return longestOwn;
}

const stall = ({ longest, longestOwn, over, busy }: Measured): string => `longest task ${fixed(longest)} ms (processor ${fixed(longestOwn)} ms), ${over} over 50 ms, ${fixed(busy)} ms in all`;

/** What one does with the overview of a dump. */
async function lookAround(bench: BrowserBench, page: Page): Promise<void> {
  const manifest = page.getByRole('region', { name: 'Manifest', exact: true });
  const table = manifest.getByRole('region', { name: 'Table of pods' });
  const listed = manifest.getByText(/^[\d,]+ listed$/);
  const note = async (what: string, work: () => Promise<unknown>) => line('', `${what}: ${stall(await bench.during(page, work))}`);
  const heading = (name: string) => table.getByRole('columnheader', { name, exact: true });
  const overview = manifest.getByRole('radio', { name: 'Overview' });
  await note('the cluster', () => manifest.getByRole('radio', { name: 'Cluster' }).click());
  await note('opening the table', async () => {
    await overview.click();
    await table.getByRole('row').nth(5).waitFor();
  });
  for (const name of ['Name', 'Started by', 'Controller', 'Status']) {
    await note(`sorting by ${name}`, async () => {
      await heading(name).getByRole('button').click();
      await page.waitForTimeout(500);
    });
  }
  await note('filter, typed', async () => {
    await manifest.getByRole('searchbox', { name: 'Filter' }).pressSequentially('web-7 team', { delay: 60 });
    await page.waitForTimeout(500);
  });
  await note('filter, emptied', async () => {
    await manifest.getByRole('searchbox', { name: 'Filter' }).fill('');
    await page.waitForTimeout(500);
  });
  await note('long jumps (End, Home, End)', async () => {
    await table.focus();
    for (const key of ['End', 'Home', 'End']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(500);
    }
  });
  await note('scrolling by the wheel', async () => {
    await table.hover();
    for (let i = 0; i < 20; i++) {
      await page.mouse.wheel(0, -3000);
      await page.waitForTimeout(50);
    }
  });
  await note('a pod and its Inside', async () => {
    await table.getByRole('row').nth(6).getByRole('button').click();
    await manifest.getByRole('radio', { name: 'Inside' }).click();
    await manifest.getByRole('list', { name: /^Linux namespaces of/ }).first().waitFor({ state: 'attached' });
  });
  await listed.waitFor();
}

async function readDump(bench: BrowserBench, what: string, print: Print, pods: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'podarium-bench-'));
  try {
    const file = path.join(folder, 'dump.json');
    const size = await writeDump(file, print, pods);
    const parser = await parserTime(bench, file);
    const page = await bench.page();
    await page.goto(bench.address);
    await page.getByRole('button', { name: 'Paste manifest' }).click();
    await page.getByRole('textbox', { name: 'Manifest' }).waitFor();
    await page.waitForTimeout(1500);
    const reading = await bench.during(page, async () => {
      await page.locator('input[type=file]').first().setInputFiles(file);
      // The picture of the cluster comes when all is read.
      await page.getByRole('radio', { name: 'Cluster' }).waitFor({ timeout: 300_000 });
    });
    line(what, `${fixed(size / 1e6)} MB, ${pods.toLocaleString('en')} pods in ${fixed(reading.took)} ms; the processor in the worker ${fixed(reading.worker)} ms, for JSON.parse of the whole text in this browser ${fixed(parser)} ms, ratio ${fixed(reading.worker / parser, 2)}`);
    line('', `while reading: ${stall(reading)}`);
    await lookAround(bench, page);
    await page.context().close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function measurePage(megabytes = 177): Promise<void> {
  if (!existsSync(path.resolve('dist', 'index.html'))) return line('page', 'no build: run npm run build first');
  const bench = await BrowserBench.start();
  try {
    await firstLoad(bench, 1);
    await firstLoad(bench, 4);
    await readDump(bench, 'dump of kubectl', kubectl, Math.round((megabytes * 1e6) / bytesOfPod));
    await readDump(bench, 'dump of 150,000 small pods', manySmall(5000), 150_000);
  } finally {
    await bench.stop();
  }
}
