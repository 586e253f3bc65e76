/** All tables: the name of the file, and the adapter that checks its cases. */
import { withoutNulls } from '../kubernetes/withoutNulls';
import { check as apiStatus } from './apiStatus';
import { check as conditions } from './conditions';
import { check as critical } from './critical';
import { check as kubectlStatus } from './kubectlStatus';
import { check as namespaces } from './namespaces';
import { check as phase } from './phase';
import { check as podActions } from './podActions';
import { check as qos } from './qos';
import { check as resources } from './resources';
import { check as schedulerFilters } from './schedulerFilters';
import { check as schedulerFiltersMultinode } from './schedulerFiltersMultinode';
import { check as schedulerScores } from './schedulerScores';
import { check as staticMirror } from './staticMirror';
import type { CaseResult, TableCase } from './table';

/** A table as its file holds it. */
export interface Table {
  readonly cases: readonly TableCase[];
}

export type Check = (testCase: TableCase) => CaseResult;

export const TABLES: Readonly<Record<string, Check>> = {
  'namespaces.json': namespaces,
  'static-mirror.json': staticMirror,
  'critical.json': critical,
  'qos.json': qos,
  'resources.json': resources,
  'phase.json': phase,
  'conditions.json': conditions,
  'kubectl-status.json': kubectlStatus,
  'pod-actions.json': podActions,
  'api-status.json': apiStatus,
  'scheduler-filters.json': schedulerFilters,
  'scheduler-filters-multinode.json': schedulerFiltersMultinode,
  'scheduler-scores.json': schedulerScores,
};

export interface Difference {
  readonly id: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** What came of one table. Cases under other gates or settings than the defaults are counted apart. */
export interface TableResult {
  readonly passed: number;
  readonly total: number;
  readonly passedOthers: number;
  readonly totalOthers: number;
  /** Of the cases with the defaults, in the order of the table. */
  readonly differences: readonly Difference[];
}

const isDefault = (testCase: TableCase): boolean => testCase['defaultGates'] !== false && testCase['nonDefaultConfig'] !== true;

/** What a case expects may be null; a node that is null is none. Everywhere else a null is an absent field, as Kubernetes decodes it. */
const NULL_SPEAKS: ReadonlySet<string> = new Set(['expected', 'expect', 'node']);
/** What a case leaves out is empty. */
const EMPTY_CASE = { pod: {}, input: {}, nodes: [], existingPods: [], runtime: {} };

const decoded = (testCase: TableCase): TableCase => {
  const fields = Object.entries(testCase).filter(([key, field]) => field !== null || NULL_SPEAKS.has(key));
  return {
    id: testCase.id,
    ...EMPTY_CASE,
    ...Object.fromEntries(fields.map(([key, field]) => [key, NULL_SPEAKS.has(key) ? field : withoutNulls(field)])),
  };
};

/** An adapter that throws has not found what was expected. */
function checkSafely(check: Check, testCase: TableCase): CaseResult {
  try {
    return check(decoded(testCase));
  } catch (error) {
    return { expected: testCase['expected'] ?? testCase['expect'], found: `threw ${String(error)}`, pass: false };
  }
}

export function checkTable(table: Table, check: Check): TableResult {
  let passed = 0;
  let total = 0;
  let passedOthers = 0;
  let totalOthers = 0;
  const differences: Difference[] = [];
  for (const testCase of table.cases) {
    const { pass, expected, found } = checkSafely(check, testCase);
    if (!isDefault(testCase)) {
      totalOthers++;
      if (pass) passedOthers++;
      continue;
    }
    total++;
    if (pass) passed++;
    else differences.push({ id: testCase.id, expected, found });
  }
  return { passed, total, passedOthers, totalOthers, differences };
}
