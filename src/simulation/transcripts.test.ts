/**
 * Plays every transcript: what it expects happens, time runs both ways, and the same commands give the same run again.
 * Afterwards no rule of the catalogue may be left that neither a transcript meets nor a test names.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../kubernetes/rules/catalogue';
import { digest } from './digest';
import type { Simulation } from './simulation';
import { stepKeys } from './stepKey';
import { playTranscript, type TranscriptProblem } from './transcript';

const SRC = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = fileURLToPath(new URL('transcripts', import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.txt')).sort();

/** As many lines of what happened as help to see where it went another way. */
const SHOWN = 120;

const told = (file: string, { line, command, expected, found }: TranscriptProblem): string =>
  [`${file}:${line}: ${command}`, `  expected: ${expected}`, '  found:', ...found.slice(0, SHOWN).map((each) => `    ${each}`), ...(found.length > SHOWN ? ['    …'] : [])].join('\n');

function expectBothWays(run: Simulation, beginning: string): void {
  run.history.dropTail();
  const end = digest(run.world);
  run.seek(0);
  expect(digest(run.world)).toBe(beginning);
  run.seek(run.history.length);
  expect(digest(run.world)).toBe(end);
}

const met = new Set<string>();

describe.each(files)('%s', (file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');

  it('begins with its title', () => {
    expect(text).toMatch(/^# [A-Z].*\n/);
  });

  it('happens as it is told', () => {
    const { run, problems } = playTranscript(text);
    for (const { rule, also = [] } of run.history.steps) [rule, ...also.map((reason) => reason.rule)].forEach((id) => met.add(id));
    expect(problems.map((problem) => told(file, problem)).join('\n')).toBe('');
    const again = playTranscript(text).run;
    expect(stepKeys(again.history.steps)).toEqual(stepKeys(run.history.steps));
    expect(digest(again.world)).toBe(digest(run.world));
    again.seek(0);
    expectBothWays(run, digest(again.world));
  });
});

it('leaves no rule without a test', () => {
  const tests = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts')).map((name) => readFileSync(path.join(SRC, name), 'utf8')).join('\n');
  expect(Object.keys(rules).filter((id) => !met.has(id) && !tests.includes(`'${id}'`))).toEqual([]);
});
