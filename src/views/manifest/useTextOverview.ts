/** The overview of a text in the editor: its pods are few, so their table stands in the page and answers at once. */
import { useMemo, useState } from 'react';
import { dumpNodeOf } from '../../manifest/streamNodes';
import { clusterOf, type ClusterColumns } from '../../manifest/streamCluster';
import { DumpAnswers, firstQuery, viewedRow, type DumpQuery, type DumpView, type SortBy, type ViewedRow } from '../../manifest/streamQuery';
import { DumpTable } from '../../manifest/streamTable';
import type { Report } from './report';

export interface TextOverview {
  readonly view: DumpView;
  readonly query: DumpQuery;
  readonly ask: (change: Partial<DumpQuery>) => void;
  readonly columns: readonly SortBy[];
  readonly cluster: ClusterColumns | null;
  readonly rowsAt: (rows: readonly number[]) => Promise<readonly ViewedRow[]>;
}

/** Rows and pods of the report have the same numbers. Null while the text makes neither pods nor a cluster. */
export function useTextOverview(report: Report | null): TextOverview | null {
  const [query, setQuery] = useState(firstQuery);
  const made = useMemo(() => {
    if (!report) return null;
    const table = new DumpTable();
    for (const { row } of report.pods) table.append(row);
    const nodes = report.documents.filter(({ kind }) => kind === 'Node').map(({ object }) => dumpNodeOf({ ...object }));
    const rows = report.pods.map(({ row }) => row);
    const columns: SortBy[] = [
      'name', 'startedBy', 'system', 'namespace', ...(rows.some(({ node }) => node !== '') ? ['node'] as const : []), 'controller', 'qos',
      ...(rows.some(({ status }) => status !== '') ? ['status'] as const : []), 'problems',
    ];
    return { table, answers: new DumpAnswers(table), columns, cluster: clusterOf(table, nodes) };
  }, [report]);
  return useMemo(() => {
    if (!made || (made.table.size === 0 && !made.cluster)) return null;
    const { table, answers, columns, cluster } = made;
    return {
      view: answers.answer(query), query, columns, cluster,
      ask: (change) => setQuery((before) => ({ ...before, from: 0, ...change })),
      rowsAt: (rows) => Promise.resolve(rows.map((row) => viewedRow(table, row))),
    };
  }, [made, query]);
}
