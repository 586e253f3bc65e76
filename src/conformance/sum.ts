/** The sum of counts of cases. */

/** Passed and total over all rows. */
export function sumOf(rows: readonly { readonly passed: number; readonly total: number }[]): { readonly passed: number; readonly total: number } {
  return rows.reduce((sum, { passed, total }) => ({ passed: sum.passed + passed, total: sum.total + total }), { passed: 0, total: 0 });
}
