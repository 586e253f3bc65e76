import { describe, expect, it } from 'vitest';
import { check as critical } from './critical';
import { check as namespaces } from './namespaces';
import { check as staticMirror } from './staticMirror';
import type { TableCase } from './table';
import criticalTable from './tables/critical.json';
import namespacesTable from './tables/namespaces.json';
import staticMirrorTable from './tables/static-mirror.json';

const casesOf = (table: { readonly cases: readonly unknown[] }) => table.cases as readonly (TableCase & { readonly suite: string })[];

describe.each([
  { name: 'namespaces.json', cases: casesOf(namespacesTable), check: namespaces },
  { name: 'static-mirror.json', cases: casesOf(staticMirrorTable), check: staticMirror },
  { name: 'critical.json', cases: casesOf(criticalTable), check: critical },
])('$name', ({ cases, check }) => {
  it.each([...new Set(cases.map(({ suite }) => suite))])('%s', (suite) => {
    const ofSuite = cases.filter((each) => each.suite === suite);
    const failures = ofSuite.map((each) => ({ id: each.id, ...check(each) })).filter(({ pass }) => !pass);
    expect(failures).toEqual([]);
  });
  it('fails a case of no suite, and one whose expectation is another', () => {
    expect(check({ id: 'x', suite: 'no such suite', input: {}, expect: { any: 1 } }).pass).toBe(false);
    const [first] = cases;
    expect(first && check({ ...first, expect: { 'no such field': 1 } }).pass).toBe(false);
  });
});
