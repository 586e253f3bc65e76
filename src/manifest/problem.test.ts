import { describe, expect, it } from 'vitest';
import { printedByKubernetes, type Problem } from './problem';

const problem = (more: Partial<Problem>): Problem => ({ line: 1, column: 1, severity: 'error', code: 'yamlSyntax', message: 'Mapping values are not allowed here', ...more });

describe('printedByKubernetes', () => {
  it('is told where it adds something', () => {
    expect(printedByKubernetes(problem({ kubernetes: 'yaml: line 3: did not find expected key' }))).toBe('yaml: line 3: did not find expected key');
  });
  it('is left out where the words are the same', () => {
    expect(printedByKubernetes(problem({}))).toBeUndefined();
    expect(printedByKubernetes(problem({ message: 'key "a" already set in map', kubernetes: 'line 3: key "a" already set in map' }))).toBeUndefined();
    expect(printedByKubernetes(problem({ detail: 'Kubernetes: control characters are not allowed.', kubernetes: 'yaml: control characters are not allowed' }))).toBeUndefined();
  });
});
