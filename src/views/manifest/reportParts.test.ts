import { describe, expect, it } from 'vitest';
import { manifestExamples } from '../../manifest/examples';
import { reportOn } from './report';
import { joined, partsOf } from './reportParts';

const pod = (i: number): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web-${i}\nspec:\n  containers:\n  - name: web\n    image: nginx\n`;

describe('the parts of a report', () => {
  it.each(manifestExamples.map(({ id, text }) => [id, text] as const))('are the whole of it: %s', (_, text) => {
    const report = reportOn(text);
    expect(joined(partsOf(report))).toEqual(report);
  });

  it('are several for many documents, in their order', () => {
    const report = reportOn(Array.from({ length: 90 }, (_, i) => pod(i)).join('---\n'));
    const parts = partsOf(report);
    expect(parts.map(({ documents, pods }) => [documents.length, pods.length])).toEqual([[20, 20], [20, 20], [20, 20], [20, 20], [10, 10]]);
    expect(parts.map(({ rest }) => rest !== null)).toEqual([false, false, false, false, true]);
    expect(joined(parts.slice(0, 4))).toBeNull();
    expect(joined(parts)).toEqual(report);
  });

  it('are one for a text without documents', () => {
    const report = reportOn('');
    expect(partsOf(report)).toHaveLength(1);
    expect(joined(partsOf(report))).toEqual(report);
  });
});
