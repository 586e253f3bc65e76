/** A fingerprint of a whole World: equal exactly when all rows are. For tests and random runs; costs time with its size. */
import { fnv1a } from '../lib/prng';
import { TABLES } from './world';
import type { World } from './worldState';

/** Rows of all tables, in the order of their keys, as one number in hexadecimal. */
export function digest(world: World): string {
  let hash = 0x811c9dc5;
  for (const table of TABLES) {
    const rows = world.tables[table] as ReadonlyMap<string, unknown>;
    for (const key of [...rows.keys()].sort()) hash = fnv1a(`${table} ${key} ${canonical(rows.get(key))}`, hash);
  }
  return hash.toString(16);
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
