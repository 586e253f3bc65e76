/**
 * Runs a golden trace: its cluster and inputs in the simulation, and the observer's log of what happened. The format's
 * texts ("0.5s", "5m") become milliseconds; nothing else is translated, because actions and clusters share its vocabulary.
 */
import type { TimedAction, UserAction } from '../simulation/actions';
import { startCluster } from '../simulation/cluster';
import type { ClusterSpec, ImageSpec } from '../simulation/clusterSpec';
import { type LogLine, Observer } from '../simulation/observe';
import type { Program, ProgramScript } from '../simulation/programs';
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

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "1.5s" → 1500. A bare number is in seconds. */
export function milliseconds(text: unknown): number {
  if (typeof text === 'number') return text * 1000;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(text));
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1000)) : 0;
}

const records = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

const script = ({ run, exit }: Json): ProgramScript => ({ run: run === undefined || run === 'forever' ? 'forever' : milliseconds(run), ...(typeof exit === 'number' ? { exit } : {}) });

function probes(value: unknown): NonNullable<Program['probes']> {
  return Object.fromEntries(Object.entries(records(value)).map(([kind, entries]) => [kind, list(entries).map(({ at, ok }) => ({ at: milliseconds(at), ok: ok === true }))]));
}

function program(value: unknown): Program {
  const { sequence, sigterm, probes: own, probesByStart, hooks, ...single } = records(value);
  return {
    sequence: Array.isArray(sequence) ? list(sequence).map(script) : [script(single)],
    ...(sigterm === undefined ? {} : { sigterm: sigterm === 'ignore' ? 'ignore' : { after: milliseconds(records(sigterm)['after'] ?? '0.5s'), exit: Number(records(sigterm)['exit'] ?? 0) } }),
    ...(own === undefined ? {} : { probes: probes(own) }),
    ...(probesByStart === undefined ? {} : { probesByStart: list(probesByStart).map(probes) }),
    ...(hooks === undefined ? {} : { hooks: Object.fromEntries(Object.entries(records(hooks)).map(([name, hook]) => [name, { takes: milliseconds(records(hook)['takes'] ?? 0), ok: records(hook)['ok'] !== false }])) }),
  };
}

/** A trace's cluster as the simulation takes it. */
export function clusterOf(trace: Trace): ClusterSpec {
  const { images, ...cluster } = trace.cluster;
  const specs = Object.entries(records(images)).map(([name, image]): [string, ImageSpec] => {
    const { sizeMB, exists, present, program: told } = records(image);
    return [name, { sizeMB: Number(sizeMB ?? 10), exists: exists !== false, present: present === true, program: program(told ?? {}) }];
  });
  return { workers: [], controlPlanes: [], ready: true, ...cluster, images: Object.fromEntries(specs) };
}

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
