/** A Step: one delivered message and all that it changed. A run is the list of its Steps. */
import type { RuleId } from '../kubernetes/rules/catalogue';
import type { Ms } from '../lib/brand';
import type { Address } from './messages';
import type { Change } from './world';

/** Something that travels as the step's motion, drawn along the edge between two places. */
export interface Motion {
  readonly from: Address;
  readonly to: Address;
  readonly via: 'call' | 'watch' | 'file' | 'signal';
  /** Words on the token: `RunPodSandbox`, `watch: ADDED`. */
  readonly label: string;
  /** The receiver refused or did not answer: drawn with a red cross. */
  readonly refused?: string;
}

/** A node-local fact that no table row shows (src/conformance/traces/FORMAT.md, section 1). */
export interface RuntimeFact {
  readonly type: 'runtime';
  readonly op: string;
  readonly node: string;
  readonly pod?: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly container?: string;
  readonly edge?: 'call' | 'return';
  readonly ok?: boolean;
  readonly error?: string;
  readonly image?: string;
  readonly attempt?: number;
  readonly exitCode?: number;
  readonly timeout?: number;
  readonly pidMode?: string;
}

/** The outcome of a user's action that can be refused or that ends later. */
export interface InputFact {
  readonly type: 'input';
  readonly input: string;
  readonly ok: boolean;
  readonly code?: number;
  readonly message?: string;
}

export type Fact = RuntimeFact | InputFact;

/** Values for the sentence of a rule, and what the step is about: pod, node, container, file, … */
export type About = Readonly<Record<string, string>>;

export interface Step {
  readonly index: number;
  readonly time: Ms;
  /** Who acts: the subject of the sentence. */
  readonly actor: Address;
  readonly rule: RuleId;
  readonly about: About;
  /** The index of the step that sent the message, if any. */
  readonly cause: number | null;
  readonly motion?: Motion;
  /** Housekeeping: not a step of its own on the page. */
  readonly quiet: boolean;
  /** Further rules that the same message made true. */
  readonly also?: readonly { readonly rule: RuleId; readonly about: About }[];
  readonly changes: readonly Change[];
  readonly facts: readonly Fact[];
  /** For each fact: how many of `changes` came before it. */
  readonly factPositions: readonly number[];
}

/** The id of the pod that a step is about, `namespace/name`, or null. */
export function podOfStep({ about }: Pick<Step, 'about'>): string | null {
  const pod = about['pod'];
  if (pod === undefined) return null;
  return pod.includes('/') ? pod : `${about['namespace'] ?? 'default'}/${pod}`;
}
