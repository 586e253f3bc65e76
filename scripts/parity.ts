/**
 * Writes src/conformance/generated/parity.json: `node scripts/run.mjs scripts/parity.ts`. Runs the tables and the golden
 * traces in this process and collects what the sources say they leave out. Prints the two sums.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { countTables, countTraces, leftOutOf, type Parity } from '../src/conformance/parity';
import { sumOf } from '../src/conformance/sum';
import type { Table } from '../src/conformance/tables';
import { runTrace, type Trace } from '../src/conformance/traceRun';

interface Checker {
  readonly parseLog: (text: string) => readonly unknown[];
  readonly check: (trace: Trace, lines: readonly unknown[]) => { readonly pass: boolean; readonly rule?: string; readonly message?: string };
}

const HOME = path.resolve('src/conformance');
const SOURCES = ['src/kubernetes', 'src/manifest', 'src/simulation'];
const json = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const { check, parseLog } = (await import(pathToFileURL(path.join(HOME, 'traces/check.mjs')).href)) as Checker;

function verdict(file: string): { id: string; family: string; pass: boolean } {
  const trace = json<Trace>(path.join(HOME, 'traces', file));
  const { id, family } = trace;
  try {
    const text = runTrace(trace).map((line) => JSON.stringify(line)).join('\n');
    const { pass, rule = '', message = '' } = check(trace, parseLog(text));
    if (!pass) console.log(`${id}: ${rule} ${message}`);
    return { id, family, pass };
  } catch (error) {
    console.log(`${id}: ${String(error)}`);
    return { id, family, pass: false };
  }
}

const traces = readdirSync(path.join(HOME, 'traces')).filter((name) => name.endsWith('.json') && name !== 'index.json' && name !== 'schema.json').toSorted();
const leftOut = SOURCES.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted().flatMap((name) => {
  if (!name.endsWith('.ts') || name.endsWith('.test.ts')) return [];
  const text = leftOutOf(readFileSync(path.join(folder, name), 'utf8'));
  return text === null ? [] : [{ file: `${folder}/${name}`, text }];
}));

const parity: Parity = {
  kubernetes: '1.36',
  tables: countTables((name) => json<Table>(path.join(HOME, 'tables', name))),
  traces: countTraces(traces.map(verdict)),
  leftOut,
};
mkdirSync(path.join(HOME, 'generated'), { recursive: true });
writeFileSync(path.join(HOME, 'generated/parity.json'), `${JSON.stringify(parity, null, 1)}\n`);
const [ofTables, ofTraces] = [sumOf(parity.tables), sumOf(parity.traces)];
console.log(`tables: ${ofTables.passed}/${ofTables.total}`);
console.log(`traces: ${ofTraces.passed}/${ofTraces.total}`);
