import { describe, expect, it } from 'vitest';
import { taxonomyEdges, taxonomyNodes } from '../../kubernetes/taxonomy';
import { chartForm, chartModel, type ChartPath, type Light } from './chartModel';

const etcd: ChartPath = { settled: ['A', 'C', 'E', 'H'], open: [['A', 'C', 'E', 'H']] };
const lonePod: ChartPath = { settled: ['A'], open: [['A', 'B', 'F'], ['A', 'C', 'D']] };
const staticUnsure: ChartPath = { settled: ['A', 'C'], open: [['A', 'C', 'D'], ['A', 'C', 'E', 'H']] };

/** The ids with a light, nodes first: 'A C A-C'. */
function withLight(path: ChartPath | null, light: Light): string {
  const model = chartModel({}, path, null);
  return [
    ...taxonomyNodes.filter(({ id }) => model.nodes[id].light === light),
    ...taxonomyEdges.filter(({ id }) => model.edges[id].light === light),
  ].map(({ id }) => id).join(' ');
}

describe('chartModel', () => {
  it('lights the settled path and leaves the rest off', () => {
    expect(withLight(etcd, 'lit')).toBe('A C E H A-C C-E E-H');
    expect(withLight(etcd, 'off')).toBe('B D F G A-B B-F B-G C-D G-H');
    expect(withLight(etcd, 'open')).toBe('');
  });

  it('draws every way as open while nothing is settled', () => {
    expect(withLight(lonePod, 'open')).toBe('A B C D F A-B A-C B-F C-D');
    expect(withLight(lonePod, 'lit')).toBe('');
  });

  it('tells the settled part of a path from the open part', () => {
    expect(withLight(staticUnsure, 'lit')).toBe('A C A-C');
    expect(withLight(staticUnsure, 'open')).toBe('D E H C-D C-E E-H');
  });

  it('lights nothing without a path, nor for what is no pod', () => {
    expect(withLight(null, 'plain').split(' ')).toHaveLength(16);
    expect(withLight({ settled: [], open: [] }, 'plain').split(' ')).toHaveLength(16);
  });

  it('goes downward from Pod, one line after another', () => {
    const { nodes, edges } = chartModel({}, etcd, null);
    expect([nodes.A.order, edges['A-C'].order, nodes.C.order, edges['C-E'].order, nodes.E.order, edges['E-H'].order, nodes.H.order])
      .toEqual([0, 1, 1, 2, 2, 3, 3]);
  });

  it('names nodes and lines with their counts', () => {
    const { nodes, edges } = chartModel({ C: 4, E: 1, F: 139_784 }, etcd, 'C');
    expect(nodes.C.label).toBe('Static, 4 pods, on the path');
    expect(nodes.E.label).toBe('Static System, 1 pod, on the path');
    expect(nodes.F.label).toBe('Workload Non-System, 139,784 pods');
    expect(edges['C-E'].label).toBe('Line from Static to Static System: on each control plane node, on the path');
    expect([nodes.C.selected, nodes.E.selected]).toEqual([true, false]);
  });
});

describe('chartForm', () => {
  it('is full where there is room', () => {
    expect(chartForm(false, etcd, 'F')).toBe('full');
  });

  it('folds to the branch of the chosen class before that of the path', () => {
    expect(chartForm(true, etcd, null)).toBe('static');
    expect(chartForm(true, etcd, 'G')).toBe('workload');
    expect(chartForm(true, null, 'C')).toBe('static');
  });

  it('folds neither branch while both are possible or none is asked for', () => {
    expect(chartForm(true, lonePod, null)).toBe('compact');
    expect(chartForm(true, null, null)).toBe('compact');
    expect(chartForm(true, null, 'H')).toBe('compact');
  });
});
