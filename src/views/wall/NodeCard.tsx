/** The node under the pointer or the focus, one level closer: its pods as cells, and the pod that is pointed at. */
import { cellOf, type ClusterColumns } from '../../manifest/streamCluster';
import type { ViewedRow } from '../../manifest/streamQuery';
import { ClassBadge, ClassCell } from '../shared/ClassBadge';
import { count } from '../shared/format';
import { Kbd } from '../shared/Kbd';
import { PodName } from '../shared/PodName';
import { StateGlyph } from '../shared/StateGlyph';
import { isReady } from './drawWall';
import { podsOn, type WallSpot } from './wall';

/** More cells than this make the card too large. */
const MOST_CELLS = 120;
/** The badge's `role` is a pod's, not ARIA's. */
const ROLES = { system: { role: 'system' }, 'non-system': { role: 'nonSystem' } } as const;

interface NodeCardProps {
  readonly cluster: ClusterColumns;
  readonly spot: WallSpot;
  /** The rows of the node's pods, once they are known. */
  readonly rows: readonly ViewedRow[] | undefined;
}

export function NodeCard({ cluster, spot, rows }: NodeCardProps) {
  const node = cluster.nodes[spot.node];
  if (!node) return null;
  const pods = podsOn(cluster, spot.node);
  const first = cluster.starts[spot.node] ?? 0;
  const row = spot.pod === null ? undefined : rows?.[spot.pod];
  return (
    <>
      <div className="flex items-baseline gap-2">
        <b className="min-w-0 truncate text-md">{node.name}</b>
        <span className="min-w-0 flex-1 truncate text-sm text-muted">{[node.zone, node.controlPlane ? 'control plane' : ''].filter(Boolean).join(', ')}</span>
        {node.status === '' ? <span className="text-xs text-muted">no Node object</span> : <StateGlyph state={isReady(node.status) ? 'running' : 'failed'}>{node.status}</StateGlyph>}
      </div>
      <div className="mt-2 flex flex-wrap gap-[3px]">
        {Array.from({ length: Math.min(pods, MOST_CELLS) }, (_, pod) => {
          const { origin, role } = cellOf(cluster.cells[first + pod] ?? 8);
          const open = origin === 'open' || role === 'open';
          return (
            <span key={pod} className={`inline-flex rounded-[3px] ${pod === spot.pod ? 'outline-2 outline-offset-1 outline-ink' : ''}`}>
              {open ? <span aria-hidden className="inline-block size-[14px] rounded-[2px] border border-dashed border-line-strong" /> : <ClassCell origin={origin} role={role} size={14} />}
            </span>
          );
        })}
      </div>
      {row && (
        <div className="mt-2 border-t border-line pt-2">
          <b className="block text-base"><PodName name={row.name} max={34} /></b>
          <div className="mt-1 flex flex-wrap items-center gap-2 text-sm">
            <ClassBadge {...(row.origin === 'undecided' || row.origin === 'none' ? {} : { origin: row.origin === 'static' || row.origin === 'mirror' ? 'static' : 'workload' })} {...(row.system === 'unsure' ? {} : ROLES[row.system])} />
            {row.class === 'undecided' && <span className="text-xs text-muted">undecided in part</span>}
            <span className="text-muted">in {row.namespace}</span>
            {row.status !== '' && <span className="ml-auto text-xs">{row.status}</span>}
          </div>
        </div>
      )}
      <p className="mt-2 text-xs text-muted">
        {node.mostPods > 0 ? `${pods.toLocaleString('en')} of ${node.mostPods.toLocaleString('en')} pods.` : `${count(pods, 'pod')}.`}{' '}
        <Kbd>Enter</Kbd> {spot.pod === null ? 'comes closer' : 'opens the pod'}, <Kbd>T</Kbd> shows a table.
      </p>
    </>
  );
}
