/**
 * Reads dumps beside the page: streams the files, keeps the rows, answers the overview's questions and fetches the text
 * of one object. What was read stays when reading is stopped. Nothing is sent anywhere but to the page.
 */
import { Dump, DumpFile } from '../../manifest/stream';
import { itemText } from '../../manifest/streamItems';
import { clusterOf } from '../../manifest/streamCluster';
import { DumpAnswers, firstQuery, viewedRow, type DumpQuery } from '../../manifest/streamQuery';
import { keptBytes, type DumpProgress, type DumpSource, type FromDumpWorker, type ToDumpWorker } from './dumpProtocol';
import { openInTurn, readRange, type Opened } from './dumpSource';

/** Milliseconds of reading after which messages of the page are looked at. */
const SLICE = 24;
/** Least time between two messages of progress. */
const TELL = 250;
/** Least time between two looks of the page at a growing table; a slow question waits longer. */
const REFRESH = 500;
/** Bytes of one push, so that a slice stays short. */
const PIECE = 256 * 1024;

let dump = new Dump();
let answers = new DumpAnswers(dump.table);
let sources: DumpSource[] = [];
let wanted = { count: 0, staticPodPath: '' };
let query: DumpQuery = firstQuery;
let reading = 0;
let progress: DumpProgress = { read: 0, total: 0, rows: 0, files: 0, state: 'done' };
let shownAt = 0;
let toldAt = 0;
let questionTook = 0;
/** When messages of the page were looked at last. */
let pausedAt = 0;
let answering: ReturnType<typeof setTimeout> | undefined;

const tell = (message: FromDumpWorker): void => postMessage(message);
/** Lets messages be heard that have come meanwhile: they stand before this one. A timer would add some milliseconds of rest. */
const { port1: here, port2: there } = new MessageChannel();
const breath = (): Promise<void> => new Promise((resolve) => {
  there.addEventListener('message', () => resolve(), { once: true });
  here.postMessage(null);
});
there.start();

function show(): void {
  const from = performance.now();
  const view = answers.answer(query);
  shownAt = performance.now();
  questionTook = shownAt - from;
  tell({ type: 'view', view, query, problems: dump.problems.slice(0, 100), problemCount: dump.problemCount, others: [...dump.others].sort(([, a], [, b]) => b - a) });
}

/** The picture of the cluster, once it does not grow any more. */
function showCluster(): void {
  const cluster = clusterOf(dump.table, dump.nodes);
  const message: FromDumpWorker = { type: 'cluster', cluster };
  postMessage(message, { transfer: cluster ? [cluster.starts.buffer, cluster.rows.buffer, cluster.cells.buffer] : [] });
}

function advance(change: Partial<DumpProgress>): void {
  toldAt = performance.now();
  progress = { ...progress, ...change, rows: dump.table.size };
  tell({ type: 'progress', progress });
}

async function readFile(source: DumpSource, opening: Promise<Opened>, index: number, before: number, own: number): Promise<void> {
  const { file, path } = source;
  const { staticPodPath } = wanted;
  const target = new DumpFile(dump, index, { path, ...(staticPodPath === '' ? {} : { staticPodPath }) });
  const { read, cancel, taken } = await opening;
  /** The next bytes; when there are none to be had the text ends here, and the place is told. */
  const next = () => read().catch((error: unknown) => {
    target.end();
    throw error;
  });
  for (let value = await next(); value !== null; value = await next()) {
    for (let at = 0; at < value.length; at += PIECE) {
      target.push(value.subarray(at, at + PIECE));
      const now = performance.now();
      if (now - pausedAt < SLICE) continue;
      if (now - toldAt > TELL) advance({ read: before + Math.min(file.size, taken()), files: index + 1 });
      if (now - shownAt > Math.max(REFRESH, 5 * questionTook)) show();
      await breath();
      pausedAt = performance.now();
      if (own !== reading) {
        await cancel();
        return;
      }
    }
  }
  target.end();
}

async function readAll(): Promise<void> {
  const own = ++reading;
  const total = sources.reduce((sum, { file }) => sum + file.size, 0);
  dump = new Dump(total <= keptBytes);
  answers = new DumpAnswers(dump.table);
  query = firstQuery;
  progress = { read: 0, total, rows: 0, files: 0, state: 'reading' };
  shownAt = performance.now();
  advance({});
  const open = openInTurn(sources.map(({ file }) => file));
  let before = 0;
  for (const [index, source] of sources.entries()) {
    try {
      await readFile(source, open(index), index, before, own);
    } catch (error) {
      dump.report({ file: index, offset: 0, line: 1, severity: 'error', code: 'truncated', message: `${source.file.name} could not be read to its end`, detail: error instanceof Error ? error.message : String(error) });
    }
    if (own !== reading) return;
    before += source.file.size;
    if (performance.now() - toldAt > TELL) advance({ read: before, files: index + 1 });
  }
  advance({ read: total, files: sources.length, state: 'done' });
  show();
  showCluster();
}

async function fetchText(id: number, index: number): Promise<void> {
  const row = dump.table.row(index);
  const source = sources[row.file];
  try {
    if (!source) throw new Error('The file is gone.');
    tell({ type: 'text', id, row, text: itemText(await readRange(source.file, row.offset, row.length), row), path: source.path });
  } catch (error) {
    tell({ type: 'failed', id, why: error instanceof Error ? error.message : String(error) });
  }
}

addEventListener('message', (event: MessageEvent<ToDumpWorker>) => {
  const { data } = event;
  switch (data.type) {
    case 'read':
      wanted = data;
      sources = [];
      break;
    case 'files':
      sources.push(...data.sources);
      if (sources.length === wanted.count) void readAll();
      break;
    case 'stop':
      if (sources.length < wanted.count) wanted = { ...wanted, count: NaN };
      else if (progress.state !== 'reading') break;
      reading += 1;
      advance({ state: 'stopped' });
      show();
      showCluster();
      break;
    case 'query':
      ({ query } = data);
      // Of several questions that wait only the last is answered.
      clearTimeout(answering);
      answering = setTimeout(show);
      break;
    case 'rows':
      tell({ type: 'rows', id: data.id, rows: data.rows.map((row) => viewedRow(dump.table, row)) });
      break;
    case 'objects':
      tell({ type: 'objects', objects: dump.objects });
      break;
    case 'fetch':
      void fetchText(data.id, data.index);
      break;
  }
});
