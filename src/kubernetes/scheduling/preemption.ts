/**
 * DefaultPreemption (pkg/scheduler/framework/preemption/preemption.go, plugins/defaultpreemption): when a pod fits
 * nowhere, looks for a node where it would fit if pods of lower priority went, and says which. Deleting them, the
 * condition DisruptionTarget and the events are the caller's. Left out: extenders, pod groups.
 */
import { draw } from '../../lib/prng';
import { isEmptySelector, selectorMatches, selectorOrNothing } from '../labelSelectors';
import type { Pod, PodDisruptionBudget } from '../objects';
import type { ClusterView, CycleState } from './filterPlugins';
import { cloneCycleState, runFilterPluginsWithNominatedPods, shiftPod } from './filterPlugins';
import type { Diagnosis, FitError } from './fitError';
import { fitErrorMessage } from './fitError';
import type { Rejection } from './framework';
import { unresolvable } from './framework';
import type { NodeInfo } from './nodeInfo';
import type { NodeInfoLister } from './nodeInfoLister';
import { allNodes } from './nodeInfoLister';
import type { PodInfo } from './podInfo';
import { podInfoOf } from './podInfo';

export interface PreemptionInput extends ClusterView {
  readonly pod: Pod;
  readonly nodes: NodeInfoLister;
  /** What schedulePod gave for the pod. */
  readonly fitError: FitError;
  readonly cycleState: CycleState | undefined;
  readonly budgets?: readonly PodDisruptionBudget[];
  /** Decides where the search among many nodes begins. */
  readonly seed: number;
}

export type PreemptionResult = { readonly nextSeed: number } & (
  | {
      readonly outcome: 'nominated';
      readonly nodeName: string;
      /** From the most to the least important. Those that are being deleted already need no second request. */
      readonly victims: readonly Pod[];
      /** Pods of lower priority that were nominated to the node: their nomination is to be cleared. */
      readonly nominationsToClear: readonly Pod[];
    }
  /** No node would do; the pod's nominatedNodeName is to be cleared. */
  | { readonly outcome: 'notHelpful'; readonly message: string }
  /** The pod may not preempt, or waits for victims already; its nominatedNodeName stays. */
  | { readonly outcome: 'notEligible'; readonly message: string }
);

/** A node and the pods that would have to go (preemption.go:Candidate). */
export interface Candidate {
  readonly nodeName: string;
  readonly victims: readonly PodInfo[];
  readonly numPDBViolations: number;
}

/** Arguments of the default profile (DefaultPreemptionArgs). */
const MIN_CANDIDATE_NODES_PERCENTAGE = 10;
const MIN_CANDIDATE_NODES_ABSOLUTE = 100;

/** preemption.go:Preempt, default_preemption.go:PostFilter. */
export function preempt(input: PreemptionInput): PreemptionResult {
  const { pod, fitError, seed } = input;
  const reason = notEligibleReason(input);
  if (reason !== undefined) return { outcome: 'notEligible', message: `preemption: ${reason}`, nextSeed: seed };
  const { candidates, statuses, nextSeed } = findCandidates(input);
  const best = selectCandidate(candidates);
  if (best === undefined) return { outcome: 'notHelpful', message: notHelpfulMessage(fitError.numAllNodes, statuses), nextSeed };
  const { priority } = podInfoOf(pod);
  const nominationsToClear = (input.nominatedPods?.(best.nodeName) ?? []).filter((other) => podInfoOf(other).priority < priority);
  const victims = best.victims.map((victim) => victim.pod);
  return { outcome: 'nominated', nodeName: best.nodeName, victims, nominationsToClear, nextSeed };
}

/** Why the pod may not preempt others now, or undefined (default_preemption.go:PodEligibleToPreemptOthers). */
function notEligibleReason({ pod, nodes, fitError }: Omit<PreemptionInput, 'seed'>): string | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = nodes.get(pod.status?.nominatedNodeName ?? '');
  if (nominated === undefined || codeOf(fitError.diagnosis, nominated.name) === 'UnschedulableAndUnresolvable') return undefined;
  const preemptor = podInfoOf(pod);
  for (const victim of nominated.pods.values()) {
    if (victim.priority < preemptor.priority && terminatesByPreemption(victim.pod)) {
      return 'not eligible due to a terminating pod on the nominated node.';
    }
  }
  return undefined;
}

