/** The shape of a conformance table's cases and of what an adapter answers for one. */
export interface TableCase {
  readonly id: string;
  readonly [key: string]: unknown;
}

export interface CaseResult {
  readonly expected: unknown;
  readonly found: unknown;
  readonly pass: boolean;
}

export interface Table {
  readonly cases: readonly TableCase[];
}
