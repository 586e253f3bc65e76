/**
 * Pods and nodes as `kubectl get` prints them: the columns, and the table with its widths. Stands for
 * pkg/printers/internalversion/printers.go:printPod and printNode (v1.36) and cli-runtime/pkg/printers/tabwriter.go.
 * Left out: custom columns, labels and the other kinds.
 */
import { humanDuration, parseRfc3339 } from '../lib/time';
import type { Container, ContainerState, ContainerStatus, Node, Pod } from './objects';
import { exitCodeOf, isSidecar } from './objects';
import { findCondition } from './podConditions';
import { isPodPhaseTerminal } from './podStatus';

/** The columns of `kubectl get pods`. */
export interface PodColumns {
  readonly NAME: string;
  readonly READY: string;
  readonly STATUS: string;
  readonly RESTARTS: string;
  readonly AGE: string;
}

/** The columns that `-o wide` adds. */
export interface WidePodColumns extends PodColumns {
  readonly IP: string;
  readonly NODE: string;
  readonly 'NOMINATED NODE': string;
  readonly 'READINESS GATES': string;
}

/** A metav1.Time that was never set. */
const GO_ZERO_TIME = '0001-01-01T00:00:00Z';

/** How long ago, as kubectl prints it. `now`: milliseconds since 1970. printers.go:translateTimestampSince. */
export function ageSince(timestamp: string | null | undefined, now: number): string {
  const then = timestamp && timestamp !== GO_ZERO_TIME ? parseRfc3339(timestamp) : null;
  return then === null ? '<unknown>' : humanDuration(now - then);
}

/** What the row is gathered from, container by container. */
interface Tally {
  reason: string;
  ready: number;
  restarts: number;
  /** The end before the latest restart: milliseconds since 1970. */
  lastRestart: number | null;
}

function countRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount ?? 0;
  const finishedAt = status.lastState?.terminated?.finishedAt;
  const finished = finishedAt && finishedAt !== GO_ZERO_TIME ? parseRfc3339(finishedAt) : null;
  if (finished !== null && (tally.lastRestart === null || finished > tally.lastRestart)) tally.lastRestart = finished;
}

