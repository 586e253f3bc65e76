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
import type { Locator, Page } from '@playwright/test';
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

type Note = (what: string, work: () => Promise<unknown>) => Promise<void>;

/** Prints what the main thread does meanwhile, and until half a second after. */
const noting = (bench: BrowserBench, page: Page): Note => async (what, work) => line('', `${what}: ${stall(await bench.during(page, async () => {
  await work();
  await page.waitForTimeout(500);
}))}`);

/** The middle of a thing, found before anything is measured: to look for it is work of the page too. */
async function middleOf(thing: Locator): Promise<readonly [x: number, y: number]> {
  const box = await thing.boundingBox();
  if (!box) throw new Error(`${String(thing)} is not to be seen.`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function press(page: Page, note: Note, what: string, thing: Locator, rest = 500): Promise<void> {
  const place = await middleOf(thing);
  await note(what, async () => {
    await page.mouse.click(...place);
    await page.waitForTimeout(rest);
  });
}

const manifestOf = (page: Page): Locator => page.getByRole('region', { name: 'Manifest', exact: true });

/** What one does with the overview of a dump. */
async function lookAround(bench: BrowserBench, page: Page): Promise<void> {
  const manifest = manifestOf(page);
  const table = manifest.getByRole('region', { name: 'Table of pods' });
  const note = noting(bench, page);
  const view = (name: string) => manifest.getByRole('radio', { name });
  await press(page, note, 'the cluster', view('Cluster'), 1000);
  await press(page, note, 'opening the table', view('Overview'), 1000);
  for (const name of ['Name', 'Started by', 'Controller', 'Status']) await press(page, note, `sorting by ${name}`, table.getByRole('columnheader', { name, exact: true }));
  await manifest.getByRole('searchbox', { name: 'Filter' }).focus();
  await note('filter, typed', () => page.keyboard.type('web-7 team', { delay: 60 }));
  await note('filter, emptied', async () => {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
  });
  await table.focus();
  await note('long jumps (End, Home, End)', async () => {
    for (const key of ['End', 'Home', 'End']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(500);
    }
  });
  await page.mouse.move(...await middleOf(table));
  await note('scrolling by the wheel', async () => {
    for (let i = 0; i < 20; i++) {
      await page.mouse.wheel(0, -3000);
      await page.waitForTimeout(50);
    }
  });
  await press(page, note, 'a pod', table.getByRole('rowheader').nth(8).getByRole('button'), 1000);
  await press(page, note, 'its Inside', view('Inside'), 1000);
  await press(page, note, 'the next pod and its Inside', table.getByRole('rowheader').nth(9).getByRole('button'), 1000);
  await press(page, note, 'its text', view('Text'), 1000);
}

/** The page with the paste panel open and at rest. */
async function openPanel(bench: BrowserBench): Promise<Page> {
  const page = await bench.page();
  await page.goto(bench.address);
  await page.getByRole('button', { name: 'Paste manifest' }).click();
  await page.getByRole('textbox', { name: 'Manifest' }).waitFor();
  await page.waitForTimeout(1500);
  return page;
}

/** Until the first rows of a dump stand in the table, and a second longer. */
async function firstOverview(bench: BrowserBench, file: string): Promise<void> {
  const page = await openPanel(bench);
  await noting(bench, page)('first overview', async () => {
    await page.locator('input[type=file]').first().setInputFiles(file);
    await page.waitForSelector('tbody th');
    await page.waitForTimeout(1000);
  });
  await page.context().close();
}

/** A text of Deployments that are about so large, bytes. */
function deployments(documents: number, bytes: number): string {
  const one = (i: number) => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-${i}\nspec:\n  selector:\n    matchLabels: {app: web-${i}}\n  template:\n    metadata:\n      labels: {app: web-${i}}\n    spec:\n      containers:\n      - name: web\n        image: registry.example/web-${i}:2.4\n        env:\n`;
  const variable = (i: number, k: number) => `        - name: VARIABLE_${k}\n          value: value ${k} of document ${i}\n`;
  const variables = Math.round((bytes / documents - one(100).length) / variable(100, 50).length);
  return Array.from({ length: documents }, (_, i) => `${one(i)}${Array.from({ length: variables }, (_unused, k) => variable(i, k)).join('')}`).join('---\n');
}

/** Texts that are pasted, and the story before them. */
async function pasteTexts(bench: BrowserBench): Promise<void> {
  const page = await bench.page();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(bench.address);
  await page.getByRole('group', { name: 'Transport' }).waitFor();
  await page.waitForTimeout(2500);
  const note = noting(bench, page);
  line('what one does', '');
  await note('25 steps of a story', async () => {
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(100);
    }
  });
  await press(page, note, 'opening the paste panel', page.getByRole('button', { name: 'Paste manifest' }), 1500);
  const copy = (text: string) => page.evaluate((own) => navigator.clipboard.writeText(own), text);
  const paste = (rest: number) => async () => {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+v');
    await page.waitForTimeout(rest);
  };
  await page.getByRole('textbox', { name: 'Manifest' }).click();
  await copy(deployments(1, 600));
  await note('pasting a small manifest', paste(1500));
  await note('typing in it', () => page.keyboard.type('# so', { delay: 80 }));
  await copy(deployments(300, 900_000));
  await note('pasting 0.9 MB of YAML, 300 documents', paste(5000));
  await manifestOf(page).getByRole('radio', { name: 'Text' }).click();
  await page.getByRole('textbox', { name: 'Manifest' }).click();
  await note('typing in it', () => page.keyboard.type('# so', { delay: 150 }));
  await copy(deployments(300, 2_000_000));
  await note('pasting 2 MB of YAML, 300 documents', paste(5000));
  await press(page, note, 'closing the paste panel', page.getByRole('button', { name: 'Close the manifest' }), 1000);
  await page.context().close();
}

async function readDump(bench: BrowserBench, what: string, print: Print, pods: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'podarium-bench-'));
  try {
    const file = path.join(folder, 'dump.json');
    const size = await writeDump(file, print, pods);
    const parser = await parserTime(bench, file);
    const page = await openPanel(bench);
    const reading = await bench.during(page, async () => {
      await page.locator('input[type=file]').first().setInputFiles(file);
      // The picture of the cluster comes when all is read.
      await page.waitForFunction(() => [...document.querySelectorAll('[role=radio]')].some(({ textContent }) => textContent === 'Cluster'), undefined, { polling: 200, timeout: 300_000 });
    });
    line(what, `${fixed(size / 1e6)} MB, ${pods.toLocaleString('en')} pods in ${fixed(reading.took)} ms; the processor in the worker ${fixed(reading.worker)} ms, for JSON.parse of the whole text in this browser ${fixed(parser)} ms, ratio ${fixed(reading.worker / parser, 2)}`);
    line('', `while reading: ${stall(reading)}`);
    await firstOverview(bench, file);
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
    await pasteTexts(bench);
    await readDump(bench, 'dump of kubectl', kubectl, Math.round((megabytes * 1e6) / bytesOfPod));
    await readDump(bench, 'dump of 150,000 small pods', manySmall(5000), 150_000);
  } finally {
    await bench.stop();
  }
}
