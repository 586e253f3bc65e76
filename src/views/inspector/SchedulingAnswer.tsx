/** Why not node X: for a pod without a node, what each node answers when the scheduler asks. Stands in Why. */
import type { ReactNode } from 'react';
import { type NodeAnswer, type SchedulingAnswer as Answer, whyNotNode } from '../../simulation/schedulingView';
import { usePage } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { answersInOrder, preemptionLine, verdictOf } from './schedulingWords';

const MOST_NODES = 50;

interface Asked {
  readonly pod: string;
  readonly answer: Answer;
}

/** Nothing, unless the selected pod is stored and has no node. */
export function SchedulingAnswer(): ReactNode {
  const selection = usePage((page) => page.selection);
  const asked = useWorldValue((world): Asked | null => {
    const pod = selection?.kind === 'pod' ? world.tables.pods.get(selection.id) : undefined;
    return !pod || pod.spec?.nodeName ? null : { pod: pod.metadata?.name ?? '', answer: whyNotNode(world, pod) };
  }, selection);
  if (!asked) return null;
  const { pod, answer } = asked;
  const nodes = answersInOrder(answer.nodes);
  const more = nodes.length - MOST_NODES;
  return (
    <section aria-label="Why not this node">
      <h3 className="mb-1 text-sm font-bold">Why has {pod} no node?</h3>
      <p className="mb-2 text-sm">{verdictOf(answer)}</p>
      <ul className="flex flex-col gap-1.5">
        {nodes.slice(0, MOST_NODES).map((one) => (
          <li key={one.node} className={`rounded-control border-l-4 bg-sunken px-3 py-1.5 text-sm ${one.fits ? 'border-running' : 'border-failed'}`}>
            {one.fits ? <Fitting answer={one} /> : <Refused answer={one} />}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-sm text-muted">and {more} more nodes</p>}
    </section>
  );
}

function Refused({ answer }: { readonly answer: NodeAnswer & { readonly fits: false } }): ReactNode {
  return (
    <>
      <p><b>{answer.node}</b> <span className="text-muted">refused by</span> <code>{answer.plugin}</code></p>
      <p className="wrap-anywhere text-ink-2">{answer.reasons.join(', ')}</p>
      {answer.preemption && <p className="wrap-anywhere text-xs text-muted">{preemptionLine(answer.preemption)}</p>}
    </>
  );
}

const cell = 'py-0.5 pl-2 text-right whitespace-nowrap tabular';

/** The sum, and on demand how it comes about: counted, brought into 0 to 100, times the weight. */
function Fitting({ answer }: { readonly answer: NodeAnswer & { readonly fits: true } }): ReactNode {
  const { node, total, best, points } = answer;
  return (
    <details open={best}>
      <summary className="cursor-pointer"><b>{node}</b> fits, <span className="tabular">{total}</span> points{best ? ', the most' : ''}</summary>
      <table className="mt-1 w-full text-xs text-ink-2">
        <thead>
          <tr className="text-muted">
            <th scope="col" className="py-0.5 text-left font-normal">Plugin</th>
            <th scope="col" className={`${cell} font-normal`}>counted</th>
            <th scope="col" className={`${cell} font-normal`}>scaled</th>
            <th scope="col" className={`${cell} font-normal`}>weight</th>
            <th scope="col" className={`${cell} font-normal`}>points</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ plugin, raw, score, weight }) => (
            <tr key={plugin}>
              <th scope="row" className="py-0.5 text-left font-normal wrap-anywhere"><code>{plugin}</code></th>
              <td className={cell}>{raw}</td>
              <td className={cell}>{score}</td>
              <td className={cell}>× {weight}</td>
              <td className={`${cell} text-ink`}>{score * weight}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