/** "Completed", "Error", or "Signal:9", "ExitCode:1" when the runtime gave no reason. */
function reasonOfEnd(terminated: NonNullable<ContainerState['terminated']>): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${exitCodeOf(terminated)}`;
}

/** Upstream keeps the containers in a map by name, in which the last of equal names wins. */
const findInitContainer = (pod: Pod, name: string): Container | undefined =>
  pod.spec?.initContainers?.findLast((container) => (container.name ?? '') === (name ?? ''));

const isSidecarStatus = (pod: Pod, status: ContainerStatus): boolean => {
  const container = findInitContainer(pod, status.name);
  return container !== undefined && isSidecar(container);
};

/** What an init container that holds the pod up is shown as; null when it holds nothing up. */
function initReason(status: ContainerStatus, isSidecarContainer: boolean, index: number, count: number): string | null {
  const { terminated, waiting } = status.state ?? {};
  if (terminated && exitCodeOf(terminated) === 0) return null;
  if (isSidecarContainer && status.started) return null;
  if (terminated) return `Init:${reasonOfEnd(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${count}`;
}

/** The init containers, up to the first that holds the pod up. Returns what the sidecars alone count for. */
function tallyInitContainers(pod: Pod, tally: Tally): { readonly initializing: boolean; readonly sidecars: Tally } {
  const sidecars: Tally = { reason: '', ready: 0, restarts: 0, lastRestart: null };
  const count = pod.spec?.initContainers?.length ?? 0;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const isSidecarContainer = isSidecarStatus(pod, status);
    countRestarts(tally, status);
    if (isSidecarContainer) countRestarts(sidecars, status);
    const reason = initReason(status, isSidecarContainer, index, count);
    if (reason !== null) {
      tally.reason = reason;
      return { initializing: true, sidecars };
    }
    const hasExited = status.state?.terminated && exitCodeOf(status.state.terminated) === 0;
    if (!hasExited && isSidecarContainer && status.ready) tally.ready++;
  }
  return { initializing: false, sidecars };
}

/** The app containers from the last to the first, so that the first one with a word to say has the last word. */
function tallyContainers(pod: Pod, tally: Tally): void {
  let hasRunning = false;
  let errorReason = '';
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    countRestarts(tally, status);
    const { waiting, terminated, running } = status.state ?? {};
    if (waiting?.reason) {
      tally.reason = waiting.reason;
    } else if (terminated) {
      tally.reason = reasonOfEnd(terminated);
      if (exitCodeOf(terminated) !== 0) errorReason = tally.reason;
    } else if (status.ready && running) {
      hasRunning = true;
      tally.ready++;
    }
  }
  // One container has done its work while others still run: the pod as a whole does not count as completed.
  if (tally.reason !== 'Completed') return;
  if (hasRunning && pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) tally.reason = 'Running';
  else if (errorReason) tally.reason = errorReason;
  else if (hasRunning) tally.reason = 'NotReady';
}

function tallyPod(pod: Pod): Tally {
  const { status, metadata } = pod;
  const tally: Tally = { reason: status?.reason || (status?.phase ?? ''), ready: 0, restarts: 0, lastRestart: null };
  if (status?.conditions?.some((each) => each.type === 'PodScheduled' && each.reason === 'SchedulingGated')) tally.reason = 'SchedulingGated';

  const { initializing, sidecars } = tallyInitContainers(pod, tally);
  if (!initializing || findCondition(status?.conditions, 'Initialized')?.status === 'True') {
    tally.restarts = sidecars.restarts;
    tally.lastRestart = sidecars.lastRestart;
    tallyContainers(pod, tally);
  }
  if (metadata?.deletionTimestamp) {
    if (status?.reason === 'NodeLost') tally.reason = 'Unknown';
    else if (!isPodPhaseTerminal(status?.phase)) tally.reason = 'Terminating';
  }
  return tally;
}

/** The row of a pod. `now`: milliseconds since 1970. printers.go:printPod. */
export function printPod(pod: Pod, now: number): PodColumns {
  const tally = tallyPod(pod);
  const total = (pod.spec?.containers?.length ?? 0) + (pod.spec?.initContainers?.filter(isSidecar).length ?? 0);
  const hasRestartTime = tally.restarts !== 0 && tally.lastRestart !== null;
  return {
    NAME: pod.metadata?.name ?? '',
    READY: `${tally.ready}/${total}`,
    STATUS: tally.reason,
    RESTARTS: hasRestartTime ? `${tally.restarts} (${humanDuration(now - (tally.lastRestart ?? now))} ago)` : String(tally.restarts),
    AGE: ageSince(pod.metadata?.creationTimestamp, now),
  };
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const met = gates.filter((gate) => findCondition(pod.status?.conditions, gate.conditionType)?.status === 'True').length;
  return `${met}/${gates.length}`;
}

/** podIP decides where both are given: old kubelets know no podIPs. pkg/apis/core/v1/conversion.go:Convert_v1_PodStatus_To_core_PodStatus. */
const firstPodIP = ({ status }: Pod): string | undefined => status?.podIP || status?.podIPs?.[0]?.ip;

/** The row of a pod with `-o wide`. printers.go:printPod. */
export const printPodWide = (pod: Pod, now: number): WidePodColumns => ({
  ...printPod(pod, now),
  IP: firstPodIP(pod) || '<none>',
  NODE: pod.spec?.nodeName || '<none>',
  'NOMINATED NODE': pod.status?.nominatedNodeName || '<none>',
  'READINESS GATES': readinessGates(pod),
});

/** The columns of `kubectl get nodes`. */
export interface NodeColumns {
  readonly NAME: string;
  readonly STATUS: string;
  readonly ROLES: string;
  readonly AGE: string;
  readonly VERSION: string;
}

/** "Ready", "NotReady" or "Unknown", with ",SchedulingDisabled" on a cordoned node. printers.go:printNode. */
export function nodeStatusColumn(node: Node): string {
  const ready = findCondition(node.status?.conditions, 'Ready');
  const words = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (node.spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** The roles that a node's labels give it, sorted. printers.go:findNodeRoles. */
export function nodeRolesColumn(node: Node): string {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata?.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return roles.size === 0 ? '<none>' : [...roles].toSorted().join(',');
}

/** The row of a node. `now`: milliseconds since 1970. printers.go:printNode. */
export const printNode = (node: Node, now: number): NodeColumns => ({
  NAME: node.metadata?.name ?? '',
  STATUS: nodeStatusColumn(node),
  ROLES: nodeRolesColumn(node),
  AGE: ageSince(node.metadata?.creationTimestamp, now),
  VERSION: node.status?.nodeInfo?.['kubeletVersion'] ?? '',
});

/** The columns that `-o wide` adds. */
export interface WideNodeColumns extends NodeColumns {
  readonly 'INTERNAL-IP': string;
  readonly 'EXTERNAL-IP': string;
  readonly 'OS-IMAGE': string;
  readonly 'KERNEL-VERSION': string;
  readonly 'CONTAINER-RUNTIME': string;
}

const addressOf = (node: Node, type: string): string => node.status?.addresses?.find((each) => each.type === type)?.address ?? '<none>';

/** The row of a node with `-o wide`. printers.go:printNode, getNodeInternalIP, getNodeExternalIP. */
export const printNodeWide = (node: Node, now: number): WideNodeColumns => ({
  ...printNode(node, now),
  'INTERNAL-IP': addressOf(node, 'InternalIP'),
  'EXTERNAL-IP': addressOf(node, 'ExternalIP'),
  'OS-IMAGE': node.status?.nodeInfo?.['osImage'] || '<unknown>',
  'KERNEL-VERSION': node.status?.nodeInfo?.['kernelVersion'] || '<unknown>',
  'CONTAINER-RUNTIME': node.status?.nodeInfo?.['containerRuntimeVersion'] || '<unknown>',
});

const PADDING = 3;
const MIN_WIDTH = 6;

/**
 * Rows of texts as kubectl prints them: the headings are the keys of the first row, a column is as wide as its longest cell and
 * three spaces, at least six, and the last one is not filled up. Without rows: the empty text.
 * cli-runtime/pkg/printers/tabwriter.go:GetNewTabWriter.
 */
export function table(rows: readonly object[]): string {
  const [first] = rows;
  if (!first) return '';
  const headings = Object.keys(first);
  const cells = rows.map((row) => {
    const fields = row as Readonly<Record<string, string | undefined>>;
    return headings.map((heading) => fields[heading] ?? '');
  });
  const lines = [headings, ...cells];
  const widths = headings.map((_heading, column) => Math.max(MIN_WIDTH, ...lines.map((line) => (line[column]?.length ?? 0) + PADDING)));
  const last = headings.length - 1;
  return lines.map((line) => line.map((cell, column) => (column === last ? cell : cell.padEnd(widths[column] ?? 0))).join('')).join('\n');
}
