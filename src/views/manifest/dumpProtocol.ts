/** What the page and the worker that reads dumps tell each other. The rows stay with the worker; the page sees a view. */
import type { ApiObject } from '../../kubernetes/objects';
import type { DumpProblem } from '../../manifest/stream';
import type { ClusterColumns } from '../../manifest/streamCluster';
import type { DumpQuery, DumpView, ViewedRow } from '../../manifest/streamQuery';
import type { DumpRow } from '../../manifest/streamTable';

/** A file with its path as far as the drop tells it: `/manifests/etcd.yaml`. */
export interface DumpSource {
  readonly path: string;
  readonly file: File;
}

/** A dump of at most so many bytes keeps its objects: they may be simulated. */
export const keptBytes = 20_000_000;

export type ToDumpWorker =
  /** Begins a dump of so many files, which follow in several messages: each file that is handed over costs the page time. */
  | { readonly type: 'read'; readonly count: number; readonly staticPodPath: string }
  | { readonly type: 'files'; readonly sources: readonly DumpSource[] }
  | { readonly type: 'stop' }
  | { readonly type: 'query'; readonly query: DumpQuery }
  | { readonly type: 'rows'; readonly id: number; readonly rows: readonly number[] }
  | { readonly type: 'objects' }
  | { readonly type: 'fetch'; readonly id: number; readonly index: number };

export interface DumpProgress {
  /** Bytes of the files, as they are stored; the whole is not known before all files have been handed over. */
  readonly read: number;
  readonly total: number;
  readonly rows: number;
  /** Files that were begun. */
  readonly files: number;
  readonly state: 'reading' | 'done' | 'stopped';
}

export type FromDumpWorker =
  | { readonly type: 'progress'; readonly progress: DumpProgress }
  | { readonly type: 'view'; readonly view: DumpView; readonly query: DumpQuery; readonly problems: readonly DumpProblem[]; readonly problemCount: number; readonly others: readonly (readonly [kind: string, count: number])[] }
  | { readonly type: 'cluster'; readonly cluster: ClusterColumns | null }
  | { readonly type: 'rows'; readonly id: number; readonly rows: readonly ViewedRow[] }
  | { readonly type: 'objects'; readonly objects: readonly ApiObject[] }
  | { readonly type: 'text'; readonly id: number; readonly row: DumpRow; readonly text: string; readonly path: string }
  | { readonly type: 'failed'; readonly id: number; readonly why: string };
