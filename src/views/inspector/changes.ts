/**
 * What a step changed, field by field: before and after. Pure. Only what the API server or a node stores is told, not the
 * machinery (clock, timers, memory).
 */
import type { Change, TableName } from '../../simulation/world';
import type { Step } from '../../simulation/step';

export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface ObjectChange {
  readonly table: TableName;
  readonly title: string;
  readonly kind: 'made' | 'changed' | 'gone';
  readonly fields: readonly FieldChange[];
}

const HIDDEN = new Set<TableName>(['timers', 'cluster', 'memory', 'podWorkers', 'events', 'registry']);
/** Fields that change with every write and tell nothing. */
const NOISE = /^(metadata\.(resourceVersion|managedFields|generation)|memory|.*\.(lastTransitionTime|lastHeartbeatTime|lastUpdateTime|lastProbeTime))/;
const MOST_FIELDS = 14;
const MOST_LENGTH = 80;

const NAMES: Readonly<Partial<Record<TableName, string>>> = {
  pods: 'Pod', nodes: 'Node', namespaces: 'Namespace', deployments: 'Deployment', replicaSets: 'ReplicaSet', daemonSets: 'DaemonSet', statefulSets: 'StatefulSet',
  jobs: 'Job', cronJobs: 'CronJob', priorityClasses: 'PriorityClass', leases: 'Lease', podDisruptionBudgets: 'PodDisruptionBudget', others: '',
  machines: 'machine', files: 'file', sandboxes: 'sandbox', containers: 'container', images: 'image',
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function show(value: unknown): string {
  if (value === undefined) return 'unset';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_LENGTH ? `${text.slice(0, MOST_LENGTH - 1)}…` : text;
}

/** The name of an entry of a list: conditions by type, containers by name. */
const entryName = (entry: unknown, i: number): string => {
  if (!isRecord(entry)) return `[${i}]`;
  const name = entry['type'] ?? entry['name'] ?? entry['key'];
  return typeof name === 'string' ? `[${name}]` : `[${i}]`;
};

function entries(value: unknown): Map<string, unknown> {
  if (Array.isArray(value)) return new Map(value.map((entry, i) => [entryName(entry, i), entry]));
  return new Map(Object.entries(isRecord(value) ? value : {}).map(([key, inner]) => [key, inner]));
}

const join = (path: string, key: string): string => (path === '' || key.startsWith('[') ? path + key : `${path}.${key}`);

/** Walks two values side by side and notes where they differ; shared parts are passed over by identity. */
function compare(before: unknown, after: unknown, path: string, found: FieldChange[]): void {
  if (before === after || found.length > MOST_FIELDS || NOISE.test(path)) return;
  const both = isRecord(before) && isRecord(after);
  if (!both) {
    if (show(before) !== show(after)) found.push({ field: path, before: show(before), after: show(after) });
    return;
  }
  const [a, b] = [entries(before), entries(after)];
  for (const key of new Set([...a.keys(), ...b.keys()])) compare(a.get(key), b.get(key), join(path, key), found);
}

function titleOf({ table, key, before, after }: Change): string {
  const row = after ?? before;
  if (table === 'containers' && isRecord(row) && 'name' in row) return `container ${String(row['name'])}`;
  if (table === 'sandboxes' && isRecord(row) && 'pod' in row) return `sandbox of ${String(row['pod'])}`;
  return `${NAMES[table] ?? table} ${key}`.trim();
}

/** What the step changed, one entry an object; several writes of one object are told as one. */
export function changesOf(step: Pick<Step, 'changes'>): ObjectChange[] {
  const first = new Map<string, Change>();
  const last = new Map<string, Change>();
  for (const change of step.changes) {
    if (HIDDEN.has(change.table)) continue;
    const id = `${change.table} ${change.key}`;
    if (!first.has(id)) first.set(id, change);
    last.set(id, change);
  }
  return [...first].flatMap(([id, change]): ObjectChange[] => {
    const end = last.get(id) ?? change;
    const { before } = change;
    const { after } = end;
    if (before === after) return [];
    const kind = before === undefined ? 'made' : after === undefined ? 'gone' : 'changed';
    const fields: FieldChange[] = [];
    if (kind === 'changed') compare(before, after, '', fields);
    return kind === 'changed' && fields.length === 0 ? [] : [{ table: change.table, title: titleOf(end), kind, fields: fields.slice(0, MOST_FIELDS) }];
  });
}
