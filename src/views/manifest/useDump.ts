/**
 * A dump that is being read, for the page: progress, the view that the worker made of it, the pod that was picked. It
 * belongs to the page and not to the panel, so that closing the panel neither stops nor loses it.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ApiObject } from '../../kubernetes/objects';
import type { DumpProblem } from '../../manifest/stream';
import type { ClusterColumns } from '../../manifest/streamCluster';
import { firstQuery, type DumpQuery, type DumpView, type ViewedRow } from '../../manifest/streamQuery';
import type { DumpRow } from '../../manifest/streamTable';
import type { PageStore } from '../../state/store';
import type { DumpProgress, DumpSource, FromDumpWorker, ToDumpWorker } from './dumpProtocol';
import { placedIn } from './takeFiles';

export interface Picked {
  readonly index: number;
  readonly row: DumpRow;
  readonly text: string;
  readonly path: string;
}

export interface DumpState {
  /** What is read: the name of the file, or how many there are. */
  readonly title: string;
  /** The folder in which the user says that the files lie, '' for what they tell themselves; null where there are no files. */
  readonly folder: string | null;
  /** Bytes of its files; infinite until they are known. */
  readonly total: number;
  readonly view: DumpView | null;
  readonly query: DumpQuery;
  readonly problems: readonly DumpProblem[];
  readonly problemCount: number;
  readonly others: readonly (readonly [kind: string, count: number])[];
  /** The row whose text was asked for last. */
  readonly wanted: number | null;
  readonly picked: Picked | null;
  readonly failed: string;
  /** Its nodes and what is on them; null while it is read, and when nothing names a node. */
  readonly cluster: ClusterColumns | null;
  /** The editor's text before the dump, to be given back. */
  readonly textBefore: string;
}

/** Files that are given to the worker in one turn. */
const handedOver = 50;

