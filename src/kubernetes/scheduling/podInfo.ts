/**
 * A pod with what the scheduler needs of it computed once (pkg/scheduler/framework/types.go:PodInfo).
 */
import type { Affinity, Container, Labels, Pod, PodAffinity, PodAffinityTerm, PodSpec, ResourceList } from '../objects';
import { type ContainerStatusWithResources, isPodLevelRequestsSet, isPodResizeInfeasible, podRequests } from '../resources';
import { fieldsOf } from '../reading';
import type { Selector } from '../labelSelectors';
import { isSelectorError, labelSelectorAsSelector, selectorOrNothing } from '../labelSelectors';
import type { HostPort } from './hostPorts';
import { hostPortsOf } from './hostPorts';
import type { Resource } from './resource';
import { amountsOf, resourceOf } from './resource';

/** A processed term of pod affinity or anti-affinity (kube-scheduler/framework:AffinityTerm). */
export interface AffinityTerm {
  readonly apiNamespaces: ReadonlySet<string>;
  readonly namespaceSelector: Selector;
  readonly selector: Selector;
  readonly topologyKey: string;
  /** Only preferred terms have one; 0 in required terms. */
  readonly weight: number;
}

export interface PodInfo {
  readonly pod: Pod;
  /** The uid, or apiNamespace/name where there is none. */
  readonly key: string;
  readonly apiNamespace: string;
  readonly labels: Labels;
  /** spec.priority, 0 where absent (component-helpers scheduling/corev1:PodPriority). */
  readonly priority: number;
  readonly terminating: boolean;
  readonly requests: Readonly<Resource>;
  /** Requests where a container without any counts as 100 m and 200 Mi; cpu in milli-cores, memory in bytes. */
  readonly nonZero: { readonly milliCPU: number; readonly memory: number };
  readonly hostPorts: readonly HostPort[];
  /** podAffinity or podAntiAffinity is present, whatever it holds. */
  readonly hasAffinity: boolean;
  readonly requiredAffinityTerms: readonly AffinityTerm[];
  readonly requiredAntiAffinityTerms: readonly AffinityTerm[];
  readonly preferredAffinityTerms: readonly AffinityTerm[];
  readonly preferredAntiAffinityTerms: readonly AffinityTerm[];
  /** What is wrong with a selector in the terms; the term then selects nothing. Empty: nothing. */
  readonly parseError: string;
}

/** What a container without requests counts as when nodes are scored (pkg/scheduler/util/pod_resources.go). */
export const DEFAULT_REQUESTS: ResourceList = { cpu: '100m', memory: '200Mi' };

const NO_LABELS: Labels = {};
const NO_TERMS: readonly AffinityTerm[] = [];

/** The name under which a NodeInfo keeps a pod. */
export const podKey = (pod: Pod): string => pod.metadata?.uid ?? `${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`;

