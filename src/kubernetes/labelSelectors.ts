/**
 * Label selectors: parsing and matching, as staging/src/k8s.io/apimachinery/pkg/labels and
 * pkg/apis/meta/v1/helpers.go:LabelSelectorAsSelector have them.
 * A nil selector selects nothing, an empty one everything; a selector that does not parse is an error, and callers
 * that cannot report one treat it as selecting nothing. Left out: the text form ("a in (b)") of kubectl -l.
 */
import type { FieldError } from './fieldErrors';
import { fieldErrorsText, invalid, notSupported } from './fieldErrors';
import { isLabelValue, isQualifiedName } from './nameValidation';
import { textOf } from './reading';
import type { LabelSelector, LabelSelectorRequirement, Labels } from './objects';

export type SelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
}

/** A parsed selector: every requirement must hold. */
export interface Selector {
  /** Nothing matches, not even an object without labels (labels.Nothing). */
  readonly nothing: boolean;
  readonly requirements: readonly Requirement[];
}

/** What was wrong with a selector, in upstream's words. */
export interface SelectorError {
  readonly error: string;
}

export const NOTHING: Selector = { nothing: true, requirements: [] };
export const EVERYTHING: Selector = { nothing: false, requirements: [] };

const NO_LABELS: Labels = {};

const INTEGER = /^[-+]?[0-9]+$/;

/** A 64-bit decimal integer as Go's strconv.ParseInt(text, 10, 64) reads it, or undefined. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

const OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']);

/** One requirement, checked (apimachinery pkg/labels/selector.go:NewRequirement). */
export function newRequirement(key: string, operator: string, values: readonly string[]): Requirement | SelectorError {
  const errors: FieldError[] = isQualifiedName(key).map((message) => invalid('key', key, message));
  errors.push(...operatorErrors(operator, values));
  values.forEach((value, index) => {
    const messages = isLabelValue(value);
    if (messages.length > 0) errors.push(invalid(`values[${index}][${key}]`, value, messages.join('; ')));
  });
  if (errors.length > 0) return { error: fieldErrorsText(errors) };
  return { key, operator: operator as SelectorOperator, values };
}

/** Whether the number of values suits the operator. */
function operatorErrors(operator: string, values: readonly string[]): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [invalid('values', values, "for 'in', 'notin' operators, values set can't be empty")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0 ? [] : [invalid('values', values, 'values set must be empty for exists and does not exist')];
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) return [invalid('values', values, "for 'Gt', 'Lt' operators, exactly one value is required")];
      return values
        .filter((value) => parseInt64(value) === undefined)
        .map((value) => invalid('values[0]', value, "for 'Gt', 'Lt' operators, the value must be an integer"));
    default:
      return [notSupported('operator', operator, [...OPERATORS])];
  }
}

export const isSelectorError = (parsed: object): parsed is SelectorError => 'error' in parsed;

/** The requirements of a list of expressions, all of them checked. `operators` narrows what is allowed. */
export function requirementsOf(
  expressions: readonly LabelSelectorRequirement[],
  operators: ReadonlySet<string> = OPERATORS,
): readonly Requirement[] | SelectorError {
  const requirements: Requirement[] = [];
  for (const expression of expressions) {
    if (!operators.has(expression.operator)) {
      return { error: `"${expression.operator}" is not a valid label selector operator` };
    }
    const parsed = newRequirement(textOf(expression.key) ?? '', expression.operator, expression.values ?? []);
    if (isSelectorError(parsed)) return parsed;
    requirements.push(parsed);
  }
  return requirements;
}

const LABEL_SELECTOR_OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** What parsing gave, by the selector's identity: API objects never change in place. */
const parsedSelectors = new WeakMap<LabelSelector, Selector | SelectorError>();

/**
 * Parses a LabelSelector: nil gives {@link NOTHING}, empty {@link EVERYTHING}
 * (apimachinery pkg/apis/meta/v1/helpers.go:LabelSelectorAsSelector).
 */
