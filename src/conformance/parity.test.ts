import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import report from './generated/parity.json';
import { countTables, countTraces, leftOutOf, type Parity } from './parity';
import { sumOf } from './sum';
import type { Table } from './tables';

const parity: Parity = report;
const directory = (name: string): string => fileURLToPath(new URL(`${name}/`, import.meta.url));
const read = (name: string): Table => JSON.parse(readFileSync(`${directory('tables')}${name}`, 'utf8')) as Table;

test('the report has the numbers that the tables give now: else run scripts/parity.ts', () => {
  expect(parity.tables).toEqual(countTables(read));
});

test('the report counts every trace that there is', () => {
  const traces = readdirSync(directory('traces')).filter((name) => name.endsWith('.json') && name !== 'index.json' && name !== 'schema.json');
  expect(sumOf(parity.traces).total).toBe(traces.length);
  for (const { passed, total, failing } of parity.traces) expect(passed + failing.length).toBe(total);
});

test('traces are summed up by family', () => {
  expect(countTraces([{ id: 'b1', family: 'b', pass: false }, { id: 'a1', family: 'a', pass: true }, { id: 'b2', family: 'b', pass: true }])).toEqual([
    { family: 'a', passed: 1, total: 1, failing: [] },
    { family: 'b', passed: 1, total: 2, failing: ['b1'] },
  ]);
});

test('what a file leaves out stands in its opening comment', () => {
  expect(leftOutOf('/**\n * A thing.\n * Left out: one, and\n * two (K/x.go). More.\n */\nconst a = 1;')).toBe('one, and two (K/x.go)');
  expect(leftOutOf('/** A. Left out: b. */')).toBe('b');
  expect(leftOutOf('/** A thing. */\n/** Left out: later. */')).toBeNull();
});
