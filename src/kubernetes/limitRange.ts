/**
 * LimitRange: the least, the most and the defaults of what one container, pod or claim may ask for.
 * Stands for: pkg/apis/core/v1/defaults.go:SetDefaults_LimitRangeItem and plugin/pkg/admission/limitranger/admission.go
 * (PodMutateLimitFunc, PodValidateLimitFunc, PersistentVolumeClaimValidateLimitFunc). A map's order is random upstream;
 * here resources are looked at by name.
 */
import type { Container, OtherObject, Pod, Quantity, ResourceList, ResourceRequirements } from './objects';
import { canonicalQuantity, compareQuantities, isZeroQuantity, quantityMilliValue } from './quantities';
import { fieldsOf, listOf, textOf } from './reading';
import { podLimits, podRequests } from './resources';

interface Limit {
  readonly type: string;
  readonly min: ResourceList;
  readonly max: ResourceList;
  readonly default: ResourceList;
  readonly defaultRequest: ResourceList;
  readonly maxLimitRequestRatio: ResourceList;
}

/** The entries that are quantities: an object may come from a paste. */
const resourcesOf = (value: unknown): ResourceList =>
  Object.fromEntries(Object.entries(fieldsOf(value)).filter(([, amount]) => (typeof amount === 'string' || typeof amount === 'number') && canonicalQuantity(amount) !== null)) as ResourceList;

const limitsOf = (range: OtherObject): readonly Limit[] =>
  listOf(range.spec?.['limits']).map((limit) => ({
    type: textOf(limit['type']) ?? '',
    min: resourcesOf(limit['min']),
    max: resourcesOf(limit['max']),
    default: resourcesOf(limit['default']),
    defaultRequest: resourcesOf(limit['defaultRequest']),
    maxLimitRequestRatio: resourcesOf(limit['maxLimitRequestRatio']),
  }));

/** For containers: the limit is by default the maximum, the request the limit, else the minimum. */
export const limitRangeDefaults = (range: OtherObject): OtherObject => ({
  ...range,
  spec: {
    ...range.spec,
    limits: listOf(range.spec?.['limits']).map((limit) => {
      if (limit['type'] !== 'Container') return limit;
      const most = { ...fieldsOf(limit['max']), ...fieldsOf(limit['default']) };
      return { ...limit, default: most, defaultRequest: { ...fieldsOf(limit['min']), ...most, ...fieldsOf(limit['defaultRequest']) } };
    }),
  },
});

// ── Defaults ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** The pod with the requests and limits that its containers leave open, and an annotation that says which. */
export function withLimitDefaults(range: OtherObject, pod: Pod): Pod {
  const own = limitsOf(range).filter(({ type }) => type === 'Container');
  const merged = (part: 'default' | 'defaultRequest'): ResourceList => Object.assign({}, ...own.map((limit) => limit[part])) as ResourceList;
  const defaults = { limits: merged('default'), requests: merged('defaultRequest') };
  const words: string[] = [];
  const fill = (container: Container, name: string): Container => {
    const resources: { -readonly [K in keyof ResourceRequirements]: ResourceRequirements[K] } = { ...container.resources };
    for (const part of ['requests', 'limits'] as const) {
      const missing = Object.keys(defaults[part]).filter((resource) => container.resources?.[part]?.[resource] === undefined).sort();
      if (missing.length === 0) continue;
      words.push(`${missing.join(', ')} ${part === 'requests' ? 'request' : 'limit'} for ${name} ${container.name}`);
      resources[part] = { ...container.resources?.[part], ...Object.fromEntries(missing.map((resource) => [resource, defaults[part][resource] ?? '0'])) };
    }
    return { ...container, resources };
  };
  const containers = (pod.spec?.containers ?? []).map((container) => fill(container, 'container'));
  const initContainers = pod.spec?.initContainers?.map((container) => fill(container, 'init container'));
  if (words.length === 0) return pod;
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...pod.metadata?.annotations, [ANNOTATION]: `LimitRanger plugin set: ${words.join('; ')}` } },
    spec: { ...pod.spec, containers, ...(initContainers ? { initContainers } : {}) },
  };
}

