/** Simulate from here: what of the pasted cluster can be run, what is left out, and the run itself. */
import { useState } from 'react';
import type { ApiObject } from '../../kubernetes/objects';
import type { ClusterColumns } from '../../manifest/streamCluster';
import { clusterFromDump, whyNotSimulated, type FromDump } from '../../simulation/fromDump';
import { simulationOf } from '../../state/store';
import { refusedOf, storyOfDump } from '../../state/simulateDump';
import { usePageStore } from '../../state/usePage';
import { Button } from '../shared/Button';
import { Dialog } from '../shared/Dialog';
import { count } from '../shared/format';

interface SimulateProps {
  readonly cluster: ClusterColumns;
  /** The objects; null when the dump was too large to keep them. */
  readonly objects: (() => Promise<readonly ApiObject[]>) | null;
}

export function Simulate({ cluster, objects }: SimulateProps) {
  const [found, setFound] = useState<FromDump | null>(null);
  const why = whyNotSimulated(cluster.nodes.length, cluster.described, cluster.rows.length) ?? (objects ? null : 'The dump is too large for the page to keep its objects.');
  return (
    <>
      {why !== null && <span id="why-not-simulated" className="min-w-0 text-muted">Not simulated: {why}</span>}
      <Button size="sm" icon="fork" disabled={why !== null} onClick={() => void objects?.().then((all) => setFound(clusterFromDump(all)))} aria-describedby={why === null ? undefined : 'why-not-simulated'}>
        Simulate from here
      </Button>
      {found && <SimulateDialog found={found} onClose={() => setFound(null)} />}
    </>
  );
}

function SimulateDialog({ found, onClose }: { readonly found: FromDump; readonly onClose: () => void }) {
  const store = usePageStore();
  const [state, setState] = useState<'asked' | 'building'>('asked');
  const [failed, setFailed] = useState('');
  const begin = () => {
    if (!found.ok) return;
    setState('building');
    // The word is drawn first: a larger cluster takes a moment.
    setTimeout(() => {
      try {
        store.getState().openRun(storyOfDump(found));
        const refused = refusedOf(simulationOf(store.getState()).world, found);
        store.getState().setPaste({ open: false, file: null });
        if (refused.length > 0) store.getState().say(`The simulated API server refused ${count(refused.length, 'object')}: ${refused.slice(0, 4).join(', ')}${refused.length > 4 ? ', …' : ''}`);
      } catch (error) {
        setState('asked');
        setFailed(error instanceof Error ? error.message : String(error));
      }
    }, 30);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Simulate from here"
      width={640}
      footer={<><Button onClick={onClose}>Cancel</Button><Button variant="solid" icon="fork" disabled={!found.ok || state === 'building'} onClick={begin}>{state === 'building' ? 'Building the cluster' : 'Open it as a run'}</Button></>}
    >
      {found.ok ? <Told found={found} /> : <p>{found.why}</p>}
      {failed !== '' && <p role="alert" className="mt-3 text-failed">The cluster did not come up: {failed}</p>}
    </Dialog>
  );
}

function Told({ found: { cluster, leftOut } }: { readonly found: Extract<FromDump, { readonly ok: true }> }) {
  const pods = (cluster.objects ?? []).filter((object) => 'kind' in object && object.kind === 'Pod').length;
  const nodes = cluster.controlPlanes.length + cluster.workers.length;
  return (
    <>
      <p>
        {count(nodes, 'node')} with their room, labels and taints, {count(pods, 'pod')} on the nodes where they ran{cluster.files ? `, ${count(cluster.files.length, 'manifest file')} of static pods` : ''}, and
        {' '}{count((cluster.objects?.length ?? 0) - pods, 'other object')}. What their programs do is not known: they run and never end.
      </p>
      {leftOut.length > 0 && (
        <>
          <h3 className="mt-4 font-semibold">What is different or left out</h3>
          <ul className="mt-1 list-disc pl-5" aria-label="Left out">
            {leftOut.map((line) => <li key={line} className="mt-1 wrap-anywhere">{line}</li>)}
          </ul>
        </>
      )}
      <p className="mt-4 text-sm text-muted">The address cannot hold a pasted cluster: a link will not bring it back, and neither will a reload.</p>
    </>
  );
}
