/**
 * Checks the tables of facts: `npm run conformance [-- --tables DIR]`. One line a table, the first three differences of
 * one that fails, and last `conformance: PASSED/TOTAL`. Exits with 1 when a case with the default gates fails that
 * could be decided (see gaps.ts), or when none was checked. A table that the folder does not have is named and passed over.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gaps } from '../src/conformance/gaps';
import { checkTable, TABLES, type Difference, type Table, type TableResult } from '../src/conformance/tables';

const SHOWN_DIFFERENCES = 3;

const { values } = parseArgs({ args: process.argv.slice(2), options: { tables: { type: 'string', default: 'src/conformance/tables' } } });
const directory = path.resolve(values.tables);

const lineOf = (name: string, { passed, total, passedOthers, totalOthers }: TableResult): string =>
  `${name} ${passed}/${total}${totalOthers > 0 ? ` (+${totalOthers} non-default, ${passedOthers} pass)` : ''}`;

const show = ({ id, expected, found }: Difference): string =>
  `  ${id}${gaps[id] ? ` (cannot be decided: ${gaps[id]})` : ''}\n    expected ${JSON.stringify(expected)}\n    found    ${JSON.stringify(found)}`;

let passed = 0;
let defects = 0;
let total = 0;
for (const [name, check] of Object.entries(TABLES)) {
  const file = path.join(directory, name);
  if (!existsSync(file)) {
    console.log(`${name} missing`);
    continue;
  }
  const result = checkTable(JSON.parse(readFileSync(file, 'utf8')) as Table, check);
  console.log(lineOf(name, result));
  for (const difference of result.differences.slice(0, SHOWN_DIFFERENCES)) console.log(show(difference));
  passed += result.passed;
  defects += result.differences.filter(({ id }) => !(id in gaps)).length;
  total += result.total;
}
console.log(`conformance: ${passed}/${total}`);
process.exitCode = defects === 0 && total > 0 ? 0 : 1;
