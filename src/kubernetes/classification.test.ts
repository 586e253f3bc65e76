import { describe, expect, it } from 'vitest';
import { commonNodes, evidenceWhen, openPaths } from './classification';

const paths = (...args: Parameters<typeof openPaths>): readonly string[] => openPaths(...args).map((path) => path.join(''));

describe('openPaths', () => {
  it('is one path when both questions are settled', () => {
    expect(paths('static', 'system', true)).toEqual(['ACEH']);
    expect(paths('mirror', 'system', false)).toEqual(['ACE']);
    expect(paths('workload', 'non-system', false)).toEqual(['ABF']);
  });
  it('is several while one is open', () => {
    expect(paths('workload', 'unsure', true)).toEqual(['ABF', 'ABGH']);
    expect(paths('unknown', 'system', true)).toEqual(['ABGH', 'ACEH']);
    expect(paths('unknown', 'unsure', false)).toEqual(['ABF', 'ABG', 'ACD', 'ACE']);
  });
});

describe('commonNodes', () => {
  it('is what every path has', () => {
    expect(commonNodes(openPaths('unknown', 'system', true)).join('')).toBe('AH');
    expect(commonNodes(openPaths('workload', 'unsure', false)).join('')).toBe('AB');
    expect(commonNodes([])).toEqual([]);
  });
});

describe('evidenceWhen', () => {
  it('is there or not', () => {
    const evidence = { because: 'x', field: '', verdict: 'leans', about: 'role', source: 's' } as const;
    expect(evidenceWhen('', () => evidence)).toEqual([]);
    expect(evidenceWhen('a', () => evidence)).toEqual([evidence]);
  });
});