export function labelSelectorAsSelector(selector: LabelSelector | null | undefined): Selector | SelectorError {
  if (selector === null || selector === undefined) return NOTHING;
  const known = parsedSelectors.get(selector);
  if (known !== undefined) return known;
  const parsed = parseLabelSelector(selector);
  parsedSelectors.set(selector, parsed);
  return parsed;
}

function parseLabelSelector(selector: LabelSelector): Selector | SelectorError {
  const labels = Object.entries(selector.matchLabels ?? NO_LABELS);
  const expressions = selector.matchExpressions ?? [];
  if (labels.length + expressions.length === 0) return EVERYTHING;
  const fromLabels = requirementsOf(labels.map(([key, value]) => ({ key, operator: 'In', values: [value] })));
  if (isSelectorError(fromLabels)) return fromLabels;
  const fromExpressions = requirementsOf(expressions, LABEL_SELECTOR_OPERATORS);
  if (isSelectorError(fromExpressions)) return fromExpressions;
  return { nothing: false, requirements: [...fromLabels, ...fromExpressions] };
}

/** Like {@link labelSelectorAsSelector}, where a selector that does not parse selects nothing. */
export function selectorOrNothing(selector: LabelSelector | null | undefined): Selector {
  const parsed = labelSelectorAsSelector(selector);
  return isSelectorError(parsed) ? NOTHING : parsed;
}

/** A selector for objects that carry all of these labels; unchecked (apimachinery pkg/labels:SelectorFromSet). */
export function selectorFromSet(labels: Labels): Selector {
  const requirements = Object.entries(labels).map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] }));
  return { nothing: false, requirements };
}

/** A selector with further requirements (apimachinery pkg/labels:Selector.Add). Nothing stays nothing. */
export function addRequirements(selector: Selector, further: readonly Requirement[]): Selector {
  if (selector.nothing || further.length === 0) return selector;
  return { nothing: false, requirements: [...selector.requirements, ...further] };
}

/** True for a selector that selects everything; false for {@link NOTHING} (apimachinery pkg/labels:Selector.Empty). */
export const isEmptySelector = (selector: Selector): boolean => !selector.nothing && selector.requirements.length === 0;

/** Whether labels fulfil every requirement (apimachinery pkg/labels:Selector.Matches). */
export function selectorMatches(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.nothing) return false;
  const set = labels ?? NO_LABELS;
  for (const requirement of selector.requirements) {
    if (!requirementMatches(requirement, set)) return false;
  }
  return true;
}

/** Whether labels fulfil one requirement (apimachinery pkg/labels/selector.go:Requirement.Matches). */
export function requirementMatches(requirement: Requirement, labels: Labels): boolean {
  const has = Object.hasOwn(labels, requirement.key);
  const value = has ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return !has;
    case 'Gt':
    case 'Lt':
      return compares(requirement, value);
  }
}

function compares(requirement: Requirement, value: string | undefined): boolean {
  const found = value === undefined ? undefined : parseInt64(value);
  const bound = parseInt64(requirement.values[0] ?? '');
  if (found === undefined || bound === undefined) return false;
  return requirement.operator === 'Gt' ? found > bound : found < bound;
}

/** Whether a LabelSelector selects an object with these labels; nil or unparsable selects nothing. */
export function matchesLabelSelector(selector: LabelSelector | null | undefined, labels: Labels | undefined): boolean {
  return selectorMatches(selectorOrNothing(selector), labels);
}

const knownKeys = new WeakMap<Selector, string>();

/** A text that two selectors share when they have the same requirements in the same order; for use as a key. */
export function selectorKey(selector: Selector): string {
  const known = knownKeys.get(selector);
  if (known !== undefined) return known;
  const texts = selector.requirements.map(({ key, operator, values }) => `${key}\u0001${operator}\u0001${values.join('\u0002')}`);
  const key = selector.nothing ? '!' : texts.join('\u0003');
  knownKeys.set(selector, key);
  return key;
}
