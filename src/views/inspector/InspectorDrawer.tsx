/**
 * Why this step, and the selected object: the rule with its source, what changed, the object as YAML at this instant, its
 * events, what kubectl prints and its whole lifecycle. It stands over Inside and leaves the rest usable.
 */
import { useState } from 'react';
import { ruleOf } from '../../kubernetes/rules/catalogue';
import { printPod, table } from '../../kubernetes/kubectlColumns';
import type { ApiObject } from '../../kubernetes/objects';
import { printYaml } from '../../manifest/print';
import { narrate } from '../../simulation/narrate';
import { podView } from '../../simulation/podView';
import type { World } from '../../simulation/worldState';
import type { Selection } from '../../state/selection';
import { usePage, usePageStore, useStep } from '../../state/usePage';
import { useWorldValue } from '../../state/useWorldValue';
import { IconButton } from '../shared/Button';
import { CodeBlock } from '../shared/CodeBlock';
import { EmptyState } from '../shared/EmptyState';
import { seconds } from '../shared/format';
import { NarrationText } from '../shared/Narration';
import { Tabs } from '../shared/Tabs';
import { changesOf } from './changes';
import { KubectlTab } from './KubectlTab';
import { LifecycleTab } from './LifecycleTab';
import { SchedulingAnswer } from './SchedulingAnswer';

type TabName = 'why' | 'object' | 'events' | 'kubectl' | 'lifecycle';

/** When the inspector goes while the focus is in it, the focus returns to where it was: in an embed, keys need it there. */
function keepFocus(drawer: HTMLElement): () => void {
  const opener = document.activeElement;
  return () => {
    if (opener instanceof HTMLElement && drawer.contains(document.activeElement)) opener.focus();
  };
}

export function InspectorDrawer() {
  const store = usePageStore();
  const open = usePage((page) => page.inspector);
  const [tab, setTab] = useState<TabName>('why');
  if (!open) return null;
  return (
    <aside ref={keepFocus} className="absolute inset-y-0 right-0 z-30 flex w-full max-w-[481px] animate-fade flex-col border-l border-line-strong bg-surface" aria-label="Inspector">
      <div className="flex h-[42px] flex-none items-center justify-between pr-2 pl-4 low:absolute low:top-0 low:right-0 low:z-10">
        <h2 className="text-lg font-bold low:sr-only">Inspector</h2>
        <IconButton icon="close" label="Close the inspector" shortcut="W" onClick={() => store.getState().setInspector(false)} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 scroll-thin">
        <Tabs<TabName>
          label="Inspector"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'why', label: 'Why', content: <Why /> },
            { value: 'object', label: 'Object', content: <ObjectTab /> },
            { value: 'events', label: 'Events', content: <Events /> },
            { value: 'kubectl', label: 'kubectl', content: <KubectlTab /> },
            { value: 'lifecycle', label: 'Lifecycle', content: <LifecycleTab /> },
          ]}
        />
      </div>
    </aside>
  );
}

