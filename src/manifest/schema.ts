/**
 * Checks an object against the fields of the Kubernetes API: unknown fields and values of the wrong type. Stands for
 * the decoder's part of the API server's answer (sigs.k8s.io/json: strict errors and unmarshal errors), with its words
 * for unknown fields. Values themselves (names, ports, combinations) are judged in kubernetes/validation.ts. The table
 * is generated, see scripts/schema.mjs.
 */
import { schemaKinds, schemaTypes } from './generated/schema';
import { joinField } from './located';
import { excerpt } from './problem';

/** A field of a type, see generated/schema.ts for how its type is written. */
export interface Field {
  readonly type: string;
  readonly required: boolean;
}
export type Fields = ReadonlyMap<string, Field>;

const types: ReadonlyMap<string, Fields> = new Map(Object.entries(schemaTypes).map(([name, line]) => [
  name,
  new Map(line.split(' ').filter((entry) => entry !== '').map((entry) => {
    const [field = '', type = '*'] = entry.split(':');
    const required = field.endsWith('!');
    return [required ? field.slice(0, -1) : field, { type, required }] as const;
  })),
]));

/** The fields of a type of the table, undefined for a list, a map or a plain value. */
export const fieldsOfType = (type: string): Fields | undefined => types.get(type);

/** The type of an apiVersion and kind that the table has. */
export const typeOfKind = (apiVersion: string | undefined, kind: string | undefined): string | undefined =>
  schemaKinds[`${apiVersion ?? ''}/${kind ?? ''}`];

export interface SchemaIssue {
  readonly kind: 'unknownField' | 'wrongType';
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
  /** For an unknown field: the name that was probably meant. */
  readonly suggestion?: string;
  /** For a wrong type: the value that stands there. */
  readonly value?: unknown;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inner = (type: string): string => type.slice(1, -1);
const isList = (type: string): boolean => type.startsWith('[');
const isMapType = (type: string): boolean => type.startsWith('{');

const scalarWords: Readonly<Record<string, string>> = {
  s: 'a text', i: 'a whole number', n: 'a number', b: 'true or false', t: 'a time', q: 'a quantity', o: 'a number or a text',
};

/** A type in words: a text, a list, a map. */
export function typeWords(type: string): string {
  if (isList(type)) return 'a list';
  return scalarWords[type] ?? 'a map';
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'true or false';
  return 'a map';
}

/** Would the decoder take this scalar for this type? Null is always taken: it leaves the field unset. */
function scalarFits(type: string, value: unknown): boolean {
  if (type === 's' || type === 't') return typeof value === 'string';
  if (type === 'i') return typeof value === 'number' && Number.isInteger(value);
  if (type === 'n') return typeof value === 'number';
  if (type === 'b') return typeof value === 'boolean';
  if (type === 'q') return typeof value === 'string' || typeof value === 'number';
  return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
}

/** A struct on the way down, for "this field belongs to". */
interface Level {
  readonly path: string;
  readonly type: string;
}

class Checker {
  readonly issues: SchemaIssue[] = [];

  check(value: unknown, type: string, path: string, above: readonly Level[]): void {
    if (value === null || value === undefined || type === '*') return;
    if (isList(type)) {
      if (!Array.isArray(value)) this.wrong(type, value, path);
      else value.forEach((item, index) => this.check(item, inner(type), joinField(path, index), above));
    } else if (isMapType(type)) {
      if (!isRecord(value)) this.wrong(type, value, path);
      else for (const [key, item] of Object.entries(value)) this.check(item, inner(type), `${path}[${key}]`, above);
    } else if (scalarWords[type] !== undefined) {
      if (!scalarFits(type, value)) this.wrong(type, value, path);
    } else if (!isRecord(value)) this.wrong(type, value, path);
    else this.struct(value, type, path, above);
  }

  private struct(value: Readonly<Record<string, unknown>>, type: string, path: string, above: readonly Level[]): void {
    const fields = types.get(type);
    if (!fields) return;
    const levels = [...above, { path, type }];
    for (const [name, item] of Object.entries(value)) {
      const field = fields.get(name);
      if (field) this.check(item, field.type, joinField(path, name), levels);
      else this.unknown(name, path, levels, fields);
    }
  }

  private wrong(type: string, value: unknown, path: string): void {
    this.issues.push({
      kind: 'wrongType', path, value,
      message: `${excerpt(path, 300)}: ${typeWords(type)} is needed, here stands ${valueWords(value)}`,
      ...optionalHint(typeHint(type, value)),
    });
  }

  private unknown(name: string, path: string, levels: readonly Level[], fields: Fields): void {
    const meant = nearest(name, fields);
    const printed = path === '' ? name : `${asPrinted(path)}.${name}`;
    this.issues.push({
      kind: 'unknownField', path: joinField(path, name), message: `unknown field ${JSON.stringify(excerpt(printed, 300))}`,
      ...(meant === undefined ? optionalHint(belongsElsewhere(name, levels)) : { hint: didYouMean(name, meant), suggestion: meant }),
    });
  }
}

/** A path as sigs.k8s.io/json names it (decode.go:newFieldError): keys behind dots, whatever they are, and only numbers in brackets. */
const asPrinted = (path: string): string => path.replaceAll(/\[(?!\d+\])([^\]]*)\]/g, '.$1').replace(/^\./, '');

