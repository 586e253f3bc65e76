import { describe, expect, it } from 'vitest';
import { manifestExamples } from '../../manifest/examples';
import { reportOn } from './report';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: hello\n  namespace: kube-system\nspec:\n  containers:\n  - name: web\n    image: nginx\n';

describe('reportOn', () => {
  it('is plain data: a worker can hand it over', () => {
    for (const { text } of manifestExamples) {
      const report = reportOn(text);
      expect(structuredClone(report)).toEqual(report);
    }
  });

  it('says of a lone Pod that the text cannot decide, and what would', () => {
    const [pod] = reportOn(POD).pods;
    expect(pod).toMatchObject({ title: 'Pod hello', document: 0, startedBy: { kind: 'undecided' }, confidence: { startedBy: 'undecidable' } });
    expect(pod?.settle.length).toBeGreaterThan(0);
  });

  it('decides by the place where the text is put', () => {
    const [pod] = reportOn(POD, { origin: 'file', path: '/etc/kubernetes/manifests/hello.yaml', nodeName: 'cp-1' }).pods;
    expect(pod).toMatchObject({ startedBy: { kind: 'static' }, confidence: { startedBy: 'certain' } });
  });

  it('gives each piece of evidence its letter, and the lines on which it stands', () => {
    const lines = POD.split('\n');
    const evidence = reportOn(POD).pods.flatMap((pod) => pod.evidence);
    expect(evidence.map(({ letter }) => letter)).toEqual('abcdefghij'.split('').slice(0, evidence.length));
    const placed = evidence.filter((one) => one.lines !== null);
    expect(placed.length).toBeGreaterThan(0);
    for (const { field, lines: at } of placed) {
      const name = field.split('.').at(-1)?.replace(/\[.*$/, '') ?? '';
      expect(lines.slice((at?.[0] ?? 1) - 1, at?.[1]).join('\n')).toContain(`${name}:`);
    }
  });

  it('points into the document that it speaks of', () => {
    const report = reportOn(`kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: first\n---\n${POD}`);
    expect(report.documents.map(({ kind, name, startLine, makesPods }) => [kind, name, startLine, makesPods])).toEqual([['ConfigMap', 'first', 1, false], ['Pod', 'hello', 6, true]]);
    expect(report.pods[0]?.document).toBe(1);
    for (const { lines } of report.pods[0]?.evidence ?? []) if (lines) expect(lines[0]).toBeGreaterThanOrEqual(6);
  });

  it('calls a pod by what makes it', () => {
    const titles = manifestExamples.flatMap(({ text }) => reportOn(text).pods.map(({ title }) => title));
    expect(titles).toContain('Deployment shop');
    expect(titles).toContain('Pod hello');
    for (const title of titles) expect(title).toMatch(/^[A-Z]\w+ \S/);
  });

  it('keeps the problems with their lines, and reads the rest', () => {
    const report = reportOn(`${POD}---\nmetadata:\n\tname: tabbed\n`);
    expect(report.pods).toHaveLength(1);
    expect(report.problems.some(({ line, severity }) => line === 12 && severity === 'error')).toBe(true);
  });

  it('of nothing says nothing', () => {
    expect(reportOn('')).toMatchObject({ documents: [], pods: [] });
    expect(reportOn('just words').pods).toEqual([]);
  });
});
