/**
 * The overview of what is pasted, whoever holds its rows: a worker for a dump, the page for a text. It keeps the
 * flowchart's counts and its chosen kind in step, and opens the overview or the cluster when much was pasted at once.
 */
import { useEffect, useMemo, useRef } from 'react';
import type { ClusterColumns } from '../../manifest/streamCluster';
import type { SortBy, ViewedRow } from '../../manifest/streamQuery';
import type { PasteView } from '../../state/store';
import { usePage, usePageStore } from '../../state/usePage';
import type { OverviewSource } from './overviewWords';
import type { Report } from './report';
import { overviewPods } from './takeFiles';
import type { DumpReader, DumpState } from './useDump';
import { useTextOverview } from './useTextOverview';

export interface PasteOverview {
  /** What is seen: never a view that has nothing to show. */
  readonly view: PasteView;
  /** The views that there are. */
  readonly views: readonly PasteView[];
  readonly source: OverviewSource | null;
  readonly cluster: ClusterColumns | null;
  readonly rowsAt: (rows: readonly number[]) => Promise<readonly ViewedRow[]>;
}

const DUMP_COLUMNS: readonly SortBy[] = ['name', 'startedBy', 'system', 'namespace', 'node', 'controller', 'qos', 'status'];

interface Given {
  readonly dump: DumpState | null;
  readonly reader: DumpReader;
  readonly report: Report | null;
  /** The report is of an earlier text. */
  readonly reading: boolean;
  readonly chosen: number;
  readonly onPick: (index: number) => void;
}

export function useOverview({ dump, reader, report, reading, chosen, onPick }: Given): PasteOverview {
  const store = usePageStore();
  const wantedView = usePage((page) => (page.paste.file ? 'text' : page.paste.view));
  const text = useTextOverview(dump ? null : report);
  const { view: dumpView, query: dumpQuery, wanted, title } = dump ?? {};
  const source = useMemo((): OverviewSource | null => {
    if (dumpView && dumpQuery) return { title: title ?? '', view: dumpView, query: dumpQuery, ask: (change) => reader.ask(change), columns: DUMP_COLUMNS, wanted: wanted ?? null, onPick };
    return text ? { title: 'this text', view: text.view, query: text.query, ask: text.ask, columns: text.columns, wanted: chosen, onPick } : null;
  }, [dumpView, dumpQuery, wanted, title, text, reader, chosen, onPick]);
  const cluster = (dump ? dump.cluster : text?.cluster) ?? null;
  const rowsAt = useMemo(() => (dump || !text ? (rows: readonly number[]) => reader.rowsAt(rows) : text.rowsAt), [dump, text, reader]);

  const rows = source ? source.view.pods + source.view.templates : 0;
  const views: PasteView[] = [];
  if (!dump || dump.wanted !== null) views.push('text');
  if (dump || rows > 1) views.push('overview');
  if (cluster) views.push('cluster');
  const view = views.includes(wantedView) ? wantedView : (views[0] ?? 'text');

  const kinds = source?.view.kinds ?? null;
  useEffect(() => {
    store.getState().setPastedCounts(kinds);
    return () => store.getState().setPastedCounts(null);
  }, [store, kinds]);
  useKindFilter(source);
  const pods = reading || dump ? null : (report?.pods.length ?? 0);
  useOpening(pods, cluster);
  return { view, views, source, cluster, rowsAt };
}

/** The kind that is chosen on the flowchart filters the table too. */
function useKindFilter(source: OverviewSource | null): void {
  const chosen = usePage((page) => page.classFilter);
  const latest = useRef(source);
  useEffect(() => {
    latest.current = source;
  });
  const there = source !== null;
  useEffect(() => {
    const { query, ask } = latest.current ?? {};
    if (!there || !query || !ask || query.kind === chosen || (chosen === null && query.kind === 'undecided')) return;
    ask({ kind: chosen });
  }, [chosen, there]);
}

/** Many pods at once come by pasting, not by typing: then the overview is seen first, and the cluster of a dump with nodes. */
function useOpening(pods: number | null, cluster: ClusterColumns | null): void {
  const store = usePageStore();
  const before = useRef(0);
  useEffect(() => {
    if (pods === null) return;
    const grown = pods - before.current;
    before.current = pods;
    if (pods > overviewPods && grown > overviewPods) store.getState().setPaste({ view: 'overview' });
    else if (pods < 2) store.getState().setPaste({ view: 'text' });
  }, [store, pods]);
  useEffect(() => {
    if (cluster?.described && store.getState().paste.view === 'overview') store.getState().setPaste({ view: 'cluster' });
  }, [store, cluster]);
}
