import { describe, expect, it } from 'vitest';
import { edgesAlong, taxonomyClasses, taxonomyEdges, taxonomyNodes } from './taxonomy';

describe('the flowchart', () => {
  it('has eight nodes of five classes', () => {
    expect(taxonomyNodes.map(({ id }) => id).join('')).toBe('ABCDEFGH');
    const classes = new Set<string>(taxonomyClasses.map(({ id }) => id));
    expect(taxonomyNodes.every((node) => classes.has(node.class))).toBe(true);
  });
  it('joins nodes that exist, by edges that are named after them', () => {
    const ids = new Set<string>(taxonomyNodes.map(({ id }) => id));
    expect(taxonomyEdges.every(({ id, from, to }) => ids.has(from) && ids.has(to) && id === `${from}-${to}`)).toBe(true);
  });
  it('dots membership in kube-system only', () => {
    expect(taxonomyEdges.filter(({ style }) => style === 'dotted').map(({ id }) => id)).toEqual(['E-H', 'G-H']);
    expect(taxonomyNodes.find(({ id }) => id === 'H')?.label).toBe('in namespace kube-system');
  });
  it('keeps bold words within their label', () => {
    expect(taxonomyNodes.every(({ label, bold }) => bold === undefined || label.includes(bold))).toBe(true);
  });
  it('knows the edges along a path', () => {
    expect(edgesAlong(['A', 'C', 'E', 'H'])).toEqual(['A-C', 'C-E', 'E-H']);
    expect(edgesAlong(['A', 'D'])).toEqual([]);
  });
});
