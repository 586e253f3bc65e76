/**
 * What happened in a step as lines of text, and how an expected line fits one. Each rule is a line with its sentence;
 * events, calls of the runtime and changes of kubectl's columns follow it.
 */
import { subjectOf, fill, withoutMarks } from './narrate';
import { instanceOf } from './messages';
import type { LogLine, Observer } from './observe';
import type { Step } from './step';

export interface Happened {
  /** Seconds since time 0. */
  readonly t: number;
  readonly text: string;
}

/** `p`, `p/c`, `kube-system/p/c`: the namespace `default` is left out. */
const place = (apiNamespace: string | undefined, name: string, container?: string): string =>
  `${!apiNamespace || apiNamespace === 'default' ? '' : `${apiNamespace}/`}${name}${container ? `/${container}` : ''}`;

const RUNTIME_FIELDS = ['image', 'attempt', 'exitCode', 'timeout', 'pidMode', 'error'] as const;

function lineOf(line: LogLine): string | undefined {
  switch (line.type) {
    case 'object':
      return undefined;
    case 'event': {
      const { namespace, name, fieldPath } = line.regarding;
      const container = /\{(.*)\}/.exec(fieldPath ?? '')?.[1];
      return `${line.eventType === 'Warning' ? 'warning' : 'event'} ${line.reason} ${place(namespace, name, container)}: ${line.message}`;
    }
    case 'kubectl': {
      const [apiNamespace, name] = line.pod?.split('/') ?? [undefined, line.node];
      const { NAME: _name, ...columns } = line.columns;
      return `kubectl ${place(apiNamespace, name ?? '')} ${Object.values(columns).join(' ')}`;
    }
    case 'input':
      return line.ok ? undefined : `refused: ${line.message ?? ''}`;
    case 'runtime': {
      const where = line.pod ? place(line.pod.namespace, line.pod.name, line.container) : line.node;
      const edge = line.edge === 'return' ? (line.ok ? ' done' : ' failed') : line.edge ? ` ${line.edge}` : '';
      const fields = RUNTIME_FIELDS.flatMap((field) => (line[field] === undefined ? [] : [`${field}=${line[field]}`]));
      return [`runtime ${where} ${line.op}${edge}`, ...fields].join(' ');
    }
  }
}

/** The lines of one step; of housekeeping only what it logs. The observer has seen all steps before it. */
export function linesOf(step: Step, observer: Observer): Happened[] {
  const log = observer.step(step);
  const t = observer.timeOf(step);
  const reasons = step.quiet ? [] : [{ rule: step.rule, about: step.about }, ...(step.also ?? [])];
  const told = reasons
    .map(({ rule, about }) => `${subjectOf(step.actor, about) || instanceOf(step.actor)}: ${withoutMarks(fill(rule, about))}`);
  return [...told, ...log.flatMap((line) => lineOf(line) ?? [])].map((text) => ({ t, text }));
}

// ── Expected lines ───────────────────────────────────────────────────────────────────────────────────────────────────

/** How an expected line is bound to what happened; see transcript.ts for how it is written. */
export interface Expected {
  readonly written: string;
  readonly mode: 'next' | 'and' | 'never' | 'count';
  readonly count: number;
  /** Seconds, from the one inclusively to the other exclusively; `since`: counted from the line before. */
  readonly time?: { readonly from: number; readonly to: number; readonly since: boolean };
  readonly fragments: readonly string[];
}

const WORDS = /^(?:(never|and)|(\d+) times?)\s+/;
const TIME = /^(\+)?(\d+(?:\.(\d+))?)(?:\.\.(\d+(?:\.\d+)?))?s\s+/;

const collapse = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** The parts of a line around `…`, each of which must stand in the text, in this order. */
export const fragmentsOf = (text: string): readonly string[] => collapse(text).split(/\s?…\s?/).filter((part) => part !== '');

export function readExpected(written: string): Expected {
  let rest = written.trim();
  const [word = '', mode, times] = WORDS.exec(rest) ?? [];
  rest = rest.slice(word.length);
  const [stamp = '', plus, from = '0', decimals = '', to] = TIME.exec(rest) ?? [];
  rest = rest.slice(stamp.length);
  const start = Number(from);
  const time = stamp === '' ? {} : { time: { from: start, to: to === undefined ? start + 10 ** -decimals.length : Number(to), since: plus !== undefined } };
  return {
    written: written.trim(), mode: times !== undefined ? 'count' : mode === 'and' || mode === 'never' ? mode : 'next', count: Number(times ?? 1), ...time, fragments: fragmentsOf(rest),
  };
}

/** Do these fragments stand in the text, one behind the other? */
export function containsInOrder(text: string, fragments: readonly string[]): boolean {
  const line = collapse(text);
  let from = 0;
  for (const fragment of fragments) {
    const at = line.indexOf(fragment, from);
    if (at < 0) return false;
    from = at + fragment.length;
  }
  return true;
}

/** Does what happened fit the line? `before`: the time of the line before. */
export function fits({ t, text }: Happened, { time, fragments }: Expected, before: number): boolean {
  if (time) {
    // Times are whole milliseconds: rounding undoes what binary fractions add.
    const ms = Math.round((time.since ? t - before : t) * 1000);
    if (ms < Math.round(time.from * 1000) || ms >= Math.round(time.to * 1000)) return false;
  }
  return containsInOrder(text, fragments);
}
