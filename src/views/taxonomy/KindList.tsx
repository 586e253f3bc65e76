/** The chart as a list, in the same order, with the same counts: for screen readers, and for everybody when the chart cannot be drawn. */
import type { ReactNode } from 'react';
import { taxonomyEdges, type TaxonomyNodeId } from '../../kubernetes/taxonomy';
import type { ChartModel } from './chartModel';

/** From left to right as drawn. */
const order: readonly TaxonomyNodeId[] = ['A', 'B', 'C', 'F', 'G', 'E', 'D'];

function Kind({ id, model }: { readonly id: TaxonomyNodeId; readonly model: ChartModel }): ReactNode {
  const out = taxonomyEdges.filter((edge) => edge.from === id);
  const kinds = out.filter((edge) => edge.style === 'solid').map((edge) => edge.to);
  const member = out.some((edge) => edge.style === 'dotted') ? ', normally in namespace kube-system' : '';
  return (
    <li>
      {model.nodes[id].label}{member}
      {kinds.length === 0 ? null : (
        <ul className="list-disc pl-5">
          {order.filter((each) => kinds.includes(each)).map((each) => <Kind key={each} id={each} model={model} />)}
        </ul>
      )}
    </li>
  );
}

/** The list; unseen unless `visible`. */
export function KindList({ model, visible }: { readonly model: ChartModel; readonly visible: boolean }): ReactNode {
  return (
    <ul aria-label="Kinds of pod as a list" className={visible ? 'list-disc py-3 pl-5' : 'sr-only'}>
      <Kind id="A" model={model} />
      <li>{model.nodes.H.label}</li>
    </ul>
  );
}