const optionalHint = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

function typeHint(type: string, value: unknown): string | undefined {
  if (type === 's' && (typeof value === 'number' || typeof value === 'boolean')) return `Put it in quotes: "${value}".`;
  if (type === 'b' && typeof value === 'string') return /^(?:true|false)$/.test(value) ? 'Write it without quotes.' : 'Write true or false, without quotes.';
  if ((type === 'i' || type === 'n') && typeof value === 'string') return /^-?[\d.]+$/.test(value) ? 'Write it without quotes.' : 'Write it in digits, without quotes.';
  if (isList(type) && typeof value === 'string') return 'Write it as a list: a line with a dash for each item.';
  if (isList(type) && isRecord(value)) return 'Put a dash before the first key of each item.';
  if (!isList(type) && Array.isArray(value)) return 'Write one value: without a dash, without brackets.';
  return undefined;
}

/** The field of the same struct that was probably meant. */
function nearest(name: string, fields: Fields): string | undefined {
  const lower = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.floor(name.length / 3) + 1);
  for (const candidate of fields.keys()) {
    if (candidate.toLowerCase() === lower) return candidate;
    const distance = editDistance(lower, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const didYouMean = (name: string, meant: string): string =>
  `Did you mean ${meant}?${name.toLowerCase() === meant.toLowerCase() ? ' Upper and lower case count.' : ''}`;

/** Says where a field belongs that exists in a map above, or below without a list between. */
function belongsElsewhere(name: string, levels: readonly Level[]): string | undefined {
  for (const level of levels.slice(0, -1).toReversed()) {
    if (types.get(level.type)?.has(name)) return `${name} belongs to ${level.path === '' ? 'the top level' : level.path}: check the indentation.`;
  }
  const here = levels.at(-1);
  const below = here && below3(name, here);
  return below === undefined ? undefined : `${name} belongs to ${below}.`;
}

/** The nearest struct below, at most three steps down, that has the field. */
function below3(name: string, from: Level): string | undefined {
  let level: readonly Level[] = [from];
  for (let step = 0; step < 3; step++) {
    const next: Level[] = [];
    for (const { path, type } of level) {
      for (const [field, { type: fieldType }] of types.get(type) ?? []) {
        const child = types.get(fieldType);
        if (!child || field === 'status' || field === 'metadata') continue;
        const childPath = joinField(path, field);
        if (child.has(name)) return childPath;
        next.push({ path: childPath, type: fieldType });
      }
    }
    level = next;
  }
  return undefined;
}

/** Damerau-Levenshtein distance, given up at `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, (beforePrevious[j - 2] ?? 0) + 1);
      current.push(distance);
    }
    if (Math.min(...current) >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[b.length] ?? limit, limit);
}

/** Everything in `value` that the decoder would refuse or warn of, in the order of the text. `path` stands before each path. */
export function checkType(value: unknown, type: string, path = ''): readonly SchemaIssue[] {
  const checker = new Checker();
  checker.check(value, type, path, []);
  return checker.issues;
}

/**
 * The value as Go would have it after decoding: what does not fit its type is left out, as null is; a required text
 * that is absent is empty. Unknown fields are dropped. So rules that trust the types of objects.ts may read it.
 */
export function conform(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (type === '*') return value;
  if (isList(type)) {
    return Array.isArray(value) ? value.map((item) => conform(item, inner(type)) ?? zero(inner(type))) : undefined;
  }
  if (isMapType(type)) {
    if (!isRecord(value)) return undefined;
    const fitting = Object.entries(value).map(([key, item]) => [key, conform(item, inner(type))] as const);
    return Object.fromEntries(fitting.filter(([, item]) => item !== undefined));
  }
  if (scalarWords[type] !== undefined) return scalarFits(type, value) ? value : undefined;
  return isRecord(value) ? conformStruct(value, type) : undefined;
}

/** The required texts of each type: they are empty where the value lacks them. */
const requiredTexts: ReadonlyMap<string, readonly string[]> = new Map([...types].map(([type, fields]) => [
  type,
  [...fields].flatMap(([name, field]) => (field.required && field.type === 's' ? [name] : [])),
]));

/** Goes by the value's fields: of the dozens that a type has, an object sets a few. */
function conformStruct(value: Readonly<Record<string, unknown>>, type: string): Readonly<Record<string, unknown>> {
  const fields = types.get(type);
  if (!fields) return value;
  const struct: Record<string, unknown> = {};
  for (const name of requiredTexts.get(type) ?? []) struct[name] = '';
  for (const [name, item] of Object.entries(value)) {
    const field = fields.get(name);
    const fitting = field && conform(item, field.type);
    if (fitting !== undefined) struct[name] = fitting;
  }
  return struct;
}

/** Go's zero value for an item of a list that is null or does not fit. */
function zero(type: string): unknown {
  if (type === 's' || type === 't' || type === 'q' || type === 'o') return '';
  if (type === 'i' || type === 'n') return 0;
  if (type === 'b') return false;
  if (isList(type)) return [];
  return types.has(type) ? conformStruct({}, type) : {};
}

/** The kinds that the table has, as `apiVersion/Kind`. */
export const knownKinds: readonly string[] = Object.keys(schemaKinds);
