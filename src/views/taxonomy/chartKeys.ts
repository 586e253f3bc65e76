/**
 * Moving in the chart by keyboard: rows of nodes and rows of lines, from Pod downward. Up and down follow the lines,
 * left and right stay in the row. Pure: names of nodes and lines in, the next one out.
 */
import type { TaxonomyEdgeId, TaxonomyNodeId } from '../../kubernetes/taxonomy';
import { edgesOf, nodesOf, type ChartForm } from './chart';

/** A node or a line of the chart. */
export type ChartStop = TaxonomyNodeId | TaxonomyEdgeId;
export type ChartKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

const chartKeys: readonly string[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];
export const isChartKey = (key: string): key is ChartKey => chartKeys.includes(key);

/** As they stand on the screen, from left to right and from top to bottom. */
const rows: readonly (readonly ChartStop[])[] = [
  ['A'], ['A-B', 'A-C'], ['B', 'C'], ['B-F', 'B-G', 'C-E', 'C-D'], ['F', 'G', 'E', 'D'], ['G-H', 'E-H'], ['H'],
];

/** All stops of a form, in reading order. */
export function stopsOf(form: ChartForm): readonly ChartStop[] {
  const drawn = new Set<ChartStop>([...nodesOf(form).map((node) => node.id), ...edgesOf(form).map((edge) => edge.id)]);
  return rows.flat().filter((stop) => drawn.has(stop));
}

/** Where a key leads from a stop; the stop itself at an edge of the chart. Of two ways, those in `lit` come first. */
export function nextStop(from: ChartStop, key: ChartKey, form: ChartForm, lit: ReadonlySet<ChartStop>): ChartStop {
  const stops = stopsOf(form);
  const choose = (candidates: readonly ChartStop[]): ChartStop => candidates.find((stop) => lit.has(stop)) ?? candidates[0] ?? from;
  if (key === 'Home') return stops[0] ?? from;
  if (key === 'End') return stops.at(-1) ?? from;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const row = (rows.find((each) => each.includes(from)) ?? []).filter((stop) => stops.includes(stop));
    return row[row.indexOf(from) + (key === 'ArrowRight' ? 1 : -1)] ?? from;
  }
  const down = key === 'ArrowDown';
  const line = edgesOf(form).find((edge) => edge.id === from);
  if (line !== undefined) return down ? line.to : line.from;
  return choose(edgesOf(form).filter((edge) => (down ? edge.from : edge.to) === from).map((edge) => edge.id));
}
