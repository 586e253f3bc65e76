/**
 * A dump as a cluster: its nodes, and on each its pods in the order in which they are drawn, as columns that a worker can
 * hand over. The pods' texts stay where they are; a pod is the number of its row.
 */
import { nodeByName, type DumpNode } from './streamNodes';
import { dumpClassOf, type DumpClass } from './streamQuery';
import type { DumpTable } from './streamTable';

export interface ClusterColumns {
  /** Control planes first, then by zone and name. */
  readonly nodes: readonly DumpNode[];
  /** The pods of node `i` stand from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** The table's row of each pod. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Who starts it and its role, see {@link cellOf}. */
  readonly cells: Uint8Array<ArrayBuffer>;
  readonly counts: Readonly<Record<DumpClass, number>>;
  /** Live pods without a node. */
  readonly unplaced: number;
  /** Names of nodes come from Node objects, not from pods alone. */
  readonly described: boolean;
}

export type CellOrigin = 'static' | 'workload' | 'open';
export type CellRole = 'system' | 'nonSystem' | 'open';
const origins: readonly CellOrigin[] = ['static', 'workload', 'open'];
const roles: readonly CellRole[] = ['system', 'open', 'nonSystem'];

/** The two halves of a cell. */
export const cellOf = (code: number): { readonly origin: CellOrigin; readonly role: CellRole } =>
  ({ origin: origins[Math.floor(code / 3)] ?? 'open', role: roles[code % 3] ?? 'open' });

/** Cells with a smaller number are drawn first: system before others, static before workloads. */
const rankOf = (code: number): number => (code % 3) * 3 + Math.floor(code / 3);

function codeOf(table: DumpTable, row: number): number {
  const origin = table.originOf(row);
  const system = table.systemOf(row);
  const from = origin === 'static' || origin === 'mirror' ? 0 : origin === 'workload' || origin === 'bare' ? 1 : 2;
  return 3 * from + (system === 'system' ? 0 : system === 'unsure' ? 1 : 2);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** "node-10" stands behind "node-9". */
const spread = (name: string): string => name.replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'));

/** The nodes of the dump, and those that only pods name. A node that runs a static system pod is a control plane by sight. */
function nodesOf(table: DumpTable, described: readonly DumpNode[], onNode: ReadonlyMap<number, number[]>): Map<string, DumpNode> {
  const nodes = new Map<string, DumpNode>();
  for (const node of described) if (node.name !== '') nodes.set(node.name, node);
  for (const rows of onNode.values()) {
    const [first] = rows;
    if (first === undefined) continue;
    const name = table.textOf('node', first);
    const known = nodes.get(name);
    if (known && known.status !== '') continue;
    const runsApiServer = rows.some((row) => table.textOf('name', row).startsWith('kube-apiserver-') && dumpClassOf(table, row) === 'staticSystem');
    nodes.set(name, { ...(known ?? nodeByName(name)), controlPlane: runsApiServer });
  }
  return nodes;
}

/** The cluster of a table's live pods; null when neither pods nor objects name a node. */
export function clusterOf(table: DumpTable, described: readonly DumpNode[]): ClusterColumns | null {
  const onNode = new Map<number, number[]>();
  const counts: Record<DumpClass, number> = { staticSystem: 0, staticNonSystem: 0, workloadSystem: 0, workloadNonSystem: 0, undecided: 0 };
  let unplaced = 0;
  let placed = 0;
  for (let row = 0; row < table.size; row++) {
    if (table.textOf('kind', row) !== 'Pod') continue;
    const id = table.textIdOf('node', row);
    if (id === 0) {
      // A manifest without a status is no pod that waits for a node.
      if (table.textOf('status', row) !== '') unplaced += 1;
      continue;
    }
    const rows = onNode.get(id);
    if (rows) rows.push(row);
    else onNode.set(id, [row]);
    counts[dumpClassOf(table, row)] += 1;
    placed += 1;
  }
  const found = nodesOf(table, described, onNode);
  if (found.size === 0) return null;
  const keys = new Map([...found.keys()].map((name) => [name, spread(name)] as const));
  const nodes = [...found.values()].sort((a, b) =>
    Number(b.controlPlane) - Number(a.controlPlane) || compare(spread(a.zone), spread(b.zone)) || compare(keys.get(a.name) ?? '', keys.get(b.name) ?? ''));
  const byName = new Map([...onNode.values()].map((rows) => [table.textOf('node', rows[0] ?? 0), rows] as const));
  const starts = new Uint32Array(nodes.length + 1);
  const rows = new Uint32Array(placed);
  const cells = new Uint8Array(placed);
  let at = 0;
  nodes.forEach(({ name }, i) => {
    starts[i] = at;
    const own = (byName.get(name) ?? []).map((row) => ({ row, code: codeOf(table, row) })).sort((a, b) => rankOf(a.code) - rankOf(b.code) || a.row - b.row);
    for (const { row, code } of own) {
      rows[at] = row;
      cells[at] = code;
      at += 1;
    }
  });
  starts[nodes.length] = at;
  return { nodes, starts, rows, cells, counts, unplaced, described: described.length > 0 };
}
