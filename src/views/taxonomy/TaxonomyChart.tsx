/**
 * The chart of kinds, drawn by Mermaid once for each form and kept up to date by classes. Nodes and lines are buttons:
 * one stop for Tab, arrows inside, Enter or Space to choose. While Mermaid is on its way, or where it cannot be
 * fetched, the list below the chart says the same.
 */
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { taxonomyEdges, taxonomyNodes, type TaxonomyEdgeId, type TaxonomyNodeId } from '../../kubernetes/taxonomy';
import { ErrorNote } from '../shared/ErrorNote';
import type { ChartForm } from './chart';
import { isChartKey, nextStop, stopsOf, type ChartStop } from './chartKeys';
import type { ChartModel } from './chartModel';
import { KindList } from './KindList';
import { decorate, showModel, type ChartDrawing } from './drawing';
import { drawChart } from './mermaid';
import './taxonomy.css';

export interface TaxonomyChartProps {
  readonly form: ChartForm;
  readonly model: ChartModel;
  readonly onNode: (id: TaxonomyNodeId) => void;
  readonly onEdge: (id: TaxonomyEdgeId) => void;
}

function stopElement(drawing: ChartDrawing, stop: ChartStop): SVGGElement | undefined {
  const node = taxonomyNodes.find((each) => each.id === stop);
  if (node) return drawing.nodes.get(node.id)?.group;
  const edge = taxonomyEdges.find((each) => each.id === stop);
  return edge && drawing.edges.get(edge.id);
}

function stopAt(target: EventTarget | null): ChartStop | undefined {
  const element = target instanceof Element ? target.closest<SVGGElement>('[data-node], [data-edge]') : null;
  const name = element?.dataset['node'] ?? element?.dataset['edge'];
  return stopsOf('full').find((stop) => stop === name);
}

function litStops(model: ChartModel): ReadonlySet<ChartStop> {
  const lit = new Set<ChartStop>();
  for (const node of taxonomyNodes) if (model.nodes[node.id].light === 'lit') lit.add(node.id);
  for (const edge of taxonomyEdges) if (model.edges[edge.id].light === 'lit') lit.add(edge.id);
  return lit;
}

/** Makes `stop` the one that Tab comes to. */
function setTabStop(drawing: ChartDrawing, stop: ChartStop): void {
  for (const each of stopsOf(drawing.form)) stopElement(drawing, each)?.setAttribute('tabindex', each === stop ? '0' : '-1');
}

/** The chart. It fills the width of its place up to a fifth more than its natural size. */
export function TaxonomyChart({ form, model, onNode, onEdge }: TaxonomyChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<ChartDrawing | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const name = useId().replaceAll(/\W/g, '');
  const lit = useMemo(() => litStops(model), [model]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let wanted = true;
    const fontFamily = getComputedStyle(element).fontFamily;
    const draw = async (): Promise<void> => {
      try {
        const svg = await drawChart(form, fontFamily);
        if (!wanted) return;
        const made = decorate(svg, form, name, fontFamily);
        setTabStop(made, 'A');
        setFailure(null);
        setDrawing(made);
      } catch (error) {
        if (wanted) setFailure(error instanceof Error ? error.message : 'unknown');
      }
    };
    void draw();
    return () => { wanted = false; };
  }, [form, name]);

  useEffect(() => {
    const element = place.current;
    if (element === null || drawing === null) return;
    showModel(drawing, model);
    if (drawing.svg.parentNode !== element) element.replaceChildren(drawing.svg);
  }, [drawing, model]);

  useEffect(() => {
    const svg = drawing?.svg;
    if (!svg) return undefined;
    const choose = (stop: ChartStop): void => {
      const node = taxonomyNodes.find((each) => each.id === stop);
      if (node) onNode(node.id);
      const edge = taxonomyEdges.find((each) => each.id === stop);
      if (edge) onEdge(edge.id);
    };
    const onClick = (event: MouseEvent): void => {
      const stop = stopAt(event.target);
      if (stop !== undefined) choose(stop);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const stop = stopAt(event.target);
      if (stop === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' || event.key === ' ') choose(stop);
      else if (isChartKey(event.key)) {
        const next = nextStop(stop, event.key, drawing.form, lit);
        setTabStop(drawing, next);
        stopElement(drawing, next)?.focus();
      } else return;
      // Inside the chart these keys are the chart's, not the timeline's.
      event.preventDefault();
      event.stopPropagation();
    };
    svg.addEventListener('click', onClick);
    svg.addEventListener('keydown', onKeyDown);
    return () => {
      svg.removeEventListener('click', onClick);
      svg.removeEventListener('keydown', onKeyDown);
    };
  }, [drawing, lit, onNode, onEdge]);

  return (
    <>
      <div ref={place} aria-busy={drawing === null && failure === null} className={failure === null ? 'min-h-[200px]' : undefined} />
      {failure === null ? null : <ErrorNote message={failure}>The chart could not be drawn. The list says the same.</ErrorNote>}
      <KindList model={model} visible={failure !== null} />
    </>
  );
}
