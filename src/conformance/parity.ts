/**
 * How true the simulation is, as figures: what came of the tables and the golden traces, and what the sources say they leave
 * out. scripts/parity.ts runs everything and writes generated/parity.json; the page reads that file.
 */
import { gaps } from './gaps';
import { checkTable, TABLES, type Table } from './tables';

export interface TableCount {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  /** Cases under other gates or settings than the defaults. */
  readonly passedOthers: number;
  readonly totalOthers: number;
  /** Cases that fail because the table leaves out what a rule would need. */
  readonly undecidable: readonly string[];
}

export interface TraceCount {
  readonly family: string;
  readonly passed: number;
  readonly total: number;
  readonly failing: readonly string[];
}

export interface LeftOut {
  readonly file: string;
  readonly text: string;
}

export interface Parity {
  readonly kubernetes: string;
  readonly tables: readonly TableCount[];
  readonly traces: readonly TraceCount[];
  readonly leftOut: readonly LeftOut[];
}

/** Runs all tables. `read` gives a table by the name of its file. */
export function countTables(read: (name: string) => Table): TableCount[] {
  return Object.entries(TABLES).map(([file, check]) => {
    const { differences, ...counts } = checkTable(read(file), check);
    return { name: file.replace(/\.json$/, ''), ...counts, undecidable: differences.map(({ id }) => id).filter((id) => id in gaps) };
  });
}

/** Sums up verdicts by family, families in the order of their names. */
export function countTraces(verdicts: readonly { readonly id: string; readonly family: string; readonly pass: boolean }[]): TraceCount[] {
  return [...new Set(verdicts.map(({ family }) => family))].toSorted().map((family) => {
    const mine = verdicts.filter((verdict) => verdict.family === family);
    const failing = mine.filter(({ pass }) => !pass).map(({ id }) => id);
    return { family, passed: mine.length - failing.length, total: mine.length, failing };
  });
}

/** What a source file's opening comment says after "Left out:"; null when it says nothing. */
export function leftOutOf(source: string): string | null {
  const [, opening = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(source) ?? [];
  const text = opening.replaceAll(/\s*\n\s*\*?\s?/g, ' ');
  return /Left out: (.+?)\.(?=\s|$)/.exec(text)?.[1] ?? null;
}
