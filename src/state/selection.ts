/** What can be selected, hovered and linked to: one small type, with a text form for the address. */
export type Selection =
  | { readonly kind: 'pod'; readonly id: string }
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'file'; readonly id: string }
  | { readonly kind: 'object'; readonly table: 'deployments' | 'replicaSets' | 'daemonSets' | 'statefulSets' | 'jobs' | 'cronJobs'; readonly id: string }
  | { readonly kind: 'actor'; readonly id: string };

export const sameSelection = (a: Selection | null, b: Selection | null): boolean =>
  a === b || (a !== null && b !== null && formatSelection(a) === formatSelection(b));

/** `pod:kube-system/etcd-cp-1` */
export const formatSelection = (selection: Selection): string =>
  selection.kind === 'object' ? `${selection.table}:${selection.id}` : `${selection.kind}:${selection.id}`;

const TABLES = ['deployments', 'replicaSets', 'daemonSets', 'statefulSets', 'jobs', 'cronJobs'] as const;

/** The selection that a text names, or null for anything else. */
export function parseSelection(text: string): Selection | null {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const id = text.slice(colon + 1);
  if (colon < 1 || id === '') return null;
  if (kind === 'pod' || kind === 'node' || kind === 'file' || kind === 'actor') return { kind, id };
  const table = TABLES.find((name) => name === kind);
  return table ? { kind: 'object', table, id } : null;
}
