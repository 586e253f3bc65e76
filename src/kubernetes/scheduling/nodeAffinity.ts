/**
 * NodeAffinity (plugins/nodeaffinity): nodeSelector and required node affinity keep a pod off other nodes, preferred
 * node affinity adds weights to a node's score.
 */
import type { NodeAffinity, Pod } from '../objects';
import type { FilterStatus, Rejection, Skip } from './framework';
import { SKIP, unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { PreferredTerm, RequiredNodeAffinity } from './nodeSelector';
import { matchesNode, nodeAffinityFrom, preferenceOf, preferredTermsOf, requiredNodeAffinityOf, requiresNothing } from './nodeSelector';

const REJECTED = unresolvable('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
const REJECTED_BY_SCHEDULER = unresolvable('NodeAffinity', "node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = unresolvable('NodeAffinity', 'pod affinity terms conflict');

export interface NodeAffinityState {
  readonly required: RequiredNodeAffinity;
  /** From the plugin's argument addedAffinity; no default cluster has it. */
  readonly added: RequiredNodeAffinity | undefined;
  /** The only nodes that can match, when every term names some; undefined for all. */
  readonly nodeNames: ReadonlySet<string> | undefined;
}

/** node_affinity.go:PreFilter. */
export function preFilterNodeAffinity(pod: Pod, addedAffinity?: NodeAffinity): NodeAffinityState | Rejection | Skip {
  const required = requiredNodeAffinityOf(pod);
  const added = addedRequiredOf(addedAffinity);
  if (requiresNothing(required) && added === undefined) return SKIP;
  const nodeNames = nodeNamesOf(pod);
  if (nodeNames?.size === 0) return CONFLICT;
  return { required, added, nodeNames };
}

/** The state without the shortcut through node names, for a pod whose terms conflict (Filter falls back to it). */
export function nodeAffinityState(pod: Pod, addedAffinity?: NodeAffinity): NodeAffinityState {
  return { required: requiredNodeAffinityOf(pod), added: addedRequiredOf(addedAffinity), nodeNames: undefined };
}

function addedRequiredOf(addedAffinity: NodeAffinity | undefined): RequiredNodeAffinity | undefined {
  const required = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required && nodeAffinityFrom(undefined, required);
}

/** Terms are alternatives: names are known only if every term names some; within a term all names must agree. */
function nodeNamesOf(pod: Pod): ReadonlySet<string> | undefined {
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    let ofTerm: readonly string[] | undefined;
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      const allowed = values ?? [];
      ofTerm = ofTerm === undefined ? allowed : ofTerm.filter((name) => allowed.includes(name));
    }
    if (ofTerm === undefined) return undefined;
    for (const name of ofTerm) names.add(name);
  }
  return names;
}

/** node_affinity.go:Filter. */
export function filterNodeAffinity(state: NodeAffinityState, nodeInfo: NodeInfo): FilterStatus {
  if (state.added !== undefined && !matchesNode(state.added, nodeInfo.name, nodeInfo.labels)) return REJECTED_BY_SCHEDULER;
  return matchesNode(state.required, nodeInfo.name, nodeInfo.labels) ? undefined : REJECTED;
}

/**
 * node_affinity.go:PreScore. Preferences that do not parse count for nothing; upstream fails the cycle, but its API
 * server does not let them in.
 */
export function preScoreNodeAffinity(pod: Pod, addedAffinity?: NodeAffinity): readonly PreferredTerm[] | Skip {
  const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  const added = addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  if ((preferred ?? undefined) === undefined && (added ?? undefined) === undefined) return SKIP;
  return [...preferredTermsOf(added), ...preferredTermsOf(preferred)];
}

/** The sum of the weights of the preferences that the node fulfils; to be normalised (node_affinity.go:Score). */
export const scoreNodeAffinity = (terms: readonly PreferredTerm[], nodeInfo: NodeInfo): number =>
  preferenceOf(terms, nodeInfo.name, nodeInfo.labels);
