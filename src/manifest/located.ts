/**
 * A parsed value that still knows where it stands in the text. Both readers, YAML and JSON, make these; the plain value
 * hangs on each node, so that nothing has to be converted twice. An alias shares its anchor's node: the tree is a graph
 * without cycles, and `size` and `depth` tell how large it is when written out.
 */

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly depth: number;
}

export interface LocatedEntry {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Located;
}

export interface LocatedMap {
  readonly kind: 'map';
  readonly value: Readonly<Record<string, unknown>>;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly depth: number;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly value: readonly unknown[];
  readonly items: readonly Located[];
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly depth: number;
}

export type Located = LocatedScalar | LocatedMap | LocatedList;

export const locatedScalar = (value: unknown, start: number, end: number): LocatedScalar => ({
  kind: 'scalar', value, start, end, size: 1, depth: 0,
});

/** Sets an own property, also for the name `__proto__`, which a plain assignment would take for the prototype. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

export function locatedMap(entries: ReadonlyMap<string, LocatedEntry>, start: number, end: number): LocatedMap {
  const value: Record<string, unknown> = {};
  let size = 1;
  let depth = 0;
  for (const [key, entry] of entries) {
    setOwn(value, key, entry.value.value);
    size += 1 + entry.value.size;
    depth = Math.max(depth, entry.value.depth);
  }
  return { kind: 'map', value, entries, start, end, size, depth: depth + 1 };
}

export function locatedList(items: readonly Located[], start: number, end: number): LocatedList {
  let size = 1;
  let depth = 0;
  for (const item of items) {
    size += item.size;
    depth = Math.max(depth, item.depth);
  }
  return { kind: 'list', value: items.map((item) => item.value), items, start, end, size, depth: depth + 1 };
}

/**
 * The steps of a field path: `metadata.annotations[kubernetes.io/config.mirror]` is three, `spec.containers[0]` is
 * three. A bracket holds an index or a key, up to the next `]`; an unclosed one is read to the end.
 */
export function fieldSteps(path: string): readonly string[] {
  const steps: string[] = [];
  let at = 0;
  while (at < path.length) {
    const char = path[at];
    if (char === '.') at += 1;
    else if (char === '[') {
      const close = path.indexOf(']', at);
      steps.push(path.slice(at + 1, close === -1 ? path.length : close));
      at = close === -1 ? path.length : close + 1;
    } else {
      const rest = path.slice(at);
      const next = rest.search(/[.[]/);
      steps.push(next === -1 ? rest : rest.slice(0, next));
      at += next === -1 ? rest.length : next;
    }
  }
  return steps;
}

/** One step onto a path: `.name`, or `[name]` when the name is not a plain word, or `[3]` for an index. */
export function joinField(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `${path}[${step}]`;
  return path === '' ? step : `${path}.${step}`;
}

export interface Found {
  /** Where the field's key starts, or the list item, or the value when it has no key. */
  readonly start: number;
  readonly end: number;
  readonly node: Located;
  /** False when the path ends before its last step and this is the nearest ancestor that exists. */
  readonly exact: boolean;
}

/** Follows a field path from `root`; when a step is absent, the nearest existing ancestor answers. */
export function findField(root: Located, path: string): Found {
  let found: Found = { start: root.start, end: root.end, node: root, exact: true };
  for (const step of fieldSteps(path)) {
    const { node } = found;
    if (node.kind === 'map') {
      const entry = node.entries.get(step);
      if (!entry) return { ...found, exact: false };
      found = { start: entry.keyStart, end: Math.max(entry.keyEnd, entry.value.end), node: entry.value, exact: true };
    } else if (node.kind === 'list') {
      const item = /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
      if (!item) return { ...found, exact: false };
      found = { start: item.start, end: item.end, node: item, exact: true };
    } else return { ...found, exact: false };
  }
  return found;
}