export class DumpReader {
  private state: DumpState | null = null;
  /** Apart from the rest: it changes several times a second, and little is drawn of it. */
  private progress: DumpProgress = { read: 0, total: 0, rows: 0, files: 0, state: 'done' };
  private worker: Worker | null = null;
  private readonly listeners = new Set<() => void>();
  private sources: readonly DumpSource[] = [];
  private asked = 0;
  private askedRows = 0;
  private objectsWaiting: ((objects: readonly ApiObject[]) => void) | null = null;
  private readonly waiting = new Map<number, (rows: readonly ViewedRow[]) => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): DumpState | null => this.state;
  readonly progressNow = (): DumpProgress => this.progress;

  private set(change: Partial<DumpState>): void {
    if (!this.state) return;
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  private tell(message: ToDumpWorker): void {
    this.worker?.postMessage(message);
  }

  open(title: string, sources: readonly DumpSource[], textBefore: string): void {
    this.sources = sources;
    this.read(title, sources, textBefore, sources.some(({ path }) => path !== '') ? '' : null);
  }

  /** Reads the files again, as files of that folder: what a kubelet makes of a file depends on where it lies. */
  placeIn(folder: string): void {
    if (this.state) this.read(this.state.title, folder === '' ? this.sources : placedIn(this.sources, folder), '', folder);
  }

  private read(title: string, sources: readonly DumpSource[], textBefore: string, folder: string | null): void {
    // A dump that replaces another keeps the text that was there before both.
    const before = this.state?.textBefore ?? textBefore;
    this.worker?.terminate();
    this.waiting.clear();
    this.progress = { read: 0, total: 0, rows: 0, files: 0, state: 'reading' };
    this.state = {
      title, folder, total: Infinity, view: null, query: firstQuery, problems: [],
      problemCount: 0, others: [], wanted: null, picked: null, failed: '', cluster: null, textBefore: before,
    };
    this.worker = new Worker(new URL('./dump.worker.ts', import.meta.url), { type: 'module' });
    this.worker.addEventListener('message', (event: MessageEvent<FromDumpWorker>) => this.hear(event.data));
    this.worker.addEventListener('error', () => {
      this.progress = { ...this.progress, state: 'stopped' };
      this.set({ failed: 'The reader stopped: the browser may have run out of memory.' });
    });
    this.tell({ type: 'read', count: sources.length, staticPodPath: '' });
    this.handOver(this.worker, sources);
    this.set({});
  }

  /** Gives the worker the files, some in each turn of the page; ends where another dump has taken its place. */
  private handOver(to: Worker, sources: readonly DumpSource[], from = 0): void {
    if (this.worker !== to) return;
    to.postMessage({ type: 'files', sources: sources.slice(from, from + handedOver) } satisfies ToDumpWorker);
    if (from + handedOver < sources.length) setTimeout(() => this.handOver(to, sources, from + handedOver));
  }

  private hear(message: FromDumpWorker): void {
    switch (message.type) {
      case 'progress':
        ({ progress: this.progress } = message);
        if (this.state && this.state.total !== message.progress.total) this.set({ total: message.progress.total });
        for (const listener of this.listeners) listener();
        break;
      case 'view': {
        const { view, problems, problemCount, others } = message;
        this.set({ view, problems, problemCount, others });
        break;
      }
      case 'cluster':
        this.set({ cluster: message.cluster });
        break;
      case 'objects':
        this.objectsWaiting?.(message.objects);
        break;
      case 'rows':
        this.waiting.get(message.id)?.(message.rows);
        this.waiting.delete(message.id);
        break;
      case 'text':
        if (message.id === this.asked && this.state?.wanted !== null && this.state) this.set({ picked: { index: this.state.wanted, row: message.row, text: message.text, path: message.path } });
        break;
      case 'failed':
        if (message.id === this.asked) this.set({ failed: `The object could not be read again: ${message.why}` });
        break;
    }
  }

  ask(change: Partial<DumpQuery>): void {
    if (!this.state) return;
    const query = { ...this.state.query, from: 0, ...change };
    this.set({ query });
    this.tell({ type: 'query', query });
  }

  /** The rows of these numbers: what the picture of the cluster tells of a pod. */
  rowsAt(rows: readonly number[]): Promise<readonly ViewedRow[]> {
    return new Promise((resolve) => {
      const id = ++this.askedRows;
      this.waiting.set(id, resolve);
      this.tell({ type: 'rows', id, rows });
    });
  }

  /** Its objects, where it keeps them. */
  objects(): Promise<readonly ApiObject[]> {
    return new Promise((resolve) => {
      this.objectsWaiting = resolve;
      this.tell({ type: 'objects' });
    });
  }

  pick(index: number): void {
    this.set({ wanted: index, failed: '' });
    this.tell({ type: 'fetch', id: ++this.asked, index });
  }

  stop(): void {
    this.tell({ type: 'stop' });
  }

  /** Forgets the dump. Answers the text that was in the editor before it. */
  close(): string {
    const text = this.state?.textBefore ?? '';
    this.worker?.terminate();
    this.worker = null;
    this.sources = [];
    this.state = null;
    for (const listener of this.listeners) listener();
    return text;
  }
}

const readers = new WeakMap<PageStore, DumpReader>();

/** The page's reader of dumps. */
export function dumpReaderOf(store: PageStore): DumpReader {
  let reader = readers.get(store);
  if (!reader) readers.set(store, (reader = new DumpReader()));
  return reader;
}

export const useDump = (reader: DumpReader): DumpState | null => useSyncExternalStore(reader.subscribe, reader.snapshot);

/** How far its dump is read. */
export const useDumpProgress = (reader: DumpReader): DumpProgress => useSyncExternalStore(reader.subscribe, reader.progressNow);

/** True once `condition` has held for so long, milliseconds: progress is not shown for what is over at once. */
export function useLongEnough(condition: boolean, wait: number): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setLong(true), wait);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [condition, wait]);
  return long && condition;
}