/** The PodInfo of a pod (framework:NewPodInfo). */
export function podInfoOf(pod: Pod): PodInfo {
  const affinity = pod.spec?.affinity;
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  const { resource, nonZero } = requestsOf(pod);
  return {
    pod,
    key: podKey(pod),
    apiNamespace: pod.metadata?.namespace ?? '',
    labels: pod.metadata?.labels ?? NO_LABELS,
    priority: pod.spec?.priority ?? 0,
    terminating: pod.metadata?.deletionTimestamp !== undefined,
    requests: resource,
    nonZero,
    hostPorts: hostPortsOf(pod),
    hasAffinity: podAffinity !== undefined || podAntiAffinity !== undefined,
    requiredAffinityTerms: termsOf(pod, podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinityTerms: termsOf(pod, podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinityTerms: weightedTermsOf(pod, podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinityTerms: weightedTermsOf(pod, podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    parseError: affinity === undefined ? '' : parseErrorOf(affinity),
  };
}

/** The first error of each list of terms (framework/types.go:PodInfo.Update). */
function parseErrorOf({ podAffinity, podAntiAffinity }: Affinity): string {
  const weighted = (affinity: PodAffinity | undefined): readonly PodAffinityTerm[] =>
    (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => fieldsOf(podAffinityTerm));
  const lists: readonly (readonly [string, readonly PodAffinityTerm[]])[] = [
    ['requiredAffinityTerms', podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []],
    ['requiredAntiAffinityTerms', podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []],
    ['preferredAffinityTerms', weighted(podAffinity)],
    ['preferredAntiAffinityTerms', weighted(podAntiAffinity)],
  ];
  const errors = lists.flatMap(([name, terms]) => {
    const parsed = terms.flatMap(({ labelSelector, namespaceSelector }) => [labelSelector, namespaceSelector].map(labelSelectorAsSelector));
    const wrong = parsed.find(isSelectorError);
    return wrong === undefined ? [] : [`${name}: ${wrong.error}`];
  });
  return errors.length > 1 ? `[${errors.join(', ')}]` : (errors[0] ?? '');
}

interface PodRequests {
  readonly resource: Resource;
  readonly nonZero: PodInfo['nonZero'];
}

/** Requests by the spec alone. A spec object is never edited: computed once for each. */
const requestsOfSpec = new WeakMap<PodSpec, PodRequests>();

function requestsOf(pod: Pod): PodRequests {
  const { spec } = pod;
  if (!spec || showsResize(pod)) return countRequests(pod, true);
  const known = requestsOfSpec.get(spec);
  if (known) return known;
  const requests = countRequests(pod, false);
  requestsOfSpec.set(spec, requests);
  return requests;
}

function countRequests(pod: Pod, useStatusResources: boolean): PodRequests {
  const requests = podRequests(pod, { useStatusResources });
  const resource = resourceOf(amountsOf(requests));
  return { resource, nonZero: nonZeroRequests(pod, requests, useStatusResources) ?? resource };
}

const showsResources = (status: ContainerStatusWithResources): boolean =>
  status.resources !== undefined || status.allocatedResources !== undefined;

/** Without a trace of an in-place resize in the status, the spec alone counts. */
const showsResize = (pod: Pod): boolean =>
  (pod.status?.containerStatuses ?? []).some(showsResources) || (pod.status?.initContainerStatuses ?? []).some(showsResources) || isPodResizeInfeasible(pod);

const requestsCpuAndMemory = ({ resources }: Container): boolean =>
  resources?.requests?.['cpu'] !== undefined && resources.requests['memory'] !== undefined;

/**
 * framework/types.go:CalculateResource with getNonMissingContainerRequests: with pod-level requests the defaults stand in
 * only for what neither the pod nor a container requests. Undefined where no default applies.
 */
function nonZeroRequests(pod: Pod, requests: ResourceList, useStatusResources: boolean): { milliCPU: number; memory: number } | undefined {
  const { containers = [], initContainers } = pod.spec ?? {};
  if (containers.every(requestsCpuAndMemory) && (initContainers ?? []).every(requestsCpuAndMemory)) return undefined;
  const podLevel = isPodLevelRequestsSet(pod);
  const missing = Object.entries(DEFAULT_REQUESTS).filter(([name]) => !podLevel || requests[name] === undefined);
  if (missing.length === 0) return undefined;
  const nonMissingContainerRequests = Object.fromEntries(missing);
  const amounts = amountsOf(podRequests(pod, { useStatusResources, nonMissingContainerRequests }));
  return { milliCPU: amounts['cpu'] ?? 0, memory: amounts['memory'] ?? 0 };
}

function termsOf(pod: Pod, terms: readonly PodAffinityTerm[] | null | undefined): readonly AffinityTerm[] {
  return terms === null || terms === undefined || terms.length === 0 ? NO_TERMS : terms.map((term) => affinityTerm(pod, term, 0));
}

function weightedTermsOf(
  pod: Pod,
  terms: readonly { readonly weight: number; readonly podAffinityTerm: PodAffinityTerm }[] | null | undefined,
): readonly AffinityTerm[] {
  if (terms === null || terms === undefined || terms.length === 0) return NO_TERMS;
  return terms.map(({ podAffinityTerm, weight }) => affinityTerm(pod, fieldsOf(podAffinityTerm), weight));
}

/**
 * framework/types.go:newAffinityTerm. The pod's own apiNamespace counts only where the term names no other. Keys of labels
 * are in the selector already (labelKeys.ts).
 */
function affinityTerm(pod: Pod, term: PodAffinityTerm, weight: number): AffinityTerm {
  const named = term.namespaces ?? [];
  const own = named.length === 0 && (term.namespaceSelector === undefined || term.namespaceSelector === null);
  return {
    apiNamespaces: new Set(own ? [pod.metadata?.namespace ?? ''] : named),
    namespaceSelector: selectorOrNothing(term.namespaceSelector),
    selector: selectorOrNothing(term.labelSelector),
    topologyKey: term.topologyKey ?? '',
    weight,
  };
}
