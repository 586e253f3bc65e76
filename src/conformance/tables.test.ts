import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { gaps } from './gaps';
import { checkTable, TABLES, type Table } from './tables';

const directory = fileURLToPath(new URL('tables/', import.meta.url));
const read = (name: string): Table => JSON.parse(readFileSync(`${directory}${name}`, 'utf8')) as Table;

test('every table has an adapter, and every adapter a table', () => {
  expect(readdirSync(directory).toSorted()).toEqual(Object.keys(TABLES).toSorted());
});

describe.each(Object.entries(TABLES))('%s', (name, check) => {
  test('all cases pass that can be decided', () => {
    const result = checkTable(read(name), check);
    expect(result.differences.filter(({ id }) => !(id in gaps))).toEqual([]);
    expect(result.total).toBeGreaterThan(0);
  });
});

describe('the count', () => {
  const table: Table = { cases: [{ id: 'a' }, { id: 'b' }, { id: 'c', defaultGates: false }, { id: 'd', nonDefaultConfig: true }] };

  test('a difference is told with its case', () => {
    const result = checkTable(table, ({ id }) => ({ expected: 'a', found: id, pass: id !== 'b' }));
    expect(result).toEqual({ passed: 1, total: 2, passedOthers: 2, totalOthers: 2, differences: [{ id: 'b', expected: 'a', found: 'b' }] });
  });

  test('a null is an absent field, but for what is expected and for a node', () => {
    const seen: unknown[] = [];
    const cases = [{ id: 'a', pod: { spec: { containers: null } }, node: null, expected: { user: null } }];
    checkTable({ cases }, (testCase) => {
      seen.push(testCase);
      return { expected: null, found: null, pass: true };
    });
    expect(seen).toEqual([expect.objectContaining({ id: 'a', pod: { spec: {} }, node: null, expected: { user: null } })]);
  });

  test.each(Object.keys(TABLES))('a case of %s that leaves everything out is one of nothing, and no accident', (name) => {
    const cases = [{ id: 'bare', function: 'PodRequests', pod: null, input: null, expected: {}, expect: {} }];
    const [difference] = checkTable({ cases }, TABLES[name] ?? (() => ({ expected: null, found: 'no adapter', pass: false }))).differences;
    expect(String(difference?.found)).not.toContain('threw');
  });

  test('an adapter that throws has failed', () => {
    const result = checkTable(table, () => {
      throw new Error('no');
    });
    expect(result).toMatchObject({ passed: 0, passedOthers: 0 });
  });
});