// ── Objections ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Asked {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

const text = (quantity: Quantity): string => canonicalQuantity(quantity) ?? String(quantity);
const isLess = (a: Quantity, b: Quantity): boolean => compareQuantities(a, b) < 0;

/** minConstraint. */
function tooLittle(type: string, resource: string, least: Quantity, { requests, limits }: Asked): string | undefined {
  const said = `minimum ${resource} usage per ${type} is ${text(least)}`;
  const [request, limit] = [requests[resource], limits[resource]];
  if (request === undefined) return `${said}.  No request is specified`;
  if (isLess(request, least)) return `${said}, but request is ${text(request)}`;
  return limit !== undefined && isLess(limit, least) ? `${said}, but limit is ${text(limit)}` : undefined;
}

/** maxConstraint; a claim has no limits, so its request is held against the maximum (maxRequestConstraint). */
function tooMuch(type: string, resource: string, most: Quantity, { requests, limits }: Asked): string | undefined {
  const said = `maximum ${resource} usage per ${type} is ${text(most)}`;
  const [request, limit] = [requests[resource], limits[resource]];
  const isClaim = type === 'PersistentVolumeClaim';
  if (isClaim && request === undefined) return `${said}.  No request is specified`;
  if (!isClaim && limit === undefined) return `${said}.  No limit is specified`;
  if (limit !== undefined && isLess(most, limit)) return `${said}, but limit is ${text(limit)}`;
  return request !== undefined && isLess(most, request) ? `${said}, but request is ${text(request)}` : undefined;
}

/** limitRequestRatioConstraint. */
function tooWide(type: string, resource: string, ratio: Quantity, { requests, limits }: Asked): string | undefined {
  const said = `${resource} max limit to request ratio per ${type} is ${text(ratio)}`;
  const [request, limit] = [requests[resource], limits[resource]];
  if (request === undefined || isZeroQuantity(request)) return `${said}, but no request is specified or request is 0`;
  if (limit === undefined || isZeroQuantity(limit)) return `${said}, but no limit is specified or limit is 0`;
  const observed = quantityMilliValue(limit) / quantityMilliValue(request);
  return observed * 1000 > quantityMilliValue(ratio) ? `${said}, but provided ratio is ${observed.toFixed(6)}` : undefined;
}

const CONSTRAINTS = [['min', tooLittle], ['max', tooMuch], ['maxLimitRequestRatio', tooWide]] as const;

const objectionsTo = (limit: Limit, asked: Asked): readonly string[] =>
  CONSTRAINTS.flatMap(([part, constraint]) => Object.keys(limit[part]).sort().flatMap((resource) => constraint(limit.type, resource, limit[part][resource] ?? '0', asked) ?? []));

const askedBy = ({ resources }: Container): Asked => ({ requests: resources?.requests ?? {}, limits: resources?.limits ?? {} });

function askedIn(pod: Pod, type: string): readonly Asked[] {
  if (type === 'Container') return [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].map(askedBy);
  return type === 'Pod' ? [{ requests: podRequests(pod, { excludeOverhead: true }), limits: podLimits(pod, { excludeOverhead: true }) }] : [];
}

/** Several errors as one text, each once (apimachinery util/errors:aggregate). */
function together(errors: readonly string[]): string | undefined {
  const distinct = [...new Set(errors)];
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : distinct[0];
}

/** What the range has against the pod, or undefined. */
export const limitObjection = (range: OtherObject, pod: Pod): string | undefined =>
  together(limitsOf(range).flatMap((limit) => askedIn(pod, limit.type).flatMap((asked) => objectionsTo(limit, asked))));

/** What the range has against a claim. */
export function claimObjection(range: OtherObject, claim: OtherObject): string | undefined {
  const requests = resourcesOf(fieldsOf(claim.spec?.['resources'])['requests']);
  return together(limitsOf(range).filter(({ type }) => type === 'PersistentVolumeClaim').flatMap((limit) => objectionsTo({ ...limit, maxLimitRequestRatio: {} }, { requests, limits: {} })));
}