function Why() {
  const step = useStep();
  if (!step) return <div className="flex flex-col gap-4 pt-3"><EmptyState title="Nothing has happened yet.">Press Play, or step with →.</EmptyState><SchedulingAnswer /></div>;
  const rule = ruleOf(step.rule);
  const told = narrate(step);
  const changes = changesOf(step);
  return (
    <div className="flex flex-col gap-4 pt-3">
      <p className="text-md">
        <b>{told.subject}</b> <NarrationText text={told.sentence} />
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1.5 text-sm">
        <dt className="text-muted">Rule</dt>
        <dd>{rule.title} <code className="font-mono text-xs text-muted">{step.rule}</code></dd>
        <dt className="text-muted">Upstream</dt>
        <dd><code className="font-mono text-xs break-all">{rule.upstream}</code></dd>
        {rule.simplification && (
          <>
            <dt className="text-muted">Simplified</dt>
            <dd><NarrationText text={rule.simplification} /></dd>
          </>
        )}
        {rule.docs && (
          <>
            <dt className="text-muted">Read on</dt>
            <dd><a className="break-all underline" href={rule.docs} target="_blank" rel="noopener noreferrer">{rule.docs.replace(/^https:\/\//, '')}</a></dd>
          </>
        )}
        <dt className="text-muted">Cause</dt>
        <dd><Cause cause={step.cause === step.index ? null : step.cause} /></dd>
      </dl>
      <SchedulingAnswer />
      <section aria-label="What changed">
        <h3 className="mb-1 text-sm font-bold">What changed</h3>
        {changes.length === 0 ? <p className="text-sm text-muted">Nothing that is stored: a message went out.</p> : null}
        <ul className="flex flex-col gap-3">
          {changes.map(({ title, kind, fields }) => (
            <li key={title} className="rounded-card border border-line-strong px-3 py-2">
              <p className="text-sm"><b className={`break-all ${kind === 'gone' ? 'line-through' : ''}`}>{title}</b> <span className="text-muted">{kind}</span></p>
              {fields.length > 0 && (
                <dl className="mt-1 flex flex-col gap-1 text-xs">
                  {fields.map(({ field, before, after }) => (
                    <div key={field} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.3fr)] gap-x-2">
                      <dt className="font-mono break-all text-ink-2">{field}</dt>
                      <dd className="font-mono break-all"><span className="text-muted">{before}</span> → <b>{after}</b></dd>
                    </div>
                  ))}
                </dl>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The step whose message caused this one: a link back. A message that told nothing has no step: it is one of the clocks. */
function Cause({ cause }: { readonly cause: number | null }) {
  const store = usePageStore();
  const { branches, branchId } = store.getState();
  const history = branches.find(({ id }) => id === branchId)?.simulation.history;
  const earlier = cause === null ? undefined : history?.steps[cause];
  if (!history || !earlier) return <span>planned by the story, or by a clock</span>;
  return (
    <button type="button" className="text-left underline" onClick={() => store.getState().seek(history.ordinalOf(earlier.index))}>
      step {history.ordinalOf(earlier.index)}: {narrate(earlier).plain}
    </button>
  );
}

interface Found {
  readonly title: string;
  readonly object: ApiObject | null;
  readonly text: string | null;
  readonly uid: string | null;
  readonly columns: string | null;
}

function findObject(world: World, selection: Selection): Found | null {
  if (selection.kind === 'pod') {
    const view = podView(world, selection.id);
    if (!view) return null;
    const object = view.stored ?? view.pod;
    const { now, origin, clock } = world.tables.cluster.get('cluster') ?? { now: 0, origin: 0, clock: 0 };
    return { title: view.stored ? 'as the API server stores it' : 'as its kubelet knows it; the API server does not', object, text: null, uid: view.worker?.uid ?? object.metadata?.uid ?? null, columns: view.stored ? table([printPod(view.stored, clock + now - origin)]) : null };
  }
  if (selection.kind === 'node') return { title: world.tables.nodes.has(selection.id) ? 'as the API server stores it' : 'not registered: the API server has no such Node', object: world.tables.nodes.get(selection.id) ?? null, text: null, uid: world.tables.nodes.get(selection.id)?.metadata?.uid ?? null, columns: null };
  if (selection.kind === 'file') return { title: 'as it stands on the disk', object: null, text: world.tables.files.get(selection.id)?.text ?? null, uid: null, columns: null };
  if (selection.kind === 'object') {
    const object = world.tables[selection.table].get(selection.id) ?? null;
    return { title: 'as the API server stores it', object, text: null, uid: object?.metadata?.uid ?? null, columns: null };
  }
  return null;
}

function ObjectTab() {
  const selection = usePage((page) => page.selection);
  const found = useWorldValue((world) => (selection ? findObject(world, selection) : null), selection);
  const step = useStep();
  if (!selection) return <div className="pt-3"><EmptyState title="Nothing selected.">Pick a pod, a node or a file in Where.</EmptyState></div>;
  if (!found || (!found.object && found.text === null)) {
    return <div className="pt-3"><EmptyState title={selection.id}>{found?.title ?? 'It does not exist at this step.'}</EmptyState></div>;
  }
  const changed = step ? changesOf(step).filter(({ title }) => title.endsWith(` ${selection.id}`)) : [];
  return (
    <div className="flex flex-col gap-3 pt-3">
      {found.columns && <CodeBlock label="kubectl get pods" text={found.columns} wrap={false} />}
      {changed.flatMap(({ fields }) => fields).length > 0 && (
        <p className="rounded-card bg-now-soft px-3 py-2 text-sm">
          This step changed {changed.flatMap(({ fields }) => fields.map(({ field }) => field)).join(', ')}.
        </p>
      )}
      <CodeBlock label={selection.id} detail={found.title} text={found.text ?? printYaml(found.object)} tone="sunken" wrap={false} />
    </div>
  );
}

function Events() {
  const selection = usePage((page) => page.selection);
  const uids = useWorldValue((world) => {
    if (!selection) return [];
    const found = findObject(world, selection);
    const stored = selection.kind === 'pod' ? world.tables.pods.get(selection.id)?.metadata?.uid : undefined;
    return [...new Set([found?.uid, stored].filter((uid) => uid !== null && uid !== undefined))];
  }, selection);
  const events = useWorldValue((world) => {
    const origin = world.tables.cluster.get('cluster')?.origin ?? 0;
    return uids.flatMap((uid) => world.indexes.get('eventsByUid', uid)).sort().flatMap((key) => {
      const event = world.tables.events.get(key);
      return event ? [{ ...event, key, time: event.at - origin }] : [];
    });
  }, uids);
  if (!selection) return <div className="pt-3"><EmptyState title="Nothing selected.">Pick a pod or a node to see its events.</EmptyState></div>;
  if (events.length === 0) return <div className="pt-3"><EmptyState title="No events yet.">What components tell of {selection.id} stands here.</EmptyState></div>;
  return (
    <ol className="flex flex-col gap-2 pt-3">
      {events.map(({ key, time, type, reason, message, component, stored }) => (
        <li key={key} className={`rounded-control border-l-4 bg-sunken px-3 py-1.5 text-sm ${type === 'Warning' ? 'border-waiting' : 'border-line-strong'}`}>
          <p><b>{reason}</b> <span className="text-muted">{type}, {component}, {seconds(time)}{stored ? '' : ', lost: no API server answered'}</span></p>
          <p className="wrap-anywhere text-ink-2">{message}</p>
        </li>
      ))}
    </ol>
  );
}
