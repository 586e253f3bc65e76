import { describe, expect, it } from 'vitest';
import { taxonomyEdges, taxonomyNodes } from '../../kubernetes/taxonomy';
import { breakLabel, chartSource, countText, edgesOf, labelLines, nodesOf, originalSource, repairedSource, type ChartForm } from './chart';

const forms: readonly ChartForm[] = ['full', 'compact', 'workload', 'static'];

/** The lines that join two nodes, as 'A-B', whichever way round a headless line is written. */
function joined(source: string): readonly string[] {
  return Array.from(source.matchAll(/^([A-H]) (?:-->|<-\.-|-\.->) ?(?:\|[^|]*\|)? ?([A-H])$/gm), ([, from = '', to = '']) => `${from}-${to}`).sort();
}

const classesOf = (source: string): readonly string[] =>
  Array.from(source.matchAll(/^([A-H])[[(].*:::(\w+)$/gm), ([, id = '', kind = '']) => `${id} ${kind}`).sort();

describe('chart sources', () => {
  it('say what the taxonomy says: original, repaired and drawn', () => {
    const edges = taxonomyEdges.map((edge) => `${edge.from}-${edge.to}`).sort();
    const classes = taxonomyNodes.map((node) => `${node.id} ${node.class}`).sort();
    for (const source of [originalSource, repairedSource(), chartSource('full'), chartSource('compact')]) {
      expect(joined(source)).toEqual(edges);
      expect(classesOf(source)).toEqual(classes);
    }
  });

  it('repair the three places of the original, and only those', () => {
    const repaired = repairedSource();
    expect(repaired).toContain('H(("`in namespace **kube-system**`")):::class_sys');
    expect(repaired).toContain('B["`**Workload**`"]:::class_nonstat');
    expect(repaired).toContain('E -.-> H');
    expect(repaired).toContain('G -.-> H');
    expect(originalSource).toContain('E <-.- H');
  });

  it('declare H first, so that the branches do not cross', () => {
    for (const form of forms) expect(nodesOf(form)[0]?.id).toBe('H');
  });

  it('fold the branch that is not taken to its head', () => {
    const ids = (form: ChartForm): string => nodesOf(form).map((node) => node.id).sort().join('');
    expect(ids('static')).toBe('ABCDEH');
    expect(ids('workload')).toBe('ABCFGH');
    expect(edgesOf('static').map((edge) => edge.id).sort()).toEqual(['A-B', 'A-C', 'C-D', 'C-E', 'E-H']);
  });
});

describe('labels', () => {
  it('break where the longest line is shortest', () => {
    expect(breakLabel('/etc/kubernetes/manifests/', 2)).toEqual(['/etc/kubernetes/', 'manifests/']);
    expect(breakLabel('on each control plane node', 2)).toEqual(['on each control', 'plane node']);
    expect(breakLabel('on each control plane node', 3)).toEqual(['on each', 'control', 'plane node']);
    expect(breakLabel('CoreDNS', 3)).toEqual(['CoreDNS']);
  });

  it('print bold what the taxonomy has in bold', () => {
    const [namespace] = nodesOf('full');
    expect(namespace && labelLines(namespace, 'full')).toEqual([[{ text: 'in namespace', bold: false }], [{ text: 'kube-system', bold: true }]]);
    expect(namespace && labelLines(namespace, 'static')).toEqual([[{ text: 'in ', bold: false }, { text: 'kube-system', bold: true }]]);
  });

  it('count pods in words, and in figures alone where words do not fit', () => {
    expect([countText(0, 'full'), countText(1, 'full'), countText(999, 'full')]).toEqual(['0 pods', '1 pod', '999 pods']);
    expect([countText(139_784, 'full'), countText(4, 'compact')]).toEqual(['139,784', '4']);
  });
});
