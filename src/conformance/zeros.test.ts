/**
 * Go leaves zeros out when it writes, and reads what is missing as zero: a case of a table must come out the same with its
 * zeros written and without them. (Only fields that are no pointers in the API; for those absent and zero differ.)
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gaps } from './gaps';
import { checkTable, TABLES, type Table } from './tables';
import type { TableCase } from './table';

/** Whose zeros may come and go, and in which objects they stand. */
const ZEROS: readonly { readonly field: string; readonly zero: unknown; readonly standsWith: string }[] = [
  { field: 'exitCode', zero: 0, standsWith: 'terminated' },
  { field: 'restartCount', zero: 0, standsWith: 'state' },
  { field: 'ready', zero: false, standsWith: 'state' },
  { field: 'value', zero: '', standsWith: 'effect' },
  { field: 'hostIP', zero: '', standsWith: 'containerPort' },
  { field: 'sizeBytes', zero: 0, standsWith: 'names' },
];

type Change = (fields: Record<string, unknown>, parentKey: string) => void;

/** A copy of the case with every object in it changed, but for what it expects. */
function changed(value: unknown, change: Change, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => changed(item, change, key));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    copy[name] = name === 'expected' || name === 'expect' ? field : changed(field, change, name);
  }
  change(copy, key);
  return copy;
}

const belongs = (fields: Record<string, unknown>, parentKey: string, standsWith: string): boolean => standsWith === parentKey || standsWith in fields;

const withoutZeros: Change = (fields, parentKey) => {
  for (const { field, zero, standsWith } of ZEROS) if (fields[field] === zero && belongs(fields, parentKey, standsWith)) delete fields[field];
};
const withZeros: Change = (fields, parentKey) => {
  for (const { field, zero, standsWith } of ZEROS) if (!(field in fields) && belongs(fields, parentKey, standsWith)) fields[field] = zero;
};

describe.each(Object.entries(TABLES))('%s', (name, check) => {
  const table = JSON.parse(readFileSync(path.join(import.meta.dirname, 'tables', name), 'utf8')) as Table;
  it.each<[string, Change]>([['without its zeros', withoutZeros], ['with its zeros written', withZeros]])('comes out the same %s', (_how, change) => {
    const cases = table.cases.map((testCase) => changed(testCase, change) as TableCase);
    const failing = checkTable({ cases }, check).differences.map(({ id }) => id).filter((id) => !(id in gaps));
    expect(failing).toEqual([]);
  });
});
