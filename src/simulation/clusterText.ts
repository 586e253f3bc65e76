/**
 * Clusters and programs of containers as a person writes them, in the vocabulary of the golden traces
 * (conformance/traces/FORMAT.md, section 4), with durations as texts ("0.5s", "5m"). Golden traces and transcripts are
 * read by this.
 */
import type { ClusterSpec, ImageSpec } from './clusterSpec';
import type { Program, ProgramScript } from './programs';

type Json = Readonly<Record<string, unknown>>;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "1.5s" → 1500. A bare number is in seconds. Undefined when it is no duration. */
export function durationOf(text: unknown): number | undefined {
  if (typeof text === 'number') return text * 1000;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(text));
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1000)) : undefined;
}

/** The same; what is no duration is 0. */
export const milliseconds = (text: unknown): number => durationOf(text) ?? 0;

const records = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

const script = ({ run, exit }: Json): ProgramScript =>
  ({ run: run === undefined || run === 'forever' ? 'forever' : milliseconds(run), ...(typeof exit === 'number' ? { exit } : {}) });

function probes(value: unknown): NonNullable<Program['probes']> {
  return Object.fromEntries(Object.entries(records(value)).map(([kind, entries]) => [kind, list(entries).map(({ at, ok, error }) => ({ at: milliseconds(at), ok: ok === true, ...(typeof error === 'string' ? { error } : {}) }))]));
}

function hooks(value: unknown): NonNullable<Program['hooks']> {
  return Object.fromEntries(Object.entries(records(value)).map(([name, hook]) => [name, { takes: milliseconds(records(hook)['takes'] ?? 0), ok: records(hook)['ok'] !== false }]));
}

function sigterm(value: unknown): Program['sigterm'] {
  if (value === 'ignore') return 'ignore';
  const { after = '0.5s', exit = 0 } = records(value);
  return { after: milliseconds(after), exit: Number(exit) };
}

function program(value: unknown): Program {
  const { sequence, sigterm: onSigterm, probes: own, probesByStart, hooks: ownHooks, ...single } = records(value);
  const takes = sigterm(onSigterm);
  return {
    sequence: Array.isArray(sequence) ? list(sequence).map(script) : [script(single)],
    ...(onSigterm === undefined || takes === undefined ? {} : { sigterm: takes }),
    ...(own === undefined ? {} : { probes: probes(own) }),
    ...(probesByStart === undefined ? {} : { probesByStart: list(probesByStart).map(probes) }),
    ...(ownHooks === undefined ? {} : { hooks: hooks(ownHooks) }),
  };
}

/** A cluster as the simulation takes it. */
export function clusterFrom(written: Json): ClusterSpec {
  const { images, ...cluster } = written;
  const specs = Object.entries(records(images)).map(([name, image]): [string, ImageSpec] => {
    const { sizeMB, exists, present, program: told } = records(image);
    return [name, { sizeMB: Number(sizeMB ?? 10), exists: exists !== false, present: present === true, program: program(told ?? {}) }];
  });
  return { workers: [], controlPlanes: [], ready: true, ...cluster, images: Object.fromEntries(specs) };
}
