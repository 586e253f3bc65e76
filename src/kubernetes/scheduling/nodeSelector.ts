/**
 * Node selectors and node affinity of a pod against a node's labels and name
 * (component-helpers/scheduling/corev1/nodeaffinity). Terms are alternatives, the requirements of one term all hold;
 * a term that is empty or does not parse matches no node.
 */
import type { Requirement, Selector } from '../labelSelectors';
import { isSelectorError, requirementsOf, selectorFromSet, selectorMatches } from '../labelSelectors';
import type { Labels, LabelSelectorRequirement, Node, NodeSelectorTerm, Pod } from '../objects';
import { fieldsOf } from '../reading';

interface ParsedTerm {
  readonly labels: Selector | undefined;
  /** Requirements on fields, of which there is one: metadata.name. */
  readonly fields: readonly Requirement[];
}

const NO_LABELS: Labels = {};
const FIELD_OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn']);

/** What a pod requires of its node. */
export interface RequiredNodeAffinity {
  readonly nodeSelector: Selector | undefined;
  /** Undefined: no required node affinity; an empty list: no term can match. */
  readonly terms: readonly ParsedTerm[] | undefined;
}

/** A preference and its weight, from preferredDuringSchedulingIgnoredDuringExecution. */
export interface PreferredTerm {
  readonly term: ParsedTerm;
  readonly weight: number;
}

/** nodeaffinity.go:GetRequiredNodeAffinity. */
export function requiredNodeAffinityOf(pod: Pod): RequiredNodeAffinity {
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return nodeAffinityFrom(pod.spec?.nodeSelector, required);
}

/** The same from its two parts. */
export function nodeAffinityFrom(
  nodeSelector: Labels | undefined,
  required: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] | null } | undefined,
): RequiredNodeAffinity {
  const selects = nodeSelector !== undefined && Object.keys(nodeSelector).length > 0;
  return {
    nodeSelector: selects ? selectorFromSet(nodeSelector) : undefined,
    terms: required === undefined ? undefined : (required.nodeSelectorTerms ?? []).flatMap(parseTerm),
  };
}

/** Whether the pod requires anything of its node. */
export const requiresNothing = (affinity: RequiredNodeAffinity): boolean =>
  affinity.nodeSelector === undefined && affinity.terms === undefined;

/** Whether a node with this name and these labels fulfils it (RequiredNodeAffinity.Match). */
export function matchesNode(affinity: RequiredNodeAffinity, name: string, labels: Labels): boolean {
  if (affinity.nodeSelector !== undefined && !selectorMatches(affinity.nodeSelector, labels)) return false;
  return affinity.terms === undefined || affinity.terms.some((term) => termMatches(term, name, labels));
}

/** Whether a pod's nodeSelector and required node affinity let it onto a node. */
export function podMatchesNode(pod: Pod, node: Node): boolean {
  return matchesNode(requiredNodeAffinityOf(pod), node.metadata?.name ?? '', node.metadata?.labels ?? NO_LABELS);
}

/** The pod's preferences; those of weight 0, empty or unparsable ones are left out (NewPreferredSchedulingTerms). */
export function preferredTermsOf(
  preferred: readonly { readonly weight: number; readonly preference: NodeSelectorTerm }[] | null | undefined,
): readonly PreferredTerm[] {
  return (preferred ?? []).flatMap(({ weight, preference }) =>
    weight === 0 ? [] : parseTerm(fieldsOf(preference)).map((term) => ({ term, weight })),
  );
}

/** The sum of the weights of the preferences that a node fulfils (PreferredSchedulingTerms.Score). */
export function preferenceOf(terms: readonly PreferredTerm[], name: string, labels: Labels): number {
  let sum = 0;
  for (const { term, weight } of terms) if (termMatches(term, name, labels)) sum += weight;
  return sum;
}

/** No term, or the one that was parsed. */
function parseTerm(term: NodeSelectorTerm): readonly ParsedTerm[] {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return [];
  const onFields = fieldRequirements(fields);
  if (onFields === undefined) return [];
  if (expressions.length === 0) return [{ labels: undefined, fields: onFields }];
  const requirements = requirementsOf(expressions);
  if (isSelectorError(requirements)) return [];
  return [{ labels: { nothing: false, requirements }, fields: onFields }];
}

/** Fields are compared with exactly one value (nodeSelectorRequirementsAsFieldSelector); undefined if not parsable. */
function fieldRequirements(fields: readonly LabelSelectorRequirement[]): readonly Requirement[] | undefined {
  const requirements: Requirement[] = [];
  for (const { key, operator, values } of fields) {
    if (!FIELD_OPERATORS.has(operator) || values?.length !== 1) return undefined;
    requirements.push({ key, operator: operator === 'In' ? 'In' : 'NotIn', values });
  }
  return requirements;
}

function termMatches(term: ParsedTerm, name: string, labels: Labels): boolean {
  if (term.labels !== undefined && !selectorMatches(term.labels, labels)) return false;
  return name === '' || term.fields.every((field) => fieldMatches(field, name));
}

/** A field that nodes do not have reads as the empty text (apimachinery pkg/fields). */
function fieldMatches(field: Requirement, name: string): boolean {
  const value = field.key === 'metadata.name' ? name : '';
  return field.values.includes(value) === (field.operator === 'In');
}
