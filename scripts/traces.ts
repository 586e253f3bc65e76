/**
 * Runs the golden traces: `npm run traces [-- DIR] [--logs OUT]`. Each trace's cluster and inputs run in the simulation,
 * the log goes to OUT/<id>.jsonl and to DIR's own checker. One line for each failing trace with its first unmet rule,
 * and last `traces: PASSED/TOTAL`. Exits with 1 when one fails.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTrace, type Trace } from '../src/conformance/traceRun';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { logs: { type: 'string' }, only: { type: 'string' } },
});
const directory = path.resolve(positionals[0] ?? 'src/conformance/traces');
const logs = values.logs ? path.resolve(values.logs) : mkdtempSync(path.join(tmpdir(), 'podarium-traces-'));
mkdirSync(logs, { recursive: true });

const files = readdirSync(directory).filter((name) => name.endsWith('.json') && !['index.json', 'schema.json'].includes(name)).sort();
const traces = files.map((name) => ({ name, trace: JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as Trace })).filter(({ trace }) => !values.only || new RegExp(values.only).test(trace.id));
const checker = [path.join(directory, 'check.mjs'), path.resolve('src/conformance/traces/check.mjs')].find((file) => existsSync(file)) ?? '';

/** The checker's verdict: null when it passes, else the first unmet rule. */
const check = (traceFile: string, log: string): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(process.execPath, [checker, traceFile, log], (error, stdout, stderr) => resolve(error ? `${stdout}${stderr}`.trim().split('\n').slice(0, 4).join(' ') : null));
  });

const failures: string[] = [];
for (const { name, trace } of traces) {
  const log = path.join(logs, `${trace.id}.jsonl`);
  try {
    writeFileSync(log, runTrace(trace).map((line) => JSON.stringify(line)).join('\n'));
  } catch (error) {
    failures.push(`${trace.id}: ${String(error)}`);
    continue;
  }
  const unmet = await check(path.join(directory, name), log);
  if (unmet !== null) failures.push(`${trace.id}: ${unmet}`);
}
for (const failure of failures) console.log(failure);
console.log(`traces: ${traces.length - failures.length}/${traces.length}`);
process.exitCode = failures.length === 0 && traces.length > 0 ? 0 : 1;