function terminatesByPreemption({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp === undefined) return false;
  const condition = (status?.conditions ?? []).find(({ type }) => type === 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

const codeOf = ({ nodeToStatus, absentNodes }: Diagnosis, nodeName: string): Rejection['code'] =>
  nodeToStatus.get(nodeName)?.code ?? absentNodes.code;

interface Found {
  readonly candidates: readonly Candidate[];
  /** Why each node that was tried is none. */
  readonly statuses: ReadonlyMap<string, Rejection>;
  readonly nextSeed: number;
}

/** preemption.go:findCandidates, DryRunPreemption. */
function findCandidates(input: PreemptionInput): Found {
  const { nodes, fitError, cycleState, seed } = input;
  const statuses = new Map<string, Rejection>();
  const potential = potentialNodes(nodes, fitError.diagnosis);
  if (potential.length === 0 || cycleState === undefined) return { candidates: [], statuses, nextSeed: seed };
  const { value, next } = draw(seed);
  const offset = Math.floor(value * potential.length);
  const enough = numCandidates(potential.length);
  const violating: Candidate[] = [];
  const nonViolating: Candidate[] = [];
  for (let step = 0; step < potential.length; step++) {
    const node = potential[(offset + step) % potential.length];
    if (node === undefined) continue;
    const found = selectVictimsOnNode(input, cycleState, node);
    if ('reasons' in found) statuses.set(node.name, found);
    else (found.numPDBViolations === 0 ? nonViolating : violating).push(found);
    if (nonViolating.length > 0 && nonViolating.length + violating.length >= enough) break;
  }
  return { candidates: [...nonViolating, ...violating], statuses, nextSeed: next };
}

/** What preemption finds on each node that it may help on, without stopping early; for those who ask why. */
export interface PreemptionSurvey {
  /** Why the pod may not preempt others at all. Then nothing else is known. */
  readonly notEligible?: string;
  readonly byNode: ReadonlyMap<string, Candidate | Rejection>;
  readonly best?: Candidate;
}

/** Tries every node on which the removal of pods may help. Costs time in proportion to all their pods. */
export function surveyPreemption(input: Omit<PreemptionInput, 'seed'>): PreemptionSurvey {
  const { nodes, fitError, cycleState } = input;
  const notEligible = notEligibleReason(input);
  if (notEligible !== undefined) return { notEligible, byNode: new Map() };
  if (cycleState === undefined) return { byNode: new Map() };
  const found = potentialNodes(nodes, fitError.diagnosis).map((node) => [node.name, selectVictimsOnNode(input, cycleState, node)] as const);
  const best = selectCandidate(found.flatMap(([, each]) => ('reasons' in each ? [] : [each])));
  return { byNode: new Map(found), ...(best ? { best } : {}) };
}

/** After how many candidates the search stops (default_preemption.go:calculateNumCandidates). */
export function numCandidates(numNodes: number): number {
  const share = Math.trunc((numNodes * MIN_CANDIDATE_NODES_PERCENTAGE) / 100);
  return Math.min(Math.max(share, MIN_CANDIDATE_NODES_ABSOLUTE), numNodes);
}

/** The nodes whose refusal the removal of pods may lift (NodeToStatus.NodesForStatusCode). */
function potentialNodes(nodes: NodeInfoLister, diagnosis: Diagnosis): readonly NodeInfo[] {
  if (diagnosis.absentNodes.code === 'Unschedulable') {
    return [...allNodes(nodes)].filter(({ name }) => codeOf(diagnosis, name) === 'Unschedulable');
  }
  const names = [...diagnosis.nodeToStatus].filter(([, { code }]) => code === 'Unschedulable').map(([name]) => name);
  return names.flatMap((name) => nodes.get(name) ?? []);
}

/**
 * The fewest pods that have to leave a node (default_preemption.go:SelectVictimsOnNode): all of lower priority go, and
 * if the pod fits then, they come back one by one, those that a disruption budget protects first and the more
 * important before the less, as long as the pod still fits.
 */
function selectVictimsOnNode(input: Omit<PreemptionInput, 'seed'>, state: CycleState, nodeInfo: NodeInfo): Candidate | Rejection {
  const preemptor = state.podInfo;
  const node = nodeInfo.clone();
  const dryRun = cloneCycleState(state);
  const remove = (victim: PodInfo): void => {
    node.removePod(victim.key);
    shiftPod(dryRun, victim, node, -1);
  };
  const potentialVictims = [...node.pods.values()].filter(({ priority }) => priority < preemptor.priority);
  if (potentialVictims.length === 0) return unresolvable('DefaultPreemption', 'No preemption victims found for incoming pod');
  potentialVictims.forEach(remove);
  const refusal = runFilterPluginsWithNominatedPods(dryRun, node, input);
  if (refusal !== undefined) return refusal;

  const reprieve = (victim: PodInfo): boolean => {
    node.addPod(victim);
    shiftPod(dryRun, victim, node, 1);
    if (runFilterPluginsWithNominatedPods(dryRun, node, input) === undefined) return true;
    remove(victim);
    return false;
  };
  potentialVictims.sort(moreImportantFirst);
  const { violating, nonViolating } = splitByBudgets(potentialVictims, input.budgets ?? []);
  const protectedVictims = violating.filter((victim) => !reprieve(victim));
  const otherVictims = nonViolating.filter((victim) => !reprieve(victim));
  const victims = [...protectedVictims, ...otherVictims].toSorted(moreImportantFirst);
  if (victims.length === 0) return unresolvable('DefaultPreemption', `expected at least one victim pod on node "${node.name}"`);
  return { nodeName: node.name, victims, numPDBViolations: protectedVictims.length };
}

const startTime = ({ pod }: PodInfo): string => pod.status?.startTime ?? '';
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Higher priority first, then the longer running; upstream leaves equals to chance, here their key decides. A pod
 * without a start time counts as the youngest, as it counts as started now upstream (util/utils.go:MoreImportantPod).
 */
export function moreImportantFirst(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  const [aStart, bStart] = [startTime(a), startTime(b)];
  if (aStart !== bStart) return aStart === '' ? 1 : bStart === '' ? -1 : byText(aStart, bStart);
  return byText(a.key, b.key);
}

/** Which victims would overdraw a disruption budget, in order (filterPodsWithPDBViolation). */
function splitByBudgets(
  victims: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { readonly violating: readonly PodInfo[]; readonly nonViolating: readonly PodInfo[] } {
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const violating: PodInfo[] = [];
  const nonViolating: PodInfo[] = [];
  for (const victim of victims) {
    let violates = false;
    budgets.forEach((budget, index) => {
      if (!budgetCovers(budget, victim)) return;
      allowed[index] = (allowed[index] ?? 0) - 1;
      if ((allowed[index] ?? 0) < 0) violates = true;
    });
    (violates ? violating : nonViolating).push(victim);
  }
  return { violating, nonViolating };
}

/** A budget with an empty selector covers nothing here, and neither does any for a pod without labels. */
function budgetCovers({ metadata, spec }: PodDisruptionBudget, { apiNamespace, labels }: PodInfo): boolean {
  if ((metadata?.namespace ?? '') !== apiNamespace || Object.keys(labels).length === 0) return false;
  const selector = selectorOrNothing(spec?.selector);
  return !isEmptySelector(selector) && selectorMatches(selector, labels);
}

/** All priorities counted from the lowest possible, so that few victims of negative priority are not worse than many. */
const PRIORITY_OFFSET = 2 ** 31;

/** What makes a candidate better, in this order; higher is better (preemption.go:pickOneNodeForPreemption). */
const PREFERENCES: readonly ((candidate: Candidate) => number)[] = [
  ({ numPDBViolations }) => -numPDBViolations,
  ({ victims }) => -(victims[0]?.priority ?? 0),
  ({ victims }) => -victims.reduce((sum, { priority }) => sum + priority + PRIORITY_OFFSET, 0),
  ({ victims }) => -victims.length,
];

/** The best candidate: if the preferences leave several, the one whose victims started last, then the first. */
export function selectCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates;
  for (const preference of PREFERENCES) {
    const best = Math.max(...left.map(preference));
    left = left.filter((candidate) => preference(candidate) === best);
  }
  const [first, ...others] = left;
  return others.reduce((best, other) => (best && startsLater(earliestStartTime(other), earliestStartTime(best)) ? other : best), first);
}

/** The earliest start among the victims of the highest priority (util/utils.go:GetEarliestPodStartTime); '' if none has started. */
function earliestStartTime({ victims }: Candidate): string {
  const highest = victims[0]?.priority ?? 0;
  const times = victims.filter(({ priority }) => priority === highest).map(startTime);
  return times.reduce((earliest, time) => (time !== '' && (earliest === '' || time < earliest) ? time : earliest), '');
}

/** Not started counts as started now, later than all. */
const startsLater = (a: string, b: string): boolean => (b === '' ? false : a === '' || a > b);

function notHelpfulMessage(numAllNodes: number, nodeToStatus: ReadonlyMap<string, Rejection>): string {
  const absentNodes = unresolvable('DefaultPreemption', 'Preemption is not helpful for scheduling');
  const diagnosis: Diagnosis = { nodeToStatus, absentNodes, unschedulablePlugins: new Set(), preFilterMessage: '' };
  return `preemption: ${fitErrorMessage({ numAllNodes, diagnosis })}`;
}
