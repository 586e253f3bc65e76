/**
 * How true is this? What the simulation is checked against and how it fares, what it simulates, simplifies and leaves out.
 * The figures come from runs (src/conformance/generated/parity.json), the rules from their catalogue.
 */
import type { ReactNode } from 'react';
import report from '../conformance/generated/parity.json';
import type { Parity, TraceCount } from '../conformance/parity';
import { sumOf } from '../conformance/sum';
import { rules } from '../kubernetes/rules/catalogue';
import type { Rule } from '../kubernetes/rules/rule';
import { usePage, usePageStore } from '../state/usePage';
import { Dialog } from '../views/shared/Dialog';
import { NarrationText } from '../views/shared/Narration';

const parity: Parity = report;

const ACTORS: Readonly<Record<string, string>> = {
  user: 'You, with kubectl or a shell', apiServer: 'API server', etcd: 'etcd', scheduler: 'Scheduler', kubelet: 'kubelet',
  containerd: 'Container runtime', network: 'Network plugin', process: 'Processes', controllers: 'All controllers',
  deployment: 'Deployment controller', replicaSet: 'ReplicaSet controller', daemonSet: 'DaemonSet controller', statefulSet: 'StatefulSet controller',
  job: 'Job controller', cronJob: 'CronJob controller', nodeLifecycle: 'Node lifecycle controller', taintEviction: 'Taint eviction controller',
  podGarbageCollector: 'Pod garbage collector', garbageCollector: 'Garbage collector', endpointSlice: 'EndpointSlice controller',
  disruption: 'Disruption controller', namespace: 'Namespace controller', serviceAccount: 'ServiceAccount controller',
};

const TABLE_NOTES: Readonly<Record<string, string>> = {
  namespaces: 'which Linux namespaces are shared', 'static-mirror': 'static pods and their mirrors', critical: 'priority and critical pods', qos: 'QoS classes',
  resources: 'requests and limits', phase: 'getPhase', conditions: 'pod conditions', 'kubectl-status': 'kubectl’s STATUS column', 'pod-actions': 'computePodActions',
  'api-status': 'what the kubelet reports', 'scheduler-filters': 'filters', 'scheduler-filters-multinode': 'filters over several nodes', 'scheduler-scores': 'scores',
};

interface Group {
  readonly actor: string;
  readonly rules: readonly (readonly [string, Rule])[];
}

/** The rules of the catalogue by actor, in the catalogue's order. */
function groups(wanted: (rule: Rule) => boolean): readonly Group[] {
  const found = new Map<string, (readonly [string, Rule])[]>();
  for (const [id, rule] of Object.entries<Rule>(rules)) {
    const actor = id.slice(0, id.indexOf('.'));
    if (wanted(rule)) found.set(actor, [...(found.get(actor) ?? []), [id, rule]]);
  }
  return [...found].map(([actor, list]) => ({ actor: ACTORS[actor] ?? actor, rules: list }));
}

export function ParityDialog(): ReactNode {
  const store = usePageStore();
  const open = usePage((page) => page.dialog === 'parity');
  const tables = sumOf(parity.tables);
  const traces = sumOf(parity.traces);
  return (
    <Dialog
      open={open}
      onOpenChange={(on) => store.getState().setDialog(on ? 'parity' : null)}
      title="How true is this?"
      description={`Checked against Kubernetes ${parity.kubernetes}.`}
      width={860}
    >
      <div className="flex flex-col gap-6">
        <section>
          <h3 className="mb-1 text-lg font-bold">Tables: {tables.passed} of {tables.total} cases</h3>
          <p className="mb-2 text-sm text-ink-2">One function, one input, and the result that Kubernetes&apos; source and tests give, with the default feature gates.</p>
          <Tables />
        </section>
        <section>
          <h3 className="mb-1 text-lg font-bold">Golden traces: {traces.passed} of {traces.total} runs</h3>
          <p className="mb-2 text-sm text-ink-2">A cluster and what is done to it; every write, event and call must come in an order that Kubernetes allows.</p>
          <ul className="flex flex-wrap gap-1.5">{parity.traces.map((family) => <Family key={family.family} {...family} />)}</ul>
        </section>
        <Simulated />
        <Simplified />
        <section>
          <h3 className="mb-1 text-lg font-bold">Left out</h3>
          <p className="mb-2 text-sm text-ink-2">As each source file says in its first lines.</p>
          <ul className="flex flex-col gap-1 text-sm">
            {parity.leftOut.map(({ file, text }) => (
              <li key={file}><NarrationText text={text} /> <code className="text-xs break-all text-muted">{file}</code></li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}

function Tables(): ReactNode {
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="border-b border-line text-left text-muted">
          <th className="py-1 font-normal">Table</th>
          <th className="py-1 text-right font-normal">Pass</th>
          <th className="py-1 text-right font-normal max-sm:hidden">Other gates</th>
        </tr>
      </thead>
      <tbody>
        {parity.tables.map(({ name, passed, total, passedOthers, totalOthers, undecidable }) => (
          <tr key={name} className="border-b border-line">
            <td className="py-1"><b>{name}</b> <span className="text-muted">{TABLE_NOTES[name] ?? ''}{undecidable.length > 0 ? `; ${undecidable.join(', ')} leave out what a rule would need` : ''}</span></td>
            <td className={`py-1 text-right whitespace-nowrap tabular ${passed === total ? 'text-running' : 'text-waiting'}`}>{passed} / {total}</td>
            <td className="py-1 text-right whitespace-nowrap text-muted tabular max-sm:hidden">{totalOthers === 0 ? '' : `${passedOthers} / ${totalOthers}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Family({ family, passed, total, failing }: TraceCount): ReactNode {
  return (
    <li className="rounded-tag border border-line-strong px-2 py-0.5 text-sm">
      {family} <span className={`tabular ${passed === total ? 'text-running' : 'text-failed'}`}>{passed}/{total}</span>
      {failing.length > 0 && <span className="text-muted"> {failing.join(', ')}</span>}
    </li>
  );
}

/** What is simulated: every rule, by actor. */
function Simulated(): ReactNode {
  const all = groups(() => true);
  return (
    <section>
      <h3 className="mb-1 text-lg font-bold">Simulated: {all.reduce((sum, group) => sum + group.rules.length, 0)} rules</h3>
      <p className="mb-2 text-sm text-ink-2">Each has its sentence and its upstream function; a step names the one it follows.</p>
      {all.map(({ actor, rules: list }) => (
        <details key={actor} className="border-b border-line py-1 text-sm">
          <summary className="cursor-pointer py-0.5"><b>{actor}</b> <span className="text-muted tabular">{list.length}</span></summary>
          <ul className="py-1 pl-4">
            {list.map(([id, { title, upstream }]) => (
              <li key={id}>{title} <code className="text-xs break-all text-muted">{upstream}</code></li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

/** What is simplified, in the rules' own words. */
function Simplified(): ReactNode {
  return (
    <section>
      <h3 className="mb-1 text-lg font-bold">Simplified</h3>
      <p className="mb-2 text-sm text-ink-2">Where a rule does less than upstream, it says so; Why shows it at the step.</p>
      {groups(({ simplification }) => simplification !== undefined).map(({ actor, rules: list }) => (
        <div key={actor} className="mb-2 text-sm">
          <h4 className="font-bold">{actor}</h4>
          <ul className="pl-4">
            {list.map(([id, { title, simplification = '' }]) => (
              <li key={id} className="py-0.5"><span className="text-muted">{title}:</span> <NarrationText text={simplification} /></li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
