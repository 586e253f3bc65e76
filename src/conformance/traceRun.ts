/**
 * Runs a golden trace: its cluster and inputs in the simulation, and the observer's log of what happened. The format's
 * texts ("0.5s", "5m") become milliseconds; nothing else is translated, because actions and clusters share its vocabulary.
 */
import type { TimedAction, UserAction } from '../simulation/actions';
import { startCluster } from '../simulation/cluster';
import type { ClusterSpec } from '../simulation/clusterSpec';
import { clusterFrom, milliseconds } from '../simulation/clusterText';
import { type LogLine, Observer } from '../simulation/observe';
import type { RunOptions } from '../simulation/simulation';

type Json = Readonly<Record<string, unknown>>;

export interface Trace {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly until: string | number;
  readonly cluster: Json;
  readonly inputs: readonly (Json & { readonly id: string; readonly at: string | number; readonly do: string })[];
}

/** A trace's cluster as the simulation takes it. */
export const clusterOf = (trace: Trace): ClusterSpec => clusterFrom(trace.cluster);

/** A trace's inputs as planned actions. The format says `taint: {key, …}` and `content` as an object. */
export function actionsOf(trace: Trace): TimedAction[] {
  return trace.inputs.map(({ id, at, ...rest }) => {
    const { taint, ...action } = rest as Json & { taint?: Json };
    return { id, at: milliseconds(at), action: { ...action, ...taint } as unknown as UserAction };
  });
}

/** The log of a trace, from its first line to `until`. */
export function runTrace(trace: Trace, seed = 1, options: RunOptions = {}): LogLine[] {
  const simulation = startCluster(clusterOf(trace), seed, options);
  simulation.plan(actionsOf(trace));
  const observer = new Observer(simulation.cluster);
  const lines = observer.begin(simulation.world);
  simulation.run(milliseconds(trace.until));
  for (const step of simulation.history.steps) lines.push(...observer.step(step));
  return lines;
}
