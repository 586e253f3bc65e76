/**
 * The selected pod's lifecycle as lanes over the branch: phase, STATUS, restarts, conditions, containers, and what the
 * runtime did. A segment tells the rule that made it and leads to its step. One zoom is the microscope on a termination,
 * by simulated time.
 */
import { useMemo, useState, type ReactNode } from 'react';
import { ruleOf } from '../../kubernetes/rules/catalogue';
import { narrate } from '../../simulation/narrate';
import type { History } from '../../simulation/history';
import { podView } from '../../simulation/podView';
import type { Simulation } from '../../simulation/simulation';
import { useBranch, usePage, usePageStore } from '../../state/usePage';
import { EmptyState } from '../shared/EmptyState';
import { seconds } from '../shared/format';
import { NarrationText } from '../shared/Narration';
import { Segmented } from '../shared/Segmented';
import { type Lifecycle, type LifecycleLane, lifecycleOf, type Segment } from './lifecycle';
import { type Scale, scaleOf, type Zoom } from './lifecycleScale';
import { Lane } from './LifecycleLane';

interface Looked {
  readonly lane: string;
  readonly segment: Segment;
}

/** The simulated time of the end of what is known of a run. */
function endOf({ history, cluster }: Simulation): number {
  const last = history.steps.at(-1);
  return last ? Math.max(last.time, cluster.now) - cluster.origin : cluster.now - cluster.origin;
}

function read(simulation: Simulation, id: string): Lifecycle {
  const { history, world, cluster } = simulation;
  const view = podView(world, id);
  return lifecycleOf(id, {
    steps: history.steps,
    columnOf: (index) => history.ordinalOf(index),
    columns: history.length,
    origin: cluster.origin,
    end: endOf(simulation),
    present: { stored: view?.stored, worker: view?.worker },
  });
}

export function LifecycleTab(): ReactNode {
  const selection = usePage((page) => page.selection);
  if (selection?.kind !== 'pod') return <div className="pt-3"><EmptyState title="No pod selected.">Pick a pod in Where to see its whole life here.</EmptyState></div>;
  return <PodLifecycle key={selection.id} id={selection.id} />;
}

function PodLifecycle({ id }: { readonly id: string }): ReactNode {
  const store = usePageStore();
  const { simulation } = useBranch();
  const cursor = usePage((page) => page.cursor);
  const length = usePage((page) => page.length);
  const [zoom, setZoom] = useState<Zoom>('pod');
  const [looked, look] = useState<Looked | null>(null);
  // A run is computed to its end before it is shown: it changes only with its length.
  // oxlint-disable-next-line react/exhaustive-deps
  const life = useMemo(() => read(simulation, id), [simulation, id, length]);
  if (life.lanes.length === 0) return <div className="pt-3"><EmptyState title={id}>No step of this branch concerns it.</EmptyState></div>;

  const scale = scaleOf(zoom, life, length, endOf(simulation), cursor) ?? scaleOf('run', life, length, endOf(simulation), cursor);
  const time = (simulation.step?.time ?? simulation.cluster.origin) - simulation.cluster.origin;
  const seek = (to: Segment) => store.getState().seek(to.from);
  return (
    <div className="flex flex-col gap-3 pt-3">
      <Segmented<Zoom>
        label="What part"
        value={zoom}
        onChange={setZoom}
        fill
        options={[{ value: 'run', label: 'Whole run' }, { value: 'pod', label: 'This pod' }, { value: 'termination', label: 'Termination', disabled: life.terminations.length === 0 }]}
      />
      {scale && (
        <>
          <Caption scale={scale} />
          <ul className="isolate flex flex-col" aria-label={`Lifecycle of ${id}`}>
            {life.lanes.map((lane) => (
              <Lane key={lane.id} lane={lane} scale={scale} cursor={{ column: cursor, time }} onLook={(segment) => look(segment && { lane: lane.label, segment })} onSeek={seek} />
            ))}
          </ul>
        </>
      )}
      <Account looked={looked ?? present(life.lanes, cursor, length)} history={simulation.history} />
    </div>
  );
}

/** Without a segment under the pointer: what STATUS says at the cursor. */
function present(lanes: readonly LifecycleLane[], cursor: number, end: number): Looked | null {
  const lane = lanes.find(({ id }) => id === 'status');
  const segment = lane?.segments.findLast(({ from, to }) => from <= cursor && (cursor < to || to === end));
  return lane && segment ? { lane: lane.label, segment } : null;
}

function Caption({ scale: { span, byTime } }: { readonly scale: Scale }): ReactNode {
  return (
    <p className="flex justify-between text-xs text-muted tabular">
      <span>{byTime ? seconds(span.fromTime) : `step ${span.from}`}</span>
      {byTime && <span>{seconds(span.toTime - span.fromTime)} from request to end</span>}
      <span>{byTime ? seconds(span.toTime) : `step ${span.to}`}</span>
    </p>
  );
}

/** What made a segment: always in the same place under the lanes. */
function Account({ looked, history }: { readonly looked: Looked | null; readonly history: History }): ReactNode {
  if (!looked) return null;
  const { segment, lane } = looked;
  const step = segment.step === null ? undefined : history.steps[segment.step];
  const lasts = segment.toTime - segment.fromTime;
  return (
    <section aria-label="What made it" className="sticky bottom-0 z-10 rounded-card border border-line-strong bg-surface px-3 py-2 text-sm">
      <p><b>{lane}: {segment.text}</b> <span className="text-muted">at {seconds(segment.fromTime)}{lasts > 0 ? `, for ${seconds(lasts)}` : ''}</span></p>
      {segment.detail !== '' && <p className="wrap-anywhere text-ink-2">{segment.detail}</p>}
      {step ? (
        <>
          <p className="mt-1"><b>{narrate(step).subject}</b> <NarrationText text={narrate(step).sentence} /></p>
          <p className="mt-1 text-xs text-muted">step {segment.from}, rule <code>{step.rule}</code>, <code className="break-all">{ruleOf(step.rule).upstream}</code></p>
        </>
      ) : (
        <p className="mt-1 text-muted">{segment.from === 0 ? 'It was so when the run began.' : 'The kubelet noted it by itself: no message told of it.'}</p>
      )}
    </section>
  );
}
