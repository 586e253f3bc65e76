/**
 * What the API server stores beside pods that have a node: what a user made, and pods that nobody has placed yet. Objects
 * of kube-system that own others are stage hands and left out; their pods without a node are not. Pure.
 */
import type { ApiObject, Pod } from '../../kubernetes/objects';
import type { Change, TableName } from '../../simulation/world';
import type { World } from '../../simulation/worldState';

export interface StoredObject {
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  /** As a selection's text: `deployments:default/web`. */
  readonly select: string;
  /** A pod that waits for a node. */
  readonly waits: boolean;
}

const OWNERS = { deployments: 'Deployment', replicaSets: 'ReplicaSet', daemonSets: 'DaemonSet', statefulSets: 'StatefulSet', jobs: 'Job', cronJobs: 'CronJob' } as const;
type OwnerTable = keyof typeof OWNERS;
const OWNER_TABLES = Object.keys(OWNERS) as OwnerTable[];
const isOwnerTable = (table: TableName): table is OwnerTable => table in OWNERS;

const ofTheSystem = (key: string): boolean => key.startsWith('kube-system/');

/** Most rows that are ever drawn; what is beyond is counted. */
export const MOST_STORED = 5;

/** How many there are is part of the words for what has a number of replicas. */
function detailOf(object: ApiObject): string {
  const replicas = (object as { readonly spec?: { readonly replicas?: number } }).spec?.replicas;
  return replicas === undefined ? '' : `replicas ${replicas}`;
}

const ownerKeys = (world: World): (readonly [OwnerTable, string])[] =>
  OWNER_TABLES.flatMap((table) => [...world.tables[table].keys()].filter((key) => !ofTheSystem(key)).sort().map((key) => [table, key] as const));

/** Owners first, then pods without a node; at most `most`, and how many more there are. */
export function storedObjects(world: World, most: number): { readonly shown: readonly StoredObject[]; readonly more: number } {
  const name = (key: string): string => key.slice(key.indexOf('/') + 1);
  const owners = ownerKeys(world);
  const waiting = world.indexes.get('podsByNode', '');
  const total = owners.length + waiting.length;
  // The last row gives way to the count of what does not fit.
  const room = total > most ? most - 1 : most;
  const shown: StoredObject[] = [];
  for (const [table, key] of owners.slice(0, room)) {
    const object = world.tables[table].get(key);
    shown.push({ kind: OWNERS[table], name: name(key), detail: object ? detailOf(object) : '', select: `${table}:${key}`, waits: false });
  }
  for (const key of waiting.slice(0, Math.max(0, room - owners.length))) shown.push({ kind: 'Pod', name: name(key), detail: 'no node yet', select: `pod:${key}`, waits: true });
  return { shown, more: total - shown.length };
}

/** Whether the row of a change belongs to the list after it; null when it never does. */
function storedAfter({ table, key, after }: Pick<Change, 'table' | 'key' | 'after'>): { readonly select: string; readonly there: boolean } | null {
  if (isOwnerTable(table)) return ofTheSystem(key) ? null : { select: `${table}:${key}`, there: after !== undefined };
  if (table !== 'pods') return null;
  return { select: `pod:${key}`, there: after !== undefined && !(after as Pod).spec?.nodeName };
}

/** Counts the list over a run: `most` at any time, and whether something that a user made is ever among it. */
export class StoredCount {
  private readonly there: Set<string>;
  most: number;
  hasOwners: boolean;

  constructor(start: World) {
    const owners = ownerKeys(start);
    this.hasOwners = owners.length > 0;
    this.there = new Set([...owners.map(([table, key]) => `${table}:${key}`), ...start.indexes.get('podsByNode', '').map((key) => `pod:${key}`)]);
    this.most = this.there.size;
  }

  follow(change: Pick<Change, 'table' | 'key' | 'after'>): void {
    const now = storedAfter(change);
    if (!now) return;
    if (now.there) this.there.add(now.select);
    else this.there.delete(now.select);
    this.most = Math.max(this.most, this.there.size);
    this.hasOwners ||= now.there && !now.select.startsWith('pod:');
  }
}
