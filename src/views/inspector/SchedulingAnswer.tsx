/** Why not node X: for a pod without a node, what each node answers when the scheduler asks. Stands in Why. */
import type { ReactNode } from 'react';
import { type NodeAnswer, type SchedulingAnswer as Answer, whyNotNode } from '../../simulation/schedulingView';
import { usePage } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';

const MOST_NODES = 50;

interface Asked {
  readonly pod: string;
  readonly answer: Answer;
  readonly more: number;
}

/** Nothing, unless the selected pod is stored and has no node. */
export function SchedulingAnswer(): ReactNode {
  const selection = usePage((page) => page.selection);
  const asked = useWorldValue((world): Asked | null => {
    const pod = selection?.kind === 'pod' ? world.tables.pods.get(selection.id) : undefined;
    if (!pod || pod.spec?.nodeName) return null;
    const answer = whyNotNode(world, pod);
    return { pod: pod.metadata?.name ?? '', answer: { ...answer, nodes: answer.nodes.slice(0, MOST_NODES) }, more: Math.max(0, answer.nodes.length - MOST_NODES) };
  }, selection);
  if (!asked) return null;
  const { pod, answer, more } = asked;
  return (
    <section aria-label="Why not this node">
      <h3 className="mb-1 text-sm font-bold">Why has {pod} no node?</h3>
      {answer.before === null ? <p className="mb-2 text-sm text-muted">What each node answers now: its first failing filter, or its score.</p> : <p className="text-sm">{answer.before}</p>}
      <ul className="flex flex-col gap-1.5">
        {answer.nodes.map((one) => (
          <li key={one.node} className={`rounded-control border-l-4 bg-sunken px-3 py-1.5 text-sm ${one.fits ? 'border-running' : 'border-failed'}`}>
            <NodeLine answer={one} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-sm text-muted">and {more} more nodes</p>}
    </section>
  );
}

function NodeLine({ answer }: { readonly answer: NodeAnswer }): ReactNode {
  if (!answer.fits) {
    return (
      <>
        <p><b>{answer.node}</b> <span className="text-muted">refused by</span> <code>{answer.plugin}</code></p>
        <p className="wrap-anywhere text-ink-2">{answer.reasons.join(', ')}{answer.evictionHelps ? ' · removing pods may help' : ''}</p>
      </>
    );
  }
  return (
    <>
      <p><b>{answer.node}</b> fits, <span className="tabular">{answer.total}</span> points{answer.best ? ', the most' : ''}</p>
      <p className="wrap-anywhere text-xs text-ink-2">{answer.points.map(({ plugin, score, weight }) => `${plugin} ${score} × ${weight}`).join(' · ')}</p>
    </>
  );
}
