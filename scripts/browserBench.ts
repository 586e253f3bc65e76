/**
 * A page in a real Chromium, to be measured: the built app on a port of its own, and what the main thread does while
 * something is done with it. Times of tasks come twice: of the clock, which other programs on the machine lengthen, and
 * of the processor.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { preview, type PreviewServer } from 'vite';
import { findBrowser } from './browser.mjs';

export interface Measured {
  /** The longest task of the main thread, ms of the clock and of the processor. */
  readonly longest: number;
  readonly longestOwn: number;
  /** Tasks over 50 ms of the clock. */
  readonly over: number;
  /** All tasks together, ms of the processor. */
  readonly busy: number;
  /** The whole, ms of the clock. */
  readonly took: number;
  /** What the busiest worker did, ms of the processor. */
  readonly worker: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const isTask = ({ name, ph }: TraceEvent): boolean => ph === 'X' && name === 'ThreadControllerImpl::RunTask';
const sum = (tasks: readonly TraceEvent[]): number => tasks.reduce((total, { tdur = 0 }) => total + tdur, 0);

/** The tasks of the busiest thread of a kind: the page's own main thread, its worker. */
function tasksOf(events: readonly TraceEvent[], kind: RegExp): readonly TraceEvent[] {
  const named = new Set(events.filter(({ name, args }) => name === 'thread_name' && kind.test(args?.name ?? '')).map(({ pid, tid }) => `${pid}:${tid}`));
  const all = [...named].map((thread) => events.filter((event) => isTask(event) && `${event.pid}:${event.tid}` === thread));
  return all.sort((a, b) => sum(b) - sum(a))[0] ?? [];
}

export class BrowserBench {
  private constructor(private readonly server: PreviewServer, readonly browser: Browser, readonly address: string) {}

  static async start(): Promise<BrowserBench> {
    const { executablePath } = await findBrowser();
    const server = await preview({ logLevel: 'silent', preview: { host: '127.0.0.1', port: Number(process.env['PODARIUM_PORT'] ?? 4287), strictPort: true } });
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
    const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
    return new BrowserBench(server, browser, server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:4287/');
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }

  /** An empty page in a browser's window of its own; nothing is in its cache. */
  async page(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1600, height: 1000 } });
    return context.newPage();
  }

  /** What the page's main thread does while `work` is done, and until it rests. */
  async during(page: Page, work: () => Promise<unknown>): Promise<Measured> {
    await this.browser.startTracing(page, { categories: ['toplevel', '__metadata'], path: path.join(tmpdir(), `podarium-trace-${process.pid}.json`) });
    const from = performance.now();
    await work();
    const took = performance.now() - from;
    await page.waitForTimeout(400);
    const { traceEvents } = JSON.parse((await this.browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
    const tasks = tasksOf(traceEvents, /^CrRendererMain$/);
    const ms = (values: readonly (number | undefined)[]) => values.map((value) => (value ?? 0) / 1000);
    const clock = ms(tasks.map(({ dur }) => dur));
    const own = ms(tasks.map(({ tdur }) => tdur));
    return { longest: Math.max(0, ...clock), longestOwn: Math.max(0, ...own), over: clock.filter((value) => value > 50).length, busy: sum(tasks) / 1000, took, worker: sum(tasksOf(traceEvents, /^DedicatedWorker/)) / 1000 };
  }
}

/** Bytes of a file of the build. */
export const builtFile = (name: string): Buffer => readFileSync(path.resolve('dist', name));
