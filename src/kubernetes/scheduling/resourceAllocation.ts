/**
 * Scores from how full a node is and would be (plugins/noderesources: resource_allocation.go, least_allocated.go,
 * most_allocated.go, balanced_allocation.go). LeastAllocated is the default strategy of NodeResourcesFit and counts
 * containers without requests as 100 m and 200 Mi; NodeResourcesBalancedAllocation counts what is really requested.
 * Left out: RequestedToCapacityRatio, resources backed by dynamic resource allocation.
 */
import { isPodLevelRequestsSet, podRequests } from '../resources';
import type { Skip } from './framework';
import { MAX_NODE_SCORE, SKIP } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { PodInfo } from './podInfo';
import { DEFAULT_REQUESTS } from './podInfo';
import { amountOf, amountsOf, isScalarResourceName } from './resource';

/** A resource that counts in a score, and how much. */
export interface ResourceSpec {
  readonly name: string;
  readonly weight: number;
}

export const DEFAULT_RESOURCES: readonly ResourceSpec[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** What the pod adds to a node, in the order of the resources, once a cycle. */
export interface AllocationState {
  readonly resources: readonly ResourceSpec[];
  readonly podRequests: readonly number[];
  /** Set when cpu and memory, with equal weights, are all that counts: the default, and a short way. */
  readonly cpuAndMemory: { readonly milliCPU: number; readonly memory: number } | undefined;
}

function allocationState(resources: readonly ResourceSpec[], podRequests: readonly number[]): AllocationState {
  const [milliCPU = 0, memory = 0] = podRequests;
  return { resources, podRequests, cpuAndMemory: resources === DEFAULT_RESOURCES ? { milliCPU, memory } : undefined };
}

/** fit.go:PreScore: with the defaults for containers that request nothing. */
export function preScoreFit({ pod, nonZero, requests }: PodInfo, resources: readonly ResourceSpec[] = DEFAULT_RESOURCES): AllocationState {
  const amounts = isPodLevelRequestsSet(pod)
    ? amountsOf(podRequests(pod, { nonMissingContainerRequests: DEFAULT_REQUESTS }))
    : { cpu: nonZero.milliCPU, memory: nonZero.memory };
  const wanted = resources.map(({ name }) => (name === 'cpu' || name === 'memory' ? (amounts[name] ?? 0) : amountOf(requests, name)));
  return allocationState(resources, wanted);
}

/** balanced_allocation.go:PreScore: a pod that requests nothing is not scored. */
export function preScoreBalancedAllocation(
  { requests }: PodInfo,
  resources: readonly ResourceSpec[] = DEFAULT_RESOURCES,
): AllocationState | Skip {
  const wanted = resources.map(({ name }) => amountOf(requests, name));
  return wanted.every((request) => request === 0) ? SKIP : allocationState(resources, wanted);
}

/** What a node has of a resource, 0 where the score must pass over it (calculateNodeAllocatableRequest). */
function allocatableOf({ resources, podRequests: wanted }: AllocationState, index: number, nodeInfo: NodeInfo): number {
  const name = resources[index]?.name ?? '';
  if (wanted[index] === 0 && isScalarResourceName(name)) return 0;
  return amountOf(nodeInfo.allocatable, name);
}

/** What a node's pods request, with the defaults for cpu and memory. */
function nonZeroAllocated(nodeInfo: NodeInfo, name: string): number {
  if (name === 'cpu') return nodeInfo.nonZeroRequested.milliCPU;
  if (name === 'memory') return nodeInfo.nonZeroRequested.memory;
  return amountOf(nodeInfo.requested, name);
}

type Ratio = (requested: number, capacity: number) => number;

const leastRequestedScore: Ratio = (requested, capacity) =>
  capacity === 0 || requested > capacity ? 0 : Math.trunc(((capacity - requested) * MAX_NODE_SCORE) / capacity);

const mostRequestedScore: Ratio = (requested, capacity) => Math.trunc((Math.min(requested, capacity) * MAX_NODE_SCORE) / capacity);

function weightedMean(state: AllocationState, nodeInfo: NodeInfo, ratio: Ratio): number {
  let score = 0;
  let weights = 0;
  for (let index = 0; index < state.resources.length; index++) {
    const capacity = allocatableOf(state, index, nodeInfo);
    if (capacity === 0) continue;
    const { name = '', weight = 0 } = state.resources[index] ?? {};
    score += ratio(nonZeroAllocated(nodeInfo, name) + (state.podRequests[index] ?? 0), capacity) * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.trunc(score / weights);
}

/** 0..100, the emptier the better (least_allocated.go:leastResourceScorer). */
export function scoreLeastAllocated(state: AllocationState, nodeInfo: NodeInfo): number {
  if (state.cpuAndMemory === undefined) return weightedMean(state, nodeInfo, leastRequestedScore);
  const { allocatable, nonZeroRequested } = nodeInfo;
  const cpu = leastRequestedScore(nonZeroRequested.milliCPU + state.cpuAndMemory.milliCPU, allocatable.milliCPU);
  const memory = leastRequestedScore(nonZeroRequested.memory + state.cpuAndMemory.memory, allocatable.memory);
  const resources = (allocatable.milliCPU === 0 ? 0 : 1) + (allocatable.memory === 0 ? 0 : 1);
  return resources === 0 ? 0 : Math.trunc((cpu + memory) / resources);
}

/** 0..100, the fuller the better; a strategy that has to be configured (most_allocated.go:mostResourceScorer). */
export const scoreMostAllocated = (state: AllocationState, nodeInfo: NodeInfo): number => weightedMean(state, nodeInfo, mostRequestedScore);

/** 50..100, better the more the pod evens out the use of the resources (balanced_allocation.go:balancedResourceScorer). */
export function scoreBalancedAllocation(state: AllocationState, nodeInfo: NodeInfo): number {
  const withPod = balance(state, nodeInfo, true);
  const withoutPod = balance(state, nodeInfo, false);
  const half = MAX_NODE_SCORE / 2;
  return half + Math.trunc((half + withPod - withoutPod) / 2);
}

/** 100 when all resources are used to the same fraction, less the more they differ (balancedResourceScore). */
function balance(state: AllocationState, nodeInfo: NodeInfo, withPod: boolean): number {
  const { allocatable, requested } = nodeInfo;
  if (state.cpuAndMemory !== undefined && allocatable.milliCPU > 0 && allocatable.memory > 0) {
    const cpu = Math.min((requested.milliCPU + (withPod ? state.cpuAndMemory.milliCPU : 0)) / allocatable.milliCPU, 1);
    const memory = Math.min((requested.memory + (withPod ? state.cpuAndMemory.memory : 0)) / allocatable.memory, 1);
    return Math.trunc((1 - Math.abs((cpu - memory) / 2)) * MAX_NODE_SCORE);
  }
  const fractions: number[] = [];
  for (let index = 0; index < state.resources.length; index++) {
    const capacity = allocatableOf(state, index, nodeInfo);
    if (capacity === 0) continue;
    const used = amountOf(requested, state.resources[index]?.name ?? '') + (withPod ? (state.podRequests[index] ?? 0) : 0);
    fractions.push(Math.min(used / capacity, 1));
  }
  return Math.trunc((1 - standardDeviation(fractions)) * MAX_NODE_SCORE);
}

function standardDeviation(fractions: readonly number[]): number {
  const [first = 0, second = 0] = fractions;
  if (fractions.length < 2) return 0;
  if (fractions.length === 2) return Math.abs((first - second) / 2);
  const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
  const squares = fractions.reduce((sum, fraction) => sum + (fraction - mean) * (fraction - mean), 0);
  return Math.sqrt(squares / fractions.length);
}
