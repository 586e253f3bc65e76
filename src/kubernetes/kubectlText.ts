/**
 * What kubectl prints for lists: `get pods`, `get pods -o wide`, `get nodes`, `get events`, with and without the column
 * NAMESPACE, and the events at the end of `describe`. Stands for pkg/printers/internalversion/printers.go (printPod,
 * printNode, printEvent), cli-runtime/pkg/printers/tableprinter.go and kubectl/pkg/describe/describe.go:DescribeEvents
 * (v1.36). Left out: labels as columns, sorting, watching.
 */
import { humanDuration } from '../lib/time';
import { printNode, printNodeWide, printPod, printPodWide, table } from './kubectlColumns';
import type { Node, Pod } from './objects';

/** An Event as the API server has it after repeats were counted. Times: milliseconds since 1970. */
export interface PrintedEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Written through events.k8s.io/v1, which leaves lastTimestamp empty: the scheduler's are. */
  readonly newApi: boolean;
}

/** A cell ends at its first line break, with three dots. tableprinter.go:printRows. */
export function firstLine(text: string): string {
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}

/** "No resources found in default namespace." kubectl/pkg/cmd/get/get.go:Run. */
export const nothingFound = (apiNamespace: string | undefined): string =>
  apiNamespace === undefined ? 'No resources found' : `No resources found in ${apiNamespace} namespace.`;

const inNamespace = <T extends object>(namespace: string | undefined, row: T): T | { readonly NAMESPACE: string } =>
  namespace === undefined ? row : { NAMESPACE: namespace, ...row };

/** `kubectl get pods`, `-A` with the namespaces, `-o wide` with the wide columns. `now`: milliseconds since 1970. */
export function getPods(pods: readonly Pod[], now: number, options: { readonly wide?: boolean; readonly withNamespace?: boolean } = {}): string {
  return table(pods.map((pod) => inNamespace(options.withNamespace ? (pod.metadata?.namespace ?? '') : undefined, options.wide ? printPodWide(pod, now) : printPod(pod, now))));
}

/** `kubectl get nodes`, `-o wide` with the wide columns. `now`: milliseconds since 1970. */
export const getNodes = (nodes: readonly Node[], now: number, wide = false): string => table(nodes.map((node) => (wide ? printNodeWide(node, now) : printNode(node, now))));

/** `kubectl get events`. `now`: milliseconds since 1970. printers.go:printEvent. */
export function getEvents(events: readonly PrintedEvent[], now: number, withNamespace = false): string {
  return table(events.map((event) => inNamespace(withNamespace ? event.namespace : undefined, {
    'LAST SEEN': humanDuration(now - event.last),
    TYPE: event.type,
    REASON: event.reason,
    OBJECT: event.name === '' ? event.kind.toLowerCase() : `${event.kind.toLowerCase()}/${event.name}`,
    MESSAGE: firstLine(event.message.trim()),
  })));
}

const lastTimestamp = ({ newApi, last }: PrintedEvent): number => (newApi ? 0 : last);

/** How long ago, and how often since: "12s (x3 over 52s)". describe.go:DescribeEvents. */
function interval({ count, first, last }: PrintedEvent, now: number): string {
  return count > 1 ? `${humanDuration(now - last)} (x${count} over ${humanDuration(now - first)})` : humanDuration(now - first);
}

/**
 * The lines of the events at the end of `kubectl describe`, cells with tabs between them, sorted by lastTimestamp: events
 * without one stand first. describe.go:DescribeEvents, kubectl/pkg/util/event/sorted_event_list.go.
 */
export function describeEvents(events: readonly PrintedEvent[], now: number): string[] {
  if (events.length === 0) return ['Events:\t<none>'];
  const sorted = events.toSorted((a, b) => lastTimestamp(a) - lastTimestamp(b));
  return [
    'Events:',
    '  Type\tReason\tAge\tFrom\tMessage',
    '  ----\t------\t----\t----\t-------',
    ...sorted.map((event) => `  ${event.type}\t${event.reason}\t${interval(event, now)}\t${event.component}\t${event.message.trim()}`),
  ];
}
